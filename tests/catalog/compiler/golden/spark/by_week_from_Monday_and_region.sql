WITH `by_key` AS (
  SELECT
    CAST(DATE_TRUNC('WEEK', `orders`.`ordered_at`) AS DATE) AS `metric_time`,
    `orders`.`store_id` AS `key_store_id`,
    SUM(`orders`.`amount`) AS `sales`
  FROM `main`.`orders` AS `orders`
  WHERE
    `orders`.`ordered_at` >= CAST('2025-01-01' AS DATE)
    AND `orders`.`ordered_at` < CAST('2025-04-01' AS DATE)
    AND `orders`.`status` = 'done'
  GROUP BY
    CAST(DATE_TRUNC('WEEK', `orders`.`ordered_at`) AS DATE),
    `orders`.`store_id`
)
SELECT
  `by_key`.`metric_time` AS `metric_time`,
  `regions`.`region` AS `region`,
  SUM(`by_key`.`sales`) AS `sales`
FROM `by_key` AS `by_key`
LEFT JOIN `main`.`stores` AS `stores`
  ON `by_key`.`key_store_id` = `stores`.`store_id`
LEFT JOIN `main`.`regions` AS `regions`
  ON `stores`.`region_id` = `regions`.`region_id`
GROUP BY
  `by_key`.`metric_time`,
  `regions`.`region`
ORDER BY
  `metric_time` ASC NULLS LAST,
  `region` ASC NULLS LAST
