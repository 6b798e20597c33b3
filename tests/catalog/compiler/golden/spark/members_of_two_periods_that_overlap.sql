WITH `members that pass` AS (
  SELECT
    `spans of periods`.`period` AS `period`,
    `orders`.`customer_id` AS `customer`,
    COUNT(*) AS `order_count`
  FROM `main`.`orders` AS `orders`
  JOIN VALUES
    ('2025-01-01/2025-03-31', CAST('2025-01-01' AS DATE), CAST('2025-04-01' AS DATE)),
    ('2025-03-01/2025-03-31', CAST('2025-03-01' AS DATE), CAST('2025-04-01' AS DATE)),
    ('2024-01-01/2025-03-31', CAST('2024-01-01' AS DATE), CAST('2025-04-01' AS DATE)) AS `spans of periods`(`period`, `starts`, `ends`)
    ON `orders`.`ordered_at` >= `spans of periods`.`starts`
    AND `orders`.`ordered_at` < `spans of periods`.`ends`
  WHERE
    (
      `orders`.`ordered_at` >= CAST('2025-01-01' AS DATE)
      AND `orders`.`ordered_at` < CAST('2025-04-01' AS DATE)
      OR `orders`.`ordered_at` >= CAST('2025-03-01' AS DATE)
      AND `orders`.`ordered_at` < CAST('2025-04-01' AS DATE)
      OR `orders`.`ordered_at` >= CAST('2024-01-01' AS DATE)
      AND `orders`.`ordered_at` < CAST('2025-04-01' AS DATE)
    )
    AND `orders`.`status` = 'done'
  GROUP BY
    `spans of periods`.`period`,
    `orders`.`customer_id`
  HAVING
    COUNT(*) >= 2
)
SELECT
  `spans of periods`.`period` AS `period`,
  SUM(`orders`.`amount`) AS `regular_sales`
FROM `main`.`orders` AS `orders`
JOIN VALUES
  ('2025-01-01/2025-03-31', CAST('2025-01-01' AS DATE), CAST('2025-04-01' AS DATE)),
  ('2025-03-01/2025-03-31', CAST('2025-03-01' AS DATE), CAST('2025-04-01' AS DATE)),
  ('2024-01-01/2025-03-31', CAST('2024-01-01' AS DATE), CAST('2025-04-01' AS DATE)) AS `spans of periods`(`period`, `starts`, `ends`)
  ON `orders`.`ordered_at` >= `spans of periods`.`starts`
  AND `orders`.`ordered_at` < `spans of periods`.`ends`
WHERE
  (
    `orders`.`ordered_at` >= CAST('2025-01-01' AS DATE)
    AND `orders`.`ordered_at` < CAST('2025-04-01' AS DATE)
    OR `orders`.`ordered_at` >= CAST('2025-03-01' AS DATE)
    AND `orders`.`ordered_at` < CAST('2025-04-01' AS DATE)
    OR `orders`.`ordered_at` >= CAST('2024-01-01' AS DATE)
    AND `orders`.`ordered_at` < CAST('2025-04-01' AS DATE)
  )
  AND EXISTS(
    SELECT
      1 AS `1`
    FROM `members that pass` AS `members that pass`
    WHERE
      `members that pass`.`customer` = `orders`.`customer_id`
      AND `members that pass`.`period` = `spans of periods`.`period`
  )
  AND `orders`.`status` = 'done'
GROUP BY
  `spans of periods`.`period`
ORDER BY
  `period` ASC NULLS LAST
