WITH by_member AS (
  SELECT
    stores.store AS store,
    SUM(orders.amount) AS "value of member"
  FROM main.orders AS orders
  LEFT JOIN main.stores AS stores
    ON orders.store_id = stores.store_id
  WHERE
    stores.city IN ('上海', '北京') AND orders.status = 'done'
  GROUP BY
    1
), now AS (
  SELECT
    AVG(CAST(by_member."value of member" AS DOUBLE)) AS mean_store
  FROM by_member
  WHERE
    NOT by_member.store IS NULL
), by_member_2 AS (
  SELECT
    stores.store AS store,
    SUM(orders.amount) AS "value of member"
  FROM main.orders AS orders
  LEFT JOIN main.stores AS stores
    ON orders.store_id = stores.store_id
  WHERE
    stores.city IN ('上海', '北京') AND orders.status = 'done' AND orders.channel = '线上'
  GROUP BY
    1
), now_2 AS (
  SELECT
    AVG(CAST(by_member_2."value of member" AS DOUBLE)) AS sales
  FROM by_member_2
  WHERE
    NOT by_member_2.store IS NULL
)
SELECT
  now.mean_store AS mean_store,
  now_2.sales AS online
FROM now
CROSS JOIN now_2
