SELECT
  `orders`.`channel` AS `channel`,
  COUNT(*) AS `order_count`
FROM `main`.`orders` AS `orders`
WHERE
  `orders`.`channel` <> '线上' AND `orders`.`status` = 'done'
GROUP BY
  `orders`.`channel`
ORDER BY
  `channel` ASC NULLS LAST
