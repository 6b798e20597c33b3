WITH `now` AS (
  SELECT
    SUM(`orders`.`amount`) FILTER(WHERE
      NOT `orders`.`amount` IS NULL) AS `sales`,
    SUM(`orders`.`cost`) FILTER(WHERE
      NOT `orders`.`cost` IS NULL) AS `cost`,
    COUNT(DISTINCT `orders`.`customer_id`) AS `buyers`
  FROM `main`.`orders` AS `orders`
  WHERE
    `orders`.`ordered_at` >= CAST('2025-03-01' AS DATE)
    AND `orders`.`ordered_at` < CAST('2025-04-01' AS DATE)
    AND `orders`.`status` = 'done'
), `now_2` AS (
  SELECT
    SUM(`stock`.`qty`) AS `stock_end`
  FROM `main`.`stock` AS `stock`
  JOIN (
    SELECT
      MAX(CAST(`stock`.`snapshot_on` AS DATE)) AS `day`
    FROM `main`.`stock` AS `stock`
    WHERE
      `stock`.`snapshot_on` >= CAST('2025-03-01' AS DATE)
      AND `stock`.`snapshot_on` < CAST('2025-04-01' AS DATE)
  ) AS `chosen days`
    ON CAST(`stock`.`snapshot_on` AS DATE) = `chosen days`.`day`
  WHERE
    `stock`.`snapshot_on` >= CAST('2025-03-01' AS DATE)
    AND `stock`.`snapshot_on` < CAST('2025-04-01' AS DATE)
), `earlier` AS (
  SELECT
    SUM(`orders`.`amount`) FILTER(WHERE
      NOT `orders`.`amount` IS NULL) AS `sales_previous`,
    SUM(`orders`.`cost`) FILTER(WHERE
      NOT `orders`.`cost` IS NULL) AS `cost_previous`,
    COUNT(DISTINCT `orders`.`customer_id`) AS `buyers_previous`
  FROM `main`.`orders` AS `orders`
  WHERE
    `orders`.`ordered_at` >= CAST('2025-01-01' AS DATE)
    AND `orders`.`ordered_at` < CAST('2025-02-01' AS DATE)
    AND `orders`.`status` = 'done'
), `earlier_2` AS (
  SELECT
    SUM(`stock`.`qty`) AS `stock_end_previous`
  FROM `main`.`stock` AS `stock`
  JOIN (
    SELECT
      MAX(CAST(`stock`.`snapshot_on` AS DATE)) AS `day`
    FROM `main`.`stock` AS `stock`
    WHERE
      `stock`.`snapshot_on` >= CAST('2025-01-01' AS DATE)
      AND `stock`.`snapshot_on` < CAST('2025-02-01' AS DATE)
  ) AS `chosen days`
    ON CAST(`stock`.`snapshot_on` AS DATE) = `chosen days`.`day`
  WHERE
    `stock`.`snapshot_on` >= CAST('2025-01-01' AS DATE)
    AND `stock`.`snapshot_on` < CAST('2025-02-01' AS DATE)
)
SELECT
  CASE
    WHEN CAST(`now`.`sales` AS DOUBLE) = 0
    THEN NULL
    WHEN CAST(`now`.`sales` AS DOUBLE) <> 0
    THEN CAST(`now`.`sales` - `now`.`cost` AS DOUBLE) / CAST(`now`.`sales` AS DOUBLE)
  END AS `margin`,
  CASE
    WHEN CAST(`earlier`.`sales_previous` AS DOUBLE) = 0
    THEN NULL
    WHEN CAST(`earlier`.`sales_previous` AS DOUBLE) <> 0
    THEN CAST(`earlier`.`sales_previous` - `earlier`.`cost_previous` AS DOUBLE) / CAST(`earlier`.`sales_previous` AS DOUBLE)
  END AS `margin_previous`,
  `now`.`buyers` AS `buyers`,
  `earlier`.`buyers_previous` AS `buyers_previous`,
  `now_2`.`stock_end` AS `stock_end`,
  `earlier_2`.`stock_end_previous` AS `stock_end_previous`
FROM `now` AS `now`
CROSS JOIN `now_2` AS `now_2`
CROSS JOIN `earlier` AS `earlier`
CROSS JOIN `earlier_2` AS `earlier_2`
