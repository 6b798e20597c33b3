SELECT
  `stores`.`city` AS `city`,
  SUM(`orders`.`amount`) AS `sales`,
  SUM(`orders`.`amount`) FILTER(WHERE
    `orders`.`channel` = '线上') AS `online`,
  SUM(`orders`.`amount`) FILTER(WHERE
    `regions`.`region` = '华东') AS `east`
FROM `main`.`orders` AS `orders`
LEFT JOIN `main`.`stores` AS `stores`
  ON `orders`.`store_id` = `stores`.`store_id`
LEFT JOIN `main`.`regions` AS `regions`
  ON `stores`.`region_id` = `regions`.`region_id`
WHERE
  `orders`.`status` = 'done'
GROUP BY
  `stores`.`city`
ORDER BY
  `online` DESC,
  `city` ASC NULLS LAST
