WITH `by_day` AS (
  SELECT
    CAST(`orders`.`ordered_at` AS DATE) AS `metric_time`,
    SUM(`orders`.`amount`) AS `sales`
  FROM `main`.`orders` AS `orders`
  WHERE
    `orders`.`ordered_at` >= CAST('2025-03-01' AS DATE)
    AND `orders`.`ordered_at` < CAST('2025-04-01' AS DATE)
    AND `orders`.`status` = 'done'
  GROUP BY
    CAST(`orders`.`ordered_at` AS DATE)
), `now` AS (
  SELECT
    CAST(CAST(DATE_TRUNC('WEEK', CAST(DATE_ADD(`by_day`.`metric_time`, 1) AS TIMESTAMP)) AS TIMESTAMP) - INTERVAL '1' DAY AS DATE) AS `metric_time`,
    SUM(`by_day`.`sales`) AS `sales`
  FROM `by_day` AS `by_day`
  GROUP BY
    CAST(CAST(DATE_TRUNC('WEEK', CAST(DATE_ADD(`by_day`.`metric_time`, 1) AS TIMESTAMP)) AS TIMESTAMP) - INTERVAL '1' DAY AS DATE)
), `by_day_2` AS (
  SELECT
    CAST(`orders`.`ordered_at` AS DATE) AS `day`,
    SUM(`orders`.`amount`) AS `sales_2`
  FROM `main`.`orders` AS `orders`
  WHERE
    `orders`.`ordered_at` >= CAST('2025-02-23' AS DATE)
    AND `orders`.`ordered_at` < CAST('2025-04-01' AS DATE)
    AND `orders`.`status` = 'done'
  GROUP BY
    CAST(`orders`.`ordered_at` AS DATE)
), `kept` AS (
  SELECT
    GREATEST(
      CAST(CAST(DATE_TRUNC('WEEK', CAST(DATE_ADD(`by_day_2`.`day`, 1) AS TIMESTAMP)) AS TIMESTAMP) - INTERVAL '1' DAY AS DATE),
      CAST('2025-02-23' AS DATE)
    ) AS `day`,
    SUM(`by_day_2`.`sales_2`) AS `sales_2`
  FROM `by_day_2` AS `by_day_2`
  GROUP BY
    GREATEST(
      CAST(CAST(DATE_TRUNC('WEEK', CAST(DATE_ADD(`by_day_2`.`day`, 1) AS TIMESTAMP)) AS TIMESTAMP) - INTERVAL '1' DAY AS DATE),
      CAST('2025-02-23' AS DATE)
    )
), `steps` AS (
  SELECT
    `series`.`step` AS `step`
  FROM (
    SELECT
      id AS `step`
    FROM RANGE(0, 6)
  ) AS `series`
), `calendar` AS (
  SELECT
    `buckets`.`metric_time` AS `metric_time`
  FROM (
    SELECT
      CAST(CAST(DATE_ADD(CAST('2025-02-23' AS DATE), CAST(`steps`.`step` AS INT) * 7) AS TIMESTAMP) AS DATE) AS `metric_time`,
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
    AND `buckets`.`last_day` >= CAST('2025-03-01' AS DATE)
), `placed` AS (
  SELECT
    `calendar`.`metric_time` AS `metric_time`,
    `kept`.`sales_2` AS `sales_2`,
    `kept`.`day` AS `day`,
    CAST(CAST(DATE_TRUNC('WEEK', CAST(DATE_ADD(`calendar`.`metric_time`, 1) AS TIMESTAMP)) AS TIMESTAMP) - INTERVAL '1' DAY AS DATE) AS `unit begun`
  FROM `calendar` AS `calendar`
  LEFT JOIN `kept` AS `kept`
    ON `kept`.`day` = `calendar`.`metric_time`
), `so_far` AS (
  SELECT
    `placed`.`metric_time` AS `metric_time`,
    SUM(`placed`.`sales_2`) OVER (
      PARTITION BY `placed`.`unit begun`
      ORDER BY `placed`.`metric_time` ASC NULLS LAST
      ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
    ) AS `sales_2`,
    COUNT(`placed`.`day`) OVER (
      PARTITION BY `placed`.`unit begun`
      ORDER BY `placed`.`metric_time` ASC NULLS LAST
      ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
    ) AS `rows so far`
  FROM `placed` AS `placed`
), `now_2` AS (
  SELECT
    `so_far`.`metric_time` AS `metric_time`,
    `so_far`.`sales_2` AS `sales_2`
  FROM `so_far` AS `so_far`
  WHERE
    `so_far`.`rows so far` > 0
)
SELECT
  COALESCE(`now`.`metric_time`, `now_2`.`metric_time`) AS `metric_time`,
  `now`.`sales` AS `sales`,
  `now_2`.`sales_2` AS `sales_wtd`
FROM `now` AS `now`
FULL JOIN `now_2` AS `now_2`
  ON `now`.`metric_time` IS NOT DISTINCT FROM `now_2`.`metric_time`
ORDER BY
  `metric_time` ASC NULLS LAST
