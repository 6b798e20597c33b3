WITH `by_key` AS (
  SELECT
    `orders`.`channel` AS `channel`,
    `orders`.`store_id` AS `key_store_id`,
    COUNT(*) AS `order_count`
  FROM `main`.`orders` AS `orders`
  WHERE
    `orders`.`status` = 'done'
  GROUP BY
    `orders`.`channel`,
    `orders`.`store_id`
), `cells` AS (
  SELECT
    `by_key`.`channel` AS `channel`,
    `stores`.`store` AS `store`,
    SUM(`by_key`.`order_count`) AS `order_count`
  FROM `by_key` AS `by_key`
  LEFT JOIN `main`.`stores` AS `stores`
    ON `by_key`.`key_store_id` = `stores`.`store_id`
  GROUP BY
    `by_key`.`channel`,
    `stores`.`store`
)
SELECT
  `cells`.`channel` AS `channel`,
  `cells`.`store` AS `store`,
  `cells`.`order_count` AS `order_count`,
  RANK() OVER (PARTITION BY `cells`.`channel` ORDER BY `cells`.`order_count` DESC) AS `order_count_rank`
FROM `cells` AS `cells`
ORDER BY
  `channel` ASC NULLS LAST,
  `store` ASC NULLS LAST
