WITH `by_key` AS (
  SELECT
    `orders`.`store_id` AS `key_store_id`,
    SUM(`orders`.`amount`) AS `sales`,
    SUM(`orders`.`cost`) AS `cost`
  FROM `main`.`orders` AS `orders`
  WHERE
    `orders`.`status` = 'done'
  GROUP BY
    `orders`.`store_id`
)
SELECT
  `stores`.`store` AS `store`,
  SUM(`by_key`.`sales`) - SUM(`by_key`.`cost`) AS `profit`,
  CASE
    WHEN CAST(SUM(`by_key`.`sales`) AS DOUBLE) = 0
    THEN NULL
    WHEN CAST(SUM(`by_key`.`sales`) AS DOUBLE) <> 0
    THEN CAST(SUM(`by_key`.`sales`) - SUM(`by_key`.`cost`) AS DOUBLE) / CAST(SUM(`by_key`.`sales`) AS DOUBLE)
  END AS `margin`
FROM `by_key` AS `by_key`
LEFT JOIN `main`.`stores` AS `stores`
  ON `by_key`.`key_store_id` = `stores`.`store_id`
GROUP BY
  `stores`.`store`
ORDER BY
  `store` ASC NULLS LAST
