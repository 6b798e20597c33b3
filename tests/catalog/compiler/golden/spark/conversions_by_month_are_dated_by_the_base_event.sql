WITH `converted` AS (
  SELECT
    `buys`.`user_id` AS `entity of event`,
    `buys`.`bought_on` AS `time of event`
  FROM `main`.`buys` AS `buys`
  WHERE
    `buys`.`status` = 'ok'
), `now` AS (
  SELECT
    CAST(DATE_TRUNC('MONTH', `visits`.`visited_on`) AS DATE) AS `metric_time`,
    COUNT(`converted`.`time of event`) AS `rate`
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
    AND `converted`.`time of event` < CAST(DATE_ADD(`visits`.`visited_on`, 7) AS TIMESTAMP)
  GROUP BY
    CAST(DATE_TRUNC('MONTH', `visits`.`visited_on`) AS DATE)
), `by_day` AS (
  SELECT
    CAST(`visits`.`visited_on` AS DATE) AS `metric_time`,
    COUNT(*) AS `rate_base`
  FROM `main`.`visits` AS `visits`
  GROUP BY
    CAST(`visits`.`visited_on` AS DATE)
), `now_2` AS (
  SELECT
    CAST(DATE_TRUNC('MONTH', `by_day`.`metric_time`) AS DATE) AS `metric_time`,
    SUM(`by_day`.`rate_base`) AS `rate_base`
  FROM `by_day` AS `by_day`
  GROUP BY
    CAST(DATE_TRUNC('MONTH', `by_day`.`metric_time`) AS DATE)
)
SELECT
  COALESCE(`now`.`metric_time`, `now_2`.`metric_time`) AS `metric_time`,
  CASE
    WHEN CAST(`now_2`.`rate_base` AS DOUBLE) = 0
    THEN NULL
    WHEN CAST(`now_2`.`rate_base` AS DOUBLE) <> 0
    THEN CAST(COALESCE(`now`.`rate`, 0) AS DOUBLE) / CAST(`now_2`.`rate_base` AS DOUBLE)
  END AS `rate`,
  `now`.`rate` AS `conversions`
FROM `now` AS `now`
FULL JOIN `now_2` AS `now_2`
  ON `now`.`metric_time` IS NOT DISTINCT FROM `now_2`.`metric_time`
ORDER BY
  `metric_time` ASC NULLS LAST
