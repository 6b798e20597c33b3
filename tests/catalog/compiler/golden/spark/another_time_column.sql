WITH `by_day` AS (
  SELECT
    CAST(`orders`.`shipped_on` AS DATE) AS `metric_time`,
    SUM(`orders`.`amount`) AS `shipped`
  FROM `main`.`orders` AS `orders`
  WHERE
    `orders`.`shipped_on` >= CAST('2024-01-01' AS DATE)
    AND `orders`.`shipped_on` < CAST('2025-01-01' AS DATE)
    AND `orders`.`status` = 'done'
  GROUP BY
    CAST(`orders`.`shipped_on` AS DATE)
)
SELECT
  CAST(DATE_TRUNC('QUARTER', `by_day`.`metric_time`) AS DATE) AS `metric_time`,
  SUM(`by_day`.`shipped`) AS `shipped`
FROM `by_day` AS `by_day`
GROUP BY
  CAST(DATE_TRUNC('QUARTER', `by_day`.`metric_time`) AS DATE)
ORDER BY
  `metric_time` ASC NULLS LAST
