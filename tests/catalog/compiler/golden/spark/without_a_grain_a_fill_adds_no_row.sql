WITH `by_key` AS (
  SELECT
    `refunds`.`store_id` AS `key_store_id`,
    COUNT(*) AS `refund_count`
  FROM `main`.`refunds` AS `refunds`
  GROUP BY
    `refunds`.`store_id`
), `now` AS (
  SELECT
    `stores`.`store` AS `store`,
    SUM(`by_key`.`refund_count`) AS `refund_count`
  FROM `by_key` AS `by_key`
  LEFT JOIN `main`.`stores` AS `stores`
    ON `by_key`.`key_store_id` = `stores`.`store_id`
  GROUP BY
    `stores`.`store`
), `by_key_2` AS (
  SELECT
    `orders`.`store_id` AS `key_store_id`,
    SUM(`orders`.`amount`) AS `sales`
  FROM `main`.`orders` AS `orders`
  WHERE
    `orders`.`status` = 'done'
  GROUP BY
    `orders`.`store_id`
), `now_2` AS (
  SELECT
    `stores`.`store` AS `store`,
    SUM(`by_key_2`.`sales`) AS `sales`
  FROM `by_key_2` AS `by_key_2`
  LEFT JOIN `main`.`stores` AS `stores`
    ON `by_key_2`.`key_store_id` = `stores`.`store_id`
  GROUP BY
    `stores`.`store`
)
SELECT
  COALESCE(`now`.`store`, `now_2`.`store`) AS `store`,
  COALESCE(`now`.`refund_count`, 0) AS `refund_count`,
  `now_2`.`sales` AS `sales`
FROM `now` AS `now`
FULL JOIN `now_2` AS `now_2`
  ON `now`.`store` IS NOT DISTINCT FROM `now_2`.`store`
ORDER BY
  `store` ASC NULLS LAST
