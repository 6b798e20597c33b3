WITH `cells` AS (
  SELECT
    `stores`.`store` AS `store`,
    SUM(`stock`.`qty`) AS `own_stock_end`
  FROM `main`.`stock` AS `stock`
  LEFT JOIN `main`.`stores` AS `stores`
    ON `stock`.`store_id` = `stores`.`store_id`
  JOIN (
    SELECT
      `stock`.`store_id` AS `own_1`,
      MAX(CAST(`stock`.`snapshot_on` AS DATE)) AS `day`
    FROM `main`.`stock` AS `stock`
    WHERE
      `stock`.`snapshot_on` >= CAST('2025-01-01' AS DATE)
      AND `stock`.`snapshot_on` < CAST('2025-04-01' AS DATE)
    GROUP BY
      `stock`.`store_id`
  ) AS `chosen days`
    ON CAST(`stock`.`snapshot_on` AS DATE) = `chosen days`.`day`
    AND `stock`.`store_id` IS NOT DISTINCT FROM `chosen days`.`own_1`
  WHERE
    `stock`.`snapshot_on` >= CAST('2025-01-01' AS DATE)
    AND `stock`.`snapshot_on` < CAST('2025-04-01' AS DATE)
  GROUP BY
    `stores`.`store`
)
SELECT
  `cells`.`store` AS `store`,
  CASE
    WHEN CAST(SUM(`cells`.`own_stock_end`) OVER () AS DOUBLE) = 0
    THEN NULL
    WHEN CAST(SUM(`cells`.`own_stock_end`) OVER () AS DOUBLE) <> 0
    THEN CAST(`cells`.`own_stock_end` AS DOUBLE) / CAST(SUM(`cells`.`own_stock_end`) OVER () AS DOUBLE)
  END AS `own_stock_end_share`
FROM `cells` AS `cells`
ORDER BY
  `store` ASC NULLS LAST
