WITH `by_day` AS (
  SELECT
    CAST(`orders`.`ordered_at` AS DATE) AS `metric_time`,
    SUM(`orders`.`amount`) FILTER(WHERE
      `regions`.`region` = '华东' AND `orders`.`channel` = '线上') AS `sales`,
    SUM(`orders`.`amount`) FILTER(WHERE
      `regions`.`region` = '华东') AS `sales_2`,
    SUM(`orders`.`amount`) FILTER(WHERE
      `orders`.`channel` = '线上') AS `sales_previous_now`,
    SUM(`orders`.`amount`) AS `sales_previous_2_now`
  FROM `main`.`orders` AS `orders`
  LEFT JOIN `main`.`stores` AS `stores`
    ON `orders`.`store_id` = `stores`.`store_id`
  LEFT JOIN `main`.`regions` AS `regions`
    ON `stores`.`region_id` = `regions`.`region_id`
  WHERE
    `orders`.`ordered_at` >= CAST('2024-02-01' AS DATE)
    AND `orders`.`ordered_at` < CAST('2025-04-01' AS DATE)
    AND `orders`.`status` = 'done'
  GROUP BY
    CAST(`orders`.`ordered_at` AS DATE)
), `now` AS (
  SELECT
    CAST(DATE_TRUNC('MONTH', `by_day`.`metric_time`) AS DATE) AS `metric_time`,
    SUM(`by_day`.`sales`) AS `sales`,
    SUM(`by_day`.`sales_2`) AS `sales_2`,
    SUM(`by_day`.`sales_previous_now`) AS `sales_previous_now`,
    SUM(`by_day`.`sales_previous_2_now`) AS `sales_previous_2_now`
  FROM `by_day` AS `by_day`
  GROUP BY
    CAST(DATE_TRUNC('MONTH', `by_day`.`metric_time`) AS DATE)
), `by_day_2` AS (
  SELECT
    CAST(`orders`.`ordered_at` AS DATE) AS `metric_time`,
    SUM(`orders`.`amount`) FILTER(WHERE
      `orders`.`channel` = '线上') AS `sales_previous`,
    SUM(`orders`.`amount`) AS `sales_previous_2`
  FROM `main`.`orders` AS `orders`
  WHERE
    `orders`.`ordered_at` >= CAST('2024-01-01' AS DATE)
    AND `orders`.`ordered_at` < CAST('2025-03-01' AS DATE)
    AND `orders`.`status` = 'done'
  GROUP BY
    CAST(`orders`.`ordered_at` AS DATE)
), `earlier` AS (
  SELECT
    CAST(DATE_TRUNC('MONTH', CAST(ADD_MONTHS(`by_day_2`.`metric_time`, 1) AS TIMESTAMP)) AS DATE) AS `metric_time`,
    SUM(`by_day_2`.`sales_previous`) AS `sales_previous`,
    SUM(`by_day_2`.`sales_previous_2`) AS `sales_previous_2`
  FROM `by_day_2` AS `by_day_2`
  GROUP BY
    CAST(DATE_TRUNC('MONTH', CAST(ADD_MONTHS(`by_day_2`.`metric_time`, 1) AS TIMESTAMP)) AS DATE)
), `by_day_3` AS (
  SELECT
    CAST(`orders`.`ordered_at` AS DATE) AS `metric_time`,
    SUM(`orders`.`amount`) FILTER(WHERE
      `orders`.`channel` = '线上') AS `sales_previous_3`,
    SUM(`orders`.`amount`) AS `sales_previous_4`
  FROM `main`.`orders` AS `orders`
  LEFT JOIN `main`.`stores` AS `stores`
    ON `orders`.`store_id` = `stores`.`store_id`
  LEFT JOIN `main`.`regions` AS `regions`
    ON `stores`.`region_id` = `regions`.`region_id`
  WHERE
    `orders`.`ordered_at` >= CAST('2023-02-01' AS DATE)
    AND `orders`.`ordered_at` < CAST('2024-04-01' AS DATE)
    AND `orders`.`status` = 'done'
    AND `regions`.`region` = '华东'
  GROUP BY
    CAST(`orders`.`ordered_at` AS DATE)
), `earlier_2` AS (
  SELECT
    CAST(DATE_TRUNC('MONTH', CAST(ADD_MONTHS(`by_day_3`.`metric_time`, 12) AS TIMESTAMP)) AS DATE) AS `metric_time`,
    SUM(`by_day_3`.`sales_previous_3`) AS `sales_previous_3`,
    SUM(`by_day_3`.`sales_previous_4`) AS `sales_previous_4`
  FROM `by_day_3` AS `by_day_3`
  GROUP BY
    CAST(DATE_TRUNC('MONTH', CAST(ADD_MONTHS(`by_day_3`.`metric_time`, 12) AS TIMESTAMP)) AS DATE)
), `by_day_4` AS (
  SELECT
    CAST(`orders`.`ordered_at` AS DATE) AS `metric_time`,
    SUM(`orders`.`amount`) FILTER(WHERE
      `orders`.`channel` = '线上') AS `sales_previous_5`,
    SUM(`orders`.`amount`) AS `sales_previous_6`
  FROM `main`.`orders` AS `orders`
  WHERE
    `orders`.`ordered_at` >= CAST('2023-01-01' AS DATE)
    AND `orders`.`ordered_at` < CAST('2024-03-01' AS DATE)
    AND `orders`.`status` = 'done'
  GROUP BY
    CAST(`orders`.`ordered_at` AS DATE)
), `earlier_3` AS (
  SELECT
    CAST(DATE_TRUNC(
      'MONTH',
      CAST(CAST(ADD_MONTHS(`by_day_4`.`metric_time`, 1) AS TIMESTAMP) AS TIMESTAMP) + INTERVAL '12' MONTH
    ) AS DATE) AS `metric_time`,
    SUM(`by_day_4`.`sales_previous_5`) AS `sales_previous_5`,
    SUM(`by_day_4`.`sales_previous_6`) AS `sales_previous_6`
  FROM `by_day_4` AS `by_day_4`
  GROUP BY
    CAST(DATE_TRUNC(
      'MONTH',
      CAST(CAST(ADD_MONTHS(`by_day_4`.`metric_time`, 1) AS TIMESTAMP) AS TIMESTAMP) + INTERVAL '12' MONTH
    ) AS DATE)
)
SELECT
  `now`.`metric_time` AS `metric_time`,
  CASE
    WHEN CAST(`now`.`sales_2` AS DOUBLE) = 0
    THEN NULL
    WHEN CAST(`now`.`sales_2` AS DOUBLE) <> 0
    THEN CAST(`now`.`sales` AS DOUBLE) / CAST(`now`.`sales_2` AS DOUBLE)
  END - CASE
    WHEN CAST(`earlier`.`sales_previous_2` AS DOUBLE) = 0
    THEN NULL
    WHEN CAST(`earlier`.`sales_previous_2` AS DOUBLE) <> 0
    THEN CAST(`earlier`.`sales_previous` AS DOUBLE) / CAST(`earlier`.`sales_previous_2` AS DOUBLE)
  END AS `online_moves`,
  CASE
    WHEN CAST(`earlier_2`.`sales_previous_4` AS DOUBLE) = 0
    THEN NULL
    WHEN CAST(`earlier_2`.`sales_previous_4` AS DOUBLE) <> 0
    THEN CAST(`earlier_2`.`sales_previous_3` AS DOUBLE) / CAST(`earlier_2`.`sales_previous_4` AS DOUBLE)
  END - CASE
    WHEN CAST(`earlier_3`.`sales_previous_6` AS DOUBLE) = 0
    THEN NULL
    WHEN CAST(`earlier_3`.`sales_previous_6` AS DOUBLE) <> 0
    THEN CAST(`earlier_3`.`sales_previous_5` AS DOUBLE) / CAST(`earlier_3`.`sales_previous_6` AS DOUBLE)
  END AS `online_moves_previous`
FROM `now` AS `now`
LEFT JOIN `earlier` AS `earlier`
  ON `now`.`metric_time` = `earlier`.`metric_time`
LEFT JOIN `earlier_2` AS `earlier_2`
  ON `now`.`metric_time` = `earlier_2`.`metric_time`
LEFT JOIN `earlier_3` AS `earlier_3`
  ON `now`.`metric_time` = `earlier_3`.`metric_time`
ORDER BY
  `metric_time` ASC NULLS LAST
