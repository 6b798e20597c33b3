WITH `now` AS (
  SELECT
    `levels`.`level` AS `level`,
    SUM(`calls`.`minutes`) AS `called`
  FROM `main`.`calls` AS `calls`
  LEFT JOIN `main`.`levels` AS `levels`
    ON `calls`.`customer_id` = `levels`.`customer_id`
    AND `calls`.`called_on` >= `levels`.`since`
    AND (
      `calls`.`called_on` < `levels`.`until` OR `levels`.`until` IS NULL
    )
  WHERE
    `calls`.`called_on` >= CAST('2025-02-01' AS DATE)
    AND `calls`.`called_on` < CAST('2025-03-01' AS DATE)
  GROUP BY
    `levels`.`level`
), `earlier` AS (
  SELECT
    `levels`.`level` AS `level`,
    SUM(`calls`.`minutes`) AS `called_previous`
  FROM `main`.`calls` AS `calls`
  LEFT JOIN `main`.`levels` AS `levels`
    ON `calls`.`customer_id` = `levels`.`customer_id`
    AND `calls`.`called_on` >= `levels`.`since`
    AND (
      `calls`.`called_on` < `levels`.`until` OR `levels`.`until` IS NULL
    )
  WHERE
    `calls`.`called_on` >= CAST('2024-02-01' AS DATE)
    AND `calls`.`called_on` < CAST('2024-03-01' AS DATE)
  GROUP BY
    `levels`.`level`
)
SELECT
  COALESCE(`now`.`level`, `earlier`.`level`) AS `level`,
  `now`.`called` AS `called`,
  `earlier`.`called_previous` AS `called_previous`
FROM `now` AS `now`
FULL JOIN `earlier` AS `earlier`
  ON `now`.`level` IS NOT DISTINCT FROM `earlier`.`level`
ORDER BY
  `level` ASC NULLS LAST
