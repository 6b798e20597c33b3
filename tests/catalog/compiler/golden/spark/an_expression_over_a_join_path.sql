SELECT
  `orders`.`channel` AS `channel`,
  SUM(
    CASE
      WHEN CAST(`stores`.`area` AS DOUBLE) = 0
      THEN CAST(`orders`.`amount` AS DOUBLE) * CAST('Infinity' AS DOUBLE)
      WHEN CAST(`stores`.`area` AS DOUBLE) <> 0
      THEN CAST(`orders`.`amount` AS DOUBLE) / CAST(`stores`.`area` AS DOUBLE)
    END
  ) AS `sales_per_area`
FROM `main`.`orders` AS `orders`
LEFT JOIN `main`.`stores` AS `stores`
  ON `orders`.`store_id` = `stores`.`store_id`
WHERE
  `orders`.`status` = 'done'
GROUP BY
  `orders`.`channel`
ORDER BY
  `channel` ASC NULLS LAST
