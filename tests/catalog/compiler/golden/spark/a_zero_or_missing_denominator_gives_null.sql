WITH `by_key` AS (
  SELECT
    `orders`.`store_id` AS `key_store_id`,
    COUNT(*) AS `order_count`
  FROM `main`.`orders` AS `orders`
  WHERE
    `orders`.`status` = 'done'
  GROUP BY
    `orders`.`store_id`
), `now` AS (
  SELECT
    `stores`.`store` AS `store`,
    SUM(`by_key`.`order_count`) AS `order_count`
  FROM `by_key` AS `by_key`
  LEFT JOIN `main`.`stores` AS `stores`
    ON `by_key`.`key_store_id` = `stores`.`store_id`
  GROUP BY
    `stores`.`store`
), `by_key_2` AS (
  SELECT
    `visits`.`store_id` AS `key_store_id`,
    SUM(`visits`.`visitors`) AS `visitors`
  FROM `main`.`visits` AS `visits`
  GROUP BY
    `visits`.`store_id`
), `now_2` AS (
  SELECT
    `stores`.`store` AS `store`,
    SUM(`by_key_2`.`visitors`) AS `visitors`
  FROM `by_key_2` AS `by_key_2`
  LEFT JOIN `main`.`stores` AS `stores`
    ON `by_key_2`.`key_store_id` = `stores`.`store_id`
  GROUP BY
    `stores`.`store`
)
SELECT
  COALESCE(`now`.`store`, `now_2`.`store`) AS `store`,
  CASE
    WHEN CAST(`now_2`.`visitors` AS DOUBLE) = 0
    THEN NULL
    WHEN CAST(`now_2`.`visitors` AS DOUBLE) <> 0
    THEN CAST(`now`.`order_count` AS DOUBLE) / CAST(`now_2`.`visitors` AS DOUBLE)
  END AS `conversion`,
  `now`.`order_count` AS `order_count`,
  `now_2`.`visitors` AS `visitors`
FROM `now` AS `now`
FULL JOIN `now_2` AS `now_2`
  ON `now`.`store` IS NOT DISTINCT FROM `now_2`.`store`
ORDER BY
  `store` ASC NULLS LAST
