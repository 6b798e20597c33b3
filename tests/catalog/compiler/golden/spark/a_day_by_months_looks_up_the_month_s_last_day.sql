WITH `now` AS (
  SELECT
    CAST(`orders`.`ordered_at` AS DATE) AS `metric_time`,
    COUNT(*) AS `order_count`
  FROM `main`.`orders` AS `orders`
  WHERE
    `orders`.`ordered_at` >= CAST('2025-03-01' AS DATE)
    AND `orders`.`ordered_at` < CAST('2025-04-01' AS DATE)
    AND `orders`.`status` = 'done'
  GROUP BY
    CAST(`orders`.`ordered_at` AS DATE)
), `earlier` AS (
  SELECT
    CAST(`orders`.`ordered_at` AS DATE) AS `metric_time`,
    COUNT(*) AS `order_count_previous`
  FROM `main`.`orders` AS `orders`
  WHERE
    `orders`.`ordered_at` >= CAST('2025-02-01' AS DATE)
    AND `orders`.`ordered_at` < CAST('2025-03-01' AS DATE)
    AND `orders`.`status` = 'done'
  GROUP BY
    CAST(`orders`.`ordered_at` AS DATE)
)
SELECT
  `now`.`metric_time` AS `metric_time`,
  `now`.`order_count` AS `order_count`,
  `earlier`.`order_count_previous` AS `order_count_previous`
FROM `now` AS `now`
LEFT JOIN `earlier` AS `earlier`
  ON CAST(CAST(ADD_MONTHS(`now`.`metric_time`, -1) AS TIMESTAMP) AS DATE) = `earlier`.`metric_time`
ORDER BY
  `metric_time` ASC NULLS LAST
