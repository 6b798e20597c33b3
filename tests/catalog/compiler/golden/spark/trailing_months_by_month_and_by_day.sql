WITH `by_day` AS (
  SELECT
    CAST(`orders`.`ordered_at` AS DATE) AS `day`,
    SUM(`orders`.`amount`) AS `sales`,
    COUNT(`orders`.`amount`) AS `mean_amount_count`
  FROM `main`.`orders` AS `orders`
  WHERE
    `orders`.`ordered_at` >= CAST('2024-10-01' AS DATE)
    AND `orders`.`ordered_at` < CAST('2026-01-01' AS DATE)
    AND `orders`.`status` = 'done'
  GROUP BY
    CAST(`orders`.`ordered_at` AS DATE)
), `kept` AS (
  SELECT
    CAST(DATE_TRUNC('MONTH', `by_day`.`day`) AS DATE) AS `day`,
    SUM(`by_day`.`sales`) AS `sales`,
    SUM(`by_day`.`mean_amount_count`) AS `mean_amount_count`
  FROM `by_day` AS `by_day`
  GROUP BY
    CAST(DATE_TRUNC('MONTH', `by_day`.`day`) AS DATE)
), `steps` AS (
  SELECT
    `series`.`step` AS `step`
  FROM (
    SELECT
      id AS `step`
    FROM RANGE(0, 12)
  ) AS `series`
), `calendar` AS (
  SELECT
    `buckets`.`metric_time` AS `metric_time`,
    CAST(CAST(ADD_MONTHS(`buckets`.`metric_time`, 1) AS TIMESTAMP) AS DATE) AS `ends`
  FROM (
    SELECT
      CAST(CAST(ADD_MONTHS(CAST('2025-01-01' AS DATE), CAST(`steps`.`step` AS INT) * 1) AS TIMESTAMP) AS DATE) AS `metric_time`,
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
)
SELECT
  `calendar`.`metric_time` AS `metric_time`,
  SUM(`kept`.`sales`) AS `sales_3m`,
  CASE
    WHEN CAST(SUM(`kept`.`mean_amount_count`) AS DOUBLE) = 0
    THEN NULL
    WHEN CAST(SUM(`kept`.`mean_amount_count`) AS DOUBLE) <> 0
    THEN CAST(SUM(`kept`.`sales`) AS DOUBLE) / CAST(SUM(`kept`.`mean_amount_count`) AS DOUBLE)
  END AS `mean_3m`
FROM `calendar` AS `calendar`
JOIN `kept` AS `kept`
  ON `kept`.`day` < `calendar`.`ends`
  AND `kept`.`day` >= CAST(CAST(ADD_MONTHS(`calendar`.`ends`, -3) AS TIMESTAMP) AS DATE)
GROUP BY
  `calendar`.`metric_time`
ORDER BY
  `metric_time` ASC NULLS LAST
