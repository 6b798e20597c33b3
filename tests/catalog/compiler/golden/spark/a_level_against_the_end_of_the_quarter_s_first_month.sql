WITH `now` AS (
  SELECT
    CAST(DATE_TRUNC('MONTH', `stock`.`snapshot_on`) AS DATE) AS `metric_time`,
    SUM(`stock`.`qty`) AS `stock_end`
  FROM `main`.`stock` AS `stock`
  JOIN (
    SELECT
      CAST(DATE_TRUNC('MONTH', `stock`.`snapshot_on`) AS DATE) AS `metric_time`,
      MAX(CAST(`stock`.`snapshot_on` AS DATE)) AS `day`
    FROM `main`.`stock` AS `stock`
    WHERE
      `stock`.`snapshot_on` >= CAST('2025-02-01' AS DATE)
      AND `stock`.`snapshot_on` < CAST('2025-04-01' AS DATE)
    GROUP BY
      CAST(DATE_TRUNC('MONTH', `stock`.`snapshot_on`) AS DATE)
  ) AS `chosen days`
    ON CAST(`stock`.`snapshot_on` AS DATE) = `chosen days`.`day`
  WHERE
    `stock`.`snapshot_on` >= CAST('2025-02-01' AS DATE)
    AND `stock`.`snapshot_on` < CAST('2025-04-01' AS DATE)
  GROUP BY
    CAST(DATE_TRUNC('MONTH', `stock`.`snapshot_on`) AS DATE)
), `earlier` AS (
  SELECT
    CAST(DATE_TRUNC('MONTH', `stock`.`snapshot_on`) AS DATE) AS `metric_time`,
    SUM(`stock`.`qty`) AS `stock_end_previous`
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
    AND CAST(DATE_TRUNC('MONTH', `stock`.`snapshot_on`) AS DATE) = CAST(DATE_TRUNC('MONTH', CAST(DATE_TRUNC('QUARTER', `stock`.`snapshot_on`) AS DATE)) AS DATE)
  GROUP BY
    CAST(DATE_TRUNC('MONTH', `stock`.`snapshot_on`) AS DATE)
)
SELECT
  `now`.`metric_time` AS `metric_time`,
  CASE
    WHEN CAST(`earlier`.`stock_end_previous` AS DOUBLE) = 0
    THEN NULL
    WHEN CAST(`earlier`.`stock_end_previous` AS DOUBLE) <> 0
    THEN CAST(`now`.`stock_end` AS DOUBLE) / CAST(`earlier`.`stock_end_previous` AS DOUBLE)
  END AS `stock_index`
FROM `now` AS `now`
LEFT JOIN `earlier` AS `earlier`
  ON CAST(CAST(DATE_TRUNC('QUARTER', `now`.`metric_time`) AS DATE) AS DATE) = `earlier`.`metric_time`
ORDER BY
  `metric_time` ASC NULLS LAST
