SELECT
  (
    `orders`.`amount` >= 70
  ) AS `big_order`,
  COUNT(*) AS `order_count`
FROM `main`.`orders` AS `orders`
WHERE
  `orders`.`status` = 'done'
GROUP BY
  (
    `orders`.`amount` >= 70
  )
ORDER BY
  `big_order` ASC NULLS LAST
