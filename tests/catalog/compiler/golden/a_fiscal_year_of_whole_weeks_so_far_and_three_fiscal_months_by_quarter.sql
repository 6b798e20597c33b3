WITH by_day AS (
  SELECT
    CAST(orders.ordered_at AS DATE) AS day,
    SUM(orders.amount) AS sales
  FROM main.orders AS orders
  WHERE
    orders.ordered_at >= CAST('2024-02-04' AS DATE)
    AND orders.ordered_at < CAST('2025-02-02' AS DATE)
    AND orders.status = 'done'
  GROUP BY
    1
), kept AS (
  SELECT
    GREATEST(
      CASE
        WHEN by_day.day < CAST('2024-05-05' AS DATE)
        THEN CAST('2024-02-04' AS DATE)
        WHEN by_day.day < CAST('2024-08-04' AS DATE)
        THEN CAST('2024-05-05' AS DATE)
        WHEN by_day.day < CAST('2024-11-03' AS DATE)
        THEN CAST('2024-08-04' AS DATE)
        WHEN by_day.day < CAST('2025-02-02' AS DATE)
        THEN CAST('2024-11-03' AS DATE)
      END,
      CAST('2024-02-04' AS DATE)
    ) AS day,
    SUM(by_day.sales) AS sales
  FROM by_day
  GROUP BY
    1
), calendar AS (
  SELECT
    buckets.metric_time AS metric_time
  FROM (
    SELECT
      listed.metric_time AS metric_time,
      bounds.last_day AS last_day
    FROM (VALUES
      (CAST('2024-02-04' AS DATE)),
      (CAST('2024-05-05' AS DATE)),
      (CAST('2024-08-04' AS DATE)),
      (CAST('2024-11-03' AS DATE))) AS listed(metric_time)
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
    CAST(DATE_TRUNC(
      'WEEK',
      DATE_TRUNC(
        'YEAR',
        DATE_TRUNC('WEEK', calendar.metric_time + INTERVAL '1' DAY) + INTERVAL '2' DAY - INTERVAL '1' MONTH
      ) + INTERVAL '1' MONTH + INTERVAL '4' DAY
    ) - INTERVAL '1' DAY AS DATE) AS "unit begun"
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
    CAST(orders.ordered_at AS DATE) AS day,
    SUM(orders.amount) AS sales_2
  FROM main.orders AS orders
  WHERE
    orders.ordered_at >= CAST('2023-10-29' AS DATE)
    AND orders.ordered_at < CAST('2025-02-02' AS DATE)
    AND orders.status = 'done'
  GROUP BY
    1
), calendar_2 AS (
  SELECT
    buckets.metric_time AS metric_time,
    LEAST(
      CASE
        WHEN buckets.metric_time < CAST('2024-05-05' AS DATE)
        THEN CAST('2024-05-05' AS DATE)
        WHEN buckets.metric_time < CAST('2024-08-04' AS DATE)
        THEN CAST('2024-08-04' AS DATE)
        WHEN buckets.metric_time < CAST('2024-11-03' AS DATE)
        THEN CAST('2024-11-03' AS DATE)
        WHEN buckets.metric_time < CAST('2025-02-02' AS DATE)
        THEN CAST('2025-02-02' AS DATE)
        WHEN buckets.metric_time < CAST('2025-02-03' AS DATE)
        THEN CAST('2025-02-03' AS DATE)
      END,
      CAST('2025-02-02' AS DATE),
      CAST(buckets.last_day + INTERVAL '1' DAY AS DATE)
    ) AS ends
  FROM (
    SELECT
      listed.metric_time AS metric_time,
      bounds.last_day AS last_day
    FROM (VALUES
      (CAST('2024-02-04' AS DATE)),
      (CAST('2024-05-05' AS DATE)),
      (CAST('2024-08-04' AS DATE)),
      (CAST('2024-11-03' AS DATE))) AS listed(metric_time)
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
    SUM(kept_2.sales_2) AS sales_2
  FROM calendar_2
  JOIN kept_2
    ON kept_2.day < calendar_2.ends
    AND kept_2.day >= CAST(CAST(CASE
      WHEN CAST(calendar_2.ends AS DATE) < CAST('2024-05-05' AS DATE)
      THEN CAST(calendar_2.ends AS DATE) - INTERVAL '98' DAY
      WHEN CAST(calendar_2.ends AS DATE) < CAST('2025-02-03' AS DATE)
      THEN CAST(calendar_2.ends AS DATE) - INTERVAL '91' DAY
    END AS DATE) AS DATE)
  GROUP BY
    1
)
SELECT
  COALESCE(now.metric_time, now_2.metric_time) AS metric_time,
  now.sales AS sales_fytd,
  now_2.sales_2 AS sales_3fm
FROM now
FULL JOIN now_2
  ON now.metric_time IS NOT DISTINCT FROM now_2.metric_time
ORDER BY
  metric_time ASC
