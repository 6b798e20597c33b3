WITH by_day AS (
  SELECT
    CAST(orders.ordered_at AS DATE) AS day,
    SUM(orders.amount) AS sales
  FROM main.orders AS orders
  WHERE
    orders.status = 'done'
  GROUP BY
    1
), kept AS (
  SELECT
    CAST(DATE_TRUNC('MONTH', by_day.day) AS DATE) AS day,
    SUM(by_day.sales) AS sales
  FROM by_day
  GROUP BY
    1
), steps AS (
  SELECT
    series.step AS step
  FROM RANGE(0, 1000) AS series(step)
), calendar AS (
  SELECT
    buckets.metric_time AS metric_time
  FROM (
    SELECT
      CAST((
        SELECT
          CAST(DATE_TRUNC('MONTH', MIN(kept.day)) AS DATE) AS first_bucket
        FROM kept
      ) + steps.step * INTERVAL '1' MONTH AS DATE) AS metric_time,
      bounds.last_day AS last_day
    FROM steps
    CROSS JOIN (
      SELECT
        CAST(MAX(orders.ordered_at) AS DATE) AS last_day
      FROM main.orders AS orders
    ) AS bounds
    WHERE
      steps.step < 1000
  ) AS buckets
  WHERE
    buckets.metric_time <= buckets.last_day
), placed AS (
  SELECT
    COALESCE(calendar.metric_time, kept.day) AS metric_time,
    kept.sales AS sales,
    kept.day AS day
  FROM calendar
  FULL JOIN kept
    ON kept.day = calendar.metric_time
), so_far AS (
  SELECT
    placed.metric_time AS metric_time,
    SUM(placed.sales) OVER (ORDER BY placed.metric_time ASC ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS sales,
    COUNT(placed.day) OVER (ORDER BY placed.metric_time ASC ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS "rows so far"
  FROM placed
)
SELECT
  so_far.metric_time AS metric_time,
  so_far.sales AS total_sales
FROM so_far
WHERE
  so_far."rows so far" > 0
ORDER BY
  metric_time ASC
