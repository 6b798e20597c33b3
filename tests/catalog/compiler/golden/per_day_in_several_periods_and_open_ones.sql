WITH cells AS (
  SELECT
    CASE
      WHEN orders.ordered_at >= CAST('2024-02-01' AS DATE)
      AND orders.ordered_at < CAST('2024-03-01' AS DATE)
      THEN '2024-02-01/2024-02-29'
      ELSE '2025-03-01/9999-12-30'
    END AS period,
    SUM(orders.amount) AS sales
  FROM main.orders AS orders
  WHERE
    (
      (
        orders.ordered_at >= CAST('2024-02-01' AS DATE)
        AND orders.ordered_at < CAST('2024-03-01' AS DATE)
      )
      OR (
        orders.ordered_at >= CAST('2025-03-01' AS DATE)
      )
    )
    AND orders.status = 'done'
  GROUP BY
    1
), day_count AS (
  SELECT
    days.period AS period,
    COUNT(DISTINCT days.day) AS sales_an_open_day_days
  FROM (
    SELECT DISTINCT
      CASE
        WHEN orders.ordered_at >= CAST('2024-02-01' AS DATE)
        AND orders.ordered_at < CAST('2024-03-01' AS DATE)
        THEN '2024-02-01/2024-02-29'
        ELSE '2025-03-01/9999-12-30'
      END AS period,
      CAST(orders.ordered_at AS DATE) AS day
    FROM main.orders AS orders
    WHERE
      (
        (
          orders.ordered_at >= CAST('2024-02-01' AS DATE)
          AND orders.ordered_at < CAST('2024-03-01' AS DATE)
        )
        OR (
          orders.ordered_at >= CAST('2025-03-01' AS DATE)
        )
      )
  ) AS days
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
  cells.period AS period,
  CAST(cells.sales AS DOUBLE) / NULLIF(
    DATE_DIFF(
      'DAY',
      CASE
        WHEN cells.period = '2024-02-01/2024-02-29'
        THEN CAST('2024-02-01' AS DATE)
        WHEN cells.period = '2025-03-01/9999-12-30'
        THEN CAST('2025-03-01' AS DATE)
      END,
      CASE
        WHEN cells.period = '2024-02-01/2024-02-29'
        THEN CAST('2024-03-01' AS DATE)
        WHEN cells.period = '2025-03-01/9999-12-30'
        THEN CAST(bounds.last_1 + INTERVAL '1' DAY AS DATE)
      END
    ),
    0
  ) AS sales_a_day,
  CAST(cells.sales AS DOUBLE) / NULLIF(day_count.sales_an_open_day_days, 0) AS sales_an_open_day
FROM cells
LEFT JOIN day_count
  ON cells.period IS NOT DISTINCT FROM day_count.period
CROSS JOIN bounds
ORDER BY
  period ASC
