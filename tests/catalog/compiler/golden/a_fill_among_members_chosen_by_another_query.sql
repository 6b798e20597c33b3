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
    RANK() OVER (ORDER BY SUM(by_key.sales) DESC) <= 1
), bounds AS (
  SELECT
    days_1.first_1 AS first_1,
    days_1.last_1 AS last_1,
    days_1.first_1 AS first_day,
    days_1.last_1 AS last_day
  FROM (
    SELECT
      CAST(MIN(refunds.refunded_on) AS DATE) AS first_1,
      CAST(MAX(refunds.refunded_on) AS DATE) AS last_1
    FROM main.refunds AS refunds
  ) AS days_1
), steps AS (
  SELECT
    series.step AS step
  FROM RANGE(0, 2) AS series(step)
), spine AS (
  SELECT
    buckets.metric_time AS metric_time
  FROM (
    SELECT
      CAST(CAST('2025-02-01' AS DATE) + steps.step * INTERVAL '1' MONTH AS DATE) AS metric_time,
      bounds.first_day AS first_day,
      bounds.last_day AS last_day
    FROM steps
    CROSS JOIN bounds
  ) AS buckets
  WHERE
    CAST(buckets.metric_time + INTERVAL '1' MONTH AS DATE) > buckets.first_day
    AND buckets.first_day < CAST('2025-04-01' AS DATE)
    AND buckets.last_day >= CAST('2025-02-01' AS DATE)
    AND buckets.metric_time <= buckets.last_day
), cells AS (
  SELECT
    CAST(DATE_TRUNC('MONTH', refunds.refunded_on) AS DATE) AS metric_time,
    stores.store AS store,
    COUNT(*) AS refund_count
  FROM main.refunds AS refunds
  LEFT JOIN main.stores AS stores
    ON refunds.store_id = stores.store_id
  WHERE
    refunds.refunded_on >= CAST('2025-02-01' AS DATE)
    AND refunds.refunded_on < CAST('2025-04-01' AS DATE)
    AND EXISTS(
      SELECT
        1
      FROM chosen
      WHERE
        chosen.store IS NOT DISTINCT FROM stores.store
    )
  GROUP BY
    1,
    2
)
SELECT
  COALESCE(cells.metric_time, every.metric_time) AS metric_time,
  COALESCE(cells.store, every.store) AS store,
  COALESCE(
    cells.refund_count,
    CASE
      WHEN CAST(COALESCE(cells.metric_time, every.metric_time) + INTERVAL '1' MONTH AS DATE) > bounds.first_1
      AND COALESCE(cells.metric_time, every.metric_time) <= bounds.last_day
      THEN 0
    END
  ) AS refund_count
FROM cells
FULL JOIN (
  SELECT
    spine.metric_time AS metric_time,
    members.store AS store
  FROM spine
  CROSS JOIN (
    SELECT DISTINCT
      cells.store AS store
    FROM cells
  ) AS members
) AS every
  ON cells.metric_time IS NOT DISTINCT FROM every.metric_time
  AND cells.store IS NOT DISTINCT FROM every.store
CROSS JOIN bounds
ORDER BY
  metric_time ASC,
  store ASC
