WITH `now` AS (
  SELECT
    SUM(`orders`.`amount`) AS `sales`
  FROM `main`.`orders` AS `orders`
  WHERE
    `orders`.`ordered_at` >= CAST('2025-02-02' AS DATE)
    AND `orders`.`ordered_at` < CAST('2025-03-13' AS DATE)
    AND `orders`.`status` = 'done'
), `earlier` AS (
  SELECT
    SUM(`orders`.`amount`) AS `sales_previous`
  FROM `main`.`orders` AS `orders`
  WHERE
    `orders`.`ordered_at` >= CAST('2024-02-04' AS DATE)
    AND `orders`.`ordered_at` < CAST('2024-03-14' AS DATE)
    AND `orders`.`status` = 'done'
)
SELECT
  `now`.`sales` AS `sales_fytd`,
  `earlier`.`sales_previous` AS `sales_fytd_previous`
FROM `now` AS `now`
CROSS JOIN `earlier` AS `earlier`
