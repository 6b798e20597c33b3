WITH `by_day` AS (
  SELECT
    CAST(DATE_TRUNC('QUARTER', `stock`.`snapshot_on`) AS DATE) AS `metric_time`,
    `stock`.`store_id` AS `own 1`,
    CAST(`stock`.`snapshot_on` AS DATE) AS `day`,
    SUM(`stock`.`qty`) AS `own_stock_mean`
  FROM `main`.`stock` AS `stock`
  WHERE
    `stock`.`snapshot_on` >= CAST('2025-01-01' AS DATE)
    AND `stock`.`snapshot_on` < CAST('2025-04-01' AS DATE)
  GROUP BY
    CAST(DATE_TRUNC('QUARTER', `stock`.`snapshot_on`) AS DATE),
    `stock`.`store_id`,
    CAST(`stock`.`snapshot_on` AS DATE)
), `by_group` AS (
  SELECT
    `by_day`.`metric_time` AS `metric_time`,
    `by_day`.`own 1` AS `own 1`,
    AVG(CAST(`by_day`.`own_stock_mean` AS DOUBLE)) AS `own_stock_mean`
  FROM `by_day` AS `by_day`
  GROUP BY
    `by_day`.`metric_time`,
    `by_day`.`own 1`
), `now` AS (
  SELECT
    `by_group`.`metric_time` AS `metric_time`,
    SUM(`by_group`.`own_stock_mean`) AS `own_stock_mean`
  FROM `by_group` AS `by_group`
  GROUP BY
    `by_group`.`metric_time`
), `by_day_2` AS (
  SELECT
    CAST(DATE_TRUNC('QUARTER', `stock`.`snapshot_on`) AS DATE) AS `metric_time`,
    `stock`.`store_id` AS `own 1`,
    CAST(`stock`.`snapshot_on` AS DATE) AS `day`,
    SUM(`stock`.`qty`) AS `own_stock_low`
  FROM `main`.`stock` AS `stock`
  WHERE
    `stock`.`snapshot_on` >= CAST('2025-01-01' AS DATE)
    AND `stock`.`snapshot_on` < CAST('2025-04-01' AS DATE)
  GROUP BY
    CAST(DATE_TRUNC('QUARTER', `stock`.`snapshot_on`) AS DATE),
    `stock`.`store_id`,
    CAST(`stock`.`snapshot_on` AS DATE)
), `by_group_2` AS (
  SELECT
    `by_day_2`.`metric_time` AS `metric_time`,
    `by_day_2`.`own 1` AS `own 1`,
    MIN(`by_day_2`.`own_stock_low`) AS `own_stock_low`
  FROM `by_day_2` AS `by_day_2`
  GROUP BY
    `by_day_2`.`metric_time`,
    `by_day_2`.`own 1`
), `now_2` AS (
  SELECT
    `by_group_2`.`metric_time` AS `metric_time`,
    SUM(`by_group_2`.`own_stock_low`) AS `own_stock_low`
  FROM `by_group_2` AS `by_group_2`
  GROUP BY
    `by_group_2`.`metric_time`
), `by_day_3` AS (
  SELECT
    CAST(DATE_TRUNC('QUARTER', `stock`.`snapshot_on`) AS DATE) AS `metric_time`,
    `stock`.`store_id` AS `own 1`,
    CAST(`stock`.`snapshot_on` AS DATE) AS `day`,
    SUM(`stock`.`qty`) AS `own_stock_high`
  FROM `main`.`stock` AS `stock`
  WHERE
    `stock`.`snapshot_on` >= CAST('2025-01-01' AS DATE)
    AND `stock`.`snapshot_on` < CAST('2025-04-01' AS DATE)
  GROUP BY
    CAST(DATE_TRUNC('QUARTER', `stock`.`snapshot_on`) AS DATE),
    `stock`.`store_id`,
    CAST(`stock`.`snapshot_on` AS DATE)
), `by_group_3` AS (
  SELECT
    `by_day_3`.`metric_time` AS `metric_time`,
    `by_day_3`.`own 1` AS `own 1`,
    MAX(`by_day_3`.`own_stock_high`) AS `own_stock_high`
  FROM `by_day_3` AS `by_day_3`
  GROUP BY
    `by_day_3`.`metric_time`,
    `by_day_3`.`own 1`
), `now_3` AS (
  SELECT
    `by_group_3`.`metric_time` AS `metric_time`,
    SUM(`by_group_3`.`own_stock_high`) AS `own_stock_high`
  FROM `by_group_3` AS `by_group_3`
  GROUP BY
    `by_group_3`.`metric_time`
)
SELECT
  COALESCE(`now`.`metric_time`, `now_2`.`metric_time`, `now_3`.`metric_time`) AS `metric_time`,
  `now`.`own_stock_mean` AS `own_stock_mean`,
  `now_2`.`own_stock_low` AS `own_stock_low`,
  `now_3`.`own_stock_high` AS `own_stock_high`
FROM `now` AS `now`
FULL JOIN `now_2` AS `now_2`
  ON `now`.`metric_time` IS NOT DISTINCT FROM `now_2`.`metric_time`
FULL JOIN `now_3` AS `now_3`
  ON COALESCE(`now`.`metric_time`, `now_2`.`metric_time`) IS NOT DISTINCT FROM `now_3`.`metric_time`
ORDER BY
  `metric_time` ASC NULLS LAST
