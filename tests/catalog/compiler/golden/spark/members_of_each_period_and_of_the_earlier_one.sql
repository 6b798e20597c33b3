WITH `members that pass` AS (
  SELECT
    `orders`.`customer_id` AS `customer`,
    COUNT(*) AS `order_count`
  FROM `main`.`orders` AS `orders`
  WHERE
    `orders`.`ordered_at` >= CAST('2025-01-01' AS DATE)
    AND `orders`.`ordered_at` < CAST('2026-01-01' AS DATE)
    AND `orders`.`status` = 'done'
  GROUP BY
    `orders`.`customer_id`
  HAVING
    COUNT(*) >= 2
), `now` AS (
  SELECT
    SUM(`orders`.`amount`) AS `sales`
  FROM `main`.`orders` AS `orders`
  WHERE
    `orders`.`ordered_at` >= CAST('2025-01-01' AS DATE)
    AND `orders`.`ordered_at` < CAST('2026-01-01' AS DATE)
    AND EXISTS(
      SELECT
        1 AS `1`
      FROM `members that pass` AS `members that pass`
      WHERE
        `members that pass`.`customer` = `orders`.`customer_id`
    )
    AND `orders`.`status` = 'done'
), `members that pass_2` AS (
  SELECT
    `orders`.`customer_id` AS `customer`,
    COUNT(*) AS `order_count`
  FROM `main`.`orders` AS `orders`
  WHERE
    `orders`.`ordered_at` >= CAST('2024-01-01' AS DATE)
    AND `orders`.`ordered_at` < CAST('2025-01-01' AS DATE)
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
    `orders`.`ordered_at` >= CAST('2024-01-01' AS DATE)
    AND `orders`.`ordered_at` < CAST('2025-01-01' AS DATE)
    AND EXISTS(
      SELECT
        1 AS `1`
      FROM `members that pass_2` AS `members that pass_2`
      WHERE
        `members that pass_2`.`customer` = `orders`.`customer_id`
    )
    AND `orders`.`status` = 'done'
), `members that pass_3` AS (
  SELECT
    `orders`.`customer_id` AS `customer`,
    COUNT(*) AS `order_count`
  FROM `main`.`orders` AS `orders`
  WHERE
    `orders`.`ordered_at` >= CAST('2023-01-01' AS DATE)
    AND `orders`.`ordered_at` < CAST('2024-01-01' AS DATE)
    AND `orders`.`status` = 'done'
  GROUP BY
    `orders`.`customer_id`
  HAVING
    COUNT(*) >= 2
), `earlier_2` AS (
  SELECT
    SUM(`orders`.`amount`) AS `sales_previous_2`
  FROM `main`.`orders` AS `orders`
  WHERE
    `orders`.`ordered_at` >= CAST('2023-01-01' AS DATE)
    AND `orders`.`ordered_at` < CAST('2024-01-01' AS DATE)
    AND EXISTS(
      SELECT
        1 AS `1`
      FROM `members that pass_3` AS `members that pass_3`
      WHERE
        `members that pass_3`.`customer` = `orders`.`customer_id`
    )
    AND `orders`.`status` = 'done'
)
SELECT
  `now`.`sales` AS `regular_sales`,
  `earlier`.`sales_previous` AS `regular_sales_previous`,
  CASE
    WHEN CAST(`earlier`.`sales_previous` AS DOUBLE) = 0
    THEN NULL
    WHEN CAST(`earlier`.`sales_previous` AS DOUBLE) <> 0
    THEN CAST(`now`.`sales` AS DOUBLE) / CAST(`earlier`.`sales_previous` AS DOUBLE)
  END AS `regular_growth`,
  CASE
    WHEN CAST(`earlier_2`.`sales_previous_2` AS DOUBLE) = 0
    THEN NULL
    WHEN CAST(`earlier_2`.`sales_previous_2` AS DOUBLE) <> 0
    THEN CAST(`earlier`.`sales_previous` AS DOUBLE) / CAST(`earlier_2`.`sales_previous_2` AS DOUBLE)
  END AS `regular_growth_previous`
FROM `now` AS `now`
CROSS JOIN `earlier` AS `earlier`
CROSS JOIN `earlier_2` AS `earlier_2`
