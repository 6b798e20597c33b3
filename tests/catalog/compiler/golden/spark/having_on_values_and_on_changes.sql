WITH `by_key` AS (
  SELECT
    `orders`.`store_id` AS `key_store_id`,
    SUM(`orders`.`amount`) AS `sales`,
    COUNT(*) AS `order_count`
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
    SUM(`by_key`.`sales`) AS `sales`,
    SUM(`by_key`.`order_count`) AS `order_count`
  FROM `by_key` AS `by_key`
  LEFT JOIN `main`.`stores` AS `stores`
    ON `by_key`.`key_store_id` = `stores`.`store_id`
  GROUP BY
    `stores`.`store`
), `by_key_2` AS (
  SELECT
    `orders`.`store_id` AS `key_store_id`,
    SUM(`orders`.`amount`) AS `sales_previous`,
    COUNT(*) AS `order_count_previous`
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
    SUM(`by_key_2`.`sales_previous`) AS `sales_previous`,
    SUM(`by_key_2`.`order_count_previous`) AS `order_count_previous`
  FROM `by_key_2` AS `by_key_2`
  LEFT JOIN `main`.`stores` AS `stores`
    ON `by_key_2`.`key_store_id` = `stores`.`store_id`
  GROUP BY
    `stores`.`store`
)
SELECT
  COALESCE(`now`.`store`, `earlier`.`store`) AS `store`,
  `now`.`sales` AS `sales`,
  `now`.`sales` - `earlier`.`sales_previous` AS `sales_change`,
  `now`.`order_count` AS `order_count`,
  `now`.`order_count` - `earlier`.`order_count_previous` AS `order_count_change`
FROM `now` AS `now`
FULL JOIN `earlier` AS `earlier`
  ON `now`.`store` IS NOT DISTINCT FROM `earlier`.`store`
WHERE
  (
    `now`.`sales` - `earlier`.`sales_previous`
  ) > 0 AND `now`.`order_count` >= 1
ORDER BY
  `store` ASC NULLS LAST
