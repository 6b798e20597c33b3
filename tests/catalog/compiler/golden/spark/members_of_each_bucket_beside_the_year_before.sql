WITH `members that pass` AS (
  SELECT
    CAST(DATE_TRUNC('QUARTER', `orders`.`ordered_at`) AS DATE) AS `metric_time`,
    `orders`.`customer_id` AS `customer`,
    COUNT(*) AS `order_count`
  FROM `main`.`orders` AS `orders`
  WHERE
    `orders`.`ordered_at` >= CAST('2025-01-01' AS DATE)
    AND `orders`.`ordered_at` < CAST('2026-01-01' AS DATE)
    AND `orders`.`status` = 'done'
  GROUP BY
    CAST(DATE_TRUNC('QUARTER', `orders`.`ordered_at`) AS DATE),
    `orders`.`customer_id`
  HAVING
    COUNT(*) >= 2
), `by_day` AS (
  SELECT
    CAST(`orders`.`ordered_at` AS DATE) AS `metric_time`,
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
        AND `members that pass`.`metric_time` = CAST(DATE_TRUNC('QUARTER', `orders`.`ordered_at`) AS DATE)
    )
    AND `orders`.`status` = 'done'
  GROUP BY
    CAST(`orders`.`ordered_at` AS DATE)
), `now` AS (
  SELECT
    CAST(DATE_TRUNC('QUARTER', `by_day`.`metric_time`) AS DATE) AS `metric_time`,
    SUM(`by_day`.`sales`) AS `sales`
  FROM `by_day` AS `by_day`
  GROUP BY
    CAST(DATE_TRUNC('QUARTER', `by_day`.`metric_time`) AS DATE)
), `by_day_2` AS (
  SELECT
    CAST(`orders`.`ordered_at` AS DATE) AS `metric_time`,
    SUM(`orders`.`amount`) AS `sales_2`
  FROM `main`.`orders` AS `orders`
  WHERE
    `orders`.`ordered_at` >= CAST('2025-01-01' AS DATE)
    AND `orders`.`ordered_at` < CAST('2026-01-01' AS DATE)
    AND `orders`.`status` = 'done'
  GROUP BY
    CAST(`orders`.`ordered_at` AS DATE)
), `now_2` AS (
  SELECT
    CAST(DATE_TRUNC('QUARTER', `by_day_2`.`metric_time`) AS DATE) AS `metric_time`,
    SUM(`by_day_2`.`sales_2`) AS `sales_2`
  FROM `by_day_2` AS `by_day_2`
  GROUP BY
    CAST(DATE_TRUNC('QUARTER', `by_day_2`.`metric_time`) AS DATE)
), `members that pass_2` AS (
  SELECT
    CAST(DATE_TRUNC('QUARTER', CAST(`orders`.`ordered_at` AS TIMESTAMP) + INTERVAL '12' MONTH) AS DATE) AS `metric_time`,
    `orders`.`customer_id` AS `customer`,
    COUNT(*) AS `order_count`
  FROM `main`.`orders` AS `orders`
  WHERE
    `orders`.`ordered_at` >= CAST('2024-01-01' AS DATE)
    AND `orders`.`ordered_at` < CAST('2025-01-01' AS DATE)
    AND `orders`.`status` = 'done'
  GROUP BY
    CAST(DATE_TRUNC('QUARTER', CAST(`orders`.`ordered_at` AS TIMESTAMP) + INTERVAL '12' MONTH) AS DATE),
    `orders`.`customer_id`
  HAVING
    COUNT(*) >= 2
), `by_day_3` AS (
  SELECT
    CAST(`orders`.`ordered_at` AS DATE) AS `metric_time`,
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
        AND `members that pass_2`.`metric_time` = CAST(DATE_TRUNC('QUARTER', CAST(`orders`.`ordered_at` AS TIMESTAMP) + INTERVAL '12' MONTH) AS DATE)
    )
    AND `orders`.`status` = 'done'
  GROUP BY
    CAST(`orders`.`ordered_at` AS DATE)
), `earlier` AS (
  SELECT
    CAST(DATE_TRUNC('QUARTER', CAST(ADD_MONTHS(`by_day_3`.`metric_time`, 12) AS TIMESTAMP)) AS DATE) AS `metric_time`,
    SUM(`by_day_3`.`sales_previous`) AS `sales_previous`
  FROM `by_day_3` AS `by_day_3`
  GROUP BY
    CAST(DATE_TRUNC('QUARTER', CAST(ADD_MONTHS(`by_day_3`.`metric_time`, 12) AS TIMESTAMP)) AS DATE)
), `by_day_4` AS (
  SELECT
    CAST(`orders`.`ordered_at` AS DATE) AS `metric_time`,
    SUM(`orders`.`amount`) AS `sales_previous_2`
  FROM `main`.`orders` AS `orders`
  WHERE
    `orders`.`ordered_at` >= CAST('2024-01-01' AS DATE)
    AND `orders`.`ordered_at` < CAST('2025-01-01' AS DATE)
    AND `orders`.`status` = 'done'
  GROUP BY
    CAST(`orders`.`ordered_at` AS DATE)
), `earlier_2` AS (
  SELECT
    CAST(DATE_TRUNC('QUARTER', CAST(ADD_MONTHS(`by_day_4`.`metric_time`, 12) AS TIMESTAMP)) AS DATE) AS `metric_time`,
    SUM(`by_day_4`.`sales_previous_2`) AS `sales_previous_2`
  FROM `by_day_4` AS `by_day_4`
  GROUP BY
    CAST(DATE_TRUNC('QUARTER', CAST(ADD_MONTHS(`by_day_4`.`metric_time`, 12) AS TIMESTAMP)) AS DATE)
)
SELECT
  COALESCE(`now`.`metric_time`, `now_2`.`metric_time`) AS `metric_time`,
  `now`.`sales` AS `regular_sales`,
  `earlier`.`sales_previous` AS `regular_sales_previous`,
  CASE
    WHEN CAST(`now_2`.`sales_2` AS DOUBLE) = 0
    THEN NULL
    WHEN CAST(`now_2`.`sales_2` AS DOUBLE) <> 0
    THEN CAST(`now`.`sales` AS DOUBLE) / CAST(`now_2`.`sales_2` AS DOUBLE)
  END AS `regular_share`,
  CASE
    WHEN CAST(`earlier_2`.`sales_previous_2` AS DOUBLE) = 0
    THEN NULL
    WHEN CAST(`earlier_2`.`sales_previous_2` AS DOUBLE) <> 0
    THEN CAST(`earlier`.`sales_previous` AS DOUBLE) / CAST(`earlier_2`.`sales_previous_2` AS DOUBLE)
  END AS `regular_share_previous`
FROM `now` AS `now`
FULL JOIN `now_2` AS `now_2`
  ON `now`.`metric_time` IS NOT DISTINCT FROM `now_2`.`metric_time`
LEFT JOIN `earlier` AS `earlier`
  ON COALESCE(`now`.`metric_time`, `now_2`.`metric_time`) = `earlier`.`metric_time`
LEFT JOIN `earlier_2` AS `earlier_2`
  ON COALESCE(`now`.`metric_time`, `now_2`.`metric_time`) = `earlier_2`.`metric_time`
ORDER BY
  `metric_time` ASC NULLS LAST
