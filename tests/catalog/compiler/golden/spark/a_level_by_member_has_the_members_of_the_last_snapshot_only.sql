SELECT
  CAST(DATE_TRUNC('MONTH', `stock`.`snapshot_on`) AS DATE) AS `metric_time`,
  `stores`.`store` AS `store`,
  SUM(`stock`.`qty`) AS `stock_end`
FROM `main`.`stock` AS `stock`
LEFT JOIN `main`.`stores` AS `stores`
  ON `stock`.`store_id` = `stores`.`store_id`
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
  CAST(DATE_TRUNC('MONTH', `stock`.`snapshot_on`) AS DATE),
  `stores`.`store`
ORDER BY
  `metric_time` ASC NULLS LAST,
  `store` ASC NULLS LAST
