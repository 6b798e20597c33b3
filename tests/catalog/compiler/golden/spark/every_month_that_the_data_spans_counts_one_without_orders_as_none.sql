WITH `by_member` AS (
  SELECT
    CAST(DATE_TRUNC('MONTH', `orders`.`ordered_at`) AS DATE) AS `metric_time`,
    `orders`.`channel` AS `channel`,
    SUM(`orders`.`amount`) AS `value of member`
  FROM `main`.`orders` AS `orders`
  WHERE
    `orders`.`ordered_at` >= CAST('2024-01-01' AS DATE)
    AND `orders`.`ordered_at` < CAST('2025-04-01' AS DATE)
    AND `orders`.`status` = 'done'
  GROUP BY
    CAST(DATE_TRUNC('MONTH', `orders`.`ordered_at`) AS DATE),
    `orders`.`channel`
), `now` AS (
  SELECT
    `by_member`.`channel` AS `channel`,
    AVG(CAST(CAST(`by_member`.`value of member` AS DOUBLE) AS DOUBLE)) AS `sales`
  FROM `by_member` AS `by_member`
  GROUP BY
    `by_member`.`channel`
), `bounds` AS (
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
    FROM RANGE(0, 15)
  ) AS `series`
), `spine` AS (
  SELECT
    `buckets`.`metric_time` AS `metric_time`
  FROM (
    SELECT
      CAST(CAST(ADD_MONTHS(CAST('2024-01-01' AS DATE), CAST(`steps`.`step` AS INT) * 1) AS TIMESTAMP) AS DATE) AS `metric_time`,
      `bounds`.`first_day` AS `first_day`,
      `bounds`.`last_day` AS `last_day`
    FROM `steps` AS `steps`
    CROSS JOIN `bounds` AS `bounds`
  ) AS `buckets`
  WHERE
    CAST(CAST(ADD_MONTHS(`buckets`.`metric_time`, 1) AS TIMESTAMP) AS DATE) > `buckets`.`first_day`
    AND `buckets`.`first_day` < CAST('2025-04-01' AS DATE)
), `cells` AS (
  SELECT
    CAST(DATE_TRUNC('MONTH', `orders`.`ordered_at`) AS DATE) AS `metric_time`,
    `orders`.`channel` AS `channel`,
    SUM(`orders`.`amount`) AS `sales`
  FROM `main`.`orders` AS `orders`
  WHERE
    `orders`.`ordered_at` >= CAST('2024-01-01' AS DATE)
    AND `orders`.`ordered_at` < CAST('2025-04-01' AS DATE)
    AND `orders`.`status` = 'done'
  GROUP BY
    CAST(DATE_TRUNC('MONTH', `orders`.`ordered_at`) AS DATE),
    `orders`.`channel`
), `by_member_2` AS (
  SELECT
    COALESCE(`cells`.`metric_time`, `every`.`metric_time`) AS `metric_time`,
    COALESCE(`cells`.`channel`, `every`.`channel`) AS `channel`,
    COALESCE(
      `cells`.`sales`,
      CASE
        WHEN CAST(CAST(ADD_MONTHS(COALESCE(`cells`.`metric_time`, `every`.`metric_time`), 1) AS TIMESTAMP) AS DATE) > `bounds`.`first_1`
        THEN 0
      END
    ) AS `value of member`
  FROM `cells` AS `cells`
  FULL JOIN (
    SELECT
      `spine`.`metric_time` AS `metric_time`,
      `members`.`channel` AS `channel`
    FROM `spine` AS `spine`
    CROSS JOIN (
      SELECT DISTINCT
        `cells`.`channel` AS `channel`
      FROM `cells` AS `cells`
    ) AS `members`
  ) AS `every`
    ON `cells`.`metric_time` IS NOT DISTINCT FROM `every`.`metric_time`
    AND `cells`.`channel` IS NOT DISTINCT FROM `every`.`channel`
  CROSS JOIN `bounds` AS `bounds`
), `now_2` AS (
  SELECT
    `by_member_2`.`channel` AS `channel`,
    AVG(CAST(CAST(`by_member_2`.`value of member` AS DOUBLE) AS DOUBLE)) AS `sales_2`,
    COUNT(`by_member_2`.`value of member`) AS `sales_3`
  FROM `by_member_2` AS `by_member_2`
  GROUP BY
    `by_member_2`.`channel`
)
SELECT
  COALESCE(`now`.`channel`, `now_2`.`channel`) AS `channel`,
  `now`.`sales` AS `sales_average_over_month`,
  `now_2`.`sales_2` AS `sales_average_over_every_month`,
  `now_2`.`sales_3` AS `sales_count_over_every_month`
FROM `now` AS `now`
FULL JOIN `now_2` AS `now_2`
  ON `now`.`channel` IS NOT DISTINCT FROM `now_2`.`channel`
ORDER BY
  `channel` ASC NULLS LAST
