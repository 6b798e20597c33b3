WITH `now` AS (
  SELECT
    CAST(`orders`.`ordered_at` AS DATE) AS `metric_time`,
    SUM(`orders`.`amount`) AS `sales`
  FROM `main`.`orders` AS `orders`
  WHERE
    `orders`.`ordered_at` >= CAST('2025-03-30' AS DATE)
    AND `orders`.`ordered_at` < CAST('2025-04-01' AS DATE)
    AND `orders`.`status` = 'done'
  GROUP BY
    CAST(`orders`.`ordered_at` AS DATE)
), `earlier` AS (
  SELECT
    CAST(`orders`.`ordered_at` AS DATE) AS `metric_time`,
    SUM(`orders`.`amount`) AS `sales_previous`
  FROM `main`.`orders` AS `orders`
  WHERE
    `orders`.`ordered_at` >= CAST('2025-02-28' AS DATE)
    AND `orders`.`ordered_at` < CAST('2025-03-01' AS DATE)
    AND `orders`.`status` = 'done'
  GROUP BY
    CAST(`orders`.`ordered_at` AS DATE)
), `cells` AS (
  SELECT
    `now`.`metric_time` AS `metric_time`,
    `now`.`sales` AS `sales`,
    `earlier`.`sales_previous` AS `sales_previous`
  FROM `now` AS `now`
  LEFT JOIN `earlier` AS `earlier`
    ON CAST(CAST(ADD_MONTHS(`now`.`metric_time`, -1) AS TIMESTAMP) AS DATE) = `earlier`.`metric_time`
), `day_count` AS (
  SELECT
    `days`.`metric_time` AS `metric_time`,
    COUNT(DISTINCT `days`.`day`) AS `sales_an_open_day_days`
  FROM (
    SELECT DISTINCT
      CAST(`orders`.`ordered_at` AS DATE) AS `metric_time`,
      CAST(`orders`.`ordered_at` AS DATE) AS `day`
    FROM `main`.`orders` AS `orders`
    WHERE
      `orders`.`ordered_at` >= CAST('2025-03-30' AS DATE)
      AND `orders`.`ordered_at` < CAST('2025-04-01' AS DATE)
  ) AS `days`
  GROUP BY
    `days`.`metric_time`
), `day_count_2` AS (
  SELECT
    `days`.`metric_time` AS `metric_time`,
    COUNT(DISTINCT `days`.`day`) AS `sales_an_open_day_days_2`
  FROM (
    SELECT DISTINCT
      CAST(`orders`.`ordered_at` AS DATE) AS `metric_time`,
      CAST(`orders`.`ordered_at` AS DATE) AS `day`
    FROM `main`.`orders` AS `orders`
    WHERE
      `orders`.`ordered_at` >= CAST('2025-02-28' AS DATE)
      AND `orders`.`ordered_at` < CAST('2025-03-01' AS DATE)
  ) AS `days`
  GROUP BY
    `days`.`metric_time`
)
SELECT
  `cells`.`metric_time` AS `metric_time`,
  CASE
    WHEN CAST(1 AS DOUBLE) = 0
    THEN NULL
    WHEN CAST(1 AS DOUBLE) <> 0
    THEN CAST(`cells`.`sales` AS DOUBLE) / CAST(1 AS DOUBLE)
  END AS `sales_a_day`,
  CASE
    WHEN CAST(1 AS DOUBLE) = 0
    THEN NULL
    WHEN CAST(1 AS DOUBLE) <> 0
    THEN CAST(`cells`.`sales_previous` AS DOUBLE) / CAST(1 AS DOUBLE)
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
  ON CAST(CAST(ADD_MONTHS(`cells`.`metric_time`, -1) AS TIMESTAMP) AS DATE) IS NOT DISTINCT FROM `day_count_2`.`metric_time`
ORDER BY
  `metric_time` ASC NULLS LAST
