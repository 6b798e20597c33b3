WITH `now` AS (
  SELECT
    SUM(`orders`.`amount`) AS `sales`
  FROM `main`.`orders` AS `orders`
  LEFT JOIN `main`.`stores` AS `stores`
    ON `orders`.`store_id` = `stores`.`store_id`
  WHERE
    `stores`.`city` IN ('上海', '北京') AND `orders`.`status` = 'done'
), `now_2` AS (
  SELECT
    SUM(`refunds`.`amount`) AS `refunded`
  FROM `main`.`refunds` AS `refunds`
  LEFT JOIN `main`.`stores` AS `stores`
    ON `refunds`.`store_id` = `stores`.`store_id`
  WHERE
    `stores`.`city` IN ('上海', '北京')
), `now_3` AS (
  SELECT
    COUNT(*) AS `store_count`
  FROM `main`.`stores` AS `stores`
  WHERE
    `stores`.`city` IN ('上海', '北京')
)
SELECT
  `now`.`sales` AS `sales`,
  `now_2`.`refunded` AS `refunded`,
  `now_3`.`store_count` AS `store_count`
FROM `now` AS `now`
CROSS JOIN `now_2` AS `now_2`
CROSS JOIN `now_3` AS `now_3`
