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
    COUNT(*) >= 2
), `by_key` AS (
  SELECT
    `orders`.`store_id` AS `key_store_id`,
    SUM(`orders`.`amount`) AS `sales`
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
    AVG(CAST(CAST(`by_member`.`value of member` AS DOUBLE) AS DOUBLE)) AS `mean_store`
  FROM `by_member` AS `by_member`
  WHERE
    NOT (
      `by_member`.`store` IS NULL
    )
), `now_2` AS (
  SELECT
    MAX(`orders`.`amount`) AS `largest`
  FROM `main`.`orders` AS `orders`
  WHERE
    `orders`.`status` = 'done'
), `by_key_2` AS (
  SELECT
    `orders`.`store_id` AS `key_store_id`,
    SUM(`orders`.`amount`) AS `sales`
  FROM `main`.`orders` AS `orders`
  WHERE
    `orders`.`status` = 'done'
  GROUP BY
    `orders`.`store_id`
), `by_member_2` AS (
  SELECT
    `stores`.`store` AS `store`,
    SUM(`by_key_2`.`sales`) AS `value of member`
  FROM `by_key_2` AS `by_key_2`
  LEFT JOIN `main`.`stores` AS `stores`
    ON `by_key_2`.`key_store_id` = `stores`.`store_id`
  GROUP BY
    `stores`.`store`
), `now_3` AS (
  SELECT
    AVG(CAST(CAST(`by_member_2`.`value of member` AS DOUBLE) AS DOUBLE)) AS `mean_store_2`
  FROM `by_member_2` AS `by_member_2`
  WHERE
    NOT (
      `by_member_2`.`store` IS NULL
    )
), `by_key_3` AS (
  SELECT
    `orders`.`customer_id` AS `customer`,
    `orders`.`store_id` AS `key_store_id`,
    SUM(`orders`.`amount`) AS `sales`
  FROM `main`.`orders` AS `orders`
  WHERE
    `orders`.`status` = 'done'
  GROUP BY
    `orders`.`customer_id`,
    `orders`.`store_id`
), `by_member_3` AS (
  SELECT
    `regions`.`region` AS `region`,
    `by_key_3`.`customer` AS `customer`,
    SUM(`by_key_3`.`sales`) AS `value of member`
  FROM `by_key_3` AS `by_key_3`
  LEFT JOIN `main`.`stores` AS `stores`
    ON `by_key_3`.`key_store_id` = `stores`.`store_id`
  LEFT JOIN `main`.`regions` AS `regions`
    ON `stores`.`region_id` = `regions`.`region_id`
  GROUP BY
    `regions`.`region`,
    `by_key_3`.`customer`
), `by_member_4` AS (
  SELECT
    `by_member_3`.`region` AS `region`,
    PERCENTILE(CAST(`by_member_3`.`value of member` AS DOUBLE), 0.5) AS `value of member`
  FROM `by_member_3` AS `by_member_3`
  WHERE
    NOT (
      `by_member_3`.`customer` IS NULL
    )
  GROUP BY
    `by_member_3`.`region`
), `now_4` AS (
  SELECT
    AVG(CAST(CAST(`by_member_4`.`value of member` AS DOUBLE) AS DOUBLE)) AS `mean_region_median`
  FROM `by_member_4` AS `by_member_4`
  WHERE
    NOT (
      `by_member_4`.`region` IS NULL
    )
)
SELECT
  `now`.`mean_store` AS `mean_regular`,
  CASE
    WHEN CAST(`now_3`.`mean_store_2` AS DOUBLE) = 0
    THEN NULL
    WHEN CAST(`now_3`.`mean_store_2` AS DOUBLE) <> 0
    THEN CAST(`now_2`.`largest` AS DOUBLE) / CAST(`now_3`.`mean_store_2` AS DOUBLE)
  END AS `over_mean`,
  `now_4`.`mean_region_median` AS `mean_region_median`
FROM `now` AS `now`
CROSS JOIN `now_2` AS `now_2`
CROSS JOIN `now_3` AS `now_3`
CROSS JOIN `now_4` AS `now_4`
