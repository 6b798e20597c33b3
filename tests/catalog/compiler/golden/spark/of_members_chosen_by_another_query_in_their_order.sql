WITH `by_key` AS (
  SELECT
    `orders`.`store_id` AS `key_store_id`,
    SUM(`orders`.`amount`) AS `sales`
  FROM `main`.`orders` AS `orders`
  WHERE
    `orders`.`status` = 'done'
  GROUP BY
    `orders`.`store_id`
), `chosen` AS (
  SELECT
    `qualified rows`.`store` AS `store`,
    `qualified rows`.`sales` AS `sales`
  FROM (
    SELECT
      `stores`.`store` AS `store`,
      SUM(`by_key`.`sales`) AS `sales`,
      (
        RANK() OVER (ORDER BY SUM(`by_key`.`sales`) DESC) <= 2
      ) AS `kept`
    FROM `by_key` AS `by_key`
    LEFT JOIN `main`.`stores` AS `stores`
      ON `by_key`.`key_store_id` = `stores`.`store_id`
    GROUP BY
      `stores`.`store`
  ) AS `qualified rows`
  WHERE
    `qualified rows`.`kept`
), `by_member` AS (
  SELECT
    `customers`.`level` AS `level`,
    `orders`.`customer_id` AS `customer`,
    SUM(`orders`.`amount`) AS `value of member`
  FROM `main`.`orders` AS `orders`
  LEFT JOIN `main`.`stores` AS `stores`
    ON `orders`.`store_id` = `stores`.`store_id`
  LEFT JOIN `main`.`customers` AS `customers`
    ON `orders`.`customer_id` = `customers`.`customer_id`
  WHERE
    EXISTS(
      SELECT
        1 AS `1`
      FROM `chosen` AS `chosen`
      WHERE
        `chosen`.`store` IS NOT DISTINCT FROM `stores`.`store`
    )
    AND `orders`.`status` = 'done'
  GROUP BY
    `customers`.`level`,
    `orders`.`customer_id`
)
SELECT
  `by_member`.`level` AS `level`,
  PERCENTILE(CAST(`by_member`.`value of member` AS DOUBLE), 0.5) AS `median_spend`
FROM `by_member` AS `by_member`
WHERE
  NOT (
    `by_member`.`customer` IS NULL
  )
GROUP BY
  `by_member`.`level`
ORDER BY
  `median_spend` DESC,
  `level` ASC NULLS LAST
