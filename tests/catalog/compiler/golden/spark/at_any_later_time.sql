WITH `converted` AS (
  SELECT
    `buys`.`user_id` AS `entity of event`,
    `buys`.`bought_on` AS `time of event`
  FROM `main`.`buys` AS `buys`
  WHERE
    `buys`.`status` = 'ok'
)
SELECT
  COUNT(`converted`.`time of event`) AS `ever`
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
LEFT JOIN `converted` AS `converted`
  ON `visits`.`entity of event` = `converted`.`entity of event`
  AND `converted`.`time of event` >= `visits`.`visited_on`
  AND (
    `converted`.`time of event` < `visits`.`next base event`
    OR `visits`.`next base event` IS NULL
  )
