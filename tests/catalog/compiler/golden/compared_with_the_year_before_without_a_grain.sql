WITH by_key AS (
  SELECT
    orders.store_id AS key_store_id,
    SUM(orders.amount) AS sales
  FROM main.orders AS orders
  WHERE
    orders.ordered_at >= CAST('2025-01-01' AS DATE)
    AND orders.ordered_at < CAST('2025-04-01' AS DATE)
    AND orders.status = 'done'
  GROUP BY
    1
), by_member AS (
  SELECT
    stores.store AS store,
    SUM(by_key.sales) AS "value of member"
  FROM by_key
  LEFT JOIN main.stores AS stores
    ON by_key.key_store_id = stores.store_id
  GROUP BY
    1
), now AS (
  SELECT
    AVG(CAST(by_member."value of member" AS DOUBLE)) AS mean_store
  FROM by_member
  WHERE
    NOT by_member.store IS NULL
), by_day AS (
  SELECT
    CAST(orders.ordered_at AS DATE) AS metric_time,
    SUM(orders.amount) AS sales
  FROM main.orders AS orders
  WHERE
    orders.ordered_at >= CAST('2025-01-01' AS DATE)
    AND orders.ordered_at < CAST('2025-04-01' AS DATE)
    AND orders.status = 'done'
  GROUP BY
    1
), by_member_2 AS (
  SELECT
    CAST(DATE_TRUNC('MONTH', by_day.metric_time) AS DATE) AS metric_time,
    SUM(by_day.sales) AS "value of member"
  FROM by_day
  GROUP BY
    1
), now_2 AS (
  SELECT
    MAX(by_member_2."value of member") AS best_month
  FROM by_member_2
), by_key_2 AS (
  SELECT
    orders.store_id AS key_store_id,
    SUM(orders.amount) AS sales
  FROM main.orders AS orders
  WHERE
    orders.ordered_at >= CAST('2024-01-01' AS DATE)
    AND orders.ordered_at < CAST('2024-04-01' AS DATE)
    AND orders.status = 'done'
  GROUP BY
    1
), by_member_3 AS (
  SELECT
    stores.store AS store,
    SUM(by_key_2.sales) AS "value of member"
  FROM by_key_2
  LEFT JOIN main.stores AS stores
    ON by_key_2.key_store_id = stores.store_id
  GROUP BY
    1
), earlier AS (
  SELECT
    AVG(CAST(by_member_3."value of member" AS DOUBLE)) AS mean_store_previous
  FROM by_member_3
  WHERE
    NOT by_member_3.store IS NULL
), by_day_2 AS (
  SELECT
    CAST(orders.ordered_at AS DATE) AS metric_time,
    SUM(orders.amount) AS sales
  FROM main.orders AS orders
  WHERE
    orders.ordered_at >= CAST('2024-01-01' AS DATE)
    AND orders.ordered_at < CAST('2024-04-01' AS DATE)
    AND orders.status = 'done'
  GROUP BY
    1
), by_member_4 AS (
  SELECT
    CAST(DATE_TRUNC('MONTH', by_day_2.metric_time) AS DATE) AS metric_time,
    SUM(by_day_2.sales) AS "value of member"
  FROM by_day_2
  GROUP BY
    1
), earlier_2 AS (
  SELECT
    MAX(by_member_4."value of member") AS best_month_previous
  FROM by_member_4
)
SELECT
  now.mean_store AS mean_store,
  earlier.mean_store_previous AS mean_store_previous,
  now.mean_store - earlier.mean_store_previous AS mean_store_change,
  now_2.best_month AS best_month,
  earlier_2.best_month_previous AS best_month_previous,
  now_2.best_month - earlier_2.best_month_previous AS best_month_change
FROM now
CROSS JOIN now_2
CROSS JOIN earlier
CROSS JOIN earlier_2
