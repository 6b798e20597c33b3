WITH by_day AS (
  SELECT
    CAST(orders.ordered_at AS DATE) AS metric_time,
    SUM(orders.amount) AS sales
  FROM main.orders AS orders
  WHERE
    orders.ordered_at >= CAST('2025-02-01' AS DATE)
    AND orders.ordered_at < CAST('2025-03-13' AS DATE)
    AND orders.status = 'done'
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
    CAST(orders.ordered_at AS DATE) AS metric_time,
    SUM(orders.amount) AS sales_previous
  FROM main.orders AS orders
  WHERE
    orders.ordered_at >= CAST('2025-01-01' AS DATE)
    AND orders.ordered_at < CAST('2025-02-13' AS DATE)
    AND orders.status = 'done'
  GROUP BY
    1
), earlier AS (
  SELECT
    CAST(DATE_TRUNC('MONTH', by_day_2.metric_time + INTERVAL '1' MONTH) AS DATE) AS metric_time,
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
), day_count AS (
  SELECT
    days.metric_time AS metric_time,
    COUNT(DISTINCT days.day) AS sales_an_open_day_days
  FROM (
    SELECT DISTINCT
      CAST(DATE_TRUNC('MONTH', orders.ordered_at) AS DATE) AS metric_time,
      CAST(orders.ordered_at AS DATE) AS day
    FROM main.orders AS orders
    WHERE
      orders.ordered_at >= CAST('2025-02-01' AS DATE)
      AND orders.ordered_at < CAST('2025-03-13' AS DATE)
  ) AS days
  GROUP BY
    1
), day_count_2 AS (
  SELECT
    days.metric_time AS metric_time,
    COUNT(DISTINCT days.day) AS sales_an_open_day_days_2
  FROM (
    SELECT DISTINCT
      CAST(DATE_TRUNC('MONTH', orders.ordered_at + INTERVAL '1' MONTH) AS DATE) AS metric_time,
      CAST(orders.ordered_at AS DATE) AS day
    FROM main.orders AS orders
    WHERE
      orders.ordered_at >= CAST('2025-01-01' AS DATE)
      AND orders.ordered_at < CAST('2025-02-13' AS DATE)
  ) AS days
  GROUP BY
    1
)
SELECT
  cells.metric_time AS metric_time,
  CAST(cells.sales AS DOUBLE) / NULLIF(
    DATE_DIFF(
      'DAY',
      GREATEST(cells.metric_time, CAST('2025-02-01' AS DATE)),
      LEAST(CAST(cells.metric_time + INTERVAL '1' MONTH AS DATE), CAST('2025-03-13' AS DATE))
    ),
    0
  ) AS sales_a_day,
  CAST(cells.sales_previous AS DOUBLE) / NULLIF(
    DATE_DIFF(
      'DAY',
      GREATEST(CAST(cells.metric_time - INTERVAL '1' MONTH AS DATE), CAST('2025-01-01' AS DATE)),
      LEAST(
        CAST(CAST(cells.metric_time + INTERVAL '1' MONTH AS DATE) - INTERVAL '1' MONTH AS DATE),
        CAST('2025-02-13' AS DATE)
      )
    ),
    0
  ) AS sales_a_day_previous,
  CAST(cells.sales AS DOUBLE) / NULLIF(day_count.sales_an_open_day_days, 0) AS sales_an_open_day,
  CAST(cells.sales_previous AS DOUBLE) / NULLIF(day_count_2.sales_an_open_day_days_2, 0) AS sales_an_open_day_previous
FROM cells
LEFT JOIN day_count
  ON cells.metric_time IS NOT DISTINCT FROM day_count.metric_time
LEFT JOIN day_count_2
  ON cells.metric_time IS NOT DISTINCT FROM day_count_2.metric_time
ORDER BY
  metric_time ASC
