WITH `by_key` AS (
  SELECT
    `orders`.`store_id` AS `key_store_id`,
    SUM(`orders`.`amount`) AS `sales`
  FROM `main`.`orders` AS `orders`
  WHERE
    `orders`.`status` = 'done'
  GROUP BY
    `orders`.`store_id`
), `by_member` AS (
  SELECT
    `stores`.`store` AS `store`,
    SUM(`by_key`.`sales`) AS `value of member`
  FROM `by_key` AS `by_key`
  LEFT JOIN `main`.`stores` AS `stores`
    ON `by_key`.`key_store_id` = `stores`.`store_id`
  GROUP BY
    `stores`.`store`
), `now` AS (
  SELECT
    AVG(CAST(CAST(`by_member`.`value of member` AS DOUBLE) AS DOUBLE)) AS `mean_store`,
    COUNT(`by_member`.`value of member`) AS `sales`
  FROM `by_member` AS `by_member`
  WHERE
    NOT (
      `by_member`.`store` IS NULL
    )
), `by_member_2` AS (
  SELECT
    `orders`.`customer_id` AS `customer`,
    SUM(`orders`.`amount`) AS `value of member`
  FROM `main`.`orders` AS `orders`
  WHERE
    `orders`.`status` = 'done'
  GROUP BY
    `orders`.`customer_id`
), `now_2` AS (
  SELECT
    PERCENTILE(CAST(`by_member_2`.`value of member` AS DOUBLE), 0.5) AS `median_spend`,
    PERCENTILE(CAST(CAST(`by_member_2`.`value of member` AS DOUBLE) AS DOUBLE), 0.9) AS `p90_spend`
  FROM `by_member_2` AS `by_member_2`
  WHERE
    NOT (
      `by_member_2`.`customer` IS NULL
    )
)
SELECT
  `now`.`mean_store` AS `mean_store`,
  `now_2`.`median_spend` AS `median_spend`,
  `now_2`.`p90_spend` AS `p90_spend`,
  `now`.`sales` AS `sales_count_over_store`
FROM `now` AS `now`
CROSS JOIN `now_2` AS `now_2`
