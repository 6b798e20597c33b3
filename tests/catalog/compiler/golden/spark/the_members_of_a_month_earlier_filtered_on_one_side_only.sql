WITH `now` AS (
  SELECT
    SUM(`orders`.`amount`) AS `sales`
  FROM `main`.`orders` AS `orders`
  WHERE
    `orders`.`ordered_at` >= CAST('2024-03-01' AS DATE)
    AND `orders`.`ordered_at` < CAST('2024-04-01' AS DATE)
    AND `orders`.`status` = 'done'
), `members that pass` AS (
  SELECT
    `orders`.`customer_id` AS `customer`,
    COUNT(*) AS `order_count`
  FROM `main`.`orders` AS `orders`
  WHERE
    `orders`.`ordered_at` >= CAST('2024-02-01' AS DATE)
    AND `orders`.`ordered_at` < CAST('2024-03-01' AS DATE)
    AND `orders`.`status` = 'done'
  GROUP BY
    `orders`.`customer_id`
  HAVING
    COUNT(*) >= 2
), `earlier` AS (
  SELECT
    SUM(`orders`.`amount`) AS `sales_previous`
  FROM `main`.`orders` AS `orders`
  WHERE
    `orders`.`ordered_at` >= CAST('2024-02-01' AS DATE)
    AND `orders`.`ordered_at` < CAST('2024-03-01' AS DATE)
    AND EXISTS(
      SELECT
        1 AS `1`
      FROM `members that pass` AS `members that pass`
      WHERE
        `members that pass`.`customer` = `orders`.`customer_id`
    )
    AND `orders`.`status` = 'done'
    AND `orders`.`channel` = '门店'
)
SELECT
  CASE
    WHEN CAST(`now`.`sales` AS DOUBLE) = 0
    THEN NULL
    WHEN CAST(`now`.`sales` AS DOUBLE) <> 0
    THEN CAST(`earlier`.`sales_previous` AS DOUBLE) / CAST(`now`.`sales` AS DOUBLE)
  END AS `regulars_online`
FROM `now` AS `now`
CROSS JOIN `earlier` AS `earlier`
