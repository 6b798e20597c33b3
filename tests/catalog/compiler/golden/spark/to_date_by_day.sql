WITH `kept` AS (
  SELECT
    CAST(`orders`.`ordered_at` AS DATE) AS `day`,
    SUM(`orders`.`amount`) AS `sales`
  FROM `main`.`orders` AS `orders`
  WHERE
    `orders`.`ordered_at` >= CAST('2025-02-01' AS DATE)
    AND `orders`.`ordered_at` < CAST('2025-03-12' AS DATE)
    AND `orders`.`status` = 'done'
  GROUP BY
    CAST(`orders`.`ordered_at` AS DATE)
), `steps` AS (
  SELECT
    `series`.`step` AS `step`
  FROM (
    SELECT
      id AS `step`
    FROM RANGE(0, 13)
  ) AS `series`
), `calendar` AS (
  SELECT
    `buckets`.`metric_time` AS `metric_time`,
    CAST(CAST(DATE_ADD(`buckets`.`metric_time`, 1) AS TIMESTAMP) AS DATE) AS `ends`
  FROM (
    SELECT
      CAST(CAST(DATE_ADD(CAST('2025-02-27' AS DATE), CAST(`steps`.`step` AS INT) * 1) AS TIMESTAMP) AS DATE) AS `metric_time`,
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
), `now` AS (
  SELECT
    `calendar`.`metric_time` AS `metric_time`,
    SUM(`kept`.`sales`) AS `sales`
  FROM `calendar` AS `calendar`
  JOIN `kept` AS `kept`
    ON `kept`.`day` < `calendar`.`ends`
    AND `kept`.`day` >= CAST(DATE_TRUNC('MONTH', CAST(DATE_ADD(`calendar`.`ends`, -1) AS TIMESTAMP)) AS DATE)
  GROUP BY
    `calendar`.`metric_time`
), `kept_2` AS (
  SELECT
    CAST(`orders`.`ordered_at` AS DATE) AS `day`,
    SUM(`orders`.`amount`) AS `sales_2`
  FROM `main`.`orders` AS `orders`
  WHERE
    `orders`.`ordered_at` >= CAST('2025-01-01' AS DATE)
    AND `orders`.`ordered_at` < CAST('2025-03-12' AS DATE)
    AND `orders`.`status` = 'done'
  GROUP BY
    CAST(`orders`.`ordered_at` AS DATE)
), `calendar_2` AS (
  SELECT
    `buckets`.`metric_time` AS `metric_time`,
    CAST(CAST(DATE_ADD(`buckets`.`metric_time`, 1) AS TIMESTAMP) AS DATE) AS `ends`
  FROM (
    SELECT
      CAST(CAST(DATE_ADD(CAST('2025-02-27' AS DATE), CAST(`steps`.`step` AS INT) * 1) AS TIMESTAMP) AS DATE) AS `metric_time`,
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
), `now_2` AS (
  SELECT
    `calendar_2`.`metric_time` AS `metric_time`,
    SUM(`kept_2`.`sales_2`) AS `sales_2`
  FROM `calendar_2` AS `calendar_2`
  JOIN `kept_2` AS `kept_2`
    ON `kept_2`.`day` < `calendar_2`.`ends`
    AND `kept_2`.`day` >= CAST(DATE_TRUNC('YEAR', CAST(DATE_ADD(`calendar_2`.`ends`, -1) AS TIMESTAMP)) AS DATE)
  GROUP BY
    `calendar_2`.`metric_time`
)
SELECT
  COALESCE(`now`.`metric_time`, `now_2`.`metric_time`) AS `metric_time`,
  `now`.`sales` AS `sales_mtd`,
  `now_2`.`sales_2` AS `sales_ytd`
FROM `now` AS `now`
FULL JOIN `now_2` AS `now_2`
  ON `now`.`metric_time` IS NOT DISTINCT FROM `now_2`.`metric_time`
ORDER BY
  `metric_time` ASC NULLS LAST
