WITH `by_member` AS (
  SELECT
    CAST(`orders`.`ordered_at` AS DATE) AS `metric_time`,
    SUM(`orders`.`amount`) AS `value of member`
  FROM `main`.`orders` AS `orders`
  WHERE
    `orders`.`ordered_at` >= CAST('2025-01-01' AS DATE)
    AND `orders`.`ordered_at` < CAST('2025-04-01' AS DATE)
    AND `orders`.`status` = 'done'
  GROUP BY
    CAST(`orders`.`ordered_at` AS DATE)
), `now` AS (
  SELECT
    CAST(DATE_TRUNC('MONTH', `by_member`.`metric_time`) AS DATE) AS `metric_time`,
    AVG(CAST(CAST(`by_member`.`value of member` AS DOUBLE) AS DOUBLE)) AS `sales`
  FROM `by_member` AS `by_member`
  GROUP BY
    CAST(DATE_TRUNC('MONTH', `by_member`.`metric_time`) AS DATE)
), `by_member_2` AS (
  SELECT
    CAST(`orders`.`ordered_at` AS DATE) AS `metric_time`,
    SUM(`orders`.`amount`) AS `value of member`
  FROM `main`.`orders` AS `orders`
  WHERE
    `orders`.`ordered_at` >= CAST('2024-12-01' AS DATE)
    AND `orders`.`ordered_at` < CAST('2025-03-01' AS DATE)
    AND `orders`.`status` = 'done'
  GROUP BY
    CAST(`orders`.`ordered_at` AS DATE)
), `earlier` AS (
  SELECT
    CAST(DATE_TRUNC('MONTH', CAST(ADD_MONTHS(`by_member_2`.`metric_time`, 1) AS TIMESTAMP)) AS DATE) AS `metric_time`,
    AVG(CAST(CAST(`by_member_2`.`value of member` AS DOUBLE) AS DOUBLE)) AS `sales_previous`
  FROM `by_member_2` AS `by_member_2`
  GROUP BY
    CAST(DATE_TRUNC('MONTH', CAST(ADD_MONTHS(`by_member_2`.`metric_time`, 1) AS TIMESTAMP)) AS DATE)
)
SELECT
  `now`.`metric_time` AS `metric_time`,
  `now`.`sales` AS `sales_average_over_day`,
  `earlier`.`sales_previous` AS `sales_average_over_day_previous`
FROM `now` AS `now`
LEFT JOIN `earlier` AS `earlier`
  ON `now`.`metric_time` = `earlier`.`metric_time`
ORDER BY
  `metric_time` ASC NULLS LAST
