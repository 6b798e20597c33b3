SELECT
  SUM(`calls`.`minutes`) AS `called`,
  SUM(`calls`.`minutes`) FILTER(WHERE
    `levels`.`level` = 'gold') AS `gold_called`
FROM `main`.`calls` AS `calls`
LEFT JOIN `main`.`levels` AS `levels`
  ON `calls`.`customer_id` = `levels`.`customer_id`
  AND `calls`.`called_on` >= `levels`.`since`
  AND (
    `calls`.`called_on` < `levels`.`until` OR `levels`.`until` IS NULL
  )
WHERE
  `levels`.`level` IN ('gold', 'top')
