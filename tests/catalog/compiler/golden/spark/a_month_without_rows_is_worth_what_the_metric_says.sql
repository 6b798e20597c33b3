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
    FROM RANGE(0, 1000)
  ) AS `series`
), `spine` AS (
  SELECT
    `buckets`.`metric_time` AS `metric_time`
  FROM (
    SELECT
      CAST(CAST(ADD_MONTHS(
        (
          SELECT
            CAST(DATE_TRUNC('MONTH', `bounds`.`first_day`) AS DATE) AS `first_bucket`
          FROM `bounds` AS `bounds`
        ),
        CAST(`steps`.`step` AS INT) * 1
      ) AS TIMESTAMP) AS DATE) AS `metric_time`,
      `bounds`.`last_day` AS `last_day`
    FROM `steps` AS `steps`
    CROSS JOIN `bounds` AS `bounds`
    WHERE
      `steps`.`step` < 1000
  ) AS `buckets`
  WHERE
    `buckets`.`metric_time` <= `buckets`.`last_day`
), `by_day` AS (
  SELECT
    CAST(`refunds`.`refunded_on` AS DATE) AS `metric_time`,
    COUNT(*) AS `refund_count`
  FROM `main`.`refunds` AS `refunds`
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
), `by_member` AS (
  SELECT
    `cells`.`metric_time` AS `metric_time`,
    COALESCE(
      `cells`.`refund_count`,
      CASE
        WHEN CAST(CAST(ADD_MONTHS(`cells`.`metric_time`, 1) AS TIMESTAMP) AS DATE) > `bounds`.`first_1`
        AND `cells`.`metric_time` <= `bounds`.`last_day`
        THEN 0
      END
    ) AS `value of member`
  FROM `cells` AS `cells`
  CROSS JOIN `bounds` AS `bounds`
)
SELECT
  CAST(DATE_TRUNC('YEAR', `by_member`.`metric_time`) AS DATE) AS `metric_time`,
  AVG(CAST(CAST(`by_member`.`value of member` AS DOUBLE) AS DOUBLE)) AS `refunds_a_month`
FROM `by_member` AS `by_member`
GROUP BY
  CAST(DATE_TRUNC('YEAR', `by_member`.`metric_time`) AS DATE)
ORDER BY
  `metric_time` ASC NULLS LAST
