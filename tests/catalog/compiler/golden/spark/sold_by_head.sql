WITH `by_key` AS (
  SELECT
    `deals`.`seller` AS `key_seller`,
    SUM(`deals`.`amount`) AS `sold`
  FROM `main`.`deals` AS `deals`
  GROUP BY
    `deals`.`seller`
)
SELECT
  `manager_manager`.`name` AS `head`,
  SUM(`by_key`.`sold`) AS `sold`
FROM `by_key` AS `by_key`
LEFT JOIN `main`.`staff` AS `staff`
  ON `by_key`.`key_seller` = `staff`.`id`
LEFT JOIN `main`.`staff` AS `manager`
  ON `staff`.`boss` = `manager`.`id`
LEFT JOIN `main`.`staff` AS `manager_manager`
  ON `manager`.`boss` = `manager_manager`.`id`
GROUP BY
  `manager_manager`.`name`
ORDER BY
  `head` ASC NULLS LAST
