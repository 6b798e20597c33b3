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
    `regions`.`region` = '华东' OR `regions`.`region` IS NULL
  )
  AND (
    `orders`.`channel` <> '团购' OR `orders`.`channel` IS NULL
  )
  AND `stores`.`area` >= 10.5
  AND `orders`.`status` = 'done'
GROUP BY
  `stores`.`store`
ORDER BY
  `store` ASC NULLS LAST
