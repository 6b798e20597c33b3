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
    GROUP BY
      CAST(DATE_TRUNC('MONTH', `stock`.`snapshot_on`) AS DATE)
  ) AS `chosen days`
    ON CAST(`stock`.`snapshot_on` AS DATE) = `chosen days`.`day`
  GROUP BY
    CAST(DATE_TRUNC('MONTH', `stock`.`snapshot_on`) AS DATE)
), `now_2` AS (
  SELECT
    CAST(DATE_TRUNC('MONTH', `stock`.`snapshot_on`) AS DATE) AS `metric_time`,
    SUM(`stock`.`qty`) AS `stock_start`
  FROM `main`.`stock` AS `stock`
  JOIN (
    SELECT
      CAST(DATE_TRUNC('MONTH', `stock`.`snapshot_on`) AS DATE) AS `metric_time`,
      MIN(CAST(`stock`.`snapshot_on` AS DATE)) AS `day`
    FROM `main`.`stock` AS `stock`
    GROUP BY
      CAST(DATE_TRUNC('MONTH', `stock`.`snapshot_on`) AS DATE)
  ) AS `chosen days`
    ON CAST(`stock`.`snapshot_on` AS DATE) = `chosen days`.`day`
  GROUP BY
    CAST(DATE_TRUNC('MONTH', `stock`.`snapshot_on`) AS DATE)
)
SELECT
  COALESCE(`now`.`metric_time`, `now_2`.`metric_time`) AS `metric_time`,
  `now`.`stock_end` AS `stock_end`,
  `now_2`.`stock_start` AS `stock_start`
FROM `now` AS `now`
FULL JOIN `now_2` AS `now_2`
  ON `now`.`metric_time` IS NOT DISTINCT FROM `now_2`.`metric_time`
ORDER BY
  `metric_time` ASC NULLS LAST
