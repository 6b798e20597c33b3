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
    CAST(DATE_TRUNC('MONTH', `by_day`.`metric_time`) AS DATE) AS `metric_time`,
    SUM(`by_day`.`sales`) AS `sales`
  FROM `by_day` AS `by_day`
  GROUP BY
    CAST(DATE_TRUNC('MONTH', `by_day`.`metric_time`) AS DATE)
), `bounds` AS (
  SELECT
    `days_1`.`first_1` AS `first_1`,
    `days_1`.`last_1` AS `last_1`,
    `days_1`.`first_1` AS `first_day`,
    `days_1`.`last_1` AS `last_day`
  FROM (
    SELECT
      CAST(MIN(`orders`.`ordered_at`) AS DATE) AS `first_1`,
      CAST(MAX(`orders`.`ordered_at`) AS DATE) AS `last_1`
    FROM `main`.`orders` AS `orders`
  ) AS `days_1`
)
SELECT
  `cells`.`metric_time` AS `metric_time`,
  CASE
    WHEN CAST(CASE
      WHEN NOT (
        `cells`.`metric_time` IS NULL
      )
      THEN CAST(DATEDIFF(
        CAST(LEAST(
          CAST(CAST(ADD_MONTHS(`cells`.`metric_time`, 1) AS TIMESTAMP) AS DATE),
          CAST(CAST(DATE_ADD(`bounds`.`last_1`, 1) AS TIMESTAMP) AS DATE)
        ) AS DATE),
        CAST(GREATEST(`cells`.`metric_time`, `bounds`.`first_1`) AS DATE)
      ) AS BIGINT)
    END AS DOUBLE) = 0
    THEN NULL
    WHEN CAST(CASE
      WHEN NOT (
        `cells`.`metric_time` IS NULL
      )
      THEN CAST(DATEDIFF(
        CAST(LEAST(
          CAST(CAST(ADD_MONTHS(`cells`.`metric_time`, 1) AS TIMESTAMP) AS DATE),
          CAST(CAST(DATE_ADD(`bounds`.`last_1`, 1) AS TIMESTAMP) AS DATE)
        ) AS DATE),
        CAST(GREATEST(`cells`.`metric_time`, `bounds`.`first_1`) AS DATE)
      ) AS BIGINT)
    END AS DOUBLE) <> 0
    THEN CAST(`cells`.`sales` AS DOUBLE) / CAST(CASE
      WHEN NOT (
        `cells`.`metric_time` IS NULL
      )
      THEN CAST(DATEDIFF(
        CAST(LEAST(
          CAST(CAST(ADD_MONTHS(`cells`.`metric_time`, 1) AS TIMESTAMP) AS DATE),
          CAST(CAST(DATE_ADD(`bounds`.`last_1`, 1) AS TIMESTAMP) AS DATE)
        ) AS DATE),
        CAST(GREATEST(`cells`.`metric_time`, `bounds`.`first_1`) AS DATE)
      ) AS BIGINT)
    END AS DOUBLE)
  END AS `sales_a_day`
FROM `cells` AS `cells`
CROSS JOIN `bounds` AS `bounds`
ORDER BY
  `metric_time` ASC NULLS LAST
