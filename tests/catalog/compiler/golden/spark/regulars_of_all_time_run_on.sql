WITH `members that pass` AS (
  SELECT
    `orders`.`customer_id` AS `customer`,
    SUM(`orders`.`amount`) AS `sales`
  FROM `main`.`orders` AS `orders`
  WHERE
    `orders`.`status` = 'done'
  GROUP BY
    `orders`.`customer_id`
  HAVING
    SUM(`orders`.`amount`) > 50.5
), `by_day` AS (
  SELECT
    CAST(`orders`.`ordered_at` AS DATE) AS `metric_time`,
    SUM(`orders`.`amount`) AS `sales`
  FROM `main`.`orders` AS `orders`
  WHERE
    EXISTS(
      SELECT
        1 AS `1`
      FROM `members that pass` AS `members that pass`
      WHERE
        `members that pass`.`customer` = `orders`.`customer_id`
    )
    AND `orders`.`status` = 'done'
  GROUP BY
    CAST(`orders`.`ordered_at` AS DATE)
), `cells` AS (
  SELECT
    CAST(DATE_TRUNC('YEAR', `by_day`.`metric_time`) AS DATE) AS `metric_time`,
    SUM(`by_day`.`sales`) AS `sales`
  FROM `by_day` AS `by_day`
  GROUP BY
    CAST(DATE_TRUNC('YEAR', `by_day`.`metric_time`) AS DATE)
)
SELECT
  `cells`.`metric_time` AS `metric_time`,
  SUM(`cells`.`sales`) OVER (
    ORDER BY `cells`.`metric_time` ASC NULLS LAST
    ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
  ) AS `sales_of_ever_running`
FROM `cells` AS `cells`
ORDER BY
  `metric_time` ASC NULLS LAST
