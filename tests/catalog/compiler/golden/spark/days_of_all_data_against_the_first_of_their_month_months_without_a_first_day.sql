WITH `now` AS (
  SELECT
    CAST(`orders`.`shipped_on` AS DATE) AS `metric_time`,
    SUM(`orders`.`amount`) AS `shipped`
  FROM `main`.`orders` AS `orders`
  WHERE
    `orders`.`status` = 'done'
  GROUP BY
    CAST(`orders`.`shipped_on` AS DATE)
), `earlier` AS (
  SELECT
    CAST(`orders`.`shipped_on` AS DATE) AS `metric_time`,
    SUM(`orders`.`amount`) AS `shipped_previous`
  FROM `main`.`orders` AS `orders`
  WHERE
    CAST(`orders`.`shipped_on` AS DATE) = CAST(CAST(DATE_TRUNC('MONTH', `orders`.`shipped_on`) AS DATE) AS DATE)
    AND `orders`.`status` = 'done'
  GROUP BY
    CAST(`orders`.`shipped_on` AS DATE)
)
SELECT
  `now`.`metric_time` AS `metric_time`,
  `now`.`shipped` AS `shipped`,
  CASE
    WHEN CAST(`earlier`.`shipped_previous` AS DOUBLE) = 0
    THEN NULL
    WHEN CAST(`earlier`.`shipped_previous` AS DOUBLE) <> 0
    THEN CAST(`now`.`shipped` AS DOUBLE) / CAST(`earlier`.`shipped_previous` AS DOUBLE)
  END AS `shipped_index`
FROM `now` AS `now`
LEFT JOIN `earlier` AS `earlier`
  ON CAST(CAST(DATE_TRUNC('MONTH', `now`.`metric_time`) AS DATE) AS DATE) = `earlier`.`metric_time`
ORDER BY
  `metric_time` ASC NULLS LAST
