SELECT
  CAST(DATE_TRUNC('MONTH', `calls`.`called_on`) AS DATE) AS `metric_time`,
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
  CAST(DATE_TRUNC('MONTH', `calls`.`called_on`) AS DATE),
  `levels`.`level`
ORDER BY
  `metric_time` ASC NULLS LAST,
  `level` ASC NULLS LAST
