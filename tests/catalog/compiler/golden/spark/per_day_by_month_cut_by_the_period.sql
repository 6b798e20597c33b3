WITH `by_day` AS (
  SELECT
    CAST(`orders`.`ordered_at` AS DATE) AS `metric_time`,
    SUM(`orders`.`amount`) AS `sales`
  FROM `main`.`orders` AS `orders`
  WHERE
    `orders`.`ordered_at` >= CAST('2025-01-10' AS DATE)
    AND `orders`.`ordered_at` < CAST('2025-03-13' AS DATE)
    AND `orders`.`status` = 'done'
  GROUP BY
    CAST(`orders`.`ordered_at` AS DATE)
), `cells` AS (
  SELECT
    CAST(DATE_TRUNC('MONTH', `by_day`.`metric_time`) AS DATE) AS `metric_time`,
    SUM(`by_day`.`sales`) AS `sales`
  FROM `by_day` AS `by_day`
  GROUP BY
    CAST(DATE_TRUNC('MONTH', `by_day`.`metric_time`) AS DATE)
), `day_count` AS (
  SELECT
    `days`.`metric_time` AS `metric_time`,
    COUNT(DISTINCT `days`.`day`) AS `sales_an_open_day_days`
  FROM (
    SELECT DISTINCT
      CAST(DATE_TRUNC('MONTH', `orders`.`ordered_at`) AS DATE) AS `metric_time`,
      CAST(`orders`.`ordered_at` AS DATE) AS `day`
    FROM `main`.`orders` AS `orders`
    WHERE
      `orders`.`ordered_at` >= CAST('2025-01-10' AS DATE)
      AND `orders`.`ordered_at` < CAST('2025-03-13' AS DATE)
  ) AS `days`
  GROUP BY
    `days`.`metric_time`
)
SELECT
  `cells`.`metric_time` AS `metric_time`,
  CASE
    WHEN CAST(CAST(DATEDIFF(
      CAST(LEAST(
        CAST(CAST(ADD_MONTHS(`cells`.`metric_time`, 1) AS TIMESTAMP) AS DATE),
        CAST('2025-03-13' AS DATE)
      ) AS DATE),
      CAST(GREATEST(`cells`.`metric_time`, CAST('2025-01-10' AS DATE)) AS DATE)
    ) AS BIGINT) AS DOUBLE) = 0
    THEN NULL
    WHEN CAST(CAST(DATEDIFF(
      CAST(LEAST(
        CAST(CAST(ADD_MONTHS(`cells`.`metric_time`, 1) AS TIMESTAMP) AS DATE),
        CAST('2025-03-13' AS DATE)
      ) AS DATE),
      CAST(GREATEST(`cells`.`metric_time`, CAST('2025-01-10' AS DATE)) AS DATE)
    ) AS BIGINT) AS DOUBLE) <> 0
    THEN CAST(`cells`.`sales` AS DOUBLE) / CAST(CAST(DATEDIFF(
      CAST(LEAST(
        CAST(CAST(ADD_MONTHS(`cells`.`metric_time`, 1) AS TIMESTAMP) AS DATE),
        CAST('2025-03-13' AS DATE)
      ) AS DATE),
      CAST(GREATEST(`cells`.`metric_time`, CAST('2025-01-10' AS DATE)) AS DATE)
    ) AS BIGINT) AS DOUBLE)
  END AS `sales_a_day`,
  CASE
    WHEN CAST(`day_count`.`sales_an_open_day_days` AS DOUBLE) = 0
    THEN NULL
    WHEN CAST(`day_count`.`sales_an_open_day_days` AS DOUBLE) <> 0
    THEN CAST(`cells`.`sales` AS DOUBLE) / CAST(`day_count`.`sales_an_open_day_days` AS DOUBLE)
  END AS `sales_an_open_day`
FROM `cells` AS `cells`
LEFT JOIN `day_count` AS `day_count`
  ON `cells`.`metric_time` IS NOT DISTINCT FROM `day_count`.`metric_time`
ORDER BY
  `metric_time` ASC NULLS LAST
