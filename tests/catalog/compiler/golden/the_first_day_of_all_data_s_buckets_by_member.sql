WITH kept AS (
  SELECT
    CAST(orders.ordered_at AS DATE) AS day,
    orders.channel AS channel,
    SUM(orders.amount) AS sales
  FROM main.orders AS orders
  WHERE
    orders.status = 'done'
  GROUP BY
    1,
    2
), steps AS (
  SELECT
    series.step AS step
  FROM RANGE(0, 100) AS series(step)
), calendar AS (
  SELECT
    buckets.metric_time AS metric_time,
    LEAST(
      CAST(buckets.metric_time + INTERVAL '1' DAY AS DATE),
      CAST(buckets.last_day + INTERVAL '1' DAY AS DATE)
    ) AS ends
  FROM (
    SELECT
      CAST((
        SELECT
          CAST(DATE_TRUNC('YEAR', MIN(kept.day)) AS DATE) AS first_bucket
        FROM kept
      ) + steps.step * INTERVAL '1' YEAR AS DATE) AS metric_time,
      bounds.last_day AS last_day
    FROM steps
    CROSS JOIN (
      SELECT
        CAST(MAX(orders.ordered_at) AS DATE) AS last_day
      FROM main.orders AS orders
    ) AS bounds
    UNION
    SELECT
      CAST(DATE_TRUNC('YEAR', kept.day) AS DATE) AS metric_time,
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
)
SELECT
  calendar.metric_time AS metric_time,
  kept.channel AS channel,
  SUM(kept.sales) AS total_first
FROM calendar
JOIN kept
  ON kept.day < calendar.ends
GROUP BY
  1,
  2
ORDER BY
  metric_time ASC,
  channel ASC
