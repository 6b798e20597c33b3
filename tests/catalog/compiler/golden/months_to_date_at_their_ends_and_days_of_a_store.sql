WITH kept AS (
  SELECT
    GREATEST(CAST(orders.ordered_at AS DATE), CAST('2025-01-01' AS DATE)) AS day,
    SUM(orders.amount) AS sales
  FROM main.orders AS orders
  WHERE
    orders.ordered_at >= CAST('2025-01-01' AS DATE)
    AND orders.ordered_at < CAST('2025-04-01' AS DATE)
    AND orders.status = 'done'
  GROUP BY
    1
), steps AS (
  SELECT
    series.step AS step
  FROM RANGE(0, 90) AS series(step)
), calendar AS (
  SELECT
    buckets.metric_time AS metric_time
  FROM (
    SELECT
      CAST(CAST('2025-01-01' AS DATE) + steps.step * INTERVAL '1' DAY AS DATE) AS metric_time,
      bounds.last_day AS last_day
    FROM steps
    CROSS JOIN (
      SELECT
        CAST(MAX(orders.ordered_at) AS DATE) AS last_day
      FROM main.orders AS orders
    ) AS bounds
  ) AS buckets
  WHERE
    buckets.metric_time <= buckets.last_day
), placed AS (
  SELECT
    calendar.metric_time AS metric_time,
    kept.sales AS sales,
    kept.day AS day,
    CAST(DATE_TRUNC('MONTH', calendar.metric_time) AS DATE) AS "unit begun"
  FROM calendar
  LEFT JOIN kept
    ON kept.day = calendar.metric_time
), so_far AS (
  SELECT
    placed.metric_time AS metric_time,
    SUM(placed.sales) OVER (
      PARTITION BY placed."unit begun"
      ORDER BY placed.metric_time ASC
      ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
    ) AS sales,
    COUNT(placed.day) OVER (
      PARTITION BY placed."unit begun"
      ORDER BY placed.metric_time ASC
      ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
    ) AS "rows so far"
  FROM placed
), by_member AS (
  SELECT
    so_far.metric_time AS metric_time,
    so_far.sales AS "value of member"
  FROM so_far
  WHERE
    so_far."rows so far" > 0
), now AS (
  SELECT
    MAX(by_member."value of member") AS sales_mtd
  FROM by_member
), by_key AS (
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
), cells AS (
  SELECT
    stores.store AS store,
    SUM(by_key.sales) AS sales
  FROM by_key
  LEFT JOIN main.stores AS stores
    ON by_key.key_store_id = stores.store_id
  GROUP BY
    1
), by_member_2 AS (
  SELECT
    cells.store AS store,
    CAST(cells.sales AS DOUBLE) / NULLIF(90, 0) AS "value of member"
  FROM cells
), now_2 AS (
  SELECT
    MAX(by_member_2."value of member") AS sales_a_day
  FROM by_member_2
  WHERE
    NOT by_member_2.store IS NULL
)
SELECT
  now.sales_mtd AS sales_mtd_max_over_day,
  now_2.sales_a_day AS sales_a_day_max_over_store
FROM now
CROSS JOIN now_2
