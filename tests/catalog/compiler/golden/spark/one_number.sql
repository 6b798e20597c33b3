SELECT
  SUM(`orders`.`amount`) AS `sales`
FROM `main`.`orders` AS `orders`
WHERE
  `orders`.`status` = 'done'
