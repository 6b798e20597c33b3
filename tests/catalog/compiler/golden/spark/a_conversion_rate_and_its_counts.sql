WITH `converted` AS (
  SELECT
    `buys`.`user_id` AS `entity of event`,
    `buys`.`bought_on` AS `time of event`
  FROM `main`.`buys` AS `buys`
  WHERE
    `buys`.`status` = 'ok'
), `now` AS (
  SELECT
    COUNT(`converted`.`time of event`) AS `rate`,
    COUNT(`converted`.`time of event`) FILTER(WHERE
      `visits`.`channel` = 'mail') AS `conversions`
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
), `now_2` AS (
  SELECT
    COUNT(*) AS `rate_base`,
    COUNT(DISTINCT `visits`.`user_id`) AS `per_visitor_base`
  FROM `main`.`visits` AS `visits`
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
    SUM(`converted_2`.`value of event`) AS `bought`
  FROM (
    SELECT
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
), `converted_3` AS (
  SELECT
    `buys`.`user_id` AS `entity of event`,
    `buys`.`bought_on` AS `time of event`,
    `buys`.`user_id` AS `value of event`
  FROM `main`.`buys` AS `buys`
  WHERE
    `buys`.`status` = 'ok'
), `now_4` AS (
  SELECT
    COUNT(DISTINCT `converted_3`.`value of event`) AS `buyers`
  FROM (
    SELECT
      `visits`.`visited_on` AS `visited_on`,
      `visits`.`user_id` AS `entity of event`,
      LEAD(`visits`.`visited_on`, 1) OVER (
        PARTITION BY `visits`.`user_id`
        ORDER BY `visits`.`visited_on` ASC NULLS LAST, `visits`.`visit_id` ASC NULLS LAST
      ) AS `next base event`
    FROM `main`.`visits` AS `visits`
  ) AS `visits`
  LEFT JOIN `converted_3` AS `converted_3`
    ON `visits`.`entity of event` = `converted_3`.`entity of event`
    AND `converted_3`.`time of event` >= `visits`.`visited_on`
    AND (
      `converted_3`.`time of event` < `visits`.`next base event`
      OR `visits`.`next base event` IS NULL
    )
    AND `converted_3`.`time of event` < CAST(DATE_ADD(`visits`.`visited_on`, 7) AS TIMESTAMP)
), `converted_4` AS (
  SELECT
    `buys`.`user_id` AS `entity of event`,
    `buys`.`bought_on` AS `time of event`
  FROM `main`.`buys` AS `buys`
  WHERE
    `buys`.`status` = 'ok'
), `now_5` AS (
  SELECT
    COUNT(`converted_4`.`time of event`) AS `per_visitor`
  FROM (
    SELECT
      `visits`.`visited_on` AS `visited_on`,
      `visits`.`user_id` AS `entity of event`,
      LEAD(`visits`.`visited_on`, 1) OVER (
        PARTITION BY `visits`.`user_id`
        ORDER BY `visits`.`visited_on` ASC NULLS LAST, `visits`.`visit_id` ASC NULLS LAST
      ) AS `next base event`
    FROM `main`.`visits` AS `visits`
  ) AS `visits`
  LEFT JOIN `converted_4` AS `converted_4`
    ON `visits`.`entity of event` = `converted_4`.`entity of event`
    AND `converted_4`.`time of event` >= `visits`.`visited_on`
    AND (
      `converted_4`.`time of event` < `visits`.`next base event`
      OR `visits`.`next base event` IS NULL
    )
    AND `converted_4`.`time of event` < CAST(DATE_ADD(`visits`.`visited_on`, 7) AS TIMESTAMP)
), `converted_5` AS (
  SELECT
    `buys`.`user_id` AS `entity of event`,
    `buys`.`bought_on` AS `time of event`
  FROM `main`.`buys` AS `buys`
  WHERE
    `buys`.`status` = 'ok'
), `now_6` AS (
  SELECT
    COUNT(`converted_5`.`time of event`) AS `from_paid`
  FROM (
    SELECT
      `visits`.`visited_on` AS `visited_on`,
      `visits`.`user_id` AS `entity of event`,
      LEAD(`visits`.`visited_on`, 1) OVER (
        PARTITION BY `visits`.`user_id`
        ORDER BY `visits`.`visited_on` ASC NULLS LAST, `visits`.`visit_id` ASC NULLS LAST
      ) AS `next base event`
    FROM `main`.`visits` AS `visits`
    LEFT JOIN `main`.`channels` AS `channels`
      ON `visits`.`channel` = `channels`.`channel`
    WHERE
      `channels`.`paid`
  ) AS `visits`
  LEFT JOIN `converted_5` AS `converted_5`
    ON `visits`.`entity of event` = `converted_5`.`entity of event`
    AND `converted_5`.`time of event` >= `visits`.`visited_on`
    AND (
      `converted_5`.`time of event` < `visits`.`next base event`
      OR `visits`.`next base event` IS NULL
    )
    AND `converted_5`.`time of event` < CAST(DATE_ADD(`visits`.`visited_on`, 7) AS TIMESTAMP)
)
SELECT
  CASE
    WHEN CAST(`now_2`.`rate_base` AS DOUBLE) = 0
    THEN NULL
    WHEN CAST(`now_2`.`rate_base` AS DOUBLE) <> 0
    THEN CAST(COALESCE(`now`.`rate`, 0) AS DOUBLE) / CAST(`now_2`.`rate_base` AS DOUBLE)
  END AS `rate`,
  `now`.`rate` AS `conversions`,
  `now_3`.`bought` AS `bought`,
  `now_4`.`buyers` AS `buyers`,
  CASE
    WHEN CAST(`now_2`.`per_visitor_base` AS DOUBLE) = 0
    THEN NULL
    WHEN CAST(`now_2`.`per_visitor_base` AS DOUBLE) <> 0
    THEN CAST(COALESCE(`now_5`.`per_visitor`, 0) AS DOUBLE) / CAST(`now_2`.`per_visitor_base` AS DOUBLE)
  END AS `per_visitor`,
  `now_6`.`from_paid` AS `from_paid`,
  CASE
    WHEN CAST(`now`.`rate` AS DOUBLE) = 0
    THEN NULL
    WHEN CAST(`now`.`rate` AS DOUBLE) <> 0
    THEN CAST(`now`.`conversions` AS DOUBLE) / CAST(`now`.`rate` AS DOUBLE)
  END AS `mail_part`
FROM `now` AS `now`
CROSS JOIN `now_2` AS `now_2`
CROSS JOIN `now_3` AS `now_3`
CROSS JOIN `now_4` AS `now_4`
CROSS JOIN `now_5` AS `now_5`
CROSS JOIN `now_6` AS `now_6`
