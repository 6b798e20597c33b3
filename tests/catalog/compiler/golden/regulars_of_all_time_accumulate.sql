WITH "members that pass" AS (
  SELECT
    orders.customer_id AS customer,
    COUNT(*) AS order_count
  FROM main.orders AS orders
  WHERE
    orders.status = 'done'
  GROUP BY
    1
  HAVING
    COUNT(*) >= 3
), kept AS (
  SELECT
    CAST(orders.ordered_at AS DATE) AS day,
    orders.customer_id AS buyers
  FROM main.orders AS orders
  WHERE
    EXISTS(
      SELECT
        1
      FROM "members that pass"
      WHERE
        "members that pass".customer = orders.customer_id
    )
    AND orders.status = 'done'
), steps AS (
  SELECT
    series.step AS step
  FROM RANGE(0, 100) AS series(step)
), calendar AS (
  SELECT
    buckets.metric_time AS metric_time,
    CAST(buckets.metric_time + INTERVAL '1' YEAR AS DATE) AS ends
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
  COUNT(DISTINCT kept.buyers) AS regular_total
FROM calendar
JOIN kept
  ON kept.day < calendar.ends
GROUP BY
  1
ORDER BY
  metric_time ASC
