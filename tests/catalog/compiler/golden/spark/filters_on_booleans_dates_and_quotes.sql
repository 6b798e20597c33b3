SELECT
  SUM(`orders`.`amount`) AS `sales`
FROM `main`.`orders` AS `orders`
LEFT JOIN `main`.`stores` AS `stores`
  ON `orders`.`store_id` = `stores`.`store_id`
WHERE
  `stores`.`is_open` = FALSE
  AND CAST(`stores`.`opened_on` AS DATE) > CAST('2024-01-01' AS DATE)
  AND `stores`.`store` IN ('O\'Neil', 'x;--')
  AND `orders`.`status` = 'done'
