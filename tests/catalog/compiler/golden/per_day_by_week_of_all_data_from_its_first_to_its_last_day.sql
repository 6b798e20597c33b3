WITH by_day AS (
  SELECT
    CAST(orders.ordered_at AS DATE) AS metric_time,
    SUM(orders.amount) AS sales
  FROM main.orders AS orders
  WHERE
    orders.status = 'done'
  GROUP BY
    1
), cells AS (
  SELECT
    CAST(DATE_TRUNC('WEEK', by_day.metric_time) AS DATE) AS metric_time,
    SUM(by_day.sales) AS sales
  FROM by_day
  GROUP BY
    1
), bounds AS (
  SELECT
    days_1.first_1 AS first_1,
    days_1.last_1 AS last_1,
    days_1.first_1 AS first_day,
    days_1.last_1 AS last_day
  FROM (
    SELECT
      CAST(MIN(orders.ordered_at) AS DATE) AS first_1,
      CAST(MAX(orders.ordered_at) AS DATE) AS last_1
    FROM main.orders AS orders
  ) AS days_1
)
SELECT
  cells.metric_time AS metric_time,
  CAST(cells.sales AS DOUBLE) / NULLIF(
    CASE
      WHEN NOT cells.metric_time IS NULL
      THEN DATE_DIFF(
        'DAY',
        GREATEST(cells.metric_time, bounds.first_1),
        LEAST(
          CAST(cells.metric_time + INTERVAL '7' DAY AS DATE),
          CAST(bounds.last_1 + INTERVAL '1' DAY AS DATE)
        )
      )
    END,
    0
  ) AS sales_a_day
FROM cells
CROSS JOIN bounds
WHERE
  (
    CAST(cells.sales AS DOUBLE) / NULLIF(
      CASE
        WHEN NOT cells.metric_time IS NULL
        THEN DATE_DIFF(
          'DAY',
          GREATEST(cells.metric_time, bounds.first_1),
          LEAST(
            CAST(cells.metric_time + INTERVAL '7' DAY AS DATE),
            CAST(bounds.last_1 + INTERVAL '1' DAY AS DATE)
          )
        )
      END,
      0
    )
  ) > 13
ORDER BY
  metric_time ASC
