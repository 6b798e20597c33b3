SELECT
  customers_home.city AS home_city,
  stores.city AS city,
  SUM(orders.amount) AS sales
FROM main.orders AS orders
LEFT JOIN main.customers AS customers
  ON orders.customer_id = customers.customer_id
LEFT JOIN main.stores AS stores
  ON orders.store_id = stores.store_id
LEFT JOIN main.stores AS customers_home
  ON customers.home_store = customers_home.store_id
WHERE
  orders.status = 'done'
GROUP BY
  1,
  2
ORDER BY
  home_city ASC,
  city ASC
