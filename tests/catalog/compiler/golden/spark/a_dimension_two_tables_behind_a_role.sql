SELECT
  `home_regions`.`region` AS `home_region`,
  SUM(`orders`.`amount`) AS `sales`
FROM `main`.`orders` AS `orders`
LEFT JOIN `main`.`customers` AS `customers`
  ON `orders`.`customer_id` = `customers`.`customer_id`
LEFT JOIN `main`.`stores` AS `home`
  ON `customers`.`home_store` = `home`.`store_id`
LEFT JOIN `main`.`regions` AS `home_regions`
  ON `home`.`region_id` = `home_regions`.`region_id`
WHERE
  `orders`.`status` = 'done'
GROUP BY
  `home_regions`.`region`
ORDER BY
  `home_region` ASC NULLS LAST
