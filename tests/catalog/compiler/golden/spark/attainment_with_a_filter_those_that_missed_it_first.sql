WITH `now` AS (
  SELECT
    `stores`.`city` AS `city`,
    SUM(`orders`.`amount`) AS `sales`
  FROM `main`.`orders` AS `orders`
  LEFT JOIN `main`.`stores` AS `stores`
    ON `orders`.`store_id` = `stores`.`store_id`
  LEFT JOIN `main`.`regions` AS `regions`
    ON `stores`.`region_id` = `regions`.`region_id`
  WHERE
    `orders`.`ordered_at` >= CAST('2025-01-01' AS DATE)
    AND `orders`.`ordered_at` < CAST('2026-01-01' AS DATE)
    AND `regions`.`region` = '华东'
    AND `orders`.`status` = 'done'
  GROUP BY
    `stores`.`city`
), `now_2` AS (
  SELECT
    `stores`.`city` AS `city`,
    SUM(`targets`.`target`) AS `targeted`
  FROM `main`.`targets` AS `targets`
  LEFT JOIN `main`.`stores` AS `stores`
    ON `targets`.`store_id` = `stores`.`store_id`
  LEFT JOIN `main`.`regions` AS `regions`
    ON `stores`.`region_id` = `regions`.`region_id`
  WHERE
    `targets`.`month` >= CAST('2025-01-01' AS DATE)
    AND `targets`.`month` < CAST('2026-01-01' AS DATE)
    AND `regions`.`region` = '华东'
  GROUP BY
    `stores`.`city`
)
SELECT
  `qualified rows`.`city` AS `city`,
  `qualified rows`.`sales_attainment` AS `sales_attainment`
FROM (
  SELECT
    COALESCE(`now`.`city`, `now_2`.`city`) AS `city`,
    CASE
      WHEN CAST(`now_2`.`targeted` AS DOUBLE) = 0
      THEN NULL
      WHEN CAST(`now_2`.`targeted` AS DOUBLE) <> 0
      THEN CAST(`now`.`sales` AS DOUBLE) / CAST(`now_2`.`targeted` AS DOUBLE)
    END AS `sales_attainment`,
    (
      RANK() OVER (
        ORDER BY CASE
          WHEN CAST(`now_2`.`targeted` AS DOUBLE) = 0
          THEN NULL
          WHEN CAST(`now_2`.`targeted` AS DOUBLE) <> 0
          THEN CAST(`now`.`sales` AS DOUBLE) / CAST(`now_2`.`targeted` AS DOUBLE)
        END ASC NULLS LAST
      ) <= 5
    ) AS `kept`
  FROM `now` AS `now`
  FULL JOIN `now_2` AS `now_2`
    ON `now`.`city` IS NOT DISTINCT FROM `now_2`.`city`
  WHERE
    CASE
      WHEN CAST(`now_2`.`targeted` AS DOUBLE) = 0
      THEN NULL
      WHEN CAST(`now_2`.`targeted` AS DOUBLE) <> 0
      THEN CAST(`now`.`sales` AS DOUBLE) / CAST(`now_2`.`targeted` AS DOUBLE)
    END < 1
) AS `qualified rows`
WHERE
  `qualified rows`.`kept`
ORDER BY
  `sales_attainment` ASC NULLS LAST,
  `city` ASC NULLS LAST
