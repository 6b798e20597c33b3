WITH `now` AS (
  SELECT
    `spans of periods`.`period` AS `period`,
    CAST(`orders`.`ordered_at` AS DATE) AS `metric_time`,
    COUNT(*) AS `order_count`
  FROM `main`.`orders` AS `orders`
  JOIN VALUES
    ('2025-03-11/2025-03-13', CAST('2025-03-11' AS DATE), CAST('2025-03-14' AS DATE)),
    ('2025-03-01/2025-03-30', CAST('2025-03-01' AS DATE), CAST('2025-03-31' AS DATE)) AS `spans of periods`(`period`, `starts`, `ends`)
    ON `orders`.`ordered_at` >= `spans of periods`.`starts`
    AND `orders`.`ordered_at` < `spans of periods`.`ends`
  WHERE
    (
      `orders`.`ordered_at` >= CAST('2025-03-11' AS DATE)
      AND `orders`.`ordered_at` < CAST('2025-03-14' AS DATE)
      OR `orders`.`ordered_at` >= CAST('2025-03-01' AS DATE)
      AND `orders`.`ordered_at` < CAST('2025-03-31' AS DATE)
    )
    AND `orders`.`status` = 'done'
  GROUP BY
    `spans of periods`.`period`,
    CAST(`orders`.`ordered_at` AS DATE)
), `earlier` AS (
  SELECT
    `spans of periods`.`period` AS `period`,
    CAST(`orders`.`ordered_at` AS DATE) AS `metric_time`,
    COUNT(*) AS `order_count_previous`
  FROM `main`.`orders` AS `orders`
  JOIN VALUES
    ('2025-03-11/2025-03-13', CAST('2025-03-10' AS DATE), CAST('2025-03-14' AS DATE)),
    ('2025-03-01/2025-03-30', CAST('2025-02-24' AS DATE), CAST('2025-03-31' AS DATE)) AS `spans of periods`(`period`, `starts`, `ends`)
    ON `orders`.`ordered_at` >= `spans of periods`.`starts`
    AND `orders`.`ordered_at` < `spans of periods`.`ends`
  WHERE
    (
      `orders`.`ordered_at` >= CAST('2025-03-10' AS DATE)
      AND `orders`.`ordered_at` < CAST('2025-03-14' AS DATE)
      OR `orders`.`ordered_at` >= CAST('2025-02-24' AS DATE)
      AND `orders`.`ordered_at` < CAST('2025-03-31' AS DATE)
    )
    AND CAST(`orders`.`ordered_at` AS DATE) = CAST(CAST(DATE_TRUNC('WEEK', `orders`.`ordered_at`) AS DATE) AS DATE)
    AND `orders`.`status` = 'done'
  GROUP BY
    `spans of periods`.`period`,
    CAST(`orders`.`ordered_at` AS DATE)
), `times` AS (
  SELECT DISTINCT
    `now`.`period` AS `period`,
    `now`.`metric_time` AS `metric_time`
  FROM `now` AS `now`
)
SELECT
  COALESCE(`now`.`period`, `earlier`.`period`) AS `period`,
  COALESCE(`now`.`metric_time`, `earlier`.`metric_time`) AS `metric_time`,
  `now`.`order_count` + `earlier`.`order_count_previous` AS `week_orders`
FROM `now` AS `now`
FULL JOIN (
  SELECT
    `earlier`.`period` AS `period`,
    `times`.`metric_time` AS `metric_time`,
    `earlier`.`order_count_previous` AS `order_count_previous`
  FROM `times` AS `times`
  JOIN `earlier` AS `earlier`
    ON `times`.`period` = `earlier`.`period`
    AND CAST(CAST(DATE_TRUNC('WEEK', `times`.`metric_time`) AS DATE) AS DATE) = `earlier`.`metric_time`
) AS `earlier`
  ON `now`.`period` IS NOT DISTINCT FROM `earlier`.`period`
  AND `now`.`metric_time` IS NOT DISTINCT FROM `earlier`.`metric_time`
ORDER BY
  `period` ASC NULLS LAST,
  `metric_time` ASC NULLS LAST
