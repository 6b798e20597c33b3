WITH `by_key` AS (
  SELECT
    CAST(DATE_TRUNC('YEAR', `orders`.`ordered_at`) AS DATE) AS `metric_time`,
    `orders`.`store_id` AS `key_store_id`,
    SUM(`orders`.`amount`) AS `sales`
  FROM `main`.`orders` AS `orders`
  WHERE
    `orders`.`status` = 'done'
  GROUP BY
    CAST(DATE_TRUNC('YEAR', `orders`.`ordered_at`) AS DATE),
    `orders`.`store_id`
), `by_member` AS (
  SELECT
    `by_key`.`metric_time` AS `metric_time`,
    `regions`.`region` AS `region`,
    `stores`.`store` AS `store`,
    SUM(`by_key`.`sales`) AS `value of member`
  FROM `by_key` AS `by_key`
  LEFT JOIN `main`.`stores` AS `stores`
    ON `by_key`.`key_store_id` = `stores`.`store_id`
  LEFT JOIN `main`.`regions` AS `regions`
    ON `stores`.`region_id` = `regions`.`region_id`
  GROUP BY
    `by_key`.`metric_time`,
    `regions`.`region`,
    `stores`.`store`
), `now` AS (
  SELECT
    `by_member`.`metric_time` AS `metric_time`,
    `by_member`.`region` AS `region`,
    AVG(CAST(CAST(`by_member`.`value of member` AS DOUBLE) AS DOUBLE)) AS `mean_store`
  FROM `by_member` AS `by_member`
  WHERE
    NOT (
      `by_member`.`store` IS NULL
    )
  GROUP BY
    `by_member`.`metric_time`,
    `by_member`.`region`
), `by_key_2` AS (
  SELECT
    CAST(DATE_TRUNC('YEAR', `orders`.`ordered_at`) AS DATE) AS `metric_time`,
    `orders`.`store_id` AS `key_store_id`,
    SUM(`orders`.`amount`) AS `sales`
  FROM `main`.`orders` AS `orders`
  WHERE
    `orders`.`status` = 'done'
  GROUP BY
    CAST(DATE_TRUNC('YEAR', `orders`.`ordered_at`) AS DATE),
    `orders`.`store_id`
), `now_2` AS (
  SELECT
    `by_key_2`.`metric_time` AS `metric_time`,
    `regions`.`region` AS `region`,
    SUM(`by_key_2`.`sales`) AS `sales`
  FROM `by_key_2` AS `by_key_2`
  LEFT JOIN `main`.`stores` AS `stores`
    ON `by_key_2`.`key_store_id` = `stores`.`store_id`
  LEFT JOIN `main`.`regions` AS `regions`
    ON `stores`.`region_id` = `regions`.`region_id`
  GROUP BY
    `by_key_2`.`metric_time`,
    `regions`.`region`
)
SELECT
  COALESCE(`now`.`metric_time`, `now_2`.`metric_time`) AS `metric_time`,
  COALESCE(`now`.`region`, `now_2`.`region`) AS `region`,
  `now`.`mean_store` AS `mean_store`,
  `now_2`.`sales` AS `sales`,
  CASE
    WHEN CAST(SUM(`now_2`.`sales`) OVER (PARTITION BY COALESCE(`now`.`metric_time`, `now_2`.`metric_time`)) AS DOUBLE) = 0
    THEN NULL
    WHEN CAST(SUM(`now_2`.`sales`) OVER (PARTITION BY COALESCE(`now`.`metric_time`, `now_2`.`metric_time`)) AS DOUBLE) <> 0
    THEN CAST(`now_2`.`sales` AS DOUBLE) / CAST(SUM(`now_2`.`sales`) OVER (PARTITION BY COALESCE(`now`.`metric_time`, `now_2`.`metric_time`)) AS DOUBLE)
  END AS `sales_share`
FROM `now` AS `now`
FULL JOIN `now_2` AS `now_2`
  ON `now`.`metric_time` IS NOT DISTINCT FROM `now_2`.`metric_time`
  AND `now`.`region` IS NOT DISTINCT FROM `now_2`.`region`
ORDER BY
  `metric_time` ASC NULLS LAST,
  `region` ASC NULLS LAST
