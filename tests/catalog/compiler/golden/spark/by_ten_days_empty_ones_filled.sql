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
), `spine` AS (
  SELECT
    `buckets`.`metric_time` AS `metric_time`
  FROM (
    SELECT
      `listed`.`metric_time` AS `metric_time`,
      `bounds`.`first_day` AS `first_day`,
      `bounds`.`last_day` AS `last_day`
    FROM VALUES
      (CAST('2025-02-21' AS DATE)),
      (CAST('2025-03-01' AS DATE)),
      (CAST('2025-03-11' AS DATE)),
      (CAST('2025-03-21' AS DATE)) AS `listed`(`metric_time`)
    CROSS JOIN `bounds` AS `bounds`
  ) AS `buckets`
  WHERE
    CASE
      WHEN `buckets`.`metric_time` < CAST('2025-02-11' AS DATE)
      THEN CAST('2025-02-11' AS DATE)
      WHEN `buckets`.`metric_time` < CAST('2025-02-21' AS DATE)
      THEN CAST('2025-02-21' AS DATE)
      WHEN `buckets`.`metric_time` < CAST('2025-03-01' AS DATE)
      THEN CAST('2025-03-01' AS DATE)
      WHEN `buckets`.`metric_time` < CAST('2025-03-11' AS DATE)
      THEN CAST('2025-03-11' AS DATE)
      WHEN `buckets`.`metric_time` < CAST('2025-03-21' AS DATE)
      THEN CAST('2025-03-21' AS DATE)
      WHEN `buckets`.`metric_time` < CAST('2025-04-01' AS DATE)
      THEN CAST('2025-04-01' AS DATE)
      WHEN `buckets`.`metric_time` < CAST('2025-04-11' AS DATE)
      THEN CAST('2025-04-11' AS DATE)
      WHEN `buckets`.`metric_time` < CAST('2025-04-12' AS DATE)
      THEN CAST('2025-04-12' AS DATE)
    END > `buckets`.`first_day`
    AND `buckets`.`first_day` < CAST('2025-03-25' AS DATE)
), `by_day` AS (
  SELECT
    CAST(`refunds`.`refunded_on` AS DATE) AS `metric_time`,
    COUNT(*) AS `refund_count`
  FROM `main`.`refunds` AS `refunds`
  WHERE
    `refunds`.`refunded_on` >= CAST('2025-02-21' AS DATE)
    AND `refunds`.`refunded_on` < CAST('2025-03-25' AS DATE)
  GROUP BY
    CAST(`refunds`.`refunded_on` AS DATE)
), `now` AS (
  SELECT
    CAST(CASE
      WHEN CAST(DAY(`by_day`.`metric_time`) AS BIGINT) <= 10
      THEN DATE_TRUNC('MONTH', `by_day`.`metric_time`)
      WHEN CAST(DAY(`by_day`.`metric_time`) AS BIGINT) <= 20
      THEN CAST(DATE_TRUNC('MONTH', `by_day`.`metric_time`) AS TIMESTAMP) + INTERVAL '10' DAY
      ELSE CAST(DATE_TRUNC('MONTH', `by_day`.`metric_time`) AS TIMESTAMP) + INTERVAL '20' DAY
    END AS DATE) AS `metric_time`,
    SUM(`by_day`.`refund_count`) AS `refund_count`
  FROM `by_day` AS `by_day`
  GROUP BY
    CAST(CASE
      WHEN CAST(DAY(`by_day`.`metric_time`) AS BIGINT) <= 10
      THEN DATE_TRUNC('MONTH', `by_day`.`metric_time`)
      WHEN CAST(DAY(`by_day`.`metric_time`) AS BIGINT) <= 20
      THEN CAST(DATE_TRUNC('MONTH', `by_day`.`metric_time`) AS TIMESTAMP) + INTERVAL '10' DAY
      ELSE CAST(DATE_TRUNC('MONTH', `by_day`.`metric_time`) AS TIMESTAMP) + INTERVAL '20' DAY
    END AS DATE)
), `cells` AS (
  SELECT
    COALESCE(`spine`.`metric_time`, `now`.`metric_time`) AS `metric_time`,
    `now`.`refund_count` AS `refund_count`
  FROM `spine` AS `spine`
  FULL JOIN `now` AS `now`
    ON `spine`.`metric_time` IS NOT DISTINCT FROM `now`.`metric_time`
)
SELECT
  `cells`.`metric_time` AS `metric_time`,
  COALESCE(
    `cells`.`refund_count`,
    CASE
      WHEN CASE
        WHEN `cells`.`metric_time` < CAST('2025-02-11' AS DATE)
        THEN CAST('2025-02-11' AS DATE)
        WHEN `cells`.`metric_time` < CAST('2025-02-21' AS DATE)
        THEN CAST('2025-02-21' AS DATE)
        WHEN `cells`.`metric_time` < CAST('2025-03-01' AS DATE)
        THEN CAST('2025-03-01' AS DATE)
        WHEN `cells`.`metric_time` < CAST('2025-03-11' AS DATE)
        THEN CAST('2025-03-11' AS DATE)
        WHEN `cells`.`metric_time` < CAST('2025-03-21' AS DATE)
        THEN CAST('2025-03-21' AS DATE)
        WHEN `cells`.`metric_time` < CAST('2025-04-01' AS DATE)
        THEN CAST('2025-04-01' AS DATE)
        WHEN `cells`.`metric_time` < CAST('2025-04-11' AS DATE)
        THEN CAST('2025-04-11' AS DATE)
        WHEN `cells`.`metric_time` < CAST('2025-04-12' AS DATE)
        THEN CAST('2025-04-12' AS DATE)
      END > `bounds`.`first_1`
      THEN 0
    END
  ) AS `refund_count`
FROM `cells` AS `cells`
CROSS JOIN `bounds` AS `bounds`
ORDER BY
  `metric_time` ASC NULLS LAST
