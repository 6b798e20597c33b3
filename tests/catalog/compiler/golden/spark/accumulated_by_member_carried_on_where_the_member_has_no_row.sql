WITH `kept` AS (
  SELECT
    CASE
      WHEN CAST(DATE_TRUNC('QUARTER', `orders`.`ordered_at`) AS DATE) < CAST('2024-07-01' AS DATE)
      THEN CAST('2024-07-01' AS DATE)
      ELSE CAST(DATE_TRUNC('QUARTER', `orders`.`ordered_at`) AS DATE)
    END AS `day`,
    `orders`.`channel` AS `channel`,
    SUM(`orders`.`amount`) AS `sales`
  FROM `main`.`orders` AS `orders`
  WHERE
    `orders`.`ordered_at` < CAST('2025-07-01' AS DATE) AND `orders`.`status` = 'done'
  GROUP BY
    CASE
      WHEN CAST(DATE_TRUNC('QUARTER', `orders`.`ordered_at`) AS DATE) < CAST('2024-07-01' AS DATE)
      THEN CAST('2024-07-01' AS DATE)
      ELSE CAST(DATE_TRUNC('QUARTER', `orders`.`ordered_at`) AS DATE)
    END,
    `orders`.`channel`
), `steps` AS (
  SELECT
    `series`.`step` AS `step`
  FROM (
    SELECT
      id AS `step`
    FROM RANGE(0, 4)
  ) AS `series`
), `calendar` AS (
  SELECT
    `buckets`.`metric_time` AS `metric_time`
  FROM (
    SELECT
      CAST(CAST(ADD_MONTHS(CAST('2024-07-01' AS DATE), CAST(`steps`.`step` AS INT) * 3) AS TIMESTAMP) AS DATE) AS `metric_time`,
      `bounds`.`last_day` AS `last_day`
    FROM `steps` AS `steps`
    CROSS JOIN (
      SELECT
        CAST(MAX(`orders`.`ordered_at`) AS DATE) AS `last_day`
      FROM `main`.`orders` AS `orders`
    ) AS `bounds`
  ) AS `buckets`
  WHERE
    `buckets`.`metric_time` <= `buckets`.`last_day`
), `every` AS (
  SELECT DISTINCT
    `kept`.`channel` AS `channel`
  FROM `kept` AS `kept`
), `so_far` AS (
  SELECT
    `calendar`.`metric_time` AS `metric_time`,
    `every`.`channel` AS `channel`,
    SUM(`kept`.`sales`) OVER (
      PARTITION BY `every`.`channel`
      ORDER BY `calendar`.`metric_time` ASC NULLS LAST
      ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
    ) AS `sales`,
    COUNT(`kept`.`day`) OVER (
      PARTITION BY `every`.`channel`
      ORDER BY `calendar`.`metric_time` ASC NULLS LAST
      ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
    ) AS `rows so far`
  FROM `calendar` AS `calendar`
  CROSS JOIN `every` AS `every`
  LEFT JOIN `kept` AS `kept`
    ON `kept`.`day` = `calendar`.`metric_time`
    AND `kept`.`channel` IS NOT DISTINCT FROM `every`.`channel`
)
SELECT
  `so_far`.`metric_time` AS `metric_time`,
  `so_far`.`channel` AS `channel`,
  `so_far`.`sales` AS `total_sales`
FROM `so_far` AS `so_far`
WHERE
  `so_far`.`rows so far` > 0
ORDER BY
  `metric_time` ASC NULLS LAST,
  `channel` ASC NULLS LAST
