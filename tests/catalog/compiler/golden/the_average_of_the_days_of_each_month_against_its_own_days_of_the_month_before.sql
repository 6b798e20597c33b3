WITH kept AS (
  SELECT
    GREATEST(CAST(orders.ordered_at AS DATE), CAST('2025-02-01' AS DATE)) AS day,
    SUM(orders.amount) AS sales
  FROM main.orders AS orders
  WHERE
    orders.ordered_at < CAST('2025-04-01' AS DATE) AND orders.status = 'done'
  GROUP BY
    1
), steps AS (
  SELECT
    series.step AS step
  FROM RANGE(0, 59) AS series(step)
), calendar AS (
  SELECT
    buckets.metric_time AS metric_time
  FROM (
    SELECT
      CAST(CAST('2025-02-01' AS DATE) + steps.step * INTERVAL '1' DAY AS DATE) AS metric_time,
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
    calendar.metric_time AS metric_time,
    kept.sales AS sales,
    kept.day AS day
  FROM calendar
  LEFT JOIN kept
    ON kept.day = calendar.metric_time
), so_far AS (
  SELECT
    placed.metric_time AS metric_time,
    SUM(placed.sales) OVER (ORDER BY placed.metric_time ASC ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS sales,
    COUNT(placed.day) OVER (ORDER BY placed.metric_time ASC ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS "rows so far"
  FROM placed
), by_day AS (
  SELECT
    so_far.metric_time AS metric_time,
    so_far.sales AS sales
  FROM so_far
  WHERE
    so_far."rows so far" > 0
), now AS (
  SELECT
    CAST(DATE_TRUNC('MONTH', by_day.metric_time) AS DATE) AS metric_time,
    AVG(by_day.sales) AS sales
  FROM by_day
  GROUP BY
    1
), kept_2 AS (
  SELECT
    GREATEST(CAST(orders.ordered_at AS DATE), CAST('2025-01-01' AS DATE)) AS day,
    SUM(orders.amount) AS sales_previous
  FROM main.orders AS orders
  WHERE
    orders.ordered_at < CAST('2025-03-01' AS DATE) AND orders.status = 'done'
  GROUP BY
    1
), calendar_2 AS (
  SELECT
    buckets.metric_time AS metric_time
  FROM (
    SELECT
      CAST(CAST('2025-01-01' AS DATE) + steps.step * INTERVAL '1' DAY AS DATE) AS metric_time,
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
), placed_2 AS (
  SELECT
    calendar_2.metric_time AS metric_time,
    kept_2.sales_previous AS sales_previous,
    kept_2.day AS day
  FROM calendar_2
  LEFT JOIN kept_2
    ON kept_2.day = calendar_2.metric_time
), so_far_2 AS (
  SELECT
    placed_2.metric_time AS metric_time,
    SUM(placed_2.sales_previous) OVER (
      ORDER BY placed_2.metric_time ASC
      ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
    ) AS sales_previous,
    COUNT(placed_2.day) OVER (
      ORDER BY placed_2.metric_time ASC
      ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
    ) AS "rows so far"
  FROM placed_2
), by_day_2 AS (
  SELECT
    so_far_2.metric_time AS metric_time,
    so_far_2.sales_previous AS sales_previous
  FROM so_far_2
  WHERE
    so_far_2."rows so far" > 0
), earlier AS (
  SELECT
    CAST(DATE_TRUNC('MONTH', by_day_2.metric_time + INTERVAL '1' MONTH) AS DATE) AS metric_time,
    AVG(by_day_2.sales_previous) AS sales_previous
  FROM by_day_2
  GROUP BY
    1
)
SELECT
  now.metric_time AS metric_time,
  now.sales AS total_mean,
  earlier.sales_previous AS total_mean_previous
FROM now
LEFT JOIN earlier
  ON now.metric_time = earlier.metric_time
ORDER BY
  metric_time ASC
