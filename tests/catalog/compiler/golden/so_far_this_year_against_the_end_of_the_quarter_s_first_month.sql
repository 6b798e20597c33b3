WITH kept AS (
  SELECT
    CAST(DATE_TRUNC('MONTH', orders.ordered_at) AS DATE) AS day,
    SUM(orders.amount) AS sales
  FROM main.orders AS orders
  WHERE
    orders.ordered_at >= CAST('2025-01-01' AS DATE)
    AND orders.ordered_at < CAST('2025-04-01' AS DATE)
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
    CAST(buckets.metric_time + INTERVAL '1' MONTH AS DATE) AS ends
  FROM (
    SELECT
      CAST(CAST('2025-02-01' AS DATE) + steps.step * INTERVAL '1' MONTH AS DATE) AS metric_time,
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
), now AS (
  SELECT
    calendar.metric_time AS metric_time,
    SUM(kept.sales) AS sales
  FROM calendar
  JOIN kept
    ON kept.day < calendar.ends
    AND kept.day >= CAST(DATE_TRUNC('YEAR', calendar.ends - INTERVAL '1' DAY) AS DATE)
  GROUP BY
    1
), kept_2 AS (
  SELECT
    CAST(DATE_TRUNC('MONTH', orders.ordered_at) AS DATE) AS day,
    SUM(orders.amount) AS sales_previous
  FROM main.orders AS orders
  WHERE
    orders.ordered_at >= CAST('2025-01-01' AS DATE)
    AND orders.ordered_at < CAST('2025-04-01' AS DATE)
    AND orders.status = 'done'
  GROUP BY
    1
), steps_2 AS (
  SELECT
    series.step AS step
  FROM RANGE(0, 3) AS series(step)
), calendar_2 AS (
  SELECT
    buckets.metric_time AS metric_time,
    CAST(buckets.metric_time + INTERVAL '1' MONTH AS DATE) AS ends
  FROM (
    SELECT
      CAST(CAST('2025-01-01' AS DATE) + steps_2.step * INTERVAL '1' MONTH AS DATE) AS metric_time,
      bounds.last_day AS last_day
    FROM steps_2
    CROSS JOIN (
      SELECT
        CAST(MAX(orders.ordered_at) AS DATE) AS last_day
      FROM main.orders AS orders
    ) AS bounds
  ) AS buckets
  WHERE
    buckets.metric_time <= buckets.last_day
), earlier AS (
  SELECT
    calendar_2.metric_time AS metric_time,
    SUM(kept_2.sales_previous) AS sales_previous
  FROM calendar_2
  JOIN kept_2
    ON kept_2.day < calendar_2.ends
    AND kept_2.day >= CAST(DATE_TRUNC('YEAR', calendar_2.ends - INTERVAL '1' DAY) AS DATE)
  GROUP BY
    1
)
SELECT
  now.metric_time AS metric_time,
  CAST(now.sales AS DOUBLE) / NULLIF(earlier.sales_previous, 0) AS ytd_index
FROM now
LEFT JOIN earlier
  ON CAST(CAST(DATE_TRUNC('QUARTER', now.metric_time) AS DATE) AS DATE) = earlier.metric_time
ORDER BY
  metric_time ASC
