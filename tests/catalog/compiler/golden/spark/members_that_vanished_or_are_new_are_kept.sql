WITH `by_key` AS (
  SELECT
    `orders`.`store_id` AS `key_store_id`,
    SUM(`orders`.`amount`) AS `sales`
  FROM `main`.`orders` AS `orders`
  WHERE
    `orders`.`ordered_at` >= CAST('2025-01-01' AS DATE)
    AND `orders`.`ordered_at` < CAST('2026-01-01' AS DATE)
    AND `orders`.`status` = 'done'
  GROUP BY
    `orders`.`store_id`
), `now` AS (
  SELECT
    `stores`.`store` AS `store`,
    SUM(`by_key`.`sales`) AS `sales`
  FROM `by_key` AS `by_key`
  LEFT JOIN `main`.`stores` AS `stores`
    ON `by_key`.`key_store_id` = `stores`.`store_id`
  GROUP BY
    `stores`.`store`
), `by_key_2` AS (
  SELECT
    `orders`.`store_id` AS `key_store_id`,
    SUM(`orders`.`amount`) AS `sales_previous`
  FROM `main`.`orders` AS `orders`
  WHERE
    `orders`.`ordered_at` >= CAST('2024-01-01' AS DATE)
    AND `orders`.`ordered_at` < CAST('2025-01-01' AS DATE)
    AND `orders`.`status` = 'done'
  GROUP BY
    `orders`.`store_id`
), `earlier` AS (
  SELECT
    `stores`.`store` AS `store`,
    SUM(`by_key_2`.`sales_previous`) AS `sales_previous`
  FROM `by_key_2` AS `by_key_2`
  LEFT JOIN `main`.`stores` AS `stores`
    ON `by_key_2`.`key_store_id` = `stores`.`store_id`
  GROUP BY
    `stores`.`store`
)
SELECT
  COALESCE(`now`.`store`, `earlier`.`store`) AS `store`,
  `now`.`sales` AS `sales`,
  `earlier`.`sales_previous` AS `sales_previous`,
  `now`.`sales` - `earlier`.`sales_previous` AS `sales_change`
FROM `now` AS `now`
FULL JOIN `earlier` AS `earlier`
  ON `now`.`store` IS NOT DISTINCT FROM `earlier`.`store`
ORDER BY
  `store` ASC NULLS LAST
