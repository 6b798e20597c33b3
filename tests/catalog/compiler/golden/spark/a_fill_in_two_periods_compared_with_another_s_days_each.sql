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
    `calendars`.`period` AS `period`,
    `calendars`.`metric_time` AS `metric_time`
  FROM (
    SELECT
      '2024-02-01/2024-03-31' AS `period`,
      `buckets`.`metric_time` AS `metric_time`
    FROM (
      SELECT
        CAST(CAST(ADD_MONTHS(CAST('2024-02-01' AS DATE), CAST(`steps`.`step` AS INT) * 1) AS TIMESTAMP) AS DATE) AS `metric_time`,
        `bounds`.`first_day` AS `first_day`,
        `bounds`.`last_day` AS `last_day`
      FROM `steps` AS `steps`
      CROSS JOIN `bounds` AS `bounds`
    ) AS `buckets`
    WHERE
      CAST(CAST(ADD_MONTHS(`buckets`.`metric_time`, 1) AS TIMESTAMP) AS DATE) > `buckets`.`first_day`
      AND `buckets`.`first_day` < CAST('2024-04-01' AS DATE)
      AND `buckets`.`last_day` >= CAST('2024-02-01' AS DATE)
      AND `buckets`.`metric_time` <= `buckets`.`last_day`
    UNION ALL
    SELECT
      '2025-02-01/2025-03-31' AS `period`,
      `buckets`.`metric_time` AS `metric_time`
    FROM (
      SELECT
        CAST(CAST(ADD_MONTHS(CAST('2025-02-01' AS DATE), CAST(`steps`.`step` AS INT) * 1) AS TIMESTAMP) AS DATE) AS `metric_time`,
        `bounds`.`first_day` AS `first_day`,
        `bounds`.`last_day` AS `last_day`
      FROM `steps` AS `steps`
      CROSS JOIN `bounds` AS `bounds`
    ) AS `buckets`
    WHERE
      CAST(CAST(ADD_MONTHS(`buckets`.`metric_time`, 1) AS TIMESTAMP) AS DATE) > `buckets`.`first_day`
      AND `buckets`.`first_day` < CAST('2025-04-01' AS DATE)
      AND `buckets`.`last_day` >= CAST('2025-02-01' AS DATE)
      AND `buckets`.`metric_time` <= `buckets`.`last_day`
  ) AS `calendars`
), `now` AS (
  SELECT
    CASE
      WHEN `refunds`.`refunded_on` >= CAST('2024-02-01' AS DATE)
      AND `refunds`.`refunded_on` < CAST('2024-04-01' AS DATE)
      THEN '2024-02-01/2024-03-31'
      ELSE '2025-02-01/2025-03-31'
    END AS `period`,
    CAST(DATE_TRUNC('MONTH', `refunds`.`refunded_on`) AS DATE) AS `metric_time`,
    COUNT(*) AS `refund_count`
  FROM `main`.`refunds` AS `refunds`
  WHERE
    (
      `refunds`.`refunded_on` >= CAST('2024-02-01' AS DATE)
      AND `refunds`.`refunded_on` < CAST('2024-04-01' AS DATE)
      OR `refunds`.`refunded_on` >= CAST('2025-02-01' AS DATE)
      AND `refunds`.`refunded_on` < CAST('2025-04-01' AS DATE)
    )
  GROUP BY
    CASE
      WHEN `refunds`.`refunded_on` >= CAST('2024-02-01' AS DATE)
      AND `refunds`.`refunded_on` < CAST('2024-04-01' AS DATE)
      THEN '2024-02-01/2024-03-31'
      ELSE '2025-02-01/2025-03-31'
    END,
    CAST(DATE_TRUNC('MONTH', `refunds`.`refunded_on`) AS DATE)
), `earlier` AS (
  SELECT
    CASE
      WHEN `refunds`.`refunded_on` >= CAST('2024-01-01' AS DATE)
      AND `refunds`.`refunded_on` < CAST('2024-03-01' AS DATE)
      THEN '2024-02-01/2024-03-31'
      ELSE '2025-02-01/2025-03-31'
    END AS `period`,
    CAST(DATE_TRUNC('MONTH', CAST(ADD_MONTHS(`refunds`.`refunded_on`, 1) AS TIMESTAMP)) AS DATE) AS `metric_time`,
    COUNT(*) AS `refund_count_previous`
  FROM `main`.`refunds` AS `refunds`
  WHERE
    (
      `refunds`.`refunded_on` >= CAST('2024-01-01' AS DATE)
      AND `refunds`.`refunded_on` < CAST('2024-03-01' AS DATE)
      OR `refunds`.`refunded_on` >= CAST('2025-01-01' AS DATE)
      AND `refunds`.`refunded_on` < CAST('2025-03-01' AS DATE)
    )
  GROUP BY
    CASE
      WHEN `refunds`.`refunded_on` >= CAST('2024-01-01' AS DATE)
      AND `refunds`.`refunded_on` < CAST('2024-03-01' AS DATE)
      THEN '2024-02-01/2024-03-31'
      ELSE '2025-02-01/2025-03-31'
    END,
    CAST(DATE_TRUNC('MONTH', CAST(ADD_MONTHS(`refunds`.`refunded_on`, 1) AS TIMESTAMP)) AS DATE)
), `times` AS (
  SELECT
    `buckets`.`period` AS `period`,
    `buckets`.`metric_time` AS `metric_time`
  FROM (
    SELECT
      `spine`.`period` AS `period`,
      `spine`.`metric_time` AS `metric_time`
    FROM `spine` AS `spine`
    UNION
    SELECT
      `now`.`period` AS `period`,
      `now`.`metric_time` AS `metric_time`
    FROM `now` AS `now`
  ) AS `buckets`
), `cells` AS (
  SELECT
    COALESCE(`spine`.`period`, `now`.`period`, `earlier`.`period`) AS `period`,
    COALESCE(`spine`.`metric_time`, `now`.`metric_time`, `earlier`.`metric_time`) AS `metric_time`,
    `now`.`refund_count` AS `refund_count`,
    `earlier`.`refund_count_previous` AS `refund_count_previous`
  FROM `spine` AS `spine`
  FULL JOIN `now` AS `now`
    ON `spine`.`period` IS NOT DISTINCT FROM `now`.`period`
    AND `spine`.`metric_time` IS NOT DISTINCT FROM `now`.`metric_time`
  FULL JOIN (
    SELECT
      `earlier`.`period` AS `period`,
      `times`.`metric_time` AS `metric_time`,
      `earlier`.`refund_count_previous` AS `refund_count_previous`
    FROM `times` AS `times`
    JOIN `earlier` AS `earlier`
      ON `times`.`period` = `earlier`.`period`
      AND `times`.`metric_time` = `earlier`.`metric_time`
  ) AS `earlier`
    ON COALESCE(`spine`.`period`, `now`.`period`) IS NOT DISTINCT FROM `earlier`.`period`
    AND COALESCE(`spine`.`metric_time`, `now`.`metric_time`) IS NOT DISTINCT FROM `earlier`.`metric_time`
)
SELECT
  `cells`.`period` AS `period`,
  `cells`.`metric_time` AS `metric_time`,
  COALESCE(
    `cells`.`refund_count`,
    CASE
      WHEN CAST(CAST(ADD_MONTHS(`cells`.`metric_time`, 1) AS TIMESTAMP) AS DATE) > `bounds`.`first_1`
      AND `cells`.`metric_time` <= `bounds`.`last_day`
      THEN 0
    END
  ) AS `refund_count`,
  COALESCE(
    `cells`.`refund_count_previous`,
    CASE
      WHEN CAST(CAST(ADD_MONTHS(CAST(CAST(ADD_MONTHS(`cells`.`metric_time`, 1) AS TIMESTAMP) AS DATE), -1) AS TIMESTAMP) AS DATE) > `bounds`.`first_1`
      AND CAST(CAST(ADD_MONTHS(`cells`.`metric_time`, -1) AS TIMESTAMP) AS DATE) <= `bounds`.`last_day`
      THEN 0
    END
  ) AS `refund_count_previous`
FROM `cells` AS `cells`
CROSS JOIN `bounds` AS `bounds`
ORDER BY
  `period` ASC NULLS LAST,
  `metric_time` ASC NULLS LAST
