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
  FROM RANGE(0, 10000) AS series(step)
), spine AS (
  SELECT
    buckets.metric_time AS metric_time
  FROM (
    SELECT DISTINCT
      CAST(counted.fiscal_year_begins + (
        LEAST(
          DATE_DIFF('DAY', counted.fiscal_year_begins, CAST(counted.metric_time AS DATE)) // 91,
          3
        ) * 13
      ) * INTERVAL '7' DAY AS DATE) AS metric_time,
      counted.last_day AS last_day
    FROM (
      SELECT
        counted.metric_time AS metric_time,
        CAST(DATE_TRUNC(
          'WEEK',
          DATE_TRUNC(
            'YEAR',
            DATE_TRUNC('WEEK', counted.metric_time + INTERVAL '1' DAY) + INTERVAL '2' DAY - INTERVAL '1' MONTH
          ) + INTERVAL '1' MONTH + INTERVAL '4' DAY
        ) - INTERVAL '1' DAY AS DATE) AS fiscal_year_begins,
        counted.last_day AS last_day
      FROM (
        SELECT
          CAST(bounds.first_day + steps.step * INTERVAL '1' DAY AS DATE) AS metric_time,
          bounds.last_day AS last_day
        FROM steps
        CROSS JOIN bounds
        WHERE
          steps.step < 10000
      ) AS counted
    ) AS counted
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
    CAST(CAST(DATE_TRUNC(
      'WEEK',
      DATE_TRUNC(
        'YEAR',
        DATE_TRUNC('WEEK', by_day.metric_time + INTERVAL '1' DAY) + INTERVAL '2' DAY - INTERVAL '1' MONTH
      ) + INTERVAL '1' MONTH + INTERVAL '4' DAY
    ) - INTERVAL '1' DAY AS DATE) + (
      LEAST(
        DATE_DIFF(
          'DAY',
          CAST(DATE_TRUNC(
            'WEEK',
            DATE_TRUNC(
              'YEAR',
              DATE_TRUNC('WEEK', by_day.metric_time + INTERVAL '1' DAY) + INTERVAL '2' DAY - INTERVAL '1' MONTH
            ) + INTERVAL '1' MONTH + INTERVAL '4' DAY
          ) - INTERVAL '1' DAY AS DATE),
          CAST(by_day.metric_time AS DATE)
        ) // 91,
        3
      ) * 13
    ) * INTERVAL '7' DAY AS DATE) AS metric_time,
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
      WHEN CAST(CAST(DATE_TRUNC(
        'WEEK',
        DATE_TRUNC(
          'YEAR',
          DATE_TRUNC('WEEK', cells.metric_time + INTERVAL '99' DAY + INTERVAL '1' DAY) + INTERVAL '2' DAY - INTERVAL '1' MONTH
        ) + INTERVAL '1' MONTH + INTERVAL '4' DAY
      ) - INTERVAL '1' DAY AS DATE) + (
        LEAST(
          DATE_DIFF(
            'DAY',
            CAST(DATE_TRUNC(
              'WEEK',
              DATE_TRUNC(
                'YEAR',
                DATE_TRUNC('WEEK', cells.metric_time + INTERVAL '99' DAY + INTERVAL '1' DAY) + INTERVAL '2' DAY - INTERVAL '1' MONTH
              ) + INTERVAL '1' MONTH + INTERVAL '4' DAY
            ) - INTERVAL '1' DAY AS DATE),
            CAST(cells.metric_time + INTERVAL '99' DAY AS DATE)
          ) // 91,
          3
        ) * 13
      ) * INTERVAL '7' DAY AS DATE) > bounds.first_1
      AND cells.metric_time <= bounds.last_day
      THEN 0
    END
  ) AS refund_count
FROM cells
CROSS JOIN bounds
ORDER BY
  metric_time ASC
