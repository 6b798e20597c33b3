WITH `now` AS (
  SELECT
    CAST(DATE_TRUNC('MONTH', `stock`.`snapshot_on`) AS DATE) AS `metric_time`,
    SUM(`stock`.`qty`) AS `own_stock_end`
  FROM `main`.`stock` AS `stock`
  JOIN (
    SELECT
      CAST(DATE_TRUNC('MONTH', `stock`.`snapshot_on`) AS DATE) AS `metric_time`,
      `stock`.`store_id` AS `own_1`,
      MAX(CAST(`stock`.`snapshot_on` AS DATE)) AS `day`
    FROM `main`.`stock` AS `stock`
    WHERE
      `stock`.`snapshot_on` >= CAST('2025-02-01' AS DATE)
      AND `stock`.`snapshot_on` < CAST('2025-04-01' AS DATE)
    GROUP BY
      CAST(DATE_TRUNC('MONTH', `stock`.`snapshot_on`) AS DATE),
      `stock`.`store_id`
  ) AS `chosen days`
    ON CAST(`stock`.`snapshot_on` AS DATE) = `chosen days`.`day`
    AND `stock`.`store_id` IS NOT DISTINCT FROM `chosen days`.`own_1`
  WHERE
    `stock`.`snapshot_on` >= CAST('2025-02-01' AS DATE)
    AND `stock`.`snapshot_on` < CAST('2025-04-01' AS DATE)
  GROUP BY
    CAST(DATE_TRUNC('MONTH', `stock`.`snapshot_on`) AS DATE)
), `earlier` AS (
  SELECT
    CAST(DATE_TRUNC('MONTH', CAST(ADD_MONTHS(`stock`.`snapshot_on`, 1) AS TIMESTAMP)) AS DATE) AS `metric_time`,
    SUM(`stock`.`qty`) AS `own_stock_end_previous`
  FROM `main`.`stock` AS `stock`
  JOIN (
    SELECT
      CAST(DATE_TRUNC('MONTH', CAST(ADD_MONTHS(`stock`.`snapshot_on`, 1) AS TIMESTAMP)) AS DATE) AS `metric_time`,
      `stock`.`store_id` AS `own_1`,
      MAX(CAST(`stock`.`snapshot_on` AS DATE)) AS `day`
    FROM `main`.`stock` AS `stock`
    WHERE
      `stock`.`snapshot_on` >= CAST('2025-01-01' AS DATE)
      AND `stock`.`snapshot_on` < CAST('2025-03-01' AS DATE)
    GROUP BY
      CAST(DATE_TRUNC('MONTH', CAST(ADD_MONTHS(`stock`.`snapshot_on`, 1) AS TIMESTAMP)) AS DATE),
      `stock`.`store_id`
  ) AS `chosen days`
    ON CAST(`stock`.`snapshot_on` AS DATE) = `chosen days`.`day`
    AND `stock`.`store_id` IS NOT DISTINCT FROM `chosen days`.`own_1`
  WHERE
    `stock`.`snapshot_on` >= CAST('2025-01-01' AS DATE)
    AND `stock`.`snapshot_on` < CAST('2025-03-01' AS DATE)
  GROUP BY
    CAST(DATE_TRUNC('MONTH', CAST(ADD_MONTHS(`stock`.`snapshot_on`, 1) AS TIMESTAMP)) AS DATE)
)
SELECT
  `now`.`metric_time` AS `metric_time`,
  `now`.`own_stock_end` AS `own_stock_end`,
  `earlier`.`own_stock_end_previous` AS `own_stock_end_previous`
FROM `now` AS `now`
LEFT JOIN `earlier` AS `earlier`
  ON `now`.`metric_time` = `earlier`.`metric_time`
ORDER BY
  `metric_time` ASC NULLS LAST
