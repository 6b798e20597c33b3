WITH by_day AS (
  SELECT
    CAST(orders.ordered_at AS DATE) AS metric_time,
    SUM(orders.amount) AS sales
  FROM main.orders AS orders
  WHERE
    orders.ordered_at >= CAST('2025-01-01' AS DATE)
    AND orders.ordered_at < CAST('2025-04-01' AS DATE)
    AND orders.status = 'done'
  GROUP BY
    1
), now AS (
  SELECT
    CAST(CASE
      WHEN DAY(by_day.metric_time) <= 10
      THEN DATE_TRUNC('MONTH', by_day.metric_time)
      WHEN DAY(by_day.metric_time) <= 20
      THEN DATE_TRUNC('MONTH', by_day.metric_time) + INTERVAL '10' DAY
      ELSE DATE_TRUNC('MONTH', by_day.metric_time) + INTERVAL '20' DAY
    END AS DATE) AS metric_time,
    SUM(by_day.sales) AS sales
  FROM by_day
  GROUP BY
    1
), by_day_2 AS (
  SELECT
    CAST(orders.ordered_at AS DATE) AS metric_time,
    SUM(orders.amount) AS sales_previous
  FROM main.orders AS orders
  WHERE
    orders.ordered_at >= CAST('2024-12-21' AS DATE)
    AND orders.ordered_at < CAST('2025-03-21' AS DATE)
    AND orders.status = 'done'
  GROUP BY
    1
), earlier AS (
  SELECT
    CASE
      WHEN by_day_2.metric_time < CAST('2025-01-01' AS DATE)
      THEN CAST('2025-01-01' AS DATE)
      WHEN by_day_2.metric_time < CAST('2025-01-11' AS DATE)
      THEN CAST('2025-01-11' AS DATE)
      WHEN by_day_2.metric_time < CAST('2025-01-21' AS DATE)
      THEN CAST('2025-01-21' AS DATE)
      WHEN by_day_2.metric_time < CAST('2025-02-01' AS DATE)
      THEN CAST('2025-02-01' AS DATE)
      WHEN by_day_2.metric_time < CAST('2025-02-11' AS DATE)
      THEN CAST('2025-02-11' AS DATE)
      WHEN by_day_2.metric_time < CAST('2025-02-21' AS DATE)
      THEN CAST('2025-02-21' AS DATE)
      WHEN by_day_2.metric_time < CAST('2025-03-01' AS DATE)
      THEN CAST('2025-03-01' AS DATE)
      WHEN by_day_2.metric_time < CAST('2025-03-11' AS DATE)
      THEN CAST('2025-03-11' AS DATE)
      WHEN by_day_2.metric_time < CAST('2025-03-21' AS DATE)
      THEN CAST('2025-03-21' AS DATE)
    END AS metric_time,
    SUM(by_day_2.sales_previous) AS sales_previous
  FROM by_day_2
  GROUP BY
    1
)
SELECT
  now.metric_time AS metric_time,
  now.sales AS sales,
  earlier.sales_previous AS sales_previous
FROM now
LEFT JOIN earlier
  ON now.metric_time = earlier.metric_time
ORDER BY
  metric_time ASC
