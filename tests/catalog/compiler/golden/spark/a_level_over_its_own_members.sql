SELECT
  CAST(DATE_TRUNC('MONTH', `stock`.`snapshot_on`) AS DATE) AS `metric_time`,
  SUM(`stock`.`qty`) AS `stock_end`,
  SUM(`stock`.`qty`) FILTER(WHERE
    `stock`.`category` = 'a') AS `of_a`
FROM `main`.`stock` AS `stock`
JOIN (
  SELECT
    CAST(DATE_TRUNC('MONTH', `stock`.`snapshot_on`) AS DATE) AS `metric_time`,
    MAX(CAST(`stock`.`snapshot_on` AS DATE)) AS `day`
  FROM `main`.`stock` AS `stock`
  WHERE
    `stock`.`snapshot_on` >= CAST('2025-01-01' AS DATE)
    AND `stock`.`snapshot_on` < CAST('2025-02-01' AS DATE)
  GROUP BY
    CAST(DATE_TRUNC('MONTH', `stock`.`snapshot_on`) AS DATE)
) AS `chosen days`
  ON CAST(`stock`.`snapshot_on` AS DATE) = `chosen days`.`day`
WHERE
  `stock`.`snapshot_on` >= CAST('2025-01-01' AS DATE)
  AND `stock`.`snapshot_on` < CAST('2025-02-01' AS DATE)
GROUP BY
  CAST(DATE_TRUNC('MONTH', `stock`.`snapshot_on`) AS DATE)
ORDER BY
  `metric_time` ASC NULLS LAST
