WITH `by_key` AS (
  SELECT
    `orders`.`store_id` AS `key_store_id`,
    COUNT(*) FILTER(WHERE
      `orders`.`status` = 'done') AS `order_count`
  FROM `main`.`orders` AS `orders`
  GROUP BY
    `orders`.`store_id`
), `chosen` AS (
  SELECT
    `regions`.`region` AS `region`,
    SUM(`by_key`.`order_count`) AS `order_count`
  FROM `by_key` AS `by_key`
  LEFT JOIN `main`.`stores` AS `stores`
    ON `by_key`.`key_store_id` = `stores`.`store_id`
  LEFT JOIN `main`.`regions` AS `regions`
    ON `stores`.`region_id` = `regions`.`region_id`
  GROUP BY
    `regions`.`region`
  HAVING
    SUM(`by_key`.`order_count`) <= 4
), `now` AS (
  SELECT
    SUM(`orders`.`amount`) AS `sales`
  FROM `main`.`orders` AS `orders`
  LEFT JOIN `main`.`stores` AS `stores`
    ON `orders`.`store_id` = `stores`.`store_id`
  LEFT JOIN `main`.`regions` AS `regions`
    ON `stores`.`region_id` = `regions`.`region_id`
  WHERE
    (
      `stores`.`is_open` <> FALSE OR `stores`.`is_open` IS NULL
    )
    AND EXISTS(
      SELECT
        1 AS `1`
      FROM `chosen` AS `chosen`
      WHERE
        `chosen`.`region` IS NOT DISTINCT FROM `regions`.`region`
    )
    AND `orders`.`status` = 'done'
), `now_2` AS (
  SELECT
    SUM(`refunds`.`amount`) AS `refunded`
  FROM `main`.`refunds` AS `refunds`
  LEFT JOIN `main`.`stores` AS `stores`
    ON `refunds`.`store_id` = `stores`.`store_id`
  LEFT JOIN `main`.`regions` AS `regions`
    ON `stores`.`region_id` = `regions`.`region_id`
  WHERE
    (
      `stores`.`is_open` <> FALSE OR `stores`.`is_open` IS NULL
    )
    AND EXISTS(
      SELECT
        1 AS `1`
      FROM `chosen` AS `chosen`
      WHERE
        `chosen`.`region` IS NOT DISTINCT FROM `regions`.`region`
    )
)
SELECT
  `now`.`sales` AS `sales`,
  `now_2`.`refunded` AS `refunded`
FROM `now` AS `now`
CROSS JOIN `now_2` AS `now_2`
