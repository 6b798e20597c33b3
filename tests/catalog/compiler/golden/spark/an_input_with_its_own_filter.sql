WITH `by_key` AS (
  SELECT
    `orders`.`store_id` AS `key_store_id`,
    SUM(`orders`.`amount`) FILTER(WHERE
      `orders`.`channel` = '线上') AS `sales`,
    SUM(`orders`.`amount`) AS `sales_2`
  FROM `main`.`orders` AS `orders`
  WHERE
    `orders`.`status` = 'done'
  GROUP BY
    `orders`.`store_id`
)
SELECT
  `stores`.`store` AS `store`,
  CASE
    WHEN CAST(SUM(`by_key`.`sales_2`) AS DOUBLE) = 0
    THEN NULL
    WHEN CAST(SUM(`by_key`.`sales_2`) AS DOUBLE) <> 0
    THEN CAST(SUM(`by_key`.`sales`) AS DOUBLE) / CAST(SUM(`by_key`.`sales_2`) AS DOUBLE)
  END AS `online_rate`
FROM `by_key` AS `by_key`
LEFT JOIN `main`.`stores` AS `stores`
  ON `by_key`.`key_store_id` = `stores`.`store_id`
GROUP BY
  `stores`.`store`
ORDER BY
  `store` ASC NULLS LAST
