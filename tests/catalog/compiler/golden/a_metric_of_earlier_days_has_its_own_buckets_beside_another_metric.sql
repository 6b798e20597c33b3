WITH by_day AS (
  SELECT
    CAST(orders.ordered_at AS DATE) AS metric_time,
    SUM(orders.amount) FILTER(WHERE
      orders.status = 'cancelled') AS cancelled,
    SUM(orders.amount) FILTER(WHERE
      orders.status = 'done') AS sales_previous_now
  FROM main.orders AS orders
  WHERE
    (
      orders.status = 'cancelled' OR orders.status = 'done'
    )
  GROUP BY
    1
), now AS (
  SELECT
    CAST(DATE_TRUNC('MONTH', by_day.metric_time) AS DATE) AS metric_time,
    SUM(by_day.cancelled) AS cancelled,
    SUM(by_day.sales_previous_now) AS sales_previous_now
  FROM by_day
  GROUP BY
    1
), by_day_2 AS (
  SELECT
    CAST(orders.ordered_at AS DATE) AS metric_time,
    SUM(orders.amount) AS sales_previous
  FROM main.orders AS orders
  WHERE
    orders.status = 'done'
  GROUP BY
    1
), earlier AS (
  SELECT
    CAST(DATE_TRUNC('MONTH', by_day_2.metric_time + INTERVAL '1' YEAR) AS DATE) AS metric_time,
    SUM(by_day_2.sales_previous) AS sales_previous
  FROM by_day_2
  GROUP BY
    1
)
SELECT
  now.metric_time AS metric_time,
  earlier.sales_previous AS last_year,
  now.cancelled AS cancelled
FROM now
LEFT JOIN earlier
  ON now.metric_time = earlier.metric_time
ORDER BY
  metric_time ASC
