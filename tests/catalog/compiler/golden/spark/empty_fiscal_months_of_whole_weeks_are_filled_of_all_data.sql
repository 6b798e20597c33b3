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
    FROM RANGE(0, 10000)
  ) AS `series`
), `spine` AS (
  SELECT
    `buckets`.`metric_time` AS `metric_time`
  FROM (
    SELECT DISTINCT
      CAST(CAST(DATE_ADD(
        `counted`.`fiscal_year_begins`,
        CAST(LEAST(
          CAST(DATEDIFF(
            CAST(CAST(`counted`.`metric_time` AS DATE) AS DATE),
            CAST(`counted`.`fiscal_year_begins` AS DATE)
          ) AS BIGINT) DIV 91,
          3
        ) * 13 AS INT) * 7
      ) AS TIMESTAMP) AS DATE) AS `metric_time`,
      `counted`.`last_day` AS `last_day`
    FROM (
      SELECT
        `counted`.`metric_time` AS `metric_time`,
        CAST(CAST(DATE_TRUNC(
          'WEEK',
          CAST(CAST(DATE_TRUNC(
            'YEAR',
            CAST(CAST(DATE_TRUNC('WEEK', CAST(DATE_ADD(`counted`.`metric_time`, 1) AS TIMESTAMP)) AS TIMESTAMP) + INTERVAL '2' DAY AS TIMESTAMP) - INTERVAL '1' MONTH
          ) AS TIMESTAMP) + INTERVAL '1' MONTH AS TIMESTAMP) + INTERVAL '4' DAY
        ) AS TIMESTAMP) - INTERVAL '1' DAY AS DATE) AS `fiscal_year_begins`,
        `counted`.`last_day` AS `last_day`
      FROM (
        SELECT
          CAST(CAST(DATE_ADD(`bounds`.`first_day`, CAST(`steps`.`step` AS INT) * 1) AS TIMESTAMP) AS DATE) AS `metric_time`,
          `bounds`.`last_day` AS `last_day`
        FROM `steps` AS `steps`
        CROSS JOIN `bounds` AS `bounds`
        WHERE
          `steps`.`step` < 10000
      ) AS `counted`
    ) AS `counted`
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
    CAST(CAST(DATE_ADD(
      CAST(CAST(DATE_TRUNC(
        'WEEK',
        CAST(CAST(DATE_TRUNC(
          'YEAR',
          CAST(CAST(DATE_TRUNC('WEEK', CAST(DATE_ADD(`by_day`.`metric_time`, 1) AS TIMESTAMP)) AS TIMESTAMP) + INTERVAL '2' DAY AS TIMESTAMP) - INTERVAL '1' MONTH
        ) AS TIMESTAMP) + INTERVAL '1' MONTH AS TIMESTAMP) + INTERVAL '4' DAY
      ) AS TIMESTAMP) - INTERVAL '1' DAY AS DATE),
      CAST(LEAST(
        CAST(DATEDIFF(
          CAST(CAST(`by_day`.`metric_time` AS DATE) AS DATE),
          CAST(CAST(CAST(DATE_TRUNC(
            'WEEK',
            CAST(CAST(DATE_TRUNC(
              'YEAR',
              CAST(CAST(DATE_TRUNC('WEEK', CAST(DATE_ADD(`by_day`.`metric_time`, 1) AS TIMESTAMP)) AS TIMESTAMP) + INTERVAL '2' DAY AS TIMESTAMP) - INTERVAL '1' MONTH
            ) AS TIMESTAMP) + INTERVAL '1' MONTH AS TIMESTAMP) + INTERVAL '4' DAY
          ) AS TIMESTAMP) - INTERVAL '1' DAY AS DATE) AS DATE)
        ) AS BIGINT) DIV 91,
        3
      ) * 13 AS INT) * 7
    ) AS TIMESTAMP) AS DATE) AS `metric_time`,
    SUM(`by_day`.`refund_count`) AS `refund_count`
  FROM `by_day` AS `by_day`
  GROUP BY
    CAST(CAST(DATE_ADD(
      CAST(CAST(DATE_TRUNC(
        'WEEK',
        CAST(CAST(DATE_TRUNC(
          'YEAR',
          CAST(CAST(DATE_TRUNC('WEEK', CAST(DATE_ADD(`by_day`.`metric_time`, 1) AS TIMESTAMP)) AS TIMESTAMP) + INTERVAL '2' DAY AS TIMESTAMP) - INTERVAL '1' MONTH
        ) AS TIMESTAMP) + INTERVAL '1' MONTH AS TIMESTAMP) + INTERVAL '4' DAY
      ) AS TIMESTAMP) - INTERVAL '1' DAY AS DATE),
      CAST(LEAST(
        CAST(DATEDIFF(
          CAST(CAST(`by_day`.`metric_time` AS DATE) AS DATE),
          CAST(CAST(CAST(DATE_TRUNC(
            'WEEK',
            CAST(CAST(DATE_TRUNC(
              'YEAR',
              CAST(CAST(DATE_TRUNC('WEEK', CAST(DATE_ADD(`by_day`.`metric_time`, 1) AS TIMESTAMP)) AS TIMESTAMP) + INTERVAL '2' DAY AS TIMESTAMP) - INTERVAL '1' MONTH
            ) AS TIMESTAMP) + INTERVAL '1' MONTH AS TIMESTAMP) + INTERVAL '4' DAY
          ) AS TIMESTAMP) - INTERVAL '1' DAY AS DATE) AS DATE)
        ) AS BIGINT) DIV 91,
        3
      ) * 13 AS INT) * 7
    ) AS TIMESTAMP) AS DATE)
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
      WHEN CAST(CAST(DATE_ADD(
        CAST(CAST(DATE_TRUNC(
          'WEEK',
          CAST(CAST(DATE_TRUNC(
            'YEAR',
            CAST(CAST(DATE_TRUNC(
              'WEEK',
              CAST(CAST(DATE_ADD(`cells`.`metric_time`, 99) AS TIMESTAMP) AS TIMESTAMP) + INTERVAL '1' DAY
            ) AS TIMESTAMP) + INTERVAL '2' DAY AS TIMESTAMP) - INTERVAL '1' MONTH
          ) AS TIMESTAMP) + INTERVAL '1' MONTH AS TIMESTAMP) + INTERVAL '4' DAY
        ) AS TIMESTAMP) - INTERVAL '1' DAY AS DATE),
        CAST(LEAST(
          CAST(DATEDIFF(
            CAST(CAST(CAST(DATE_ADD(`cells`.`metric_time`, 99) AS TIMESTAMP) AS DATE) AS DATE),
            CAST(CAST(CAST(DATE_TRUNC(
              'WEEK',
              CAST(CAST(DATE_TRUNC(
                'YEAR',
                CAST(CAST(DATE_TRUNC(
                  'WEEK',
                  CAST(CAST(DATE_ADD(`cells`.`metric_time`, 99) AS TIMESTAMP) AS TIMESTAMP) + INTERVAL '1' DAY
                ) AS TIMESTAMP) + INTERVAL '2' DAY AS TIMESTAMP) - INTERVAL '1' MONTH
              ) AS TIMESTAMP) + INTERVAL '1' MONTH AS TIMESTAMP) + INTERVAL '4' DAY
            ) AS TIMESTAMP) - INTERVAL '1' DAY AS DATE) AS DATE)
          ) AS BIGINT) DIV 91,
          3
        ) * 13 AS INT) * 7
      ) AS TIMESTAMP) AS DATE) > `bounds`.`first_1`
      AND `cells`.`metric_time` <= `bounds`.`last_day`
      THEN 0
    END
  ) AS `refund_count`
FROM `cells` AS `cells`
CROSS JOIN `bounds` AS `bounds`
ORDER BY
  `metric_time` ASC NULLS LAST
