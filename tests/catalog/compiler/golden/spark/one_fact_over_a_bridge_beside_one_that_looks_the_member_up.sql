WITH `now` AS (
  SELECT
    `holders members`.`holder` AS `holder`,
    SUM(`payments`.`amount`) AS `paid`
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
), `by_key` AS (
  SELECT
    `calls`.`customer_id` AS `key_customer_id`,
    SUM(`calls`.`minutes`) AS `called`
  FROM `main`.`calls` AS `calls`
  GROUP BY
    `calls`.`customer_id`
), `now_2` AS (
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
  COALESCE(`now`.`holder`, `now_2`.`holder`) AS `holder`,
  CASE
    WHEN CAST(`now_2`.`called` AS DOUBLE) = 0
    THEN NULL
    WHEN CAST(`now_2`.`called` AS DOUBLE) <> 0
    THEN CAST(`now`.`paid` AS DOUBLE) / CAST(`now_2`.`called` AS DOUBLE)
  END AS `paid_a_minute`,
  `now`.`paid` - `now_2`.`called` AS `paid_less_called`,
  `now_2`.`called` AS `called`
FROM `now` AS `now`
FULL JOIN `now_2` AS `now_2`
  ON `now`.`holder` IS NOT DISTINCT FROM `now_2`.`holder`
ORDER BY
  `holder` ASC NULLS LAST
