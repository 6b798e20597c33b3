WITH `kept` AS (
  SELECT
    GREATEST(
      CAST(DATE_TRUNC('MONTH', `payments`.`paid_on`) AS DATE),
      CAST('2025-01-01' AS DATE)
    ) AS `day`,
    `holders members`.`holder` AS `holder`,
    SUM(`payments`.`amount`) AS `paid`
  FROM `main`.`payments` AS `payments`
  LEFT JOIN `main`.`accounts` AS `accounts`
    ON `payments`.`account_id` = `accounts`.`account_id`
  LEFT JOIN (
    SELECT DISTINCT
      `holders`.`account_id` AS `key 1`,
      `customers`.`name` AS `holder`
    FROM `main`.`holders` AS `holders`
    LEFT JOIN `main`.`customers` AS `customers`
      ON `holders`.`customer_id` = `customers`.`customer_id`
  ) AS `holders members`
    ON `accounts`.`account_id` = `holders members`.`key 1`
  WHERE
    `payments`.`paid_on` < CAST('2025-04-01' AS DATE)
  GROUP BY
    GREATEST(
      CAST(DATE_TRUNC('MONTH', `payments`.`paid_on`) AS DATE),
      CAST('2025-01-01' AS DATE)
    ),
    `holders members`.`holder`
), `steps` AS (
  SELECT
    `series`.`step` AS `step`
  FROM (
    SELECT
      id AS `step`
    FROM RANGE(0, 3)
  ) AS `series`
), `calendar` AS (
  SELECT
    `buckets`.`metric_time` AS `metric_time`
  FROM (
    SELECT
      CAST(CAST(ADD_MONTHS(CAST('2025-01-01' AS DATE), CAST(`steps`.`step` AS INT) * 1) AS TIMESTAMP) AS DATE) AS `metric_time`,
      `bounds`.`last_day` AS `last_day`
    FROM `steps` AS `steps`
    CROSS JOIN (
      SELECT
        CAST(MAX(`payments`.`paid_on`) AS DATE) AS `last_day`
      FROM `main`.`payments` AS `payments`
    ) AS `bounds`
  ) AS `buckets`
  WHERE
    `buckets`.`metric_time` <= `buckets`.`last_day`
), `every` AS (
  SELECT DISTINCT
    `kept`.`holder` AS `holder`
  FROM `kept` AS `kept`
), `placed` AS (
  SELECT
    `calendar`.`metric_time` AS `metric_time`,
    `every`.`holder` AS `holder`,
    `kept`.`paid` AS `paid`,
    `kept`.`day` AS `day`
  FROM `calendar` AS `calendar`
  CROSS JOIN `every` AS `every`
  LEFT JOIN `kept` AS `kept`
    ON `kept`.`day` = `calendar`.`metric_time`
    AND `kept`.`holder` IS NOT DISTINCT FROM `every`.`holder`
), `so_far` AS (
  SELECT
    `placed`.`metric_time` AS `metric_time`,
    `placed`.`holder` AS `holder`,
    SUM(`placed`.`paid`) OVER (
      PARTITION BY `placed`.`holder`
      ORDER BY `placed`.`metric_time` ASC NULLS LAST
      ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
    ) AS `paid`,
    COUNT(`placed`.`day`) OVER (
      PARTITION BY `placed`.`holder`
      ORDER BY `placed`.`metric_time` ASC NULLS LAST
      ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
    ) AS `rows so far`
  FROM `placed` AS `placed`
), `now` AS (
  SELECT
    `so_far`.`metric_time` AS `metric_time`,
    `so_far`.`holder` AS `holder`,
    `so_far`.`paid` AS `paid`
  FROM `so_far` AS `so_far`
  WHERE
    `so_far`.`rows so far` > 0
), `kept_2` AS (
  SELECT
    CAST(`payments`.`paid_on` AS DATE) AS `day`,
    `holders members`.`holder` AS `holder`,
    `payments`.`account_id` AS `payers`
  FROM `main`.`payments` AS `payments`
  LEFT JOIN `main`.`accounts` AS `accounts`
    ON `payments`.`account_id` = `accounts`.`account_id`
  LEFT JOIN (
    SELECT DISTINCT
      `holders`.`account_id` AS `key 1`,
      `customers`.`name` AS `holder`
    FROM `main`.`holders` AS `holders`
    LEFT JOIN `main`.`customers` AS `customers`
      ON `holders`.`customer_id` = `customers`.`customer_id`
  ) AS `holders members`
    ON `accounts`.`account_id` = `holders members`.`key 1`
  WHERE
    `payments`.`paid_on` >= CAST('2025-01-01' AS DATE)
    AND `payments`.`paid_on` < CAST('2025-04-01' AS DATE)
), `calendar_2` AS (
  SELECT
    `buckets`.`metric_time` AS `metric_time`,
    CAST(CAST(ADD_MONTHS(`buckets`.`metric_time`, 1) AS TIMESTAMP) AS DATE) AS `ends`
  FROM (
    SELECT
      CAST(CAST(ADD_MONTHS(CAST('2025-01-01' AS DATE), CAST(`steps`.`step` AS INT) * 1) AS TIMESTAMP) AS DATE) AS `metric_time`,
      `bounds`.`last_day` AS `last_day`
    FROM `steps` AS `steps`
    CROSS JOIN (
      SELECT
        CAST(MAX(`payments`.`paid_on`) AS DATE) AS `last_day`
      FROM `main`.`payments` AS `payments`
    ) AS `bounds`
  ) AS `buckets`
  WHERE
    `buckets`.`metric_time` <= `buckets`.`last_day`
), `now_2` AS (
  SELECT
    `calendar_2`.`metric_time` AS `metric_time`,
    `kept_2`.`holder` AS `holder`,
    COUNT(DISTINCT `kept_2`.`payers`) AS `payers`
  FROM `calendar_2` AS `calendar_2`
  JOIN `kept_2` AS `kept_2`
    ON `kept_2`.`day` < `calendar_2`.`ends`
    AND `kept_2`.`day` >= CAST(DATE_TRUNC('YEAR', CAST(DATE_ADD(`calendar_2`.`ends`, -1) AS TIMESTAMP)) AS DATE)
  GROUP BY
    `calendar_2`.`metric_time`,
    `kept_2`.`holder`
)
SELECT
  COALESCE(`now`.`metric_time`, `now_2`.`metric_time`) AS `metric_time`,
  COALESCE(`now`.`holder`, `now_2`.`holder`) AS `holder`,
  `now`.`paid` AS `paid_so_far`,
  `now_2`.`payers` AS `payers_ytd`
FROM `now` AS `now`
FULL JOIN `now_2` AS `now_2`
  ON `now`.`metric_time` IS NOT DISTINCT FROM `now_2`.`metric_time`
  AND `now`.`holder` IS NOT DISTINCT FROM `now_2`.`holder`
ORDER BY
  `metric_time` ASC NULLS LAST,
  `holder` ASC NULLS LAST
