WITH `by_key` AS (
  SELECT
    `orders`.`store_id` AS `key_store_id`,
    SUM(`orders`.`amount`) AS `sales`,
    SUM(`orders`.`cost`) AS `cost`
  FROM `main`.`orders` AS `orders`
  WHERE
    `orders`.`status` = 'done'
  GROUP BY
    `orders`.`store_id`
), `members that pass` AS (
  SELECT
    `stores`.`store` AS `store`,
    CASE
      WHEN CAST(SUM(`by_key`.`sales`) AS DOUBLE) = 0
      THEN NULL
      WHEN CAST(SUM(`by_key`.`sales`) AS DOUBLE) <> 0
      THEN CAST(SUM(`by_key`.`sales`) - SUM(`by_key`.`cost`) AS DOUBLE) / CAST(SUM(`by_key`.`sales`) AS DOUBLE)
    END AS `margin`
  FROM `by_key` AS `by_key`
  LEFT JOIN `main`.`stores` AS `stores`
    ON `by_key`.`key_store_id` = `stores`.`store_id`
  GROUP BY
    `stores`.`store`
  HAVING
    CASE
      WHEN CAST(SUM(`by_key`.`sales`) AS DOUBLE) = 0
      THEN NULL
      WHEN CAST(SUM(`by_key`.`sales`) AS DOUBLE) <> 0
      THEN CAST(SUM(`by_key`.`sales`) - SUM(`by_key`.`cost`) AS DOUBLE) / CAST(SUM(`by_key`.`sales`) AS DOUBLE)
    END > 0.5
), `by_key_2` AS (
  SELECT
    `orders`.`store_id` AS `key_store_id`,
    SUM(`orders`.`amount`) AS `sales`
  FROM `main`.`orders` AS `orders`
  WHERE
    `orders`.`status` = 'done'
  GROUP BY
    `orders`.`store_id`
), `members that pass_2` AS (
  SELECT
    `stores`.`store` AS `store`,
    SUM(`by_key_2`.`sales`) AS `sales`
  FROM `by_key_2` AS `by_key_2`
  LEFT JOIN `main`.`stores` AS `stores`
    ON `by_key_2`.`key_store_id` = `stores`.`store_id`
  GROUP BY
    `stores`.`store`
  HAVING
    SUM(`by_key_2`.`sales`) < 200
)
SELECT
  `stores`.`store` AS `store`,
  SUM(`orders`.`amount`) AS `sales_at_margin`
FROM `main`.`orders` AS `orders`
LEFT JOIN `main`.`stores` AS `stores`
  ON `orders`.`store_id` = `stores`.`store_id`
WHERE
  EXISTS(
    SELECT
      1 AS `1`
    FROM `members that pass` AS `members that pass`
    WHERE
      `members that pass`.`store` = `stores`.`store`
  )
  AND EXISTS(
    SELECT
      1 AS `1`
    FROM `members that pass_2` AS `members that pass_2`
    WHERE
      `members that pass_2`.`store` = `stores`.`store`
  )
  AND `orders`.`status` = 'done'
GROUP BY
  `stores`.`store`
ORDER BY
  `store` ASC NULLS LAST
