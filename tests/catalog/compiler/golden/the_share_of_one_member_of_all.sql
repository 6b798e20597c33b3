WITH cells AS (
  SELECT
    orders.channel AS channel,
    SUM(orders.amount) AS sales
  FROM main.orders AS orders
  WHERE
    orders.status = 'done'
  GROUP BY
    1
), shown AS (
  SELECT
    cells.channel AS channel,
    CAST(cells.sales AS DOUBLE) / NULLIF(SUM(cells.sales) OVER (), 0) AS sales_share
  FROM cells
)
SELECT
  shown.channel AS channel,
  shown.sales_share AS sales_share
FROM shown
WHERE
  shown.channel = '线上'
ORDER BY
  channel ASC
