WITH `by_key` AS (
  SELECT
    `orders`.`store_id` AS `key_store_id`,
    SUM(`orders`.`amount`) AS `sales`
  FROM `main`.`orders` AS `orders`
  WHERE
    `orders`.`ordered_at` >= CAST('2025-03-01' AS DATE)
    AND `orders`.`ordered_at` < CAST('2025-03-13' AS DATE)
    AND `orders`.`status` = 'done'
  GROUP BY
    `orders`.`store_id`
), `cells` AS (
  SELECT
    `stores`.`store` AS `store`,
    SUM(`by_key`.`sales`) AS `sales`
  FROM `by_key` AS `by_key`
  LEFT JOIN `main`.`stores` AS `stores`
    ON `by_key`.`key_store_id` = `stores`.`store_id`
  GROUP BY
    `stores`.`store`
), `day_count` AS (
  SELECT
    COUNT(DISTINCT `days`.`day`) AS `sales_an_open_day_days`
  FROM (
    SELECT DISTINCT
      CAST(`orders`.`ordered_at` AS DATE) AS `day`
    FROM `main`.`orders` AS `orders`
    WHERE
      `orders`.`ordered_at` >= CAST('2025-03-01' AS DATE)
      AND `orders`.`ordered_at` < CAST('2025-03-13' AS DATE)
  ) AS `days`
)
SELECT
  `cells`.`store` AS `store`,
  CASE
    WHEN CAST(12 AS DOUBLE) = 0
    THEN NULL
    WHEN CAST(12 AS DOUBLE) <> 0
    THEN CAST(`cells`.`sales` AS DOUBLE) / CAST(12 AS DOUBLE)
  END AS `sales_a_day`,
  CASE
    WHEN CAST(`day_count`.`sales_an_open_day_days` AS DOUBLE) = 0
    THEN NULL
    WHEN CAST(`day_count`.`sales_an_open_day_days` AS DOUBLE) <> 0
    THEN CAST(`cells`.`sales` AS DOUBLE) / CAST(`day_count`.`sales_an_open_day_days` AS DOUBLE)
  END AS `sales_an_open_day`
FROM `cells` AS `cells`
CROSS JOIN `day_count` AS `day_count`
ORDER BY
  `store` ASC NULLS LAST
