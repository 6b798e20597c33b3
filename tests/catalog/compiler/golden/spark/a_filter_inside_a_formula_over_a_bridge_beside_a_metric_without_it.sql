SELECT
  `accounts`.`branch` AS `branch`,
  SUM(`payments`.`amount`) FILTER(WHERE
    `payments`.`kind` = 'card' AND NOT (
      `payment_tags kept`.`key 1` IS NULL
    )) AS `x_paid`,
  SUM(`payments`.`amount`) FILTER(WHERE
    (
      NOT (
        `payment_tags kept 2`.`key 1` IS NULL
      )
      OR `payment_tags kept 3`.`key 1` IS NULL
      AND NULL IS NULL
    )) AS `untagged_paid`,
  SUM(`payments`.`amount`) AS `paid`,
  CASE
    WHEN CAST(SUM(`payments`.`amount`) AS DOUBLE) = 0
    THEN NULL
    WHEN CAST(SUM(`payments`.`amount`) AS DOUBLE) <> 0
    THEN CAST(SUM(`payments`.`amount`) FILTER(WHERE
      NOT (
        `holders kept`.`key 1` IS NULL
      )) AS DOUBLE) / CAST(SUM(`payments`.`amount`) AS DOUBLE)
  END AS `shanghai_rate`
FROM `main`.`payments` AS `payments`
LEFT JOIN `main`.`accounts` AS `accounts`
  ON `payments`.`account_id` = `accounts`.`account_id`
LEFT JOIN (
  SELECT DISTINCT
    `payment_tags`.`payment_id` AS `key 1`
  FROM `main`.`payment_tags` AS `payment_tags`
  WHERE
    `payment_tags`.`tag` = 'x'
) AS `payment_tags kept`
  ON `payments`.`payment_id` = `payment_tags kept`.`key 1`
LEFT JOIN (
  SELECT DISTINCT
    `payment_tags`.`payment_id` AS `key 1`
  FROM `main`.`payment_tags` AS `payment_tags`
  WHERE
    `payment_tags`.`tag` IS NULL
) AS `payment_tags kept 2`
  ON `payments`.`payment_id` = `payment_tags kept 2`.`key 1`
LEFT JOIN (
  SELECT DISTINCT
    `payment_tags`.`payment_id` AS `key 1`
  FROM `main`.`payment_tags` AS `payment_tags`
) AS `payment_tags kept 3`
  ON `payments`.`payment_id` = `payment_tags kept 3`.`key 1`
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
GROUP BY
  `accounts`.`branch`
ORDER BY
  `branch` ASC NULLS LAST
