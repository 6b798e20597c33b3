SELECT
  `orders`.`channel` AS `channel`,
  SUM(`orders`.`amount`) FILTER(WHERE
    `orders`.`status` = 'done') AS `sales`,
  SUM(`orders`.`amount`) FILTER(WHERE
    `orders`.`status` = 'cancelled') AS `cancelled`
FROM `main`.`orders` AS `orders`
WHERE
  (
    `orders`.`status` = 'done' OR `orders`.`status` = 'cancelled'
  )
GROUP BY
  `orders`.`channel`
ORDER BY
  `channel` ASC NULLS LAST
