WITH `now` AS (
  SELECT
    `stores`.`store` AS `store`,
    SUM(`orders`.`amount`) AS `sales`
  FROM `main`.`orders` AS `orders`
  LEFT JOIN `main`.`stores` AS `stores`
    ON `orders`.`store_id` = `stores`.`store_id`
  LEFT JOIN `main`.`regions` AS `regions`
    ON `stores`.`region_id` = `regions`.`region_id`
  WHERE
    (
      `regions`.`region` = '华东'
      AND `stores`.`is_open` = TRUE
      OR (
        `stores`.`city` = '北京' OR `stores`.`city` IS NULL
      )
    )
    AND `orders`.`status` = 'done'
  GROUP BY
    `stores`.`store`
), `now_2` AS (
  SELECT
    `stores`.`store` AS `store`,
    SUM(`refunds`.`amount`) AS `refunded`
  FROM `main`.`refunds` AS `refunds`
  LEFT JOIN `main`.`stores` AS `stores`
    ON `refunds`.`store_id` = `stores`.`store_id`
  LEFT JOIN `main`.`regions` AS `regions`
    ON `stores`.`region_id` = `regions`.`region_id`
  WHERE
    (
      `regions`.`region` = '华东'
      AND `stores`.`is_open` = TRUE
      OR (
        `stores`.`city` = '北京' OR `stores`.`city` IS NULL
      )
    )
  GROUP BY
    `stores`.`store`
)
SELECT
  COALESCE(`now`.`store`, `now_2`.`store`) AS `store`,
  `now`.`sales` AS `sales`,
  `now_2`.`refunded` AS `refunded`
FROM `now` AS `now`
FULL JOIN `now_2` AS `now_2`
  ON `now`.`store` IS NOT DISTINCT FROM `now_2`.`store`
ORDER BY
  `store` ASC NULLS LAST
