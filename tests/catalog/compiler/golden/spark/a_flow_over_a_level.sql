WITH `by_day` AS (
  SELECT
    CAST(`orders`.`ordered_at` AS DATE) AS `metric_time`,
    SUM(`orders`.`cost`) AS `cost`
  FROM `main`.`orders` AS `orders`
  WHERE
    `orders`.`ordered_at` >= CAST('2025-01-01' AS DATE)
    AND `orders`.`ordered_at` < CAST('2025-04-01' AS DATE)
    AND `orders`.`status` = 'done'
  GROUP BY
    CAST(`orders`.`ordered_at` AS DATE)
), `now` AS (
  SELECT
    CAST(DATE_TRUNC('MONTH', `by_day`.`metric_time`) AS DATE) AS `metric_time`,
    SUM(`by_day`.`cost`) AS `cost`
  FROM `by_day` AS `by_day`
  GROUP BY
    CAST(DATE_TRUNC('MONTH', `by_day`.`metric_time`) AS DATE)
), `by_day_2` AS (
  SELECT
    CAST(DATE_TRUNC('MONTH', `stock`.`snapshot_on`) AS DATE) AS `metric_time`,
    CAST(`stock`.`snapshot_on` AS DATE) AS `day`,
    SUM(`stock`.`qty`) AS `stock_mean`
  FROM `main`.`stock` AS `stock`
  WHERE
    `stock`.`snapshot_on` >= CAST('2025-01-01' AS DATE)
    AND `stock`.`snapshot_on` < CAST('2025-04-01' AS DATE)
  GROUP BY
    CAST(DATE_TRUNC('MONTH', `stock`.`snapshot_on`) AS DATE),
    CAST(`stock`.`snapshot_on` AS DATE)
), `now_2` AS (
  SELECT
    `by_day_2`.`metric_time` AS `metric_time`,
    AVG(CAST(`by_day_2`.`stock_mean` AS DOUBLE)) AS `stock_mean`
  FROM `by_day_2` AS `by_day_2`
  GROUP BY
    `by_day_2`.`metric_time`
)
SELECT
  COALESCE(`now`.`metric_time`, `now_2`.`metric_time`) AS `metric_time`,
  CASE
    WHEN CAST(`now_2`.`stock_mean` AS DOUBLE) = 0
    THEN NULL
    WHEN CAST(`now_2`.`stock_mean` AS DOUBLE) <> 0
    THEN CAST(`now`.`cost` AS DOUBLE) / CAST(`now_2`.`stock_mean` AS DOUBLE)
  END AS `turnover`
FROM `now` AS `now`
FULL JOIN `now_2` AS `now_2`
  ON `now`.`metric_time` IS NOT DISTINCT FROM `now_2`.`metric_time`
ORDER BY
  `metric_time` ASC NULLS LAST
