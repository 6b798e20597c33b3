WITH kept AS (
  SELECT
    CAST(orders.ordered_at AS DATE) AS day,
    SUM(orders.amount) AS sales
  FROM main.orders AS orders
  WHERE
    orders.ordered_at < CAST('2025-04-01' AS DATE) AND orders.status = 'done'
  GROUP BY
    1
), steps AS (
  SELECT
    series.step AS step
  FROM RANGE(0, 4) AS series(step)
), calendar AS (
  SELECT
    buckets.metric_time AS metric_time,
    LEAST(
      CAST(GREATEST(buckets.metric_time, CAST('2024-04-01' AS DATE)) + INTERVAL '1' DAY AS DATE),
      CAST('2025-04-01' AS DATE),
      CAST(buckets.last_day + INTERVAL '1' DAY AS DATE)
    ) AS ends
  FROM (
    SELECT
      CAST(CAST('2024-04-01' AS DATE) + steps.step * INTERVAL '3' MONTH AS DATE) AS metric_time,
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
  GROUP BY
    1
), kept_2 AS (
  SELECT
    CAST(orders.ordered_at AS DATE) AS day,
    SUM(orders.amount) AS mean_amount,
    COUNT(orders.amount) AS mean_amount_count
  FROM main.orders AS orders
  WHERE
    orders.ordered_at >= CAST('2024-01-01' AS DATE)
    AND orders.ordered_at < CAST('2025-04-01' AS DATE)
    AND orders.status = 'done'
  GROUP BY
    1
), calendar_2 AS (
  SELECT
    buckets.metric_time AS metric_time,
    LEAST(
      CAST(GREATEST(buckets.metric_time, CAST('2024-04-01' AS DATE)) + INTERVAL '1' DAY AS DATE),
      CAST('2025-04-01' AS DATE),
      CAST(buckets.last_day + INTERVAL '1' DAY AS DATE)
    ) AS ends
  FROM (
    SELECT
      CAST(CAST('2024-04-01' AS DATE) + steps.step * INTERVAL '3' MONTH AS DATE) AS metric_time,
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
), now_2 AS (
  SELECT
    calendar_2.metric_time AS metric_time,
    SUM(kept_2.mean_amount) AS mean_amount,
    SUM(kept_2.mean_amount_count) AS mean_amount_count
  FROM calendar_2
  JOIN kept_2
    ON kept_2.day < calendar_2.ends
    AND kept_2.day >= CAST(calendar_2.ends - INTERVAL '3' MONTH AS DATE)
  GROUP BY
    1
), by_day AS (
  SELECT
    CAST(orders.ordered_at AS DATE) AS day,
    SUM(orders.amount) AS sales_2
  FROM main.orders AS orders
  WHERE
    orders.ordered_at < CAST('2025-04-01' AS DATE) AND orders.status = 'done'
  GROUP BY
    1
), kept_3 AS (
  SELECT
    GREATEST(CAST(DATE_TRUNC('QUARTER', by_day.day) AS DATE), CAST('2024-04-01' AS DATE)) AS day,
    SUM(by_day.sales_2) AS sales_2
  FROM by_day
  GROUP BY
    1
), calendar_3 AS (
  SELECT
    buckets.metric_time AS metric_time
  FROM (
    SELECT
      CAST(CAST('2024-04-01' AS DATE) + steps.step * INTERVAL '3' MONTH AS DATE) AS metric_time,
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
), placed AS (
  SELECT
    calendar_3.metric_time AS metric_time,
    kept_3.sales_2 AS sales_2,
    kept_3.day AS day
  FROM calendar_3
  LEFT JOIN kept_3
    ON kept_3.day = calendar_3.metric_time
), so_far AS (
  SELECT
    placed.metric_time AS metric_time,
    SUM(placed.sales_2) OVER (ORDER BY placed.metric_time ASC ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS sales_2,
    COUNT(placed.day) OVER (ORDER BY placed.metric_time ASC ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS "rows so far"
  FROM placed
), now_3 AS (
  SELECT
    so_far.metric_time AS metric_time,
    so_far.sales_2 AS sales_2
  FROM so_far
  WHERE
    so_far."rows so far" > 0
)
SELECT
  COALESCE(now.metric_time, now_2.metric_time, now_3.metric_time) AS metric_time,
  now.sales AS total_first,
  CAST(now_2.mean_amount AS DOUBLE) / NULLIF(now_2.mean_amount_count, 0) AS mean_3m_first,
  now_3.sales_2 AS total_sales
FROM now
FULL JOIN now_2
  ON now.metric_time IS NOT DISTINCT FROM now_2.metric_time
FULL JOIN now_3
  ON COALESCE(now.metric_time, now_2.metric_time) IS NOT DISTINCT FROM now_3.metric_time
ORDER BY
  metric_time ASC
