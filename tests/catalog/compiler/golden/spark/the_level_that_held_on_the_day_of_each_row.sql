WITH `now` AS (
  SELECT
    `levels`.`level` AS `level`,
    SUM(`calls`.`minutes`) AS `called`
  FROM `main`.`calls` AS `calls`
  LEFT JOIN `main`.`levels` AS `levels`
    ON `calls`.`customer_id` = `levels`.`customer_id`
    AND `calls`.`called_on` >= `levels`.`since`
    AND (
      `calls`.`called_on` < `levels`.`until` OR `levels`.`until` IS NULL
    )
  GROUP BY
    `levels`.`level`
), `now_2` AS (
  SELECT
    `levels`.`level` AS `level`,
    SUM(`calls`.`minutes`) AS `called_2`
  FROM `main`.`calls` AS `calls`
  LEFT JOIN `main`.`levels` AS `levels`
    ON `calls`.`customer_id` = `levels`.`customer_id`
    AND `calls`.`called_on` >= `levels`.`since`
    AND (
      `calls`.`called_on` < `levels`.`until` OR `levels`.`until` IS NULL
    )
  GROUP BY
    `levels`.`level`
)
SELECT
  COALESCE(`now`.`level`, `now_2`.`level`) AS `level`,
  `now`.`called` AS `called`,
  `now_2`.`called_2` AS `called_so_far`
FROM `now` AS `now`
FULL JOIN `now_2` AS `now_2`
  ON `now`.`level` IS NOT DISTINCT FROM `now_2`.`level`
ORDER BY
  `level` ASC NULLS LAST
