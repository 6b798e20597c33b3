WITH bounds AS (
  SELECT
    days_1.first_1 AS first_1,
    days_1.last_1 AS last_1,
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
  FROM RANGE(0, 1000) AS series(step)
), spine AS (
  SELECT
    buckets.metric_time AS metric_time
  FROM (
    SELECT
      CAST((
        SELECT
          CAST(DATE_TRUNC('MONTH', bounds.first_day) AS DATE) AS first_bucket
        FROM bounds
      ) + steps.step * INTERVAL '1' MONTH AS DATE) AS metric_time,
      bounds.last_day AS last_day
    FROM steps
    CROSS JOIN bounds
    WHERE
      steps.step < 1000
  ) AS buckets
  WHERE
    buckets.metric_time <= buckets.last_day
), by_day AS (
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
    CAST(DATE_TRUNC('MONTH', by_day.metric_time) AS DATE) AS metric_time,
    SUM(by_day.sales) AS sales
  FROM by_day
  GROUP BY
    1
), by_day_2 AS (
  SELECT
    CAST(refunds.refunded_on AS DATE) AS metric_time,
    COUNT(*) AS refund_count,
    SUM(refunds.amount) AS refunded
  FROM main.refunds AS refunds
  GROUP BY
    1
), now_2 AS (
  SELECT
    CAST(DATE_TRUNC('MONTH', by_day_2.metric_time) AS DATE) AS metric_time,
    SUM(by_day_2.refund_count) AS refund_count,
    SUM(by_day_2.refunded) AS refunded
  FROM by_day_2
  GROUP BY
    1
), cells AS (
  SELECT
    COALESCE(spine.metric_time, now.metric_time, now_2.metric_time) AS metric_time,
    now.sales AS sales,
    now_2.refund_count AS refund_count,
    now_2.refunded AS refunded
  FROM spine
  FULL JOIN now
    ON spine.metric_time IS NOT DISTINCT FROM now.metric_time
  FULL JOIN now_2
    ON COALESCE(spine.metric_time, now.metric_time) IS NOT DISTINCT FROM now_2.metric_time
)
SELECT
  cells.metric_time AS metric_time,
  cells.sales AS sales,
  COALESCE(
    cells.refund_count,
    CASE
      WHEN CAST(cells.metric_time + INTERVAL '1' MONTH AS DATE) > bounds.first_1
      AND cells.metric_time <= bounds.last_day
      THEN 0
    END
  ) AS refund_count,
  cells.sales - cells.refunded AS net_sales
FROM cells
CROSS JOIN bounds
ORDER BY
  metric_time ASC
