SELECT
  `orders`.`channel` AS `channel`,
  SUM(`orders`.`amount`) FILTER(WHERE
    `regions`.`region` = '华东') AS `east_sales`,
  SUM(`orders`.`amount`) AS `sales`
FROM `main`.`orders` AS `orders`
LEFT JOIN `main`.`stores` AS `stores`
  ON `orders`.`store_id` = `stores`.`store_id`
LEFT JOIN `main`.`regions` AS `regions`
  ON `stores`.`region_id` = `regions`.`region_id`
WHERE
  `orders`.`status` = 'done'
GROUP BY
  `orders`.`channel`
ORDER BY
  `channel` ASC NULLS LAST
