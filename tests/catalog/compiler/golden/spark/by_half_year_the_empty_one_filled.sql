WITH `bounds` AS (
  SELECT
    `days_1`.`first_1` AS `first_1`,
    `days_2`.`first_2` AS `first_2`,
    `days_1`.`last_1` AS `last_1`,
    `days_2`.`last_2` AS `last_2`,
    `days_1`.`first_1` AS `first_day`,
    GREATEST(`days_1`.`last_1`, `days_2`.`last_2`) AS `last_day`
  FROM (
    SELECT
      CAST(MIN(`refunds`.`refunded_on`) AS DATE) AS `first_1`,
      CAST(MAX(`refunds`.`refunded_on`) AS DATE) AS `last_1`
    FROM `main`.`refunds` AS `refunds`
  ) AS `days_1`
  CROSS JOIN (
    SELECT
      CAST(MIN(`orders`.`ordered_at`) AS DATE) AS `first_2`,
      CAST(MAX(`orders`.`ordered_at`) AS DATE) AS `last_2`
    FROM `main`.`orders` AS `orders`
  ) AS `days_2`
), `steps` AS (
  SELECT
    `series`.`step` AS `step`
  FROM (
    SELECT
      id AS `step`
    FROM RANGE(0, 200)
  ) AS `series`
), `spine` AS (
  SELECT
    `buckets`.`metric_time` AS `metric_time`
  FROM (
    SELECT
      CAST(CAST(ADD_MONTHS(
        (
          SELECT
            CAST(CASE
              WHEN CAST(MONTH(`bounds`.`first_day`) AS BIGINT) <= 6
              THEN DATE_TRUNC('YEAR', `bounds`.`first_day`)
              ELSE CAST(DATE_TRUNC('YEAR', `bounds`.`first_day`) AS TIMESTAMP) + INTERVAL '6' MONTH
            END AS DATE) AS `first_bucket`
          FROM `bounds` AS `bounds`
        ),
        CAST(`steps`.`step` AS INT) * 6
      ) AS TIMESTAMP) AS DATE) AS `metric_time`,
      `bounds`.`last_day` AS `last_day`
    FROM `steps` AS `steps`
    CROSS JOIN `bounds` AS `bounds`
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
    CAST(CASE
      WHEN CAST(MONTH(`by_day`.`metric_time`) AS BIGINT) <= 6
      THEN DATE_TRUNC('YEAR', `by_day`.`metric_time`)
      ELSE CAST(DATE_TRUNC('YEAR', `by_day`.`metric_time`) AS TIMESTAMP) + INTERVAL '6' MONTH
    END AS DATE) AS `metric_time`,
    SUM(`by_day`.`refund_count`) AS `refund_count`
  FROM `by_day` AS `by_day`
  GROUP BY
    CAST(CASE
      WHEN CAST(MONTH(`by_day`.`metric_time`) AS BIGINT) <= 6
      THEN DATE_TRUNC('YEAR', `by_day`.`metric_time`)
      ELSE CAST(DATE_TRUNC('YEAR', `by_day`.`metric_time`) AS TIMESTAMP) + INTERVAL '6' MONTH
    END AS DATE)
), `by_day_2` AS (
  SELECT
    CAST(`orders`.`ordered_at` AS DATE) AS `metric_time`,
    SUM(`orders`.`amount`) AS `sales`
  FROM `main`.`orders` AS `orders`
  WHERE
    `orders`.`status` = 'done'
  GROUP BY
    CAST(`orders`.`ordered_at` AS DATE)
), `now_2` AS (
  SELECT
    CAST(CASE
      WHEN CAST(MONTH(`by_day_2`.`metric_time`) AS BIGINT) <= 6
      THEN DATE_TRUNC('YEAR', `by_day_2`.`metric_time`)
      ELSE CAST(DATE_TRUNC('YEAR', `by_day_2`.`metric_time`) AS TIMESTAMP) + INTERVAL '6' MONTH
    END AS DATE) AS `metric_time`,
    SUM(`by_day_2`.`sales`) AS `sales`
  FROM `by_day_2` AS `by_day_2`
  GROUP BY
    CAST(CASE
      WHEN CAST(MONTH(`by_day_2`.`metric_time`) AS BIGINT) <= 6
      THEN DATE_TRUNC('YEAR', `by_day_2`.`metric_time`)
      ELSE CAST(DATE_TRUNC('YEAR', `by_day_2`.`metric_time`) AS TIMESTAMP) + INTERVAL '6' MONTH
    END AS DATE)
), `cells` AS (
  SELECT
    COALESCE(`spine`.`metric_time`, `now`.`metric_time`, `now_2`.`metric_time`) AS `metric_time`,
    `now`.`refund_count` AS `refund_count`,
    `now_2`.`sales` AS `sales`
  FROM `spine` AS `spine`
  FULL JOIN `now` AS `now`
    ON `spine`.`metric_time` IS NOT DISTINCT FROM `now`.`metric_time`
  FULL JOIN `now_2` AS `now_2`
    ON COALESCE(`spine`.`metric_time`, `now`.`metric_time`) IS NOT DISTINCT FROM `now_2`.`metric_time`
)
SELECT
  `cells`.`metric_time` AS `metric_time`,
  COALESCE(
    `cells`.`refund_count`,
    CASE
      WHEN CAST(CAST(ADD_MONTHS(`cells`.`metric_time`, 6) AS TIMESTAMP) AS DATE) > `bounds`.`first_1`
      AND `cells`.`metric_time` <= `bounds`.`last_day`
      THEN 0
    END
  ) AS `refund_count`,
  CASE
    WHEN CAST(CASE
      WHEN NOT (
        `cells`.`metric_time` IS NULL
      )
      THEN CAST(DATEDIFF(
        CAST(LEAST(
          CAST(CAST(ADD_MONTHS(`cells`.`metric_time`, 6) AS TIMESTAMP) AS DATE),
          CAST(CAST(DATE_ADD(`bounds`.`last_2`, 1) AS TIMESTAMP) AS DATE)
        ) AS DATE),
        CAST(GREATEST(`cells`.`metric_time`, `bounds`.`first_2`) AS DATE)
      ) AS BIGINT)
    END AS DOUBLE) = 0
    THEN NULL
    WHEN CAST(CASE
      WHEN NOT (
        `cells`.`metric_time` IS NULL
      )
      THEN CAST(DATEDIFF(
        CAST(LEAST(
          CAST(CAST(ADD_MONTHS(`cells`.`metric_time`, 6) AS TIMESTAMP) AS DATE),
          CAST(CAST(DATE_ADD(`bounds`.`last_2`, 1) AS TIMESTAMP) AS DATE)
        ) AS DATE),
        CAST(GREATEST(`cells`.`metric_time`, `bounds`.`first_2`) AS DATE)
      ) AS BIGINT)
    END AS DOUBLE) <> 0
    THEN CAST(`cells`.`sales` AS DOUBLE) / CAST(CASE
      WHEN NOT (
        `cells`.`metric_time` IS NULL
      )
      THEN CAST(DATEDIFF(
        CAST(LEAST(
          CAST(CAST(ADD_MONTHS(`cells`.`metric_time`, 6) AS TIMESTAMP) AS DATE),
          CAST(CAST(DATE_ADD(`bounds`.`last_2`, 1) AS TIMESTAMP) AS DATE)
        ) AS DATE),
        CAST(GREATEST(`cells`.`metric_time`, `bounds`.`first_2`) AS DATE)
      ) AS BIGINT)
    END AS DOUBLE)
  END AS `sales_a_day`
FROM `cells` AS `cells`
CROSS JOIN `bounds` AS `bounds`
ORDER BY
  `metric_time` ASC NULLS LAST
