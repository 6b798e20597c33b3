WITH now AS (
  SELECT
    SUM(orders.amount) AS sales
  FROM main.orders AS orders
  WHERE
    orders.ordered_at >= CAST('2025-03-01' AS DATE)
    AND orders.ordered_at < CAST('2025-03-28' AS DATE)
    AND orders.status = 'done'
), earlier AS (
  SELECT
    SUM(orders.amount) AS sales_previous
  FROM main.orders AS orders
  WHERE
    orders.ordered_at >= CAST('2025-02-01' AS DATE)
    AND orders.ordered_at < CAST('2025-02-28' AS DATE)
    AND orders.status = 'done'
)
SELECT
  now.sales AS sales,
  earlier.sales_previous AS sales_previous
FROM now
CROSS JOIN earlier
