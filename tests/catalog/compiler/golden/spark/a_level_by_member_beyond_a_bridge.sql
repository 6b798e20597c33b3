WITH `now` AS (
  SELECT
    `holders members`.`holder` AS `holder`,
    SUM(`balances`.`balance`) AS `balance_end`
  FROM `main`.`balances` AS `balances`
  LEFT JOIN `main`.`accounts` AS `accounts`
    ON `balances`.`account_id` = `accounts`.`account_id`
  LEFT JOIN (
    SELECT DISTINCT
      `holders`.`account_id` AS `key 1`,
      `customers`.`name` AS `holder`
    FROM `main`.`holders` AS `holders`
    LEFT JOIN `main`.`customers` AS `customers`
      ON `holders`.`customer_id` = `customers`.`customer_id`
  ) AS `holders members`
    ON `accounts`.`account_id` = `holders members`.`key 1`
  JOIN (
    SELECT
      MAX(CAST(`balances`.`day` AS DATE)) AS `day`
    FROM `main`.`balances` AS `balances`
  ) AS `chosen days`
    ON CAST(`balances`.`day` AS DATE) = `chosen days`.`day`
  GROUP BY
    `holders members`.`holder`
), `by_day` AS (
  SELECT
    `holders members`.`holder` AS `holder`,
    CAST(`balances`.`day` AS DATE) AS `day`,
    SUM(`balances`.`balance`) AS `balance_mean`
  FROM `main`.`balances` AS `balances`
  LEFT JOIN `main`.`accounts` AS `accounts`
    ON `balances`.`account_id` = `accounts`.`account_id`
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
    `holders members`.`holder`,
    CAST(`balances`.`day` AS DATE)
), `now_2` AS (
  SELECT
    `by_day`.`holder` AS `holder`,
    AVG(CAST(`by_day`.`balance_mean` AS DOUBLE)) AS `balance_mean`
  FROM `by_day` AS `by_day`
  GROUP BY
    `by_day`.`holder`
)
SELECT
  COALESCE(`now`.`holder`, `now_2`.`holder`) AS `holder`,
  `now`.`balance_end` AS `balance_end`,
  `now_2`.`balance_mean` AS `balance_mean`
FROM `now` AS `now`
FULL JOIN `now_2` AS `now_2`
  ON `now`.`holder` IS NOT DISTINCT FROM `now_2`.`holder`
ORDER BY
  `holder` ASC NULLS LAST
