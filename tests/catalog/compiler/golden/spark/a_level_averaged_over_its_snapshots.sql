WITH `by_day` AS (
  SELECT
    `stores`.`store` AS `store`,
    CAST(`stock`.`snapshot_on` AS DATE) AS `day`,
    SUM(`stock`.`qty`) AS `stock_mean`
  FROM `main`.`stock` AS `stock`
  LEFT JOIN `main`.`stores` AS `stores`
    ON `stock`.`store_id` = `stores`.`store_id`
  WHERE
    `stock`.`snapshot_on` >= CAST('2025-01-01' AS DATE)
    AND `stock`.`snapshot_on` < CAST('2025-04-01' AS DATE)
  GROUP BY
    `stores`.`store`,
    CAST(`stock`.`snapshot_on` AS DATE)
), `now` AS (
  SELECT
    `by_day`.`store` AS `store`,
    AVG(CAST(`by_day`.`stock_mean` AS DOUBLE)) AS `stock_mean`
  FROM `by_day` AS `by_day`
  GROUP BY
    `by_day`.`store`
), `by_day_2` AS (
  SELECT
    `stores`.`store` AS `store`,
    CAST(`stock`.`snapshot_on` AS DATE) AS `day`,
    SUM(`stock`.`qty`) AS `stock_low`
  FROM `main`.`stock` AS `stock`
  LEFT JOIN `main`.`stores` AS `stores`
    ON `stock`.`store_id` = `stores`.`store_id`
  WHERE
    `stock`.`snapshot_on` >= CAST('2025-01-01' AS DATE)
    AND `stock`.`snapshot_on` < CAST('2025-04-01' AS DATE)
  GROUP BY
    `stores`.`store`,
    CAST(`stock`.`snapshot_on` AS DATE)
), `now_2` AS (
  SELECT
    `by_day_2`.`store` AS `store`,
    MIN(`by_day_2`.`stock_low`) AS `stock_low`
  FROM `by_day_2` AS `by_day_2`
  GROUP BY
    `by_day_2`.`store`
), `by_day_3` AS (
  SELECT
    `stores`.`store` AS `store`,
    CAST(`stock`.`snapshot_on` AS DATE) AS `day`,
    SUM(`stock`.`qty`) AS `stock_high`
  FROM `main`.`stock` AS `stock`
  LEFT JOIN `main`.`stores` AS `stores`
    ON `stock`.`store_id` = `stores`.`store_id`
  WHERE
    `stock`.`snapshot_on` >= CAST('2025-01-01' AS DATE)
    AND `stock`.`snapshot_on` < CAST('2025-04-01' AS DATE)
  GROUP BY
    `stores`.`store`,
    CAST(`stock`.`snapshot_on` AS DATE)
), `now_3` AS (
  SELECT
    `by_day_3`.`store` AS `store`,
    MAX(`by_day_3`.`stock_high`) AS `stock_high`
  FROM `by_day_3` AS `by_day_3`
  GROUP BY
    `by_day_3`.`store`
)
SELECT
  COALESCE(`now`.`store`, `now_2`.`store`, `now_3`.`store`) AS `store`,
  `now`.`stock_mean` AS `stock_mean`,
  `now_2`.`stock_low` AS `stock_low`,
  `now_3`.`stock_high` AS `stock_high`
FROM `now` AS `now`
FULL JOIN `now_2` AS `now_2`
  ON `now`.`store` IS NOT DISTINCT FROM `now_2`.`store`
FULL JOIN `now_3` AS `now_3`
  ON COALESCE(`now`.`store`, `now_2`.`store`) IS NOT DISTINCT FROM `now_3`.`store`
ORDER BY
  `store` ASC NULLS LAST
