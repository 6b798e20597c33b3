WITH by_day AS (
  SELECT
    CAST(orders.ordered_at AS DATE) AS day,
    SUM(orders.amount) AS sales
  FROM main.orders AS orders
  WHERE
    orders.ordered_at >= CAST('2023-10-29' AS DATE)
    AND orders.ordered_at < CAST('2024-08-04' AS DATE)
    AND orders.status = 'done'
  GROUP BY
    1
), kept AS (
  SELECT
    CASE
      WHEN by_day.day < CAST('2023-11-26' AS DATE)
      THEN CAST('2023-10-29' AS DATE)
      WHEN by_day.day < CAST('2023-12-31' AS DATE)
      THEN CAST('2023-11-26' AS DATE)
      WHEN by_day.day < CAST('2024-02-04' AS DATE)
      THEN CAST('2023-12-31' AS DATE)
      WHEN by_day.day < CAST('2024-03-03' AS DATE)
      THEN CAST('2024-02-04' AS DATE)
      WHEN by_day.day < CAST('2024-04-07' AS DATE)
      THEN CAST('2024-03-03' AS DATE)
      WHEN by_day.day < CAST('2024-05-05' AS DATE)
      THEN CAST('2024-04-07' AS DATE)
      WHEN by_day.day < CAST('2024-06-02' AS DATE)
      THEN CAST('2024-05-05' AS DATE)
      WHEN by_day.day < CAST('2024-07-07' AS DATE)
      THEN CAST('2024-06-02' AS DATE)
      WHEN by_day.day < CAST('2024-08-04' AS DATE)
      THEN CAST('2024-07-07' AS DATE)
    END AS day,
    SUM(by_day.sales) AS sales
  FROM by_day
  GROUP BY
    1
), calendar AS (
  SELECT
    buckets.metric_time AS metric_time,
    CASE
      WHEN buckets.metric_time < CAST('2024-03-03' AS DATE)
      THEN CAST('2024-03-03' AS DATE)
      WHEN buckets.metric_time < CAST('2024-04-07' AS DATE)
      THEN CAST('2024-04-07' AS DATE)
      WHEN buckets.metric_time < CAST('2024-05-05' AS DATE)
      THEN CAST('2024-05-05' AS DATE)
      WHEN buckets.metric_time < CAST('2024-06-02' AS DATE)
      THEN CAST('2024-06-02' AS DATE)
      WHEN buckets.metric_time < CAST('2024-07-07' AS DATE)
      THEN CAST('2024-07-07' AS DATE)
      WHEN buckets.metric_time < CAST('2024-08-04' AS DATE)
      THEN CAST('2024-08-04' AS DATE)
      WHEN buckets.metric_time < CAST('2024-08-05' AS DATE)
      THEN CAST('2024-08-05' AS DATE)
    END AS ends
  FROM (
    SELECT
      listed.metric_time AS metric_time,
      bounds.last_day AS last_day
    FROM (VALUES
      (CAST('2024-02-04' AS DATE)),
      (CAST('2024-03-03' AS DATE)),
      (CAST('2024-04-07' AS DATE)),
      (CAST('2024-05-05' AS DATE)),
      (CAST('2024-06-02' AS DATE)),
      (CAST('2024-07-07' AS DATE))) AS listed(metric_time)
    CROSS JOIN (
      SELECT
        CAST(MAX(orders.ordered_at) AS DATE) AS last_day
      FROM main.orders AS orders
    ) AS bounds
  ) AS buckets
  WHERE
    buckets.metric_time <= buckets.last_day
)
SELECT
  calendar.metric_time AS metric_time,
  SUM(kept.sales) AS sales_3fm
FROM calendar
JOIN kept
  ON kept.day < calendar.ends
  AND kept.day >= CAST(CAST(CASE
    WHEN CAST(calendar.ends AS DATE) < CAST('2024-05-05' AS DATE)
    THEN CAST(calendar.ends AS DATE) - INTERVAL '98' DAY
    WHEN CAST(calendar.ends AS DATE) < CAST('2024-08-05' AS DATE)
    THEN CAST(calendar.ends AS DATE) - INTERVAL '91' DAY
  END AS DATE) AS DATE)
GROUP BY
  1
ORDER BY
  metric_time ASC
