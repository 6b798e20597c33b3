WITH kept AS (
  SELECT
    CAST(DATE_TRUNC('QUARTER', orders.ordered_at) AS DATE) AS day,
    orders.channel AS channel,
    SUM(orders.amount) AS sales
  FROM main.orders AS orders
  WHERE
    orders.ordered_at < CAST('2025-07-01' AS DATE) AND orders.status = 'done'
  GROUP BY
    1,
    2
), steps AS (
  SELECT
    series.step AS step
  FROM RANGE(0, 4) AS series(step)
), calendar AS (
  SELECT
    buckets.metric_time AS metric_time,
    CAST(buckets.metric_time + INTERVAL '3' MONTH AS DATE) AS ends
  FROM (
    SELECT
      CAST(CAST('2024-07-01' AS DATE) + steps.step * INTERVAL '3' MONTH AS DATE) AS metric_time,
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
  kept.channel AS channel,
  SUM(kept.sales) AS total_sales
FROM calendar
JOIN kept
  ON kept.day < calendar.ends
GROUP BY
  1,
  2
ORDER BY
  metric_time ASC,
  channel ASC
