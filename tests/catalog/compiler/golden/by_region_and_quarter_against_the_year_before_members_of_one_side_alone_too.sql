WITH by_key AS (
  SELECT
    CAST(DATE_TRUNC('QUARTER', orders.ordered_at) AS DATE) AS metric_time,
    orders.store_id AS key_store_id,
    SUM(orders.amount) AS sales
  FROM main.orders AS orders
  WHERE
    orders.ordered_at >= CAST('2025-01-01' AS DATE)
    AND orders.ordered_at < CAST('2026-01-01' AS DATE)
    AND orders.status = 'done'
  GROUP BY
    1,
    2
), by_member AS (
  SELECT
    by_key.metric_time AS metric_time,
    regions.region AS region,
    stores.store AS store,
    SUM(by_key.sales) AS "value of member"
  FROM by_key
  LEFT JOIN main.stores AS stores
    ON by_key.key_store_id = stores.store_id
  LEFT JOIN main.regions AS regions
    ON stores.region_id = regions.region_id
  GROUP BY
    1,
    2,
    3
), now AS (
  SELECT
    by_member.metric_time AS metric_time,
    by_member.region AS region,
    AVG(CAST(by_member."value of member" AS DOUBLE)) AS mean_store
  FROM by_member
  WHERE
    NOT by_member.store IS NULL
  GROUP BY
    1,
    2
), by_key_2 AS (
  SELECT
    CAST(DATE_TRUNC('QUARTER', orders.ordered_at + INTERVAL '1' YEAR) AS DATE) AS metric_time,
    orders.store_id AS key_store_id,
    SUM(orders.amount) AS sales_previous
  FROM main.orders AS orders
  WHERE
    orders.ordered_at >= CAST('2024-01-01' AS DATE)
    AND orders.ordered_at < CAST('2025-01-01' AS DATE)
    AND orders.status = 'done'
  GROUP BY
    1,
    2
), by_member_2 AS (
  SELECT
    by_key_2.metric_time AS metric_time,
    regions.region AS region,
    stores.store AS store,
    SUM(by_key_2.sales_previous) AS "value of member"
  FROM by_key_2
  LEFT JOIN main.stores AS stores
    ON by_key_2.key_store_id = stores.store_id
  LEFT JOIN main.regions AS regions
    ON stores.region_id = regions.region_id
  GROUP BY
    1,
    2,
    3
), earlier AS (
  SELECT
    by_member_2.metric_time AS metric_time,
    by_member_2.region AS region,
    AVG(CAST(by_member_2."value of member" AS DOUBLE)) AS mean_store_previous
  FROM by_member_2
  WHERE
    NOT by_member_2.store IS NULL
  GROUP BY
    1,
    2
), times AS (
  SELECT DISTINCT
    now.metric_time AS metric_time
  FROM now
)
SELECT
  COALESCE(now.metric_time, earlier.metric_time) AS metric_time,
  COALESCE(now.region, earlier.region) AS region,
  now.mean_store AS mean_store,
  earlier.mean_store_previous AS mean_store_previous
FROM now
FULL JOIN (
  SELECT
    times.metric_time AS metric_time,
    earlier.region AS region,
    earlier.mean_store_previous AS mean_store_previous
  FROM times
  JOIN earlier
    ON times.metric_time = earlier.metric_time
) AS earlier
  ON now.metric_time IS NOT DISTINCT FROM earlier.metric_time
  AND now.region IS NOT DISTINCT FROM earlier.region
ORDER BY
  metric_time ASC,
  region ASC
