WITH by_day AS (
  SELECT
    CAST(orders.ordered_at AS DATE) AS day,
    SUM(orders.amount) AS sales
  FROM main.orders AS orders
  WHERE
    orders.ordered_at >= CAST('2023-10-29' AS DATE)
    AND orders.ordered_at < CAST('2024-08-04' AS DATE)
    AND orders.status = 'done'
  GROUP BY
    1
), kept AS (
  SELECT
    CAST(CAST(DATE_TRUNC(
      'WEEK',
      CAST(DATE_TRUNC(
        'YEAR',
        CAST(DATE_TRUNC('WEEK', by_day.day + INTERVAL '1' DAY) - INTERVAL '1' DAY AS DATE) + INTERVAL '3' DAY - INTERVAL '1' MONTH
      ) + INTERVAL '1' MONTH AS DATE) + INTERVAL '3' DAY + INTERVAL '1' DAY
    ) - INTERVAL '1' DAY AS DATE) + (
      (
        (
          LEAST(
            (
              (
                (
                  DATE_DIFF(
                    'DAY',
                    CAST(DATE_TRUNC(
                      'WEEK',
                      CAST(DATE_TRUNC(
                        'YEAR',
                        CAST(DATE_TRUNC('WEEK', by_day.day + INTERVAL '1' DAY) - INTERVAL '1' DAY AS DATE) + INTERVAL '3' DAY - INTERVAL '1' MONTH
                      ) + INTERVAL '1' MONTH AS DATE) + INTERVAL '3' DAY + INTERVAL '1' DAY
                    ) - INTERVAL '1' DAY AS DATE),
                    CAST(by_day.day AS DATE)
                  ) // 7
                ) * 3 + 1
              ) // 13
            ),
            11
          ) * 13 + 1
        ) // 3
      )
    ) * INTERVAL '7' DAY AS DATE) AS day,
    SUM(by_day.sales) AS sales
  FROM by_day
  GROUP BY
    1
), steps AS (
  SELECT
    series.step AS step
  FROM RANGE(0, 182) AS series(step)
), calendar AS (
  SELECT
    buckets.metric_time AS metric_time,
    CASE
      WHEN buckets.metric_time < CAST('2023-08-27' AS DATE)
      THEN CAST('2023-08-27' AS DATE)
      WHEN buckets.metric_time < CAST('2023-10-01' AS DATE)
      THEN CAST('2023-10-01' AS DATE)
      WHEN buckets.metric_time < CAST('2023-10-29' AS DATE)
      THEN CAST('2023-10-29' AS DATE)
      WHEN buckets.metric_time < CAST('2023-11-26' AS DATE)
      THEN CAST('2023-11-26' AS DATE)
      WHEN buckets.metric_time < CAST('2023-12-31' AS DATE)
      THEN CAST('2023-12-31' AS DATE)
      WHEN buckets.metric_time < CAST('2024-02-04' AS DATE)
      THEN CAST('2024-02-04' AS DATE)
      WHEN buckets.metric_time < CAST('2024-03-03' AS DATE)
      THEN CAST('2024-03-03' AS DATE)
      WHEN buckets.metric_time < CAST('2024-04-07' AS DATE)
      THEN CAST('2024-04-07' AS DATE)
      WHEN buckets.metric_time < CAST('2024-05-05' AS DATE)
      THEN CAST('2024-05-05' AS DATE)
      WHEN buckets.metric_time < CAST('2024-06-02' AS DATE)
      THEN CAST('2024-06-02' AS DATE)
      WHEN buckets.metric_time < CAST('2024-07-07' AS DATE)
      THEN CAST('2024-07-07' AS DATE)
      WHEN buckets.metric_time < CAST('2024-08-04' AS DATE)
      THEN CAST('2024-08-04' AS DATE)
      WHEN buckets.metric_time < CAST('2024-09-01' AS DATE)
      THEN CAST('2024-09-01' AS DATE)
      WHEN buckets.metric_time < CAST('2024-10-06' AS DATE)
      THEN CAST('2024-10-06' AS DATE)
      WHEN buckets.metric_time < CAST('2024-11-03' AS DATE)
      THEN CAST('2024-11-03' AS DATE)
      WHEN buckets.metric_time < CAST('2024-12-01' AS DATE)
      THEN CAST('2024-12-01' AS DATE)
      WHEN buckets.metric_time < CAST('2025-01-05' AS DATE)
      THEN CAST('2025-01-05' AS DATE)
      WHEN buckets.metric_time < CAST('2025-01-23' AS DATE)
      THEN CAST('2025-01-23' AS DATE)
    END AS ends
  FROM (
    SELECT DISTINCT
      CAST(CAST(DATE_TRUNC(
        'WEEK',
        CAST(DATE_TRUNC(
          'YEAR',
          CAST(DATE_TRUNC('WEEK', counted.metric_time + INTERVAL '1' DAY) - INTERVAL '1' DAY AS DATE) + INTERVAL '3' DAY - INTERVAL '1' MONTH
        ) + INTERVAL '1' MONTH AS DATE) + INTERVAL '3' DAY + INTERVAL '1' DAY
      ) - INTERVAL '1' DAY AS DATE) + (
        (
          (
            LEAST(
              (
                (
                  (
                    DATE_DIFF(
                      'DAY',
                      CAST(DATE_TRUNC(
                        'WEEK',
                        CAST(DATE_TRUNC(
                          'YEAR',
                          CAST(DATE_TRUNC('WEEK', counted.metric_time + INTERVAL '1' DAY) - INTERVAL '1' DAY AS DATE) + INTERVAL '3' DAY - INTERVAL '1' MONTH
                        ) + INTERVAL '1' MONTH AS DATE) + INTERVAL '3' DAY + INTERVAL '1' DAY
                      ) - INTERVAL '1' DAY AS DATE),
                      CAST(counted.metric_time AS DATE)
                    ) // 7
                  ) * 3 + 1
                ) // 13
              ),
              11
            ) * 13 + 1
          ) // 3
        )
      ) * INTERVAL '7' DAY AS DATE) AS metric_time,
      counted.last_day AS last_day
    FROM (
      SELECT
        CAST(CAST('2024-02-04' AS DATE) + steps.step * INTERVAL '1' DAY AS DATE) AS metric_time,
        bounds.last_day AS last_day
      FROM steps
      CROSS JOIN (
        SELECT
          CAST(MAX(orders.ordered_at) AS DATE) AS last_day
        FROM main.orders AS orders
      ) AS bounds
    ) AS counted
  ) AS buckets
  WHERE
    buckets.metric_time <= buckets.last_day
)
SELECT
  calendar.metric_time AS metric_time,
  SUM(kept.sales) AS sales_3fm
FROM calendar
JOIN kept
  ON kept.day < calendar.ends
  AND kept.day >= CAST(CAST(CASE
    WHEN CAST(calendar.ends AS DATE) < CAST('2024-01-28' AS DATE)
    THEN CAST(calendar.ends AS DATE) - INTERVAL '91' DAY
    WHEN CAST(calendar.ends AS DATE) < CAST('2024-01-29' AS DATE)
    THEN CAST(calendar.ends AS DATE) - INTERVAL '92' DAY
    WHEN CAST(calendar.ends AS DATE) < CAST('2024-01-30' AS DATE)
    THEN CAST(calendar.ends AS DATE) - INTERVAL '93' DAY
    WHEN CAST(calendar.ends AS DATE) < CAST('2024-01-31' AS DATE)
    THEN CAST(calendar.ends AS DATE) - INTERVAL '94' DAY
    WHEN CAST(calendar.ends AS DATE) < CAST('2024-02-01' AS DATE)
    THEN CAST(calendar.ends AS DATE) - INTERVAL '95' DAY
    WHEN CAST(calendar.ends AS DATE) < CAST('2024-02-02' AS DATE)
    THEN CAST(calendar.ends AS DATE) - INTERVAL '96' DAY
    WHEN CAST(calendar.ends AS DATE) < CAST('2024-02-03' AS DATE)
    THEN CAST(calendar.ends AS DATE) - INTERVAL '97' DAY
    WHEN CAST(calendar.ends AS DATE) < CAST('2024-05-05' AS DATE)
    THEN CAST(calendar.ends AS DATE) - INTERVAL '98' DAY
    WHEN CAST(calendar.ends AS DATE) < CAST('2025-01-23' AS DATE)
    THEN CAST(calendar.ends AS DATE) - INTERVAL '91' DAY
  END AS DATE) AS DATE)
GROUP BY
  1
ORDER BY
  metric_time ASC
