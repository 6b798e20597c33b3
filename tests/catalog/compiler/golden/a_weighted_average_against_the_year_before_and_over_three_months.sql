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
    orders.ordered_at >= CAST('2025-01-01' AS DATE)
    AND orders.ordered_at < CAST('2025-04-01' AS DATE)
    AND orders.status = 'done'
  GROUP BY
    1
), now AS (
  SELECT
    CAST(DATE_TRUNC('MONTH', by_day.metric_time) AS DATE) AS metric_time,
    SUM(by_day.unit_price) AS unit_price,
    SUM(by_day.unit_price_weight) AS unit_price_weight
  FROM by_day
  GROUP BY
    1
), by_day_2 AS (
  SELECT
    CAST(orders.ordered_at AS DATE) AS day,
    SUM((
      orders.amount / NULLIF(orders.quantity, 0)
    ) * orders.quantity) AS unit_price_2,
    SUM(
      CASE
        WHEN NOT (
          orders.amount / NULLIF(orders.quantity, 0)
        ) IS NULL
        THEN orders.quantity
      END
    ) AS unit_price_weight_2
  FROM main.orders AS orders
  WHERE
    orders.ordered_at >= CAST('2024-10-01' AS DATE)
    AND orders.ordered_at < CAST('2025-04-01' AS DATE)
    AND orders.status = 'done'
  GROUP BY
    1
), kept AS (
  SELECT
    CAST(DATE_TRUNC('MONTH', by_day_2.day) AS DATE) AS day,
    SUM(by_day_2.unit_price_2) AS unit_price_2,
    SUM(by_day_2.unit_price_weight_2) AS unit_price_weight_2
  FROM by_day_2
  GROUP BY
    1
), steps AS (
  SELECT
    series.step AS step
  FROM RANGE(0, 3) AS series(step)
), calendar AS (
  SELECT
    buckets.metric_time AS metric_time,
    CAST(buckets.metric_time + INTERVAL '1' MONTH AS DATE) AS ends
  FROM (
    SELECT
      CAST(CAST('2025-01-01' AS DATE) + steps.step * INTERVAL '1' MONTH AS DATE) AS metric_time,
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
), now_2 AS (
  SELECT
    calendar.metric_time AS metric_time,
    SUM(kept.unit_price_2) AS unit_price_2,
    SUM(kept.unit_price_weight_2) AS unit_price_weight_2
  FROM calendar
  JOIN kept
    ON kept.day < calendar.ends
    AND kept.day >= CAST(calendar.ends - INTERVAL '3' MONTH AS DATE)
  GROUP BY
    1
), by_day_3 AS (
  SELECT
    CAST(orders.ordered_at AS DATE) AS metric_time,
    SUM((
      orders.amount / NULLIF(orders.quantity, 0)
    ) * orders.quantity) AS unit_price_previous,
    SUM(
      CASE
        WHEN NOT (
          orders.amount / NULLIF(orders.quantity, 0)
        ) IS NULL
        THEN orders.quantity
      END
    ) AS unit_price_weight_previous
  FROM main.orders AS orders
  WHERE
    orders.ordered_at >= CAST('2024-01-01' AS DATE)
    AND orders.ordered_at < CAST('2024-04-01' AS DATE)
    AND orders.status = 'done'
  GROUP BY
    1
), earlier AS (
  SELECT
    CAST(DATE_TRUNC('MONTH', by_day_3.metric_time + INTERVAL '1' YEAR) AS DATE) AS metric_time,
    SUM(by_day_3.unit_price_previous) AS unit_price_previous,
    SUM(by_day_3.unit_price_weight_previous) AS unit_price_weight_previous
  FROM by_day_3
  GROUP BY
    1
), by_day_4 AS (
  SELECT
    CAST(orders.ordered_at AS DATE) AS day,
    SUM((
      orders.amount / NULLIF(orders.quantity, 0)
    ) * orders.quantity) AS unit_price_previous_2,
    SUM(
      CASE
        WHEN NOT (
          orders.amount / NULLIF(orders.quantity, 0)
        ) IS NULL
        THEN orders.quantity
      END
    ) AS unit_price_weight_previous_2
  FROM main.orders AS orders
  WHERE
    orders.ordered_at >= CAST('2023-10-01' AS DATE)
    AND orders.ordered_at < CAST('2024-04-01' AS DATE)
    AND orders.status = 'done'
  GROUP BY
    1
), kept_2 AS (
  SELECT
    CAST(DATE_TRUNC('MONTH', by_day_4.day + INTERVAL '1' YEAR) AS DATE) AS day,
    SUM(by_day_4.unit_price_previous_2) AS unit_price_previous_2,
    SUM(by_day_4.unit_price_weight_previous_2) AS unit_price_weight_previous_2
  FROM by_day_4
  GROUP BY
    1
), calendar_2 AS (
  SELECT
    buckets.metric_time AS metric_time,
    CAST(buckets.metric_time + INTERVAL '1' MONTH AS DATE) AS ends
  FROM (
    SELECT
      CAST(CAST('2025-01-01' AS DATE) + steps.step * INTERVAL '1' MONTH AS DATE) AS metric_time,
      bounds.last_day AS last_day
    FROM steps
    CROSS JOIN (
      SELECT
        CAST(CAST(MAX(orders.ordered_at) AS DATE) + INTERVAL '1' YEAR AS DATE) AS last_day
      FROM main.orders AS orders
    ) AS bounds
  ) AS buckets
  WHERE
    buckets.metric_time <= buckets.last_day
), earlier_2 AS (
  SELECT
    calendar_2.metric_time AS metric_time,
    SUM(kept_2.unit_price_previous_2) AS unit_price_previous_2,
    SUM(kept_2.unit_price_weight_previous_2) AS unit_price_weight_previous_2
  FROM calendar_2
  JOIN kept_2
    ON kept_2.day < calendar_2.ends
    AND kept_2.day >= CAST(calendar_2.ends - INTERVAL '3' MONTH AS DATE)
  GROUP BY
    1
)
SELECT
  COALESCE(now.metric_time, now_2.metric_time) AS metric_time,
  CAST(now.unit_price AS DOUBLE) / NULLIF(now.unit_price_weight, 0) AS unit_price,
  CAST(earlier.unit_price_previous AS DOUBLE) / NULLIF(earlier.unit_price_weight_previous, 0) AS unit_price_previous,
  CAST(now_2.unit_price_2 AS DOUBLE) / NULLIF(now_2.unit_price_weight_2, 0) AS unit_price_3m,
  CAST(earlier_2.unit_price_previous_2 AS DOUBLE) / NULLIF(earlier_2.unit_price_weight_previous_2, 0) AS unit_price_3m_previous
FROM now
FULL JOIN now_2
  ON now.metric_time IS NOT DISTINCT FROM now_2.metric_time
LEFT JOIN earlier
  ON COALESCE(now.metric_time, now_2.metric_time) = earlier.metric_time
LEFT JOIN earlier_2
  ON COALESCE(now.metric_time, now_2.metric_time) = earlier_2.metric_time
ORDER BY
  metric_time ASC
