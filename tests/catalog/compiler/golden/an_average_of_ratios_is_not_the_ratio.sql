WITH now AS (
  SELECT
    SUM(orders.amount) AS sales,
    SUM(orders.cost) AS cost
  FROM main.orders AS orders
  WHERE
    orders.ordered_at >= CAST('2024-01-01' AS DATE)
    AND orders.ordered_at < CAST('2025-01-01' AS DATE)
    AND orders.status = 'done'
), by_key AS (
  SELECT
    orders.store_id AS key_store_id,
    SUM(orders.amount) AS sales,
    SUM(orders.cost) AS cost
  FROM main.orders AS orders
  WHERE
    orders.ordered_at >= CAST('2024-01-01' AS DATE)
    AND orders.ordered_at < CAST('2025-01-01' AS DATE)
    AND orders.status = 'done'
  GROUP BY
    1
), by_member AS (
  SELECT
    stores.store AS store,
    CAST(SUM(by_key.sales) - SUM(by_key.cost) AS DOUBLE) / NULLIF(SUM(by_key.sales), 0) AS "value of member"
  FROM by_key
  LEFT JOIN main.stores AS stores
    ON by_key.key_store_id = stores.store_id
  GROUP BY
    1
), now_2 AS (
  SELECT
    AVG(CAST(by_member."value of member" AS DOUBLE)) AS margin
  FROM by_member
  WHERE
    NOT by_member.store IS NULL
)
SELECT
  CAST(now.sales - now.cost AS DOUBLE) / NULLIF(now.sales, 0) AS margin,
  now_2.margin AS margin_average_over_store
FROM now
CROSS JOIN now_2
