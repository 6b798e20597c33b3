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
    CASE
      WHEN CAST(SUM(`cells`.`sales`) OVER () AS DOUBLE) = 0
      THEN NULL
      WHEN CAST(SUM(`cells`.`sales`) OVER () AS DOUBLE) <> 0
      THEN CAST(`cells`.`sales` AS DOUBLE) / CAST(SUM(`cells`.`sales`) OVER () AS DOUBLE)
    END AS `sales_share`
  FROM `cells` AS `cells`
)
SELECT
  `shown`.`channel` AS `channel`,
  `shown`.`sales_share` AS `sales_share`
FROM `shown` AS `shown`
WHERE
  `shown`.`channel` = '线上'
ORDER BY
  `channel` ASC NULLS LAST
