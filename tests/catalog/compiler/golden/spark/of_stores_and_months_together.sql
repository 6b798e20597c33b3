WITH `by_key` AS (
  SELECT
    CAST(DATE_TRUNC('MONTH', `orders`.`ordered_at`) AS DATE) AS `metric_time`,
    `orders`.`channel` AS `channel`,
    `orders`.`store_id` AS `key_store_id`,
    SUM(`orders`.`amount`) AS `sales`
  FROM `main`.`orders` AS `orders`
  WHERE
    `orders`.`status` = 'done'
  GROUP BY
    CAST(DATE_TRUNC('MONTH', `orders`.`ordered_at`) AS DATE),
    `orders`.`channel`,
    `orders`.`store_id`
), `by_member` AS (
  SELECT
    `by_key`.`metric_time` AS `metric_time`,
    `by_key`.`channel` AS `channel`,
    `stores`.`store` AS `store`,
    SUM(`by_key`.`sales`) AS `value of member`
  FROM `by_key` AS `by_key`
  LEFT JOIN `main`.`stores` AS `stores`
    ON `by_key`.`key_store_id` = `stores`.`store_id`
  GROUP BY
    `by_key`.`metric_time`,
    `by_key`.`channel`,
    `stores`.`store`
), `cells` AS (
  SELECT
    `by_member`.`channel` AS `channel`,
    PERCENTILE(CAST(`by_member`.`value of member` AS DOUBLE), 0.5) AS `sales`
  FROM `by_member` AS `by_member`
  WHERE
    NOT (
      `by_member`.`store` IS NULL
    )
  GROUP BY
    `by_member`.`channel`
)
SELECT
  `cells`.`channel` AS `channel`,
  `cells`.`sales` AS `sales_median_over_store_month`
FROM `cells` AS `cells`
ORDER BY
  `channel` ASC NULLS LAST
