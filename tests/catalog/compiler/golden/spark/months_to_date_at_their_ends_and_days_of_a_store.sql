WITH `kept` AS (
  SELECT
    GREATEST(CAST(`orders`.`ordered_at` AS DATE), CAST('2025-01-01' AS DATE)) AS `day`,
    SUM(`orders`.`amount`) AS `sales`
  FROM `main`.`orders` AS `orders`
  WHERE
    `orders`.`ordered_at` >= CAST('2025-01-01' AS DATE)
    AND `orders`.`ordered_at` < CAST('2025-04-01' AS DATE)
    AND `orders`.`status` = 'done'
  GROUP BY
    GREATEST(CAST(`orders`.`ordered_at` AS DATE), CAST('2025-01-01' AS DATE))
), `steps` AS (
  SELECT
    `series`.`step` AS `step`
  FROM (
    SELECT
      id AS `step`
    FROM RANGE(0, 90)
  ) AS `series`
), `calendar` AS (
  SELECT
    `buckets`.`metric_time` AS `metric_time`
  FROM (
    SELECT
      CAST(CAST(DATE_ADD(CAST('2025-01-01' AS DATE), CAST(`steps`.`step` AS INT) * 1) AS TIMESTAMP) AS DATE) AS `metric_time`,
      `bounds`.`last_day` AS `last_day`
    FROM `steps` AS `steps`
    CROSS JOIN (
      SELECT
        CAST(MAX(`orders`.`ordered_at`) AS DATE) AS `last_day`
      FROM `main`.`orders` AS `orders`
    ) AS `bounds`
  ) AS `buckets`
  WHERE
    `buckets`.`metric_time` <= `buckets`.`last_day`
), `placed` AS (
  SELECT
    `calendar`.`metric_time` AS `metric_time`,
    `kept`.`sales` AS `sales`,
    `kept`.`day` AS `day`,
    CAST(DATE_TRUNC('MONTH', `calendar`.`metric_time`) AS DATE) AS `unit begun`
  FROM `calendar` AS `calendar`
  LEFT JOIN `kept` AS `kept`
    ON `kept`.`day` = `calendar`.`metric_time`
), `so_far` AS (
  SELECT
    `placed`.`metric_time` AS `metric_time`,
    SUM(`placed`.`sales`) OVER (
      PARTITION BY `placed`.`unit begun`
      ORDER BY `placed`.`metric_time` ASC NULLS LAST
      ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
    ) AS `sales`,
    COUNT(`placed`.`day`) OVER (
      PARTITION BY `placed`.`unit begun`
      ORDER BY `placed`.`metric_time` ASC NULLS LAST
      ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
    ) AS `rows so far`
  FROM `placed` AS `placed`
), `by_member` AS (
  SELECT
    `so_far`.`metric_time` AS `metric_time`,
    `so_far`.`sales` AS `value of member`
  FROM `so_far` AS `so_far`
  WHERE
    `so_far`.`rows so far` > 0
), `now` AS (
  SELECT
    MAX(`by_member`.`value of member`) AS `sales_mtd`
  FROM `by_member` AS `by_member`
), `by_key` AS (
  SELECT
    `orders`.`store_id` AS `key_store_id`,
    SUM(`orders`.`amount`) AS `sales`
  FROM `main`.`orders` AS `orders`
  WHERE
    `orders`.`ordered_at` >= CAST('2025-01-01' AS DATE)
    AND `orders`.`ordered_at` < CAST('2025-04-01' AS DATE)
    AND `orders`.`status` = 'done'
  GROUP BY
    `orders`.`store_id`
), `cells` AS (
  SELECT
    `stores`.`store` AS `store`,
    SUM(`by_key`.`sales`) AS `sales`
  FROM `by_key` AS `by_key`
  LEFT JOIN `main`.`stores` AS `stores`
    ON `by_key`.`key_store_id` = `stores`.`store_id`
  GROUP BY
    `stores`.`store`
), `by_member_2` AS (
  SELECT
    `cells`.`store` AS `store`,
    CASE
      WHEN CAST(90 AS DOUBLE) = 0
      THEN NULL
      WHEN CAST(90 AS DOUBLE) <> 0
      THEN CAST(`cells`.`sales` AS DOUBLE) / CAST(90 AS DOUBLE)
    END AS `value of member`
  FROM `cells` AS `cells`
), `now_2` AS (
  SELECT
    MAX(`by_member_2`.`value of member`) AS `sales_a_day`
  FROM `by_member_2` AS `by_member_2`
  WHERE
    NOT (
      `by_member_2`.`store` IS NULL
    )
)
SELECT
  `now`.`sales_mtd` AS `sales_mtd_max_over_day`,
  `now_2`.`sales_a_day` AS `sales_a_day_max_over_store`
FROM `now` AS `now`
CROSS JOIN `now_2` AS `now_2`
