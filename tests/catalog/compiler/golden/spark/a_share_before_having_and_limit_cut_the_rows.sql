WITH `by_key` AS (
  SELECT
    `orders`.`channel` AS `channel`,
    `orders`.`store_id` AS `key_store_id`,
    SUM(`orders`.`amount`) AS `sales`,
    SUM(`orders`.`cost`) AS `cost`
  FROM `main`.`orders` AS `orders`
  WHERE
    `orders`.`status` = 'done'
  GROUP BY
    `orders`.`channel`,
    `orders`.`store_id`
), `cells` AS (
  SELECT
    `stores`.`city` AS `city`,
    `by_key`.`channel` AS `channel`,
    SUM(`by_key`.`sales`) AS `sales`,
    SUM(`by_key`.`cost`) AS `cost`
  FROM `by_key` AS `by_key`
  LEFT JOIN `main`.`stores` AS `stores`
    ON `by_key`.`key_store_id` = `stores`.`store_id`
  GROUP BY
    `stores`.`city`,
    `by_key`.`channel`
), `shown` AS (
  SELECT
    `cells`.`city` AS `city`,
    `cells`.`channel` AS `channel`,
    CASE
      WHEN CAST(SUM(`cells`.`sales`) OVER (PARTITION BY `cells`.`city`) - SUM(`cells`.`cost`) OVER (PARTITION BY `cells`.`city`) AS DOUBLE) = 0
      THEN NULL
      WHEN CAST(SUM(`cells`.`sales`) OVER (PARTITION BY `cells`.`city`) - SUM(`cells`.`cost`) OVER (PARTITION BY `cells`.`city`) AS DOUBLE) <> 0
      THEN CAST(`cells`.`sales` - `cells`.`cost` AS DOUBLE) / CAST(SUM(`cells`.`sales`) OVER (PARTITION BY `cells`.`city`) - SUM(`cells`.`cost`) OVER (PARTITION BY `cells`.`city`) AS DOUBLE)
    END AS `profit_share`
  FROM `cells` AS `cells`
)
SELECT
  `qualified rows`.`city` AS `city`,
  `qualified rows`.`channel` AS `channel`,
  `qualified rows`.`profit_share` AS `profit_share`
FROM (
  SELECT
    `shown`.`city` AS `city`,
    `shown`.`channel` AS `channel`,
    `shown`.`profit_share` AS `profit_share`,
    (
      RANK() OVER (ORDER BY `shown`.`profit_share` DESC, `shown`.`city` DESC) <= 4
    ) AS `kept`
  FROM `shown` AS `shown`
  WHERE
    `shown`.`profit_share` > 0.1
) AS `qualified rows`
WHERE
  `qualified rows`.`kept`
ORDER BY
  `profit_share` DESC,
  `city` DESC,
  `channel` ASC NULLS LAST
