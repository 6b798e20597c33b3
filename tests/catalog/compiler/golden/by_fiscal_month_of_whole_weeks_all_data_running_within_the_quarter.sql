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
    CAST(CASE
      WHEN DATE_DIFF(
        'DAY',
        CAST(DATE_TRUNC(
          'WEEK',
          CAST(DATE_TRUNC(
            'YEAR',
            CAST(DATE_TRUNC('WEEK', by_day.metric_time + INTERVAL '1' DAY) - INTERVAL '1' DAY AS DATE) + INTERVAL '3' DAY - INTERVAL '1' MONTH
          ) + INTERVAL '1' MONTH AS DATE) + INTERVAL '3' DAY + INTERVAL '1' DAY
        ) - INTERVAL '1' DAY AS DATE),
        CAST(by_day.metric_time AS DATE)
      ) < 28
      THEN CAST(DATE_TRUNC(
        'WEEK',
        CAST(DATE_TRUNC(
          'YEAR',
          CAST(DATE_TRUNC('WEEK', by_day.metric_time + INTERVAL '1' DAY) - INTERVAL '1' DAY AS DATE) + INTERVAL '3' DAY - INTERVAL '1' MONTH
        ) + INTERVAL '1' MONTH AS DATE) + INTERVAL '3' DAY + INTERVAL '1' DAY
      ) - INTERVAL '1' DAY AS DATE)
      WHEN DATE_DIFF(
        'DAY',
        CAST(DATE_TRUNC(
          'WEEK',
          CAST(DATE_TRUNC(
            'YEAR',
            CAST(DATE_TRUNC('WEEK', by_day.metric_time + INTERVAL '1' DAY) - INTERVAL '1' DAY AS DATE) + INTERVAL '3' DAY - INTERVAL '1' MONTH
          ) + INTERVAL '1' MONTH AS DATE) + INTERVAL '3' DAY + INTERVAL '1' DAY
        ) - INTERVAL '1' DAY AS DATE),
        CAST(by_day.metric_time AS DATE)
      ) < 63
      THEN CAST(DATE_TRUNC(
        'WEEK',
        CAST(DATE_TRUNC(
          'YEAR',
          CAST(DATE_TRUNC('WEEK', by_day.metric_time + INTERVAL '1' DAY) - INTERVAL '1' DAY AS DATE) + INTERVAL '3' DAY - INTERVAL '1' MONTH
        ) + INTERVAL '1' MONTH AS DATE) + INTERVAL '3' DAY + INTERVAL '1' DAY
      ) - INTERVAL '1' DAY AS DATE) + INTERVAL '28' DAY
      WHEN DATE_DIFF(
        'DAY',
        CAST(DATE_TRUNC(
          'WEEK',
          CAST(DATE_TRUNC(
            'YEAR',
            CAST(DATE_TRUNC('WEEK', by_day.metric_time + INTERVAL '1' DAY) - INTERVAL '1' DAY AS DATE) + INTERVAL '3' DAY - INTERVAL '1' MONTH
          ) + INTERVAL '1' MONTH AS DATE) + INTERVAL '3' DAY + INTERVAL '1' DAY
        ) - INTERVAL '1' DAY AS DATE),
        CAST(by_day.metric_time AS DATE)
      ) < 91
      THEN CAST(DATE_TRUNC(
        'WEEK',
        CAST(DATE_TRUNC(
          'YEAR',
          CAST(DATE_TRUNC('WEEK', by_day.metric_time + INTERVAL '1' DAY) - INTERVAL '1' DAY AS DATE) + INTERVAL '3' DAY - INTERVAL '1' MONTH
        ) + INTERVAL '1' MONTH AS DATE) + INTERVAL '3' DAY + INTERVAL '1' DAY
      ) - INTERVAL '1' DAY AS DATE) + INTERVAL '63' DAY
      WHEN DATE_DIFF(
        'DAY',
        CAST(DATE_TRUNC(
          'WEEK',
          CAST(DATE_TRUNC(
            'YEAR',
            CAST(DATE_TRUNC('WEEK', by_day.metric_time + INTERVAL '1' DAY) - INTERVAL '1' DAY AS DATE) + INTERVAL '3' DAY - INTERVAL '1' MONTH
          ) + INTERVAL '1' MONTH AS DATE) + INTERVAL '3' DAY + INTERVAL '1' DAY
        ) - INTERVAL '1' DAY AS DATE),
        CAST(by_day.metric_time AS DATE)
      ) < 119
      THEN CAST(DATE_TRUNC(
        'WEEK',
        CAST(DATE_TRUNC(
          'YEAR',
          CAST(DATE_TRUNC('WEEK', by_day.metric_time + INTERVAL '1' DAY) - INTERVAL '1' DAY AS DATE) + INTERVAL '3' DAY - INTERVAL '1' MONTH
        ) + INTERVAL '1' MONTH AS DATE) + INTERVAL '3' DAY + INTERVAL '1' DAY
      ) - INTERVAL '1' DAY AS DATE) + INTERVAL '91' DAY
      WHEN DATE_DIFF(
        'DAY',
        CAST(DATE_TRUNC(
          'WEEK',
          CAST(DATE_TRUNC(
            'YEAR',
            CAST(DATE_TRUNC('WEEK', by_day.metric_time + INTERVAL '1' DAY) - INTERVAL '1' DAY AS DATE) + INTERVAL '3' DAY - INTERVAL '1' MONTH
          ) + INTERVAL '1' MONTH AS DATE) + INTERVAL '3' DAY + INTERVAL '1' DAY
        ) - INTERVAL '1' DAY AS DATE),
        CAST(by_day.metric_time AS DATE)
      ) < 154
      THEN CAST(DATE_TRUNC(
        'WEEK',
        CAST(DATE_TRUNC(
          'YEAR',
          CAST(DATE_TRUNC('WEEK', by_day.metric_time + INTERVAL '1' DAY) - INTERVAL '1' DAY AS DATE) + INTERVAL '3' DAY - INTERVAL '1' MONTH
        ) + INTERVAL '1' MONTH AS DATE) + INTERVAL '3' DAY + INTERVAL '1' DAY
      ) - INTERVAL '1' DAY AS DATE) + INTERVAL '119' DAY
      WHEN DATE_DIFF(
        'DAY',
        CAST(DATE_TRUNC(
          'WEEK',
          CAST(DATE_TRUNC(
            'YEAR',
            CAST(DATE_TRUNC('WEEK', by_day.metric_time + INTERVAL '1' DAY) - INTERVAL '1' DAY AS DATE) + INTERVAL '3' DAY - INTERVAL '1' MONTH
          ) + INTERVAL '1' MONTH AS DATE) + INTERVAL '3' DAY + INTERVAL '1' DAY
        ) - INTERVAL '1' DAY AS DATE),
        CAST(by_day.metric_time AS DATE)
      ) < 182
      THEN CAST(DATE_TRUNC(
        'WEEK',
        CAST(DATE_TRUNC(
          'YEAR',
          CAST(DATE_TRUNC('WEEK', by_day.metric_time + INTERVAL '1' DAY) - INTERVAL '1' DAY AS DATE) + INTERVAL '3' DAY - INTERVAL '1' MONTH
        ) + INTERVAL '1' MONTH AS DATE) + INTERVAL '3' DAY + INTERVAL '1' DAY
      ) - INTERVAL '1' DAY AS DATE) + INTERVAL '154' DAY
      WHEN DATE_DIFF(
        'DAY',
        CAST(DATE_TRUNC(
          'WEEK',
          CAST(DATE_TRUNC(
            'YEAR',
            CAST(DATE_TRUNC('WEEK', by_day.metric_time + INTERVAL '1' DAY) - INTERVAL '1' DAY AS DATE) + INTERVAL '3' DAY - INTERVAL '1' MONTH
          ) + INTERVAL '1' MONTH AS DATE) + INTERVAL '3' DAY + INTERVAL '1' DAY
        ) - INTERVAL '1' DAY AS DATE),
        CAST(by_day.metric_time AS DATE)
      ) < 210
      THEN CAST(DATE_TRUNC(
        'WEEK',
        CAST(DATE_TRUNC(
          'YEAR',
          CAST(DATE_TRUNC('WEEK', by_day.metric_time + INTERVAL '1' DAY) - INTERVAL '1' DAY AS DATE) + INTERVAL '3' DAY - INTERVAL '1' MONTH
        ) + INTERVAL '1' MONTH AS DATE) + INTERVAL '3' DAY + INTERVAL '1' DAY
      ) - INTERVAL '1' DAY AS DATE) + INTERVAL '182' DAY
      WHEN DATE_DIFF(
        'DAY',
        CAST(DATE_TRUNC(
          'WEEK',
          CAST(DATE_TRUNC(
            'YEAR',
            CAST(DATE_TRUNC('WEEK', by_day.metric_time + INTERVAL '1' DAY) - INTERVAL '1' DAY AS DATE) + INTERVAL '3' DAY - INTERVAL '1' MONTH
          ) + INTERVAL '1' MONTH AS DATE) + INTERVAL '3' DAY + INTERVAL '1' DAY
        ) - INTERVAL '1' DAY AS DATE),
        CAST(by_day.metric_time AS DATE)
      ) < 245
      THEN CAST(DATE_TRUNC(
        'WEEK',
        CAST(DATE_TRUNC(
          'YEAR',
          CAST(DATE_TRUNC('WEEK', by_day.metric_time + INTERVAL '1' DAY) - INTERVAL '1' DAY AS DATE) + INTERVAL '3' DAY - INTERVAL '1' MONTH
        ) + INTERVAL '1' MONTH AS DATE) + INTERVAL '3' DAY + INTERVAL '1' DAY
      ) - INTERVAL '1' DAY AS DATE) + INTERVAL '210' DAY
      WHEN DATE_DIFF(
        'DAY',
        CAST(DATE_TRUNC(
          'WEEK',
          CAST(DATE_TRUNC(
            'YEAR',
            CAST(DATE_TRUNC('WEEK', by_day.metric_time + INTERVAL '1' DAY) - INTERVAL '1' DAY AS DATE) + INTERVAL '3' DAY - INTERVAL '1' MONTH
          ) + INTERVAL '1' MONTH AS DATE) + INTERVAL '3' DAY + INTERVAL '1' DAY
        ) - INTERVAL '1' DAY AS DATE),
        CAST(by_day.metric_time AS DATE)
      ) < 273
      THEN CAST(DATE_TRUNC(
        'WEEK',
        CAST(DATE_TRUNC(
          'YEAR',
          CAST(DATE_TRUNC('WEEK', by_day.metric_time + INTERVAL '1' DAY) - INTERVAL '1' DAY AS DATE) + INTERVAL '3' DAY - INTERVAL '1' MONTH
        ) + INTERVAL '1' MONTH AS DATE) + INTERVAL '3' DAY + INTERVAL '1' DAY
      ) - INTERVAL '1' DAY AS DATE) + INTERVAL '245' DAY
      WHEN DATE_DIFF(
        'DAY',
        CAST(DATE_TRUNC(
          'WEEK',
          CAST(DATE_TRUNC(
            'YEAR',
            CAST(DATE_TRUNC('WEEK', by_day.metric_time + INTERVAL '1' DAY) - INTERVAL '1' DAY AS DATE) + INTERVAL '3' DAY - INTERVAL '1' MONTH
          ) + INTERVAL '1' MONTH AS DATE) + INTERVAL '3' DAY + INTERVAL '1' DAY
        ) - INTERVAL '1' DAY AS DATE),
        CAST(by_day.metric_time AS DATE)
      ) < 301
      THEN CAST(DATE_TRUNC(
        'WEEK',
        CAST(DATE_TRUNC(
          'YEAR',
          CAST(DATE_TRUNC('WEEK', by_day.metric_time + INTERVAL '1' DAY) - INTERVAL '1' DAY AS DATE) + INTERVAL '3' DAY - INTERVAL '1' MONTH
        ) + INTERVAL '1' MONTH AS DATE) + INTERVAL '3' DAY + INTERVAL '1' DAY
      ) - INTERVAL '1' DAY AS DATE) + INTERVAL '273' DAY
      WHEN DATE_DIFF(
        'DAY',
        CAST(DATE_TRUNC(
          'WEEK',
          CAST(DATE_TRUNC(
            'YEAR',
            CAST(DATE_TRUNC('WEEK', by_day.metric_time + INTERVAL '1' DAY) - INTERVAL '1' DAY AS DATE) + INTERVAL '3' DAY - INTERVAL '1' MONTH
          ) + INTERVAL '1' MONTH AS DATE) + INTERVAL '3' DAY + INTERVAL '1' DAY
        ) - INTERVAL '1' DAY AS DATE),
        CAST(by_day.metric_time AS DATE)
      ) < 336
      THEN CAST(DATE_TRUNC(
        'WEEK',
        CAST(DATE_TRUNC(
          'YEAR',
          CAST(DATE_TRUNC('WEEK', by_day.metric_time + INTERVAL '1' DAY) - INTERVAL '1' DAY AS DATE) + INTERVAL '3' DAY - INTERVAL '1' MONTH
        ) + INTERVAL '1' MONTH AS DATE) + INTERVAL '3' DAY + INTERVAL '1' DAY
      ) - INTERVAL '1' DAY AS DATE) + INTERVAL '301' DAY
      ELSE CAST(DATE_TRUNC(
        'WEEK',
        CAST(DATE_TRUNC(
          'YEAR',
          CAST(DATE_TRUNC('WEEK', by_day.metric_time + INTERVAL '1' DAY) - INTERVAL '1' DAY AS DATE) + INTERVAL '3' DAY - INTERVAL '1' MONTH
        ) + INTERVAL '1' MONTH AS DATE) + INTERVAL '3' DAY + INTERVAL '1' DAY
      ) - INTERVAL '1' DAY AS DATE) + INTERVAL '336' DAY
    END AS DATE) AS metric_time,
    SUM(by_day.sales) AS sales
  FROM by_day
  GROUP BY
    1
)
SELECT
  cells.metric_time AS metric_time,
  cells.sales AS sales,
  SUM(cells.sales) OVER (
    PARTITION BY CAST(CASE
      WHEN DATE_DIFF(
        'DAY',
        CAST(DATE_TRUNC(
          'WEEK',
          CAST(DATE_TRUNC(
            'YEAR',
            CAST(DATE_TRUNC('WEEK', cells.metric_time + INTERVAL '1' DAY) - INTERVAL '1' DAY AS DATE) + INTERVAL '3' DAY - INTERVAL '1' MONTH
          ) + INTERVAL '1' MONTH AS DATE) + INTERVAL '3' DAY + INTERVAL '1' DAY
        ) - INTERVAL '1' DAY AS DATE),
        CAST(cells.metric_time AS DATE)
      ) < 91
      THEN CAST(DATE_TRUNC(
        'WEEK',
        CAST(DATE_TRUNC(
          'YEAR',
          CAST(DATE_TRUNC('WEEK', cells.metric_time + INTERVAL '1' DAY) - INTERVAL '1' DAY AS DATE) + INTERVAL '3' DAY - INTERVAL '1' MONTH
        ) + INTERVAL '1' MONTH AS DATE) + INTERVAL '3' DAY + INTERVAL '1' DAY
      ) - INTERVAL '1' DAY AS DATE)
      WHEN DATE_DIFF(
        'DAY',
        CAST(DATE_TRUNC(
          'WEEK',
          CAST(DATE_TRUNC(
            'YEAR',
            CAST(DATE_TRUNC('WEEK', cells.metric_time + INTERVAL '1' DAY) - INTERVAL '1' DAY AS DATE) + INTERVAL '3' DAY - INTERVAL '1' MONTH
          ) + INTERVAL '1' MONTH AS DATE) + INTERVAL '3' DAY + INTERVAL '1' DAY
        ) - INTERVAL '1' DAY AS DATE),
        CAST(cells.metric_time AS DATE)
      ) < 182
      THEN CAST(DATE_TRUNC(
        'WEEK',
        CAST(DATE_TRUNC(
          'YEAR',
          CAST(DATE_TRUNC('WEEK', cells.metric_time + INTERVAL '1' DAY) - INTERVAL '1' DAY AS DATE) + INTERVAL '3' DAY - INTERVAL '1' MONTH
        ) + INTERVAL '1' MONTH AS DATE) + INTERVAL '3' DAY + INTERVAL '1' DAY
      ) - INTERVAL '1' DAY AS DATE) + INTERVAL '91' DAY
      WHEN DATE_DIFF(
        'DAY',
        CAST(DATE_TRUNC(
          'WEEK',
          CAST(DATE_TRUNC(
            'YEAR',
            CAST(DATE_TRUNC('WEEK', cells.metric_time + INTERVAL '1' DAY) - INTERVAL '1' DAY AS DATE) + INTERVAL '3' DAY - INTERVAL '1' MONTH
          ) + INTERVAL '1' MONTH AS DATE) + INTERVAL '3' DAY + INTERVAL '1' DAY
        ) - INTERVAL '1' DAY AS DATE),
        CAST(cells.metric_time AS DATE)
      ) < 273
      THEN CAST(DATE_TRUNC(
        'WEEK',
        CAST(DATE_TRUNC(
          'YEAR',
          CAST(DATE_TRUNC('WEEK', cells.metric_time + INTERVAL '1' DAY) - INTERVAL '1' DAY AS DATE) + INTERVAL '3' DAY - INTERVAL '1' MONTH
        ) + INTERVAL '1' MONTH AS DATE) + INTERVAL '3' DAY + INTERVAL '1' DAY
      ) - INTERVAL '1' DAY AS DATE) + INTERVAL '182' DAY
      ELSE CAST(DATE_TRUNC(
        'WEEK',
        CAST(DATE_TRUNC(
          'YEAR',
          CAST(DATE_TRUNC('WEEK', cells.metric_time + INTERVAL '1' DAY) - INTERVAL '1' DAY AS DATE) + INTERVAL '3' DAY - INTERVAL '1' MONTH
        ) + INTERVAL '1' MONTH AS DATE) + INTERVAL '3' DAY + INTERVAL '1' DAY
      ) - INTERVAL '1' DAY AS DATE) + INTERVAL '273' DAY
    END AS DATE)
    ORDER BY cells.metric_time ASC
    ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
  ) AS sales_running
FROM cells
ORDER BY
  metric_time ASC
