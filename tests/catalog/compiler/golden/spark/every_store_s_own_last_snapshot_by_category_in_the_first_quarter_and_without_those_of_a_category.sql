SELECT
  `stock`.`category` AS `category`,
  `regions`.`region` AS `region`,
  SUM(`stock`.`qty`) AS `own_stock_end`
FROM `main`.`stock` AS `stock`
LEFT JOIN `main`.`stores` AS `stores`
  ON `stock`.`store_id` = `stores`.`store_id`
LEFT JOIN `main`.`regions` AS `regions`
  ON `stores`.`region_id` = `regions`.`region_id`
JOIN (
  SELECT
    `stock`.`store_id` AS `own_1`,
    MAX(CAST(`stock`.`snapshot_on` AS DATE)) AS `day`
  FROM `main`.`stock` AS `stock`
  WHERE
    `stock`.`snapshot_on` >= CAST('2025-01-01' AS DATE)
    AND `stock`.`snapshot_on` < CAST('2025-03-31' AS DATE)
  GROUP BY
    `stock`.`store_id`
) AS `chosen days`
  ON CAST(`stock`.`snapshot_on` AS DATE) = `chosen days`.`day`
  AND `stock`.`store_id` IS NOT DISTINCT FROM `chosen days`.`own_1`
WHERE
  `stock`.`snapshot_on` >= CAST('2025-01-01' AS DATE)
  AND `stock`.`snapshot_on` < CAST('2025-03-31' AS DATE)
  AND (
    `stock`.`category` <> 'x' OR `stock`.`category` IS NULL
  )
GROUP BY
  `stock`.`category`,
  `regions`.`region`
ORDER BY
  `category` ASC NULLS LAST,
  `region` ASC NULLS LAST
