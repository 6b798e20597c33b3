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
    CAST(CASE
      WHEN CAST(DATEDIFF(
        CAST(CAST(`by_day`.`metric_time` AS DATE) AS DATE),
        CAST(CAST(CAST(DATE_TRUNC(
          'WEEK',
          CAST(CAST(DATE_ADD(
            CAST(CAST(DATE_TRUNC(
              'YEAR',
              CAST(CAST(DATE_ADD(
                CAST(CAST(DATE_TRUNC('WEEK', CAST(DATE_ADD(`by_day`.`metric_time`, 1) AS TIMESTAMP)) AS TIMESTAMP) - INTERVAL '1' DAY AS DATE),
                3
              ) AS TIMESTAMP) AS TIMESTAMP) - INTERVAL '1' MONTH
            ) AS TIMESTAMP) + INTERVAL '1' MONTH AS DATE),
            3
          ) AS TIMESTAMP) AS TIMESTAMP) + INTERVAL '1' DAY
        ) AS TIMESTAMP) - INTERVAL '1' DAY AS DATE) AS DATE)
      ) AS BIGINT) < 28
      THEN CAST(CAST(DATE_TRUNC(
        'WEEK',
        CAST(CAST(DATE_ADD(
          CAST(CAST(DATE_TRUNC(
            'YEAR',
            CAST(CAST(DATE_ADD(
              CAST(CAST(DATE_TRUNC('WEEK', CAST(DATE_ADD(`by_day`.`metric_time`, 1) AS TIMESTAMP)) AS TIMESTAMP) - INTERVAL '1' DAY AS DATE),
              3
            ) AS TIMESTAMP) AS TIMESTAMP) - INTERVAL '1' MONTH
          ) AS TIMESTAMP) + INTERVAL '1' MONTH AS DATE),
          3
        ) AS TIMESTAMP) AS TIMESTAMP) + INTERVAL '1' DAY
      ) AS TIMESTAMP) - INTERVAL '1' DAY AS DATE)
      WHEN CAST(DATEDIFF(
        CAST(CAST(`by_day`.`metric_time` AS DATE) AS DATE),
        CAST(CAST(CAST(DATE_TRUNC(
          'WEEK',
          CAST(CAST(DATE_ADD(
            CAST(CAST(DATE_TRUNC(
              'YEAR',
              CAST(CAST(DATE_ADD(
                CAST(CAST(DATE_TRUNC('WEEK', CAST(DATE_ADD(`by_day`.`metric_time`, 1) AS TIMESTAMP)) AS TIMESTAMP) - INTERVAL '1' DAY AS DATE),
                3
              ) AS TIMESTAMP) AS TIMESTAMP) - INTERVAL '1' MONTH
            ) AS TIMESTAMP) + INTERVAL '1' MONTH AS DATE),
            3
          ) AS TIMESTAMP) AS TIMESTAMP) + INTERVAL '1' DAY
        ) AS TIMESTAMP) - INTERVAL '1' DAY AS DATE) AS DATE)
      ) AS BIGINT) < 63
      THEN CAST(DATE_ADD(
        CAST(CAST(DATE_TRUNC(
          'WEEK',
          CAST(CAST(DATE_ADD(
            CAST(CAST(DATE_TRUNC(
              'YEAR',
              CAST(CAST(DATE_ADD(
                CAST(CAST(DATE_TRUNC('WEEK', CAST(DATE_ADD(`by_day`.`metric_time`, 1) AS TIMESTAMP)) AS TIMESTAMP) - INTERVAL '1' DAY AS DATE),
                3
              ) AS TIMESTAMP) AS TIMESTAMP) - INTERVAL '1' MONTH
            ) AS TIMESTAMP) + INTERVAL '1' MONTH AS DATE),
            3
          ) AS TIMESTAMP) AS TIMESTAMP) + INTERVAL '1' DAY
        ) AS TIMESTAMP) - INTERVAL '1' DAY AS DATE),
        28
      ) AS TIMESTAMP)
      WHEN CAST(DATEDIFF(
        CAST(CAST(`by_day`.`metric_time` AS DATE) AS DATE),
        CAST(CAST(CAST(DATE_TRUNC(
          'WEEK',
          CAST(CAST(DATE_ADD(
            CAST(CAST(DATE_TRUNC(
              'YEAR',
              CAST(CAST(DATE_ADD(
                CAST(CAST(DATE_TRUNC('WEEK', CAST(DATE_ADD(`by_day`.`metric_time`, 1) AS TIMESTAMP)) AS TIMESTAMP) - INTERVAL '1' DAY AS DATE),
                3
              ) AS TIMESTAMP) AS TIMESTAMP) - INTERVAL '1' MONTH
            ) AS TIMESTAMP) + INTERVAL '1' MONTH AS DATE),
            3
          ) AS TIMESTAMP) AS TIMESTAMP) + INTERVAL '1' DAY
        ) AS TIMESTAMP) - INTERVAL '1' DAY AS DATE) AS DATE)
      ) AS BIGINT) < 91
      THEN CAST(DATE_ADD(
        CAST(CAST(DATE_TRUNC(
          'WEEK',
          CAST(CAST(DATE_ADD(
            CAST(CAST(DATE_TRUNC(
              'YEAR',
              CAST(CAST(DATE_ADD(
                CAST(CAST(DATE_TRUNC('WEEK', CAST(DATE_ADD(`by_day`.`metric_time`, 1) AS TIMESTAMP)) AS TIMESTAMP) - INTERVAL '1' DAY AS DATE),
                3
              ) AS TIMESTAMP) AS TIMESTAMP) - INTERVAL '1' MONTH
            ) AS TIMESTAMP) + INTERVAL '1' MONTH AS DATE),
            3
          ) AS TIMESTAMP) AS TIMESTAMP) + INTERVAL '1' DAY
        ) AS TIMESTAMP) - INTERVAL '1' DAY AS DATE),
        63
      ) AS TIMESTAMP)
      WHEN CAST(DATEDIFF(
        CAST(CAST(`by_day`.`metric_time` AS DATE) AS DATE),
        CAST(CAST(CAST(DATE_TRUNC(
          'WEEK',
          CAST(CAST(DATE_ADD(
            CAST(CAST(DATE_TRUNC(
              'YEAR',
              CAST(CAST(DATE_ADD(
                CAST(CAST(DATE_TRUNC('WEEK', CAST(DATE_ADD(`by_day`.`metric_time`, 1) AS TIMESTAMP)) AS TIMESTAMP) - INTERVAL '1' DAY AS DATE),
                3
              ) AS TIMESTAMP) AS TIMESTAMP) - INTERVAL '1' MONTH
            ) AS TIMESTAMP) + INTERVAL '1' MONTH AS DATE),
            3
          ) AS TIMESTAMP) AS TIMESTAMP) + INTERVAL '1' DAY
        ) AS TIMESTAMP) - INTERVAL '1' DAY AS DATE) AS DATE)
      ) AS BIGINT) < 119
      THEN CAST(DATE_ADD(
        CAST(CAST(DATE_TRUNC(
          'WEEK',
          CAST(CAST(DATE_ADD(
            CAST(CAST(DATE_TRUNC(
              'YEAR',
              CAST(CAST(DATE_ADD(
                CAST(CAST(DATE_TRUNC('WEEK', CAST(DATE_ADD(`by_day`.`metric_time`, 1) AS TIMESTAMP)) AS TIMESTAMP) - INTERVAL '1' DAY AS DATE),
                3
              ) AS TIMESTAMP) AS TIMESTAMP) - INTERVAL '1' MONTH
            ) AS TIMESTAMP) + INTERVAL '1' MONTH AS DATE),
            3
          ) AS TIMESTAMP) AS TIMESTAMP) + INTERVAL '1' DAY
        ) AS TIMESTAMP) - INTERVAL '1' DAY AS DATE),
        91
      ) AS TIMESTAMP)
      WHEN CAST(DATEDIFF(
        CAST(CAST(`by_day`.`metric_time` AS DATE) AS DATE),
        CAST(CAST(CAST(DATE_TRUNC(
          'WEEK',
          CAST(CAST(DATE_ADD(
            CAST(CAST(DATE_TRUNC(
              'YEAR',
              CAST(CAST(DATE_ADD(
                CAST(CAST(DATE_TRUNC('WEEK', CAST(DATE_ADD(`by_day`.`metric_time`, 1) AS TIMESTAMP)) AS TIMESTAMP) - INTERVAL '1' DAY AS DATE),
                3
              ) AS TIMESTAMP) AS TIMESTAMP) - INTERVAL '1' MONTH
            ) AS TIMESTAMP) + INTERVAL '1' MONTH AS DATE),
            3
          ) AS TIMESTAMP) AS TIMESTAMP) + INTERVAL '1' DAY
        ) AS TIMESTAMP) - INTERVAL '1' DAY AS DATE) AS DATE)
      ) AS BIGINT) < 154
      THEN CAST(DATE_ADD(
        CAST(CAST(DATE_TRUNC(
          'WEEK',
          CAST(CAST(DATE_ADD(
            CAST(CAST(DATE_TRUNC(
              'YEAR',
              CAST(CAST(DATE_ADD(
                CAST(CAST(DATE_TRUNC('WEEK', CAST(DATE_ADD(`by_day`.`metric_time`, 1) AS TIMESTAMP)) AS TIMESTAMP) - INTERVAL '1' DAY AS DATE),
                3
              ) AS TIMESTAMP) AS TIMESTAMP) - INTERVAL '1' MONTH
            ) AS TIMESTAMP) + INTERVAL '1' MONTH AS DATE),
            3
          ) AS TIMESTAMP) AS TIMESTAMP) + INTERVAL '1' DAY
        ) AS TIMESTAMP) - INTERVAL '1' DAY AS DATE),
        119
      ) AS TIMESTAMP)
      WHEN CAST(DATEDIFF(
        CAST(CAST(`by_day`.`metric_time` AS DATE) AS DATE),
        CAST(CAST(CAST(DATE_TRUNC(
          'WEEK',
          CAST(CAST(DATE_ADD(
            CAST(CAST(DATE_TRUNC(
              'YEAR',
              CAST(CAST(DATE_ADD(
                CAST(CAST(DATE_TRUNC('WEEK', CAST(DATE_ADD(`by_day`.`metric_time`, 1) AS TIMESTAMP)) AS TIMESTAMP) - INTERVAL '1' DAY AS DATE),
                3
              ) AS TIMESTAMP) AS TIMESTAMP) - INTERVAL '1' MONTH
            ) AS TIMESTAMP) + INTERVAL '1' MONTH AS DATE),
            3
          ) AS TIMESTAMP) AS TIMESTAMP) + INTERVAL '1' DAY
        ) AS TIMESTAMP) - INTERVAL '1' DAY AS DATE) AS DATE)
      ) AS BIGINT) < 182
      THEN CAST(DATE_ADD(
        CAST(CAST(DATE_TRUNC(
          'WEEK',
          CAST(CAST(DATE_ADD(
            CAST(CAST(DATE_TRUNC(
              'YEAR',
              CAST(CAST(DATE_ADD(
                CAST(CAST(DATE_TRUNC('WEEK', CAST(DATE_ADD(`by_day`.`metric_time`, 1) AS TIMESTAMP)) AS TIMESTAMP) - INTERVAL '1' DAY AS DATE),
                3
              ) AS TIMESTAMP) AS TIMESTAMP) - INTERVAL '1' MONTH
            ) AS TIMESTAMP) + INTERVAL '1' MONTH AS DATE),
            3
          ) AS TIMESTAMP) AS TIMESTAMP) + INTERVAL '1' DAY
        ) AS TIMESTAMP) - INTERVAL '1' DAY AS DATE),
        154
      ) AS TIMESTAMP)
      WHEN CAST(DATEDIFF(
        CAST(CAST(`by_day`.`metric_time` AS DATE) AS DATE),
        CAST(CAST(CAST(DATE_TRUNC(
          'WEEK',
          CAST(CAST(DATE_ADD(
            CAST(CAST(DATE_TRUNC(
              'YEAR',
              CAST(CAST(DATE_ADD(
                CAST(CAST(DATE_TRUNC('WEEK', CAST(DATE_ADD(`by_day`.`metric_time`, 1) AS TIMESTAMP)) AS TIMESTAMP) - INTERVAL '1' DAY AS DATE),
                3
              ) AS TIMESTAMP) AS TIMESTAMP) - INTERVAL '1' MONTH
            ) AS TIMESTAMP) + INTERVAL '1' MONTH AS DATE),
            3
          ) AS TIMESTAMP) AS TIMESTAMP) + INTERVAL '1' DAY
        ) AS TIMESTAMP) - INTERVAL '1' DAY AS DATE) AS DATE)
      ) AS BIGINT) < 210
      THEN CAST(DATE_ADD(
        CAST(CAST(DATE_TRUNC(
          'WEEK',
          CAST(CAST(DATE_ADD(
            CAST(CAST(DATE_TRUNC(
              'YEAR',
              CAST(CAST(DATE_ADD(
                CAST(CAST(DATE_TRUNC('WEEK', CAST(DATE_ADD(`by_day`.`metric_time`, 1) AS TIMESTAMP)) AS TIMESTAMP) - INTERVAL '1' DAY AS DATE),
                3
              ) AS TIMESTAMP) AS TIMESTAMP) - INTERVAL '1' MONTH
            ) AS TIMESTAMP) + INTERVAL '1' MONTH AS DATE),
            3
          ) AS TIMESTAMP) AS TIMESTAMP) + INTERVAL '1' DAY
        ) AS TIMESTAMP) - INTERVAL '1' DAY AS DATE),
        182
      ) AS TIMESTAMP)
      WHEN CAST(DATEDIFF(
        CAST(CAST(`by_day`.`metric_time` AS DATE) AS DATE),
        CAST(CAST(CAST(DATE_TRUNC(
          'WEEK',
          CAST(CAST(DATE_ADD(
            CAST(CAST(DATE_TRUNC(
              'YEAR',
              CAST(CAST(DATE_ADD(
                CAST(CAST(DATE_TRUNC('WEEK', CAST(DATE_ADD(`by_day`.`metric_time`, 1) AS TIMESTAMP)) AS TIMESTAMP) - INTERVAL '1' DAY AS DATE),
                3
              ) AS TIMESTAMP) AS TIMESTAMP) - INTERVAL '1' MONTH
            ) AS TIMESTAMP) + INTERVAL '1' MONTH AS DATE),
            3
          ) AS TIMESTAMP) AS TIMESTAMP) + INTERVAL '1' DAY
        ) AS TIMESTAMP) - INTERVAL '1' DAY AS DATE) AS DATE)
      ) AS BIGINT) < 245
      THEN CAST(DATE_ADD(
        CAST(CAST(DATE_TRUNC(
          'WEEK',
          CAST(CAST(DATE_ADD(
            CAST(CAST(DATE_TRUNC(
              'YEAR',
              CAST(CAST(DATE_ADD(
                CAST(CAST(DATE_TRUNC('WEEK', CAST(DATE_ADD(`by_day`.`metric_time`, 1) AS TIMESTAMP)) AS TIMESTAMP) - INTERVAL '1' DAY AS DATE),
                3
              ) AS TIMESTAMP) AS TIMESTAMP) - INTERVAL '1' MONTH
            ) AS TIMESTAMP) + INTERVAL '1' MONTH AS DATE),
            3
          ) AS TIMESTAMP) AS TIMESTAMP) + INTERVAL '1' DAY
        ) AS TIMESTAMP) - INTERVAL '1' DAY AS DATE),
        210
      ) AS TIMESTAMP)
      WHEN CAST(DATEDIFF(
        CAST(CAST(`by_day`.`metric_time` AS DATE) AS DATE),
        CAST(CAST(CAST(DATE_TRUNC(
          'WEEK',
          CAST(CAST(DATE_ADD(
            CAST(CAST(DATE_TRUNC(
              'YEAR',
              CAST(CAST(DATE_ADD(
                CAST(CAST(DATE_TRUNC('WEEK', CAST(DATE_ADD(`by_day`.`metric_time`, 1) AS TIMESTAMP)) AS TIMESTAMP) - INTERVAL '1' DAY AS DATE),
                3
              ) AS TIMESTAMP) AS TIMESTAMP) - INTERVAL '1' MONTH
            ) AS TIMESTAMP) + INTERVAL '1' MONTH AS DATE),
            3
          ) AS TIMESTAMP) AS TIMESTAMP) + INTERVAL '1' DAY
        ) AS TIMESTAMP) - INTERVAL '1' DAY AS DATE) AS DATE)
      ) AS BIGINT) < 273
      THEN CAST(DATE_ADD(
        CAST(CAST(DATE_TRUNC(
          'WEEK',
          CAST(CAST(DATE_ADD(
            CAST(CAST(DATE_TRUNC(
              'YEAR',
              CAST(CAST(DATE_ADD(
                CAST(CAST(DATE_TRUNC('WEEK', CAST(DATE_ADD(`by_day`.`metric_time`, 1) AS TIMESTAMP)) AS TIMESTAMP) - INTERVAL '1' DAY AS DATE),
                3
              ) AS TIMESTAMP) AS TIMESTAMP) - INTERVAL '1' MONTH
            ) AS TIMESTAMP) + INTERVAL '1' MONTH AS DATE),
            3
          ) AS TIMESTAMP) AS TIMESTAMP) + INTERVAL '1' DAY
        ) AS TIMESTAMP) - INTERVAL '1' DAY AS DATE),
        245
      ) AS TIMESTAMP)
      WHEN CAST(DATEDIFF(
        CAST(CAST(`by_day`.`metric_time` AS DATE) AS DATE),
        CAST(CAST(CAST(DATE_TRUNC(
          'WEEK',
          CAST(CAST(DATE_ADD(
            CAST(CAST(DATE_TRUNC(
              'YEAR',
              CAST(CAST(DATE_ADD(
                CAST(CAST(DATE_TRUNC('WEEK', CAST(DATE_ADD(`by_day`.`metric_time`, 1) AS TIMESTAMP)) AS TIMESTAMP) - INTERVAL '1' DAY AS DATE),
                3
              ) AS TIMESTAMP) AS TIMESTAMP) - INTERVAL '1' MONTH
            ) AS TIMESTAMP) + INTERVAL '1' MONTH AS DATE),
            3
          ) AS TIMESTAMP) AS TIMESTAMP) + INTERVAL '1' DAY
        ) AS TIMESTAMP) - INTERVAL '1' DAY AS DATE) AS DATE)
      ) AS BIGINT) < 301
      THEN CAST(DATE_ADD(
        CAST(CAST(DATE_TRUNC(
          'WEEK',
          CAST(CAST(DATE_ADD(
            CAST(CAST(DATE_TRUNC(
              'YEAR',
              CAST(CAST(DATE_ADD(
                CAST(CAST(DATE_TRUNC('WEEK', CAST(DATE_ADD(`by_day`.`metric_time`, 1) AS TIMESTAMP)) AS TIMESTAMP) - INTERVAL '1' DAY AS DATE),
                3
              ) AS TIMESTAMP) AS TIMESTAMP) - INTERVAL '1' MONTH
            ) AS TIMESTAMP) + INTERVAL '1' MONTH AS DATE),
            3
          ) AS TIMESTAMP) AS TIMESTAMP) + INTERVAL '1' DAY
        ) AS TIMESTAMP) - INTERVAL '1' DAY AS DATE),
        273
      ) AS TIMESTAMP)
      WHEN CAST(DATEDIFF(
        CAST(CAST(`by_day`.`metric_time` AS DATE) AS DATE),
        CAST(CAST(CAST(DATE_TRUNC(
          'WEEK',
          CAST(CAST(DATE_ADD(
            CAST(CAST(DATE_TRUNC(
              'YEAR',
              CAST(CAST(DATE_ADD(
                CAST(CAST(DATE_TRUNC('WEEK', CAST(DATE_ADD(`by_day`.`metric_time`, 1) AS TIMESTAMP)) AS TIMESTAMP) - INTERVAL '1' DAY AS DATE),
                3
              ) AS TIMESTAMP) AS TIMESTAMP) - INTERVAL '1' MONTH
            ) AS TIMESTAMP) + INTERVAL '1' MONTH AS DATE),
            3
          ) AS TIMESTAMP) AS TIMESTAMP) + INTERVAL '1' DAY
        ) AS TIMESTAMP) - INTERVAL '1' DAY AS DATE) AS DATE)
      ) AS BIGINT) < 336
      THEN CAST(DATE_ADD(
        CAST(CAST(DATE_TRUNC(
          'WEEK',
          CAST(CAST(DATE_ADD(
            CAST(CAST(DATE_TRUNC(
              'YEAR',
              CAST(CAST(DATE_ADD(
                CAST(CAST(DATE_TRUNC('WEEK', CAST(DATE_ADD(`by_day`.`metric_time`, 1) AS TIMESTAMP)) AS TIMESTAMP) - INTERVAL '1' DAY AS DATE),
                3
              ) AS TIMESTAMP) AS TIMESTAMP) - INTERVAL '1' MONTH
            ) AS TIMESTAMP) + INTERVAL '1' MONTH AS DATE),
            3
          ) AS TIMESTAMP) AS TIMESTAMP) + INTERVAL '1' DAY
        ) AS TIMESTAMP) - INTERVAL '1' DAY AS DATE),
        301
      ) AS TIMESTAMP)
      ELSE CAST(DATE_ADD(
        CAST(CAST(DATE_TRUNC(
          'WEEK',
          CAST(CAST(DATE_ADD(
            CAST(CAST(DATE_TRUNC(
              'YEAR',
              CAST(CAST(DATE_ADD(
                CAST(CAST(DATE_TRUNC('WEEK', CAST(DATE_ADD(`by_day`.`metric_time`, 1) AS TIMESTAMP)) AS TIMESTAMP) - INTERVAL '1' DAY AS DATE),
                3
              ) AS TIMESTAMP) AS TIMESTAMP) - INTERVAL '1' MONTH
            ) AS TIMESTAMP) + INTERVAL '1' MONTH AS DATE),
            3
          ) AS TIMESTAMP) AS TIMESTAMP) + INTERVAL '1' DAY
        ) AS TIMESTAMP) - INTERVAL '1' DAY AS DATE),
        336
      ) AS TIMESTAMP)
    END AS DATE) AS `metric_time`,
    SUM(`by_day`.`sales`) AS `sales`
  FROM `by_day` AS `by_day`
  GROUP BY
    CAST(CASE
      WHEN CAST(DATEDIFF(
        CAST(CAST(`by_day`.`metric_time` AS DATE) AS DATE),
        CAST(CAST(CAST(DATE_TRUNC(
          'WEEK',
          CAST(CAST(DATE_ADD(
            CAST(CAST(DATE_TRUNC(
              'YEAR',
              CAST(CAST(DATE_ADD(
                CAST(CAST(DATE_TRUNC('WEEK', CAST(DATE_ADD(`by_day`.`metric_time`, 1) AS TIMESTAMP)) AS TIMESTAMP) - INTERVAL '1' DAY AS DATE),
                3
              ) AS TIMESTAMP) AS TIMESTAMP) - INTERVAL '1' MONTH
            ) AS TIMESTAMP) + INTERVAL '1' MONTH AS DATE),
            3
          ) AS TIMESTAMP) AS TIMESTAMP) + INTERVAL '1' DAY
        ) AS TIMESTAMP) - INTERVAL '1' DAY AS DATE) AS DATE)
      ) AS BIGINT) < 28
      THEN CAST(CAST(DATE_TRUNC(
        'WEEK',
        CAST(CAST(DATE_ADD(
          CAST(CAST(DATE_TRUNC(
            'YEAR',
            CAST(CAST(DATE_ADD(
              CAST(CAST(DATE_TRUNC('WEEK', CAST(DATE_ADD(`by_day`.`metric_time`, 1) AS TIMESTAMP)) AS TIMESTAMP) - INTERVAL '1' DAY AS DATE),
              3
            ) AS TIMESTAMP) AS TIMESTAMP) - INTERVAL '1' MONTH
          ) AS TIMESTAMP) + INTERVAL '1' MONTH AS DATE),
          3
        ) AS TIMESTAMP) AS TIMESTAMP) + INTERVAL '1' DAY
      ) AS TIMESTAMP) - INTERVAL '1' DAY AS DATE)
      WHEN CAST(DATEDIFF(
        CAST(CAST(`by_day`.`metric_time` AS DATE) AS DATE),
        CAST(CAST(CAST(DATE_TRUNC(
          'WEEK',
          CAST(CAST(DATE_ADD(
            CAST(CAST(DATE_TRUNC(
              'YEAR',
              CAST(CAST(DATE_ADD(
                CAST(CAST(DATE_TRUNC('WEEK', CAST(DATE_ADD(`by_day`.`metric_time`, 1) AS TIMESTAMP)) AS TIMESTAMP) - INTERVAL '1' DAY AS DATE),
                3
              ) AS TIMESTAMP) AS TIMESTAMP) - INTERVAL '1' MONTH
            ) AS TIMESTAMP) + INTERVAL '1' MONTH AS DATE),
            3
          ) AS TIMESTAMP) AS TIMESTAMP) + INTERVAL '1' DAY
        ) AS TIMESTAMP) - INTERVAL '1' DAY AS DATE) AS DATE)
      ) AS BIGINT) < 63
      THEN CAST(DATE_ADD(
        CAST(CAST(DATE_TRUNC(
          'WEEK',
          CAST(CAST(DATE_ADD(
            CAST(CAST(DATE_TRUNC(
              'YEAR',
              CAST(CAST(DATE_ADD(
                CAST(CAST(DATE_TRUNC('WEEK', CAST(DATE_ADD(`by_day`.`metric_time`, 1) AS TIMESTAMP)) AS TIMESTAMP) - INTERVAL '1' DAY AS DATE),
                3
              ) AS TIMESTAMP) AS TIMESTAMP) - INTERVAL '1' MONTH
            ) AS TIMESTAMP) + INTERVAL '1' MONTH AS DATE),
            3
          ) AS TIMESTAMP) AS TIMESTAMP) + INTERVAL '1' DAY
        ) AS TIMESTAMP) - INTERVAL '1' DAY AS DATE),
        28
      ) AS TIMESTAMP)
      WHEN CAST(DATEDIFF(
        CAST(CAST(`by_day`.`metric_time` AS DATE) AS DATE),
        CAST(CAST(CAST(DATE_TRUNC(
          'WEEK',
          CAST(CAST(DATE_ADD(
            CAST(CAST(DATE_TRUNC(
              'YEAR',
              CAST(CAST(DATE_ADD(
                CAST(CAST(DATE_TRUNC('WEEK', CAST(DATE_ADD(`by_day`.`metric_time`, 1) AS TIMESTAMP)) AS TIMESTAMP) - INTERVAL '1' DAY AS DATE),
                3
              ) AS TIMESTAMP) AS TIMESTAMP) - INTERVAL '1' MONTH
            ) AS TIMESTAMP) + INTERVAL '1' MONTH AS DATE),
            3
          ) AS TIMESTAMP) AS TIMESTAMP) + INTERVAL '1' DAY
        ) AS TIMESTAMP) - INTERVAL '1' DAY AS DATE) AS DATE)
      ) AS BIGINT) < 91
      THEN CAST(DATE_ADD(
        CAST(CAST(DATE_TRUNC(
          'WEEK',
          CAST(CAST(DATE_ADD(
            CAST(CAST(DATE_TRUNC(
              'YEAR',
              CAST(CAST(DATE_ADD(
                CAST(CAST(DATE_TRUNC('WEEK', CAST(DATE_ADD(`by_day`.`metric_time`, 1) AS TIMESTAMP)) AS TIMESTAMP) - INTERVAL '1' DAY AS DATE),
                3
              ) AS TIMESTAMP) AS TIMESTAMP) - INTERVAL '1' MONTH
            ) AS TIMESTAMP) + INTERVAL '1' MONTH AS DATE),
            3
          ) AS TIMESTAMP) AS TIMESTAMP) + INTERVAL '1' DAY
        ) AS TIMESTAMP) - INTERVAL '1' DAY AS DATE),
        63
      ) AS TIMESTAMP)
      WHEN CAST(DATEDIFF(
        CAST(CAST(`by_day`.`metric_time` AS DATE) AS DATE),
        CAST(CAST(CAST(DATE_TRUNC(
          'WEEK',
          CAST(CAST(DATE_ADD(
            CAST(CAST(DATE_TRUNC(
              'YEAR',
              CAST(CAST(DATE_ADD(
                CAST(CAST(DATE_TRUNC('WEEK', CAST(DATE_ADD(`by_day`.`metric_time`, 1) AS TIMESTAMP)) AS TIMESTAMP) - INTERVAL '1' DAY AS DATE),
                3
              ) AS TIMESTAMP) AS TIMESTAMP) - INTERVAL '1' MONTH
            ) AS TIMESTAMP) + INTERVAL '1' MONTH AS DATE),
            3
          ) AS TIMESTAMP) AS TIMESTAMP) + INTERVAL '1' DAY
        ) AS TIMESTAMP) - INTERVAL '1' DAY AS DATE) AS DATE)
      ) AS BIGINT) < 119
      THEN CAST(DATE_ADD(
        CAST(CAST(DATE_TRUNC(
          'WEEK',
          CAST(CAST(DATE_ADD(
            CAST(CAST(DATE_TRUNC(
              'YEAR',
              CAST(CAST(DATE_ADD(
                CAST(CAST(DATE_TRUNC('WEEK', CAST(DATE_ADD(`by_day`.`metric_time`, 1) AS TIMESTAMP)) AS TIMESTAMP) - INTERVAL '1' DAY AS DATE),
                3
              ) AS TIMESTAMP) AS TIMESTAMP) - INTERVAL '1' MONTH
            ) AS TIMESTAMP) + INTERVAL '1' MONTH AS DATE),
            3
          ) AS TIMESTAMP) AS TIMESTAMP) + INTERVAL '1' DAY
        ) AS TIMESTAMP) - INTERVAL '1' DAY AS DATE),
        91
      ) AS TIMESTAMP)
      WHEN CAST(DATEDIFF(
        CAST(CAST(`by_day`.`metric_time` AS DATE) AS DATE),
        CAST(CAST(CAST(DATE_TRUNC(
          'WEEK',
          CAST(CAST(DATE_ADD(
            CAST(CAST(DATE_TRUNC(
              'YEAR',
              CAST(CAST(DATE_ADD(
                CAST(CAST(DATE_TRUNC('WEEK', CAST(DATE_ADD(`by_day`.`metric_time`, 1) AS TIMESTAMP)) AS TIMESTAMP) - INTERVAL '1' DAY AS DATE),
                3
              ) AS TIMESTAMP) AS TIMESTAMP) - INTERVAL '1' MONTH
            ) AS TIMESTAMP) + INTERVAL '1' MONTH AS DATE),
            3
          ) AS TIMESTAMP) AS TIMESTAMP) + INTERVAL '1' DAY
        ) AS TIMESTAMP) - INTERVAL '1' DAY AS DATE) AS DATE)
      ) AS BIGINT) < 154
      THEN CAST(DATE_ADD(
        CAST(CAST(DATE_TRUNC(
          'WEEK',
          CAST(CAST(DATE_ADD(
            CAST(CAST(DATE_TRUNC(
              'YEAR',
              CAST(CAST(DATE_ADD(
                CAST(CAST(DATE_TRUNC('WEEK', CAST(DATE_ADD(`by_day`.`metric_time`, 1) AS TIMESTAMP)) AS TIMESTAMP) - INTERVAL '1' DAY AS DATE),
                3
              ) AS TIMESTAMP) AS TIMESTAMP) - INTERVAL '1' MONTH
            ) AS TIMESTAMP) + INTERVAL '1' MONTH AS DATE),
            3
          ) AS TIMESTAMP) AS TIMESTAMP) + INTERVAL '1' DAY
        ) AS TIMESTAMP) - INTERVAL '1' DAY AS DATE),
        119
      ) AS TIMESTAMP)
      WHEN CAST(DATEDIFF(
        CAST(CAST(`by_day`.`metric_time` AS DATE) AS DATE),
        CAST(CAST(CAST(DATE_TRUNC(
          'WEEK',
          CAST(CAST(DATE_ADD(
            CAST(CAST(DATE_TRUNC(
              'YEAR',
              CAST(CAST(DATE_ADD(
                CAST(CAST(DATE_TRUNC('WEEK', CAST(DATE_ADD(`by_day`.`metric_time`, 1) AS TIMESTAMP)) AS TIMESTAMP) - INTERVAL '1' DAY AS DATE),
                3
              ) AS TIMESTAMP) AS TIMESTAMP) - INTERVAL '1' MONTH
            ) AS TIMESTAMP) + INTERVAL '1' MONTH AS DATE),
            3
          ) AS TIMESTAMP) AS TIMESTAMP) + INTERVAL '1' DAY
        ) AS TIMESTAMP) - INTERVAL '1' DAY AS DATE) AS DATE)
      ) AS BIGINT) < 182
      THEN CAST(DATE_ADD(
        CAST(CAST(DATE_TRUNC(
          'WEEK',
          CAST(CAST(DATE_ADD(
            CAST(CAST(DATE_TRUNC(
              'YEAR',
              CAST(CAST(DATE_ADD(
                CAST(CAST(DATE_TRUNC('WEEK', CAST(DATE_ADD(`by_day`.`metric_time`, 1) AS TIMESTAMP)) AS TIMESTAMP) - INTERVAL '1' DAY AS DATE),
                3
              ) AS TIMESTAMP) AS TIMESTAMP) - INTERVAL '1' MONTH
            ) AS TIMESTAMP) + INTERVAL '1' MONTH AS DATE),
            3
          ) AS TIMESTAMP) AS TIMESTAMP) + INTERVAL '1' DAY
        ) AS TIMESTAMP) - INTERVAL '1' DAY AS DATE),
        154
      ) AS TIMESTAMP)
      WHEN CAST(DATEDIFF(
        CAST(CAST(`by_day`.`metric_time` AS DATE) AS DATE),
        CAST(CAST(CAST(DATE_TRUNC(
          'WEEK',
          CAST(CAST(DATE_ADD(
            CAST(CAST(DATE_TRUNC(
              'YEAR',
              CAST(CAST(DATE_ADD(
                CAST(CAST(DATE_TRUNC('WEEK', CAST(DATE_ADD(`by_day`.`metric_time`, 1) AS TIMESTAMP)) AS TIMESTAMP) - INTERVAL '1' DAY AS DATE),
                3
              ) AS TIMESTAMP) AS TIMESTAMP) - INTERVAL '1' MONTH
            ) AS TIMESTAMP) + INTERVAL '1' MONTH AS DATE),
            3
          ) AS TIMESTAMP) AS TIMESTAMP) + INTERVAL '1' DAY
        ) AS TIMESTAMP) - INTERVAL '1' DAY AS DATE) AS DATE)
      ) AS BIGINT) < 210
      THEN CAST(DATE_ADD(
        CAST(CAST(DATE_TRUNC(
          'WEEK',
          CAST(CAST(DATE_ADD(
            CAST(CAST(DATE_TRUNC(
              'YEAR',
              CAST(CAST(DATE_ADD(
                CAST(CAST(DATE_TRUNC('WEEK', CAST(DATE_ADD(`by_day`.`metric_time`, 1) AS TIMESTAMP)) AS TIMESTAMP) - INTERVAL '1' DAY AS DATE),
                3
              ) AS TIMESTAMP) AS TIMESTAMP) - INTERVAL '1' MONTH
            ) AS TIMESTAMP) + INTERVAL '1' MONTH AS DATE),
            3
          ) AS TIMESTAMP) AS TIMESTAMP) + INTERVAL '1' DAY
        ) AS TIMESTAMP) - INTERVAL '1' DAY AS DATE),
        182
      ) AS TIMESTAMP)
      WHEN CAST(DATEDIFF(
        CAST(CAST(`by_day`.`metric_time` AS DATE) AS DATE),
        CAST(CAST(CAST(DATE_TRUNC(
          'WEEK',
          CAST(CAST(DATE_ADD(
            CAST(CAST(DATE_TRUNC(
              'YEAR',
              CAST(CAST(DATE_ADD(
                CAST(CAST(DATE_TRUNC('WEEK', CAST(DATE_ADD(`by_day`.`metric_time`, 1) AS TIMESTAMP)) AS TIMESTAMP) - INTERVAL '1' DAY AS DATE),
                3
              ) AS TIMESTAMP) AS TIMESTAMP) - INTERVAL '1' MONTH
            ) AS TIMESTAMP) + INTERVAL '1' MONTH AS DATE),
            3
          ) AS TIMESTAMP) AS TIMESTAMP) + INTERVAL '1' DAY
        ) AS TIMESTAMP) - INTERVAL '1' DAY AS DATE) AS DATE)
      ) AS BIGINT) < 245
      THEN CAST(DATE_ADD(
        CAST(CAST(DATE_TRUNC(
          'WEEK',
          CAST(CAST(DATE_ADD(
            CAST(CAST(DATE_TRUNC(
              'YEAR',
              CAST(CAST(DATE_ADD(
                CAST(CAST(DATE_TRUNC('WEEK', CAST(DATE_ADD(`by_day`.`metric_time`, 1) AS TIMESTAMP)) AS TIMESTAMP) - INTERVAL '1' DAY AS DATE),
                3
              ) AS TIMESTAMP) AS TIMESTAMP) - INTERVAL '1' MONTH
            ) AS TIMESTAMP) + INTERVAL '1' MONTH AS DATE),
            3
          ) AS TIMESTAMP) AS TIMESTAMP) + INTERVAL '1' DAY
        ) AS TIMESTAMP) - INTERVAL '1' DAY AS DATE),
        210
      ) AS TIMESTAMP)
      WHEN CAST(DATEDIFF(
        CAST(CAST(`by_day`.`metric_time` AS DATE) AS DATE),
        CAST(CAST(CAST(DATE_TRUNC(
          'WEEK',
          CAST(CAST(DATE_ADD(
            CAST(CAST(DATE_TRUNC(
              'YEAR',
              CAST(CAST(DATE_ADD(
                CAST(CAST(DATE_TRUNC('WEEK', CAST(DATE_ADD(`by_day`.`metric_time`, 1) AS TIMESTAMP)) AS TIMESTAMP) - INTERVAL '1' DAY AS DATE),
                3
              ) AS TIMESTAMP) AS TIMESTAMP) - INTERVAL '1' MONTH
            ) AS TIMESTAMP) + INTERVAL '1' MONTH AS DATE),
            3
          ) AS TIMESTAMP) AS TIMESTAMP) + INTERVAL '1' DAY
        ) AS TIMESTAMP) - INTERVAL '1' DAY AS DATE) AS DATE)
      ) AS BIGINT) < 273
      THEN CAST(DATE_ADD(
        CAST(CAST(DATE_TRUNC(
          'WEEK',
          CAST(CAST(DATE_ADD(
            CAST(CAST(DATE_TRUNC(
              'YEAR',
              CAST(CAST(DATE_ADD(
                CAST(CAST(DATE_TRUNC('WEEK', CAST(DATE_ADD(`by_day`.`metric_time`, 1) AS TIMESTAMP)) AS TIMESTAMP) - INTERVAL '1' DAY AS DATE),
                3
              ) AS TIMESTAMP) AS TIMESTAMP) - INTERVAL '1' MONTH
            ) AS TIMESTAMP) + INTERVAL '1' MONTH AS DATE),
            3
          ) AS TIMESTAMP) AS TIMESTAMP) + INTERVAL '1' DAY
        ) AS TIMESTAMP) - INTERVAL '1' DAY AS DATE),
        245
      ) AS TIMESTAMP)
      WHEN CAST(DATEDIFF(
        CAST(CAST(`by_day`.`metric_time` AS DATE) AS DATE),
        CAST(CAST(CAST(DATE_TRUNC(
          'WEEK',
          CAST(CAST(DATE_ADD(
            CAST(CAST(DATE_TRUNC(
              'YEAR',
              CAST(CAST(DATE_ADD(
                CAST(CAST(DATE_TRUNC('WEEK', CAST(DATE_ADD(`by_day`.`metric_time`, 1) AS TIMESTAMP)) AS TIMESTAMP) - INTERVAL '1' DAY AS DATE),
                3
              ) AS TIMESTAMP) AS TIMESTAMP) - INTERVAL '1' MONTH
            ) AS TIMESTAMP) + INTERVAL '1' MONTH AS DATE),
            3
          ) AS TIMESTAMP) AS TIMESTAMP) + INTERVAL '1' DAY
        ) AS TIMESTAMP) - INTERVAL '1' DAY AS DATE) AS DATE)
      ) AS BIGINT) < 301
      THEN CAST(DATE_ADD(
        CAST(CAST(DATE_TRUNC(
          'WEEK',
          CAST(CAST(DATE_ADD(
            CAST(CAST(DATE_TRUNC(
              'YEAR',
              CAST(CAST(DATE_ADD(
                CAST(CAST(DATE_TRUNC('WEEK', CAST(DATE_ADD(`by_day`.`metric_time`, 1) AS TIMESTAMP)) AS TIMESTAMP) - INTERVAL '1' DAY AS DATE),
                3
              ) AS TIMESTAMP) AS TIMESTAMP) - INTERVAL '1' MONTH
            ) AS TIMESTAMP) + INTERVAL '1' MONTH AS DATE),
            3
          ) AS TIMESTAMP) AS TIMESTAMP) + INTERVAL '1' DAY
        ) AS TIMESTAMP) - INTERVAL '1' DAY AS DATE),
        273
      ) AS TIMESTAMP)
      WHEN CAST(DATEDIFF(
        CAST(CAST(`by_day`.`metric_time` AS DATE) AS DATE),
        CAST(CAST(CAST(DATE_TRUNC(
          'WEEK',
          CAST(CAST(DATE_ADD(
            CAST(CAST(DATE_TRUNC(
              'YEAR',
              CAST(CAST(DATE_ADD(
                CAST(CAST(DATE_TRUNC('WEEK', CAST(DATE_ADD(`by_day`.`metric_time`, 1) AS TIMESTAMP)) AS TIMESTAMP) - INTERVAL '1' DAY AS DATE),
                3
              ) AS TIMESTAMP) AS TIMESTAMP) - INTERVAL '1' MONTH
            ) AS TIMESTAMP) + INTERVAL '1' MONTH AS DATE),
            3
          ) AS TIMESTAMP) AS TIMESTAMP) + INTERVAL '1' DAY
        ) AS TIMESTAMP) - INTERVAL '1' DAY AS DATE) AS DATE)
      ) AS BIGINT) < 336
      THEN CAST(DATE_ADD(
        CAST(CAST(DATE_TRUNC(
          'WEEK',
          CAST(CAST(DATE_ADD(
            CAST(CAST(DATE_TRUNC(
              'YEAR',
              CAST(CAST(DATE_ADD(
                CAST(CAST(DATE_TRUNC('WEEK', CAST(DATE_ADD(`by_day`.`metric_time`, 1) AS TIMESTAMP)) AS TIMESTAMP) - INTERVAL '1' DAY AS DATE),
                3
              ) AS TIMESTAMP) AS TIMESTAMP) - INTERVAL '1' MONTH
            ) AS TIMESTAMP) + INTERVAL '1' MONTH AS DATE),
            3
          ) AS TIMESTAMP) AS TIMESTAMP) + INTERVAL '1' DAY
        ) AS TIMESTAMP) - INTERVAL '1' DAY AS DATE),
        301
      ) AS TIMESTAMP)
      ELSE CAST(DATE_ADD(
        CAST(CAST(DATE_TRUNC(
          'WEEK',
          CAST(CAST(DATE_ADD(
            CAST(CAST(DATE_TRUNC(
              'YEAR',
              CAST(CAST(DATE_ADD(
                CAST(CAST(DATE_TRUNC('WEEK', CAST(DATE_ADD(`by_day`.`metric_time`, 1) AS TIMESTAMP)) AS TIMESTAMP) - INTERVAL '1' DAY AS DATE),
                3
              ) AS TIMESTAMP) AS TIMESTAMP) - INTERVAL '1' MONTH
            ) AS TIMESTAMP) + INTERVAL '1' MONTH AS DATE),
            3
          ) AS TIMESTAMP) AS TIMESTAMP) + INTERVAL '1' DAY
        ) AS TIMESTAMP) - INTERVAL '1' DAY AS DATE),
        336
      ) AS TIMESTAMP)
    END AS DATE)
)
SELECT
  `cells`.`metric_time` AS `metric_time`,
  `cells`.`sales` AS `sales`,
  SUM(`cells`.`sales`) OVER (
    PARTITION BY CAST(CASE
      WHEN CAST(DATEDIFF(
        CAST(CAST(`cells`.`metric_time` AS DATE) AS DATE),
        CAST(CAST(CAST(DATE_TRUNC(
          'WEEK',
          CAST(CAST(DATE_ADD(
            CAST(CAST(DATE_TRUNC(
              'YEAR',
              CAST(CAST(DATE_ADD(
                CAST(CAST(DATE_TRUNC('WEEK', CAST(DATE_ADD(`cells`.`metric_time`, 1) AS TIMESTAMP)) AS TIMESTAMP) - INTERVAL '1' DAY AS DATE),
                3
              ) AS TIMESTAMP) AS TIMESTAMP) - INTERVAL '1' MONTH
            ) AS TIMESTAMP) + INTERVAL '1' MONTH AS DATE),
            3
          ) AS TIMESTAMP) AS TIMESTAMP) + INTERVAL '1' DAY
        ) AS TIMESTAMP) - INTERVAL '1' DAY AS DATE) AS DATE)
      ) AS BIGINT) < 91
      THEN CAST(CAST(DATE_TRUNC(
        'WEEK',
        CAST(CAST(DATE_ADD(
          CAST(CAST(DATE_TRUNC(
            'YEAR',
            CAST(CAST(DATE_ADD(
              CAST(CAST(DATE_TRUNC('WEEK', CAST(DATE_ADD(`cells`.`metric_time`, 1) AS TIMESTAMP)) AS TIMESTAMP) - INTERVAL '1' DAY AS DATE),
              3
            ) AS TIMESTAMP) AS TIMESTAMP) - INTERVAL '1' MONTH
          ) AS TIMESTAMP) + INTERVAL '1' MONTH AS DATE),
          3
        ) AS TIMESTAMP) AS TIMESTAMP) + INTERVAL '1' DAY
      ) AS TIMESTAMP) - INTERVAL '1' DAY AS DATE)
      WHEN CAST(DATEDIFF(
        CAST(CAST(`cells`.`metric_time` AS DATE) AS DATE),
        CAST(CAST(CAST(DATE_TRUNC(
          'WEEK',
          CAST(CAST(DATE_ADD(
            CAST(CAST(DATE_TRUNC(
              'YEAR',
              CAST(CAST(DATE_ADD(
                CAST(CAST(DATE_TRUNC('WEEK', CAST(DATE_ADD(`cells`.`metric_time`, 1) AS TIMESTAMP)) AS TIMESTAMP) - INTERVAL '1' DAY AS DATE),
                3
              ) AS TIMESTAMP) AS TIMESTAMP) - INTERVAL '1' MONTH
            ) AS TIMESTAMP) + INTERVAL '1' MONTH AS DATE),
            3
          ) AS TIMESTAMP) AS TIMESTAMP) + INTERVAL '1' DAY
        ) AS TIMESTAMP) - INTERVAL '1' DAY AS DATE) AS DATE)
      ) AS BIGINT) < 182
      THEN CAST(DATE_ADD(
        CAST(CAST(DATE_TRUNC(
          'WEEK',
          CAST(CAST(DATE_ADD(
            CAST(CAST(DATE_TRUNC(
              'YEAR',
              CAST(CAST(DATE_ADD(
                CAST(CAST(DATE_TRUNC('WEEK', CAST(DATE_ADD(`cells`.`metric_time`, 1) AS TIMESTAMP)) AS TIMESTAMP) - INTERVAL '1' DAY AS DATE),
                3
              ) AS TIMESTAMP) AS TIMESTAMP) - INTERVAL '1' MONTH
            ) AS TIMESTAMP) + INTERVAL '1' MONTH AS DATE),
            3
          ) AS TIMESTAMP) AS TIMESTAMP) + INTERVAL '1' DAY
        ) AS TIMESTAMP) - INTERVAL '1' DAY AS DATE),
        91
      ) AS TIMESTAMP)
      WHEN CAST(DATEDIFF(
        CAST(CAST(`cells`.`metric_time` AS DATE) AS DATE),
        CAST(CAST(CAST(DATE_TRUNC(
          'WEEK',
          CAST(CAST(DATE_ADD(
            CAST(CAST(DATE_TRUNC(
              'YEAR',
              CAST(CAST(DATE_ADD(
                CAST(CAST(DATE_TRUNC('WEEK', CAST(DATE_ADD(`cells`.`metric_time`, 1) AS TIMESTAMP)) AS TIMESTAMP) - INTERVAL '1' DAY AS DATE),
                3
              ) AS TIMESTAMP) AS TIMESTAMP) - INTERVAL '1' MONTH
            ) AS TIMESTAMP) + INTERVAL '1' MONTH AS DATE),
            3
          ) AS TIMESTAMP) AS TIMESTAMP) + INTERVAL '1' DAY
        ) AS TIMESTAMP) - INTERVAL '1' DAY AS DATE) AS DATE)
      ) AS BIGINT) < 273
      THEN CAST(DATE_ADD(
        CAST(CAST(DATE_TRUNC(
          'WEEK',
          CAST(CAST(DATE_ADD(
            CAST(CAST(DATE_TRUNC(
              'YEAR',
              CAST(CAST(DATE_ADD(
                CAST(CAST(DATE_TRUNC('WEEK', CAST(DATE_ADD(`cells`.`metric_time`, 1) AS TIMESTAMP)) AS TIMESTAMP) - INTERVAL '1' DAY AS DATE),
                3
              ) AS TIMESTAMP) AS TIMESTAMP) - INTERVAL '1' MONTH
            ) AS TIMESTAMP) + INTERVAL '1' MONTH AS DATE),
            3
          ) AS TIMESTAMP) AS TIMESTAMP) + INTERVAL '1' DAY
        ) AS TIMESTAMP) - INTERVAL '1' DAY AS DATE),
        182
      ) AS TIMESTAMP)
      ELSE CAST(DATE_ADD(
        CAST(CAST(DATE_TRUNC(
          'WEEK',
          CAST(CAST(DATE_ADD(
            CAST(CAST(DATE_TRUNC(
              'YEAR',
              CAST(CAST(DATE_ADD(
                CAST(CAST(DATE_TRUNC('WEEK', CAST(DATE_ADD(`cells`.`metric_time`, 1) AS TIMESTAMP)) AS TIMESTAMP) - INTERVAL '1' DAY AS DATE),
                3
              ) AS TIMESTAMP) AS TIMESTAMP) - INTERVAL '1' MONTH
            ) AS TIMESTAMP) + INTERVAL '1' MONTH AS DATE),
            3
          ) AS TIMESTAMP) AS TIMESTAMP) + INTERVAL '1' DAY
        ) AS TIMESTAMP) - INTERVAL '1' DAY AS DATE),
        273
      ) AS TIMESTAMP)
    END AS DATE)
    ORDER BY `cells`.`metric_time` ASC NULLS LAST
    ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
  ) AS `sales_running`
FROM `cells` AS `cells`
ORDER BY
  `metric_time` ASC NULLS LAST
