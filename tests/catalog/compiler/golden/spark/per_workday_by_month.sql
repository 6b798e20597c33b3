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
), `workdays` AS (
  SELECT
    CAST(DATE_TRUNC('MONTH', `calendar`.`day`) AS DATE) AS `metric_time`,
    SUM(CASE WHEN `calendar`.`is_workday` THEN 1 ELSE 0 END) AS `sales_a_workday_days`,
    COUNT(`calendar`.`is_workday`) AS `days known`
  FROM `wenshu`.`calendar` AS `calendar`
  CROSS JOIN `bounds` AS `bounds`
  WHERE
    `calendar`.`day` >= `bounds`.`first_1` AND `calendar`.`day` <= `bounds`.`last_1`
  GROUP BY
    CAST(DATE_TRUNC('MONTH', `calendar`.`day`) AS DATE)
)
SELECT
  `cells`.`metric_time` AS `metric_time`,
  CASE
    WHEN CAST(CASE
      WHEN `workdays`.`days known` = CASE
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
      END
      THEN `workdays`.`sales_a_workday_days`
    END AS DOUBLE) = 0
    THEN NULL
    WHEN CAST(CASE
      WHEN `workdays`.`days known` = CASE
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
      END
      THEN `workdays`.`sales_a_workday_days`
    END AS DOUBLE) <> 0
    THEN CAST(`cells`.`sales` AS DOUBLE) / CAST(CASE
      WHEN `workdays`.`days known` = CASE
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
      END
      THEN `workdays`.`sales_a_workday_days`
    END AS DOUBLE)
  END AS `sales_a_workday`
FROM `cells` AS `cells`
LEFT JOIN `workdays` AS `workdays`
  ON `cells`.`metric_time` IS NOT DISTINCT FROM `workdays`.`metric_time`
CROSS JOIN `bounds` AS `bounds`
ORDER BY
  `metric_time` ASC NULLS LAST
