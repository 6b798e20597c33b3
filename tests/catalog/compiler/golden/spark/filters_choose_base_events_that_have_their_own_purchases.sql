WITH `converted` AS (
  SELECT
    `buys`.`user_id` AS `entity of event`,
    `buys`.`bought_on` AS `time of event`
  FROM `main`.`buys` AS `buys`
  WHERE
    `buys`.`status` = 'ok'
    AND `buys`.`bought_on` >= CAST('2025-01-01' AS DATE)
    AND `buys`.`bought_on` < CAST(DATE_ADD(CAST('2025-02-01' AS DATE), 7) AS TIMESTAMP)
), `now` AS (
  SELECT
    COUNT(`converted`.`time of event`) AS `rate`
  FROM (
    SELECT
      `visits`.`visited_on` AS `visited_on`,
      `visits`.`channel` AS `channel`,
      `visits`.`user_id` AS `entity of event`,
      LEAD(`visits`.`visited_on`, 1) OVER (
        PARTITION BY `visits`.`user_id`
        ORDER BY `visits`.`visited_on` ASC NULLS LAST, `visits`.`visit_id` ASC NULLS LAST
      ) AS `next base event`
    FROM `main`.`visits` AS `visits`
    WHERE
      `visits`.`visited_on` >= CAST('2025-01-01' AS DATE)
      AND `visits`.`visited_on` < CAST(DATE_ADD(CAST('2025-02-01' AS DATE), 7) AS TIMESTAMP)
  ) AS `visits`
  LEFT JOIN `converted` AS `converted`
    ON `visits`.`entity of event` = `converted`.`entity of event`
    AND `converted`.`time of event` >= `visits`.`visited_on`
    AND (
      `converted`.`time of event` < `visits`.`next base event`
      OR `visits`.`next base event` IS NULL
    )
    AND `converted`.`time of event` < CAST(DATE_ADD(`visits`.`visited_on`, 7) AS TIMESTAMP)
  WHERE
    `visits`.`visited_on` >= CAST('2025-01-01' AS DATE)
    AND `visits`.`visited_on` < CAST('2025-02-01' AS DATE)
    AND `visits`.`channel` = 'ad'
), `now_2` AS (
  SELECT
    COUNT(*) AS `rate_base`
  FROM `main`.`visits` AS `visits`
  WHERE
    `visits`.`visited_on` >= CAST('2025-01-01' AS DATE)
    AND `visits`.`visited_on` < CAST('2025-02-01' AS DATE)
    AND `visits`.`channel` = 'ad'
)
SELECT
  CASE
    WHEN CAST(`now_2`.`rate_base` AS DOUBLE) = 0
    THEN NULL
    WHEN CAST(`now_2`.`rate_base` AS DOUBLE) <> 0
    THEN CAST(COALESCE(`now`.`rate`, 0) AS DOUBLE) / CAST(`now_2`.`rate_base` AS DOUBLE)
  END AS `rate`,
  `now`.`rate` AS `conversions`
FROM `now` AS `now`
CROSS JOIN `now_2` AS `now_2`
