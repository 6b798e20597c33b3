WITH `kept` AS (
  SELECT
    GREATEST(CAST(`orders`.`ordered_at` AS DATE), CAST('2025-01-01' AS DATE)) AS `day`,
    SUM(`orders`.`amount`) AS `sales`
  FROM `main`.`orders` AS `orders`
  WHERE
    `orders`.`ordered_at` < CAST('2025-03-13' AS DATE) AND `orders`.`status` = 'done'
  GROUP BY
    GREATEST(CAST(`orders`.`ordered_at` AS DATE), CAST('2025-01-01' AS DATE))
), `steps` AS (
  SELECT
    `series`.`step` AS `step`
  FROM (
    SELECT
      id AS `step`
    FROM RANGE(0, 71)
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
    `kept`.`day` AS `day`
  FROM `calendar` AS `calendar`
  LEFT JOIN `kept` AS `kept`
    ON `kept`.`day` = `calendar`.`metric_time`
), `so_far` AS (
  SELECT
    `placed`.`metric_time` AS `metric_time`,
    SUM(`placed`.`sales`) OVER (
      ORDER BY `placed`.`metric_time` ASC NULLS LAST
      ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
    ) AS `sales`,
    COUNT(`placed`.`day`) OVER (
      ORDER BY `placed`.`metric_time` ASC NULLS LAST
      ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
    ) AS `rows so far`
  FROM `placed` AS `placed`
), `by_day` AS (
  SELECT
    `so_far`.`metric_time` AS `metric_time`,
    `so_far`.`sales` AS `sales`
  FROM `so_far` AS `so_far`
  WHERE
    `so_far`.`rows so far` > 0
), `now` AS (
  SELECT
    CAST(DATE_TRUNC('MONTH', `by_day`.`metric_time`) AS DATE) AS `metric_time`,
    AVG(CAST(`by_day`.`sales` AS DOUBLE)) AS `sales`
  FROM `by_day` AS `by_day`
  GROUP BY
    CAST(DATE_TRUNC('MONTH', `by_day`.`metric_time`) AS DATE)
), `kept_2` AS (
  SELECT
    CAST(`orders`.`ordered_at` AS DATE) AS `day`,
    `orders`.`customer_id` AS `buyers`
  FROM `main`.`orders` AS `orders`
  WHERE
    `orders`.`ordered_at` >= CAST('2025-01-01' AS DATE)
    AND `orders`.`ordered_at` < CAST('2025-03-13' AS DATE)
    AND `orders`.`status` = 'done'
), `calendar_2` AS (
  SELECT
    `buckets`.`metric_time` AS `metric_time`,
    CAST(CAST(DATE_ADD(`buckets`.`metric_time`, 1) AS TIMESTAMP) AS DATE) AS `ends`
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
), `by_day_2` AS (
  SELECT
    `calendar_2`.`metric_time` AS `metric_time`,
    COUNT(DISTINCT `kept_2`.`buyers`) AS `buyers`
  FROM `calendar_2` AS `calendar_2`
  JOIN `kept_2` AS `kept_2`
    ON `kept_2`.`day` < `calendar_2`.`ends`
    AND `kept_2`.`day` >= CAST(DATE_TRUNC('YEAR', CAST(DATE_ADD(`calendar_2`.`ends`, -1) AS TIMESTAMP)) AS DATE)
  GROUP BY
    `calendar_2`.`metric_time`
), `now_2` AS (
  SELECT
    CAST(DATE_TRUNC('MONTH', `by_day_2`.`metric_time`) AS DATE) AS `metric_time`,
    AVG(CAST(`by_day_2`.`buyers` AS DOUBLE)) AS `buyers`
  FROM `by_day_2` AS `by_day_2`
  GROUP BY
    CAST(DATE_TRUNC('MONTH', `by_day_2`.`metric_time`) AS DATE)
)
SELECT
  COALESCE(`now`.`metric_time`, `now_2`.`metric_time`) AS `metric_time`,
  `now`.`sales` AS `total_mean`,
  `now_2`.`buyers` AS `buyers_ytd_mean`
FROM `now` AS `now`
FULL JOIN `now_2` AS `now_2`
  ON `now`.`metric_time` IS NOT DISTINCT FROM `now_2`.`metric_time`
ORDER BY
  `metric_time` ASC NULLS LAST
