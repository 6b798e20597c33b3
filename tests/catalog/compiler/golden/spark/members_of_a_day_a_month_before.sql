WITH `members that pass` AS (
  SELECT
    CAST(`orders`.`ordered_at` AS DATE) AS `metric_time`,
    `orders`.`customer_id` AS `customer`,
    COUNT(*) AS `order_count`
  FROM `main`.`orders` AS `orders`
  WHERE
    `orders`.`ordered_at` >= CAST('2025-03-01' AS DATE)
    AND `orders`.`ordered_at` < CAST('2025-04-01' AS DATE)
    AND `orders`.`status` = 'done'
  GROUP BY
    CAST(`orders`.`ordered_at` AS DATE),
    `orders`.`customer_id`
  HAVING
    COUNT(*) >= 2
), `now` AS (
  SELECT
    CAST(`orders`.`ordered_at` AS DATE) AS `metric_time`,
    SUM(`orders`.`amount`) AS `sales`
  FROM `main`.`orders` AS `orders`
  WHERE
    `orders`.`ordered_at` >= CAST('2025-03-01' AS DATE)
    AND `orders`.`ordered_at` < CAST('2025-04-01' AS DATE)
    AND EXISTS(
      SELECT
        1 AS `1`
      FROM `members that pass` AS `members that pass`
      WHERE
        `members that pass`.`customer` = `orders`.`customer_id`
        AND `members that pass`.`metric_time` = CAST(`orders`.`ordered_at` AS DATE)
    )
    AND `orders`.`status` = 'done'
  GROUP BY
    CAST(`orders`.`ordered_at` AS DATE)
), `now_2` AS (
  SELECT
    CAST(`orders`.`ordered_at` AS DATE) AS `metric_time`,
    SUM(`orders`.`amount`) AS `sales_2`
  FROM `main`.`orders` AS `orders`
  WHERE
    `orders`.`ordered_at` >= CAST('2025-03-01' AS DATE)
    AND `orders`.`ordered_at` < CAST('2025-04-01' AS DATE)
    AND `orders`.`status` = 'done'
  GROUP BY
    CAST(`orders`.`ordered_at` AS DATE)
), `members that pass_2` AS (
  SELECT
    CAST(`orders`.`ordered_at` AS DATE) AS `metric_time`,
    `orders`.`customer_id` AS `customer`,
    COUNT(*) AS `order_count`
  FROM `main`.`orders` AS `orders`
  WHERE
    `orders`.`ordered_at` >= CAST('2025-02-01' AS DATE)
    AND `orders`.`ordered_at` < CAST('2025-03-01' AS DATE)
    AND `orders`.`status` = 'done'
  GROUP BY
    CAST(`orders`.`ordered_at` AS DATE),
    `orders`.`customer_id`
  HAVING
    COUNT(*) >= 2
), `earlier` AS (
  SELECT
    CAST(`orders`.`ordered_at` AS DATE) AS `metric_time`,
    SUM(`orders`.`amount`) AS `sales_previous`
  FROM `main`.`orders` AS `orders`
  WHERE
    `orders`.`ordered_at` >= CAST('2025-02-01' AS DATE)
    AND `orders`.`ordered_at` < CAST('2025-03-01' AS DATE)
    AND EXISTS(
      SELECT
        1 AS `1`
      FROM `members that pass_2` AS `members that pass_2`
      WHERE
        `members that pass_2`.`customer` = `orders`.`customer_id`
        AND `members that pass_2`.`metric_time` = CAST(`orders`.`ordered_at` AS DATE)
    )
    AND `orders`.`status` = 'done'
  GROUP BY
    CAST(`orders`.`ordered_at` AS DATE)
), `earlier_2` AS (
  SELECT
    CAST(`orders`.`ordered_at` AS DATE) AS `metric_time`,
    SUM(`orders`.`amount`) AS `sales_previous_2`
  FROM `main`.`orders` AS `orders`
  WHERE
    `orders`.`ordered_at` >= CAST('2025-02-01' AS DATE)
    AND `orders`.`ordered_at` < CAST('2025-03-01' AS DATE)
    AND `orders`.`status` = 'done'
  GROUP BY
    CAST(`orders`.`ordered_at` AS DATE)
)
SELECT
  COALESCE(`now`.`metric_time`, `now_2`.`metric_time`) AS `metric_time`,
  `now`.`sales` AS `regular_sales`,
  `earlier`.`sales_previous` AS `regular_sales_previous`,
  `now_2`.`sales_2` AS `sales`,
  `earlier_2`.`sales_previous_2` AS `sales_previous`
FROM `now` AS `now`
FULL JOIN `now_2` AS `now_2`
  ON `now`.`metric_time` IS NOT DISTINCT FROM `now_2`.`metric_time`
LEFT JOIN `earlier` AS `earlier`
  ON CAST(CAST(ADD_MONTHS(COALESCE(`now`.`metric_time`, `now_2`.`metric_time`), -1) AS TIMESTAMP) AS DATE) = `earlier`.`metric_time`
LEFT JOIN `earlier_2` AS `earlier_2`
  ON CAST(CAST(ADD_MONTHS(COALESCE(`now`.`metric_time`, `now_2`.`metric_time`), -1) AS TIMESTAMP) AS DATE) = `earlier_2`.`metric_time`
ORDER BY
  `metric_time` ASC NULLS LAST
