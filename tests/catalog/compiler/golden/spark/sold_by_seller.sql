WITH `by_key` AS (
  SELECT
    `deals`.`seller` AS `key_seller`,
    SUM(`deals`.`amount`) AS `sold`
  FROM `main`.`deals` AS `deals`
  GROUP BY
    `deals`.`seller`
)
SELECT
  `staff`.`name` AS `seller`,
  SUM(`by_key`.`sold`) AS `sold`
FROM `by_key` AS `by_key`
LEFT JOIN `main`.`staff` AS `staff`
  ON `by_key`.`key_seller` = `staff`.`id`
GROUP BY
  `staff`.`name`
ORDER BY
  `seller` ASC NULLS LAST
