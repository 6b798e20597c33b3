WITH by_key AS (
  SELECT
    orders.store_id AS key_store_id,
    COUNT(*) AS order_count
  FROM main.orders AS orders
  WHERE
    orders.status = 'done'
  GROUP BY
    1
)
SELECT
  stores.store AS store,
  SUM(by_key.order_count) AS order_count
FROM by_key
LEFT JOIN main.stores AS stores
  ON by_key.key_store_id = stores.store_id
GROUP BY
  1
QUALIFY
  RANK() OVER (ORDER BY SUM(by_key.order_count) DESC) <= 3
ORDER BY
  order_count DESC,
  store ASC
