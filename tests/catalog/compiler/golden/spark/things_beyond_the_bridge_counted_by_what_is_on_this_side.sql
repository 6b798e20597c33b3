SELECT
  `holders members`.`branch` AS `branch`,
  COUNT(*) AS `customers`
FROM `main`.`customers` AS `customers`
LEFT JOIN (
  SELECT DISTINCT
    `holders`.`customer_id` AS `key 1`,
    `accounts`.`branch` AS `branch`
  FROM `main`.`holders` AS `holders`
  LEFT JOIN `main`.`accounts` AS `accounts`
    ON `holders`.`account_id` = `accounts`.`account_id`
) AS `holders members`
  ON `customers`.`customer_id` = `holders members`.`key 1`
GROUP BY
  `holders members`.`branch`
ORDER BY
  `branch` ASC NULLS LAST
