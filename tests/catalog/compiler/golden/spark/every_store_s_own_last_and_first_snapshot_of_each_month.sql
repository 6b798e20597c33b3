WITH `now` AS (
  SELECT
    CAST(DATE_TRUNC('MONTH', `stock`.`snapshot_on`) AS DATE) AS `metric_time`,
    SUM(`stock`.`qty`) AS `own_stock_end`,
    COUNT(DISTINCT `stock`.`store_id`) AS `own_stores`
  FROM `main`.`stock` AS `stock`
  JOIN (
    SELECT
      CAST(DATE_TRUNC('MONTH', `stock`.`snapshot_on`) AS DATE) AS `metric_time`,
      `stock`.`store_id` AS `own_1`,
      MAX(CAST(`stock`.`snapshot_on` AS DATE)) AS `day`
    FROM `main`.`stock` AS `stock`
    GROUP BY
      CAST(DATE_TRUNC('MONTH', `stock`.`snapshot_on`) AS DATE),
      `stock`.`store_id`
  ) AS `chosen days`
    ON CAST(`stock`.`snapshot_on` AS DATE) = `chosen days`.`day`
    AND `stock`.`store_id` IS NOT DISTINCT FROM `chosen days`.`own_1`
  GROUP BY
    CAST(DATE_TRUNC('MONTH', `stock`.`snapshot_on`) AS DATE)
), `now_2` AS (
  SELECT
    CAST(DATE_TRUNC('MONTH', `stock`.`snapshot_on`) AS DATE) AS `metric_time`,
    SUM(`stock`.`qty`) AS `own_stock_start`
  FROM `main`.`stock` AS `stock`
  JOIN (
    SELECT
      CAST(DATE_TRUNC('MONTH', `stock`.`snapshot_on`) AS DATE) AS `metric_time`,
      `stock`.`store_id` AS `own_1`,
      `stock`.`category` AS `own_2`,
      MIN(CAST(`stock`.`snapshot_on` AS DATE)) AS `day`
    FROM `main`.`stock` AS `stock`
    GROUP BY
      CAST(DATE_TRUNC('MONTH', `stock`.`snapshot_on`) AS DATE),
      `stock`.`store_id`,
      `stock`.`category`
  ) AS `chosen days`
    ON CAST(`stock`.`snapshot_on` AS DATE) = `chosen days`.`day`
    AND `stock`.`store_id` IS NOT DISTINCT FROM `chosen days`.`own_1`
    AND `stock`.`category` IS NOT DISTINCT FROM `chosen days`.`own_2`
  GROUP BY
    CAST(DATE_TRUNC('MONTH', `stock`.`snapshot_on`) AS DATE)
), `now_3` AS (
  SELECT
    CAST(DATE_TRUNC('MONTH', `stock`.`snapshot_on`) AS DATE) AS `metric_time`,
    SUM(`stock`.`qty`) AS `stock_end`
  FROM `main`.`stock` AS `stock`
  JOIN (
    SELECT
      CAST(DATE_TRUNC('MONTH', `stock`.`snapshot_on`) AS DATE) AS `metric_time`,
      MAX(CAST(`stock`.`snapshot_on` AS DATE)) AS `day`
    FROM `main`.`stock` AS `stock`
    GROUP BY
      CAST(DATE_TRUNC('MONTH', `stock`.`snapshot_on`) AS DATE)
  ) AS `chosen days`
    ON CAST(`stock`.`snapshot_on` AS DATE) = `chosen days`.`day`
  GROUP BY
    CAST(DATE_TRUNC('MONTH', `stock`.`snapshot_on`) AS DATE)
)
SELECT
  COALESCE(`now`.`metric_time`, `now_2`.`metric_time`, `now_3`.`metric_time`) AS `metric_time`,
  `now`.`own_stock_end` AS `own_stock_end`,
  `now_2`.`own_stock_start` AS `own_stock_start`,
  `now`.`own_stores` AS `own_stores`,
  `now_3`.`stock_end` AS `stock_end`
FROM `now` AS `now`
FULL JOIN `now_2` AS `now_2`
  ON `now`.`metric_time` IS NOT DISTINCT FROM `now_2`.`metric_time`
FULL JOIN `now_3` AS `now_3`
  ON COALESCE(`now`.`metric_time`, `now_2`.`metric_time`) IS NOT DISTINCT FROM `now_3`.`metric_time`
ORDER BY
  `metric_time` ASC NULLS LAST
