WITH `by_key` AS (
  SELECT
    `calls`.`customer_id` AS `key_customer_id`,
    SUM(`calls`.`minutes`) AS `called`
  FROM `main`.`calls` AS `calls`
  GROUP BY
    `calls`.`customer_id`
), `chosen` AS (
  SELECT
    `customers`.`name` AS `holder`,
    SUM(`by_key`.`called`) AS `called`
  FROM `by_key` AS `by_key`
  LEFT JOIN `main`.`customers` AS `customers`
    ON `by_key`.`key_customer_id` = `customers`.`customer_id`
  GROUP BY
    `customers`.`name`
)
SELECT
  `holders members 3`.`holder` AS `holder`,
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
  WHERE
    EXISTS(
      SELECT
        1 AS `1`
      FROM `chosen` AS `chosen`
      WHERE
        `chosen`.`holder` IS NOT DISTINCT FROM `customers`.`name`
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
    EXISTS(
      SELECT
        1 AS `1`
      FROM `chosen` AS `chosen`
      WHERE
        `chosen`.`holder` IS NOT DISTINCT FROM `customers`.`name`
    )
) AS `holders members 3`
  ON `accounts`.`account_id` = `holders members 3`.`key 1`
WHERE
  (
    NOT (
      `holders kept`.`key 1` IS NULL
    )
    OR `holders kept 2`.`key 1` IS NULL
    AND EXISTS(
      SELECT
        1 AS `1`
      FROM `chosen` AS `chosen`
      WHERE
        `chosen`.`holder` IS NOT DISTINCT FROM NULL
    )
  )
GROUP BY
  `holders members 3`.`holder`
ORDER BY
  `holder` ASC NULLS LAST
