WITH kept AS (
  SELECT
    CAST(orders.ordered_at AS DATE) AS day,
    SUM(orders.amount) AS sales
  FROM main.orders AS orders
  WHERE
    orders.ordered_at >= CAST('2025-02-01' AS DATE)
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
    LEAST(
      CAST(GREATEST(buckets.metric_time, CAST('2025-02-28' AS DATE)) + INTERVAL '1' DAY AS DATE),
      CAST('2025-04-01' AS DATE),
      CAST(buckets.last_day + INTERVAL '1' DAY AS DATE)
    ) AS ends
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
    AND buckets.last_day >= CAST('2025-02-28' AS DATE)
), now AS (
  SELECT
    calendar.metric_time AS metric_time,
    SUM(kept.sales) AS sales
  FROM calendar
  JOIN kept
    ON kept.day < calendar.ends
    AND kept.day >= CAST(DATE_TRUNC('MONTH', calendar.ends - INTERVAL '1' DAY) AS DATE)
  GROUP BY
    1
), kept_2 AS (
  SELECT
    CAST(orders.ordered_at AS DATE) AS day,
    SUM(orders.amount) AS sales_2
  FROM main.orders AS orders
  WHERE
    orders.ordered_at < CAST('2025-04-01' AS DATE) AND orders.status = 'done'
  GROUP BY
    1
), calendar_2 AS (
  SELECT
    buckets.metric_time AS metric_time,
    LEAST(
      CAST(GREATEST(buckets.metric_time, CAST('2025-02-28' AS DATE)) + INTERVAL '1' DAY AS DATE),
      CAST('2025-04-01' AS DATE),
      CAST(buckets.last_day + INTERVAL '1' DAY AS DATE)
    ) AS ends
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
    AND buckets.last_day >= CAST('2025-02-28' AS DATE)
), now_2 AS (
  SELECT
    calendar_2.metric_time AS metric_time,
    SUM(kept_2.sales_2) AS sales_2
  FROM calendar_2
  JOIN kept_2
    ON kept_2.day < calendar_2.ends
  GROUP BY
    1
)
SELECT
  COALESCE(now.metric_time, now_2.metric_time) AS metric_time,
  now.sales AS sales_mtd_first,
  now_2.sales_2 AS total_first
FROM now
FULL JOIN now_2
  ON now.metric_time IS NOT DISTINCT FROM now_2.metric_time
ORDER BY
  metric_time ASC
