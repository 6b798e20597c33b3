WITH `now` AS (
  SELECT
    SUM(`orders`.`amount`) AS `sales`
  FROM `main`.`orders` AS `orders`
  WHERE
    `orders`.`ordered_at` >= CAST('2025-03-01' AS DATE)
    AND `orders`.`ordered_at` < CAST('2025-03-30' AS DATE)
    AND `orders`.`status` = 'done'
), `earlier` AS (
  SELECT
    SUM(`orders`.`amount`) AS `sales_previous`
  FROM `main`.`orders` AS `orders`
  WHERE
    `orders`.`ordered_at` >= CAST('2025-02-01' AS DATE)
    AND `orders`.`ordered_at` < CAST('2025-03-01' AS DATE)
    AND `orders`.`status` = 'done'
)
SELECT
  `now`.`sales` AS `sales`,
  `earlier`.`sales_previous` AS `sales_previous`,
  `now`.`sales` - `earlier`.`sales_previous` AS `sales_change`,
  CASE
    WHEN CAST(`earlier`.`sales_previous` AS DOUBLE) = 0
    THEN NULL
    WHEN CAST(`earlier`.`sales_previous` AS DOUBLE) <> 0
    THEN CAST(`now`.`sales` - `earlier`.`sales_previous` AS DOUBLE) / CAST(`earlier`.`sales_previous` AS DOUBLE)
  END AS `sales_change_pct`
FROM `now` AS `now`
CROSS JOIN `earlier` AS `earlier`
