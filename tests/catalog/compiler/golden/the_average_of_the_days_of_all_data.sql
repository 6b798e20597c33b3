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
  FROM RANGE(0, 10000) AS series(step)
), calendar AS (
  SELECT
    buckets.metric_time AS metric_time
  FROM (
    SELECT
      CAST((
        SELECT
          CAST(MIN(kept.day) AS DATE) AS first_bucket
        FROM kept
      ) + steps.step * INTERVAL '1' DAY AS DATE) AS metric_time,
      bounds.last_day AS last_day
    FROM steps
    CROSS JOIN (
      SELECT
        CAST(MAX(orders.ordered_at) AS DATE) AS last_day
      FROM main.orders AS orders
    ) AS bounds
    WHERE
      steps.step < 10000
    UNION
    SELECT
      CAST(kept.day AS DATE) AS metric_time,
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
), every AS (
  SELECT DISTINCT
    kept.channel AS channel
  FROM kept
), placed AS (
  SELECT
    calendar.metric_time AS metric_time,
    every.channel AS channel,
    kept.sales AS sales,
    kept.day AS day
  FROM calendar
  CROSS JOIN every
  LEFT JOIN kept
    ON kept.day = calendar.metric_time
    AND kept.channel IS NOT DISTINCT FROM every.channel
), so_far AS (
  SELECT
    placed.metric_time AS metric_time,
    placed.channel AS channel,
    SUM(placed.sales) OVER (
      PARTITION BY placed.channel
      ORDER BY placed.metric_time ASC
      ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
    ) AS sales,
    COUNT(placed.day) OVER (
      PARTITION BY placed.channel
      ORDER BY placed.metric_time ASC
      ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
    ) AS "rows so far"
  FROM placed
), by_day AS (
  SELECT
    so_far.metric_time AS metric_time,
    so_far.channel AS channel,
    so_far.sales AS sales
  FROM so_far
  WHERE
    so_far."rows so far" > 0
)
SELECT
  CAST(DATE_TRUNC('YEAR', by_day.metric_time) AS DATE) AS metric_time,
  by_day.channel AS channel,
  AVG(by_day.sales) AS total_mean
FROM by_day
GROUP BY
  1,
  2
ORDER BY
  metric_time ASC,
  channel ASC
