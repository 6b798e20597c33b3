WITH `bounds` AS (
  SELECT
    `days_1`.`first_1` AS `first_1`,
    `days_1`.`last_1` AS `last_1`,
    `days_1`.`first_1` AS `first_day`,
    `days_1`.`last_1` AS `last_day`
  FROM (
    SELECT
      CAST(MIN(`orders`.`ordered_at`) AS DATE) AS `first_1`,
      CAST(MAX(`orders`.`ordered_at`) AS DATE) AS `last_1`
    FROM `main`.`orders` AS `orders`
  ) AS `days_1`
), `steps` AS (
  SELECT
    `series`.`step` AS `step`
  FROM (
    SELECT
      id AS `step`
    FROM RANGE(0, 3)
  ) AS `series`
), `spine` AS (
  SELECT
    `buckets`.`metric_time` AS `metric_time`
  FROM (
    SELECT
      CAST(CAST(ADD_MONTHS(CAST('2025-01-01' AS DATE), CAST(`steps`.`step` AS INT) * 1) AS TIMESTAMP) AS DATE) AS `metric_time`,
      `bounds`.`first_day` AS `first_day`,
      `bounds`.`last_day` AS `last_day`
    FROM `steps` AS `steps`
    CROSS JOIN `bounds` AS `bounds`
  ) AS `buckets`
  WHERE
    CAST(CAST(ADD_MONTHS(`buckets`.`metric_time`, 1) AS TIMESTAMP) AS DATE) > `buckets`.`first_day`
    AND `buckets`.`first_day` < CAST('2025-04-01' AS DATE)
    AND `buckets`.`last_day` >= CAST('2025-01-01' AS DATE)
    AND `buckets`.`metric_time` <= `buckets`.`last_day`
), `by_day` AS (
  SELECT
    CAST(`orders`.`ordered_at` AS DATE) AS `metric_time`,
    SUM(`orders`.`amount`) AS `sales`
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
    SUM(`by_day`.`sales`) AS `sales`
  FROM `by_day` AS `by_day`
  GROUP BY
    CAST(DATE_TRUNC('MONTH', `by_day`.`metric_time`) AS DATE)
), `cells` AS (
  SELECT
    COALESCE(`spine`.`metric_time`, `now`.`metric_time`) AS `metric_time`,
    `now`.`sales` AS `sales`
  FROM `spine` AS `spine`
  FULL JOIN `now` AS `now`
    ON `spine`.`metric_time` IS NOT DISTINCT FROM `now`.`metric_time`
), `by_member` AS (
  SELECT
    `cells`.`metric_time` AS `metric_time`,
    COALESCE(
      `cells`.`sales`,
      CASE
        WHEN CAST(CAST(ADD_MONTHS(`cells`.`metric_time`, 1) AS TIMESTAMP) AS DATE) > `bounds`.`first_1`
        AND `cells`.`metric_time` <= `bounds`.`last_day`
        THEN 0
      END
    ) AS `value of member`
  FROM `cells` AS `cells`
  CROSS JOIN `bounds` AS `bounds`
), `now_2` AS (
  SELECT
    AVG(CAST(CAST(`by_member`.`value of member` AS DOUBLE) AS DOUBLE)) AS `sales`
  FROM `by_member` AS `by_member`
), `bounds_2` AS (
  SELECT
    `days_1`.`first_1` AS `first_1`,
    `days_1`.`last_1` AS `last_1`,
    `days_1`.`first_1` AS `first_day`,
    `days_1`.`last_1` AS `last_day`
  FROM (
    SELECT
      CAST(MIN(`orders`.`ordered_at`) AS DATE) AS `first_1`,
      CAST(MAX(`orders`.`ordered_at`) AS DATE) AS `last_1`
    FROM `main`.`orders` AS `orders`
  ) AS `days_1`
), `spine_2` AS (
  SELECT
    `buckets`.`metric_time` AS `metric_time`
  FROM (
    SELECT
      CAST(CAST(ADD_MONTHS(CAST('2024-01-01' AS DATE), CAST(`steps`.`step` AS INT) * 1) AS TIMESTAMP) AS DATE) AS `metric_time`,
      `bounds`.`first_day` AS `first_day`,
      `bounds`.`last_day` AS `last_day`
    FROM `steps` AS `steps`
    CROSS JOIN `bounds_2` AS `bounds`
  ) AS `buckets`
  WHERE
    CAST(CAST(ADD_MONTHS(`buckets`.`metric_time`, 1) AS TIMESTAMP) AS DATE) > `buckets`.`first_day`
    AND `buckets`.`first_day` < CAST('2024-04-01' AS DATE)
    AND `buckets`.`last_day` >= CAST('2024-01-01' AS DATE)
    AND `buckets`.`metric_time` <= `buckets`.`last_day`
), `by_day_2` AS (
  SELECT
    CAST(`orders`.`ordered_at` AS DATE) AS `metric_time`,
    SUM(`orders`.`amount`) AS `sales`
  FROM `main`.`orders` AS `orders`
  WHERE
    `orders`.`ordered_at` >= CAST('2024-01-01' AS DATE)
    AND `orders`.`ordered_at` < CAST('2024-04-01' AS DATE)
    AND `orders`.`status` = 'done'
  GROUP BY
    CAST(`orders`.`ordered_at` AS DATE)
), `now_3` AS (
  SELECT
    CAST(DATE_TRUNC('MONTH', `by_day_2`.`metric_time`) AS DATE) AS `metric_time`,
    SUM(`by_day_2`.`sales`) AS `sales`
  FROM `by_day_2` AS `by_day_2`
  GROUP BY
    CAST(DATE_TRUNC('MONTH', `by_day_2`.`metric_time`) AS DATE)
), `cells_2` AS (
  SELECT
    COALESCE(`spine_2`.`metric_time`, `now_3`.`metric_time`) AS `metric_time`,
    `now_3`.`sales` AS `sales`
  FROM `spine_2` AS `spine_2`
  FULL JOIN `now_3` AS `now_3`
    ON `spine_2`.`metric_time` IS NOT DISTINCT FROM `now_3`.`metric_time`
), `by_member_2` AS (
  SELECT
    `cells_2`.`metric_time` AS `metric_time`,
    COALESCE(
      `cells_2`.`sales`,
      CASE
        WHEN CAST(CAST(ADD_MONTHS(`cells_2`.`metric_time`, 1) AS TIMESTAMP) AS DATE) > `bounds`.`first_1`
        AND `cells_2`.`metric_time` <= `bounds`.`last_day`
        THEN 0
      END
    ) AS `value of member`
  FROM `cells_2` AS `cells_2`
  CROSS JOIN `bounds_2` AS `bounds`
), `earlier` AS (
  SELECT
    AVG(CAST(CAST(`by_member_2`.`value of member` AS DOUBLE) AS DOUBLE)) AS `sales_previous`
  FROM `by_member_2` AS `by_member_2`
)
SELECT
  `now_2`.`sales` AS `sales_average_over_every_month`,
  `earlier`.`sales_previous` AS `sales_average_over_every_month_previous`
FROM `now_2` AS `now_2`
CROSS JOIN `earlier` AS `earlier`
