WITH `by_day` AS (
  SELECT
    CAST(`orders`.`ordered_at` AS DATE) AS `metric_time`,
    SUM(`orders`.`amount`) FILTER(WHERE
      `orders`.`status` = 'cancelled') AS `cancelled`,
    SUM(`orders`.`amount`) FILTER(WHERE
      `orders`.`status` = 'done') AS `sales_previous_now`
  FROM `main`.`orders` AS `orders`
  WHERE
    (
      `orders`.`status` = 'cancelled' OR `orders`.`status` = 'done'
    )
  GROUP BY
    CAST(`orders`.`ordered_at` AS DATE)
), `now` AS (
  SELECT
    CAST(DATE_TRUNC('MONTH', `by_day`.`metric_time`) AS DATE) AS `metric_time`,
    SUM(`by_day`.`cancelled`) AS `cancelled`,
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
    `orders`.`status` = 'done'
  GROUP BY
    CAST(`orders`.`ordered_at` AS DATE)
), `earlier` AS (
  SELECT
    CAST(DATE_TRUNC('MONTH', CAST(ADD_MONTHS(`by_day_2`.`metric_time`, 12) AS TIMESTAMP)) AS DATE) AS `metric_time`,
    SUM(`by_day_2`.`sales_previous`) AS `sales_previous`
  FROM `by_day_2` AS `by_day_2`
  GROUP BY
    CAST(DATE_TRUNC('MONTH', CAST(ADD_MONTHS(`by_day_2`.`metric_time`, 12) AS TIMESTAMP)) AS DATE)
)
SELECT
  `now`.`metric_time` AS `metric_time`,
  `earlier`.`sales_previous` AS `last_year`,
  `now`.`cancelled` AS `cancelled`
FROM `now` AS `now`
LEFT JOIN `earlier` AS `earlier`
  ON `now`.`metric_time` = `earlier`.`metric_time`
ORDER BY
  `metric_time` ASC NULLS LAST
