WITH `now` AS (
  SELECT
    SUM(`orders`.`amount`) AS `sales`,
    SUM(`orders`.`cost`) AS `cost`
  FROM `main`.`orders` AS `orders`
  WHERE
    `orders`.`ordered_at` >= CAST('2024-01-01' AS DATE)
    AND `orders`.`ordered_at` < CAST('2025-01-01' AS DATE)
    AND `orders`.`status` = 'done'
), `by_key` AS (
  SELECT
    `orders`.`store_id` AS `key_store_id`,
    SUM(`orders`.`amount`) AS `sales`,
    SUM(`orders`.`cost`) AS `cost`
  FROM `main`.`orders` AS `orders`
  WHERE
    `orders`.`ordered_at` >= CAST('2024-01-01' AS DATE)
    AND `orders`.`ordered_at` < CAST('2025-01-01' AS DATE)
    AND `orders`.`status` = 'done'
  GROUP BY
    `orders`.`store_id`
), `by_member` AS (
  SELECT
    `stores`.`store` AS `store`,
    CASE
      WHEN CAST(SUM(`by_key`.`sales`) AS DOUBLE) = 0
      THEN NULL
      WHEN CAST(SUM(`by_key`.`sales`) AS DOUBLE) <> 0
      THEN CAST(SUM(`by_key`.`sales`) - SUM(`by_key`.`cost`) AS DOUBLE) / CAST(SUM(`by_key`.`sales`) AS DOUBLE)
    END AS `value of member`
  FROM `by_key` AS `by_key`
  LEFT JOIN `main`.`stores` AS `stores`
    ON `by_key`.`key_store_id` = `stores`.`store_id`
  GROUP BY
    `stores`.`store`
), `now_2` AS (
  SELECT
    AVG(CAST(CAST(`by_member`.`value of member` AS DOUBLE) AS DOUBLE)) AS `margin`
  FROM `by_member` AS `by_member`
  WHERE
    NOT (
      `by_member`.`store` IS NULL
    )
)
SELECT
  CASE
    WHEN CAST(`now`.`sales` AS DOUBLE) = 0
    THEN NULL
    WHEN CAST(`now`.`sales` AS DOUBLE) <> 0
    THEN CAST(`now`.`sales` - `now`.`cost` AS DOUBLE) / CAST(`now`.`sales` AS DOUBLE)
  END AS `margin`,
  `now_2`.`margin` AS `margin_average_over_store`
FROM `now` AS `now`
CROSS JOIN `now_2` AS `now_2`
