WITH `converted` AS (
  SELECT
    `buys`.`user_id` AS `entity of event`,
    `buys`.`bought_on` AS `time of event`
  FROM `main`.`buys` AS `buys`
  WHERE
    `buys`.`status` = 'ok'
    AND `buys`.`bought_on` >= CAST('2025-01-01' AS DATE)
    AND `buys`.`bought_on` < CAST(DATE_ADD(CAST('2025-03-01' AS DATE), 7) AS TIMESTAMP)
)
SELECT
  `spans of periods`.`period` AS `period`,
  COUNT(`converted`.`time of event`) AS `conversions`
FROM (
  SELECT
    `visits`.`visited_on` AS `visited_on`,
    `visits`.`user_id` AS `entity of event`,
    LEAD(`visits`.`visited_on`, 1) OVER (
      PARTITION BY `visits`.`user_id`
      ORDER BY `visits`.`visited_on` ASC NULLS LAST, `visits`.`visit_id` ASC NULLS LAST
    ) AS `next base event`
  FROM `main`.`visits` AS `visits`
  WHERE
    `visits`.`visited_on` >= CAST('2025-01-01' AS DATE)
    AND `visits`.`visited_on` < CAST(DATE_ADD(CAST('2025-03-01' AS DATE), 7) AS TIMESTAMP)
) AS `visits`
JOIN VALUES
  ('2025-01-01/2025-01-31', CAST('2025-01-01' AS DATE), CAST('2025-02-01' AS DATE)),
  ('2025-01-10/2025-02-28', CAST('2025-01-10' AS DATE), CAST('2025-03-01' AS DATE)) AS `spans of periods`(`period`, `starts`, `ends`)
  ON `visits`.`visited_on` >= `spans of periods`.`starts`
  AND `visits`.`visited_on` < `spans of periods`.`ends`
LEFT JOIN `converted` AS `converted`
  ON `visits`.`entity of event` = `converted`.`entity of event`
  AND `converted`.`time of event` >= `visits`.`visited_on`
  AND (
    `converted`.`time of event` < `visits`.`next base event`
    OR `visits`.`next base event` IS NULL
  )
  AND `converted`.`time of event` < CAST(DATE_ADD(`visits`.`visited_on`, 7) AS TIMESTAMP)
WHERE
  (
    `visits`.`visited_on` >= CAST('2025-01-01' AS DATE)
    AND `visits`.`visited_on` < CAST('2025-02-01' AS DATE)
    OR `visits`.`visited_on` >= CAST('2025-01-10' AS DATE)
    AND `visits`.`visited_on` < CAST('2025-03-01' AS DATE)
  )
GROUP BY
  `spans of periods`.`period`
ORDER BY
  `period` ASC NULLS LAST
