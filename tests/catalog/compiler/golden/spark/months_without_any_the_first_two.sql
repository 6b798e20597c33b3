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
    FROM RANGE(0, 12)
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
    AND `buckets`.`first_day` < CAST('2025-01-01' AS DATE)
    AND `buckets`.`last_day` >= CAST('2024-01-01' AS DATE)
    AND `buckets`.`metric_time` <= `buckets`.`last_day`
), `by_day` AS (
  SELECT
    CAST(`refunds`.`refunded_on` AS DATE) AS `metric_time`,
    COUNT(*) AS `refund_count`
  FROM `main`.`refunds` AS `refunds`
  WHERE
    `refunds`.`refunded_on` >= CAST('2024-01-01' AS DATE)
    AND `refunds`.`refunded_on` < CAST('2025-01-01' AS DATE)
  GROUP BY
    CAST(`refunds`.`refunded_on` AS DATE)
), `now` AS (
  SELECT
    CAST(DATE_TRUNC('MONTH', `by_day`.`metric_time`) AS DATE) AS `metric_time`,
    SUM(`by_day`.`refund_count`) AS `refund_count`
  FROM `by_day` AS `by_day`
  GROUP BY
    CAST(DATE_TRUNC('MONTH', `by_day`.`metric_time`) AS DATE)
), `cells` AS (
  SELECT
    COALESCE(`spine`.`metric_time`, `now`.`metric_time`) AS `metric_time`,
    `now`.`refund_count` AS `refund_count`
  FROM `spine` AS `spine`
  FULL JOIN `now` AS `now`
    ON `spine`.`metric_time` IS NOT DISTINCT FROM `now`.`metric_time`
)
SELECT
  `qualified rows`.`metric_time` AS `metric_time`,
  `qualified rows`.`refund_count` AS `refund_count`
FROM (
  SELECT
    `cells`.`metric_time` AS `metric_time`,
    COALESCE(
      `cells`.`refund_count`,
      CASE
        WHEN CAST(CAST(ADD_MONTHS(`cells`.`metric_time`, 1) AS TIMESTAMP) AS DATE) > `bounds`.`first_1`
        AND `cells`.`metric_time` <= `bounds`.`last_day`
        THEN 0
      END
    ) AS `refund_count`,
    (
      RANK() OVER (ORDER BY `cells`.`metric_time` ASC NULLS LAST) <= 2
    ) AS `kept`
  FROM `cells` AS `cells`
  CROSS JOIN `bounds` AS `bounds`
  WHERE
    COALESCE(
      `cells`.`refund_count`,
      CASE
        WHEN CAST(CAST(ADD_MONTHS(`cells`.`metric_time`, 1) AS TIMESTAMP) AS DATE) > `bounds`.`first_1`
        AND `cells`.`metric_time` <= `bounds`.`last_day`
        THEN 0
      END
    ) = 0
) AS `qualified rows`
WHERE
  `qualified rows`.`kept`
ORDER BY
  `metric_time` ASC NULLS LAST
