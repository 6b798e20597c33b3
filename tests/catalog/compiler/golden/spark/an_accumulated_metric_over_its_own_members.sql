WITH `by_day` AS (
  SELECT
    CAST(`orders`.`ordered_at` AS DATE) AS `day`,
    SUM(`orders`.`amount`) AS `sales`,
    SUM(`orders`.`amount`) FILTER(WHERE
      `orders`.`channel` = '门店') AS `sales_2`
  FROM `main`.`orders` AS `orders`
  WHERE
    `orders`.`ordered_at` >= CAST('2024-01-01' AS DATE)
    AND `orders`.`ordered_at` < CAST('2024-07-01' AS DATE)
    AND `orders`.`status` = 'done'
  GROUP BY
    CAST(`orders`.`ordered_at` AS DATE)
), `kept` AS (
  SELECT
    GREATEST(CAST(DATE_TRUNC('QUARTER', `by_day`.`day`) AS DATE), CAST('2024-01-01' AS DATE)) AS `day`,
    SUM(`by_day`.`sales`) AS `sales`,
    SUM(`by_day`.`sales_2`) AS `sales_2`
  FROM `by_day` AS `by_day`
  GROUP BY
    GREATEST(CAST(DATE_TRUNC('QUARTER', `by_day`.`day`) AS DATE), CAST('2024-01-01' AS DATE))
), `steps` AS (
  SELECT
    `series`.`step` AS `step`
  FROM (
    SELECT
      id AS `step`
    FROM RANGE(0, 2)
  ) AS `series`
), `calendar` AS (
  SELECT
    `buckets`.`metric_time` AS `metric_time`
  FROM (
    SELECT
      CAST(CAST(ADD_MONTHS(CAST('2024-01-01' AS DATE), CAST(`steps`.`step` AS INT) * 3) AS TIMESTAMP) AS DATE) AS `metric_time`,
      `bounds`.`last_day` AS `last_day`
    FROM `steps` AS `steps`
    CROSS JOIN (
      SELECT
        CAST(MAX(`orders`.`ordered_at`) AS DATE) AS `last_day`
      FROM `main`.`orders` AS `orders`
    ) AS `bounds`
  ) AS `buckets`
  WHERE
    `buckets`.`metric_time` <= `buckets`.`last_day`
), `placed` AS (
  SELECT
    `calendar`.`metric_time` AS `metric_time`,
    `kept`.`sales` AS `sales`,
    `kept`.`sales_2` AS `sales_2`,
    `kept`.`day` AS `day`,
    CAST(DATE_TRUNC('YEAR', `calendar`.`metric_time`) AS DATE) AS `unit begun`
  FROM `calendar` AS `calendar`
  LEFT JOIN `kept` AS `kept`
    ON `kept`.`day` = `calendar`.`metric_time`
), `so_far` AS (
  SELECT
    `placed`.`metric_time` AS `metric_time`,
    SUM(`placed`.`sales`) OVER (
      PARTITION BY `placed`.`unit begun`
      ORDER BY `placed`.`metric_time` ASC NULLS LAST
      ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
    ) AS `sales`,
    SUM(`placed`.`sales_2`) OVER (
      PARTITION BY `placed`.`unit begun`
      ORDER BY `placed`.`metric_time` ASC NULLS LAST
      ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
    ) AS `sales_2`,
    COUNT(`placed`.`day`) OVER (
      PARTITION BY `placed`.`unit begun`
      ORDER BY `placed`.`metric_time` ASC NULLS LAST
      ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
    ) AS `rows so far`
  FROM `placed` AS `placed`
)
SELECT
  `so_far`.`metric_time` AS `metric_time`,
  `so_far`.`sales` AS `sales_ytd`,
  `so_far`.`sales_2` AS `in_store`
FROM `so_far` AS `so_far`
WHERE
  `so_far`.`rows so far` > 0
ORDER BY
  `metric_time` ASC NULLS LAST
