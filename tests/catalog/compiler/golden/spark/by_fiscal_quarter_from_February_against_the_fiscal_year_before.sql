WITH `by_day` AS (
  SELECT
    CAST(`orders`.`ordered_at` AS DATE) AS `metric_time`,
    SUM(`orders`.`amount`) AS `sales`
  FROM `main`.`orders` AS `orders`
  WHERE
    `orders`.`status` = 'done'
  GROUP BY
    CAST(`orders`.`ordered_at` AS DATE)
), `now` AS (
  SELECT
    CAST(CAST(DATE_TRUNC('QUARTER', CAST(ADD_MONTHS(`by_day`.`metric_time`, -1) AS TIMESTAMP)) AS TIMESTAMP) + INTERVAL '1' MONTH AS DATE) AS `metric_time`,
    SUM(`by_day`.`sales`) AS `sales`
  FROM `by_day` AS `by_day`
  GROUP BY
    CAST(CAST(DATE_TRUNC('QUARTER', CAST(ADD_MONTHS(`by_day`.`metric_time`, -1) AS TIMESTAMP)) AS TIMESTAMP) + INTERVAL '1' MONTH AS DATE)
), `by_day_2` AS (
  SELECT
    CAST(`orders`.`ordered_at` AS DATE) AS `day`,
    SUM(`orders`.`amount`) AS `sales_2`
  FROM `main`.`orders` AS `orders`
  WHERE
    `orders`.`status` = 'done'
  GROUP BY
    CAST(`orders`.`ordered_at` AS DATE)
), `kept` AS (
  SELECT
    CAST(CAST(DATE_TRUNC('QUARTER', CAST(ADD_MONTHS(`by_day_2`.`day`, -1) AS TIMESTAMP)) AS TIMESTAMP) + INTERVAL '1' MONTH AS DATE) AS `day`,
    SUM(`by_day_2`.`sales_2`) AS `sales_2`
  FROM `by_day_2` AS `by_day_2`
  GROUP BY
    CAST(CAST(DATE_TRUNC('QUARTER', CAST(ADD_MONTHS(`by_day_2`.`day`, -1) AS TIMESTAMP)) AS TIMESTAMP) + INTERVAL '1' MONTH AS DATE)
), `steps` AS (
  SELECT
    `series`.`step` AS `step`
  FROM (
    SELECT
      id AS `step`
    FROM RANGE(0, 400)
  ) AS `series`
), `calendar` AS (
  SELECT
    `buckets`.`metric_time` AS `metric_time`
  FROM (
    SELECT
      CAST(CAST(ADD_MONTHS(
        (
          SELECT
            CAST(CAST(DATE_TRUNC('QUARTER', CAST(ADD_MONTHS(MIN(`kept`.`day`), -1) AS TIMESTAMP)) AS TIMESTAMP) + INTERVAL '1' MONTH AS DATE) AS `first_bucket`
          FROM `kept` AS `kept`
        ),
        CAST(`steps`.`step` AS INT) * 3
      ) AS TIMESTAMP) AS DATE) AS `metric_time`,
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
    COALESCE(`calendar`.`metric_time`, `kept`.`day`) AS `metric_time`,
    `kept`.`sales_2` AS `sales_2`,
    `kept`.`day` AS `day`
  FROM `calendar` AS `calendar`
  FULL JOIN `kept` AS `kept`
    ON `kept`.`day` = `calendar`.`metric_time`
), `units` AS (
  SELECT
    `placed`.`metric_time` AS `metric_time`,
    `placed`.`sales_2` AS `sales_2`,
    `placed`.`day` AS `day`,
    CAST(CAST(DATE_TRUNC('YEAR', CAST(ADD_MONTHS(`placed`.`metric_time`, -1) AS TIMESTAMP)) AS TIMESTAMP) + INTERVAL '1' MONTH AS DATE) AS `unit begun`
  FROM `placed` AS `placed`
), `so_far` AS (
  SELECT
    `units`.`metric_time` AS `metric_time`,
    SUM(`units`.`sales_2`) OVER (
      PARTITION BY `units`.`unit begun`
      ORDER BY `units`.`metric_time` ASC NULLS LAST
      ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
    ) AS `sales_2`,
    COUNT(`units`.`day`) OVER (
      PARTITION BY `units`.`unit begun`
      ORDER BY `units`.`metric_time` ASC NULLS LAST
      ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
    ) AS `rows so far`
  FROM `units` AS `units`
), `now_2` AS (
  SELECT
    `so_far`.`metric_time` AS `metric_time`,
    `so_far`.`sales_2` AS `sales_2`
  FROM `so_far` AS `so_far`
  WHERE
    `so_far`.`rows so far` > 0
), `by_day_3` AS (
  SELECT
    CAST(`orders`.`ordered_at` AS DATE) AS `metric_time`,
    SUM(`orders`.`amount`) AS `sales_previous`
  FROM `main`.`orders` AS `orders`
  WHERE
    `orders`.`status` = 'done'
  GROUP BY
    CAST(`orders`.`ordered_at` AS DATE)
), `earlier` AS (
  SELECT
    CAST(CAST(DATE_TRUNC(
      'QUARTER',
      CAST(CAST(ADD_MONTHS(`by_day_3`.`metric_time`, 12) AS TIMESTAMP) AS TIMESTAMP) - INTERVAL '1' MONTH
    ) AS TIMESTAMP) + INTERVAL '1' MONTH AS DATE) AS `metric_time`,
    SUM(`by_day_3`.`sales_previous`) AS `sales_previous`
  FROM `by_day_3` AS `by_day_3`
  GROUP BY
    CAST(CAST(DATE_TRUNC(
      'QUARTER',
      CAST(CAST(ADD_MONTHS(`by_day_3`.`metric_time`, 12) AS TIMESTAMP) AS TIMESTAMP) - INTERVAL '1' MONTH
    ) AS TIMESTAMP) + INTERVAL '1' MONTH AS DATE)
), `kept_2` AS (
  SELECT
    CAST(CAST(`orders`.`ordered_at` AS TIMESTAMP) + INTERVAL '12' MONTH AS DATE) AS `day`,
    SUM(`orders`.`amount`) AS `sales_previous_2`
  FROM `main`.`orders` AS `orders`
  WHERE
    `orders`.`status` = 'done'
  GROUP BY
    CAST(CAST(`orders`.`ordered_at` AS TIMESTAMP) + INTERVAL '12' MONTH AS DATE)
), `calendar_2` AS (
  SELECT
    `buckets`.`metric_time` AS `metric_time`,
    LEAST(
      CAST(CAST(ADD_MONTHS(`buckets`.`metric_time`, 3) AS TIMESTAMP) AS DATE),
      CAST(CAST(DATE_ADD(`buckets`.`last_day`, 1) AS TIMESTAMP) AS DATE)
    ) AS `ends`
  FROM (
    SELECT
      CAST(CAST(ADD_MONTHS(
        (
          SELECT
            CAST(CAST(DATE_TRUNC('QUARTER', CAST(ADD_MONTHS(MIN(`kept_2`.`day`), -1) AS TIMESTAMP)) AS TIMESTAMP) + INTERVAL '1' MONTH AS DATE) AS `first_bucket`
          FROM `kept_2` AS `kept_2`
        ),
        CAST(`steps`.`step` AS INT) * 3
      ) AS TIMESTAMP) AS DATE) AS `metric_time`,
      `bounds`.`last_day` AS `last_day`
    FROM `steps` AS `steps`
    CROSS JOIN (
      SELECT
        CAST(CAST(ADD_MONTHS(CAST(MAX(`orders`.`ordered_at`) AS DATE), 12) AS TIMESTAMP) AS DATE) AS `last_day`
      FROM `main`.`orders` AS `orders`
    ) AS `bounds`
    UNION
    SELECT
      CAST(CAST(DATE_TRUNC('QUARTER', CAST(ADD_MONTHS(`kept_2`.`day`, -1) AS TIMESTAMP)) AS TIMESTAMP) + INTERVAL '1' MONTH AS DATE) AS `metric_time`,
      `bounds`.`last_day` AS `last_day`
    FROM `kept_2` AS `kept_2`
    CROSS JOIN (
      SELECT
        CAST(CAST(ADD_MONTHS(CAST(MAX(`orders`.`ordered_at`) AS DATE), 12) AS TIMESTAMP) AS DATE) AS `last_day`
      FROM `main`.`orders` AS `orders`
    ) AS `bounds`
  ) AS `buckets`
  WHERE
    `buckets`.`metric_time` <= `buckets`.`last_day`
), `earlier_2` AS (
  SELECT
    `calendar_2`.`metric_time` AS `metric_time`,
    SUM(`kept_2`.`sales_previous_2`) AS `sales_previous_2`
  FROM `calendar_2` AS `calendar_2`
  JOIN `kept_2` AS `kept_2`
    ON `kept_2`.`day` < `calendar_2`.`ends`
    AND `kept_2`.`day` >= CAST(CAST(ADD_MONTHS(
      CAST(CAST(DATE_TRUNC(
        'YEAR',
        CAST(ADD_MONTHS(
          CAST(CAST(CAST(DATE_ADD(`calendar_2`.`ends`, -1) AS TIMESTAMP) AS TIMESTAMP) - INTERVAL '12' MONTH AS DATE),
          -1
        ) AS TIMESTAMP)
      ) AS TIMESTAMP) + INTERVAL '1' MONTH AS DATE),
      12
    ) AS TIMESTAMP) AS DATE)
  GROUP BY
    `calendar_2`.`metric_time`
)
SELECT
  COALESCE(`now`.`metric_time`, `now_2`.`metric_time`) AS `metric_time`,
  `now`.`sales` AS `sales`,
  `earlier`.`sales_previous` AS `sales_previous`,
  `now_2`.`sales_2` AS `sales_fytd`,
  `earlier_2`.`sales_previous_2` AS `sales_fytd_previous`
FROM `now` AS `now`
FULL JOIN `now_2` AS `now_2`
  ON `now`.`metric_time` IS NOT DISTINCT FROM `now_2`.`metric_time`
LEFT JOIN `earlier` AS `earlier`
  ON COALESCE(`now`.`metric_time`, `now_2`.`metric_time`) = `earlier`.`metric_time`
LEFT JOIN `earlier_2` AS `earlier_2`
  ON COALESCE(`now`.`metric_time`, `now_2`.`metric_time`) = `earlier_2`.`metric_time`
ORDER BY
  `metric_time` ASC NULLS LAST
