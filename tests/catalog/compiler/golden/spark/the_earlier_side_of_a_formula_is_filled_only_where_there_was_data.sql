WITH `by_day` AS (
  SELECT
    CAST(`refunds`.`refunded_on` AS DATE) AS `metric_time`,
    COUNT(*) AS `refund_count`
  FROM `main`.`refunds` AS `refunds`
  WHERE
    `refunds`.`refunded_on` >= CAST('2024-02-01' AS DATE)
    AND `refunds`.`refunded_on` < CAST('2024-06-01' AS DATE)
  GROUP BY
    CAST(`refunds`.`refunded_on` AS DATE)
), `now` AS (
  SELECT
    CAST(DATE_TRUNC('MONTH', `by_day`.`metric_time`) AS DATE) AS `metric_time`,
    SUM(`by_day`.`refund_count`) AS `refund_count`
  FROM `by_day` AS `by_day`
  GROUP BY
    CAST(DATE_TRUNC('MONTH', `by_day`.`metric_time`) AS DATE)
), `by_day_2` AS (
  SELECT
    CAST(`refunds`.`refunded_on` AS DATE) AS `metric_time`,
    COUNT(*) AS `refund_count_previous`
  FROM `main`.`refunds` AS `refunds`
  WHERE
    `refunds`.`refunded_on` >= CAST('2024-01-01' AS DATE)
    AND `refunds`.`refunded_on` < CAST('2024-05-01' AS DATE)
  GROUP BY
    CAST(`refunds`.`refunded_on` AS DATE)
), `earlier` AS (
  SELECT
    CAST(DATE_TRUNC('MONTH', CAST(ADD_MONTHS(`by_day_2`.`metric_time`, 1) AS TIMESTAMP)) AS DATE) AS `metric_time`,
    SUM(`by_day_2`.`refund_count_previous`) AS `refund_count_previous`
  FROM `by_day_2` AS `by_day_2`
  GROUP BY
    CAST(DATE_TRUNC('MONTH', CAST(ADD_MONTHS(`by_day_2`.`metric_time`, 1) AS TIMESTAMP)) AS DATE)
), `cells` AS (
  SELECT
    `now`.`metric_time` AS `metric_time`,
    `now`.`refund_count` AS `refund_count`,
    `earlier`.`refund_count_previous` AS `refund_count_previous`
  FROM `now` AS `now`
  LEFT JOIN `earlier` AS `earlier`
    ON `now`.`metric_time` = `earlier`.`metric_time`
), `bounds` AS (
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
)
SELECT
  `cells`.`metric_time` AS `metric_time`,
  COALESCE(
    `cells`.`refund_count`,
    CASE
      WHEN CAST(CAST(ADD_MONTHS(`cells`.`metric_time`, 1) AS TIMESTAMP) AS DATE) > `bounds`.`first_1`
      AND `cells`.`metric_time` <= `bounds`.`last_day`
      THEN 0
    END
  ) - COALESCE(
    `cells`.`refund_count_previous`,
    CASE
      WHEN CAST(CAST(ADD_MONTHS(CAST(CAST(ADD_MONTHS(`cells`.`metric_time`, 1) AS TIMESTAMP) AS DATE), -1) AS TIMESTAMP) AS DATE) > `bounds`.`first_1`
      AND CAST(CAST(ADD_MONTHS(`cells`.`metric_time`, -1) AS TIMESTAMP) AS DATE) <= `bounds`.`last_day`
      THEN 0
    END
  ) AS `more_refunds`
FROM `cells` AS `cells`
CROSS JOIN `bounds` AS `bounds`
ORDER BY
  `metric_time` ASC NULLS LAST
