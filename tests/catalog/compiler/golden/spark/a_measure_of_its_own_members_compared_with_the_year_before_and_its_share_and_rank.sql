WITH `now` AS (
  SELECT
    `customers`.`level` AS `level`,
    SUM(`orders`.`amount`) FILTER(WHERE
      `orders`.`channel` = '门店') AS `sales`,
    SUM(`orders`.`amount`) FILTER(WHERE
      `orders`.`channel` = '线上') AS `sales_2`
  FROM `main`.`orders` AS `orders`
  LEFT JOIN `main`.`customers` AS `customers`
    ON `orders`.`customer_id` = `customers`.`customer_id`
  WHERE
    `orders`.`ordered_at` >= CAST('2025-01-01' AS DATE)
    AND `orders`.`ordered_at` < CAST('2026-01-01' AS DATE)
    AND `orders`.`status` = 'done'
    AND (
      `orders`.`channel` = '门店' OR `orders`.`channel` = '线上'
    )
  GROUP BY
    `customers`.`level`
), `earlier` AS (
  SELECT
    `customers`.`level` AS `level`,
    SUM(`orders`.`amount`) FILTER(WHERE
      `orders`.`channel` = '门店') AS `sales_previous`,
    SUM(`orders`.`amount`) FILTER(WHERE
      `orders`.`channel` = '线上') AS `sales_previous_2`
  FROM `main`.`orders` AS `orders`
  LEFT JOIN `main`.`customers` AS `customers`
    ON `orders`.`customer_id` = `customers`.`customer_id`
  WHERE
    `orders`.`ordered_at` >= CAST('2024-01-01' AS DATE)
    AND `orders`.`ordered_at` < CAST('2025-01-01' AS DATE)
    AND `orders`.`status` = 'done'
    AND (
      `orders`.`channel` = '门店' OR `orders`.`channel` = '线上'
    )
  GROUP BY
    `customers`.`level`
)
SELECT
  COALESCE(`now`.`level`, `earlier`.`level`) AS `level`,
  `now`.`sales` AS `in store`,
  `earlier`.`sales_previous` AS `in store_previous`,
  `now`.`sales_2` AS `online`,
  `earlier`.`sales_previous_2` AS `online_previous`,
  CASE
    WHEN CAST(SUM(`now`.`sales_2`) OVER () AS DOUBLE) = 0
    THEN NULL
    WHEN CAST(SUM(`now`.`sales_2`) OVER () AS DOUBLE) <> 0
    THEN CAST(`now`.`sales_2` AS DOUBLE) / CAST(SUM(`now`.`sales_2`) OVER () AS DOUBLE)
  END AS `part`,
  RANK() OVER (ORDER BY `now`.`sales_2` DESC) AS `place`
FROM `now` AS `now`
FULL JOIN `earlier` AS `earlier`
  ON `now`.`level` IS NOT DISTINCT FROM `earlier`.`level`
ORDER BY
  `level` ASC NULLS LAST
