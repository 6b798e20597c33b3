WITH `by_day` AS (
  SELECT
    CAST(`orders`.`ordered_at` AS DATE) AS `metric_time`,
    SUM(`orders`.`amount`) AS `sales`
  FROM `main`.`orders` AS `orders`
  WHERE
    `orders`.`ordered_at` >= CAST('2024-02-04' AS DATE)
    AND `orders`.`ordered_at` < CAST('2025-02-02' AS DATE)
    AND `orders`.`status` = 'done'
  GROUP BY
    CAST(`orders`.`ordered_at` AS DATE)
), `now` AS (
  SELECT
    CASE
      WHEN `by_day`.`metric_time` < CAST('2024-03-03' AS DATE)
      THEN CAST('2024-02-04' AS DATE)
      WHEN `by_day`.`metric_time` < CAST('2024-04-07' AS DATE)
      THEN CAST('2024-03-03' AS DATE)
      WHEN `by_day`.`metric_time` < CAST('2024-05-05' AS DATE)
      THEN CAST('2024-04-07' AS DATE)
      WHEN `by_day`.`metric_time` < CAST('2024-06-02' AS DATE)
      THEN CAST('2024-05-05' AS DATE)
      WHEN `by_day`.`metric_time` < CAST('2024-07-07' AS DATE)
      THEN CAST('2024-06-02' AS DATE)
      WHEN `by_day`.`metric_time` < CAST('2024-08-04' AS DATE)
      THEN CAST('2024-07-07' AS DATE)
      WHEN `by_day`.`metric_time` < CAST('2024-09-01' AS DATE)
      THEN CAST('2024-08-04' AS DATE)
      WHEN `by_day`.`metric_time` < CAST('2024-10-06' AS DATE)
      THEN CAST('2024-09-01' AS DATE)
      WHEN `by_day`.`metric_time` < CAST('2024-11-03' AS DATE)
      THEN CAST('2024-10-06' AS DATE)
      WHEN `by_day`.`metric_time` < CAST('2024-12-01' AS DATE)
      THEN CAST('2024-11-03' AS DATE)
      WHEN `by_day`.`metric_time` < CAST('2025-01-05' AS DATE)
      THEN CAST('2024-12-01' AS DATE)
      WHEN `by_day`.`metric_time` < CAST('2025-02-02' AS DATE)
      THEN CAST('2025-01-05' AS DATE)
    END AS `metric_time`,
    SUM(`by_day`.`sales`) AS `sales`
  FROM `by_day` AS `by_day`
  GROUP BY
    CASE
      WHEN `by_day`.`metric_time` < CAST('2024-03-03' AS DATE)
      THEN CAST('2024-02-04' AS DATE)
      WHEN `by_day`.`metric_time` < CAST('2024-04-07' AS DATE)
      THEN CAST('2024-03-03' AS DATE)
      WHEN `by_day`.`metric_time` < CAST('2024-05-05' AS DATE)
      THEN CAST('2024-04-07' AS DATE)
      WHEN `by_day`.`metric_time` < CAST('2024-06-02' AS DATE)
      THEN CAST('2024-05-05' AS DATE)
      WHEN `by_day`.`metric_time` < CAST('2024-07-07' AS DATE)
      THEN CAST('2024-06-02' AS DATE)
      WHEN `by_day`.`metric_time` < CAST('2024-08-04' AS DATE)
      THEN CAST('2024-07-07' AS DATE)
      WHEN `by_day`.`metric_time` < CAST('2024-09-01' AS DATE)
      THEN CAST('2024-08-04' AS DATE)
      WHEN `by_day`.`metric_time` < CAST('2024-10-06' AS DATE)
      THEN CAST('2024-09-01' AS DATE)
      WHEN `by_day`.`metric_time` < CAST('2024-11-03' AS DATE)
      THEN CAST('2024-10-06' AS DATE)
      WHEN `by_day`.`metric_time` < CAST('2024-12-01' AS DATE)
      THEN CAST('2024-11-03' AS DATE)
      WHEN `by_day`.`metric_time` < CAST('2025-01-05' AS DATE)
      THEN CAST('2024-12-01' AS DATE)
      WHEN `by_day`.`metric_time` < CAST('2025-02-02' AS DATE)
      THEN CAST('2025-01-05' AS DATE)
    END
), `by_day_2` AS (
  SELECT
    CAST(`orders`.`ordered_at` AS DATE) AS `metric_time`,
    SUM(`orders`.`amount`) AS `sales_previous`
  FROM `main`.`orders` AS `orders`
  WHERE
    `orders`.`ordered_at` >= CAST('2023-01-29' AS DATE)
    AND `orders`.`ordered_at` < CAST('2024-02-04' AS DATE)
    AND `orders`.`status` = 'done'
  GROUP BY
    CAST(`orders`.`ordered_at` AS DATE)
), `earlier` AS (
  SELECT
    CASE
      WHEN `by_day_2`.`metric_time` < CAST('2023-02-26' AS DATE)
      THEN CAST('2024-02-04' AS DATE)
      WHEN `by_day_2`.`metric_time` < CAST('2023-04-02' AS DATE)
      THEN CAST('2024-03-03' AS DATE)
      WHEN `by_day_2`.`metric_time` < CAST('2023-04-30' AS DATE)
      THEN CAST('2024-04-07' AS DATE)
      WHEN `by_day_2`.`metric_time` < CAST('2023-05-28' AS DATE)
      THEN CAST('2024-05-05' AS DATE)
      WHEN `by_day_2`.`metric_time` < CAST('2023-07-02' AS DATE)
      THEN CAST('2024-06-02' AS DATE)
      WHEN `by_day_2`.`metric_time` < CAST('2023-07-30' AS DATE)
      THEN CAST('2024-07-07' AS DATE)
      WHEN `by_day_2`.`metric_time` < CAST('2023-08-27' AS DATE)
      THEN CAST('2024-08-04' AS DATE)
      WHEN `by_day_2`.`metric_time` < CAST('2023-10-01' AS DATE)
      THEN CAST('2024-09-01' AS DATE)
      WHEN `by_day_2`.`metric_time` < CAST('2023-10-29' AS DATE)
      THEN CAST('2024-10-06' AS DATE)
      WHEN `by_day_2`.`metric_time` < CAST('2023-11-26' AS DATE)
      THEN CAST('2024-11-03' AS DATE)
      WHEN `by_day_2`.`metric_time` < CAST('2023-12-31' AS DATE)
      THEN CAST('2024-12-01' AS DATE)
      WHEN `by_day_2`.`metric_time` < CAST('2024-02-04' AS DATE)
      THEN CAST('2025-01-05' AS DATE)
    END AS `metric_time`,
    SUM(`by_day_2`.`sales_previous`) AS `sales_previous`
  FROM `by_day_2` AS `by_day_2`
  GROUP BY
    CASE
      WHEN `by_day_2`.`metric_time` < CAST('2023-02-26' AS DATE)
      THEN CAST('2024-02-04' AS DATE)
      WHEN `by_day_2`.`metric_time` < CAST('2023-04-02' AS DATE)
      THEN CAST('2024-03-03' AS DATE)
      WHEN `by_day_2`.`metric_time` < CAST('2023-04-30' AS DATE)
      THEN CAST('2024-04-07' AS DATE)
      WHEN `by_day_2`.`metric_time` < CAST('2023-05-28' AS DATE)
      THEN CAST('2024-05-05' AS DATE)
      WHEN `by_day_2`.`metric_time` < CAST('2023-07-02' AS DATE)
      THEN CAST('2024-06-02' AS DATE)
      WHEN `by_day_2`.`metric_time` < CAST('2023-07-30' AS DATE)
      THEN CAST('2024-07-07' AS DATE)
      WHEN `by_day_2`.`metric_time` < CAST('2023-08-27' AS DATE)
      THEN CAST('2024-08-04' AS DATE)
      WHEN `by_day_2`.`metric_time` < CAST('2023-10-01' AS DATE)
      THEN CAST('2024-09-01' AS DATE)
      WHEN `by_day_2`.`metric_time` < CAST('2023-10-29' AS DATE)
      THEN CAST('2024-10-06' AS DATE)
      WHEN `by_day_2`.`metric_time` < CAST('2023-11-26' AS DATE)
      THEN CAST('2024-11-03' AS DATE)
      WHEN `by_day_2`.`metric_time` < CAST('2023-12-31' AS DATE)
      THEN CAST('2024-12-01' AS DATE)
      WHEN `by_day_2`.`metric_time` < CAST('2024-02-04' AS DATE)
      THEN CAST('2025-01-05' AS DATE)
    END
), `cells` AS (
  SELECT
    `now`.`metric_time` AS `metric_time`,
    `now`.`sales` AS `sales`,
    `earlier`.`sales_previous` AS `sales_previous`
  FROM `now` AS `now`
  LEFT JOIN `earlier` AS `earlier`
    ON `now`.`metric_time` = `earlier`.`metric_time`
)
SELECT
  `cells`.`metric_time` AS `metric_time`,
  `cells`.`sales` AS `sales`,
  `cells`.`sales_previous` AS `sales_previous`,
  CASE
    WHEN CAST(CASE
      WHEN `cells`.`metric_time` = CAST('2024-02-04' AS DATE)
      THEN 28
      WHEN `cells`.`metric_time` = CAST('2024-03-03' AS DATE)
      THEN 35
      WHEN `cells`.`metric_time` = CAST('2024-04-07' AS DATE)
      THEN 28
      WHEN `cells`.`metric_time` = CAST('2024-05-05' AS DATE)
      THEN 28
      WHEN `cells`.`metric_time` = CAST('2024-06-02' AS DATE)
      THEN 35
      WHEN `cells`.`metric_time` = CAST('2024-07-07' AS DATE)
      THEN 28
      WHEN `cells`.`metric_time` = CAST('2024-08-04' AS DATE)
      THEN 28
      WHEN `cells`.`metric_time` = CAST('2024-09-01' AS DATE)
      THEN 35
      WHEN `cells`.`metric_time` = CAST('2024-10-06' AS DATE)
      THEN 28
      WHEN `cells`.`metric_time` = CAST('2024-11-03' AS DATE)
      THEN 28
      WHEN `cells`.`metric_time` = CAST('2024-12-01' AS DATE)
      THEN 35
      WHEN `cells`.`metric_time` = CAST('2025-01-05' AS DATE)
      THEN 28
    END AS DOUBLE) = 0
    THEN NULL
    WHEN CAST(CASE
      WHEN `cells`.`metric_time` = CAST('2024-02-04' AS DATE)
      THEN 28
      WHEN `cells`.`metric_time` = CAST('2024-03-03' AS DATE)
      THEN 35
      WHEN `cells`.`metric_time` = CAST('2024-04-07' AS DATE)
      THEN 28
      WHEN `cells`.`metric_time` = CAST('2024-05-05' AS DATE)
      THEN 28
      WHEN `cells`.`metric_time` = CAST('2024-06-02' AS DATE)
      THEN 35
      WHEN `cells`.`metric_time` = CAST('2024-07-07' AS DATE)
      THEN 28
      WHEN `cells`.`metric_time` = CAST('2024-08-04' AS DATE)
      THEN 28
      WHEN `cells`.`metric_time` = CAST('2024-09-01' AS DATE)
      THEN 35
      WHEN `cells`.`metric_time` = CAST('2024-10-06' AS DATE)
      THEN 28
      WHEN `cells`.`metric_time` = CAST('2024-11-03' AS DATE)
      THEN 28
      WHEN `cells`.`metric_time` = CAST('2024-12-01' AS DATE)
      THEN 35
      WHEN `cells`.`metric_time` = CAST('2025-01-05' AS DATE)
      THEN 28
    END AS DOUBLE) <> 0
    THEN CAST(`cells`.`sales` AS DOUBLE) / CAST(CASE
      WHEN `cells`.`metric_time` = CAST('2024-02-04' AS DATE)
      THEN 28
      WHEN `cells`.`metric_time` = CAST('2024-03-03' AS DATE)
      THEN 35
      WHEN `cells`.`metric_time` = CAST('2024-04-07' AS DATE)
      THEN 28
      WHEN `cells`.`metric_time` = CAST('2024-05-05' AS DATE)
      THEN 28
      WHEN `cells`.`metric_time` = CAST('2024-06-02' AS DATE)
      THEN 35
      WHEN `cells`.`metric_time` = CAST('2024-07-07' AS DATE)
      THEN 28
      WHEN `cells`.`metric_time` = CAST('2024-08-04' AS DATE)
      THEN 28
      WHEN `cells`.`metric_time` = CAST('2024-09-01' AS DATE)
      THEN 35
      WHEN `cells`.`metric_time` = CAST('2024-10-06' AS DATE)
      THEN 28
      WHEN `cells`.`metric_time` = CAST('2024-11-03' AS DATE)
      THEN 28
      WHEN `cells`.`metric_time` = CAST('2024-12-01' AS DATE)
      THEN 35
      WHEN `cells`.`metric_time` = CAST('2025-01-05' AS DATE)
      THEN 28
    END AS DOUBLE)
  END AS `sales_a_day`,
  CASE
    WHEN CAST(CASE
      WHEN `cells`.`metric_time` = CAST('2024-02-04' AS DATE)
      THEN 28
      WHEN `cells`.`metric_time` = CAST('2024-03-03' AS DATE)
      THEN 35
      WHEN `cells`.`metric_time` = CAST('2024-04-07' AS DATE)
      THEN 28
      WHEN `cells`.`metric_time` = CAST('2024-05-05' AS DATE)
      THEN 28
      WHEN `cells`.`metric_time` = CAST('2024-06-02' AS DATE)
      THEN 35
      WHEN `cells`.`metric_time` = CAST('2024-07-07' AS DATE)
      THEN 28
      WHEN `cells`.`metric_time` = CAST('2024-08-04' AS DATE)
      THEN 28
      WHEN `cells`.`metric_time` = CAST('2024-09-01' AS DATE)
      THEN 35
      WHEN `cells`.`metric_time` = CAST('2024-10-06' AS DATE)
      THEN 28
      WHEN `cells`.`metric_time` = CAST('2024-11-03' AS DATE)
      THEN 28
      WHEN `cells`.`metric_time` = CAST('2024-12-01' AS DATE)
      THEN 35
      WHEN `cells`.`metric_time` = CAST('2025-01-05' AS DATE)
      THEN 35
    END AS DOUBLE) = 0
    THEN NULL
    WHEN CAST(CASE
      WHEN `cells`.`metric_time` = CAST('2024-02-04' AS DATE)
      THEN 28
      WHEN `cells`.`metric_time` = CAST('2024-03-03' AS DATE)
      THEN 35
      WHEN `cells`.`metric_time` = CAST('2024-04-07' AS DATE)
      THEN 28
      WHEN `cells`.`metric_time` = CAST('2024-05-05' AS DATE)
      THEN 28
      WHEN `cells`.`metric_time` = CAST('2024-06-02' AS DATE)
      THEN 35
      WHEN `cells`.`metric_time` = CAST('2024-07-07' AS DATE)
      THEN 28
      WHEN `cells`.`metric_time` = CAST('2024-08-04' AS DATE)
      THEN 28
      WHEN `cells`.`metric_time` = CAST('2024-09-01' AS DATE)
      THEN 35
      WHEN `cells`.`metric_time` = CAST('2024-10-06' AS DATE)
      THEN 28
      WHEN `cells`.`metric_time` = CAST('2024-11-03' AS DATE)
      THEN 28
      WHEN `cells`.`metric_time` = CAST('2024-12-01' AS DATE)
      THEN 35
      WHEN `cells`.`metric_time` = CAST('2025-01-05' AS DATE)
      THEN 35
    END AS DOUBLE) <> 0
    THEN CAST(`cells`.`sales_previous` AS DOUBLE) / CAST(CASE
      WHEN `cells`.`metric_time` = CAST('2024-02-04' AS DATE)
      THEN 28
      WHEN `cells`.`metric_time` = CAST('2024-03-03' AS DATE)
      THEN 35
      WHEN `cells`.`metric_time` = CAST('2024-04-07' AS DATE)
      THEN 28
      WHEN `cells`.`metric_time` = CAST('2024-05-05' AS DATE)
      THEN 28
      WHEN `cells`.`metric_time` = CAST('2024-06-02' AS DATE)
      THEN 35
      WHEN `cells`.`metric_time` = CAST('2024-07-07' AS DATE)
      THEN 28
      WHEN `cells`.`metric_time` = CAST('2024-08-04' AS DATE)
      THEN 28
      WHEN `cells`.`metric_time` = CAST('2024-09-01' AS DATE)
      THEN 35
      WHEN `cells`.`metric_time` = CAST('2024-10-06' AS DATE)
      THEN 28
      WHEN `cells`.`metric_time` = CAST('2024-11-03' AS DATE)
      THEN 28
      WHEN `cells`.`metric_time` = CAST('2024-12-01' AS DATE)
      THEN 35
      WHEN `cells`.`metric_time` = CAST('2025-01-05' AS DATE)
      THEN 35
    END AS DOUBLE)
  END AS `sales_a_day_previous`
FROM `cells` AS `cells`
ORDER BY
  `metric_time` ASC NULLS LAST
