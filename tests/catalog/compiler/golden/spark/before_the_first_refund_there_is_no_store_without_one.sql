WITH `by_key` AS (
  SELECT
    CAST(DATE_TRUNC('QUARTER', `refunds`.`refunded_on`) AS DATE) AS `metric_time`,
    `refunds`.`store_id` AS `key_store_id`,
    COUNT(*) AS `refund_count`
  FROM `main`.`refunds` AS `refunds`
  GROUP BY
    CAST(DATE_TRUNC('QUARTER', `refunds`.`refunded_on`) AS DATE),
    `refunds`.`store_id`
), `members that fail` AS (
  SELECT
    `by_key`.`metric_time` AS `metric_time`,
    `stores`.`store` AS `store`,
    COALESCE(SUM(`by_key`.`refund_count`), 0) AS `refund_count`
  FROM `by_key` AS `by_key`
  LEFT JOIN `main`.`stores` AS `stores`
    ON `by_key`.`key_store_id` = `stores`.`store_id`
  GROUP BY
    `by_key`.`metric_time`,
    `stores`.`store`
  HAVING
    COALESCE(SUM(`by_key`.`refund_count`), 0) <> 0
), `by_day` AS (
  SELECT
    CAST(`orders`.`ordered_at` AS DATE) AS `metric_time`,
    SUM(`orders`.`amount`) AS `sales`
  FROM `main`.`orders` AS `orders`
  LEFT JOIN `main`.`stores` AS `stores`
    ON `orders`.`store_id` = `stores`.`store_id`
  WHERE
    NOT (
      `stores`.`store` IS NULL
    )
    AND NOT EXISTS(
      SELECT
        1 AS `1`
      FROM `members that fail` AS `members that fail`
      WHERE
        `members that fail`.`store` = `stores`.`store`
        AND `members that fail`.`metric_time` = CAST(DATE_TRUNC('QUARTER', `orders`.`ordered_at`) AS DATE)
    )
    AND CAST(DATE_TRUNC('QUARTER', `orders`.`ordered_at`) AS DATE) >= CAST(DATE_TRUNC(
      'QUARTER',
      (
        SELECT
          CAST(MIN(`refunds`.`refunded_on`) AS DATE) AS `day`
        FROM `main`.`refunds` AS `refunds`
      )
    ) AS DATE)
    AND CAST(DATE_TRUNC('QUARTER', `orders`.`ordered_at`) AS DATE) <= CAST((
      SELECT
        CAST(MAX(`refunds`.`refunded_on`) AS DATE) AS `day`
      FROM `main`.`refunds` AS `refunds`
    ) AS DATE)
    AND `orders`.`status` = 'done'
  GROUP BY
    CAST(`orders`.`ordered_at` AS DATE)
)
SELECT
  CAST(DATE_TRUNC('QUARTER', `by_day`.`metric_time`) AS DATE) AS `metric_time`,
  SUM(`by_day`.`sales`) AS `sales_without_refund`
FROM `by_day` AS `by_day`
GROUP BY
  CAST(DATE_TRUNC('QUARTER', `by_day`.`metric_time`) AS DATE)
ORDER BY
  `metric_time` ASC NULLS LAST
