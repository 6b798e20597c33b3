WITH "members that pass" AS (
  SELECT
    CAST(DATE_TRUNC('QUARTER', orders.ordered_at) AS DATE) AS metric_time,
    orders.customer_id AS customer,
    COUNT(*) AS order_count
  FROM main.orders AS orders
  WHERE
    orders.ordered_at >= CAST('2025-01-01' AS DATE)
    AND orders.ordered_at < CAST('2026-01-01' AS DATE)
    AND orders.status = 'done'
  GROUP BY
    1,
    2
  HAVING
    COUNT(*) >= 2
), by_day AS (
  SELECT
    CAST(orders.ordered_at AS DATE) AS metric_time,
    SUM(orders.amount) AS sales
  FROM main.orders AS orders
  WHERE
    orders.ordered_at >= CAST('2025-01-01' AS DATE)
    AND orders.ordered_at < CAST('2026-01-01' AS DATE)
    AND EXISTS(
      SELECT
        1
      FROM "members that pass"
      WHERE
        "members that pass".customer = orders.customer_id
        AND "members that pass".metric_time = CAST(DATE_TRUNC('QUARTER', orders.ordered_at) AS DATE)
    )
    AND orders.status = 'done'
  GROUP BY
    1
), now AS (
  SELECT
    CAST(DATE_TRUNC('QUARTER', by_day.metric_time) AS DATE) AS metric_time,
    SUM(by_day.sales) AS sales
  FROM by_day
  GROUP BY
    1
), by_day_2 AS (
  SELECT
    CAST(orders.ordered_at AS DATE) AS metric_time,
    SUM(orders.amount) AS sales_2
  FROM main.orders AS orders
  WHERE
    orders.ordered_at >= CAST('2025-01-01' AS DATE)
    AND orders.ordered_at < CAST('2026-01-01' AS DATE)
    AND orders.status = 'done'
  GROUP BY
    1
), now_2 AS (
  SELECT
    CAST(DATE_TRUNC('QUARTER', by_day_2.metric_time) AS DATE) AS metric_time,
    SUM(by_day_2.sales_2) AS sales_2
  FROM by_day_2
  GROUP BY
    1
), "members that pass_2" AS (
  SELECT
    CAST(DATE_TRUNC('QUARTER', orders.ordered_at + INTERVAL '1' YEAR) AS DATE) AS metric_time,
    orders.customer_id AS customer,
    COUNT(*) AS order_count
  FROM main.orders AS orders
  WHERE
    orders.ordered_at >= CAST('2024-01-01' AS DATE)
    AND orders.ordered_at < CAST('2025-01-01' AS DATE)
    AND orders.status = 'done'
  GROUP BY
    1,
    2
  HAVING
    COUNT(*) >= 2
), by_day_3 AS (
  SELECT
    CAST(orders.ordered_at AS DATE) AS metric_time,
    SUM(orders.amount) AS sales_previous
  FROM main.orders AS orders
  WHERE
    orders.ordered_at >= CAST('2024-01-01' AS DATE)
    AND orders.ordered_at < CAST('2025-01-01' AS DATE)
    AND EXISTS(
      SELECT
        1
      FROM "members that pass_2"
      WHERE
        "members that pass_2".customer = orders.customer_id
        AND "members that pass_2".metric_time = CAST(DATE_TRUNC('QUARTER', orders.ordered_at + INTERVAL '1' YEAR) AS DATE)
    )
    AND orders.status = 'done'
  GROUP BY
    1
), earlier AS (
  SELECT
    CAST(DATE_TRUNC('QUARTER', by_day_3.metric_time + INTERVAL '1' YEAR) AS DATE) AS metric_time,
    SUM(by_day_3.sales_previous) AS sales_previous
  FROM by_day_3
  GROUP BY
    1
), by_day_4 AS (
  SELECT
    CAST(orders.ordered_at AS DATE) AS metric_time,
    SUM(orders.amount) AS sales_previous_2
  FROM main.orders AS orders
  WHERE
    orders.ordered_at >= CAST('2024-01-01' AS DATE)
    AND orders.ordered_at < CAST('2025-01-01' AS DATE)
    AND orders.status = 'done'
  GROUP BY
    1
), earlier_2 AS (
  SELECT
    CAST(DATE_TRUNC('QUARTER', by_day_4.metric_time + INTERVAL '1' YEAR) AS DATE) AS metric_time,
    SUM(by_day_4.sales_previous_2) AS sales_previous_2
  FROM by_day_4
  GROUP BY
    1
)
SELECT
  COALESCE(now.metric_time, now_2.metric_time) AS metric_time,
  now.sales AS regular_sales,
  earlier.sales_previous AS regular_sales_previous,
  CAST(now.sales AS DOUBLE) / NULLIF(now_2.sales_2, 0) AS regular_share,
  CAST(earlier.sales_previous AS DOUBLE) / NULLIF(earlier_2.sales_previous_2, 0) AS regular_share_previous
FROM now
FULL JOIN now_2
  ON now.metric_time IS NOT DISTINCT FROM now_2.metric_time
LEFT JOIN earlier
  ON COALESCE(now.metric_time, now_2.metric_time) = earlier.metric_time
LEFT JOIN earlier_2
  ON COALESCE(now.metric_time, now_2.metric_time) = earlier_2.metric_time
ORDER BY
  metric_time ASC
