WITH "members that pass" AS (
  SELECT
    orders.customer_id AS customer,
    COUNT(*) AS order_count
  FROM main.orders AS orders
  WHERE
    orders.status = 'done'
  GROUP BY
    1
  HAVING
    COUNT(*) >= 2
), cells AS (
  SELECT
    orders.channel AS channel,
    SUM(orders.amount) AS sales
  FROM main.orders AS orders
  WHERE
    EXISTS(
      SELECT
        1
      FROM "members that pass"
      WHERE
        "members that pass".customer = orders.customer_id
    )
    AND orders.status = 'done'
  GROUP BY
    1
)
SELECT
  cells.channel AS channel,
  CAST(cells.sales AS DOUBLE) / NULLIF(SUM(cells.sales) OVER (), 0) AS regular_sales_share
FROM cells
ORDER BY
  channel ASC
