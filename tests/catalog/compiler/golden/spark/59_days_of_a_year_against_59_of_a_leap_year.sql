WITH `now` AS (
  SELECT
    SUM(`orders`.`amount`) AS `sales`
  FROM `main`.`orders` AS `orders`
  WHERE
    `orders`.`ordered_at` >= CAST('2025-01-01' AS DATE)
    AND `orders`.`ordered_at` < CAST('2025-03-01' AS DATE)
    AND `orders`.`status` = 'done'
), `now_2` AS (
  SELECT
    SUM(`orders`.`amount`) AS `sales_2`
  FROM `main`.`orders` AS `orders`
  WHERE
    `orders`.`ordered_at` >= CAST('2025-01-01' AS DATE)
    AND `orders`.`ordered_at` < CAST('2025-03-01' AS DATE)
    AND `orders`.`status` = 'done'
), `earlier` AS (
  SELECT
    SUM(`orders`.`amount`) AS `sales_previous`
  FROM `main`.`orders` AS `orders`
  WHERE
    `orders`.`ordered_at` >= CAST('2024-01-01' AS DATE)
    AND `orders`.`ordered_at` < CAST('2024-02-29' AS DATE)
    AND `orders`.`status` = 'done'
), `earlier_2` AS (
  SELECT
    SUM(`orders`.`amount`) AS `sales_previous_2`
  FROM `main`.`orders` AS `orders`
  WHERE
    `orders`.`ordered_at` >= CAST('2024-01-01' AS DATE)
    AND `orders`.`ordered_at` < CAST('2024-02-29' AS DATE)
    AND `orders`.`status` = 'done'
)
SELECT
  `now`.`sales` AS `sales`,
  `earlier`.`sales_previous` AS `sales_previous`,
  `now_2`.`sales_2` AS `sales_ytd`,
  `earlier_2`.`sales_previous_2` AS `sales_ytd_previous`
FROM `now` AS `now`
CROSS JOIN `now_2` AS `now_2`
CROSS JOIN `earlier` AS `earlier`
CROSS JOIN `earlier_2` AS `earlier_2`
