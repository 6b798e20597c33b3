SELECT
  `holders members 3`.`holder` AS `holder`,
  SUM(`payments`.`amount`) AS `paid`
FROM `main`.`payments` AS `payments`
LEFT JOIN `main`.`accounts` AS `accounts`
  ON `payments`.`account_id` = `accounts`.`account_id`
LEFT JOIN (
  SELECT DISTINCT
    `holders`.`account_id` AS `key 1`
  FROM `main`.`holders` AS `holders`
  LEFT JOIN `main`.`customers` AS `customers`
    ON `holders`.`customer_id` = `customers`.`customer_id`
  WHERE
    (
      `customers`.`name` = '乙' OR `customers`.`name` IS NULL
    )
) AS `holders kept`
  ON `accounts`.`account_id` = `holders kept`.`key 1`
LEFT JOIN (
  SELECT DISTINCT
    `holders`.`account_id` AS `key 1`
  FROM `main`.`holders` AS `holders`
) AS `holders kept 2`
  ON `accounts`.`account_id` = `holders kept 2`.`key 1`
LEFT JOIN (
  SELECT DISTINCT
    `holders`.`account_id` AS `key 1`,
    `customers`.`name` AS `holder`
  FROM `main`.`holders` AS `holders`
  LEFT JOIN `main`.`customers` AS `customers`
    ON `holders`.`customer_id` = `customers`.`customer_id`
  WHERE
    (
      `customers`.`name` = '乙' OR `customers`.`name` IS NULL
    )
) AS `holders members 3`
  ON `accounts`.`account_id` = `holders members 3`.`key 1`
WHERE
  (
    NOT (
      `holders kept`.`key 1` IS NULL
    ) OR `holders kept 2`.`key 1` IS NULL
  )
GROUP BY
  `holders members 3`.`holder`
ORDER BY
  `holder` ASC NULLS LAST
