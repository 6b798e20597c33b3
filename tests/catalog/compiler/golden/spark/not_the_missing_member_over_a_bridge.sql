SELECT
  COUNT(*) AS `payments`
FROM `main`.`payments` AS `payments`
LEFT JOIN `main`.`accounts` AS `accounts`
  ON `payments`.`account_id` = `accounts`.`account_id`
LEFT JOIN (
  SELECT DISTINCT
    `holders`.`account_id` AS `key 1`
  FROM `main`.`holders` AS `holders`
) AS `holders kept`
  ON `accounts`.`account_id` = `holders kept`.`key 1`
LEFT JOIN (
  SELECT DISTINCT
    `holders`.`account_id` AS `key 1`
  FROM `main`.`holders` AS `holders`
  LEFT JOIN `main`.`customers` AS `customers`
    ON `holders`.`customer_id` = `customers`.`customer_id`
  WHERE
    `customers`.`name` IS NULL
) AS `holders kept 2`
  ON `accounts`.`account_id` = `holders kept 2`.`key 1`
WHERE
  `holders kept 2`.`key 1` IS NULL AND NOT (
    `holders kept`.`key 1` IS NULL
  )
