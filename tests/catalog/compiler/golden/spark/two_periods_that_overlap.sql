SELECT
  `spans of periods`.`period` AS `period`,
  `orders`.`channel` AS `channel`,
  SUM(`orders`.`amount`) AS `sales`
FROM `main`.`orders` AS `orders`
JOIN VALUES
  ('2025-01-01/2025-03-31', CAST('2025-01-01' AS DATE), CAST('2025-04-01' AS DATE)),
  ('2025-03-01/2025-03-31', CAST('2025-03-01' AS DATE), CAST('2025-04-01' AS DATE)) AS `spans of periods`(`period`, `starts`, `ends`)
  ON `orders`.`ordered_at` >= `spans of periods`.`starts`
  AND `orders`.`ordered_at` < `spans of periods`.`ends`
WHERE
  (
    `orders`.`ordered_at` >= CAST('2025-01-01' AS DATE)
    AND `orders`.`ordered_at` < CAST('2025-04-01' AS DATE)
    OR `orders`.`ordered_at` >= CAST('2025-03-01' AS DATE)
    AND `orders`.`ordered_at` < CAST('2025-04-01' AS DATE)
  )
  AND `orders`.`status` = 'done'
GROUP BY
  `spans of periods`.`period`,
  `orders`.`channel`
ORDER BY
  `period` ASC NULLS LAST,
  `channel` ASC NULLS LAST
