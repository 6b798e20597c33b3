WITH `now` AS (
  SELECT
    SUM(`orders`.`amount`) AS `sales`
  FROM `main`.`orders` AS `orders`
  WHERE
    `orders`.`ordered_at` < CAST('2025-03-13' AS DATE) AND `orders`.`status` = 'done'
), `now_2` AS (
  SELECT
    SUM(`orders`.`amount`) AS `sales_2`
  FROM `main`.`orders` AS `orders`
  WHERE
    `orders`.`ordered_at` >= CAST('2025-03-06' AS DATE)
    AND `orders`.`ordered_at` < CAST('2025-03-13' AS DATE)
    AND `orders`.`status` = 'done'
), `now_3` AS (
  SELECT
    SUM(`orders`.`amount`) AS `sales_3`
  FROM `main`.`orders` AS `orders`
  WHERE
    `orders`.`ordered_at` >= CAST('2025-01-01' AS DATE)
    AND `orders`.`ordered_at` < CAST('2025-03-13' AS DATE)
    AND `orders`.`status` = 'done'
)
SELECT
  `now`.`sales` AS `total_sales`,
  `now_2`.`sales_2` AS `sales_7d`,
  `now_3`.`sales_3` AS `sales_ytd`
FROM `now` AS `now`
CROSS JOIN `now_2` AS `now_2`
CROSS JOIN `now_3` AS `now_3`
