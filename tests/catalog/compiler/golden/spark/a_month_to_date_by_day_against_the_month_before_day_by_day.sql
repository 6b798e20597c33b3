WITH `kept` AS (
  SELECT
    GREATEST(CAST(`orders`.`ordered_at` AS DATE), CAST('2025-03-30' AS DATE)) AS `day`,
    SUM(`orders`.`amount`) AS `sales`
  FROM `main`.`orders` AS `orders`
  WHERE
    `orders`.`ordered_at` >= CAST('2025-03-01' AS DATE)
    AND `orders`.`ordered_at` < CAST('2025-04-01' AS DATE)
    AND `orders`.`status` = 'done'
  GROUP BY
    GREATEST(CAST(`orders`.`ordered_at` AS DATE), CAST('2025-03-30' AS DATE))
), `steps` AS (
  SELECT
    `series`.`step` AS `step`
  FROM (
    SELECT
      id AS `step`
    FROM RANGE(0, 2)
  ) AS `series`
), `calendar` AS (
  SELECT
    `buckets`.`metric_time` AS `metric_time`
  FROM (
    SELECT
      CAST(CAST(DATE_ADD(CAST('2025-03-30' AS DATE), CAST(`steps`.`step` AS INT) * 1) AS TIMESTAMP) AS DATE) AS `metric_time`,
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
), `now` AS (
  SELECT
    `so_far`.`metric_time` AS `metric_time`,
    `so_far`.`sales` AS `sales`
  FROM `so_far` AS `so_far`
  WHERE
    `so_far`.`rows so far` > 0
), `kept_2` AS (
  SELECT
    GREATEST(CAST(`orders`.`ordered_at` AS DATE), CAST('2025-02-28' AS DATE)) AS `day`,
    SUM(`orders`.`amount`) AS `sales_previous`
  FROM `main`.`orders` AS `orders`
  WHERE
    `orders`.`ordered_at` >= CAST('2025-02-01' AS DATE)
    AND `orders`.`ordered_at` < CAST('2025-03-01' AS DATE)
    AND `orders`.`status` = 'done'
  GROUP BY
    GREATEST(CAST(`orders`.`ordered_at` AS DATE), CAST('2025-02-28' AS DATE))
), `steps_2` AS (
  SELECT
    `series`.`step` AS `step`
  FROM (
    SELECT
      id AS `step`
    FROM RANGE(0, 1)
  ) AS `series`
), `calendar_2` AS (
  SELECT
    `buckets`.`metric_time` AS `metric_time`
  FROM (
    SELECT
      CAST(CAST(DATE_ADD(CAST('2025-02-28' AS DATE), CAST(`steps_2`.`step` AS INT) * 1) AS TIMESTAMP) AS DATE) AS `metric_time`,
      `bounds`.`last_day` AS `last_day`
    FROM `steps_2` AS `steps_2`
    CROSS JOIN (
      SELECT
        CAST(MAX(`orders`.`ordered_at`) AS DATE) AS `last_day`
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
    CAST(DATE_TRUNC('MONTH', `calendar_2`.`metric_time`) AS DATE) AS `unit begun`
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
  `now`.`sales` AS `sales_mtd`,
  `earlier`.`sales_previous` AS `sales_mtd_previous`
FROM `now` AS `now`
LEFT JOIN `earlier` AS `earlier`
  ON CAST(CAST(ADD_MONTHS(`now`.`metric_time`, -1) AS TIMESTAMP) AS DATE) = `earlier`.`metric_time`
ORDER BY
  `metric_time` ASC NULLS LAST
