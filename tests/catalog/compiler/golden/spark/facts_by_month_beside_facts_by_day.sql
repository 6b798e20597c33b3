WITH `by_day` AS (
  SELECT
    CAST(`orders`.`ordered_at` AS DATE) AS `metric_time`,
    SUM(`orders`.`amount`) AS `sales`
  FROM `main`.`orders` AS `orders`
  WHERE
    `orders`.`ordered_at` >= CAST('2025-01-01' AS DATE)
    AND `orders`.`ordered_at` < CAST('2025-03-13' AS DATE)
    AND `orders`.`status` = 'done'
  GROUP BY
    CAST(`orders`.`ordered_at` AS DATE)
), `now` AS (
  SELECT
    CAST(DATE_TRUNC('MONTH', `by_day`.`metric_time`) AS DATE) AS `metric_time`,
    SUM(`by_day`.`sales`) AS `sales`
  FROM `by_day` AS `by_day`
  GROUP BY
    CAST(DATE_TRUNC('MONTH', `by_day`.`metric_time`) AS DATE)
), `by_day_2` AS (
  SELECT
    CAST(`targets`.`month` AS DATE) AS `metric_time`,
    SUM(`targets`.`target`) AS `targeted`
  FROM `main`.`targets` AS `targets`
  WHERE
    `targets`.`month` >= CAST('2025-01-01' AS DATE)
    AND `targets`.`month` < CAST('2025-03-13' AS DATE)
  GROUP BY
    CAST(`targets`.`month` AS DATE)
), `now_2` AS (
  SELECT
    CAST(DATE_TRUNC('MONTH', `by_day_2`.`metric_time`) AS DATE) AS `metric_time`,
    SUM(`by_day_2`.`targeted`) AS `targeted`
  FROM `by_day_2` AS `by_day_2`
  GROUP BY
    CAST(DATE_TRUNC('MONTH', `by_day_2`.`metric_time`) AS DATE)
)
SELECT
  COALESCE(`now`.`metric_time`, `now_2`.`metric_time`) AS `metric_time`,
  CASE
    WHEN CAST(`now_2`.`targeted` AS DOUBLE) = 0
    THEN NULL
    WHEN CAST(`now_2`.`targeted` AS DOUBLE) <> 0
    THEN CAST(`now`.`sales` AS DOUBLE) / CAST(`now_2`.`targeted` AS DOUBLE)
  END AS `achievement`,
  `now_2`.`targeted` AS `targeted`
FROM `now` AS `now`
FULL JOIN `now_2` AS `now_2`
  ON `now`.`metric_time` IS NOT DISTINCT FROM `now_2`.`metric_time`
ORDER BY
  `metric_time` ASC NULLS LAST
