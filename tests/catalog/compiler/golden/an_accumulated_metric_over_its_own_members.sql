WITH by_day AS (
  SELECT
    CAST(orders.ordered_at AS DATE) AS day,
    SUM(orders.amount) AS sales,
    SUM(orders.amount) FILTER(WHERE
      orders.channel = '门店') AS sales_2
  FROM main.orders AS orders
  WHERE
    orders.ordered_at >= CAST('2024-01-01' AS DATE)
    AND orders.ordered_at < CAST('2024-07-01' AS DATE)
    AND orders.status = 'done'
  GROUP BY
    1
), kept AS (
  SELECT
    GREATEST(CAST(DATE_TRUNC('QUARTER', by_day.day) AS DATE), CAST('2024-01-01' AS DATE)) AS day,
    SUM(by_day.sales) AS sales,
    SUM(by_day.sales_2) AS sales_2
  FROM by_day
  GROUP BY
    1
), steps AS (
  SELECT
    series.step AS step
  FROM RANGE(0, 2) AS series(step)
), calendar AS (
  SELECT
    buckets.metric_time AS metric_time
  FROM (
    SELECT
      CAST(CAST('2024-01-01' AS DATE) + steps.step * INTERVAL '3' MONTH AS DATE) AS metric_time,
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
    kept.sales_2 AS sales_2,
    kept.day AS day,
    CAST(DATE_TRUNC('YEAR', calendar.metric_time) AS DATE) AS "unit begun"
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
)
SELECT
  so_far.metric_time AS metric_time,
  so_far.sales AS sales_ytd,
  so_far.sales_2 AS in_store
FROM so_far
WHERE
  so_far."rows so far" > 0
ORDER BY
  metric_time ASC
