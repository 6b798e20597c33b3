WITH `cells` AS (
  SELECT
    CAST(DATE_TRUNC('MONTH', `orders`.`ordered_at`) AS DATE) AS `metric_time`,
    `orders`.`channel` AS `channel`,
    SUM(`orders`.`amount`) AS `sales`
  FROM `main`.`orders` AS `orders`
  WHERE
    `orders`.`status` = 'done'
  GROUP BY
    CAST(DATE_TRUNC('MONTH', `orders`.`ordered_at`) AS DATE),
    `orders`.`channel`
)
SELECT
  `cells`.`metric_time` AS `metric_time`,
  `cells`.`channel` AS `channel`,
  `cells`.`sales` AS `sales`,
  SUM(`cells`.`sales`) OVER (
    PARTITION BY `cells`.`channel`, CAST(DATE_TRUNC('YEAR', `cells`.`metric_time`) AS DATE)
    ORDER BY `cells`.`metric_time` ASC NULLS LAST
    ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
  ) AS `sales_running`
FROM `cells` AS `cells`
ORDER BY
  `metric_time` ASC NULLS LAST,
  `channel` ASC NULLS LAST
