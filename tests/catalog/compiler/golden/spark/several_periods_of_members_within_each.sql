WITH `by_member` AS (
  SELECT
    CASE
      WHEN `orders`.`ordered_at` >= CAST('2024-01-01' AS DATE)
      AND `orders`.`ordered_at` < CAST('2025-01-01' AS DATE)
      THEN '2024-01-01/2024-12-31'
      ELSE '2025-01-01/2025-03-31'
    END AS `period`,
    `stores`.`store` AS `store`,
    SUM(`orders`.`amount`) AS `value of member`
  FROM `main`.`orders` AS `orders`
  LEFT JOIN `main`.`stores` AS `stores`
    ON `orders`.`store_id` = `stores`.`store_id`
  WHERE
    (
      `orders`.`ordered_at` >= CAST('2024-01-01' AS DATE)
      AND `orders`.`ordered_at` < CAST('2025-01-01' AS DATE)
      OR `orders`.`ordered_at` >= CAST('2025-01-01' AS DATE)
      AND `orders`.`ordered_at` < CAST('2025-04-01' AS DATE)
    )
    AND `orders`.`status` = 'done'
  GROUP BY
    CASE
      WHEN `orders`.`ordered_at` >= CAST('2024-01-01' AS DATE)
      AND `orders`.`ordered_at` < CAST('2025-01-01' AS DATE)
      THEN '2024-01-01/2024-12-31'
      ELSE '2025-01-01/2025-03-31'
    END,
    `stores`.`store`
), `now` AS (
  SELECT
    `by_member`.`period` AS `period`,
    AVG(CAST(CAST(`by_member`.`value of member` AS DOUBLE) AS DOUBLE)) AS `mean_store`
  FROM `by_member` AS `by_member`
  WHERE
    NOT (
      `by_member`.`store` IS NULL
    )
  GROUP BY
    `by_member`.`period`
), `by_member_2` AS (
  SELECT
    CASE
      WHEN `orders`.`ordered_at` >= CAST('2024-01-01' AS DATE)
      AND `orders`.`ordered_at` < CAST('2025-01-01' AS DATE)
      THEN '2024-01-01/2024-12-31'
      ELSE '2025-01-01/2025-03-31'
    END AS `period`,
    `orders`.`customer_id` AS `customer`,
    SUM(`orders`.`amount`) AS `value of member`
  FROM `main`.`orders` AS `orders`
  WHERE
    (
      `orders`.`ordered_at` >= CAST('2024-01-01' AS DATE)
      AND `orders`.`ordered_at` < CAST('2025-01-01' AS DATE)
      OR `orders`.`ordered_at` >= CAST('2025-01-01' AS DATE)
      AND `orders`.`ordered_at` < CAST('2025-04-01' AS DATE)
    )
    AND `orders`.`status` = 'done'
  GROUP BY
    CASE
      WHEN `orders`.`ordered_at` >= CAST('2024-01-01' AS DATE)
      AND `orders`.`ordered_at` < CAST('2025-01-01' AS DATE)
      THEN '2024-01-01/2024-12-31'
      ELSE '2025-01-01/2025-03-31'
    END,
    `orders`.`customer_id`
), `now_2` AS (
  SELECT
    `by_member_2`.`period` AS `period`,
    PERCENTILE(CAST(`by_member_2`.`value of member` AS DOUBLE), 0.5) AS `median_spend`
  FROM `by_member_2` AS `by_member_2`
  WHERE
    NOT (
      `by_member_2`.`customer` IS NULL
    )
  GROUP BY
    `by_member_2`.`period`
)
SELECT
  COALESCE(`now`.`period`, `now_2`.`period`) AS `period`,
  `now`.`mean_store` AS `mean_store`,
  `now_2`.`median_spend` AS `median_spend`
FROM `now` AS `now`
FULL JOIN `now_2` AS `now_2`
  ON `now`.`period` IS NOT DISTINCT FROM `now_2`.`period`
ORDER BY
  `period` ASC NULLS LAST
