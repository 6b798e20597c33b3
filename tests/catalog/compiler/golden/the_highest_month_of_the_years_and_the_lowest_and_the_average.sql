WITH by_day AS (
  SELECT
    CAST(orders.ordered_at AS DATE) AS metric_time,
    SUM(orders.amount) AS sales
  FROM main.orders AS orders
  WHERE
    orders.status = 'done'
  GROUP BY
    1
), by_member AS (
  SELECT
    CAST(DATE_TRUNC('MONTH', by_day.metric_time) AS DATE) AS metric_time,
    SUM(by_day.sales) AS "value of member"
  FROM by_day
  GROUP BY
    1
), cells AS (
  SELECT
    CAST(DATE_TRUNC('YEAR', by_member.metric_time) AS DATE) AS metric_time,
    MAX(by_member."value of member") AS best_month,
    MIN(by_member."value of member") AS sales,
    AVG(CAST(by_member."value of member" AS DOUBLE)) AS sales_2
  FROM by_member
  GROUP BY
    1
)
SELECT
  cells.metric_time AS metric_time,
  cells.best_month AS best_month,
  cells.sales AS sales_min_over_month,
  cells.sales_2 AS sales_average_over_month
FROM cells
ORDER BY
  metric_time ASC
