WITH `by_day` AS (
  SELECT
    CAST(`orders`.`ordered_at` AS DATE) AS `metric_time`,
    SUM(`orders`.`amount`) AS `sales`
  FROM `main`.`orders` AS `orders`
  WHERE
    `orders`.`status` = 'done'
  GROUP BY
    CAST(`orders`.`ordered_at` AS DATE)
), `now` AS (
  SELECT
    CAST(DATE_TRUNC('YEAR', `by_day`.`metric_time`) AS DATE) AS `metric_time`,
    SUM(`by_day`.`sales`) AS `sales`
  FROM `by_day` AS `by_day`
  GROUP BY
    CAST(DATE_TRUNC('YEAR', `by_day`.`metric_time`) AS DATE)
), `by_day_2` AS (
  SELECT
    CAST(`refunds`.`refunded_on` AS DATE) AS `metric_time`,
    SUM(`refunds`.`amount`) AS `refunded`
  FROM `main`.`refunds` AS `refunds`
  GROUP BY
    CAST(`refunds`.`refunded_on` AS DATE)
), `now_2` AS (
  SELECT
    CAST(DATE_TRUNC('YEAR', `by_day_2`.`metric_time`) AS DATE) AS `metric_time`,
    SUM(`by_day_2`.`refunded`) AS `refunded`
  FROM `by_day_2` AS `by_day_2`
  GROUP BY
    CAST(DATE_TRUNC('YEAR', `by_day_2`.`metric_time`) AS DATE)
), `cells` AS (
  SELECT
    COALESCE(`now`.`metric_time`, `now_2`.`metric_time`) AS `metric_time`,
    `now`.`sales` AS `sales`,
    `now_2`.`refunded` AS `refunded`
  FROM `now` AS `now`
  FULL JOIN `now_2` AS `now_2`
    ON `now`.`metric_time` IS NOT DISTINCT FROM `now_2`.`metric_time`
), `day_count` AS (
  SELECT
    `days`.`metric_time` AS `metric_time`,
    COUNT(DISTINCT `days`.`day`) AS `net_a_day_days`
  FROM (
    SELECT DISTINCT
      CAST(DATE_TRUNC('YEAR', `orders`.`ordered_at`) AS DATE) AS `metric_time`,
      CAST(`orders`.`ordered_at` AS DATE) AS `day`
    FROM `main`.`orders` AS `orders`
    UNION
    SELECT DISTINCT
      CAST(DATE_TRUNC('YEAR', `refunds`.`refunded_on`) AS DATE) AS `metric_time`,
      CAST(`refunds`.`refunded_on` AS DATE) AS `day`
    FROM `main`.`refunds` AS `refunds`
  ) AS `days`
  GROUP BY
    `days`.`metric_time`
), `bounds` AS (
  SELECT
    `days_1`.`first_1` AS `first_1`,
    `days_2`.`first_2` AS `first_2`,
    `days_1`.`last_1` AS `last_1`,
    `days_2`.`last_2` AS `last_2`,
    LEAST(`days_1`.`first_1`, `days_2`.`first_2`) AS `first_day`,
    GREATEST(`days_1`.`last_1`, `days_2`.`last_2`) AS `last_day`
  FROM (
    SELECT
      CAST(MIN(`orders`.`ordered_at`) AS DATE) AS `first_1`,
      CAST(MAX(`orders`.`ordered_at`) AS DATE) AS `last_1`
    FROM `main`.`orders` AS `orders`
  ) AS `days_1`
  CROSS JOIN (
    SELECT
      CAST(MIN(`refunds`.`refunded_on`) AS DATE) AS `first_2`,
      CAST(MAX(`refunds`.`refunded_on`) AS DATE) AS `last_2`
    FROM `main`.`refunds` AS `refunds`
  ) AS `days_2`
)
SELECT
  `cells`.`metric_time` AS `metric_time`,
  CASE
    WHEN CAST(`day_count`.`net_a_day_days` AS DOUBLE) = 0
    THEN NULL
    WHEN CAST(`day_count`.`net_a_day_days` AS DOUBLE) <> 0
    THEN CAST(`cells`.`sales` - `cells`.`refunded` AS DOUBLE) / CAST(`day_count`.`net_a_day_days` AS DOUBLE)
  END AS `net_a_day`,
  CASE
    WHEN CAST(CASE
      WHEN NOT (
        `cells`.`metric_time` IS NULL
      )
      THEN CAST(DATEDIFF(
        CAST(LEAST(
          CAST(CAST(ADD_MONTHS(`cells`.`metric_time`, 12) AS TIMESTAMP) AS DATE),
          CAST(CAST(DATE_ADD(GREATEST(`bounds`.`last_1`, `bounds`.`last_2`), 1) AS TIMESTAMP) AS DATE)
        ) AS DATE),
        CAST(GREATEST(`cells`.`metric_time`, LEAST(`bounds`.`first_1`, `bounds`.`first_2`)) AS DATE)
      ) AS BIGINT)
    END AS DOUBLE) = 0
    THEN NULL
    WHEN CAST(CASE
      WHEN NOT (
        `cells`.`metric_time` IS NULL
      )
      THEN CAST(DATEDIFF(
        CAST(LEAST(
          CAST(CAST(ADD_MONTHS(`cells`.`metric_time`, 12) AS TIMESTAMP) AS DATE),
          CAST(CAST(DATE_ADD(GREATEST(`bounds`.`last_1`, `bounds`.`last_2`), 1) AS TIMESTAMP) AS DATE)
        ) AS DATE),
        CAST(GREATEST(`cells`.`metric_time`, LEAST(`bounds`.`first_1`, `bounds`.`first_2`)) AS DATE)
      ) AS BIGINT)
    END AS DOUBLE) <> 0
    THEN CAST(`cells`.`sales` - `cells`.`refunded` AS DOUBLE) / CAST(CASE
      WHEN NOT (
        `cells`.`metric_time` IS NULL
      )
      THEN CAST(DATEDIFF(
        CAST(LEAST(
          CAST(CAST(ADD_MONTHS(`cells`.`metric_time`, 12) AS TIMESTAMP) AS DATE),
          CAST(CAST(DATE_ADD(GREATEST(`bounds`.`last_1`, `bounds`.`last_2`), 1) AS TIMESTAMP) AS DATE)
        ) AS DATE),
        CAST(GREATEST(`cells`.`metric_time`, LEAST(`bounds`.`first_1`, `bounds`.`first_2`)) AS DATE)
      ) AS BIGINT)
    END AS DOUBLE)
  END AS `net_a_calendar_day`
FROM `cells` AS `cells`
LEFT JOIN `day_count` AS `day_count`
  ON `cells`.`metric_time` IS NOT DISTINCT FROM `day_count`.`metric_time`
CROSS JOIN `bounds` AS `bounds`
ORDER BY
  `metric_time` ASC NULLS LAST
