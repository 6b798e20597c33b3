WITH `members that pass` AS (
  SELECT
    `orders`.`customer_id` AS `customer`,
    COUNT(*) AS `order_count`
  FROM `main`.`orders` AS `orders`
  WHERE
    `orders`.`status` = 'done'
  GROUP BY
    `orders`.`customer_id`
  HAVING
    COUNT(*) >= 2
), `cells` AS (
  SELECT
    `orders`.`channel` AS `channel`,
    SUM(`orders`.`amount`) AS `sales`
  FROM `main`.`orders` AS `orders`
  WHERE
    EXISTS(
      SELECT
        1 AS `1`
      FROM `members that pass` AS `members that pass`
      WHERE
        `members that pass`.`customer` = `orders`.`customer_id`
    )
    AND `orders`.`status` = 'done'
  GROUP BY
    `orders`.`channel`
)
SELECT
  `cells`.`channel` AS `channel`,
  CASE
    WHEN CAST(SUM(`cells`.`sales`) OVER () AS DOUBLE) = 0
    THEN NULL
    WHEN CAST(SUM(`cells`.`sales`) OVER () AS DOUBLE) <> 0
    THEN CAST(`cells`.`sales` AS DOUBLE) / CAST(SUM(`cells`.`sales`) OVER () AS DOUBLE)
  END AS `regular_sales_share`
FROM `cells` AS `cells`
ORDER BY
  `channel` ASC NULLS LAST
