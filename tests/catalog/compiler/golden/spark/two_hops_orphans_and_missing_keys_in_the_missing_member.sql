WITH `by_key` AS (
  SELECT
    `orders`.`store_id` AS `key_store_id`,
    SUM(`orders`.`amount`) AS `sales`,
    COUNT(*) AS `order_count`
  FROM `main`.`orders` AS `orders`
  WHERE
    `orders`.`status` = 'done'
  GROUP BY
    `orders`.`store_id`
)
SELECT
  `regions`.`region` AS `region`,
  SUM(`by_key`.`sales`) AS `sales`,
  SUM(`by_key`.`order_count`) AS `order_count`
FROM `by_key` AS `by_key`
LEFT JOIN `main`.`stores` AS `stores`
  ON `by_key`.`key_store_id` = `stores`.`store_id`
LEFT JOIN `main`.`regions` AS `regions`
  ON `stores`.`region_id` = `regions`.`region_id`
GROUP BY
  `regions`.`region`
ORDER BY
  `region` ASC NULLS LAST
