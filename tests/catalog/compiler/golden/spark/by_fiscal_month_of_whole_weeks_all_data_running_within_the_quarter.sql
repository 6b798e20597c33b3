WITH `by_day` AS (
  SELECT
    CAST(`orders`.`ordered_at` AS DATE) AS `metric_time`,
    SUM(`orders`.`amount`) AS `sales`
  FROM `main`.`orders` AS `orders`
  WHERE
    `orders`.`status` = 'done'
  GROUP BY
    CAST(`orders`.`ordered_at` AS DATE)
), `cells` AS (
  SELECT
    CAST(CAST(DATE_ADD(
      CAST(CAST(DATE_TRUNC(
        'WEEK',
        CAST(CAST(DATE_TRUNC(
          'YEAR',
          CAST(CAST(DATE_TRUNC('WEEK', CAST(DATE_ADD(`by_day`.`metric_time`, 1) AS TIMESTAMP)) AS TIMESTAMP) + INTERVAL '2' DAY AS TIMESTAMP) - INTERVAL '1' MONTH
        ) AS TIMESTAMP) + INTERVAL '1' MONTH AS TIMESTAMP) + INTERVAL '4' DAY
      ) AS TIMESTAMP) - INTERVAL '1' DAY AS DATE),
      CAST((
        LEAST(
          (
            (
              CAST(DATEDIFF(
                CAST(CAST(`by_day`.`metric_time` AS DATE) AS DATE),
                CAST(CAST(CAST(DATE_TRUNC(
                  'WEEK',
                  CAST(CAST(DATE_TRUNC(
                    'YEAR',
                    CAST(CAST(DATE_TRUNC('WEEK', CAST(DATE_ADD(`by_day`.`metric_time`, 1) AS TIMESTAMP)) AS TIMESTAMP) + INTERVAL '2' DAY AS TIMESTAMP) - INTERVAL '1' MONTH
                  ) AS TIMESTAMP) + INTERVAL '1' MONTH AS TIMESTAMP) + INTERVAL '4' DAY
                ) AS TIMESTAMP) - INTERVAL '1' DAY AS DATE) AS DATE)
              ) AS BIGINT) DIV 7
            ) * 3 + 1
          ) DIV 13,
          11
        ) * 13 + 1
      ) DIV 3 AS INT) * 7
    ) AS TIMESTAMP) AS DATE) AS `metric_time`,
    SUM(`by_day`.`sales`) AS `sales`
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
      CAST((
        LEAST(
          (
            (
              CAST(DATEDIFF(
                CAST(CAST(`by_day`.`metric_time` AS DATE) AS DATE),
                CAST(CAST(CAST(DATE_TRUNC(
                  'WEEK',
                  CAST(CAST(DATE_TRUNC(
                    'YEAR',
                    CAST(CAST(DATE_TRUNC('WEEK', CAST(DATE_ADD(`by_day`.`metric_time`, 1) AS TIMESTAMP)) AS TIMESTAMP) + INTERVAL '2' DAY AS TIMESTAMP) - INTERVAL '1' MONTH
                  ) AS TIMESTAMP) + INTERVAL '1' MONTH AS TIMESTAMP) + INTERVAL '4' DAY
                ) AS TIMESTAMP) - INTERVAL '1' DAY AS DATE) AS DATE)
              ) AS BIGINT) DIV 7
            ) * 3 + 1
          ) DIV 13,
          11
        ) * 13 + 1
      ) DIV 3 AS INT) * 7
    ) AS TIMESTAMP) AS DATE)
)
SELECT
  `cells`.`metric_time` AS `metric_time`,
  `cells`.`sales` AS `sales`,
  SUM(`cells`.`sales`) OVER (
    PARTITION BY CAST(CAST(DATE_ADD(
      CAST(CAST(DATE_TRUNC(
        'WEEK',
        CAST(CAST(DATE_TRUNC(
          'YEAR',
          CAST(CAST(DATE_TRUNC('WEEK', CAST(DATE_ADD(`cells`.`metric_time`, 1) AS TIMESTAMP)) AS TIMESTAMP) + INTERVAL '2' DAY AS TIMESTAMP) - INTERVAL '1' MONTH
        ) AS TIMESTAMP) + INTERVAL '1' MONTH AS TIMESTAMP) + INTERVAL '4' DAY
      ) AS TIMESTAMP) - INTERVAL '1' DAY AS DATE),
      CAST(LEAST(
        CAST(DATEDIFF(
          CAST(CAST(`cells`.`metric_time` AS DATE) AS DATE),
          CAST(CAST(CAST(DATE_TRUNC(
            'WEEK',
            CAST(CAST(DATE_TRUNC(
              'YEAR',
              CAST(CAST(DATE_TRUNC('WEEK', CAST(DATE_ADD(`cells`.`metric_time`, 1) AS TIMESTAMP)) AS TIMESTAMP) + INTERVAL '2' DAY AS TIMESTAMP) - INTERVAL '1' MONTH
            ) AS TIMESTAMP) + INTERVAL '1' MONTH AS TIMESTAMP) + INTERVAL '4' DAY
          ) AS TIMESTAMP) - INTERVAL '1' DAY AS DATE) AS DATE)
        ) AS BIGINT) DIV 91,
        3
      ) * 13 AS INT) * 7
    ) AS TIMESTAMP) AS DATE)
    ORDER BY `cells`.`metric_time` ASC NULLS LAST
    ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
  ) AS `sales_running`
FROM `cells` AS `cells`
ORDER BY
  `metric_time` ASC NULLS LAST
