WITH `cells` AS (
  SELECT
    SUM(`orders`.`amount`) AS `sales`
  FROM `main`.`orders` AS `orders`
  WHERE
    `orders`.`status` = 'done'
), `day_count` AS (
  SELECT
    COUNT(DISTINCT `days`.`day`) AS `sales_an_open_day_days`
  FROM (
    SELECT DISTINCT
      CAST(`orders`.`ordered_at` AS DATE) AS `day`
    FROM `main`.`orders` AS `orders`
  ) AS `days`
), `bounds` AS (
  SELECT
    `days_1`.`first_1` AS `first_1`,
    `days_1`.`last_1` AS `last_1`,
    `days_1`.`first_1` AS `first_day`,
    `days_1`.`last_1` AS `last_day`
  FROM (
    SELECT
      CAST(MIN(`orders`.`ordered_at`) AS DATE) AS `first_1`,
      CAST(MAX(`orders`.`ordered_at`) AS DATE) AS `last_1`
    FROM `main`.`orders` AS `orders`
  ) AS `days_1`
)
SELECT
  CASE
    WHEN CAST(CAST(DATEDIFF(
      CAST(CAST(CAST(DATE_ADD(`bounds`.`last_1`, 1) AS TIMESTAMP) AS DATE) AS DATE),
      CAST(`bounds`.`first_1` AS DATE)
    ) AS BIGINT) AS DOUBLE) = 0
    THEN NULL
    WHEN CAST(CAST(DATEDIFF(
      CAST(CAST(CAST(DATE_ADD(`bounds`.`last_1`, 1) AS TIMESTAMP) AS DATE) AS DATE),
      CAST(`bounds`.`first_1` AS DATE)
    ) AS BIGINT) AS DOUBLE) <> 0
    THEN CAST(`cells`.`sales` AS DOUBLE) / CAST(CAST(DATEDIFF(
      CAST(CAST(CAST(DATE_ADD(`bounds`.`last_1`, 1) AS TIMESTAMP) AS DATE) AS DATE),
      CAST(`bounds`.`first_1` AS DATE)
    ) AS BIGINT) AS DOUBLE)
  END AS `sales_a_day`,
  CASE
    WHEN CAST(`day_count`.`sales_an_open_day_days` AS DOUBLE) = 0
    THEN NULL
    WHEN CAST(`day_count`.`sales_an_open_day_days` AS DOUBLE) <> 0
    THEN CAST(`cells`.`sales` AS DOUBLE) / CAST(`day_count`.`sales_an_open_day_days` AS DOUBLE)
  END AS `sales_an_open_day`,
  CASE
    WHEN CAST(CASE
      WHEN CAST(`day_count`.`sales_an_open_day_days` AS DOUBLE) = 0
      THEN NULL
      WHEN CAST(`day_count`.`sales_an_open_day_days` AS DOUBLE) <> 0
      THEN CAST(`cells`.`sales` AS DOUBLE) / CAST(`day_count`.`sales_an_open_day_days` AS DOUBLE)
    END AS DOUBLE) = 0
    THEN NULL
    WHEN CAST(CASE
      WHEN CAST(`day_count`.`sales_an_open_day_days` AS DOUBLE) = 0
      THEN NULL
      WHEN CAST(`day_count`.`sales_an_open_day_days` AS DOUBLE) <> 0
      THEN CAST(`cells`.`sales` AS DOUBLE) / CAST(`day_count`.`sales_an_open_day_days` AS DOUBLE)
    END AS DOUBLE) <> 0
    THEN CAST(CASE
      WHEN CAST(CAST(DATEDIFF(
        CAST(CAST(CAST(DATE_ADD(`bounds`.`last_1`, 1) AS TIMESTAMP) AS DATE) AS DATE),
        CAST(`bounds`.`first_1` AS DATE)
      ) AS BIGINT) AS DOUBLE) = 0
      THEN NULL
      WHEN CAST(CAST(DATEDIFF(
        CAST(CAST(CAST(DATE_ADD(`bounds`.`last_1`, 1) AS TIMESTAMP) AS DATE) AS DATE),
        CAST(`bounds`.`first_1` AS DATE)
      ) AS BIGINT) AS DOUBLE) <> 0
      THEN CAST(`cells`.`sales` AS DOUBLE) / CAST(CAST(DATEDIFF(
        CAST(CAST(CAST(DATE_ADD(`bounds`.`last_1`, 1) AS TIMESTAMP) AS DATE) AS DATE),
        CAST(`bounds`.`first_1` AS DATE)
      ) AS BIGINT) AS DOUBLE)
    END AS DOUBLE) / CAST(CASE
      WHEN CAST(`day_count`.`sales_an_open_day_days` AS DOUBLE) = 0
      THEN NULL
      WHEN CAST(`day_count`.`sales_an_open_day_days` AS DOUBLE) <> 0
      THEN CAST(`cells`.`sales` AS DOUBLE) / CAST(`day_count`.`sales_an_open_day_days` AS DOUBLE)
    END AS DOUBLE)
  END AS `day_share`
FROM `cells` AS `cells`
CROSS JOIN `day_count` AS `day_count`
CROSS JOIN `bounds` AS `bounds`
