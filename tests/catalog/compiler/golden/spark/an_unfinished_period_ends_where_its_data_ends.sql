SELECT
  CAST(`orders`.`ordered_at` AS DATE) AS `metric_time`,
  COUNT(*) AS `order_count`
FROM `main`.`orders` AS `orders`
WHERE
  `orders`.`ordered_at` >= CAST('2025-03-01' AS DATE)
  AND `orders`.`ordered_at` < CAST('2025-03-13' AS DATE)
  AND `orders`.`status` = 'done'
GROUP BY
  CAST(`orders`.`ordered_at` AS DATE)
ORDER BY
  `metric_time` ASC NULLS LAST
