WITH by_day AS (
  SELECT
    CAST(orders.ordered_at AS DATE) AS metric_time,
    SUM(orders.amount) AS sales,
    SUM(orders.cost) AS cost
  FROM main.orders AS orders
  WHERE
    orders.status = 'done'
  GROUP BY
    1
), cells AS (
  SELECT
    CAST(DATE_TRUNC('MONTH', by_day.metric_time) AS DATE) AS metric_time,
    SUM(by_day.sales) AS sales,
    SUM(by_day.cost) AS cost
  FROM by_day
  GROUP BY
    1
)
SELECT
  cells.metric_time AS metric_time,
  CAST(SUM(cells.sales) OVER (ORDER BY cells.metric_time ASC ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) - SUM(cells.cost) OVER (ORDER BY cells.metric_time ASC ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS DOUBLE) / NULLIF(
    SUM(cells.sales) OVER (ORDER BY cells.metric_time ASC ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW),
    0
  ) AS margin_running
FROM cells
ORDER BY
  metric_time ASC
