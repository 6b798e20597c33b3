SELECT
  `qualified rows`.`region` AS `region`,
  `qualified rows`.`margin` AS `margin`,
  `qualified rows`.`large` AS `large`
FROM (
  SELECT
    `regions`.`region` AS `region`,
    CAST(SUM(`orders`.`amount`) - SUM(`orders`.`cost`) AS DOUBLE) / NULLIF(CAST(SUM(`orders`.`amount`) AS DOUBLE), 0) AS `margin`,
    CAST(SUM(`orders`.`amount`) FILTER(WHERE
      `stores`.`area` >= 100) - SUM(`orders`.`cost`) FILTER(WHERE
      `stores`.`area` >= 100) AS DOUBLE) / NULLIF(CAST(SUM(`orders`.`amount`) FILTER(WHERE
      `stores`.`area` >= 100) AS DOUBLE), 0) AS `large`,
    (
      RANK() OVER (
        ORDER BY CAST(SUM(`orders`.`amount`) FILTER(WHERE
          `stores`.`area` >= 100) - SUM(`orders`.`cost`) FILTER(WHERE
          `stores`.`area` >= 100) AS DOUBLE) / NULLIF(CAST(SUM(`orders`.`amount`) FILTER(WHERE
          `stores`.`area` >= 100) AS DOUBLE), 0) DESC
      ) <= 1
    ) AS `kept`
  FROM `main`.`orders` AS `orders`
  LEFT JOIN `main`.`stores` AS `stores`
    ON `orders`.`store_id` = `stores`.`store_id`
  LEFT JOIN `main`.`regions` AS `regions`
    ON `stores`.`region_id` = `regions`.`region_id`
  WHERE
    `orders`.`status` = 'done'
  GROUP BY
    `regions`.`region`
  HAVING
    (
      CAST(SUM(`orders`.`amount`) FILTER(WHERE
        `stores`.`area` >= 100) - SUM(`orders`.`cost`) FILTER(WHERE
        `stores`.`area` >= 100) AS DOUBLE) / NULLIF(CAST(SUM(`orders`.`amount`) FILTER(WHERE
        `stores`.`area` >= 100) AS DOUBLE), 0)
    ) > 0
) AS `qualified rows`
WHERE
  `qualified rows`.`kept`
ORDER BY
  `large` DESC,
  `region` ASC NULLS LAST
