WITH `by_day` AS (
  SELECT
    CAST(`orders`.`ordered_at` AS DATE) AS `metric_time`,
    SUM(
      CASE
        WHEN CAST(`orders`.`quantity` AS DOUBLE) = 0
        THEN NULL
        WHEN CAST(`orders`.`quantity` AS DOUBLE) <> 0
        THEN CAST(`orders`.`amount` AS DOUBLE) / CAST(`orders`.`quantity` AS DOUBLE)
      END * `orders`.`quantity`
    ) AS `unit_price`,
    SUM(
      CASE
        WHEN NOT (
          CASE
            WHEN CAST(`orders`.`quantity` AS DOUBLE) = 0
            THEN NULL
            WHEN CAST(`orders`.`quantity` AS DOUBLE) <> 0
            THEN CAST(`orders`.`amount` AS DOUBLE) / CAST(`orders`.`quantity` AS DOUBLE)
          END IS NULL
        )
        THEN `orders`.`quantity`
      END
    ) AS `unit_price_weight`
  FROM `main`.`orders` AS `orders`
  WHERE
    `orders`.`ordered_at` >= CAST('2025-01-01' AS DATE)
    AND `orders`.`ordered_at` < CAST('2025-04-01' AS DATE)
    AND `orders`.`status` = 'done'
  GROUP BY
    CAST(`orders`.`ordered_at` AS DATE)
), `now` AS (
  SELECT
    CAST(DATE_TRUNC('MONTH', `by_day`.`metric_time`) AS DATE) AS `metric_time`,
    SUM(`by_day`.`unit_price`) AS `unit_price`,
    SUM(`by_day`.`unit_price_weight`) AS `unit_price_weight`
  FROM `by_day` AS `by_day`
  GROUP BY
    CAST(DATE_TRUNC('MONTH', `by_day`.`metric_time`) AS DATE)
), `by_day_2` AS (
  SELECT
    CAST(`orders`.`ordered_at` AS DATE) AS `day`,
    SUM(
      CASE
        WHEN CAST(`orders`.`quantity` AS DOUBLE) = 0
        THEN NULL
        WHEN CAST(`orders`.`quantity` AS DOUBLE) <> 0
        THEN CAST(`orders`.`amount` AS DOUBLE) / CAST(`orders`.`quantity` AS DOUBLE)
      END * `orders`.`quantity`
    ) AS `unit_price_2`,
    SUM(
      CASE
        WHEN NOT (
          CASE
            WHEN CAST(`orders`.`quantity` AS DOUBLE) = 0
            THEN NULL
            WHEN CAST(`orders`.`quantity` AS DOUBLE) <> 0
            THEN CAST(`orders`.`amount` AS DOUBLE) / CAST(`orders`.`quantity` AS DOUBLE)
          END IS NULL
        )
        THEN `orders`.`quantity`
      END
    ) AS `unit_price_weight_2`
  FROM `main`.`orders` AS `orders`
  WHERE
    `orders`.`ordered_at` >= CAST('2024-10-01' AS DATE)
    AND `orders`.`ordered_at` < CAST('2025-04-01' AS DATE)
    AND `orders`.`status` = 'done'
  GROUP BY
    CAST(`orders`.`ordered_at` AS DATE)
), `kept` AS (
  SELECT
    CAST(DATE_TRUNC('MONTH', `by_day_2`.`day`) AS DATE) AS `day`,
    SUM(`by_day_2`.`unit_price_2`) AS `unit_price_2`,
    SUM(`by_day_2`.`unit_price_weight_2`) AS `unit_price_weight_2`
  FROM `by_day_2` AS `by_day_2`
  GROUP BY
    CAST(DATE_TRUNC('MONTH', `by_day_2`.`day`) AS DATE)
), `steps` AS (
  SELECT
    `series`.`step` AS `step`
  FROM (
    SELECT
      id AS `step`
    FROM RANGE(0, 3)
  ) AS `series`
), `calendar` AS (
  SELECT
    `buckets`.`metric_time` AS `metric_time`,
    CAST(CAST(ADD_MONTHS(`buckets`.`metric_time`, 1) AS TIMESTAMP) AS DATE) AS `ends`
  FROM (
    SELECT
      CAST(CAST(ADD_MONTHS(CAST('2025-01-01' AS DATE), CAST(`steps`.`step` AS INT) * 1) AS TIMESTAMP) AS DATE) AS `metric_time`,
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
    `calendar`.`metric_time` AS `metric_time`,
    SUM(`kept`.`unit_price_2`) AS `unit_price_2`,
    SUM(`kept`.`unit_price_weight_2`) AS `unit_price_weight_2`
  FROM `calendar` AS `calendar`
  JOIN `kept` AS `kept`
    ON `kept`.`day` < `calendar`.`ends`
    AND `kept`.`day` >= CAST(CAST(ADD_MONTHS(`calendar`.`ends`, -3) AS TIMESTAMP) AS DATE)
  GROUP BY
    `calendar`.`metric_time`
), `by_day_3` AS (
  SELECT
    CAST(`orders`.`ordered_at` AS DATE) AS `metric_time`,
    SUM(
      CASE
        WHEN CAST(`orders`.`quantity` AS DOUBLE) = 0
        THEN NULL
        WHEN CAST(`orders`.`quantity` AS DOUBLE) <> 0
        THEN CAST(`orders`.`amount` AS DOUBLE) / CAST(`orders`.`quantity` AS DOUBLE)
      END * `orders`.`quantity`
    ) AS `unit_price_previous`,
    SUM(
      CASE
        WHEN NOT (
          CASE
            WHEN CAST(`orders`.`quantity` AS DOUBLE) = 0
            THEN NULL
            WHEN CAST(`orders`.`quantity` AS DOUBLE) <> 0
            THEN CAST(`orders`.`amount` AS DOUBLE) / CAST(`orders`.`quantity` AS DOUBLE)
          END IS NULL
        )
        THEN `orders`.`quantity`
      END
    ) AS `unit_price_weight_previous`
  FROM `main`.`orders` AS `orders`
  WHERE
    `orders`.`ordered_at` >= CAST('2024-01-01' AS DATE)
    AND `orders`.`ordered_at` < CAST('2024-04-01' AS DATE)
    AND `orders`.`status` = 'done'
  GROUP BY
    CAST(`orders`.`ordered_at` AS DATE)
), `earlier` AS (
  SELECT
    CAST(DATE_TRUNC('MONTH', CAST(ADD_MONTHS(`by_day_3`.`metric_time`, 12) AS TIMESTAMP)) AS DATE) AS `metric_time`,
    SUM(`by_day_3`.`unit_price_previous`) AS `unit_price_previous`,
    SUM(`by_day_3`.`unit_price_weight_previous`) AS `unit_price_weight_previous`
  FROM `by_day_3` AS `by_day_3`
  GROUP BY
    CAST(DATE_TRUNC('MONTH', CAST(ADD_MONTHS(`by_day_3`.`metric_time`, 12) AS TIMESTAMP)) AS DATE)
), `by_day_4` AS (
  SELECT
    CAST(`orders`.`ordered_at` AS DATE) AS `day`,
    SUM(
      CASE
        WHEN CAST(`orders`.`quantity` AS DOUBLE) = 0
        THEN NULL
        WHEN CAST(`orders`.`quantity` AS DOUBLE) <> 0
        THEN CAST(`orders`.`amount` AS DOUBLE) / CAST(`orders`.`quantity` AS DOUBLE)
      END * `orders`.`quantity`
    ) AS `unit_price_previous_2`,
    SUM(
      CASE
        WHEN NOT (
          CASE
            WHEN CAST(`orders`.`quantity` AS DOUBLE) = 0
            THEN NULL
            WHEN CAST(`orders`.`quantity` AS DOUBLE) <> 0
            THEN CAST(`orders`.`amount` AS DOUBLE) / CAST(`orders`.`quantity` AS DOUBLE)
          END IS NULL
        )
        THEN `orders`.`quantity`
      END
    ) AS `unit_price_weight_previous_2`
  FROM `main`.`orders` AS `orders`
  WHERE
    `orders`.`ordered_at` >= CAST('2023-10-01' AS DATE)
    AND `orders`.`ordered_at` < CAST('2024-04-01' AS DATE)
    AND `orders`.`status` = 'done'
  GROUP BY
    CAST(`orders`.`ordered_at` AS DATE)
), `kept_2` AS (
  SELECT
    CAST(DATE_TRUNC('MONTH', CAST(ADD_MONTHS(`by_day_4`.`day`, 12) AS TIMESTAMP)) AS DATE) AS `day`,
    SUM(`by_day_4`.`unit_price_previous_2`) AS `unit_price_previous_2`,
    SUM(`by_day_4`.`unit_price_weight_previous_2`) AS `unit_price_weight_previous_2`
  FROM `by_day_4` AS `by_day_4`
  GROUP BY
    CAST(DATE_TRUNC('MONTH', CAST(ADD_MONTHS(`by_day_4`.`day`, 12) AS TIMESTAMP)) AS DATE)
), `calendar_2` AS (
  SELECT
    `buckets`.`metric_time` AS `metric_time`,
    CAST(CAST(ADD_MONTHS(`buckets`.`metric_time`, 1) AS TIMESTAMP) AS DATE) AS `ends`
  FROM (
    SELECT
      CAST(CAST(ADD_MONTHS(CAST('2025-01-01' AS DATE), CAST(`steps`.`step` AS INT) * 1) AS TIMESTAMP) AS DATE) AS `metric_time`,
      `bounds`.`last_day` AS `last_day`
    FROM `steps` AS `steps`
    CROSS JOIN (
      SELECT
        CAST(CAST(ADD_MONTHS(CAST(MAX(`orders`.`ordered_at`) AS DATE), 12) AS TIMESTAMP) AS DATE) AS `last_day`
      FROM `main`.`orders` AS `orders`
    ) AS `bounds`
  ) AS `buckets`
  WHERE
    `buckets`.`metric_time` <= `buckets`.`last_day`
), `earlier_2` AS (
  SELECT
    `calendar_2`.`metric_time` AS `metric_time`,
    SUM(`kept_2`.`unit_price_previous_2`) AS `unit_price_previous_2`,
    SUM(`kept_2`.`unit_price_weight_previous_2`) AS `unit_price_weight_previous_2`
  FROM `calendar_2` AS `calendar_2`
  JOIN `kept_2` AS `kept_2`
    ON `kept_2`.`day` < `calendar_2`.`ends`
    AND `kept_2`.`day` >= CAST(CAST(ADD_MONTHS(`calendar_2`.`ends`, -3) AS TIMESTAMP) AS DATE)
  GROUP BY
    `calendar_2`.`metric_time`
)
SELECT
  COALESCE(`now`.`metric_time`, `now_2`.`metric_time`) AS `metric_time`,
  CASE
    WHEN CAST(`now`.`unit_price_weight` AS DOUBLE) = 0
    THEN NULL
    WHEN CAST(`now`.`unit_price_weight` AS DOUBLE) <> 0
    THEN CAST(`now`.`unit_price` AS DOUBLE) / CAST(`now`.`unit_price_weight` AS DOUBLE)
  END AS `unit_price`,
  CASE
    WHEN CAST(`earlier`.`unit_price_weight_previous` AS DOUBLE) = 0
    THEN NULL
    WHEN CAST(`earlier`.`unit_price_weight_previous` AS DOUBLE) <> 0
    THEN CAST(`earlier`.`unit_price_previous` AS DOUBLE) / CAST(`earlier`.`unit_price_weight_previous` AS DOUBLE)
  END AS `unit_price_previous`,
  CASE
    WHEN CAST(`now_2`.`unit_price_weight_2` AS DOUBLE) = 0
    THEN NULL
    WHEN CAST(`now_2`.`unit_price_weight_2` AS DOUBLE) <> 0
    THEN CAST(`now_2`.`unit_price_2` AS DOUBLE) / CAST(`now_2`.`unit_price_weight_2` AS DOUBLE)
  END AS `unit_price_3m`,
  CASE
    WHEN CAST(`earlier_2`.`unit_price_weight_previous_2` AS DOUBLE) = 0
    THEN NULL
    WHEN CAST(`earlier_2`.`unit_price_weight_previous_2` AS DOUBLE) <> 0
    THEN CAST(`earlier_2`.`unit_price_previous_2` AS DOUBLE) / CAST(`earlier_2`.`unit_price_weight_previous_2` AS DOUBLE)
  END AS `unit_price_3m_previous`
FROM `now` AS `now`
FULL JOIN `now_2` AS `now_2`
  ON `now`.`metric_time` IS NOT DISTINCT FROM `now_2`.`metric_time`
LEFT JOIN `earlier` AS `earlier`
  ON COALESCE(`now`.`metric_time`, `now_2`.`metric_time`) = `earlier`.`metric_time`
LEFT JOIN `earlier_2` AS `earlier_2`
  ON COALESCE(`now`.`metric_time`, `now_2`.`metric_time`) = `earlier_2`.`metric_time`
ORDER BY
  `metric_time` ASC NULLS LAST
