WITH `now` AS (
  SELECT
    CAST(DATE_TRUNC('MONTH', `payments`.`paid_on`) AS DATE) AS `metric_time`,
    `payment_tags members`.`tag` AS `tag`,
    SUM(`payments`.`amount`) AS `paid`
  FROM `main`.`payments` AS `payments`
  LEFT JOIN (
    SELECT DISTINCT
      `payment_tags`.`payment_id` AS `key 1`,
      `payment_tags`.`tag` AS `tag`
    FROM `main`.`payment_tags` AS `payment_tags`
  ) AS `payment_tags members`
    ON `payments`.`payment_id` = `payment_tags members`.`key 1`
  WHERE
    `payments`.`paid_on` >= CAST('2025-01-01' AS DATE)
    AND `payments`.`paid_on` < CAST('2025-03-01' AS DATE)
  GROUP BY
    CAST(DATE_TRUNC('MONTH', `payments`.`paid_on`) AS DATE),
    `payment_tags members`.`tag`
), `earlier` AS (
  SELECT
    CAST(DATE_TRUNC('MONTH', CAST(ADD_MONTHS(`payments`.`paid_on`, 12) AS TIMESTAMP)) AS DATE) AS `metric_time`,
    `payment_tags members`.`tag` AS `tag`,
    SUM(`payments`.`amount`) AS `paid_previous`
  FROM `main`.`payments` AS `payments`
  LEFT JOIN (
    SELECT DISTINCT
      `payment_tags`.`payment_id` AS `key 1`,
      `payment_tags`.`tag` AS `tag`
    FROM `main`.`payment_tags` AS `payment_tags`
  ) AS `payment_tags members`
    ON `payments`.`payment_id` = `payment_tags members`.`key 1`
  WHERE
    `payments`.`paid_on` >= CAST('2024-01-01' AS DATE)
    AND `payments`.`paid_on` < CAST('2024-03-01' AS DATE)
  GROUP BY
    CAST(DATE_TRUNC('MONTH', CAST(ADD_MONTHS(`payments`.`paid_on`, 12) AS TIMESTAMP)) AS DATE),
    `payment_tags members`.`tag`
), `times` AS (
  SELECT DISTINCT
    `now`.`metric_time` AS `metric_time`
  FROM `now` AS `now`
)
SELECT
  COALESCE(`now`.`metric_time`, `earlier`.`metric_time`) AS `metric_time`,
  COALESCE(`now`.`tag`, `earlier`.`tag`) AS `tag`,
  `now`.`paid` AS `paid`,
  `earlier`.`paid_previous` AS `paid_previous`
FROM `now` AS `now`
FULL JOIN (
  SELECT
    `times`.`metric_time` AS `metric_time`,
    `earlier`.`tag` AS `tag`,
    `earlier`.`paid_previous` AS `paid_previous`
  FROM `times` AS `times`
  JOIN `earlier` AS `earlier`
    ON `times`.`metric_time` = `earlier`.`metric_time`
) AS `earlier`
  ON `now`.`metric_time` IS NOT DISTINCT FROM `earlier`.`metric_time`
  AND `now`.`tag` IS NOT DISTINCT FROM `earlier`.`tag`
ORDER BY
  `metric_time` ASC NULLS LAST,
  `tag` ASC NULLS LAST
