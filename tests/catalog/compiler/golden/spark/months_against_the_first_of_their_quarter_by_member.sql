WITH `now` AS (
  SELECT
    CAST(DATE_TRUNC('MONTH', `orders`.`ordered_at`) AS DATE) AS `metric_time`,
    `orders`.`channel` AS `channel`,
    SUM(`orders`.`amount`) AS `sales`
  FROM `main`.`orders` AS `orders`
  WHERE
    `orders`.`ordered_at` >= CAST('2025-02-01' AS DATE)
    AND `orders`.`ordered_at` < CAST('2025-04-01' AS DATE)
    AND `orders`.`status` = 'done'
  GROUP BY
    CAST(DATE_TRUNC('MONTH', `orders`.`ordered_at`) AS DATE),
    `orders`.`channel`
), `earlier` AS (
  SELECT
    CAST(DATE_TRUNC('MONTH', `orders`.`ordered_at`) AS DATE) AS `metric_time`,
    `orders`.`channel` AS `channel`,
    SUM(`orders`.`amount`) AS `sales_previous`
  FROM `main`.`orders` AS `orders`
  WHERE
    `orders`.`ordered_at` >= CAST('2025-01-01' AS DATE)
    AND `orders`.`ordered_at` < CAST('2025-04-01' AS DATE)
    AND CAST(DATE_TRUNC('MONTH', `orders`.`ordered_at`) AS DATE) = CAST(DATE_TRUNC('MONTH', CAST(DATE_TRUNC('QUARTER', `orders`.`ordered_at`) AS DATE)) AS DATE)
    AND `orders`.`status` = 'done'
  GROUP BY
    CAST(DATE_TRUNC('MONTH', `orders`.`ordered_at`) AS DATE),
    `orders`.`channel`
), `times` AS (
  SELECT DISTINCT
    `now`.`metric_time` AS `metric_time`
  FROM `now` AS `now`
)
SELECT
  COALESCE(`now`.`metric_time`, `earlier`.`metric_time`) AS `metric_time`,
  COALESCE(`now`.`channel`, `earlier`.`channel`) AS `channel`,
  `now`.`sales` AS `sales`,
  `now`.`sales` - `earlier`.`sales_previous` AS `since_quarter`
FROM `now` AS `now`
FULL JOIN (
  SELECT
    `times`.`metric_time` AS `metric_time`,
    `earlier`.`channel` AS `channel`,
    `earlier`.`sales_previous` AS `sales_previous`
  FROM `times` AS `times`
  JOIN `earlier` AS `earlier`
    ON CAST(CAST(DATE_TRUNC('QUARTER', `times`.`metric_time`) AS DATE) AS DATE) = `earlier`.`metric_time`
) AS `earlier`
  ON `now`.`metric_time` IS NOT DISTINCT FROM `earlier`.`metric_time`
  AND `now`.`channel` IS NOT DISTINCT FROM `earlier`.`channel`
ORDER BY
  `metric_time` ASC NULLS LAST,
  `channel` ASC NULLS LAST
