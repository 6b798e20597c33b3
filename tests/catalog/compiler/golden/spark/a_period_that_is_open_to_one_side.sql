WITH `by_day` AS (
  SELECT
    CAST(`orders`.`ordered_at` AS DATE) AS `metric_time`,
    SUM(`orders`.`amount`) AS `sales`
  FROM `main`.`orders` AS `orders`
  WHERE
    `orders`.`ordered_at` >= CAST('2025-02-01' AS DATE)
    AND `orders`.`status` = 'done'
  GROUP BY
    CAST(`orders`.`ordered_at` AS DATE)
), `now` AS (
  SELECT
    CAST(DATE_TRUNC('MONTH', `by_day`.`metric_time`) AS DATE) AS `metric_time`,
    SUM(`by_day`.`sales`) AS `sales`
  FROM `by_day` AS `by_day`
  GROUP BY
    CAST(DATE_TRUNC('MONTH', `by_day`.`metric_time`) AS DATE)
), `by_day_2` AS (
  SELECT
    CAST(`orders`.`ordered_at` AS DATE) AS `day`,
    SUM(`orders`.`amount`) AS `sales_2`
  FROM `main`.`orders` AS `orders`
  WHERE
    `orders`.`ordered_at` >= CAST('2025-01-01' AS DATE)
    AND `orders`.`status` = 'done'
  GROUP BY
    CAST(`orders`.`ordered_at` AS DATE)
), `kept` AS (
  SELECT
    CAST(DATE_TRUNC('MONTH', `by_day_2`.`day`) AS DATE) AS `day`,
    SUM(`by_day_2`.`sales_2`) AS `sales_2`
  FROM `by_day_2` AS `by_day_2`
  GROUP BY
    CAST(DATE_TRUNC('MONTH', `by_day_2`.`day`) AS DATE)
), `steps` AS (
  SELECT
    `series`.`step` AS `step`
  FROM (
    SELECT
      id AS `step`
    FROM RANGE(0, 1000)
  ) AS `series`
), `calendar` AS (
  SELECT
    `buckets`.`metric_time` AS `metric_time`,
    CAST(CAST(ADD_MONTHS(`buckets`.`metric_time`, 1) AS TIMESTAMP) AS DATE) AS `ends`
  FROM (
    SELECT
      CAST(CAST(ADD_MONTHS(
        (
          SELECT
            CAST(DATE_TRUNC('MONTH', MIN(`kept`.`day`)) AS DATE) AS `first_bucket`
          FROM `kept` AS `kept`
        ),
        CAST(`steps`.`step` AS INT) * 1
      ) AS TIMESTAMP) AS DATE) AS `metric_time`,
      `bounds`.`last_day` AS `last_day`
    FROM `steps` AS `steps`
    CROSS JOIN (
      SELECT
        CAST(MAX(`orders`.`ordered_at`) AS DATE) AS `last_day`
      FROM `main`.`orders` AS `orders`
    ) AS `bounds`
    WHERE
      `steps`.`step` < 1000
    UNION
    SELECT
      CAST(DATE_TRUNC('MONTH', `kept`.`day`) AS DATE) AS `metric_time`,
      `bounds`.`last_day` AS `last_day`
    FROM `kept` AS `kept`
    CROSS JOIN (
      SELECT
        CAST(MAX(`orders`.`ordered_at`) AS DATE) AS `last_day`
      FROM `main`.`orders` AS `orders`
    ) AS `bounds`
  ) AS `buckets`
  WHERE
    `buckets`.`metric_time` <= `buckets`.`last_day`
    AND `buckets`.`metric_time` >= CAST('2025-02-01' AS DATE)
), `now_2` AS (
  SELECT
    `calendar`.`metric_time` AS `metric_time`,
    SUM(`kept`.`sales_2`) AS `sales_2`
  FROM `calendar` AS `calendar`
  JOIN `kept` AS `kept`
    ON `kept`.`day` < `calendar`.`ends`
    AND `kept`.`day` >= CAST(DATE_TRUNC('YEAR', CAST(DATE_ADD(`calendar`.`ends`, -1) AS TIMESTAMP)) AS DATE)
  GROUP BY
    `calendar`.`metric_time`
)
SELECT
  COALESCE(`now`.`metric_time`, `now_2`.`metric_time`) AS `metric_time`,
  `now`.`sales` AS `sales`,
  `now_2`.`sales_2` AS `sales_ytd`
FROM `now` AS `now`
FULL JOIN `now_2` AS `now_2`
  ON `now`.`metric_time` IS NOT DISTINCT FROM `now_2`.`metric_time`
ORDER BY
  `metric_time` ASC NULLS LAST
