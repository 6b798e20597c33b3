WITH `by_member` AS (
  SELECT
    `holders members`.`holder` AS `holder`,
    SUM(`payments`.`amount`) AS `value of member`
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
), `cells` AS (
  SELECT
    AVG(CAST(CAST(`by_member`.`value of member` AS DOUBLE) AS DOUBLE)) AS `paid`,
    COUNT(`by_member`.`value of member`) AS `paid_2`
  FROM `by_member` AS `by_member`
  WHERE
    NOT (
      `by_member`.`holder` IS NULL
    )
)
SELECT
  `cells`.`paid` AS `paid_average_over_holder`,
  `cells`.`paid_2` AS `paid_count_over_holder`
FROM `cells` AS `cells`
