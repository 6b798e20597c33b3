WITH cells AS (
  SELECT
    orders.channel AS channel,
    SUM(orders.amount) AS sales
  FROM main.orders AS orders
  WHERE
    orders.status = 'done'
  GROUP BY
    1
)
SELECT
  cells.channel AS channel,
  cells.sales AS sales,
  CAST(cells.sales AS DOUBLE) / NULLIF(SUM(cells.sales) OVER (), 0) AS sales_share
FROM cells
ORDER BY
  channel ASC
