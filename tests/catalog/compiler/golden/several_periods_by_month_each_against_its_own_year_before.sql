WITH now AS (
  SELECT
    CASE
      WHEN orders.ordered_at >= CAST('2025-01-01' AS DATE)
      AND orders.ordered_at < CAST('2025-03-01' AS DATE)
      THEN '2025-01-01/2025-02-28'
      ELSE '2025-03-01/2025-03-31'
    END AS period,
    CAST(DATE_TRUNC('MONTH', orders.ordered_at) AS DATE) AS metric_time,
    SUM(orders.amount) AS sales
  FROM main.orders AS orders
  WHERE
    (
      (
        orders.ordered_at >= CAST('2025-01-01' AS DATE)
        AND orders.ordered_at < CAST('2025-03-01' AS DATE)
      )
      OR (
        orders.ordered_at >= CAST('2025-03-01' AS DATE)
        AND orders.ordered_at < CAST('2025-03-13' AS DATE)
      )
    )
    AND orders.status = 'done'
  GROUP BY
    1,
    2
), earlier AS (
  SELECT
    CASE
      WHEN orders.ordered_at >= CAST('2024-01-01' AS DATE)
      AND orders.ordered_at < CAST('2024-03-01' AS DATE)
      THEN '2025-01-01/2025-02-28'
      ELSE '2025-03-01/2025-03-31'
    END AS period,
    CAST(DATE_TRUNC('MONTH', orders.ordered_at + INTERVAL '1' YEAR) AS DATE) AS metric_time,
    SUM(orders.amount) AS sales_previous
  FROM main.orders AS orders
  WHERE
    (
      (
        orders.ordered_at >= CAST('2024-01-01' AS DATE)
        AND orders.ordered_at < CAST('2024-03-01' AS DATE)
      )
      OR (
        orders.ordered_at >= CAST('2024-03-01' AS DATE)
        AND orders.ordered_at < CAST('2024-03-13' AS DATE)
      )
    )
    AND orders.status = 'done'
  GROUP BY
    1,
    2
), times AS (
  SELECT DISTINCT
    now.period AS period,
    now.metric_time AS metric_time
  FROM now
)
SELECT
  COALESCE(now.period, earlier.period) AS period,
  COALESCE(now.metric_time, earlier.metric_time) AS metric_time,
  now.sales AS sales,
  earlier.sales_previous AS sales_previous
FROM now
FULL JOIN (
  SELECT
    earlier.period AS period,
    times.metric_time AS metric_time,
    earlier.sales_previous AS sales_previous
  FROM times
  JOIN earlier
    ON times.period = earlier.period AND times.metric_time = earlier.metric_time
) AS earlier
  ON now.period IS NOT DISTINCT FROM earlier.period
  AND now.metric_time IS NOT DISTINCT FROM earlier.metric_time
ORDER BY
  period ASC,
  metric_time ASC
