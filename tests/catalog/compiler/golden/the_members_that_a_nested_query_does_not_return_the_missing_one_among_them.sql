WITH by_key AS (
  SELECT
    orders.store_id AS key_store_id,
    SUM(orders.amount) AS sales
  FROM main.orders AS orders
  WHERE
    orders.ordered_at >= CAST('2025-01-01' AS DATE)
    AND orders.ordered_at < CAST('2026-01-01' AS DATE)
    AND orders.status = 'done'
  GROUP BY
    1
), chosen AS (
  SELECT
    stores.store AS store,
    SUM(by_key.sales) AS sales
  FROM by_key
  LEFT JOIN main.stores AS stores
    ON by_key.key_store_id = stores.store_id
  GROUP BY
    1
  QUALIFY
    RANK() OVER (ORDER BY SUM(by_key.sales) DESC) <= 1
)
SELECT
  stores.store AS store,
  SUM(orders.amount) AS sales,
  COUNT(*) AS order_count
FROM main.orders AS orders
LEFT JOIN main.stores AS stores
  ON orders.store_id = stores.store_id
WHERE
  NOT EXISTS(
    SELECT
      1
    FROM chosen
    WHERE
      chosen.store IS NOT DISTINCT FROM stores.store
  )
  AND orders.status = 'done'
GROUP BY
  1
ORDER BY
  store ASC
