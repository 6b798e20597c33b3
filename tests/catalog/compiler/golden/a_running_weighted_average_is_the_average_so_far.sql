WITH by_day AS (
  SELECT
    CAST(orders.ordered_at AS DATE) AS metric_time,
    SUM((
      orders.amount / NULLIF(orders.quantity, 0)
    ) * orders.quantity) AS unit_price,
    SUM(
      CASE
        WHEN NOT (
          orders.amount / NULLIF(orders.quantity, 0)
        ) IS NULL
        THEN orders.quantity
      END
    ) AS unit_price_weight
  FROM main.orders AS orders
  WHERE
    orders.status = 'done'
  GROUP BY
    1
), cells AS (
  SELECT
    CAST(DATE_TRUNC('YEAR', by_day.metric_time) AS DATE) AS metric_time,
    SUM(by_day.unit_price) AS unit_price,
    SUM(by_day.unit_price_weight) AS unit_price_weight
  FROM by_day
  GROUP BY
    1
)
SELECT
  cells.metric_time AS metric_time,
  CAST(SUM(cells.unit_price) OVER (ORDER BY cells.metric_time ASC ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS DOUBLE) / NULLIF(
    SUM(cells.unit_price_weight) OVER (ORDER BY cells.metric_time ASC ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW),
    0
  ) AS unit_price_running
FROM cells
ORDER BY
  metric_time ASC
