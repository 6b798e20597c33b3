WITH `by_key` AS (
  SELECT
    `orders`.`store_id` AS `key_store_id`,
    COUNT(*) AS `order_count`
  FROM `main`.`orders` AS `orders`
  WHERE
    `orders`.`status` = 'done'
  GROUP BY
    `orders`.`store_id`
)
SELECT
  `qualified rows`.`store` AS `store`,
  `qualified rows`.`order_count` AS `order_count`
FROM (
  SELECT
    `stores`.`store` AS `store`,
    SUM(`by_key`.`order_count`) AS `order_count`,
    (
      RANK() OVER (ORDER BY SUM(`by_key`.`order_count`) DESC) <= 3
    ) AS `kept`
  FROM `by_key` AS `by_key`
  LEFT JOIN `main`.`stores` AS `stores`
    ON `by_key`.`key_store_id` = `stores`.`store_id`
  GROUP BY
    `stores`.`store`
) AS `qualified rows`
WHERE
  `qualified rows`.`kept`
ORDER BY
  `order_count` DESC,
  `store` ASC NULLS LAST
