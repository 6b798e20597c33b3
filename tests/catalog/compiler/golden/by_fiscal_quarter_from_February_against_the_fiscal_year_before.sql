WITH by_day AS (
  SELECT
    CAST(orders.ordered_at AS DATE) AS metric_time,
    SUM(orders.amount) AS sales
  FROM main.orders AS orders
  WHERE
    orders.status = 'done'
  GROUP BY
    1
), now AS (
  SELECT
    CAST(DATE_TRUNC('QUARTER', by_day.metric_time - INTERVAL '1' MONTH) + INTERVAL '1' MONTH AS DATE) AS metric_time,
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
    orders.status = 'done'
  GROUP BY
    1
), kept AS (
  SELECT
    CAST(DATE_TRUNC('QUARTER', by_day_2.day - INTERVAL '1' MONTH) + INTERVAL '1' MONTH AS DATE) AS day,
    SUM(by_day_2.sales_2) AS sales_2
  FROM by_day_2
  GROUP BY
    1
), steps AS (
  SELECT
    series.step AS step
  FROM RANGE(0, 400) AS series(step)
), calendar AS (
  SELECT
    buckets.metric_time AS metric_time
  FROM (
    SELECT
      CAST((
        SELECT
          CAST(DATE_TRUNC('QUARTER', MIN(kept.day) - INTERVAL '1' MONTH) + INTERVAL '1' MONTH AS DATE) AS first_bucket
        FROM kept
      ) + steps.step * INTERVAL '3' MONTH AS DATE) AS metric_time,
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
    COALESCE(calendar.metric_time, kept.day) AS metric_time,
    kept.sales_2 AS sales_2,
    kept.day AS day
  FROM calendar
  FULL JOIN kept
    ON kept.day = calendar.metric_time
), units AS (
  SELECT
    placed.metric_time AS metric_time,
    placed.sales_2 AS sales_2,
    placed.day AS day,
    CAST(DATE_TRUNC('YEAR', placed.metric_time - INTERVAL '1' MONTH) + INTERVAL '1' MONTH AS DATE) AS "unit begun"
  FROM placed
), so_far AS (
  SELECT
    units.metric_time AS metric_time,
    SUM(units.sales_2) OVER (
      PARTITION BY units."unit begun"
      ORDER BY units.metric_time ASC
      ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
    ) AS sales_2,
    COUNT(units.day) OVER (
      PARTITION BY units."unit begun"
      ORDER BY units.metric_time ASC
      ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
    ) AS "rows so far"
  FROM units
), now_2 AS (
  SELECT
    so_far.metric_time AS metric_time,
    so_far.sales_2 AS sales_2
  FROM so_far
  WHERE
    so_far."rows so far" > 0
), by_day_3 AS (
  SELECT
    CAST(orders.ordered_at AS DATE) AS metric_time,
    SUM(orders.amount) AS sales_previous
  FROM main.orders AS orders
  WHERE
    orders.status = 'done'
  GROUP BY
    1
), earlier AS (
  SELECT
    CAST(DATE_TRUNC('QUARTER', by_day_3.metric_time + INTERVAL '1' YEAR - INTERVAL '1' MONTH) + INTERVAL '1' MONTH AS DATE) AS metric_time,
    SUM(by_day_3.sales_previous) AS sales_previous
  FROM by_day_3
  GROUP BY
    1
), kept_2 AS (
  SELECT
    CAST(orders.ordered_at + INTERVAL '1' YEAR AS DATE) AS day,
    SUM(orders.amount) AS sales_previous_2
  FROM main.orders AS orders
  WHERE
    orders.status = 'done'
  GROUP BY
    1
), calendar_2 AS (
  SELECT
    buckets.metric_time AS metric_time,
    LEAST(
      CAST(buckets.metric_time + INTERVAL '3' MONTH AS DATE),
      CAST(buckets.last_day + INTERVAL '1' DAY AS DATE)
    ) AS ends
  FROM (
    SELECT
      CAST((
        SELECT
          CAST(DATE_TRUNC('QUARTER', MIN(kept_2.day) - INTERVAL '1' MONTH) + INTERVAL '1' MONTH AS DATE) AS first_bucket
        FROM kept_2
      ) + steps.step * INTERVAL '3' MONTH AS DATE) AS metric_time,
      bounds.last_day AS last_day
    FROM steps
    CROSS JOIN (
      SELECT
        CAST(CAST(MAX(orders.ordered_at) AS DATE) + INTERVAL '1' YEAR AS DATE) AS last_day
      FROM main.orders AS orders
    ) AS bounds
    UNION
    SELECT
      CAST(DATE_TRUNC('QUARTER', kept_2.day - INTERVAL '1' MONTH) + INTERVAL '1' MONTH AS DATE) AS metric_time,
      bounds.last_day AS last_day
    FROM kept_2
    CROSS JOIN (
      SELECT
        CAST(CAST(MAX(orders.ordered_at) AS DATE) + INTERVAL '1' YEAR AS DATE) AS last_day
      FROM main.orders AS orders
    ) AS bounds
  ) AS buckets
  WHERE
    buckets.metric_time <= buckets.last_day
), earlier_2 AS (
  SELECT
    calendar_2.metric_time AS metric_time,
    SUM(kept_2.sales_previous_2) AS sales_previous_2
  FROM calendar_2
  JOIN kept_2
    ON kept_2.day < calendar_2.ends
    AND kept_2.day >= CAST(CAST(DATE_TRUNC(
      'YEAR',
      CAST(calendar_2.ends - INTERVAL '1' DAY - INTERVAL '1' YEAR AS DATE) - INTERVAL '1' MONTH
    ) + INTERVAL '1' MONTH AS DATE) + INTERVAL '1' YEAR AS DATE)
  GROUP BY
    1
)
SELECT
  COALESCE(now.metric_time, now_2.metric_time) AS metric_time,
  now.sales AS sales,
  earlier.sales_previous AS sales_previous,
  now_2.sales_2 AS sales_fytd,
  earlier_2.sales_previous_2 AS sales_fytd_previous
FROM now
FULL JOIN now_2
  ON now.metric_time IS NOT DISTINCT FROM now_2.metric_time
LEFT JOIN earlier
  ON COALESCE(now.metric_time, now_2.metric_time) = earlier.metric_time
LEFT JOIN earlier_2
  ON COALESCE(now.metric_time, now_2.metric_time) = earlier_2.metric_time
ORDER BY
  metric_time ASC
