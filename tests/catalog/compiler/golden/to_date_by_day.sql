WITH kept AS (
  SELECT
    GREATEST(CAST(orders.ordered_at AS DATE), CAST('2025-02-27' AS DATE)) AS day,
    SUM(orders.amount) AS sales
  FROM main.orders AS orders
  WHERE
    orders.ordered_at >= CAST('2025-02-01' AS DATE)
    AND orders.ordered_at < CAST('2025-03-12' AS DATE)
    AND orders.status = 'done'
  GROUP BY
    1
), steps AS (
  SELECT
    series.step AS step
  FROM RANGE(0, 13) AS series(step)
), calendar AS (
  SELECT
    buckets.metric_time AS metric_time
  FROM (
    SELECT
      CAST(CAST('2025-02-27' AS DATE) + steps.step * INTERVAL '1' DAY AS DATE) AS metric_time,
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
    kept.day AS day,
    CAST(DATE_TRUNC('MONTH', calendar.metric_time) AS DATE) AS "unit begun"
  FROM calendar
  LEFT JOIN kept
    ON kept.day = calendar.metric_time
), so_far AS (
  SELECT
    placed.metric_time AS metric_time,
    SUM(placed.sales) OVER (
      PARTITION BY placed."unit begun"
      ORDER BY placed.metric_time ASC
      ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
    ) AS sales,
    COUNT(placed.day) OVER (
      PARTITION BY placed."unit begun"
      ORDER BY placed.metric_time ASC
      ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
    ) AS "rows so far"
  FROM placed
), now AS (
  SELECT
    so_far.metric_time AS metric_time,
    so_far.sales AS sales
  FROM so_far
  WHERE
    so_far."rows so far" > 0
), kept_2 AS (
  SELECT
    GREATEST(CAST(orders.ordered_at AS DATE), CAST('2025-02-27' AS DATE)) AS day,
    SUM(orders.amount) AS sales_2
  FROM main.orders AS orders
  WHERE
    orders.ordered_at >= CAST('2025-01-01' AS DATE)
    AND orders.ordered_at < CAST('2025-03-12' AS DATE)
    AND orders.status = 'done'
  GROUP BY
    1
), calendar_2 AS (
  SELECT
    buckets.metric_time AS metric_time
  FROM (
    SELECT
      CAST(CAST('2025-02-27' AS DATE) + steps.step * INTERVAL '1' DAY AS DATE) AS metric_time,
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
    kept_2.sales_2 AS sales_2,
    kept_2.day AS day,
    CAST(DATE_TRUNC('YEAR', calendar_2.metric_time) AS DATE) AS "unit begun"
  FROM calendar_2
  LEFT JOIN kept_2
    ON kept_2.day = calendar_2.metric_time
), so_far_2 AS (
  SELECT
    placed_2.metric_time AS metric_time,
    SUM(placed_2.sales_2) OVER (
      PARTITION BY placed_2."unit begun"
      ORDER BY placed_2.metric_time ASC
      ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
    ) AS sales_2,
    COUNT(placed_2.day) OVER (
      PARTITION BY placed_2."unit begun"
      ORDER BY placed_2.metric_time ASC
      ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
    ) AS "rows so far"
  FROM placed_2
), now_2 AS (
  SELECT
    so_far_2.metric_time AS metric_time,
    so_far_2.sales_2 AS sales_2
  FROM so_far_2
  WHERE
    so_far_2."rows so far" > 0
)
SELECT
  COALESCE(now.metric_time, now_2.metric_time) AS metric_time,
  now.sales AS sales_mtd,
  now_2.sales_2 AS sales_ytd
FROM now
FULL JOIN now_2
  ON now.metric_time IS NOT DISTINCT FROM now_2.metric_time
ORDER BY
  metric_time ASC
