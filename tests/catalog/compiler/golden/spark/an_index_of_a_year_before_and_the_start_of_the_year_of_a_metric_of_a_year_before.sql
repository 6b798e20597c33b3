WITH `by_day` AS (
  SELECT
    CAST(`orders`.`ordered_at` AS DATE) AS `metric_time`,
    SUM(`orders`.`amount`) AS `sales_previous_now`
  FROM `main`.`orders` AS `orders`
  WHERE
    `orders`.`ordered_at` >= CAST('2025-02-01' AS DATE)
    AND `orders`.`ordered_at` < CAST('2025-04-01' AS DATE)
    AND `orders`.`status` = 'done'
  GROUP BY
    CAST(`orders`.`ordered_at` AS DATE)
), `now` AS (
  SELECT
    CAST(DATE_TRUNC('MONTH', `by_day`.`metric_time`) AS DATE) AS `metric_time`,
    SUM(`by_day`.`sales_previous_now`) AS `sales_previous_now`
  FROM `by_day` AS `by_day`
  GROUP BY
    CAST(DATE_TRUNC('MONTH', `by_day`.`metric_time`) AS DATE)
), `by_day_2` AS (
  SELECT
    CAST(`orders`.`ordered_at` AS DATE) AS `metric_time`,
    SUM(`orders`.`amount`) AS `sales_previous`
  FROM `main`.`orders` AS `orders`
  WHERE
    `orders`.`ordered_at` >= CAST('2024-02-01' AS DATE)
    AND `orders`.`ordered_at` < CAST('2024-04-01' AS DATE)
    AND `orders`.`status` = 'done'
  GROUP BY
    CAST(`orders`.`ordered_at` AS DATE)
), `earlier` AS (
  SELECT
    CAST(DATE_TRUNC('MONTH', CAST(ADD_MONTHS(`by_day_2`.`metric_time`, 12) AS TIMESTAMP)) AS DATE) AS `metric_time`,
    SUM(`by_day_2`.`sales_previous`) AS `sales_previous`
  FROM `by_day_2` AS `by_day_2`
  GROUP BY
    CAST(DATE_TRUNC('MONTH', CAST(ADD_MONTHS(`by_day_2`.`metric_time`, 12) AS TIMESTAMP)) AS DATE)
), `by_day_3` AS (
  SELECT
    CAST(`orders`.`ordered_at` AS DATE) AS `metric_time`,
    SUM(`orders`.`amount`) AS `sales_previous_2`
  FROM `main`.`orders` AS `orders`
  WHERE
    `orders`.`ordered_at` >= CAST('2024-01-01' AS DATE)
    AND `orders`.`ordered_at` < CAST('2024-04-01' AS DATE)
    AND CAST(DATE_TRUNC('MONTH', `orders`.`ordered_at`) AS DATE) = CAST(DATE_TRUNC('MONTH', CAST(DATE_TRUNC('YEAR', `orders`.`ordered_at`) AS DATE)) AS DATE)
    AND `orders`.`status` = 'done'
  GROUP BY
    CAST(`orders`.`ordered_at` AS DATE)
), `earlier_2` AS (
  SELECT
    CAST(DATE_TRUNC('MONTH', `by_day_3`.`metric_time`) AS DATE) AS `metric_time`,
    SUM(`by_day_3`.`sales_previous_2`) AS `sales_previous_2`
  FROM `by_day_3` AS `by_day_3`
  GROUP BY
    CAST(DATE_TRUNC('MONTH', `by_day_3`.`metric_time`) AS DATE)
), `by_day_4` AS (
  SELECT
    CAST(`orders`.`ordered_at` AS DATE) AS `metric_time`,
    SUM(`orders`.`amount`) AS `sales_previous_3`
  FROM `main`.`orders` AS `orders`
  WHERE
    `orders`.`ordered_at` >= CAST('2024-01-01' AS DATE)
    AND `orders`.`ordered_at` < CAST('2024-04-01' AS DATE)
    AND `orders`.`status` = 'done'
  GROUP BY
    CAST(`orders`.`ordered_at` AS DATE)
), `earlier_3` AS (
  SELECT
    CAST(DATE_TRUNC('MONTH', `by_day_4`.`metric_time`) AS DATE) AS `metric_time`,
    SUM(`by_day_4`.`sales_previous_3`) AS `sales_previous_3`
  FROM `by_day_4` AS `by_day_4`
  GROUP BY
    CAST(DATE_TRUNC('MONTH', `by_day_4`.`metric_time`) AS DATE)
)
SELECT
  `now`.`metric_time` AS `metric_time`,
  CASE
    WHEN CAST(`earlier_2`.`sales_previous_2` AS DOUBLE) = 0
    THEN NULL
    WHEN CAST(`earlier_2`.`sales_previous_2` AS DOUBLE) <> 0
    THEN CAST(`earlier`.`sales_previous` AS DOUBLE) / CAST(`earlier_2`.`sales_previous_2` AS DOUBLE)
  END AS `year_start_before`,
  `earlier_3`.`sales_previous_3` AS `before_year_start`
FROM `now` AS `now`
LEFT JOIN `earlier` AS `earlier`
  ON `now`.`metric_time` = `earlier`.`metric_time`
LEFT JOIN `earlier_2` AS `earlier_2`
  ON CAST(CAST(DATE_TRUNC('YEAR', CAST(ADD_MONTHS(`now`.`metric_time`, -12) AS TIMESTAMP)) AS DATE) AS DATE) = `earlier_2`.`metric_time`
LEFT JOIN `earlier_3` AS `earlier_3`
  ON CAST(CAST(ADD_MONTHS(CAST(DATE_TRUNC('YEAR', `now`.`metric_time`) AS DATE), -12) AS TIMESTAMP) AS DATE) = `earlier_3`.`metric_time`
ORDER BY
  `metric_time` ASC NULLS LAST
