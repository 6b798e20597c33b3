SELECT
  COUNT(*) FILTER(WHERE
    `orders`.`status` = 'done') AS `order_count`,
  COUNT(`orders`.`amount`) AS `paid_orders`,
  COUNT(DISTINCT `orders`.`customer_id`) FILTER(WHERE
    `orders`.`status` = 'done') AS `buyers`,
  MAX(`orders`.`amount`) FILTER(WHERE
    `orders`.`status` = 'done') AS `largest`,
  MIN(`orders`.`amount`) FILTER(WHERE
    `orders`.`status` = 'done') AS `smallest`,
  CASE
    WHEN CAST(COUNT(`orders`.`amount`) FILTER(WHERE
      `orders`.`status` = 'done') AS DOUBLE) = 0
    THEN NULL
    WHEN CAST(COUNT(`orders`.`amount`) FILTER(WHERE
      `orders`.`status` = 'done') AS DOUBLE) <> 0
    THEN CAST(SUM(`orders`.`amount`) FILTER(WHERE
      `orders`.`status` = 'done') AS DOUBLE) / CAST(COUNT(`orders`.`amount`) FILTER(WHERE
      `orders`.`status` = 'done') AS DOUBLE)
  END AS `mean_amount`,
  PERCENTILE(CAST(`orders`.`amount` AS DOUBLE), 0.5) AS `median_amount`,
  PERCENTILE(CAST(CAST(`orders`.`amount` AS DOUBLE) AS DOUBLE), 0.9) FILTER(WHERE
    `orders`.`status` = 'done') AS `p90_amount`
FROM `main`.`orders` AS `orders`
