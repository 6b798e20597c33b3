WITH bounds AS (
  SELECT
    days_1.first_1 AS first_1,
    days_2.first_2 AS first_2,
    days_1.last_1 AS last_1,
    days_2.last_2 AS last_2,
    days_1.first_1 AS first_day,
    GREATEST(days_1.last_1, days_2.last_2) AS last_day
  FROM (
    SELECT
      CAST(MIN(refunds.refunded_on) AS DATE) AS first_1,
      CAST(MAX(refunds.refunded_on) AS DATE) AS last_1
    FROM main.refunds AS refunds
  ) AS days_1
  CROSS JOIN (
    SELECT
      CAST(MIN(orders.ordered_at) AS DATE) AS first_2,
      CAST(MAX(orders.ordered_at) AS DATE) AS last_2
    FROM main.orders AS orders
  ) AS days_2
), steps AS (
  SELECT
    series.step AS step
  FROM RANGE(0, 200) AS series(step)
), spine AS (
  SELECT
    buckets.metric_time AS metric_time
  FROM (
    SELECT
      CAST((
        SELECT
          CAST(CASE
            WHEN MONTH(bounds.first_day) <= 6
            THEN DATE_TRUNC('YEAR', bounds.first_day)
            ELSE DATE_TRUNC('YEAR', bounds.first_day) + INTERVAL '6' MONTH
          END AS DATE) AS first_bucket
        FROM bounds
      ) + steps.step * INTERVAL '6' MONTH AS DATE) AS metric_time,
      bounds.last_day AS last_day
    FROM steps
    CROSS JOIN bounds
  ) AS buckets
  WHERE
    buckets.metric_time <= buckets.last_day
), by_day AS (
  SELECT
    CAST(refunds.refunded_on AS DATE) AS metric_time,
    COUNT(*) AS refund_count
  FROM main.refunds AS refunds
  GROUP BY
    1
), now AS (
  SELECT
    CAST(CASE
      WHEN MONTH(by_day.metric_time) <= 6
      THEN DATE_TRUNC('YEAR', by_day.metric_time)
      ELSE DATE_TRUNC('YEAR', by_day.metric_time) + INTERVAL '6' MONTH
    END AS DATE) AS metric_time,
    SUM(by_day.refund_count) AS refund_count
  FROM by_day
  GROUP BY
    1
), by_day_2 AS (
  SELECT
    CAST(orders.ordered_at AS DATE) AS metric_time,
    SUM(orders.amount) AS sales
  FROM main.orders AS orders
  WHERE
    orders.status = 'done'
  GROUP BY
    1
), now_2 AS (
  SELECT
    CAST(CASE
      WHEN MONTH(by_day_2.metric_time) <= 6
      THEN DATE_TRUNC('YEAR', by_day_2.metric_time)
      ELSE DATE_TRUNC('YEAR', by_day_2.metric_time) + INTERVAL '6' MONTH
    END AS DATE) AS metric_time,
    SUM(by_day_2.sales) AS sales
  FROM by_day_2
  GROUP BY
    1
), cells AS (
  SELECT
    COALESCE(spine.metric_time, now.metric_time, now_2.metric_time) AS metric_time,
    now.refund_count AS refund_count,
    now_2.sales AS sales
  FROM spine
  FULL JOIN now
    ON spine.metric_time IS NOT DISTINCT FROM now.metric_time
  FULL JOIN now_2
    ON COALESCE(spine.metric_time, now.metric_time) IS NOT DISTINCT FROM now_2.metric_time
)
SELECT
  cells.metric_time AS metric_time,
  COALESCE(
    cells.refund_count,
    CASE
      WHEN CAST(cells.metric_time + INTERVAL '6' MONTH AS DATE) > bounds.first_1
      AND cells.metric_time <= bounds.last_day
      THEN 0
    END
  ) AS refund_count,
  CAST(cells.sales AS DOUBLE) / NULLIF(
    CASE
      WHEN NOT cells.metric_time IS NULL
      THEN DATE_DIFF(
        'DAY',
        GREATEST(cells.metric_time, bounds.first_2),
        LEAST(
          CAST(cells.metric_time + INTERVAL '6' MONTH AS DATE),
          CAST(bounds.last_2 + INTERVAL '1' DAY AS DATE)
        )
      )
    END,
    0
  ) AS sales_a_day
FROM cells
CROSS JOIN bounds
ORDER BY
  metric_time ASC
