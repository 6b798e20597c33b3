WITH `now` AS (
  SELECT
    SUM(`orders`.`amount`) AS `sales`
  FROM `main`.`orders` AS `orders`
  WHERE
    `orders`.`ordered_at` >= CAST('2025-03-01' AS DATE)
    AND `orders`.`ordered_at` < CAST('2025-04-01' AS DATE)
    AND `orders`.`status` = 'done'
), `earlier` AS (
  SELECT
    SUM(`orders`.`amount`) AS `sales_previous`
  FROM `main`.`orders` AS `orders`
  WHERE
    `orders`.`ordered_at` >= CAST('2025-02-01' AS DATE)
    AND `orders`.`ordered_at` < CAST('2025-03-01' AS DATE)
    AND `orders`.`status` = 'done'
), `cells` AS (
  SELECT
    `now`.`sales` AS `sales`,
    `earlier`.`sales_previous` AS `sales_previous`
  FROM `now` AS `now`
  CROSS JOIN `earlier` AS `earlier`
), `day_count` AS (
  SELECT
    COUNT(DISTINCT `days`.`day`) AS `sales_an_open_day_days`
  FROM (
    SELECT DISTINCT
      CAST(`orders`.`ordered_at` AS DATE) AS `day`
    FROM `main`.`orders` AS `orders`
    WHERE
      `orders`.`ordered_at` >= CAST('2025-03-01' AS DATE)
      AND `orders`.`ordered_at` < CAST('2025-04-01' AS DATE)
  ) AS `days`
), `day_count_2` AS (
  SELECT
    COUNT(DISTINCT `days`.`day`) AS `sales_an_open_day_days_2`
  FROM (
    SELECT DISTINCT
      CAST(`orders`.`ordered_at` AS DATE) AS `day`
    FROM `main`.`orders` AS `orders`
    WHERE
      `orders`.`ordered_at` >= CAST('2025-02-01' AS DATE)
      AND `orders`.`ordered_at` < CAST('2025-03-01' AS DATE)
  ) AS `days`
)
SELECT
  CASE
    WHEN CAST(31 AS DOUBLE) = 0
    THEN NULL
    WHEN CAST(31 AS DOUBLE) <> 0
    THEN CAST(`cells`.`sales` AS DOUBLE) / CAST(31 AS DOUBLE)
  END AS `sales_a_day`,
  CASE
    WHEN CAST(28 AS DOUBLE) = 0
    THEN NULL
    WHEN CAST(28 AS DOUBLE) <> 0
    THEN CAST(`cells`.`sales_previous` AS DOUBLE) / CAST(28 AS DOUBLE)
  END AS `sales_a_day_previous`,
  CASE
    WHEN CAST(31 AS DOUBLE) = 0
    THEN NULL
    WHEN CAST(31 AS DOUBLE) <> 0
    THEN CAST(`cells`.`sales` AS DOUBLE) / CAST(31 AS DOUBLE)
  END - CASE
    WHEN CAST(28 AS DOUBLE) = 0
    THEN NULL
    WHEN CAST(28 AS DOUBLE) <> 0
    THEN CAST(`cells`.`sales_previous` AS DOUBLE) / CAST(28 AS DOUBLE)
  END AS `sales_a_day_change`,
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
  END AS `sales_an_open_day_previous`,
  CASE
    WHEN CAST(`day_count`.`sales_an_open_day_days` AS DOUBLE) = 0
    THEN NULL
    WHEN CAST(`day_count`.`sales_an_open_day_days` AS DOUBLE) <> 0
    THEN CAST(`cells`.`sales` AS DOUBLE) / CAST(`day_count`.`sales_an_open_day_days` AS DOUBLE)
  END - CASE
    WHEN CAST(`day_count_2`.`sales_an_open_day_days_2` AS DOUBLE) = 0
    THEN NULL
    WHEN CAST(`day_count_2`.`sales_an_open_day_days_2` AS DOUBLE) <> 0
    THEN CAST(`cells`.`sales_previous` AS DOUBLE) / CAST(`day_count_2`.`sales_an_open_day_days_2` AS DOUBLE)
  END AS `sales_an_open_day_change`
FROM `cells` AS `cells`
CROSS JOIN `day_count` AS `day_count`
CROSS JOIN `day_count_2` AS `day_count_2`
