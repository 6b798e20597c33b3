SELECT
  `payment_tags members`.`tag` AS `tag`,
  COUNT(*) AS `payments`
FROM `main`.`payments` AS `payments`
LEFT JOIN (
  SELECT
    `payment_tags`.`payment_id` AS `key 1`,
    `payment_tags`.`tag` AS `tag`,
    MAX(
      CASE
        WHEN (
          `payment_tags`.`tag` = 'z' OR `payment_tags`.`tag` IS NULL
        )
        THEN 1
      END
    ) AS `fits 1`
  FROM `main`.`payment_tags` AS `payment_tags`
  GROUP BY
    `payment_tags`.`payment_id`,
    `payment_tags`.`tag`
) AS `payment_tags members`
  ON `payments`.`payment_id` = `payment_tags members`.`key 1`
LEFT JOIN (
  SELECT DISTINCT
    `payment_tags`.`payment_id` AS `key 1`
  FROM `main`.`payment_tags` AS `payment_tags`
) AS `payment_tags kept 2`
  ON `payments`.`payment_id` = `payment_tags kept 2`.`key 1`
WHERE
  (
    `payments`.`kind` = 'cash'
    OR (
      `payment_tags members`.`fits 1` = 1 OR `payment_tags kept 2`.`key 1` IS NULL
    )
  )
GROUP BY
  `payment_tags members`.`tag`
ORDER BY
  `tag` ASC NULLS LAST
