SELECT
  `customer_notes`.`note` AS `note`,
  SUM(`orders`.`amount`) AS `sales`
FROM `main`.`orders` AS `orders`
LEFT JOIN `main`.`customers` AS `customers`
  ON `orders`.`customer_id` = `customers`.`customer_id`
LEFT JOIN `main`.`customer_notes` AS `customer_notes`
  ON `customers`.`customer_id` = `customer_notes`.`customer_id`
WHERE
  `orders`.`status` = 'done'
GROUP BY
  `customer_notes`.`note`
ORDER BY
  `note` ASC NULLS LAST
