WITH `cells` AS (
  SELECT
    `orders`.`channel` AS `channel`,
    SUM(`orders`.`amount`) AS `sales`
  FROM `main`.`orders` AS `orders`
  WHERE
    `orders`.`status` = 'done'
  GROUP BY
    `orders`.`channel`
)
SELECT
  `cells`.`channel` AS `channel`,
  `cells`.`sales` AS `sales`,
  CASE
    WHEN CAST(SUM(`cells`.`sales`) OVER () AS DOUBLE) = 0
    THEN NULL
    WHEN CAST(SUM(`cells`.`sales`) OVER () AS DOUBLE) <> 0
    THEN CAST(`cells`.`sales` AS DOUBLE) / CAST(SUM(`cells`.`sales`) OVER () AS DOUBLE)
  END AS `sales_share`
FROM `cells` AS `cells`
ORDER BY
  `channel` ASC NULLS LAST
