SELECT
  `spans of periods`.`period` AS `period`,
  SUM(`stock`.`qty`) AS `own_stock_end`
FROM `main`.`stock` AS `stock`
JOIN VALUES
  ('2025-01-01/2025-01-31', CAST('2025-01-01' AS DATE), CAST('2025-02-01' AS DATE)),
  ('2025-01-01/2025-12-31', CAST('2025-01-01' AS DATE), CAST('2026-01-01' AS DATE)) AS `spans of periods`(`period`, `starts`, `ends`)
  ON `stock`.`snapshot_on` >= `spans of periods`.`starts`
  AND `stock`.`snapshot_on` < `spans of periods`.`ends`
JOIN (
  SELECT
    `spans of periods`.`period` AS `period`,
    `stock`.`store_id` AS `own_1`,
    MAX(CAST(`stock`.`snapshot_on` AS DATE)) AS `day`
  FROM `main`.`stock` AS `stock`
  JOIN VALUES
    ('2025-01-01/2025-01-31', CAST('2025-01-01' AS DATE), CAST('2025-02-01' AS DATE)),
    ('2025-01-01/2025-12-31', CAST('2025-01-01' AS DATE), CAST('2026-01-01' AS DATE)) AS `spans of periods`(`period`, `starts`, `ends`)
    ON `stock`.`snapshot_on` >= `spans of periods`.`starts`
    AND `stock`.`snapshot_on` < `spans of periods`.`ends`
  WHERE
    (
      `stock`.`snapshot_on` >= CAST('2025-01-01' AS DATE)
      AND `stock`.`snapshot_on` < CAST('2025-02-01' AS DATE)
      OR `stock`.`snapshot_on` >= CAST('2025-01-01' AS DATE)
      AND `stock`.`snapshot_on` < CAST('2026-01-01' AS DATE)
    )
  GROUP BY
    `spans of periods`.`period`,
    `stock`.`store_id`
) AS `chosen days`
  ON CAST(`stock`.`snapshot_on` AS DATE) = `chosen days`.`day`
  AND `spans of periods`.`period` = `chosen days`.`period`
  AND `stock`.`store_id` IS NOT DISTINCT FROM `chosen days`.`own_1`
WHERE
  (
    `stock`.`snapshot_on` >= CAST('2025-01-01' AS DATE)
    AND `stock`.`snapshot_on` < CAST('2025-02-01' AS DATE)
    OR `stock`.`snapshot_on` >= CAST('2025-01-01' AS DATE)
    AND `stock`.`snapshot_on` < CAST('2026-01-01' AS DATE)
  )
GROUP BY
  `spans of periods`.`period`
ORDER BY
  `period` ASC NULLS LAST
