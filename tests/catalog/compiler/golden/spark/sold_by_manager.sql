WITH `by_key` AS (
  SELECT
    `deals`.`seller` AS `key_seller`,
    SUM(`deals`.`amount`) AS `sold`
  FROM `main`.`deals` AS `deals`
  GROUP BY
    `deals`.`seller`
)
SELECT
  `manager`.`name` AS `manager`,
  SUM(`by_key`.`sold`) AS `sold`
FROM `by_key` AS `by_key`
LEFT JOIN `main`.`staff` AS `staff`
  ON `by_key`.`key_seller` = `staff`.`id`
LEFT JOIN `main`.`staff` AS `manager`
  ON `staff`.`boss` = `manager`.`id`
GROUP BY
  `manager`.`name`
ORDER BY
  `manager` ASC NULLS LAST
