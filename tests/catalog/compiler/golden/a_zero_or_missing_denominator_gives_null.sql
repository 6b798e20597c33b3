WITH by_key AS (
  SELECT
    orders.store_id AS key_store_id,
    COUNT(*) AS order_count
  FROM main.orders AS orders
  WHERE
    orders.status = 'done'
  GROUP BY
    1
), now AS (
  SELECT
    stores.store AS store,
    SUM(by_key.order_count) AS order_count
  FROM by_key
  LEFT JOIN main.stores AS stores
    ON by_key.key_store_id = stores.store_id
  GROUP BY
    1
), by_key_2 AS (
  SELECT
    visits.store_id AS key_store_id,
    SUM(visits.visitors) AS visitors
  FROM main.visits AS visits
  GROUP BY
    1
), now_2 AS (
  SELECT
    stores.store AS store,
    SUM(by_key_2.visitors) AS visitors
  FROM by_key_2
  LEFT JOIN main.stores AS stores
    ON by_key_2.key_store_id = stores.store_id
  GROUP BY
    1
)
SELECT
  COALESCE(now.store, now_2.store) AS store,
  CAST(now.order_count AS DOUBLE) / NULLIF(now_2.visitors, 0) AS conversion,
  now.order_count AS order_count,
  now_2.visitors AS visitors
FROM now
FULL JOIN now_2
  ON now.store IS NOT DISTINCT FROM now_2.store
ORDER BY
  store ASC
