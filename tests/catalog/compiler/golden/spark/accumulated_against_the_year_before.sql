WITH `by_day` AS (
  SELECT
    CAST(`orders`.`ordered_at` AS DATE) AS `day`,
    SUM(`orders`.`amount`) AS `sales`
  FROM `main`.`orders` AS `orders`
  WHERE
    `orders`.`ordered_at` >= CAST('2025-01-01' AS DATE)
    AND `orders`.`ordered_at` < CAST('2025-04-01' AS DATE)
    AND `orders`.`status` = 'done'
  GROUP BY
    CAST(`orders`.`ordered_at` AS DATE)
), `kept` AS (
  SELECT
    GREATEST(CAST(DATE_TRUNC('MONTH', `by_day`.`day`) AS DATE), CAST('2025-01-01' AS DATE)) AS `day`,
    SUM(`by_day`.`sales`) AS `sales`
  FROM `by_day` AS `by_day`
  GROUP BY
    GREATEST(CAST(DATE_TRUNC('MONTH', `by_day`.`day`) AS DATE), CAST('2025-01-01' AS DATE))
), `steps` AS (
  SELECT
    `series`.`step` AS `step`
  FROM (
    SELECT
      id AS `step`
    FROM RANGE(0, 3)
  ) AS `series`
), `calendar` AS (
  SELECT
    `buckets`.`metric_time` AS `metric_time`
  FROM (
    SELECT
      CAST(CAST(ADD_MONTHS(CAST('2025-01-01' AS DATE), CAST(`steps`.`step` AS INT) * 1) AS TIMESTAMP) AS DATE) AS `metric_time`,
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
    CAST(DATE_TRUNC('YEAR', `calendar`.`metric_time`) AS DATE) AS `unit begun`
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
), `now` AS (
  SELECT
    `so_far`.`metric_time` AS `metric_time`,
    `so_far`.`sales` AS `sales`
  FROM `so_far` AS `so_far`
  WHERE
    `so_far`.`rows so far` > 0
), `by_day_2` AS (
  SELECT
    CAST(`orders`.`ordered_at` AS DATE) AS `day`,
    SUM(`orders`.`amount`) AS `sales_previous`
  FROM `main`.`orders` AS `orders`
  WHERE
    `orders`.`ordered_at` >= CAST('2024-01-01' AS DATE)
    AND `orders`.`ordered_at` < CAST('2024-04-01' AS DATE)
    AND `orders`.`status` = 'done'
  GROUP BY
    CAST(`orders`.`ordered_at` AS DATE)
), `kept_2` AS (
  SELECT
    GREATEST(
      CAST(DATE_TRUNC('MONTH', CAST(ADD_MONTHS(`by_day_2`.`day`, 12) AS TIMESTAMP)) AS DATE),
      CAST('2025-01-01' AS DATE)
    ) AS `day`,
    SUM(`by_day_2`.`sales_previous`) AS `sales_previous`
  FROM `by_day_2` AS `by_day_2`
  GROUP BY
    GREATEST(
      CAST(DATE_TRUNC('MONTH', CAST(ADD_MONTHS(`by_day_2`.`day`, 12) AS TIMESTAMP)) AS DATE),
      CAST('2025-01-01' AS DATE)
    )
), `calendar_2` AS (
  SELECT
    `buckets`.`metric_time` AS `metric_time`
  FROM (
    SELECT
      CAST(CAST(ADD_MONTHS(CAST('2025-01-01' AS DATE), CAST(`steps`.`step` AS INT) * 1) AS TIMESTAMP) AS DATE) AS `metric_time`,
      `bounds`.`last_day` AS `last_day`
    FROM `steps` AS `steps`
    CROSS JOIN (
      SELECT
        CAST(CAST(ADD_MONTHS(CAST(MAX(`orders`.`ordered_at`) AS DATE), 12) AS TIMESTAMP) AS DATE) AS `last_day`
      FROM `main`.`orders` AS `orders`
    ) AS `bounds`
  ) AS `buckets`
  WHERE
    `buckets`.`metric_time` <= `buckets`.`last_day`
), `placed_2` AS (
  SELECT
    `calendar_2`.`metric_time` AS `metric_time`,
    `kept_2`.`sales_previous` AS `sales_previous`,
    `kept_2`.`day` AS `day`,
    CAST(DATE_TRUNC('YEAR', `calendar_2`.`metric_time`) AS DATE) AS `unit begun`
  FROM `calendar_2` AS `calendar_2`
  LEFT JOIN `kept_2` AS `kept_2`
    ON `kept_2`.`day` = `calendar_2`.`metric_time`
), `so_far_2` AS (
  SELECT
    `placed_2`.`metric_time` AS `metric_time`,
    SUM(`placed_2`.`sales_previous`) OVER (
      PARTITION BY `placed_2`.`unit begun`
      ORDER BY `placed_2`.`metric_time` ASC NULLS LAST
      ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
    ) AS `sales_previous`,
    COUNT(`placed_2`.`day`) OVER (
      PARTITION BY `placed_2`.`unit begun`
      ORDER BY `placed_2`.`metric_time` ASC NULLS LAST
      ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
    ) AS `rows so far`
  FROM `placed_2` AS `placed_2`
), `earlier` AS (
  SELECT
    `so_far_2`.`metric_time` AS `metric_time`,
    `so_far_2`.`sales_previous` AS `sales_previous`
  FROM `so_far_2` AS `so_far_2`
  WHERE
    `so_far_2`.`rows so far` > 0
)
SELECT
  `now`.`metric_time` AS `metric_time`,
  `now`.`sales` AS `sales_ytd`,
  `earlier`.`sales_previous` AS `sales_ytd_previous`
FROM `now` AS `now`
LEFT JOIN `earlier` AS `earlier`
  ON `now`.`metric_time` = `earlier`.`metric_time`
ORDER BY
  `metric_time` ASC NULLS LAST
