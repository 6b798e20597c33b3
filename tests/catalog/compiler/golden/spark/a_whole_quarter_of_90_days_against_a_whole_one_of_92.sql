WITH `now` AS (
  SELECT
    SUM(`orders`.`amount`) AS `sales`
  FROM `main`.`orders` AS `orders`
  WHERE
    `orders`.`ordered_at` >= CAST('2025-01-01' AS DATE)
    AND `orders`.`ordered_at` < CAST('2025-04-01' AS DATE)
    AND `orders`.`status` = 'done'
), `earlier` AS (
  SELECT
    SUM(`orders`.`amount`) AS `sales_previous`
  FROM `main`.`orders` AS `orders`
  WHERE
    `orders`.`ordered_at` >= CAST('2024-10-01' AS DATE)
    AND `orders`.`ordered_at` < CAST('2025-01-01' AS DATE)
    AND `orders`.`status` = 'done'
)
SELECT
  `now`.`sales` AS `sales`,
  `earlier`.`sales_previous` AS `sales_previous`
FROM `now` AS `now`
CROSS JOIN `earlier` AS `earlier`
