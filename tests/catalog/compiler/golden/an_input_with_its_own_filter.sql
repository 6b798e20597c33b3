WITH by_key AS (
  SELECT
    orders.store_id AS key_store_id,
    SUM(orders.amount) FILTER(WHERE
      orders.channel = '线上') AS sales,
    SUM(orders.amount) AS sales_2
  FROM main.orders AS orders
  WHERE
    orders.status = 'done'
  GROUP BY
    1
)
SELECT
  stores.store AS store,
  CAST(SUM(by_key.sales) AS DOUBLE) / NULLIF(SUM(by_key.sales_2), 0) AS online_rate
FROM by_key
LEFT JOIN main.stores AS stores
  ON by_key.key_store_id = stores.store_id
GROUP BY
  1
ORDER BY
  store ASC
