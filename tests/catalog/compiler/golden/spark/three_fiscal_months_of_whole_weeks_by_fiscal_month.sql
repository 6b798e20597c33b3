WITH `by_day` AS (
  SELECT
    CAST(`orders`.`ordered_at` AS DATE) AS `day`,
    SUM(`orders`.`amount`) AS `sales`
  FROM `main`.`orders` AS `orders`
  WHERE
    `orders`.`ordered_at` >= CAST('2023-10-29' AS DATE)
    AND `orders`.`ordered_at` < CAST('2024-08-04' AS DATE)
    AND `orders`.`status` = 'done'
  GROUP BY
    CAST(`orders`.`ordered_at` AS DATE)
), `kept` AS (
  SELECT
    CAST(CAST(DATE_ADD(
      CAST(CAST(DATE_TRUNC(
        'WEEK',
        CAST(CAST(DATE_ADD(
          CAST(CAST(DATE_TRUNC(
            'YEAR',
            CAST(CAST(DATE_ADD(
              CAST(CAST(DATE_TRUNC('WEEK', CAST(DATE_ADD(`by_day`.`day`, 1) AS TIMESTAMP)) AS TIMESTAMP) - INTERVAL '1' DAY AS DATE),
              3
            ) AS TIMESTAMP) AS TIMESTAMP) - INTERVAL '1' MONTH
          ) AS TIMESTAMP) + INTERVAL '1' MONTH AS DATE),
          3
        ) AS TIMESTAMP) AS TIMESTAMP) + INTERVAL '1' DAY
      ) AS TIMESTAMP) - INTERVAL '1' DAY AS DATE),
      CAST((
        LEAST(
          (
            (
              (
                CAST(DATEDIFF(
                  CAST(CAST(`by_day`.`day` AS DATE) AS DATE),
                  CAST(CAST(CAST(DATE_TRUNC(
                    'WEEK',
                    CAST(CAST(DATE_ADD(
                      CAST(CAST(DATE_TRUNC(
                        'YEAR',
                        CAST(CAST(DATE_ADD(
                          CAST(CAST(DATE_TRUNC('WEEK', CAST(DATE_ADD(`by_day`.`day`, 1) AS TIMESTAMP)) AS TIMESTAMP) - INTERVAL '1' DAY AS DATE),
                          3
                        ) AS TIMESTAMP) AS TIMESTAMP) - INTERVAL '1' MONTH
                      ) AS TIMESTAMP) + INTERVAL '1' MONTH AS DATE),
                      3
                    ) AS TIMESTAMP) AS TIMESTAMP) + INTERVAL '1' DAY
                  ) AS TIMESTAMP) - INTERVAL '1' DAY AS DATE) AS DATE)
                ) AS BIGINT) DIV 7
              ) * 3 + 1
            ) DIV 13
          ),
          11
        ) * 13 + 1
      ) DIV 3 AS INT) * 7
    ) AS TIMESTAMP) AS DATE) AS `day`,
    SUM(`by_day`.`sales`) AS `sales`
  FROM `by_day` AS `by_day`
  GROUP BY
    CAST(CAST(DATE_ADD(
      CAST(CAST(DATE_TRUNC(
        'WEEK',
        CAST(CAST(DATE_ADD(
          CAST(CAST(DATE_TRUNC(
            'YEAR',
            CAST(CAST(DATE_ADD(
              CAST(CAST(DATE_TRUNC('WEEK', CAST(DATE_ADD(`by_day`.`day`, 1) AS TIMESTAMP)) AS TIMESTAMP) - INTERVAL '1' DAY AS DATE),
              3
            ) AS TIMESTAMP) AS TIMESTAMP) - INTERVAL '1' MONTH
          ) AS TIMESTAMP) + INTERVAL '1' MONTH AS DATE),
          3
        ) AS TIMESTAMP) AS TIMESTAMP) + INTERVAL '1' DAY
      ) AS TIMESTAMP) - INTERVAL '1' DAY AS DATE),
      CAST((
        LEAST(
          (
            (
              (
                CAST(DATEDIFF(
                  CAST(CAST(`by_day`.`day` AS DATE) AS DATE),
                  CAST(CAST(CAST(DATE_TRUNC(
                    'WEEK',
                    CAST(CAST(DATE_ADD(
                      CAST(CAST(DATE_TRUNC(
                        'YEAR',
                        CAST(CAST(DATE_ADD(
                          CAST(CAST(DATE_TRUNC('WEEK', CAST(DATE_ADD(`by_day`.`day`, 1) AS TIMESTAMP)) AS TIMESTAMP) - INTERVAL '1' DAY AS DATE),
                          3
                        ) AS TIMESTAMP) AS TIMESTAMP) - INTERVAL '1' MONTH
                      ) AS TIMESTAMP) + INTERVAL '1' MONTH AS DATE),
                      3
                    ) AS TIMESTAMP) AS TIMESTAMP) + INTERVAL '1' DAY
                  ) AS TIMESTAMP) - INTERVAL '1' DAY AS DATE) AS DATE)
                ) AS BIGINT) DIV 7
              ) * 3 + 1
            ) DIV 13
          ),
          11
        ) * 13 + 1
      ) DIV 3 AS INT) * 7
    ) AS TIMESTAMP) AS DATE)
), `steps` AS (
  SELECT
    `series`.`step` AS `step`
  FROM (
    SELECT
      id AS `step`
    FROM RANGE(0, 182)
  ) AS `series`
), `calendar` AS (
  SELECT
    `buckets`.`metric_time` AS `metric_time`,
    CASE
      WHEN `buckets`.`metric_time` < CAST('2023-08-27' AS DATE)
      THEN CAST('2023-08-27' AS DATE)
      WHEN `buckets`.`metric_time` < CAST('2023-10-01' AS DATE)
      THEN CAST('2023-10-01' AS DATE)
      WHEN `buckets`.`metric_time` < CAST('2023-10-29' AS DATE)
      THEN CAST('2023-10-29' AS DATE)
      WHEN `buckets`.`metric_time` < CAST('2023-11-26' AS DATE)
      THEN CAST('2023-11-26' AS DATE)
      WHEN `buckets`.`metric_time` < CAST('2023-12-31' AS DATE)
      THEN CAST('2023-12-31' AS DATE)
      WHEN `buckets`.`metric_time` < CAST('2024-02-04' AS DATE)
      THEN CAST('2024-02-04' AS DATE)
      WHEN `buckets`.`metric_time` < CAST('2024-03-03' AS DATE)
      THEN CAST('2024-03-03' AS DATE)
      WHEN `buckets`.`metric_time` < CAST('2024-04-07' AS DATE)
      THEN CAST('2024-04-07' AS DATE)
      WHEN `buckets`.`metric_time` < CAST('2024-05-05' AS DATE)
      THEN CAST('2024-05-05' AS DATE)
      WHEN `buckets`.`metric_time` < CAST('2024-06-02' AS DATE)
      THEN CAST('2024-06-02' AS DATE)
      WHEN `buckets`.`metric_time` < CAST('2024-07-07' AS DATE)
      THEN CAST('2024-07-07' AS DATE)
      WHEN `buckets`.`metric_time` < CAST('2024-08-04' AS DATE)
      THEN CAST('2024-08-04' AS DATE)
      WHEN `buckets`.`metric_time` < CAST('2024-09-01' AS DATE)
      THEN CAST('2024-09-01' AS DATE)
      WHEN `buckets`.`metric_time` < CAST('2024-10-06' AS DATE)
      THEN CAST('2024-10-06' AS DATE)
      WHEN `buckets`.`metric_time` < CAST('2024-11-03' AS DATE)
      THEN CAST('2024-11-03' AS DATE)
      WHEN `buckets`.`metric_time` < CAST('2024-12-01' AS DATE)
      THEN CAST('2024-12-01' AS DATE)
      WHEN `buckets`.`metric_time` < CAST('2025-01-05' AS DATE)
      THEN CAST('2025-01-05' AS DATE)
      WHEN `buckets`.`metric_time` < CAST('2025-01-23' AS DATE)
      THEN CAST('2025-01-23' AS DATE)
    END AS `ends`
  FROM (
    SELECT DISTINCT
      CAST(CAST(DATE_ADD(
        CAST(CAST(DATE_TRUNC(
          'WEEK',
          CAST(CAST(DATE_ADD(
            CAST(CAST(DATE_TRUNC(
              'YEAR',
              CAST(CAST(DATE_ADD(
                CAST(CAST(DATE_TRUNC('WEEK', CAST(DATE_ADD(`counted`.`metric_time`, 1) AS TIMESTAMP)) AS TIMESTAMP) - INTERVAL '1' DAY AS DATE),
                3
              ) AS TIMESTAMP) AS TIMESTAMP) - INTERVAL '1' MONTH
            ) AS TIMESTAMP) + INTERVAL '1' MONTH AS DATE),
            3
          ) AS TIMESTAMP) AS TIMESTAMP) + INTERVAL '1' DAY
        ) AS TIMESTAMP) - INTERVAL '1' DAY AS DATE),
        CAST((
          LEAST(
            (
              (
                (
                  CAST(DATEDIFF(
                    CAST(CAST(`counted`.`metric_time` AS DATE) AS DATE),
                    CAST(CAST(CAST(DATE_TRUNC(
                      'WEEK',
                      CAST(CAST(DATE_ADD(
                        CAST(CAST(DATE_TRUNC(
                          'YEAR',
                          CAST(CAST(DATE_ADD(
                            CAST(CAST(DATE_TRUNC('WEEK', CAST(DATE_ADD(`counted`.`metric_time`, 1) AS TIMESTAMP)) AS TIMESTAMP) - INTERVAL '1' DAY AS DATE),
                            3
                          ) AS TIMESTAMP) AS TIMESTAMP) - INTERVAL '1' MONTH
                        ) AS TIMESTAMP) + INTERVAL '1' MONTH AS DATE),
                        3
                      ) AS TIMESTAMP) AS TIMESTAMP) + INTERVAL '1' DAY
                    ) AS TIMESTAMP) - INTERVAL '1' DAY AS DATE) AS DATE)
                  ) AS BIGINT) DIV 7
                ) * 3 + 1
              ) DIV 13
            ),
            11
          ) * 13 + 1
        ) DIV 3 AS INT) * 7
      ) AS TIMESTAMP) AS DATE) AS `metric_time`,
      `counted`.`last_day` AS `last_day`
    FROM (
      SELECT
        CAST(CAST(DATE_ADD(CAST('2024-02-04' AS DATE), CAST(`steps`.`step` AS INT) * 1) AS TIMESTAMP) AS DATE) AS `metric_time`,
        `bounds`.`last_day` AS `last_day`
      FROM `steps` AS `steps`
      CROSS JOIN (
        SELECT
          CAST(MAX(`orders`.`ordered_at`) AS DATE) AS `last_day`
        FROM `main`.`orders` AS `orders`
      ) AS `bounds`
    ) AS `counted`
  ) AS `buckets`
  WHERE
    `buckets`.`metric_time` <= `buckets`.`last_day`
)
SELECT
  `calendar`.`metric_time` AS `metric_time`,
  SUM(`kept`.`sales`) AS `sales_3fm`
FROM `calendar` AS `calendar`
JOIN `kept` AS `kept`
  ON `kept`.`day` < `calendar`.`ends`
  AND `kept`.`day` >= CAST(CAST(CASE
    WHEN CAST(`calendar`.`ends` AS DATE) < CAST('2024-01-28' AS DATE)
    THEN CAST(DATE_ADD(CAST(`calendar`.`ends` AS DATE), -91) AS TIMESTAMP)
    WHEN CAST(`calendar`.`ends` AS DATE) < CAST('2024-01-29' AS DATE)
    THEN CAST(DATE_ADD(CAST(`calendar`.`ends` AS DATE), -92) AS TIMESTAMP)
    WHEN CAST(`calendar`.`ends` AS DATE) < CAST('2024-01-30' AS DATE)
    THEN CAST(DATE_ADD(CAST(`calendar`.`ends` AS DATE), -93) AS TIMESTAMP)
    WHEN CAST(`calendar`.`ends` AS DATE) < CAST('2024-01-31' AS DATE)
    THEN CAST(DATE_ADD(CAST(`calendar`.`ends` AS DATE), -94) AS TIMESTAMP)
    WHEN CAST(`calendar`.`ends` AS DATE) < CAST('2024-02-01' AS DATE)
    THEN CAST(DATE_ADD(CAST(`calendar`.`ends` AS DATE), -95) AS TIMESTAMP)
    WHEN CAST(`calendar`.`ends` AS DATE) < CAST('2024-02-02' AS DATE)
    THEN CAST(DATE_ADD(CAST(`calendar`.`ends` AS DATE), -96) AS TIMESTAMP)
    WHEN CAST(`calendar`.`ends` AS DATE) < CAST('2024-02-03' AS DATE)
    THEN CAST(DATE_ADD(CAST(`calendar`.`ends` AS DATE), -97) AS TIMESTAMP)
    WHEN CAST(`calendar`.`ends` AS DATE) < CAST('2024-05-05' AS DATE)
    THEN CAST(DATE_ADD(CAST(`calendar`.`ends` AS DATE), -98) AS TIMESTAMP)
    WHEN CAST(`calendar`.`ends` AS DATE) < CAST('2025-01-23' AS DATE)
    THEN CAST(DATE_ADD(CAST(`calendar`.`ends` AS DATE), -91) AS TIMESTAMP)
  END AS DATE) AS DATE)
GROUP BY
  `calendar`.`metric_time`
ORDER BY
  `metric_time` ASC NULLS LAST
