WITH `by_key` AS (
  SELECT
    `orders`.`store_id` AS `key_store_id`,
    COUNT(*) FILTER(WHERE
      `orders`.`status` = 'done') AS `order_count`
  FROM `main`.`orders` AS `orders`
  WHERE
    `orders`.`ordered_at` >= CAST('2024-02-29' AS DATE)
    AND `orders`.`ordered_at` < CAST('2024-03-01' AS DATE)
  GROUP BY
    `orders`.`store_id`
)
SELECT
  `stores`.`store` AS `store`,
  SUM(`by_key`.`order_count`) AS `order_count`
FROM `by_key` AS `by_key`
LEFT JOIN `main`.`stores` AS `stores`
  ON `by_key`.`key_store_id` = `stores`.`store_id`
GROUP BY
  `stores`.`store`
HAVING
  SUM(`by_key`.`order_count`) < 1
ORDER BY
  `store` ASC NULLS LAST
