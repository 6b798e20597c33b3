WITH now AS (
  SELECT
    CAST(orders.ordered_at AS DATE) AS metric_time,
    COUNT(*) AS order_count
  FROM main.orders AS orders
  WHERE
    orders.ordered_at >= CAST('2025-03-01' AS DATE)
    AND orders.ordered_at < CAST('2025-04-01' AS DATE)
    AND orders.status = 'done'
  GROUP BY
    1
), earlier AS (
  SELECT
    CAST(orders.ordered_at AS DATE) AS metric_time,
    COUNT(*) AS order_count_previous
  FROM main.orders AS orders
  WHERE
    orders.ordered_at >= CAST('2025-02-01' AS DATE)
    AND orders.ordered_at < CAST('2025-03-01' AS DATE)
    AND orders.status = 'done'
  GROUP BY
    1
)
SELECT
  now.metric_time AS metric_time,
  now.order_count AS order_count,
  earlier.order_count_previous AS order_count_previous
FROM now
LEFT JOIN earlier
  ON CAST(now.metric_time - INTERVAL '1' MONTH AS DATE) = earlier.metric_time
ORDER BY
  metric_time ASC
