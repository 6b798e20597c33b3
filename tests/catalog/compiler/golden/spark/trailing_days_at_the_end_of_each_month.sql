WITH `kept` AS (
  SELECT
    CAST(`orders`.`ordered_at` AS DATE) AS `day`,
    SUM(`orders`.`amount`) AS `sales`
  FROM `main`.`orders` AS `orders`
  WHERE
    `orders`.`ordered_at` >= CAST('2024-12-25' AS DATE)
    AND `orders`.`ordered_at` < CAST('2025-04-01' AS DATE)
    AND `orders`.`status` = 'done'
  GROUP BY
    CAST(`orders`.`ordered_at` AS DATE)
), `steps` AS (
  SELECT
    `series`.`step` AS `step`
  FROM (
    SELECT
      id AS `step`
    FROM RANGE(0, 3)
  ) AS `series`
), `calendar` AS (
  SELECT
    `buckets`.`metric_time` AS `metric_time`,
    LEAST(
      CAST(CAST(ADD_MONTHS(`buckets`.`metric_time`, 1) AS TIMESTAMP) AS DATE),
      CAST('2025-04-01' AS DATE),
      CAST(CAST(DATE_ADD(`buckets`.`last_day`, 1) AS TIMESTAMP) AS DATE)
    ) AS `ends`
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
  SUM(`kept`.`sales`) AS `sales_7d`
FROM `calendar` AS `calendar`
JOIN `kept` AS `kept`
  ON `kept`.`day` < `calendar`.`ends`
  AND `kept`.`day` >= CAST(CAST(DATE_ADD(`calendar`.`ends`, -7) AS TIMESTAMP) AS DATE)
GROUP BY
  `calendar`.`metric_time`
ORDER BY
  `metric_time` ASC NULLS LAST
