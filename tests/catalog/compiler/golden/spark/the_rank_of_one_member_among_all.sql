WITH `cells` AS (
  SELECT
    `orders`.`channel` AS `channel`,
    SUM(`orders`.`amount`) AS `sales`
  FROM `main`.`orders` AS `orders`
  WHERE
    `orders`.`status` = 'done'
  GROUP BY
    `orders`.`channel`
), `shown` AS (
  SELECT
    `cells`.`channel` AS `channel`,
    `cells`.`sales` AS `sales`,
    RANK() OVER (ORDER BY `cells`.`sales` DESC) AS `sales_rank`
  FROM `cells` AS `cells`
)
SELECT
  `shown`.`channel` AS `channel`,
  `shown`.`sales` AS `sales`,
  `shown`.`sales_rank` AS `sales_rank`
FROM `shown` AS `shown`
WHERE
  `shown`.`channel` = '线上'
ORDER BY
  `channel` ASC NULLS LAST
