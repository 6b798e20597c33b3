WITH `by_key` AS (
  SELECT
    `orders`.`store_id` AS `key_store_id`,
    SUM(`orders`.`amount`) AS `sales`
  FROM `main`.`orders` AS `orders`
  WHERE
    `orders`.`status` = 'done'
  GROUP BY
    `orders`.`store_id`
), `now` AS (
  SELECT
    `stores`.`store` AS `store`,
    SUM(`by_key`.`sales`) AS `sales`
  FROM `by_key` AS `by_key`
  LEFT JOIN `main`.`stores` AS `stores`
    ON `by_key`.`key_store_id` = `stores`.`store_id`
  GROUP BY
    `stores`.`store`
), `by_key_2` AS (
  SELECT
    `refunds`.`store_id` AS `key_store_id`,
    SUM(`refunds`.`amount`) AS `refunded`,
    COUNT(*) AS `refund_count`
  FROM `main`.`refunds` AS `refunds`
  GROUP BY
    `refunds`.`store_id`
), `now_2` AS (
  SELECT
    `stores`.`store` AS `store`,
    SUM(`by_key_2`.`refunded`) AS `refunded`,
    SUM(`by_key_2`.`refund_count`) AS `refund_count`
  FROM `by_key_2` AS `by_key_2`
  LEFT JOIN `main`.`stores` AS `stores`
    ON `by_key_2`.`key_store_id` = `stores`.`store_id`
  GROUP BY
    `stores`.`store`
), `by_key_3` AS (
  SELECT
    `visits`.`store_id` AS `key_store_id`,
    SUM(`visits`.`visitors`) AS `visitors`
  FROM `main`.`visits` AS `visits`
  GROUP BY
    `visits`.`store_id`
), `now_3` AS (
  SELECT
    `stores`.`store` AS `store`,
    SUM(`by_key_3`.`visitors`) AS `visitors`
  FROM `by_key_3` AS `by_key_3`
  LEFT JOIN `main`.`stores` AS `stores`
    ON `by_key_3`.`key_store_id` = `stores`.`store_id`
  GROUP BY
    `stores`.`store`
)
SELECT
  COALESCE(`now`.`store`, `now_2`.`store`, `now_3`.`store`) AS `store`,
  `now`.`sales` AS `sales`,
  `now_2`.`refunded` AS `refunded`,
  `now_3`.`visitors` AS `visitors`,
  `now`.`sales` - `now_2`.`refunded` AS `net_sales`,
  COALESCE(`now_2`.`refund_count`, 0) AS `refund_count`
FROM `now` AS `now`
FULL JOIN `now_2` AS `now_2`
  ON `now`.`store` IS NOT DISTINCT FROM `now_2`.`store`
FULL JOIN `now_3` AS `now_3`
  ON COALESCE(`now`.`store`, `now_2`.`store`) IS NOT DISTINCT FROM `now_3`.`store`
ORDER BY
  `store` ASC NULLS LAST
