SELECT
  `orders`.`channel` AS `channel`,
  SUM(`orders`.`amount`) AS `sales`
FROM `main`.`orders` AS `orders`
WHERE
  `orders`.`status` = 'done'
GROUP BY
  `orders`.`channel`
HAVING
  (
    `orders`.`channel` <> '线上' OR `orders`.`channel` IS NULL
  )
ORDER BY
  `channel` ASC NULLS LAST
