WITH by_day AS (
  SELECT
    CAST(orders.ordered_at AS DATE) AS day,
    SUM(orders.amount) AS sales,
    COUNT(orders.amount) AS mean_amount_count
  FROM main.orders AS orders
  WHERE
    orders.ordered_at >= CAST('2024-10-01' AS DATE)
    AND orders.ordered_at < CAST('2026-01-01' AS DATE)
    AND orders.status = 'done'
  GROUP BY
    1
), kept AS (
  SELECT
    CAST(DATE_TRUNC('MONTH', by_day.day) AS DATE) AS day,
    SUM(by_day.sales) AS sales,
    SUM(by_day.mean_amount_count) AS mean_amount_count
  FROM by_day
  GROUP BY
    1
), steps AS (
  SELECT
    series.step AS step
  FROM RANGE(0, 12) AS series(step)
), calendar AS (
  SELECT
    buckets.metric_time AS metric_time,
    CAST(buckets.metric_time + INTERVAL '1' MONTH AS DATE) AS ends
  FROM (
    SELECT
      CAST(CAST('2025-01-01' AS DATE) + steps.step * INTERVAL '1' MONTH AS DATE) AS metric_time,
      bounds.last_day AS last_day
    FROM steps
    CROSS JOIN (
      SELECT
        CAST(MAX(orders.ordered_at) AS DATE) AS last_day
      FROM main.orders AS orders
    ) AS bounds
  ) AS buckets
  WHERE
    buckets.metric_time <= buckets.last_day
)
SELECT
  calendar.metric_time AS metric_time,
  SUM(kept.sales) AS sales_3m,
  CAST(SUM(kept.sales) AS DOUBLE) / NULLIF(SUM(kept.mean_amount_count), 0) AS mean_3m
FROM calendar
JOIN kept
  ON kept.day < calendar.ends
  AND kept.day >= CAST(calendar.ends - INTERVAL '3' MONTH AS DATE)
GROUP BY
  1
ORDER BY
  metric_time ASC
