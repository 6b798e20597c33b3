SELECT
  SUM(`payments`.`amount`) AS `paid`,
  COUNT(*) AS `payments`
FROM `main`.`payments` AS `payments`
LEFT JOIN `main`.`accounts` AS `accounts`
  ON `payments`.`account_id` = `accounts`.`account_id`
LEFT JOIN (
  SELECT DISTINCT
    `holders`.`account_id` AS `key 1`
  FROM `main`.`holders` AS `holders`
  LEFT JOIN `main`.`customers` AS `customers`
    ON `holders`.`customer_id` = `customers`.`customer_id`
  LEFT JOIN `main`.`cities` AS `cities`
    ON `customers`.`city_id` = `cities`.`city_id`
  WHERE
    `cities`.`city` = '上海'
) AS `holders kept`
  ON `accounts`.`account_id` = `holders kept`.`key 1`
WHERE
  NOT (
    `holders kept`.`key 1` IS NULL
  )
