WITH `by_key` AS (
  SELECT
    CAST(DATE_TRUNC('MONTH', `orders`.`ordered_at`) AS DATE) AS `metric_time`,
    `orders`.`store_id` AS `key_store_id`,
    SUM(`orders`.`amount`) AS `sales`
  FROM `main`.`orders` AS `orders`
  WHERE
    `orders`.`status` = 'done'
  GROUP BY
    CAST(DATE_TRUNC('MONTH', `orders`.`ordered_at`) AS DATE),
    `orders`.`store_id`
), `now` AS (
  SELECT
    `by_key`.`metric_time` AS `metric_time`,
    `stores`.`store` AS `store`,
    SUM(`by_key`.`sales`) AS `sales`
  FROM `by_key` AS `by_key`
  LEFT JOIN `main`.`stores` AS `stores`
    ON `by_key`.`key_store_id` = `stores`.`store_id`
  GROUP BY
    `by_key`.`metric_time`,
    `stores`.`store`
), `by_key_2` AS (
  SELECT
    CAST(DATE_TRUNC('MONTH', CAST(`orders`.`ordered_at` AS TIMESTAMP) + INTERVAL '1' MONTH) AS DATE) AS `metric_time`,
    `orders`.`store_id` AS `key_store_id`,
    SUM(`orders`.`amount`) AS `sales_previous`
  FROM `main`.`orders` AS `orders`
  WHERE
    `orders`.`status` = 'done'
  GROUP BY
    CAST(DATE_TRUNC('MONTH', CAST(`orders`.`ordered_at` AS TIMESTAMP) + INTERVAL '1' MONTH) AS DATE),
    `orders`.`store_id`
), `earlier` AS (
  SELECT
    `by_key_2`.`metric_time` AS `metric_time`,
    `stores`.`store` AS `store`,
    SUM(`by_key_2`.`sales_previous`) AS `sales_previous`
  FROM `by_key_2` AS `by_key_2`
  LEFT JOIN `main`.`stores` AS `stores`
    ON `by_key_2`.`key_store_id` = `stores`.`store_id`
  GROUP BY
    `by_key_2`.`metric_time`,
    `stores`.`store`
), `times` AS (
  SELECT DISTINCT
    `now`.`metric_time` AS `metric_time`
  FROM `now` AS `now`
), `members that pass` AS (
  SELECT
    COALESCE(`now`.`metric_time`, `earlier`.`metric_time`) AS `metric_time`,
    COALESCE(`now`.`store`, `earlier`.`store`) AS `store`,
    CASE
      WHEN CAST(`earlier`.`sales_previous` AS DOUBLE) = 0
      THEN NULL
      WHEN CAST(`earlier`.`sales_previous` AS DOUBLE) <> 0
      THEN CAST(`now`.`sales` AS DOUBLE) / CAST(`earlier`.`sales_previous` AS DOUBLE)
    END - 1 AS `growth`
  FROM `now` AS `now`
  FULL JOIN (
    SELECT
      `times`.`metric_time` AS `metric_time`,
      `earlier`.`store` AS `store`,
      `earlier`.`sales_previous` AS `sales_previous`
    FROM `times` AS `times`
    JOIN `earlier` AS `earlier`
      ON `times`.`metric_time` = `earlier`.`metric_time`
  ) AS `earlier`
    ON `now`.`metric_time` IS NOT DISTINCT FROM `earlier`.`metric_time`
    AND `now`.`store` IS NOT DISTINCT FROM `earlier`.`store`
  WHERE
    (
      CASE
        WHEN CAST(`earlier`.`sales_previous` AS DOUBLE) = 0
        THEN NULL
        WHEN CAST(`earlier`.`sales_previous` AS DOUBLE) <> 0
        THEN CAST(`now`.`sales` AS DOUBLE) / CAST(`earlier`.`sales_previous` AS DOUBLE)
      END - 1
    ) < 0
)
SELECT
  CAST(DATE_TRUNC('MONTH', `orders`.`ordered_at`) AS DATE) AS `metric_time`,
  `stores`.`store` AS `store`,
  SUM(`orders`.`amount`) AS `sales_at_growth`
FROM `main`.`orders` AS `orders`
LEFT JOIN `main`.`stores` AS `stores`
  ON `orders`.`store_id` = `stores`.`store_id`
WHERE
  EXISTS(
    SELECT
      1 AS `1`
    FROM `members that pass` AS `members that pass`
    WHERE
      `members that pass`.`store` = `stores`.`store`
      AND `members that pass`.`metric_time` = CAST(DATE_TRUNC('MONTH', `orders`.`ordered_at`) AS DATE)
  )
  AND `orders`.`status` = 'done'
GROUP BY
  CAST(DATE_TRUNC('MONTH', `orders`.`ordered_at`) AS DATE),
  `stores`.`store`
ORDER BY
  `metric_time` ASC NULLS LAST,
  `store` ASC NULLS LAST
