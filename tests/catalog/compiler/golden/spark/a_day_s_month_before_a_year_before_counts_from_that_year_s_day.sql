WITH `now` AS (
  SELECT
    CAST(`orders`.`ordered_at` AS DATE) AS `metric_time`,
    SUM(`orders`.`amount`) AS `sales_previous_now`
  FROM `main`.`orders` AS `orders`
  WHERE
    `orders`.`ordered_at` >= CAST('2025-03-30' AS DATE)
    AND `orders`.`ordered_at` < CAST('2025-03-31' AS DATE)
    AND `orders`.`status` = 'done'
  GROUP BY
    CAST(`orders`.`ordered_at` AS DATE)
), `earlier` AS (
  SELECT
    CAST(`orders`.`ordered_at` AS DATE) AS `metric_time`,
    SUM(`orders`.`amount`) AS `sales_previous`
  FROM `main`.`orders` AS `orders`
  WHERE
    `orders`.`ordered_at` >= CAST('2025-02-28' AS DATE)
    AND `orders`.`ordered_at` < CAST('2025-03-01' AS DATE)
    AND `orders`.`status` = 'done'
  GROUP BY
    CAST(`orders`.`ordered_at` AS DATE)
), `earlier_2` AS (
  SELECT
    CAST(`orders`.`ordered_at` AS DATE) AS `metric_time`,
    SUM(`orders`.`amount`) AS `sales_previous_2`
  FROM `main`.`orders` AS `orders`
  WHERE
    `orders`.`ordered_at` >= CAST('2024-02-29' AS DATE)
    AND `orders`.`ordered_at` < CAST('2024-03-01' AS DATE)
    AND `orders`.`status` = 'done'
  GROUP BY
    CAST(`orders`.`ordered_at` AS DATE)
)
SELECT
  `now`.`metric_time` AS `metric_time`,
  `earlier`.`sales_previous` AS `last_month`,
  `earlier_2`.`sales_previous_2` AS `last_month_previous`
FROM `now` AS `now`
LEFT JOIN `earlier` AS `earlier`
  ON CAST(CAST(ADD_MONTHS(`now`.`metric_time`, -1) AS TIMESTAMP) AS DATE) = `earlier`.`metric_time`
LEFT JOIN `earlier_2` AS `earlier_2`
  ON CAST(CAST(CAST(ADD_MONTHS(`now`.`metric_time`, -12) AS TIMESTAMP) AS TIMESTAMP) - INTERVAL '1' MONTH AS DATE) = `earlier_2`.`metric_time`
ORDER BY
  `metric_time` ASC NULLS LAST
