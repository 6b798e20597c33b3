SELECT
  `regions`.`region` AS `region`,
  SUM(`orders`.`amount`) AS `sales`
FROM `main`.`orders` AS `orders`
LEFT JOIN `main`.`customers` AS `customers`
  ON `orders`.`customer_id` = `customers`.`customer_id`
LEFT JOIN `main`.`stores` AS `stores`
  ON `orders`.`store_id` = `stores`.`store_id`
LEFT JOIN `main`.`regions` AS `regions`
  ON `stores`.`region_id` = `regions`.`region_id`
WHERE
  `orders`.`status` = 'done'
  AND (
    `orders`.`channel` = '团购' OR `customers`.`level` = '银'
  )
  AND `orders`.`status` = 'done'
GROUP BY
  `regions`.`region`
ORDER BY
  `region` ASC NULLS LAST
