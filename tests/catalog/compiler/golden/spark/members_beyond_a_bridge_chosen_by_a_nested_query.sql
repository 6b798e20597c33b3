WITH `chosen` AS (
  SELECT
    `qualified rows`.`holder` AS `holder`,
    `qualified rows`.`paid` AS `paid`
  FROM (
    SELECT
      `holders members`.`holder` AS `holder`,
      SUM(`payments`.`amount`) AS `paid`,
      (
        RANK() OVER (ORDER BY SUM(`payments`.`amount`) DESC) <= 2
      ) AS `kept`
    FROM `main`.`payments` AS `payments`
    LEFT JOIN `main`.`accounts` AS `accounts`
      ON `payments`.`account_id` = `accounts`.`account_id`
    LEFT JOIN (
      SELECT DISTINCT
        `holders`.`account_id` AS `key 1`,
        `customers`.`name` AS `holder`
      FROM `main`.`holders` AS `holders`
      LEFT JOIN `main`.`customers` AS `customers`
        ON `holders`.`customer_id` = `customers`.`customer_id`
    ) AS `holders members`
      ON `accounts`.`account_id` = `holders members`.`key 1`
    GROUP BY
      `holders members`.`holder`
  ) AS `qualified rows`
  WHERE
    `qualified rows`.`kept`
)
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
