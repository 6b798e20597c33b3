WITH `by_key` AS (
  SELECT
    `orders`.`store_id` AS `key_store_id`,
    SUM(`orders`.`amount`) AS `sales`
  FROM `main`.`orders` AS `orders`
  WHERE
    `orders`.`ordered_at` >= CAST('2025-01-01' AS DATE)
    AND `orders`.`ordered_at` < CAST('2026-01-01' AS DATE)
    AND `orders`.`status` = 'done'
  GROUP BY
    `orders`.`store_id`
), `chosen` AS (
  SELECT
    `qualified rows`.`store` AS `store`,
    `qualified rows`.`sales` AS `sales`
  FROM (
    SELECT
      `stores`.`store` AS `store`,
      SUM(`by_key`.`sales`) AS `sales`,
      (
        RANK() OVER (ORDER BY SUM(`by_key`.`sales`) DESC) <= 1
      ) AS `kept`
    FROM `by_key` AS `by_key`
    LEFT JOIN `main`.`stores` AS `stores`
      ON `by_key`.`key_store_id` = `stores`.`store_id`
    GROUP BY
      `stores`.`store`
  ) AS `qualified rows`
  WHERE
    `qualified rows`.`kept`
)
SELECT
  `stores`.`store` AS `store`,
  SUM(`orders`.`amount`) AS `sales`,
  COUNT(*) AS `order_count`
FROM `main`.`orders` AS `orders`
LEFT JOIN `main`.`stores` AS `stores`
  ON `orders`.`store_id` = `stores`.`store_id`
WHERE
  NOT EXISTS(
    SELECT
      1 AS `1`
    FROM `chosen` AS `chosen`
    WHERE
      `chosen`.`store` IS NOT DISTINCT FROM `stores`.`store`
  )
  AND `orders`.`status` = 'done'
GROUP BY
  `stores`.`store`
ORDER BY
  `store` ASC NULLS LAST
