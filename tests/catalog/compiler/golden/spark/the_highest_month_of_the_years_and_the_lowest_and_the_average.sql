WITH `by_day` AS (
  SELECT
    CAST(`orders`.`ordered_at` AS DATE) AS `metric_time`,
    SUM(`orders`.`amount`) AS `sales`
  FROM `main`.`orders` AS `orders`
  WHERE
    `orders`.`status` = 'done'
  GROUP BY
    CAST(`orders`.`ordered_at` AS DATE)
), `by_member` AS (
  SELECT
    CAST(DATE_TRUNC('MONTH', `by_day`.`metric_time`) AS DATE) AS `metric_time`,
    SUM(`by_day`.`sales`) AS `value of member`
  FROM `by_day` AS `by_day`
  GROUP BY
    CAST(DATE_TRUNC('MONTH', `by_day`.`metric_time`) AS DATE)
), `cells` AS (
  SELECT
    CAST(DATE_TRUNC('YEAR', `by_member`.`metric_time`) AS DATE) AS `metric_time`,
    MAX(`by_member`.`value of member`) AS `best_month`,
    MIN(`by_member`.`value of member`) AS `sales`,
    AVG(CAST(CAST(`by_member`.`value of member` AS DOUBLE) AS DOUBLE)) AS `sales_2`
  FROM `by_member` AS `by_member`
  GROUP BY
    CAST(DATE_TRUNC('YEAR', `by_member`.`metric_time`) AS DATE)
)
SELECT
  `cells`.`metric_time` AS `metric_time`,
  `cells`.`best_month` AS `best_month`,
  `cells`.`sales` AS `sales_min_over_month`,
  `cells`.`sales_2` AS `sales_average_over_month`
FROM `cells` AS `cells`
ORDER BY
  `metric_time` ASC NULLS LAST
