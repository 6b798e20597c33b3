SELECT
  `holders members`.`part` AS `part`,
  `holders members`.`holder` AS `holder`,
  COUNT(*) AS `payments`
FROM `main`.`payments` AS `payments`
LEFT JOIN `main`.`accounts` AS `accounts`
  ON `payments`.`account_id` = `accounts`.`account_id`
LEFT JOIN (
  SELECT DISTINCT
    `holders`.`account_id` AS `key 1`,
    `holders`.`part` AS `part`,
    `customers`.`name` AS `holder`
  FROM `main`.`holders` AS `holders`
  LEFT JOIN `main`.`customers` AS `customers`
    ON `holders`.`customer_id` = `customers`.`customer_id`
) AS `holders members`
  ON `accounts`.`account_id` = `holders members`.`key 1`
GROUP BY
  `holders members`.`part`,
  `holders members`.`holder`
ORDER BY
  `part` ASC NULLS LAST,
  `holder` ASC NULLS LAST
