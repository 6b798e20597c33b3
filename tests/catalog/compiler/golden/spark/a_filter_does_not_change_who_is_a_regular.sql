WITH `members that pass` AS (
  SELECT
    `orders`.`customer_id` AS `customer`,
    COUNT(*) AS `order_count`
  FROM `main`.`orders` AS `orders`
  WHERE
    `orders`.`ordered_at` >= CAST('2024-01-01' AS DATE)
    AND `orders`.`ordered_at` < CAST('2025-01-01' AS DATE)
    AND `orders`.`status` = 'done'
  GROUP BY
    `orders`.`customer_id`
  HAVING
    COUNT(*) >= 2
)
SELECT
  SUM(`orders`.`amount`) AS `regular_sales`
FROM `main`.`orders` AS `orders`
WHERE
  `orders`.`ordered_at` >= CAST('2024-01-01' AS DATE)
  AND `orders`.`ordered_at` < CAST('2025-01-01' AS DATE)
  AND `orders`.`channel` = '线上'
  AND EXISTS(
    SELECT
      1 AS `1`
    FROM `members that pass` AS `members that pass`
    WHERE
      `members that pass`.`customer` = `orders`.`customer_id`
  )
  AND `orders`.`status` = 'done'
