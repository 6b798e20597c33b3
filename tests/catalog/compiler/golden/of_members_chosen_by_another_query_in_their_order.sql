WITH by_key AS (
  SELECT
    orders.store_id AS key_store_id,
    SUM(orders.amount) AS sales
  FROM main.orders AS orders
  WHERE
    orders.status = 'done'
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
    RANK() OVER (ORDER BY SUM(by_key.sales) DESC) <= 2
), by_member AS (
  SELECT
    customers.level AS level,
    orders.customer_id AS customer,
    SUM(orders.amount) AS "value of member"
  FROM main.orders AS orders
  LEFT JOIN main.stores AS stores
    ON orders.store_id = stores.store_id
  LEFT JOIN main.customers AS customers
    ON orders.customer_id = customers.customer_id
  WHERE
    EXISTS(
      SELECT
        1
      FROM chosen
      WHERE
        chosen.store IS NOT DISTINCT FROM stores.store
    )
    AND orders.status = 'done'
  GROUP BY
    1,
    2
)
SELECT
  by_member.level AS level,
  MEDIAN(CAST(by_member."value of member" AS DOUBLE)) AS median_spend
FROM by_member
WHERE
  NOT by_member.customer IS NULL
GROUP BY
  1
ORDER BY
  median_spend DESC,
  level ASC
