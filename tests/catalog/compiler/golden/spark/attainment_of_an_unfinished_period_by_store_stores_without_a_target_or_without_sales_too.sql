WITH `by_key` AS (
  SELECT
    `orders`.`store_id` AS `key_store_id`,
    SUM(`orders`.`amount`) AS `sales`
  FROM `main`.`orders` AS `orders`
  WHERE
    `orders`.`ordered_at` >= CAST('2025-01-01' AS DATE)
    AND `orders`.`ordered_at` < CAST('2025-03-13' AS DATE)
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
    `targets`.`store_id` AS `key_store_id`,
    SUM(`targets`.`target`) AS `targeted`
  FROM `main`.`targets` AS `targets`
  WHERE
    `targets`.`month` >= CAST('2025-01-01' AS DATE)
    AND `targets`.`month` < CAST('2025-03-13' AS DATE)
  GROUP BY
    `targets`.`store_id`
), `now_2` AS (
  SELECT
    `stores`.`store` AS `store`,
    SUM(`by_key_2`.`targeted`) AS `targeted`
  FROM `by_key_2` AS `by_key_2`
  LEFT JOIN `main`.`stores` AS `stores`
    ON `by_key_2`.`key_store_id` = `stores`.`store_id`
  GROUP BY
    `stores`.`store`
)
SELECT
  COALESCE(`now`.`store`, `now_2`.`store`) AS `store`,
  CASE
    WHEN CAST(`now_2`.`targeted` AS DOUBLE) = 0
    THEN NULL
    WHEN CAST(`now_2`.`targeted` AS DOUBLE) <> 0
    THEN CAST(`now`.`sales` AS DOUBLE) / CAST(`now_2`.`targeted` AS DOUBLE)
  END AS `sales_attainment`
FROM `now` AS `now`
FULL JOIN `now_2` AS `now_2`
  ON `now`.`store` IS NOT DISTINCT FROM `now_2`.`store`
ORDER BY
  `store` ASC NULLS LAST
