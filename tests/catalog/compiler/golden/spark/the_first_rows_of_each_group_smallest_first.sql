WITH `by_key` AS (
  SELECT
    `orders`.`channel` AS `channel`,
    `orders`.`store_id` AS `key_store_id`,
    SUM(`orders`.`amount`) AS `sales`
  FROM `main`.`orders` AS `orders`
  WHERE
    `orders`.`status` = 'done'
  GROUP BY
    `orders`.`channel`,
    `orders`.`store_id`
)
SELECT
  `qualified rows`.`channel` AS `channel`,
  `qualified rows`.`store` AS `store`,
  `qualified rows`.`sales` AS `sales`
FROM (
  SELECT
    `by_key`.`channel` AS `channel`,
    `stores`.`store` AS `store`,
    SUM(`by_key`.`sales`) AS `sales`,
    (
      RANK() OVER (PARTITION BY `by_key`.`channel` ORDER BY SUM(`by_key`.`sales`) ASC NULLS LAST) <= 1
    ) AS `kept`
  FROM `by_key` AS `by_key`
  LEFT JOIN `main`.`stores` AS `stores`
    ON `by_key`.`key_store_id` = `stores`.`store_id`
  GROUP BY
    `by_key`.`channel`,
    `stores`.`store`
) AS `qualified rows`
WHERE
  `qualified rows`.`kept`
ORDER BY
  `sales` ASC NULLS LAST,
  `channel` ASC NULLS LAST,
  `store` ASC NULLS LAST
