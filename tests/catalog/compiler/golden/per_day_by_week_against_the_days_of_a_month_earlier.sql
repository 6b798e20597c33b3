WITH by_day AS (
  SELECT
    CAST(orders.ordered_at AS DATE) AS metric_time,
    SUM(orders.amount) AS sales
  FROM main.orders AS orders
  WHERE
    orders.ordered_at >= CAST('2025-03-24' AS DATE)
    AND orders.ordered_at < CAST('2025-04-07' AS DATE)
    AND orders.status = 'done'
  GROUP BY
    1
), now AS (
  SELECT
    CAST(DATE_TRUNC('WEEK', by_day.metric_time) AS DATE) AS metric_time,
    SUM(by_day.sales) AS sales
  FROM by_day
  GROUP BY
    1
), by_day_2 AS (
  SELECT
    CAST(orders.ordered_at AS DATE) AS metric_time,
    SUM(orders.amount) AS sales_previous
  FROM main.orders AS orders
  WHERE
    orders.ordered_at >= CAST('2025-02-24' AS DATE)
    AND orders.ordered_at < CAST('2025-03-07' AS DATE)
    AND orders.status = 'done'
  GROUP BY
    1
), earlier AS (
  SELECT
    CAST(DATE_TRUNC('WEEK', by_day_2.metric_time + INTERVAL '1' MONTH) AS DATE) AS metric_time,
    SUM(by_day_2.sales_previous) AS sales_previous
  FROM by_day_2
  GROUP BY
    1
), cells AS (
  SELECT
    now.metric_time AS metric_time,
    now.sales AS sales,
    earlier.sales_previous AS sales_previous
  FROM now
  LEFT JOIN earlier
    ON now.metric_time = earlier.metric_time
)
SELECT
  cells.metric_time AS metric_time,
  CAST(cells.sales AS DOUBLE) / NULLIF(
    DATE_DIFF(
      'DAY',
      GREATEST(cells.metric_time, CAST('2025-03-24' AS DATE)),
      LEAST(CAST(cells.metric_time + INTERVAL '7' DAY AS DATE), CAST('2025-04-07' AS DATE))
    ),
    0
  ) AS sales_a_day,
  CAST(cells.sales_previous AS DOUBLE) / NULLIF(
    DATE_DIFF(
      'DAY',
      GREATEST(
        CASE
          WHEN CAST(CAST(cells.metric_time - INTERVAL '1' MONTH AS DATE) + INTERVAL '1' MONTH AS DATE) < cells.metric_time
          THEN CAST(CAST(cells.metric_time - INTERVAL '1' MONTH AS DATE) + INTERVAL '1' DAY AS DATE)
          ELSE CAST(cells.metric_time - INTERVAL '1' MONTH AS DATE)
        END,
        CAST('2025-02-24' AS DATE)
      ),
      LEAST(
        CASE
          WHEN CAST(CAST(CAST(cells.metric_time + INTERVAL '7' DAY AS DATE) - INTERVAL '1' MONTH AS DATE) + INTERVAL '1' MONTH AS DATE) < CAST(cells.metric_time + INTERVAL '7' DAY AS DATE)
          THEN CAST(CAST(CAST(cells.metric_time + INTERVAL '7' DAY AS DATE) - INTERVAL '1' MONTH AS DATE) + INTERVAL '1' DAY AS DATE)
          ELSE CAST(CAST(cells.metric_time + INTERVAL '7' DAY AS DATE) - INTERVAL '1' MONTH AS DATE)
        END,
        CAST('2025-03-07' AS DATE)
      )
    ),
    0
  ) AS sales_a_day_previous
FROM cells
ORDER BY
  metric_time ASC
