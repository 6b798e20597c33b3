WITH `by_key` AS (
  SELECT
    `orders`.`store_id` AS `key_store_id`,
    SUM(`orders`.`amount`) AS `sales_previous`
  FROM `main`.`orders` AS `orders`
  WHERE
    `orders`.`ordered_at` >= CAST('2024-01-01' AS DATE)
    AND `orders`.`ordered_at` < CAST('2024-04-01' AS DATE)
    AND `orders`.`status` = 'done'
    AND `orders`.`channel` = '线上'
  GROUP BY
    `orders`.`store_id`
)
SELECT
  `stores`.`store` AS `store`,
  SUM(`by_key`.`sales_previous`) AS `online_two_months_ago`
FROM `by_key` AS `by_key`
LEFT JOIN `main`.`stores` AS `stores`
  ON `by_key`.`key_store_id` = `stores`.`store_id`
GROUP BY
  `stores`.`store`
ORDER BY
  `store` ASC NULLS LAST
