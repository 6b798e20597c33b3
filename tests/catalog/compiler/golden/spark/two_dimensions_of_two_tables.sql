SELECT
  `stores`.`city` AS `city`,
  `customers`.`level` AS `level`,
  SUM(`orders`.`amount`) AS `sales`
FROM `main`.`orders` AS `orders`
LEFT JOIN `main`.`stores` AS `stores`
  ON `orders`.`store_id` = `stores`.`store_id`
LEFT JOIN `main`.`customers` AS `customers`
  ON `orders`.`customer_id` = `customers`.`customer_id`
WHERE
  `orders`.`status` = 'done'
GROUP BY
  `stores`.`city`,
  `customers`.`level`
ORDER BY
  `city` ASC NULLS LAST,
  `level` ASC NULLS LAST
