WITH `now` AS (
  SELECT
    `orders`.`channel` AS `channel`,
    SUM(`orders`.`amount`) AS `sales`
  FROM `main`.`orders` AS `orders`
  WHERE
    `orders`.`ordered_at` < CAST('2024-04-01' AS DATE) AND `orders`.`status` = 'done'
  GROUP BY
    `orders`.`channel`
), `now_2` AS (
  SELECT
    `orders`.`channel` AS `channel`,
    SUM(`orders`.`amount`) AS `sales_2`
  FROM `main`.`orders` AS `orders`
  WHERE
    `orders`.`ordered_at` < CAST('2024-04-01' AS DATE) AND `orders`.`status` = 'done'
  GROUP BY
    `orders`.`channel`
)
SELECT
  COALESCE(`now`.`channel`, `now_2`.`channel`) AS `channel`,
  `now`.`sales` AS `sales`,
  `now_2`.`sales_2` AS `total_sales`
FROM `now` AS `now`
FULL JOIN `now_2` AS `now_2`
  ON `now`.`channel` IS NOT DISTINCT FROM `now_2`.`channel`
ORDER BY
  `channel` ASC NULLS LAST
