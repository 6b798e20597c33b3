SELECT
  `holders members`.`holder` AS `holder`,
  `payment_tags members`.`tag` AS `tag`,
  `payments`.`kind` AS `kind`,
  SUM(`payments`.`amount`) AS `paid`,
  COUNT(*) AS `payments`
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
LEFT JOIN (
  SELECT DISTINCT
    `payment_tags`.`payment_id` AS `key 1`,
    `payment_tags`.`tag` AS `tag`
  FROM `main`.`payment_tags` AS `payment_tags`
) AS `payment_tags members`
  ON `payments`.`payment_id` = `payment_tags members`.`key 1`
GROUP BY
  `holders members`.`holder`,
  `payment_tags members`.`tag`,
  `payments`.`kind`
ORDER BY
  `holder` ASC NULLS LAST,
  `tag` ASC NULLS LAST,
  `kind` ASC NULLS LAST
