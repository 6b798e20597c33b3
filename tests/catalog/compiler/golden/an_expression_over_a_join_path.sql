SELECT
  orders.channel AS channel,
  SUM(orders.amount / stores.area) AS sales_per_area
FROM main.orders AS orders
LEFT JOIN main.stores AS stores
  ON orders.store_id = stores.store_id
WHERE
  orders.status = 'done'
GROUP BY
  1
ORDER BY
  channel ASC
