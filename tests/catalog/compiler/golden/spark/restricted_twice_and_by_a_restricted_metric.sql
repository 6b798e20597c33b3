WITH `by_key` AS (
  SELECT
    `orders`.`store_id` AS `key_store_id`,
    SUM(`orders`.`amount`) AS `sales`,
    SUM(`orders`.`cost`) AS `cost`
  FROM `main`.`orders` AS `orders`
  WHERE
    `orders`.`status` = 'done'
  GROUP BY
    `orders`.`store_id`
), `members that pass` AS (
  SELECT
    `stores`.`store` AS `store`,
    CASE
      WHEN CAST(SUM(`by_key`.`sales`) AS DOUBLE) = 0
      THEN NULL
      WHEN CAST(SUM(`by_key`.`sales`) AS DOUBLE) <> 0
      THEN CAST(SUM(`by_key`.`sales`) - SUM(`by_key`.`cost`) AS DOUBLE) / CAST(SUM(`by_key`.`sales`) AS DOUBLE)
    END AS `margin`
  FROM `by_key` AS `by_key`
  LEFT JOIN `main`.`stores` AS `stores`
    ON `by_key`.`key_store_id` = `stores`.`store_id`
  GROUP BY
    `stores`.`store`
  HAVING
    CASE
      WHEN CAST(SUM(`by_key`.`sales`) AS DOUBLE) = 0
      THEN NULL
      WHEN CAST(SUM(`by_key`.`sales`) AS DOUBLE) <> 0
      THEN CAST(SUM(`by_key`.`sales`) - SUM(`by_key`.`cost`) AS DOUBLE) / CAST(SUM(`by_key`.`sales`) AS DOUBLE)
    END <> 1
), `members that pass_2` AS (
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
), `now` AS (
  SELECT
    `customers`.`level` AS `level`,
    SUM(`orders`.`amount`) AS `sales`
  FROM `main`.`orders` AS `orders`
  LEFT JOIN `main`.`stores` AS `stores`
    ON `orders`.`store_id` = `stores`.`store_id`
  LEFT JOIN `main`.`customers` AS `customers`
    ON `orders`.`customer_id` = `customers`.`customer_id`
  WHERE
    EXISTS(
      SELECT
        1 AS `1`
      FROM `members that pass` AS `members that pass`
      WHERE
        `members that pass`.`store` = `stores`.`store`
    )
    AND EXISTS(
      SELECT
        1 AS `1`
      FROM `members that pass_2` AS `members that pass_2`
      WHERE
        `members that pass_2`.`customer` = `orders`.`customer_id`
    )
    AND `orders`.`status` = 'done'
  GROUP BY
    `customers`.`level`
), `by_key_2` AS (
  SELECT
    `orders`.`store_id` AS `key_store_id`,
    SUM(`orders`.`amount`) AS `sales`
  FROM `main`.`orders` AS `orders`
  WHERE
    EXISTS(
      SELECT
        1 AS `1`
      FROM `members that pass_2` AS `members that pass_2`
      WHERE
        `members that pass_2`.`customer` = `orders`.`customer_id`
    )
    AND `orders`.`status` = 'done'
  GROUP BY
    `orders`.`store_id`
), `members that pass_3` AS (
  SELECT
    `stores`.`store` AS `store`,
    SUM(`by_key_2`.`sales`) AS `regular_sales`
  FROM `by_key_2` AS `by_key_2`
  LEFT JOIN `main`.`stores` AS `stores`
    ON `by_key_2`.`key_store_id` = `stores`.`store_id`
  GROUP BY
    `stores`.`store`
  HAVING
    SUM(`by_key_2`.`sales`) <= 150
), `now_2` AS (
  SELECT
    `customers`.`level` AS `level`,
    SUM(`orders`.`amount`) AS `sales_2`
  FROM `main`.`orders` AS `orders`
  LEFT JOIN `main`.`stores` AS `stores`
    ON `orders`.`store_id` = `stores`.`store_id`
  LEFT JOIN `main`.`customers` AS `customers`
    ON `orders`.`customer_id` = `customers`.`customer_id`
  WHERE
    EXISTS(
      SELECT
        1 AS `1`
      FROM `members that pass_3` AS `members that pass_3`
      WHERE
        `members that pass_3`.`store` = `stores`.`store`
    )
    AND `orders`.`status` = 'done'
  GROUP BY
    `customers`.`level`
)
SELECT
  COALESCE(`now`.`level`, `now_2`.`level`) AS `level`,
  `now`.`sales` AS `regular_sales_at_margin`,
  `now_2`.`sales_2` AS `sales_at_regulars`
FROM `now` AS `now`
FULL JOIN `now_2` AS `now_2`
  ON `now`.`level` IS NOT DISTINCT FROM `now_2`.`level`
ORDER BY
  `level` ASC NULLS LAST
