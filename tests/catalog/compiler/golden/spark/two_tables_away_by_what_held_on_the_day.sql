SELECT
  `then`.`city` AS `city_then`,
  SUM(`calls`.`minutes`) AS `called`
FROM `main`.`calls` AS `calls`
LEFT JOIN `main`.`levels` AS `levels`
  ON `calls`.`customer_id` = `levels`.`customer_id`
  AND `calls`.`called_on` >= `levels`.`since`
  AND (
    `calls`.`called_on` < `levels`.`until` OR `levels`.`until` IS NULL
  )
LEFT JOIN `main`.`cities` AS `then`
  ON `levels`.`city_id` = `then`.`city_id`
GROUP BY
  `then`.`city`
ORDER BY
  `city_then` ASC NULLS LAST
