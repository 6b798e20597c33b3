WITH `now` AS (
  SELECT
    COUNT(DISTINCT `orders`.`customer_id`) AS `buyers`
  FROM `main`.`orders` AS `orders`
  WHERE
    `orders`.`ordered_at` >= CAST('2025-01-01' AS DATE)
    AND `orders`.`ordered_at` < CAST('2026-01-01' AS DATE)
    AND `orders`.`status` = 'done'
), `earlier` AS (
  SELECT
    COUNT(DISTINCT `orders`.`customer_id`) AS `buyers_previous`
  FROM `main`.`orders` AS `orders`
  WHERE
    `orders`.`ordered_at` >= CAST('2024-01-01' AS DATE)
    AND `orders`.`ordered_at` < CAST('2025-01-01' AS DATE)
    AND `orders`.`status` = 'done'
)
SELECT
  `earlier`.`buyers_previous` AS `buyers_last_year`,
  CASE
    WHEN CAST(`now`.`buyers` AS DOUBLE) = 0
    THEN NULL
    WHEN CAST(`now`.`buyers` AS DOUBLE) <> 0
    THEN CAST(`earlier`.`buyers_previous` AS DOUBLE) / CAST(`now`.`buyers` AS DOUBLE)
  END AS `buyers_last_year_attainment`
FROM `now` AS `now`
CROSS JOIN `earlier` AS `earlier`
