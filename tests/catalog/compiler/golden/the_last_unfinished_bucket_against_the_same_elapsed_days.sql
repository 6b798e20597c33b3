WITH by_day AS (
  SELECT
    CAST(orders.ordered_at AS DATE) AS metric_time,
    COUNT(*) AS order_count
  FROM main.orders AS orders
  WHERE
    orders.ordered_at >= CAST('2025-02-01' AS DATE)
    AND orders.ordered_at < CAST('2025-03-11' AS DATE)
    AND orders.status = 'done'
  GROUP BY
    1
), now AS (
  SELECT
    CAST(DATE_TRUNC('MONTH', by_day.metric_time) AS DATE) AS metric_time,
    SUM(by_day.order_count) AS order_count
  FROM by_day
  GROUP BY
    1
), by_day_2 AS (
  SELECT
    CAST(orders.ordered_at AS DATE) AS metric_time,
    COUNT(*) AS order_count_previous
  FROM main.orders AS orders
  WHERE
    orders.ordered_at >= CAST('2024-02-01' AS DATE)
    AND orders.ordered_at < CAST('2024-03-11' AS DATE)
    AND orders.status = 'done'
  GROUP BY
    1
), earlier AS (
  SELECT
    CAST(DATE_TRUNC('MONTH', by_day_2.metric_time + INTERVAL '1' YEAR) AS DATE) AS metric_time,
    SUM(by_day_2.order_count_previous) AS order_count_previous
  FROM by_day_2
  GROUP BY
    1
)
SELECT
  now.metric_time AS metric_time,
  now.order_count AS order_count,
  earlier.order_count_previous AS order_count_previous
FROM now
LEFT JOIN earlier
  ON now.metric_time = earlier.metric_time
ORDER BY
  metric_time ASC
