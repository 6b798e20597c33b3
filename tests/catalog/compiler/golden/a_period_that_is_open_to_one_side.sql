WITH by_day AS (
  SELECT
    CAST(orders.ordered_at AS DATE) AS metric_time,
    SUM(orders.amount) AS sales
  FROM main.orders AS orders
  WHERE
    orders.ordered_at >= CAST('2025-02-01' AS DATE) AND orders.status = 'done'
  GROUP BY
    1
), now AS (
  SELECT
    CAST(DATE_TRUNC('MONTH', by_day.metric_time) AS DATE) AS metric_time,
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
    orders.ordered_at >= CAST('2025-01-01' AS DATE) AND orders.status = 'done'
  GROUP BY
    1
), kept AS (
  SELECT
    CAST(DATE_TRUNC('MONTH', by_day_2.day) AS DATE) AS day,
    SUM(by_day_2.sales_2) AS sales_2
  FROM by_day_2
  GROUP BY
    1
), steps AS (
  SELECT
    series.step AS step
  FROM RANGE(0, 1000) AS series(step)
), calendar AS (
  SELECT
    buckets.metric_time AS metric_time,
    CAST(buckets.metric_time + INTERVAL '1' MONTH AS DATE) AS ends
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
    UNION
    SELECT
      CAST(DATE_TRUNC('MONTH', kept.day) AS DATE) AS metric_time,
      bounds.last_day AS last_day
    FROM kept
    CROSS JOIN (
      SELECT
        CAST(MAX(orders.ordered_at) AS DATE) AS last_day
      FROM main.orders AS orders
    ) AS bounds
  ) AS buckets
  WHERE
    buckets.metric_time <= buckets.last_day
    AND buckets.metric_time >= CAST('2025-02-01' AS DATE)
), now_2 AS (
  SELECT
    calendar.metric_time AS metric_time,
    SUM(kept.sales_2) AS sales_2
  FROM calendar
  JOIN kept
    ON kept.day < calendar.ends
    AND kept.day >= CAST(DATE_TRUNC('YEAR', calendar.ends - INTERVAL '1' DAY) AS DATE)
  GROUP BY
    1
)
SELECT
  COALESCE(now.metric_time, now_2.metric_time) AS metric_time,
  now.sales AS sales,
  now_2.sales_2 AS sales_ytd
FROM now
FULL JOIN now_2
  ON now.metric_time IS NOT DISTINCT FROM now_2.metric_time
ORDER BY
  metric_time ASC
