SELECT
  `home`.`city` AS `home_city`,
  `stores`.`city` AS `city`,
  SUM(`orders`.`amount`) AS `sales`
FROM `main`.`orders` AS `orders`
LEFT JOIN `main`.`customers` AS `customers`
  ON `orders`.`customer_id` = `customers`.`customer_id`
LEFT JOIN `main`.`stores` AS `stores`
  ON `orders`.`store_id` = `stores`.`store_id`
LEFT JOIN `main`.`stores` AS `home`
  ON `customers`.`home_store` = `home`.`store_id`
WHERE
  `orders`.`status` = 'done'
GROUP BY
  `home`.`city`,
  `stores`.`city`
ORDER BY
  `home_city` ASC NULLS LAST,
  `city` ASC NULLS LAST
