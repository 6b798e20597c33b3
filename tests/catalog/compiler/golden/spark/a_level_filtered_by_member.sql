SELECT
  SUM(`stock`.`qty`) AS `stock_end`
FROM `main`.`stock` AS `stock`
LEFT JOIN `main`.`stores` AS `stores`
  ON `stock`.`store_id` = `stores`.`store_id`
JOIN (
  SELECT
    MAX(CAST(`stock`.`snapshot_on` AS DATE)) AS `day`
  FROM `main`.`stock` AS `stock`
  WHERE
    `stock`.`snapshot_on` >= CAST('2025-01-01' AS DATE)
    AND `stock`.`snapshot_on` < CAST('2025-03-01' AS DATE)
) AS `chosen days`
  ON CAST(`stock`.`snapshot_on` AS DATE) = `chosen days`.`day`
WHERE
  `stock`.`snapshot_on` >= CAST('2025-01-01' AS DATE)
  AND `stock`.`snapshot_on` < CAST('2025-03-01' AS DATE)
  AND `stores`.`store` = 'A'
