WITH cells AS (
  SELECT
    SUM(orders.amount) AS sales
  FROM main.orders AS orders
  WHERE
    orders.status = 'done'
), day_count AS (
  SELECT
    COUNT(DISTINCT days.day) AS sales_an_open_day_days
  FROM (
    SELECT DISTINCT
      CAST(orders.ordered_at AS DATE) AS day
    FROM main.orders AS orders
  ) AS days
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
  CAST(cells.sales AS DOUBLE) / NULLIF(
    DATE_DIFF('DAY', bounds.first_1, CAST(bounds.last_1 + INTERVAL '1' DAY AS DATE)),
    0
  ) AS sales_a_day,
  CAST(cells.sales AS DOUBLE) / NULLIF(day_count.sales_an_open_day_days, 0) AS sales_an_open_day,
  CAST(CAST(cells.sales AS DOUBLE) / NULLIF(
    DATE_DIFF('DAY', bounds.first_1, CAST(bounds.last_1 + INTERVAL '1' DAY AS DATE)),
    0
  ) AS DOUBLE) / NULLIF(CAST(cells.sales AS DOUBLE) / NULLIF(day_count.sales_an_open_day_days, 0), 0) AS day_share
FROM cells
CROSS JOIN day_count
CROSS JOIN bounds
