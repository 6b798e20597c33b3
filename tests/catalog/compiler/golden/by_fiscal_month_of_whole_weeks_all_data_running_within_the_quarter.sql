WITH by_day AS (
  SELECT
    CAST(orders.ordered_at AS DATE) AS metric_time,
    SUM(orders.amount) AS sales
  FROM main.orders AS orders
  WHERE
    orders.status = 'done'
  GROUP BY
    1
), cells AS (
  SELECT
    CAST(CAST(DATE_TRUNC(
      'WEEK',
      DATE_TRUNC(
        'YEAR',
        DATE_TRUNC('WEEK', by_day.metric_time + INTERVAL '1' DAY) + INTERVAL '2' DAY - INTERVAL '1' MONTH
      ) + INTERVAL '1' MONTH + INTERVAL '4' DAY
    ) - INTERVAL '1' DAY AS DATE) + (
      (
        LEAST(
          (
            DATE_DIFF(
              'DAY',
              CAST(DATE_TRUNC(
                'WEEK',
                DATE_TRUNC(
                  'YEAR',
                  DATE_TRUNC('WEEK', by_day.metric_time + INTERVAL '1' DAY) + INTERVAL '2' DAY - INTERVAL '1' MONTH
                ) + INTERVAL '1' MONTH + INTERVAL '4' DAY
              ) - INTERVAL '1' DAY AS DATE),
              CAST(by_day.metric_time AS DATE)
            ) // 7 * 3 + 1
          ) // 13,
          11
        ) * 13 + 1
      ) // 3
    ) * INTERVAL '7' DAY AS DATE) AS metric_time,
    SUM(by_day.sales) AS sales
  FROM by_day
  GROUP BY
    1
)
SELECT
  cells.metric_time AS metric_time,
  cells.sales AS sales,
  SUM(cells.sales) OVER (
    PARTITION BY CAST(CAST(DATE_TRUNC(
      'WEEK',
      DATE_TRUNC(
        'YEAR',
        DATE_TRUNC('WEEK', cells.metric_time + INTERVAL '1' DAY) + INTERVAL '2' DAY - INTERVAL '1' MONTH
      ) + INTERVAL '1' MONTH + INTERVAL '4' DAY
    ) - INTERVAL '1' DAY AS DATE) + (
      LEAST(
        DATE_DIFF(
          'DAY',
          CAST(DATE_TRUNC(
            'WEEK',
            DATE_TRUNC(
              'YEAR',
              DATE_TRUNC('WEEK', cells.metric_time + INTERVAL '1' DAY) + INTERVAL '2' DAY - INTERVAL '1' MONTH
            ) + INTERVAL '1' MONTH + INTERVAL '4' DAY
          ) - INTERVAL '1' DAY AS DATE),
          CAST(cells.metric_time AS DATE)
        ) // 91,
        3
      ) * 13
    ) * INTERVAL '7' DAY AS DATE)
    ORDER BY cells.metric_time ASC
    ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
  ) AS sales_running
FROM cells
ORDER BY
  metric_time ASC
