WITH `by_day` AS (
  SELECT
    CAST(`orders`.`ordered_at` AS DATE) AS `metric_time`,
    SUM(`orders`.`amount`) AS `sales`,
    COUNT(*) AS `order_count`
  FROM `main`.`orders` AS `orders`
  WHERE
    `orders`.`status` = 'done'
  GROUP BY
    CAST(`orders`.`ordered_at` AS DATE)
)
SELECT
  CAST(DATE_TRUNC('MONTH', `by_day`.`metric_time`) AS DATE) AS `metric_time`,
  SUM(`by_day`.`sales`) AS `sales`,
  SUM(`by_day`.`order_count`) AS `order_count`
FROM `by_day` AS `by_day`
GROUP BY
  CAST(DATE_TRUNC('MONTH', `by_day`.`metric_time`) AS DATE)
ORDER BY
  `metric_time` ASC NULLS LAST
