WITH `by_day` AS (
  SELECT
    CAST(`orders`.`ordered_at` AS DATE) AS `metric_time`,
    SUM(`orders`.`amount`) AS `sales`
  FROM `main`.`orders` AS `orders`
  WHERE
    `orders`.`ordered_at` >= CAST('2025-03-24' AS DATE)
    AND `orders`.`ordered_at` < CAST('2025-04-07' AS DATE)
    AND `orders`.`status` = 'done'
  GROUP BY
    CAST(`orders`.`ordered_at` AS DATE)
), `now` AS (
  SELECT
    CAST(DATE_TRUNC('WEEK', `by_day`.`metric_time`) AS DATE) AS `metric_time`,
    SUM(`by_day`.`sales`) AS `sales`
  FROM `by_day` AS `by_day`
  GROUP BY
    CAST(DATE_TRUNC('WEEK', `by_day`.`metric_time`) AS DATE)
), `by_day_2` AS (
  SELECT
    CAST(`orders`.`ordered_at` AS DATE) AS `metric_time`,
    SUM(`orders`.`amount`) AS `sales_previous`
  FROM `main`.`orders` AS `orders`
  WHERE
    `orders`.`ordered_at` >= CAST('2025-02-24' AS DATE)
    AND `orders`.`ordered_at` < CAST('2025-03-07' AS DATE)
    AND `orders`.`status` = 'done'
  GROUP BY
    CAST(`orders`.`ordered_at` AS DATE)
), `earlier` AS (
  SELECT
    CAST(DATE_TRUNC('WEEK', CAST(ADD_MONTHS(`by_day_2`.`metric_time`, 1) AS TIMESTAMP)) AS DATE) AS `metric_time`,
    SUM(`by_day_2`.`sales_previous`) AS `sales_previous`
  FROM `by_day_2` AS `by_day_2`
  GROUP BY
    CAST(DATE_TRUNC('WEEK', CAST(ADD_MONTHS(`by_day_2`.`metric_time`, 1) AS TIMESTAMP)) AS DATE)
), `cells` AS (
  SELECT
    `now`.`metric_time` AS `metric_time`,
    `now`.`sales` AS `sales`,
    `earlier`.`sales_previous` AS `sales_previous`
  FROM `now` AS `now`
  LEFT JOIN `earlier` AS `earlier`
    ON `now`.`metric_time` = `earlier`.`metric_time`
)
SELECT
  `cells`.`metric_time` AS `metric_time`,
  CASE
    WHEN CAST(CAST(DATEDIFF(
      CAST(LEAST(
        CAST(CAST(DATE_ADD(`cells`.`metric_time`, 7) AS TIMESTAMP) AS DATE),
        CAST('2025-04-07' AS DATE)
      ) AS DATE),
      CAST(GREATEST(`cells`.`metric_time`, CAST('2025-03-24' AS DATE)) AS DATE)
    ) AS BIGINT) AS DOUBLE) = 0
    THEN NULL
    WHEN CAST(CAST(DATEDIFF(
      CAST(LEAST(
        CAST(CAST(DATE_ADD(`cells`.`metric_time`, 7) AS TIMESTAMP) AS DATE),
        CAST('2025-04-07' AS DATE)
      ) AS DATE),
      CAST(GREATEST(`cells`.`metric_time`, CAST('2025-03-24' AS DATE)) AS DATE)
    ) AS BIGINT) AS DOUBLE) <> 0
    THEN CAST(`cells`.`sales` AS DOUBLE) / CAST(CAST(DATEDIFF(
      CAST(LEAST(
        CAST(CAST(DATE_ADD(`cells`.`metric_time`, 7) AS TIMESTAMP) AS DATE),
        CAST('2025-04-07' AS DATE)
      ) AS DATE),
      CAST(GREATEST(`cells`.`metric_time`, CAST('2025-03-24' AS DATE)) AS DATE)
    ) AS BIGINT) AS DOUBLE)
  END AS `sales_a_day`,
  CASE
    WHEN CAST(CAST(DATEDIFF(
      CAST(LEAST(
        CASE
          WHEN CAST(CAST(ADD_MONTHS(
            CAST(CAST(ADD_MONTHS(CAST(CAST(DATE_ADD(`cells`.`metric_time`, 7) AS TIMESTAMP) AS DATE), -1) AS TIMESTAMP) AS DATE),
            1
          ) AS TIMESTAMP) AS DATE) < CAST(CAST(DATE_ADD(`cells`.`metric_time`, 7) AS TIMESTAMP) AS DATE)
          THEN CAST(CAST(DATE_ADD(
            CAST(CAST(ADD_MONTHS(CAST(CAST(DATE_ADD(`cells`.`metric_time`, 7) AS TIMESTAMP) AS DATE), -1) AS TIMESTAMP) AS DATE),
            1
          ) AS TIMESTAMP) AS DATE)
          ELSE CAST(CAST(ADD_MONTHS(CAST(CAST(DATE_ADD(`cells`.`metric_time`, 7) AS TIMESTAMP) AS DATE), -1) AS TIMESTAMP) AS DATE)
        END,
        CAST('2025-03-07' AS DATE)
      ) AS DATE),
      CAST(GREATEST(
        CASE
          WHEN CAST(CAST(ADD_MONTHS(CAST(CAST(ADD_MONTHS(`cells`.`metric_time`, -1) AS TIMESTAMP) AS DATE), 1) AS TIMESTAMP) AS DATE) < `cells`.`metric_time`
          THEN CAST(CAST(DATE_ADD(CAST(CAST(ADD_MONTHS(`cells`.`metric_time`, -1) AS TIMESTAMP) AS DATE), 1) AS TIMESTAMP) AS DATE)
          ELSE CAST(CAST(ADD_MONTHS(`cells`.`metric_time`, -1) AS TIMESTAMP) AS DATE)
        END,
        CAST('2025-02-24' AS DATE)
      ) AS DATE)
    ) AS BIGINT) AS DOUBLE) = 0
    THEN NULL
    WHEN CAST(CAST(DATEDIFF(
      CAST(LEAST(
        CASE
          WHEN CAST(CAST(ADD_MONTHS(
            CAST(CAST(ADD_MONTHS(CAST(CAST(DATE_ADD(`cells`.`metric_time`, 7) AS TIMESTAMP) AS DATE), -1) AS TIMESTAMP) AS DATE),
            1
          ) AS TIMESTAMP) AS DATE) < CAST(CAST(DATE_ADD(`cells`.`metric_time`, 7) AS TIMESTAMP) AS DATE)
          THEN CAST(CAST(DATE_ADD(
            CAST(CAST(ADD_MONTHS(CAST(CAST(DATE_ADD(`cells`.`metric_time`, 7) AS TIMESTAMP) AS DATE), -1) AS TIMESTAMP) AS DATE),
            1
          ) AS TIMESTAMP) AS DATE)
          ELSE CAST(CAST(ADD_MONTHS(CAST(CAST(DATE_ADD(`cells`.`metric_time`, 7) AS TIMESTAMP) AS DATE), -1) AS TIMESTAMP) AS DATE)
        END,
        CAST('2025-03-07' AS DATE)
      ) AS DATE),
      CAST(GREATEST(
        CASE
          WHEN CAST(CAST(ADD_MONTHS(CAST(CAST(ADD_MONTHS(`cells`.`metric_time`, -1) AS TIMESTAMP) AS DATE), 1) AS TIMESTAMP) AS DATE) < `cells`.`metric_time`
          THEN CAST(CAST(DATE_ADD(CAST(CAST(ADD_MONTHS(`cells`.`metric_time`, -1) AS TIMESTAMP) AS DATE), 1) AS TIMESTAMP) AS DATE)
          ELSE CAST(CAST(ADD_MONTHS(`cells`.`metric_time`, -1) AS TIMESTAMP) AS DATE)
        END,
        CAST('2025-02-24' AS DATE)
      ) AS DATE)
    ) AS BIGINT) AS DOUBLE) <> 0
    THEN CAST(`cells`.`sales_previous` AS DOUBLE) / CAST(CAST(DATEDIFF(
      CAST(LEAST(
        CASE
          WHEN CAST(CAST(ADD_MONTHS(
            CAST(CAST(ADD_MONTHS(CAST(CAST(DATE_ADD(`cells`.`metric_time`, 7) AS TIMESTAMP) AS DATE), -1) AS TIMESTAMP) AS DATE),
            1
          ) AS TIMESTAMP) AS DATE) < CAST(CAST(DATE_ADD(`cells`.`metric_time`, 7) AS TIMESTAMP) AS DATE)
          THEN CAST(CAST(DATE_ADD(
            CAST(CAST(ADD_MONTHS(CAST(CAST(DATE_ADD(`cells`.`metric_time`, 7) AS TIMESTAMP) AS DATE), -1) AS TIMESTAMP) AS DATE),
            1
          ) AS TIMESTAMP) AS DATE)
          ELSE CAST(CAST(ADD_MONTHS(CAST(CAST(DATE_ADD(`cells`.`metric_time`, 7) AS TIMESTAMP) AS DATE), -1) AS TIMESTAMP) AS DATE)
        END,
        CAST('2025-03-07' AS DATE)
      ) AS DATE),
      CAST(GREATEST(
        CASE
          WHEN CAST(CAST(ADD_MONTHS(CAST(CAST(ADD_MONTHS(`cells`.`metric_time`, -1) AS TIMESTAMP) AS DATE), 1) AS TIMESTAMP) AS DATE) < `cells`.`metric_time`
          THEN CAST(CAST(DATE_ADD(CAST(CAST(ADD_MONTHS(`cells`.`metric_time`, -1) AS TIMESTAMP) AS DATE), 1) AS TIMESTAMP) AS DATE)
          ELSE CAST(CAST(ADD_MONTHS(`cells`.`metric_time`, -1) AS TIMESTAMP) AS DATE)
        END,
        CAST('2025-02-24' AS DATE)
      ) AS DATE)
    ) AS BIGINT) AS DOUBLE)
  END AS `sales_a_day_previous`
FROM `cells` AS `cells`
ORDER BY
  `metric_time` ASC NULLS LAST
