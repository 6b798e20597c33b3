SELECT
  customers_home_regions.region AS home_region,
  SUM(orders.amount) AS sales
FROM main.orders AS orders
LEFT JOIN main.customers AS customers
  ON orders.customer_id = customers.customer_id
LEFT JOIN main.stores AS customers_home
  ON customers.home_store = customers_home.store_id
LEFT JOIN main.regions AS customers_home_regions
  ON customers_home.region_id = customers_home_regions.region_id
WHERE
  orders.status = 'done'
GROUP BY
  1
ORDER BY
  home_region ASC
