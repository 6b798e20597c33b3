WITH by_day AS (
  SELECT
    CAST(orders.ordered_at AS DATE) AS metric_time,
    SUM(orders.cost) AS cost
  FROM main.orders AS orders
  WHERE
    orders.ordered_at >= CAST('2025-01-01' AS DATE)
    AND orders.ordered_at < CAST('2025-04-01' AS DATE)
    AND orders.status = 'done'
  GROUP BY
    1
), now AS (
  SELECT
    CAST(DATE_TRUNC('MONTH', by_day.metric_time) AS DATE) AS metric_time,
    SUM(by_day.cost) AS cost
  FROM by_day
  GROUP BY
    1
), by_day_2 AS (
  SELECT
    CAST(DATE_TRUNC('MONTH', stock.snapshot_on) AS DATE) AS metric_time,
    CAST(stock.snapshot_on AS DATE) AS day,
    SUM(stock.qty) AS stock_mean
  FROM main.stock AS stock
  WHERE
    stock.snapshot_on >= CAST('2025-01-01' AS DATE)
    AND stock.snapshot_on < CAST('2025-04-01' AS DATE)
  GROUP BY
    1,
    2
), now_2 AS (
  SELECT
    by_day_2.metric_time AS metric_time,
    AVG(by_day_2.stock_mean) AS stock_mean
  FROM by_day_2
  GROUP BY
    1
)
SELECT
  COALESCE(now.metric_time, now_2.metric_time) AS metric_time,
  CAST(now.cost AS DOUBLE) / NULLIF(now_2.stock_mean, 0) AS turnover
FROM now
FULL JOIN now_2
  ON now.metric_time IS NOT DISTINCT FROM now_2.metric_time
ORDER BY
  metric_time ASC
