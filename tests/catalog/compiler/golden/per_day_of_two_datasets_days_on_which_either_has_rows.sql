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
    CAST(DATE_TRUNC('YEAR', by_day.metric_time) AS DATE) AS metric_time,
    SUM(by_day.sales) AS sales
  FROM by_day
  GROUP BY
    1
), by_day_2 AS (
  SELECT
    CAST(refunds.refunded_on AS DATE) AS metric_time,
    SUM(refunds.amount) AS refunded
  FROM main.refunds AS refunds
  GROUP BY
    1
), now_2 AS (
  SELECT
    CAST(DATE_TRUNC('YEAR', by_day_2.metric_time) AS DATE) AS metric_time,
    SUM(by_day_2.refunded) AS refunded
  FROM by_day_2
  GROUP BY
    1
), cells AS (
  SELECT
    COALESCE(now.metric_time, now_2.metric_time) AS metric_time,
    now.sales AS sales,
    now_2.refunded AS refunded
  FROM now
  FULL JOIN now_2
    ON now.metric_time IS NOT DISTINCT FROM now_2.metric_time
), day_count AS (
  SELECT
    days.metric_time AS metric_time,
    COUNT(DISTINCT days.day) AS net_a_day_days
  FROM (
    SELECT DISTINCT
      CAST(DATE_TRUNC('YEAR', orders.ordered_at) AS DATE) AS metric_time,
      CAST(orders.ordered_at AS DATE) AS day
    FROM main.orders AS orders
    UNION
    SELECT DISTINCT
      CAST(DATE_TRUNC('YEAR', refunds.refunded_on) AS DATE) AS metric_time,
      CAST(refunds.refunded_on AS DATE) AS day
    FROM main.refunds AS refunds
  ) AS days
  GROUP BY
    1
), bounds AS (
  SELECT
    days_1.first_1 AS first_1,
    days_2.first_2 AS first_2,
    days_1.last_1 AS last_1,
    days_2.last_2 AS last_2,
    LEAST(days_1.first_1, days_2.first_2) AS first_day,
    GREATEST(days_1.last_1, days_2.last_2) AS last_day
  FROM (
    SELECT
      CAST(MIN(orders.ordered_at) AS DATE) AS first_1,
      CAST(MAX(orders.ordered_at) AS DATE) AS last_1
    FROM main.orders AS orders
  ) AS days_1
  CROSS JOIN (
    SELECT
      CAST(MIN(refunds.refunded_on) AS DATE) AS first_2,
      CAST(MAX(refunds.refunded_on) AS DATE) AS last_2
    FROM main.refunds AS refunds
  ) AS days_2
)
SELECT
  cells.metric_time AS metric_time,
  CAST(cells.sales - cells.refunded AS DOUBLE) / NULLIF(day_count.net_a_day_days, 0) AS net_a_day,
  CAST(cells.sales - cells.refunded AS DOUBLE) / NULLIF(
    CASE
      WHEN NOT cells.metric_time IS NULL
      THEN DATE_DIFF(
        'DAY',
        GREATEST(cells.metric_time, LEAST(bounds.first_1, bounds.first_2)),
        LEAST(
          CAST(cells.metric_time + INTERVAL '1' YEAR AS DATE),
          CAST(GREATEST(bounds.last_1, bounds.last_2) + INTERVAL '1' DAY AS DATE)
        )
      )
    END,
    0
  ) AS net_a_calendar_day
FROM cells
LEFT JOIN day_count
  ON cells.metric_time IS NOT DISTINCT FROM day_count.metric_time
CROSS JOIN bounds
ORDER BY
  metric_time ASC
