WITH `bounds` AS (
  SELECT
    `days_1`.`first_1` AS `first_1`,
    `days_1`.`last_1` AS `last_1`,
    `days_1`.`first_1` AS `first_day`,
    `days_1`.`last_1` AS `last_day`
  FROM (
    SELECT
      CAST(MIN(`refunds`.`refunded_on`) AS DATE) AS `first_1`,
      CAST(MAX(`refunds`.`refunded_on`) AS DATE) AS `last_1`
    FROM `main`.`refunds` AS `refunds`
  ) AS `days_1`
), `steps` AS (
  SELECT
    `series`.`step` AS `step`
  FROM (
    SELECT
      id AS `step`
    FROM RANGE(0, 2)
  ) AS `series`
), `spine` AS (
  SELECT
    `buckets`.`metric_time` AS `metric_time`
  FROM (
    SELECT
      CAST(CAST(ADD_MONTHS(CAST('2024-03-01' AS DATE), CAST(`steps`.`step` AS INT) * 1) AS TIMESTAMP) AS DATE) AS `metric_time`,
      `bounds`.`first_day` AS `first_day`,
      `bounds`.`last_day` AS `last_day`
    FROM `steps` AS `steps`
    CROSS JOIN `bounds` AS `bounds`
  ) AS `buckets`
  WHERE
    CAST(CAST(ADD_MONTHS(`buckets`.`metric_time`, 1) AS TIMESTAMP) AS DATE) > `buckets`.`first_day`
    AND `buckets`.`first_day` < CAST('2024-05-01' AS DATE)
    AND `buckets`.`last_day` >= CAST('2024-03-01' AS DATE)
    AND `buckets`.`metric_time` <= `buckets`.`last_day`
), `by_key` AS (
  SELECT
    CAST(DATE_TRUNC('MONTH', `refunds`.`refunded_on`) AS DATE) AS `metric_time`,
    `refunds`.`store_id` AS `key_store_id`,
    COUNT(*) AS `refund_count`
  FROM `main`.`refunds` AS `refunds`
  WHERE
    `refunds`.`refunded_on` >= CAST('2024-03-01' AS DATE)
    AND `refunds`.`refunded_on` < CAST('2024-05-01' AS DATE)
  GROUP BY
    CAST(DATE_TRUNC('MONTH', `refunds`.`refunded_on`) AS DATE),
    `refunds`.`store_id`
), `now` AS (
  SELECT
    `by_key`.`metric_time` AS `metric_time`,
    `stores`.`store` AS `store`,
    SUM(`by_key`.`refund_count`) AS `refund_count`
  FROM `by_key` AS `by_key`
  LEFT JOIN `main`.`stores` AS `stores`
    ON `by_key`.`key_store_id` = `stores`.`store_id`
  GROUP BY
    `by_key`.`metric_time`,
    `stores`.`store`
), `by_key_2` AS (
  SELECT
    CAST(DATE_TRUNC('MONTH', CAST(ADD_MONTHS(`refunds`.`refunded_on`, 1) AS TIMESTAMP)) AS DATE) AS `metric_time`,
    `refunds`.`store_id` AS `key_store_id`,
    COUNT(*) AS `refund_count_previous`
  FROM `main`.`refunds` AS `refunds`
  WHERE
    `refunds`.`refunded_on` >= CAST('2024-02-01' AS DATE)
    AND `refunds`.`refunded_on` < CAST('2024-04-01' AS DATE)
  GROUP BY
    CAST(DATE_TRUNC('MONTH', CAST(ADD_MONTHS(`refunds`.`refunded_on`, 1) AS TIMESTAMP)) AS DATE),
    `refunds`.`store_id`
), `earlier` AS (
  SELECT
    `by_key_2`.`metric_time` AS `metric_time`,
    `stores`.`store` AS `store`,
    SUM(`by_key_2`.`refund_count_previous`) AS `refund_count_previous`
  FROM `by_key_2` AS `by_key_2`
  LEFT JOIN `main`.`stores` AS `stores`
    ON `by_key_2`.`key_store_id` = `stores`.`store_id`
  GROUP BY
    `by_key_2`.`metric_time`,
    `stores`.`store`
), `times` AS (
  SELECT
    `buckets`.`metric_time` AS `metric_time`
  FROM (
    SELECT
      `spine`.`metric_time` AS `metric_time`
    FROM `spine` AS `spine`
    UNION
    SELECT
      `now`.`metric_time` AS `metric_time`
    FROM `now` AS `now`
  ) AS `buckets`
), `cells` AS (
  SELECT
    COALESCE(`now`.`metric_time`, `earlier`.`metric_time`) AS `metric_time`,
    COALESCE(`now`.`store`, `earlier`.`store`) AS `store`,
    `now`.`refund_count` AS `refund_count`,
    `earlier`.`refund_count_previous` AS `refund_count_previous`
  FROM `now` AS `now`
  FULL JOIN (
    SELECT
      `times`.`metric_time` AS `metric_time`,
      `earlier`.`store` AS `store`,
      `earlier`.`refund_count_previous` AS `refund_count_previous`
    FROM `times` AS `times`
    JOIN `earlier` AS `earlier`
      ON `times`.`metric_time` = `earlier`.`metric_time`
  ) AS `earlier`
    ON `now`.`metric_time` IS NOT DISTINCT FROM `earlier`.`metric_time`
    AND `now`.`store` IS NOT DISTINCT FROM `earlier`.`store`
)
SELECT
  COALESCE(`cells`.`metric_time`, `every`.`metric_time`) AS `metric_time`,
  COALESCE(`cells`.`store`, `every`.`store`) AS `store`,
  COALESCE(
    `cells`.`refund_count`,
    CASE
      WHEN CAST(CAST(ADD_MONTHS(COALESCE(`cells`.`metric_time`, `every`.`metric_time`), 1) AS TIMESTAMP) AS DATE) > `bounds`.`first_1`
      AND COALESCE(`cells`.`metric_time`, `every`.`metric_time`) <= `bounds`.`last_day`
      THEN 0
    END
  ) AS `refund_count`,
  COALESCE(
    `cells`.`refund_count_previous`,
    CASE
      WHEN CAST(CAST(ADD_MONTHS(
        CAST(CAST(ADD_MONTHS(COALESCE(`cells`.`metric_time`, `every`.`metric_time`), 1) AS TIMESTAMP) AS DATE),
        -1
      ) AS TIMESTAMP) AS DATE) > `bounds`.`first_1`
      AND CAST(CAST(ADD_MONTHS(COALESCE(`cells`.`metric_time`, `every`.`metric_time`), -1) AS TIMESTAMP) AS DATE) <= `bounds`.`last_day`
      THEN 0
    END
  ) AS `refund_count_previous`
FROM `cells` AS `cells`
FULL JOIN (
  SELECT
    `spine`.`metric_time` AS `metric_time`,
    `members`.`store` AS `store`
  FROM `spine` AS `spine`
  CROSS JOIN (
    SELECT DISTINCT
      `cells`.`store` AS `store`
    FROM `cells` AS `cells`
  ) AS `members`
) AS `every`
  ON `cells`.`metric_time` IS NOT DISTINCT FROM `every`.`metric_time`
  AND `cells`.`store` IS NOT DISTINCT FROM `every`.`store`
CROSS JOIN `bounds` AS `bounds`
ORDER BY
  `metric_time` ASC NULLS LAST,
  `store` ASC NULLS LAST
