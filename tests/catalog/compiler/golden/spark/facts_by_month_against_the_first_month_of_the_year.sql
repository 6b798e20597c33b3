WITH `by_day` AS (
  SELECT
    CAST(`targets`.`month` AS DATE) AS `metric_time`,
    SUM(`targets`.`target`) AS `targeted`
  FROM `main`.`targets` AS `targets`
  LEFT JOIN `main`.`stores` AS `stores`
    ON `targets`.`store_id` = `stores`.`store_id`
  WHERE
    `stores`.`city` = '上海'
  GROUP BY
    CAST(`targets`.`month` AS DATE)
), `now` AS (
  SELECT
    CAST(DATE_TRUNC('MONTH', `by_day`.`metric_time`) AS DATE) AS `metric_time`,
    SUM(`by_day`.`targeted`) AS `targeted`
  FROM `by_day` AS `by_day`
  GROUP BY
    CAST(DATE_TRUNC('MONTH', `by_day`.`metric_time`) AS DATE)
), `by_day_2` AS (
  SELECT
    CAST(`targets`.`month` AS DATE) AS `metric_time`,
    SUM(`targets`.`target`) AS `targeted_previous`
  FROM `main`.`targets` AS `targets`
  LEFT JOIN `main`.`stores` AS `stores`
    ON `targets`.`store_id` = `stores`.`store_id`
  WHERE
    CAST(DATE_TRUNC('MONTH', `targets`.`month`) AS DATE) = CAST(DATE_TRUNC('MONTH', CAST(DATE_TRUNC('YEAR', `targets`.`month`) AS DATE)) AS DATE)
    AND `stores`.`city` = '上海'
  GROUP BY
    CAST(`targets`.`month` AS DATE)
), `earlier` AS (
  SELECT
    CAST(DATE_TRUNC('MONTH', `by_day_2`.`metric_time`) AS DATE) AS `metric_time`,
    SUM(`by_day_2`.`targeted_previous`) AS `targeted_previous`
  FROM `by_day_2` AS `by_day_2`
  GROUP BY
    CAST(DATE_TRUNC('MONTH', `by_day_2`.`metric_time`) AS DATE)
)
SELECT
  `now`.`metric_time` AS `metric_time`,
  CASE
    WHEN CAST(`earlier`.`targeted_previous` AS DOUBLE) = 0
    THEN NULL
    WHEN CAST(`earlier`.`targeted_previous` AS DOUBLE) <> 0
    THEN CAST(`now`.`targeted` AS DOUBLE) / CAST(`earlier`.`targeted_previous` AS DOUBLE)
  END AS `target_index`
FROM `now` AS `now`
LEFT JOIN `earlier` AS `earlier`
  ON CAST(CAST(DATE_TRUNC('YEAR', `now`.`metric_time`) AS DATE) AS DATE) = `earlier`.`metric_time`
ORDER BY
  `metric_time` ASC NULLS LAST
