WITH "members that pass" AS (
  SELECT
    orders.customer_id AS customer,
    SUM(orders.amount) AS sales
  FROM main.orders AS orders
  WHERE
    orders.status = 'done'
  GROUP BY
    1
  HAVING
    SUM(orders.amount) > 50.5
), by_day AS (
  SELECT
    CAST(orders.ordered_at AS DATE) AS metric_time,
    SUM(orders.amount) AS sales
  FROM main.orders AS orders
  WHERE
    EXISTS(
      SELECT
        1
      FROM "members that pass"
      WHERE
        "members that pass".customer = orders.customer_id
    )
    AND orders.status = 'done'
  GROUP BY
    1
), cells AS (
  SELECT
    CAST(DATE_TRUNC('YEAR', by_day.metric_time) AS DATE) AS metric_time,
    SUM(by_day.sales) AS sales
  FROM by_day
  GROUP BY
    1
)
SELECT
  cells.metric_time AS metric_time,
  SUM(cells.sales) OVER (ORDER BY cells.metric_time ASC ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS sales_of_ever_running
FROM cells
ORDER BY
  metric_time ASC
