SELECT
  orders.channel AS channel,
  SUM(orders.amount) AS sales
FROM main.orders AS orders
WHERE
  orders.status = 'done'
GROUP BY
  1
HAVING
  (
    orders.channel <> '线上' OR orders.channel IS NULL
  )
ORDER BY
  channel ASC
