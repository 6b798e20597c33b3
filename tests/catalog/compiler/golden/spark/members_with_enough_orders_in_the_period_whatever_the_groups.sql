WITH `members that pass` AS (
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
), `now` AS (
  SELECT
    `orders`.`channel` AS `channel`,
    SUM(`orders`.`amount`) AS `sales`
  FROM `main`.`orders` AS `orders`
  WHERE
    `orders`.`ordered_at` >= CAST('2024-01-01' AS DATE)
    AND `orders`.`ordered_at` < CAST('2025-01-01' AS DATE)
    AND EXISTS(
      SELECT
        1 AS `1`
      FROM `members that pass` AS `members that pass`
      WHERE
        `members that pass`.`customer` = `orders`.`customer_id`
    )
    AND `orders`.`status` = 'done'
  GROUP BY
    `orders`.`channel`
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
    COUNT(*) >= 3
), `now_2` AS (
  SELECT
    `orders`.`channel` AS `channel`,
    COUNT(DISTINCT `orders`.`customer_id`) AS `buyers`
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
  GROUP BY
    `orders`.`channel`
), `now_3` AS (
  SELECT
    `orders`.`channel` AS `channel`,
    SUM(`orders`.`amount`) AS `sales_2`
  FROM `main`.`orders` AS `orders`
  WHERE
    `orders`.`ordered_at` >= CAST('2024-01-01' AS DATE)
    AND `orders`.`ordered_at` < CAST('2025-01-01' AS DATE)
    AND `orders`.`status` = 'done'
  GROUP BY
    `orders`.`channel`
)
SELECT
  COALESCE(`now`.`channel`, `now_2`.`channel`, `now_3`.`channel`) AS `channel`,
  `now`.`sales` AS `regular_sales`,
  `now_2`.`buyers` AS `regulars`,
  CASE
    WHEN CAST(`now_3`.`sales_2` AS DOUBLE) = 0
    THEN NULL
    WHEN CAST(`now_3`.`sales_2` AS DOUBLE) <> 0
    THEN CAST(`now`.`sales` AS DOUBLE) / CAST(`now_3`.`sales_2` AS DOUBLE)
  END AS `regular_share`
FROM `now` AS `now`
FULL JOIN `now_2` AS `now_2`
  ON `now`.`channel` IS NOT DISTINCT FROM `now_2`.`channel`
FULL JOIN `now_3` AS `now_3`
  ON COALESCE(`now`.`channel`, `now_2`.`channel`) IS NOT DISTINCT FROM `now_3`.`channel`
ORDER BY
  `channel` ASC NULLS LAST
