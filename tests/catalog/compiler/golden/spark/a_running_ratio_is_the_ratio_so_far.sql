WITH `by_day` AS (
  SELECT
    CAST(`orders`.`ordered_at` AS DATE) AS `metric_time`,
    SUM(`orders`.`amount`) AS `sales`,
    SUM(`orders`.`cost`) AS `cost`
  FROM `main`.`orders` AS `orders`
  WHERE
    `orders`.`status` = 'done'
  GROUP BY
    CAST(`orders`.`ordered_at` AS DATE)
), `cells` AS (
  SELECT
    CAST(DATE_TRUNC('MONTH', `by_day`.`metric_time`) AS DATE) AS `metric_time`,
    SUM(`by_day`.`sales`) AS `sales`,
    SUM(`by_day`.`cost`) AS `cost`
  FROM `by_day` AS `by_day`
  GROUP BY
    CAST(DATE_TRUNC('MONTH', `by_day`.`metric_time`) AS DATE)
)
SELECT
  `cells`.`metric_time` AS `metric_time`,
  CASE
    WHEN CAST(SUM(`cells`.`sales`) OVER (
      ORDER BY `cells`.`metric_time` ASC NULLS LAST
      ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
    ) AS DOUBLE) = 0
    THEN NULL
    WHEN CAST(SUM(`cells`.`sales`) OVER (
      ORDER BY `cells`.`metric_time` ASC NULLS LAST
      ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
    ) AS DOUBLE) <> 0
    THEN CAST(SUM(`cells`.`sales`) OVER (
      ORDER BY `cells`.`metric_time` ASC NULLS LAST
      ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
    ) - SUM(`cells`.`cost`) OVER (
      ORDER BY `cells`.`metric_time` ASC NULLS LAST
      ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
    ) AS DOUBLE) / CAST(SUM(`cells`.`sales`) OVER (
      ORDER BY `cells`.`metric_time` ASC NULLS LAST
      ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
    ) AS DOUBLE)
  END AS `margin_running`
FROM `cells` AS `cells`
ORDER BY
  `metric_time` ASC NULLS LAST
