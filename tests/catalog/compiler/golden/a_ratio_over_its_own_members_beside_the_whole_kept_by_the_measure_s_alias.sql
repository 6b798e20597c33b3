SELECT
  regions.region AS region,
  CAST(SUM(orders.amount) - SUM(orders.cost) AS DOUBLE) / NULLIF(SUM(orders.amount), 0) AS margin,
  CAST(SUM(orders.amount) FILTER(WHERE
    stores.area >= 100) - SUM(orders.cost) FILTER(WHERE
    stores.area >= 100) AS DOUBLE) / NULLIF(SUM(orders.amount) FILTER(WHERE
    stores.area >= 100), 0) AS large
FROM main.orders AS orders
LEFT JOIN main.stores AS stores
  ON orders.store_id = stores.store_id
LEFT JOIN main.regions AS regions
  ON stores.region_id = regions.region_id
WHERE
  orders.status = 'done'
GROUP BY
  1
HAVING
  (
    CAST(SUM(orders.amount) FILTER(WHERE
      stores.area >= 100) - SUM(orders.cost) FILTER(WHERE
      stores.area >= 100) AS DOUBLE) / NULLIF(SUM(orders.amount) FILTER(WHERE
      stores.area >= 100), 0)
  ) > 0
QUALIFY
  RANK() OVER (
    ORDER BY CAST(SUM(orders.amount) FILTER(WHERE
      stores.area >= 100) - SUM(orders.cost) FILTER(WHERE
      stores.area >= 100) AS DOUBLE) / NULLIF(SUM(orders.amount) FILTER(WHERE
      stores.area >= 100), 0) DESC
  ) <= 1
ORDER BY
  large DESC,
  region ASC
