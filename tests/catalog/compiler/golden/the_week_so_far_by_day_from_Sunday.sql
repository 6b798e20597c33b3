WITH kept AS (
  SELECT
    CASE
      WHEN CAST(orders.ordered_at AS DATE) < CAST('2024-02-28' AS DATE)
      THEN CAST('2024-02-28' AS DATE)
      ELSE CAST(orders.ordered_at AS DATE)
    END AS day,
    SUM(orders.amount) AS sales
  FROM main.orders AS orders
  WHERE
    orders.ordered_at >= CAST('2024-02-25' AS DATE)
    AND orders.ordered_at < CAST('2024-03-05' AS DATE)
    AND orders.status = 'done'
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
      CAST(CAST('2024-02-28' AS DATE) + steps.step * INTERVAL '1' DAY AS DATE) AS metric_time,
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
), so_far AS (
  SELECT
    calendar.metric_time AS metric_time,
    SUM(kept.sales) OVER (
      PARTITION BY CAST(DATE_TRUNC('WEEK', calendar.metric_time + INTERVAL '1' DAY) - INTERVAL '1' DAY AS DATE)
      ORDER BY calendar.metric_time ASC
      ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
    ) AS sales,
    COUNT(kept.day) OVER (
      PARTITION BY CAST(DATE_TRUNC('WEEK', calendar.metric_time + INTERVAL '1' DAY) - INTERVAL '1' DAY AS DATE)
      ORDER BY calendar.metric_time ASC
      ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
    ) AS "rows so far"
  FROM calendar
  LEFT JOIN kept
    ON kept.day = calendar.metric_time
)
SELECT
  so_far.metric_time AS metric_time,
  so_far.sales AS sales_wtd
FROM so_far
WHERE
  so_far."rows so far" > 0
ORDER BY
  metric_time ASC
