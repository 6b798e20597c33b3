WITH by_day AS (
  SELECT
    CAST(orders.ordered_at AS DATE) AS metric_time,
    SUM(orders.amount) AS sales
  FROM main.orders AS orders
  WHERE
    orders.ordered_at >= CAST('2025-03-01' AS DATE)
    AND orders.ordered_at < CAST('2025-04-01' AS DATE)
    AND orders.status = 'done'
  GROUP BY
    1
), now AS (
  SELECT
    CAST(DATE_TRUNC('WEEK', by_day.metric_time + INTERVAL '1' DAY) - INTERVAL '1' DAY AS DATE) AS metric_time,
    SUM(by_day.sales) AS sales
  FROM by_day
  GROUP BY
    1
), by_day_2 AS (
  SELECT
    CAST(orders.ordered_at AS DATE) AS day,
    SUM(orders.amount) AS sales_2
  FROM main.orders AS orders
  WHERE
    orders.ordered_at >= CAST('2025-02-23' AS DATE)
    AND orders.ordered_at < CAST('2025-04-01' AS DATE)
    AND orders.status = 'done'
  GROUP BY
    1
), kept AS (
  SELECT
    GREATEST(
      CAST(DATE_TRUNC('WEEK', by_day_2.day + INTERVAL '1' DAY) - INTERVAL '1' DAY AS DATE),
      CAST('2025-02-23' AS DATE)
    ) AS day,
    SUM(by_day_2.sales_2) AS sales_2
  FROM by_day_2
  GROUP BY
    1
), steps AS (
  SELECT
    series.step AS step
  FROM RANGE(0, 6) AS series(step)
), calendar AS (
  SELECT
    buckets.metric_time AS metric_time
  FROM (
    SELECT
      CAST(CAST('2025-02-23' AS DATE) + steps.step * INTERVAL '7' DAY AS DATE) AS metric_time,
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
    AND buckets.last_day >= CAST('2025-03-01' AS DATE)
), placed AS (
  SELECT
    calendar.metric_time AS metric_time,
    kept.sales_2 AS sales_2,
    kept.day AS day,
    CAST(DATE_TRUNC('WEEK', calendar.metric_time + INTERVAL '1' DAY) - INTERVAL '1' DAY AS DATE) AS "unit begun"
  FROM calendar
  LEFT JOIN kept
    ON kept.day = calendar.metric_time
), so_far AS (
  SELECT
    placed.metric_time AS metric_time,
    SUM(placed.sales_2) OVER (
      PARTITION BY placed."unit begun"
      ORDER BY placed.metric_time ASC
      ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
    ) AS sales_2,
    COUNT(placed.day) OVER (
      PARTITION BY placed."unit begun"
      ORDER BY placed.metric_time ASC
      ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
    ) AS "rows so far"
  FROM placed
), now_2 AS (
  SELECT
    so_far.metric_time AS metric_time,
    so_far.sales_2 AS sales_2
  FROM so_far
  WHERE
    so_far."rows so far" > 0
)
SELECT
  COALESCE(now.metric_time, now_2.metric_time) AS metric_time,
  now.sales AS sales,
  now_2.sales_2 AS sales_wtd
FROM now
FULL JOIN now_2
  ON now.metric_time IS NOT DISTINCT FROM now_2.metric_time
ORDER BY
  metric_time ASC
