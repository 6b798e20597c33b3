SELECT
  `holders members`.`city` AS `city`,
  SUM(`payments`.`amount`) AS `paid`,
  COUNT(*) AS `payments`
FROM `main`.`payments` AS `payments`
LEFT JOIN `main`.`accounts` AS `accounts`
  ON `payments`.`account_id` = `accounts`.`account_id`
LEFT JOIN (
  SELECT DISTINCT
    `holders`.`account_id` AS `key 1`,
    `cities`.`city` AS `city`
  FROM `main`.`holders` AS `holders`
  LEFT JOIN `main`.`customers` AS `customers`
    ON `holders`.`customer_id` = `customers`.`customer_id`
  LEFT JOIN `main`.`cities` AS `cities`
    ON `customers`.`city_id` = `cities`.`city_id`
) AS `holders members`
  ON `accounts`.`account_id` = `holders members`.`key 1`
GROUP BY
  `holders members`.`city`
ORDER BY
  `city` ASC NULLS LAST
