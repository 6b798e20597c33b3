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
    FROM RANGE(0, 100)
  ) AS `series`
), `calendar` AS (
  SELECT
    `buckets`.`metric_time` AS `metric_time`,
    LEAST(
      CAST(CAST(DATE_ADD(`buckets`.`metric_time`, 1) AS TIMESTAMP) AS DATE),
      CAST(CAST(DATE_ADD(`buckets`.`last_day`, 1) AS TIMESTAMP) AS DATE)
    ) AS `ends`
  FROM (
    SELECT
      CAST(CAST(ADD_MONTHS(
        (
          SELECT
            CAST(DATE_TRUNC('YEAR', MIN(`kept`.`day`)) AS DATE) AS `first_bucket`
          FROM `kept` AS `kept`
        ),
        CAST(`steps`.`step` AS INT) * 12
      ) AS TIMESTAMP) AS DATE) AS `metric_time`,
      `bounds`.`last_day` AS `last_day`
    FROM `steps` AS `steps`
    CROSS JOIN (
      SELECT
        CAST(MAX(`orders`.`ordered_at`) AS DATE) AS `last_day`
      FROM `main`.`orders` AS `orders`
    ) AS `bounds`
    UNION
    SELECT
      CAST(DATE_TRUNC('YEAR', `kept`.`day`) AS DATE) AS `metric_time`,
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
)
SELECT
  `calendar`.`metric_time` AS `metric_time`,
  `kept`.`channel` AS `channel`,
  SUM(`kept`.`sales`) AS `total_first`
FROM `calendar` AS `calendar`
JOIN `kept` AS `kept`
  ON `kept`.`day` < `calendar`.`ends`
GROUP BY
  `calendar`.`metric_time`,
  `kept`.`channel`
ORDER BY
  `metric_time` ASC NULLS LAST,
  `channel` ASC NULLS LAST
