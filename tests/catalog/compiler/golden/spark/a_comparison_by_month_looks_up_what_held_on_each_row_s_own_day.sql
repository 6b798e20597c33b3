WITH `now` AS (
  SELECT
    CAST(DATE_TRUNC('MONTH', `calls`.`called_on`) AS DATE) AS `metric_time`,
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
    CAST(DATE_TRUNC('MONTH', `calls`.`called_on`) AS DATE),
    `levels`.`level`
), `earlier` AS (
  SELECT
    CAST(DATE_TRUNC('MONTH', CAST(ADD_MONTHS(`calls`.`called_on`, 12) AS TIMESTAMP)) AS DATE) AS `metric_time`,
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
    CAST(DATE_TRUNC('MONTH', CAST(ADD_MONTHS(`calls`.`called_on`, 12) AS TIMESTAMP)) AS DATE),
    `levels`.`level`
), `times` AS (
  SELECT DISTINCT
    `now`.`metric_time` AS `metric_time`
  FROM `now` AS `now`
)
SELECT
  COALESCE(`now`.`metric_time`, `earlier`.`metric_time`) AS `metric_time`,
  COALESCE(`now`.`level`, `earlier`.`level`) AS `level`,
  `now`.`called` AS `called`,
  `earlier`.`called_previous` AS `called_previous`
FROM `now` AS `now`
FULL JOIN (
  SELECT
    `times`.`metric_time` AS `metric_time`,
    `earlier`.`level` AS `level`,
    `earlier`.`called_previous` AS `called_previous`
  FROM `times` AS `times`
  JOIN `earlier` AS `earlier`
    ON `times`.`metric_time` = `earlier`.`metric_time`
) AS `earlier`
  ON `now`.`metric_time` IS NOT DISTINCT FROM `earlier`.`metric_time`
  AND `now`.`level` IS NOT DISTINCT FROM `earlier`.`level`
ORDER BY
  `metric_time` ASC NULLS LAST,
  `level` ASC NULLS LAST
