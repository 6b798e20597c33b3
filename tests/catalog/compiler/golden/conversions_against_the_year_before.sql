WITH converted AS (
  SELECT
    buys.user_id AS "entity of event",
    buys.bought_on AS "time of event"
  FROM main.buys AS buys
  WHERE
    buys.status = 'ok'
    AND buys.bought_on >= CAST('2025-01-01' AS DATE)
    AND buys.bought_on < CAST('2025-02-01' AS DATE) + INTERVAL '7' DAY
), now AS (
  SELECT
    COUNT(converted."time of event") AS conversions
  FROM (
    SELECT
      visits.visited_on AS visited_on,
      visits.user_id AS "entity of event",
      LEAD(visits.visited_on) OVER (PARTITION BY visits.user_id ORDER BY visits.visited_on ASC, visits.visit_id ASC) AS "next base event"
    FROM main.visits AS visits
    WHERE
      visits.visited_on >= CAST('2025-01-01' AS DATE)
      AND visits.visited_on < CAST('2025-02-01' AS DATE) + INTERVAL '7' DAY
  ) AS visits
  LEFT JOIN converted
    ON visits."entity of event" = converted."entity of event"
    AND converted."time of event" >= visits.visited_on
    AND (
      converted."time of event" < visits."next base event"
      OR visits."next base event" IS NULL
    )
    AND converted."time of event" < visits.visited_on + INTERVAL '7' DAY
  WHERE
    visits.visited_on >= CAST('2025-01-01' AS DATE)
    AND visits.visited_on < CAST('2025-02-01' AS DATE)
), now_2 AS (
  SELECT
    COUNT(*) AS rate_base
  FROM main.visits AS visits
  WHERE
    visits.visited_on >= CAST('2025-01-01' AS DATE)
    AND visits.visited_on < CAST('2025-02-01' AS DATE)
), converted_2 AS (
  SELECT
    buys.user_id AS "entity of event",
    buys.bought_on AS "time of event"
  FROM main.buys AS buys
  WHERE
    buys.status = 'ok'
    AND buys.bought_on >= CAST('2024-01-01' AS DATE)
    AND buys.bought_on < CAST('2024-02-01' AS DATE) + INTERVAL '7' DAY
), earlier AS (
  SELECT
    COUNT(converted_2."time of event") AS conversions_previous
  FROM (
    SELECT
      visits.visited_on AS visited_on,
      visits.user_id AS "entity of event",
      LEAD(visits.visited_on) OVER (PARTITION BY visits.user_id ORDER BY visits.visited_on ASC, visits.visit_id ASC) AS "next base event"
    FROM main.visits AS visits
    WHERE
      visits.visited_on >= CAST('2024-01-01' AS DATE)
      AND visits.visited_on < CAST('2024-02-01' AS DATE) + INTERVAL '7' DAY
  ) AS visits
  LEFT JOIN converted_2
    ON visits."entity of event" = converted_2."entity of event"
    AND converted_2."time of event" >= visits.visited_on
    AND (
      converted_2."time of event" < visits."next base event"
      OR visits."next base event" IS NULL
    )
    AND converted_2."time of event" < visits.visited_on + INTERVAL '7' DAY
  WHERE
    visits.visited_on >= CAST('2024-01-01' AS DATE)
    AND visits.visited_on < CAST('2024-02-01' AS DATE)
), earlier_2 AS (
  SELECT
    COUNT(*) AS rate_base_previous
  FROM main.visits AS visits
  WHERE
    visits.visited_on >= CAST('2024-01-01' AS DATE)
    AND visits.visited_on < CAST('2024-02-01' AS DATE)
)
SELECT
  now.conversions AS conversions,
  earlier.conversions_previous AS conversions_previous,
  CAST(COALESCE(now.conversions, 0) AS DOUBLE) / NULLIF(now_2.rate_base, 0) AS rate,
  CAST(COALESCE(earlier.conversions_previous, 0) AS DOUBLE) / NULLIF(earlier_2.rate_base_previous, 0) AS rate_previous
FROM now
CROSS JOIN now_2
CROSS JOIN earlier
CROSS JOIN earlier_2
