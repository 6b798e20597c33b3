WITH `by_day` AS (
  SELECT
    CAST(`orders`.`ordered_at` AS DATE) AS `metric_time`,
    SUM(`orders`.`amount`) AS `sales`
  FROM `main`.`orders` AS `orders`
  WHERE
    `orders`.`ordered_at` >= CAST('2025-02-01' AS DATE)
    AND `orders`.`ordered_at` < CAST('2025-04-01' AS DATE)
    AND `orders`.`status` = 'done'
  GROUP BY
    CAST(`orders`.`ordered_at` AS DATE)
), `now` AS (
  SELECT
    CAST(CASE
      WHEN CAST(DAY(`by_day`.`metric_time`) AS BIGINT) <= 10
      THEN DATE_TRUNC('MONTH', `by_day`.`metric_time`)
      WHEN CAST(DAY(`by_day`.`metric_time`) AS BIGINT) <= 20
      THEN CAST(DATE_TRUNC('MONTH', `by_day`.`metric_time`) AS TIMESTAMP) + INTERVAL '10' DAY
      ELSE CAST(DATE_TRUNC('MONTH', `by_day`.`metric_time`) AS TIMESTAMP) + INTERVAL '20' DAY
    END AS DATE) AS `metric_time`,
    SUM(`by_day`.`sales`) AS `sales`
  FROM `by_day` AS `by_day`
  GROUP BY
    CAST(CASE
      WHEN CAST(DAY(`by_day`.`metric_time`) AS BIGINT) <= 10
      THEN DATE_TRUNC('MONTH', `by_day`.`metric_time`)
      WHEN CAST(DAY(`by_day`.`metric_time`) AS BIGINT) <= 20
      THEN CAST(DATE_TRUNC('MONTH', `by_day`.`metric_time`) AS TIMESTAMP) + INTERVAL '10' DAY
      ELSE CAST(DATE_TRUNC('MONTH', `by_day`.`metric_time`) AS TIMESTAMP) + INTERVAL '20' DAY
    END AS DATE)
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
    CAST(CASE
      WHEN CAST(DAY(CAST(ADD_MONTHS(`by_day_2`.`metric_time`, 12) AS TIMESTAMP)) AS BIGINT) <= 10
      THEN DATE_TRUNC('MONTH', CAST(ADD_MONTHS(`by_day_2`.`metric_time`, 12) AS TIMESTAMP))
      WHEN CAST(DAY(CAST(ADD_MONTHS(`by_day_2`.`metric_time`, 12) AS TIMESTAMP)) AS BIGINT) <= 20
      THEN CAST(DATE_TRUNC('MONTH', CAST(ADD_MONTHS(`by_day_2`.`metric_time`, 12) AS TIMESTAMP)) AS TIMESTAMP) + INTERVAL '10' DAY
      ELSE CAST(DATE_TRUNC('MONTH', CAST(ADD_MONTHS(`by_day_2`.`metric_time`, 12) AS TIMESTAMP)) AS TIMESTAMP) + INTERVAL '20' DAY
    END AS DATE) AS `metric_time`,
    SUM(`by_day_2`.`sales_previous`) AS `sales_previous`
  FROM `by_day_2` AS `by_day_2`
  GROUP BY
    CAST(CASE
      WHEN CAST(DAY(CAST(ADD_MONTHS(`by_day_2`.`metric_time`, 12) AS TIMESTAMP)) AS BIGINT) <= 10
      THEN DATE_TRUNC('MONTH', CAST(ADD_MONTHS(`by_day_2`.`metric_time`, 12) AS TIMESTAMP))
      WHEN CAST(DAY(CAST(ADD_MONTHS(`by_day_2`.`metric_time`, 12) AS TIMESTAMP)) AS BIGINT) <= 20
      THEN CAST(DATE_TRUNC('MONTH', CAST(ADD_MONTHS(`by_day_2`.`metric_time`, 12) AS TIMESTAMP)) AS TIMESTAMP) + INTERVAL '10' DAY
      ELSE CAST(DATE_TRUNC('MONTH', CAST(ADD_MONTHS(`by_day_2`.`metric_time`, 12) AS TIMESTAMP)) AS TIMESTAMP) + INTERVAL '20' DAY
    END AS DATE)
)
SELECT
  `now`.`metric_time` AS `metric_time`,
  `now`.`sales` AS `sales`,
  `earlier`.`sales_previous` AS `sales_previous`
FROM `now` AS `now`
LEFT JOIN `earlier` AS `earlier`
  ON `now`.`metric_time` = `earlier`.`metric_time`
ORDER BY
  `metric_time` ASC NULLS LAST
