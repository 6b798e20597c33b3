WITH now AS (
  SELECT
    orders.channel AS channel,
    SUM(orders.amount) AS sales
  FROM main.orders AS orders
  WHERE
    orders.ordered_at >= CAST(CAST((
      SELECT
        CAST(MAX(orders.ordered_at) AS DATE) AS last_day
      FROM main.orders AS orders
    ) + INTERVAL '1' DAY AS DATE) - INTERVAL '7' DAY AS DATE)
    AND orders.status = 'done'
  GROUP BY
    1
), now_2 AS (
  SELECT
    orders.channel AS channel,
    SUM(orders.amount) AS sales_2
  FROM main.orders AS orders
  WHERE
    orders.ordered_at >= CAST(CAST((
      SELECT
        CAST(MAX(orders.ordered_at) AS DATE) AS last_day
      FROM main.orders AS orders
    ) + INTERVAL '1' DAY AS DATE) - INTERVAL '3' MONTH AS DATE)
    AND orders.status = 'done'
  GROUP BY
    1
), now_3 AS (
  SELECT
    orders.channel AS channel,
    SUM(orders.amount) AS sales_3
  FROM main.orders AS orders
  WHERE
    orders.ordered_at >= CAST(DATE_TRUNC(
      'YEAR',
      (
        SELECT
          CAST(MAX(orders.ordered_at) AS DATE) AS last_day
        FROM main.orders AS orders
      )
    ) AS DATE)
    AND orders.status = 'done'
  GROUP BY
    1
), now_4 AS (
  SELECT
    orders.channel AS channel,
    SUM(orders.amount) AS sales_4
  FROM main.orders AS orders
  WHERE
    orders.status = 'done'
  GROUP BY
    1
)
SELECT
  COALESCE(now.channel, now_2.channel, now_3.channel, now_4.channel) AS channel,
  now.sales AS sales_7d,
  now_2.sales_2 AS sales_3m,
  now_3.sales_3 AS sales_ytd,
  now_4.sales_4 AS total_sales
FROM now
FULL JOIN now_2
  ON now.channel IS NOT DISTINCT FROM now_2.channel
FULL JOIN now_3
  ON COALESCE(now.channel, now_2.channel) IS NOT DISTINCT FROM now_3.channel
FULL JOIN now_4
  ON COALESCE(now.channel, now_2.channel, now_3.channel) IS NOT DISTINCT FROM now_4.channel
ORDER BY
  channel ASC
