WITH `by_day` AS (
  SELECT
    CAST(`orders`.`ordered_at` AS DATE) AS `metric_time`,
    SUM(`orders`.`amount`) AS `sales`
  FROM `main`.`orders` AS `orders`
  WHERE
    `orders`.`ordered_at` >= CAST('2025-02-01' AS DATE)
    AND `orders`.`ordered_at` < CAST('2025-03-13' AS DATE)
    AND `orders`.`status` = 'done'
  GROUP BY
    CAST(`orders`.`ordered_at` AS DATE)
), `now` AS (
  SELECT
    CAST(DATE_TRUNC('MONTH', `by_day`.`metric_time`) AS DATE) AS `metric_time`,
    SUM(`by_day`.`sales`) AS `sales`
  FROM `by_day` AS `by_day`
  GROUP BY
    CAST(DATE_TRUNC('MONTH', `by_day`.`metric_time`) AS DATE)
), `by_day_2` AS (
  SELECT
    CAST(`orders`.`ordered_at` AS DATE) AS `metric_time`,
    SUM(`orders`.`amount`) AS `sales_previous`
  FROM `main`.`orders` AS `orders`
  WHERE
    `orders`.`ordered_at` >= CAST('2025-01-01' AS DATE)
    AND `orders`.`ordered_at` < CAST('2025-02-13' AS DATE)
    AND `orders`.`status` = 'done'
  GROUP BY
    CAST(`orders`.`ordered_at` AS DATE)
), `earlier` AS (
  SELECT
    CAST(DATE_TRUNC('MONTH', CAST(ADD_MONTHS(`by_day_2`.`metric_time`, 1) AS TIMESTAMP)) AS DATE) AS `metric_time`,
    SUM(`by_day_2`.`sales_previous`) AS `sales_previous`
  FROM `by_day_2` AS `by_day_2`
  GROUP BY
    CAST(DATE_TRUNC('MONTH', CAST(ADD_MONTHS(`by_day_2`.`metric_time`, 1) AS TIMESTAMP)) AS DATE)
), `cells` AS (
  SELECT
    `now`.`metric_time` AS `metric_time`,
    `now`.`sales` AS `sales`,
    `earlier`.`sales_previous` AS `sales_previous`
  FROM `now` AS `now`
  LEFT JOIN `earlier` AS `earlier`
    ON `now`.`metric_time` = `earlier`.`metric_time`
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
      `orders`.`ordered_at` >= CAST('2025-02-01' AS DATE)
      AND `orders`.`ordered_at` < CAST('2025-03-13' AS DATE)
  ) AS `days`
  GROUP BY
    `days`.`metric_time`
), `day_count_2` AS (
  SELECT
    `days`.`metric_time` AS `metric_time`,
    COUNT(DISTINCT `days`.`day`) AS `sales_an_open_day_days_2`
  FROM (
    SELECT DISTINCT
      CAST(DATE_TRUNC('MONTH', CAST(`orders`.`ordered_at` AS TIMESTAMP) + INTERVAL '1' MONTH) AS DATE) AS `metric_time`,
      CAST(`orders`.`ordered_at` AS DATE) AS `day`
    FROM `main`.`orders` AS `orders`
    WHERE
      `orders`.`ordered_at` >= CAST('2025-01-01' AS DATE)
      AND `orders`.`ordered_at` < CAST('2025-02-13' AS DATE)
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
      CAST(GREATEST(`cells`.`metric_time`, CAST('2025-02-01' AS DATE)) AS DATE)
    ) AS BIGINT) AS DOUBLE) = 0
    THEN NULL
    WHEN CAST(CAST(DATEDIFF(
      CAST(LEAST(
        CAST(CAST(ADD_MONTHS(`cells`.`metric_time`, 1) AS TIMESTAMP) AS DATE),
        CAST('2025-03-13' AS DATE)
      ) AS DATE),
      CAST(GREATEST(`cells`.`metric_time`, CAST('2025-02-01' AS DATE)) AS DATE)
    ) AS BIGINT) AS DOUBLE) <> 0
    THEN CAST(`cells`.`sales` AS DOUBLE) / CAST(CAST(DATEDIFF(
      CAST(LEAST(
        CAST(CAST(ADD_MONTHS(`cells`.`metric_time`, 1) AS TIMESTAMP) AS DATE),
        CAST('2025-03-13' AS DATE)
      ) AS DATE),
      CAST(GREATEST(`cells`.`metric_time`, CAST('2025-02-01' AS DATE)) AS DATE)
    ) AS BIGINT) AS DOUBLE)
  END AS `sales_a_day`,
  CASE
    WHEN CAST(CAST(DATEDIFF(
      CAST(LEAST(
        CAST(CAST(ADD_MONTHS(CAST(CAST(ADD_MONTHS(`cells`.`metric_time`, 1) AS TIMESTAMP) AS DATE), -1) AS TIMESTAMP) AS DATE),
        CAST('2025-02-13' AS DATE)
      ) AS DATE),
      CAST(GREATEST(
        CAST(CAST(ADD_MONTHS(`cells`.`metric_time`, -1) AS TIMESTAMP) AS DATE),
        CAST('2025-01-01' AS DATE)
      ) AS DATE)
    ) AS BIGINT) AS DOUBLE) = 0
    THEN NULL
    WHEN CAST(CAST(DATEDIFF(
      CAST(LEAST(
        CAST(CAST(ADD_MONTHS(CAST(CAST(ADD_MONTHS(`cells`.`metric_time`, 1) AS TIMESTAMP) AS DATE), -1) AS TIMESTAMP) AS DATE),
        CAST('2025-02-13' AS DATE)
      ) AS DATE),
      CAST(GREATEST(
        CAST(CAST(ADD_MONTHS(`cells`.`metric_time`, -1) AS TIMESTAMP) AS DATE),
        CAST('2025-01-01' AS DATE)
      ) AS DATE)
    ) AS BIGINT) AS DOUBLE) <> 0
    THEN CAST(`cells`.`sales_previous` AS DOUBLE) / CAST(CAST(DATEDIFF(
      CAST(LEAST(
        CAST(CAST(ADD_MONTHS(CAST(CAST(ADD_MONTHS(`cells`.`metric_time`, 1) AS TIMESTAMP) AS DATE), -1) AS TIMESTAMP) AS DATE),
        CAST('2025-02-13' AS DATE)
      ) AS DATE),
      CAST(GREATEST(
        CAST(CAST(ADD_MONTHS(`cells`.`metric_time`, -1) AS TIMESTAMP) AS DATE),
        CAST('2025-01-01' AS DATE)
      ) AS DATE)
    ) AS BIGINT) AS DOUBLE)
  END AS `sales_a_day_previous`,
  CASE
    WHEN CAST(`day_count`.`sales_an_open_day_days` AS DOUBLE) = 0
    THEN NULL
    WHEN CAST(`day_count`.`sales_an_open_day_days` AS DOUBLE) <> 0
    THEN CAST(`cells`.`sales` AS DOUBLE) / CAST(`day_count`.`sales_an_open_day_days` AS DOUBLE)
  END AS `sales_an_open_day`,
  CASE
    WHEN CAST(`day_count_2`.`sales_an_open_day_days_2` AS DOUBLE) = 0
    THEN NULL
    WHEN CAST(`day_count_2`.`sales_an_open_day_days_2` AS DOUBLE) <> 0
    THEN CAST(`cells`.`sales_previous` AS DOUBLE) / CAST(`day_count_2`.`sales_an_open_day_days_2` AS DOUBLE)
  END AS `sales_an_open_day_previous`
FROM `cells` AS `cells`
LEFT JOIN `day_count` AS `day_count`
  ON `cells`.`metric_time` IS NOT DISTINCT FROM `day_count`.`metric_time`
LEFT JOIN `day_count_2` AS `day_count_2`
  ON `cells`.`metric_time` IS NOT DISTINCT FROM `day_count_2`.`metric_time`
ORDER BY
  `metric_time` ASC NULLS LAST
