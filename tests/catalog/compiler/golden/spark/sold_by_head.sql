WITH `by_key` AS (
  SELECT
    `deals`.`seller` AS `key_seller`,
    SUM(`deals`.`amount`) AS `sold`
  FROM `main`.`deals` AS `deals`
  GROUP BY
    `deals`.`seller`
)
SELECT
  `staff_manager_manager`.`name` AS `head`,
  SUM(`by_key`.`sold`) AS `sold`
FROM `by_key` AS `by_key`
LEFT JOIN `main`.`staff` AS `staff`
  ON `by_key`.`key_seller` = `staff`.`id`
LEFT JOIN `main`.`staff` AS `staff_manager`
  ON `staff`.`boss` = `staff_manager`.`id`
LEFT JOIN `main`.`staff` AS `staff_manager_manager`
  ON `staff_manager`.`boss` = `staff_manager_manager`.`id`
GROUP BY
  `staff_manager_manager`.`name`
ORDER BY
  `head` ASC NULLS LAST
