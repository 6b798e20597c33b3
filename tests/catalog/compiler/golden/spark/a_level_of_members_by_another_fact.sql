WITH `by_key` AS (
  SELECT
    CAST(DATE_TRUNC('MONTH', `orders`.`ordered_at`) AS DATE) AS `metric_time`,
    `orders`.`store_id` AS `key_store_id`,
    SUM(`orders`.`amount`) AS `sales`
  FROM `main`.`orders` AS `orders`
  WHERE
    `orders`.`ordered_at` >= CAST('2025-01-01' AS DATE)
    AND `orders`.`ordered_at` < CAST('2025-04-01' AS DATE)
    AND `orders`.`status` = 'done'
  GROUP BY
    CAST(DATE_TRUNC('MONTH', `orders`.`ordered_at`) AS DATE),
    `orders`.`store_id`
), `members that pass` AS (
  SELECT
    `by_key`.`metric_time` AS `metric_time`,
    `stores`.`store` AS `store`,
    SUM(`by_key`.`sales`) AS `sales`
  FROM `by_key` AS `by_key`
  LEFT JOIN `main`.`stores` AS `stores`
    ON `by_key`.`key_store_id` = `stores`.`store_id`
  GROUP BY
    `by_key`.`metric_time`,
    `stores`.`store`
  HAVING
    SUM(`by_key`.`sales`) > 0
), `now` AS (
  SELECT
    CAST(DATE_TRUNC('MONTH', `stock`.`snapshot_on`) AS DATE) AS `metric_time`,
    SUM(`stock`.`qty`) AS `stock_end`
  FROM `main`.`stock` AS `stock`
  LEFT JOIN `main`.`stores` AS `stores`
    ON `stock`.`store_id` = `stores`.`store_id`
  JOIN (
    SELECT
      CAST(DATE_TRUNC('MONTH', `stock`.`snapshot_on`) AS DATE) AS `metric_time`,
      MAX(CAST(`stock`.`snapshot_on` AS DATE)) AS `day`
    FROM `main`.`stock` AS `stock`
    WHERE
      `stock`.`snapshot_on` >= CAST('2025-01-01' AS DATE)
      AND `stock`.`snapshot_on` < CAST('2025-04-01' AS DATE)
    GROUP BY
      CAST(DATE_TRUNC('MONTH', `stock`.`snapshot_on`) AS DATE)
  ) AS `chosen days`
    ON CAST(`stock`.`snapshot_on` AS DATE) = `chosen days`.`day`
  WHERE
    `stock`.`snapshot_on` >= CAST('2025-01-01' AS DATE)
    AND `stock`.`snapshot_on` < CAST('2025-04-01' AS DATE)
    AND EXISTS(
      SELECT
        1 AS `1`
      FROM `members that pass` AS `members that pass`
      WHERE
        `members that pass`.`store` = `stores`.`store`
        AND `members that pass`.`metric_time` = CAST(DATE_TRUNC('MONTH', `stock`.`snapshot_on`) AS DATE)
    )
  GROUP BY
    CAST(DATE_TRUNC('MONTH', `stock`.`snapshot_on`) AS DATE)
), `now_2` AS (
  SELECT
    CAST(DATE_TRUNC('MONTH', `stock`.`snapshot_on`) AS DATE) AS `metric_time`,
    SUM(`stock`.`qty`) AS `stock_end_2`
  FROM `main`.`stock` AS `stock`
  JOIN (
    SELECT
      CAST(DATE_TRUNC('MONTH', `stock`.`snapshot_on`) AS DATE) AS `metric_time`,
      MAX(CAST(`stock`.`snapshot_on` AS DATE)) AS `day`
    FROM `main`.`stock` AS `stock`
    WHERE
      `stock`.`snapshot_on` >= CAST('2025-01-01' AS DATE)
      AND `stock`.`snapshot_on` < CAST('2025-04-01' AS DATE)
    GROUP BY
      CAST(DATE_TRUNC('MONTH', `stock`.`snapshot_on`) AS DATE)
  ) AS `chosen days`
    ON CAST(`stock`.`snapshot_on` AS DATE) = `chosen days`.`day`
  WHERE
    `stock`.`snapshot_on` >= CAST('2025-01-01' AS DATE)
    AND `stock`.`snapshot_on` < CAST('2025-04-01' AS DATE)
  GROUP BY
    CAST(DATE_TRUNC('MONTH', `stock`.`snapshot_on`) AS DATE)
)
SELECT
  COALESCE(`now`.`metric_time`, `now_2`.`metric_time`) AS `metric_time`,
  `now`.`stock_end` AS `stock_where_sold`,
  `now_2`.`stock_end_2` AS `stock_end`
FROM `now` AS `now`
FULL JOIN `now_2` AS `now_2`
  ON `now`.`metric_time` IS NOT DISTINCT FROM `now_2`.`metric_time`
ORDER BY
  `metric_time` ASC NULLS LAST
