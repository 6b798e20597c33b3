WITH `by_day` AS (
  SELECT
    CAST(`orders`.`ordered_at` AS DATE) AS `metric_time`,
    COUNT(*) AS `order_count`
  FROM `main`.`orders` AS `orders`
  WHERE
    `orders`.`ordered_at` >= CAST('2025-02-01' AS DATE)
    AND `orders`.`ordered_at` < CAST('2025-03-11' AS DATE)
    AND `orders`.`status` = 'done'
  GROUP BY
    CAST(`orders`.`ordered_at` AS DATE)
), `now` AS (
  SELECT
    CAST(DATE_TRUNC('MONTH', `by_day`.`metric_time`) AS DATE) AS `metric_time`,
    SUM(`by_day`.`order_count`) AS `order_count`
  FROM `by_day` AS `by_day`
  GROUP BY
    CAST(DATE_TRUNC('MONTH', `by_day`.`metric_time`) AS DATE)
), `by_day_2` AS (
  SELECT
    CAST(`orders`.`ordered_at` AS DATE) AS `metric_time`,
    COUNT(*) AS `order_count_previous`
  FROM `main`.`orders` AS `orders`
  WHERE
    `orders`.`ordered_at` >= CAST('2024-02-01' AS DATE)
    AND `orders`.`ordered_at` < CAST('2024-03-11' AS DATE)
    AND `orders`.`status` = 'done'
  GROUP BY
    CAST(`orders`.`ordered_at` AS DATE)
), `earlier` AS (
  SELECT
    CAST(DATE_TRUNC('MONTH', CAST(ADD_MONTHS(`by_day_2`.`metric_time`, 12) AS TIMESTAMP)) AS DATE) AS `metric_time`,
    SUM(`by_day_2`.`order_count_previous`) AS `order_count_previous`
  FROM `by_day_2` AS `by_day_2`
  GROUP BY
    CAST(DATE_TRUNC('MONTH', CAST(ADD_MONTHS(`by_day_2`.`metric_time`, 12) AS TIMESTAMP)) AS DATE)
)
SELECT
  `now`.`metric_time` AS `metric_time`,
  `now`.`order_count` AS `order_count`,
  `earlier`.`order_count_previous` AS `order_count_previous`
FROM `now` AS `now`
LEFT JOIN `earlier` AS `earlier`
  ON `now`.`metric_time` = `earlier`.`metric_time`
ORDER BY
  `metric_time` ASC NULLS LAST
