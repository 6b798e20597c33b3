WITH by_key AS (
  SELECT
    orders.channel AS channel,
    orders.store_id AS key_store_id,
    SUM(orders.amount) AS sales
  FROM main.orders AS orders
  WHERE
    orders.status = 'done'
  GROUP BY
    1,
    2
)
SELECT
  by_key.channel AS channel,
  stores.store AS store,
  SUM(by_key.sales) AS sales
FROM by_key
LEFT JOIN main.stores AS stores
  ON by_key.key_store_id = stores.store_id
GROUP BY
  1,
  2
QUALIFY
  RANK() OVER (PARTITION BY by_key.channel ORDER BY SUM(by_key.sales) ASC) <= 1
ORDER BY
  sales ASC,
  channel ASC,
  store ASC
