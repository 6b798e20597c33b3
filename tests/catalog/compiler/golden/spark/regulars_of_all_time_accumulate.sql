WITH `members that pass` AS (
  SELECT
    `orders`.`customer_id` AS `customer`,
    COUNT(*) AS `order_count`
  FROM `main`.`orders` AS `orders`
  WHERE
    `orders`.`status` = 'done'
  GROUP BY
    `orders`.`customer_id`
  HAVING
    COUNT(*) >= 3
), `kept` AS (
  SELECT
    CAST(`orders`.`ordered_at` AS DATE) AS `day`,
    `orders`.`customer_id` AS `buyers`
  FROM `main`.`orders` AS `orders`
  WHERE
    EXISTS(
      SELECT
        1 AS `1`
      FROM `members that pass` AS `members that pass`
      WHERE
        `members that pass`.`customer` = `orders`.`customer_id`
    )
    AND `orders`.`status` = 'done'
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
    CAST(CAST(ADD_MONTHS(`buckets`.`metric_time`, 12) AS TIMESTAMP) AS DATE) AS `ends`
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
  COUNT(DISTINCT `kept`.`buyers`) AS `regular_total`
FROM `calendar` AS `calendar`
JOIN `kept` AS `kept`
  ON `kept`.`day` < `calendar`.`ends`
GROUP BY
  `calendar`.`metric_time`
ORDER BY
  `metric_time` ASC NULLS LAST
