WITH `kept` AS (
  SELECT
    CAST(`orders`.`ordered_at` AS DATE) AS `day`,
    SUM(`orders`.`amount`) AS `sales`
  FROM `main`.`orders` AS `orders`
  WHERE
    `orders`.`ordered_at` < CAST('2025-04-01' AS DATE) AND `orders`.`status` = 'done'
  GROUP BY
    CAST(`orders`.`ordered_at` AS DATE)
), `steps` AS (
  SELECT
    `series`.`step` AS `step`
  FROM (
    SELECT
      id AS `step`
    FROM RANGE(0, 4)
  ) AS `series`
), `calendar` AS (
  SELECT
    `buckets`.`metric_time` AS `metric_time`,
    LEAST(
      CAST(CAST(DATE_ADD(GREATEST(`buckets`.`metric_time`, CAST('2024-04-01' AS DATE)), 1) AS TIMESTAMP) AS DATE),
      CAST('2025-04-01' AS DATE),
      CAST(CAST(DATE_ADD(`buckets`.`last_day`, 1) AS TIMESTAMP) AS DATE)
    ) AS `ends`
  FROM (
    SELECT
      CAST(CAST(ADD_MONTHS(CAST('2024-04-01' AS DATE), CAST(`steps`.`step` AS INT) * 3) AS TIMESTAMP) AS DATE) AS `metric_time`,
      `bounds`.`last_day` AS `last_day`
    FROM `steps` AS `steps`
    CROSS JOIN (
      SELECT
        CAST(MAX(`orders`.`ordered_at`) AS DATE) AS `last_day`
      FROM `main`.`orders` AS `orders`
    ) AS `bounds`
  ) AS `buckets`
  WHERE
    `buckets`.`metric_time` <= `buckets`.`last_day`
), `now` AS (
  SELECT
    `calendar`.`metric_time` AS `metric_time`,
    SUM(`kept`.`sales`) AS `sales`
  FROM `calendar` AS `calendar`
  JOIN `kept` AS `kept`
    ON `kept`.`day` < `calendar`.`ends`
  GROUP BY
    `calendar`.`metric_time`
), `kept_2` AS (
  SELECT
    CAST(`orders`.`ordered_at` AS DATE) AS `day`,
    SUM(`orders`.`amount`) AS `mean_amount`,
    COUNT(`orders`.`amount`) AS `mean_amount_count`
  FROM `main`.`orders` AS `orders`
  WHERE
    `orders`.`ordered_at` >= CAST('2024-01-01' AS DATE)
    AND `orders`.`ordered_at` < CAST('2025-04-01' AS DATE)
    AND `orders`.`status` = 'done'
  GROUP BY
    CAST(`orders`.`ordered_at` AS DATE)
), `calendar_2` AS (
  SELECT
    `buckets`.`metric_time` AS `metric_time`,
    LEAST(
      CAST(CAST(DATE_ADD(GREATEST(`buckets`.`metric_time`, CAST('2024-04-01' AS DATE)), 1) AS TIMESTAMP) AS DATE),
      CAST('2025-04-01' AS DATE),
      CAST(CAST(DATE_ADD(`buckets`.`last_day`, 1) AS TIMESTAMP) AS DATE)
    ) AS `ends`
  FROM (
    SELECT
      CAST(CAST(ADD_MONTHS(CAST('2024-04-01' AS DATE), CAST(`steps`.`step` AS INT) * 3) AS TIMESTAMP) AS DATE) AS `metric_time`,
      `bounds`.`last_day` AS `last_day`
    FROM `steps` AS `steps`
    CROSS JOIN (
      SELECT
        CAST(MAX(`orders`.`ordered_at`) AS DATE) AS `last_day`
      FROM `main`.`orders` AS `orders`
    ) AS `bounds`
  ) AS `buckets`
  WHERE
    `buckets`.`metric_time` <= `buckets`.`last_day`
), `now_2` AS (
  SELECT
    `calendar_2`.`metric_time` AS `metric_time`,
    SUM(`kept_2`.`mean_amount`) AS `mean_amount`,
    SUM(`kept_2`.`mean_amount_count`) AS `mean_amount_count`
  FROM `calendar_2` AS `calendar_2`
  JOIN `kept_2` AS `kept_2`
    ON `kept_2`.`day` < `calendar_2`.`ends`
    AND `kept_2`.`day` >= CAST(CAST(ADD_MONTHS(`calendar_2`.`ends`, -3) AS TIMESTAMP) AS DATE)
  GROUP BY
    `calendar_2`.`metric_time`
), `by_day` AS (
  SELECT
    CAST(`orders`.`ordered_at` AS DATE) AS `day`,
    SUM(`orders`.`amount`) AS `sales_2`
  FROM `main`.`orders` AS `orders`
  WHERE
    `orders`.`ordered_at` < CAST('2025-04-01' AS DATE) AND `orders`.`status` = 'done'
  GROUP BY
    CAST(`orders`.`ordered_at` AS DATE)
), `kept_3` AS (
  SELECT
    GREATEST(CAST(DATE_TRUNC('QUARTER', `by_day`.`day`) AS DATE), CAST('2024-04-01' AS DATE)) AS `day`,
    SUM(`by_day`.`sales_2`) AS `sales_2`
  FROM `by_day` AS `by_day`
  GROUP BY
    GREATEST(CAST(DATE_TRUNC('QUARTER', `by_day`.`day`) AS DATE), CAST('2024-04-01' AS DATE))
), `calendar_3` AS (
  SELECT
    `buckets`.`metric_time` AS `metric_time`
  FROM (
    SELECT
      CAST(CAST(ADD_MONTHS(CAST('2024-04-01' AS DATE), CAST(`steps`.`step` AS INT) * 3) AS TIMESTAMP) AS DATE) AS `metric_time`,
      `bounds`.`last_day` AS `last_day`
    FROM `steps` AS `steps`
    CROSS JOIN (
      SELECT
        CAST(MAX(`orders`.`ordered_at`) AS DATE) AS `last_day`
      FROM `main`.`orders` AS `orders`
    ) AS `bounds`
  ) AS `buckets`
  WHERE
    `buckets`.`metric_time` <= `buckets`.`last_day`
), `placed` AS (
  SELECT
    `calendar_3`.`metric_time` AS `metric_time`,
    `kept_3`.`sales_2` AS `sales_2`,
    `kept_3`.`day` AS `day`
  FROM `calendar_3` AS `calendar_3`
  LEFT JOIN `kept_3` AS `kept_3`
    ON `kept_3`.`day` = `calendar_3`.`metric_time`
), `so_far` AS (
  SELECT
    `placed`.`metric_time` AS `metric_time`,
    SUM(`placed`.`sales_2`) OVER (
      ORDER BY `placed`.`metric_time` ASC NULLS LAST
      ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
    ) AS `sales_2`,
    COUNT(`placed`.`day`) OVER (
      ORDER BY `placed`.`metric_time` ASC NULLS LAST
      ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
    ) AS `rows so far`
  FROM `placed` AS `placed`
), `now_3` AS (
  SELECT
    `so_far`.`metric_time` AS `metric_time`,
    `so_far`.`sales_2` AS `sales_2`
  FROM `so_far` AS `so_far`
  WHERE
    `so_far`.`rows so far` > 0
)
SELECT
  COALESCE(`now`.`metric_time`, `now_2`.`metric_time`, `now_3`.`metric_time`) AS `metric_time`,
  `now`.`sales` AS `total_first`,
  CASE
    WHEN CAST(`now_2`.`mean_amount_count` AS DOUBLE) = 0
    THEN NULL
    WHEN CAST(`now_2`.`mean_amount_count` AS DOUBLE) <> 0
    THEN CAST(`now_2`.`mean_amount` AS DOUBLE) / CAST(`now_2`.`mean_amount_count` AS DOUBLE)
  END AS `mean_3m_first`,
  `now_3`.`sales_2` AS `total_sales`
FROM `now` AS `now`
FULL JOIN `now_2` AS `now_2`
  ON `now`.`metric_time` IS NOT DISTINCT FROM `now_2`.`metric_time`
FULL JOIN `now_3` AS `now_3`
  ON COALESCE(`now`.`metric_time`, `now_2`.`metric_time`) IS NOT DISTINCT FROM `now_3`.`metric_time`
ORDER BY
  `metric_time` ASC NULLS LAST
