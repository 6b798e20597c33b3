WITH `kept` AS (
  SELECT
    CAST(`orders`.`ordered_at` AS DATE) AS `day`,
    `orders`.`channel` AS `channel`,
    SUM(`orders`.`amount`) AS `sales`
  FROM `main`.`orders` AS `orders`
  WHERE
    `orders`.`status` = 'done'
  GROUP BY
    CAST(`orders`.`ordered_at` AS DATE),
    `orders`.`channel`
), `steps` AS (
  SELECT
    `series`.`step` AS `step`
  FROM (
    SELECT
      id AS `step`
    FROM RANGE(0, 10000)
  ) AS `series`
), `calendar` AS (
  SELECT
    `buckets`.`metric_time` AS `metric_time`
  FROM (
    SELECT
      CAST(CAST(DATE_ADD(
        (
          SELECT
            CAST(MIN(`kept`.`day`) AS DATE) AS `first_bucket`
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
      `steps`.`step` < 10000
    UNION
    SELECT
      CAST(`kept`.`day` AS DATE) AS `metric_time`,
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
), `every` AS (
  SELECT DISTINCT
    `kept`.`channel` AS `channel`
  FROM `kept` AS `kept`
), `placed` AS (
  SELECT
    `calendar`.`metric_time` AS `metric_time`,
    `every`.`channel` AS `channel`,
    `kept`.`sales` AS `sales`,
    `kept`.`day` AS `day`
  FROM `calendar` AS `calendar`
  CROSS JOIN `every` AS `every`
  LEFT JOIN `kept` AS `kept`
    ON `kept`.`day` = `calendar`.`metric_time`
    AND `kept`.`channel` IS NOT DISTINCT FROM `every`.`channel`
), `so_far` AS (
  SELECT
    `placed`.`metric_time` AS `metric_time`,
    `placed`.`channel` AS `channel`,
    SUM(`placed`.`sales`) OVER (
      PARTITION BY `placed`.`channel`
      ORDER BY `placed`.`metric_time` ASC NULLS LAST
      ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
    ) AS `sales`,
    COUNT(`placed`.`day`) OVER (
      PARTITION BY `placed`.`channel`
      ORDER BY `placed`.`metric_time` ASC NULLS LAST
      ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
    ) AS `rows so far`
  FROM `placed` AS `placed`
), `by_day` AS (
  SELECT
    `so_far`.`metric_time` AS `metric_time`,
    `so_far`.`channel` AS `channel`,
    `so_far`.`sales` AS `sales`
  FROM `so_far` AS `so_far`
  WHERE
    `so_far`.`rows so far` > 0
)
SELECT
  CAST(DATE_TRUNC('YEAR', `by_day`.`metric_time`) AS DATE) AS `metric_time`,
  `by_day`.`channel` AS `channel`,
  AVG(CAST(`by_day`.`sales` AS DOUBLE)) AS `total_mean`
FROM `by_day` AS `by_day`
GROUP BY
  CAST(DATE_TRUNC('YEAR', `by_day`.`metric_time`) AS DATE),
  `by_day`.`channel`
ORDER BY
  `metric_time` ASC NULLS LAST,
  `channel` ASC NULLS LAST
