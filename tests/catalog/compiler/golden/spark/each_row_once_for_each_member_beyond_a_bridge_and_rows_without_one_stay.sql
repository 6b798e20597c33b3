SELECT
  `holders members`.`holder` AS `holder`,
  SUM(`payments`.`amount`) FILTER(WHERE
    NOT `payments`.`amount` IS NULL) AS `paid`,
  COUNT(*) AS `payments`,
  COUNT(DISTINCT `payments`.`account_id`) AS `payers`,
  CASE
    WHEN CAST(COUNT(`payments`.`amount`) AS DOUBLE) = 0
    THEN NULL
    WHEN CAST(COUNT(`payments`.`amount`) AS DOUBLE) <> 0
    THEN CAST(SUM(`payments`.`amount`) FILTER(WHERE
      NOT `payments`.`amount` IS NULL) AS DOUBLE) / CAST(COUNT(`payments`.`amount`) AS DOUBLE)
  END AS `mean_paid`,
  PERCENTILE(CAST(CAST(`payments`.`amount` AS DOUBLE) AS DOUBLE), 0.5) AS `median_paid`
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
ORDER BY
  `holder` ASC NULLS LAST
