WITH by_key AS (
  SELECT
    orders.store_id AS key_store_id,
    SUM(orders.amount) AS sales,
    SUM(orders.cost) AS cost
  FROM main.orders AS orders
  WHERE
    orders.status = 'done'
  GROUP BY
    1
)
SELECT
  stores.store AS store,
  SUM(by_key.sales) - SUM(by_key.cost) AS profit,
  CAST(SUM(by_key.sales) - SUM(by_key.cost) AS DOUBLE) / NULLIF(SUM(by_key.sales), 0) AS margin
FROM by_key
LEFT JOIN main.stores AS stores
  ON by_key.key_store_id = stores.store_id
GROUP BY
  1
ORDER BY
  store ASC
