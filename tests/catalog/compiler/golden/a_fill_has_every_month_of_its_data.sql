WITH bounds AS (
  SELECT
    days_1.first_1 AS first_1,
    days_1.last_1 AS last_1,
    days_1.first_1 AS first_day,
    days_1.last_1 AS last_day
  FROM (
    SELECT
      CAST(MIN(refunds.refunded_on) AS DATE) AS first_1,
      CAST(MAX(refunds.refunded_on) AS DATE) AS last_1
    FROM main.refunds AS refunds
  ) AS days_1
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
    CAST(refunds.refunded_on AS DATE) AS metric_time,
    COUNT(*) AS refund_count
  FROM main.refunds AS refunds
  GROUP BY
    1
), now AS (
  SELECT
    CAST(DATE_TRUNC('MONTH', by_day.metric_time) AS DATE) AS metric_time,
    SUM(by_day.refund_count) AS refund_count
  FROM by_day
  GROUP BY
    1
), cells AS (
  SELECT
    COALESCE(spine.metric_time, now.metric_time) AS metric_time,
    now.refund_count AS refund_count
  FROM spine
  FULL JOIN now
    ON spine.metric_time IS NOT DISTINCT FROM now.metric_time
)
SELECT
  cells.metric_time AS metric_time,
  COALESCE(
    cells.refund_count,
    CASE
      WHEN CAST(cells.metric_time + INTERVAL '1' MONTH AS DATE) > bounds.first_1
      AND cells.metric_time <= bounds.last_day
      THEN 0
    END
  ) AS refund_count
FROM cells
CROSS JOIN bounds
ORDER BY
  metric_time ASC
