WITH kept AS (
  SELECT
    CAST(orders.ordered_at AS DATE) AS day,
    SUM(orders.amount) AS sales
  FROM main.orders AS orders
  WHERE
    orders.ordered_at >= CAST('2025-02-01' AS DATE)
    AND orders.ordered_at < CAST('2025-03-10' AS DATE)
    AND orders.status = 'done'
  GROUP BY
    1
), steps AS (
  SELECT
    series.step AS step
  FROM RANGE(0, 2) AS series(step)
), calendar AS (
  SELECT
    buckets.metric_time AS metric_time,
    LEAST(
      CAST(buckets.metric_time + INTERVAL '7' DAY AS DATE),
      CAST('2025-03-10' AS DATE),
      CAST(buckets.last_day + INTERVAL '1' DAY AS DATE)
    ) AS ends
  FROM (
    SELECT
      CAST(CAST('2025-02-24' AS DATE) + steps.step * INTERVAL '7' DAY AS DATE) AS metric_time,
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
  SUM(kept.sales) AS sales_mtd
FROM calendar
JOIN kept
  ON kept.day < calendar.ends
  AND kept.day >= CAST(DATE_TRUNC('MONTH', calendar.ends - INTERVAL '1' DAY) AS DATE)
GROUP BY
  1
ORDER BY
  metric_time ASC
