WITH `converted` AS (
  SELECT
    `buys`.`user_id` AS `entity of event`,
    `buys`.`bought_on` AS `time of event`
  FROM `main`.`buys` AS `buys`
  WHERE
    `buys`.`status` = 'ok'
), `now` AS (
  SELECT
    `visits`.`channel` AS `channel`,
    COUNT(`converted`.`time of event`) AS `rate`
  FROM (
    SELECT
      `visits`.`channel` AS `channel`,
      `visits`.`visited_on` AS `visited_on`,
      `visits`.`user_id` AS `entity of event`,
      LEAD(`visits`.`visited_on`, 1) OVER (
        PARTITION BY `visits`.`user_id`
        ORDER BY `visits`.`visited_on` ASC NULLS LAST, `visits`.`visit_id` ASC NULLS LAST
      ) AS `next base event`
    FROM `main`.`visits` AS `visits`
  ) AS `visits`
  LEFT JOIN `converted` AS `converted`
    ON `visits`.`entity of event` = `converted`.`entity of event`
    AND `converted`.`time of event` >= `visits`.`visited_on`
    AND (
      `converted`.`time of event` < `visits`.`next base event`
      OR `visits`.`next base event` IS NULL
    )
    AND `converted`.`time of event` < CAST(DATE_ADD(`visits`.`visited_on`, 7) AS TIMESTAMP)
  GROUP BY
    `visits`.`channel`
), `now_2` AS (
  SELECT
    `visits`.`channel` AS `channel`,
    COUNT(*) AS `rate_base`
  FROM `main`.`visits` AS `visits`
  GROUP BY
    `visits`.`channel`
), `converted_2` AS (
  SELECT
    `buys`.`user_id` AS `entity of event`,
    `buys`.`bought_on` AS `time of event`,
    `buys`.`amount` AS `value of event`
  FROM `main`.`buys` AS `buys`
  WHERE
    `buys`.`status` = 'ok'
), `now_3` AS (
  SELECT
    `visits`.`channel` AS `channel`,
    SUM(`converted_2`.`value of event`) AS `bought`
  FROM (
    SELECT
      `visits`.`channel` AS `channel`,
      `visits`.`visited_on` AS `visited_on`,
      `visits`.`user_id` AS `entity of event`,
      LEAD(`visits`.`visited_on`, 1) OVER (
        PARTITION BY `visits`.`user_id`
        ORDER BY `visits`.`visited_on` ASC NULLS LAST, `visits`.`visit_id` ASC NULLS LAST
      ) AS `next base event`
    FROM `main`.`visits` AS `visits`
  ) AS `visits`
  LEFT JOIN `converted_2` AS `converted_2`
    ON `visits`.`entity of event` = `converted_2`.`entity of event`
    AND `converted_2`.`time of event` >= `visits`.`visited_on`
    AND (
      `converted_2`.`time of event` < `visits`.`next base event`
      OR `visits`.`next base event` IS NULL
    )
    AND `converted_2`.`time of event` < CAST(DATE_ADD(`visits`.`visited_on`, 7) AS TIMESTAMP)
  GROUP BY
    `visits`.`channel`
)
SELECT
  COALESCE(`now`.`channel`, `now_2`.`channel`, `now_3`.`channel`) AS `channel`,
  CASE
    WHEN CAST(`now_2`.`rate_base` AS DOUBLE) = 0
    THEN NULL
    WHEN CAST(`now_2`.`rate_base` AS DOUBLE) <> 0
    THEN CAST(COALESCE(`now`.`rate`, 0) AS DOUBLE) / CAST(`now_2`.`rate_base` AS DOUBLE)
  END AS `rate`,
  `now`.`rate` AS `conversions`,
  `now_3`.`bought` AS `bought`
FROM `now` AS `now`
FULL JOIN `now_2` AS `now_2`
  ON `now`.`channel` IS NOT DISTINCT FROM `now_2`.`channel`
FULL JOIN `now_3` AS `now_3`
  ON COALESCE(`now`.`channel`, `now_2`.`channel`) IS NOT DISTINCT FROM `now_3`.`channel`
ORDER BY
  `channel` ASC NULLS LAST
