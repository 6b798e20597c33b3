SELECT
  `levels_then`.`city` AS `city_then`,
  SUM(`calls`.`minutes`) AS `called`
FROM `main`.`calls` AS `calls`
LEFT JOIN `main`.`levels` AS `levels`
  ON `calls`.`customer_id` = `levels`.`customer_id`
  AND `calls`.`called_on` >= `levels`.`since`
  AND (
    `calls`.`called_on` < `levels`.`until` OR `levels`.`until` IS NULL
  )
LEFT JOIN `main`.`cities` AS `levels_then`
  ON `levels`.`city_id` = `levels_then`.`city_id`
GROUP BY
  `levels_then`.`city`
ORDER BY
  `city_then` ASC NULLS LAST
