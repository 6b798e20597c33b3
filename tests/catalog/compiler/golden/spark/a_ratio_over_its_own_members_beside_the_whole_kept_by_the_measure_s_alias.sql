SELECT
  `qualified rows`.`region` AS `region`,
  `qualified rows`.`margin` AS `margin`,
  `qualified rows`.`large` AS `large`
FROM (
  SELECT
    `regions`.`region` AS `region`,
    CASE
      WHEN CAST(SUM(`orders`.`amount`) AS DOUBLE) = 0
      THEN NULL
      WHEN CAST(SUM(`orders`.`amount`) AS DOUBLE) <> 0
      THEN CAST(SUM(`orders`.`amount`) - SUM(`orders`.`cost`) AS DOUBLE) / CAST(SUM(`orders`.`amount`) AS DOUBLE)
    END AS `margin`,
    CASE
      WHEN CAST(SUM(`orders`.`amount`) FILTER(WHERE
        `stores`.`area` >= 100) AS DOUBLE) = 0
      THEN NULL
      WHEN CAST(SUM(`orders`.`amount`) FILTER(WHERE
        `stores`.`area` >= 100) AS DOUBLE) <> 0
      THEN CAST(SUM(`orders`.`amount`) FILTER(WHERE
        `stores`.`area` >= 100) - SUM(`orders`.`cost`) FILTER(WHERE
        `stores`.`area` >= 100) AS DOUBLE) / CAST(SUM(`orders`.`amount`) FILTER(WHERE
        `stores`.`area` >= 100) AS DOUBLE)
    END AS `large`,
    (
      RANK() OVER (
        ORDER BY CASE
          WHEN CAST(SUM(`orders`.`amount`) FILTER(WHERE
            `stores`.`area` >= 100) AS DOUBLE) = 0
          THEN NULL
          WHEN CAST(SUM(`orders`.`amount`) FILTER(WHERE
            `stores`.`area` >= 100) AS DOUBLE) <> 0
          THEN CAST(SUM(`orders`.`amount`) FILTER(WHERE
            `stores`.`area` >= 100) - SUM(`orders`.`cost`) FILTER(WHERE
            `stores`.`area` >= 100) AS DOUBLE) / CAST(SUM(`orders`.`amount`) FILTER(WHERE
            `stores`.`area` >= 100) AS DOUBLE)
        END DESC
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
    CASE
      WHEN CAST(SUM(`orders`.`amount`) FILTER(WHERE
        `stores`.`area` >= 100) AS DOUBLE) = 0
      THEN NULL
      WHEN CAST(SUM(`orders`.`amount`) FILTER(WHERE
        `stores`.`area` >= 100) AS DOUBLE) <> 0
      THEN CAST(SUM(`orders`.`amount`) FILTER(WHERE
        `stores`.`area` >= 100) - SUM(`orders`.`cost`) FILTER(WHERE
        `stores`.`area` >= 100) AS DOUBLE) / CAST(SUM(`orders`.`amount`) FILTER(WHERE
        `stores`.`area` >= 100) AS DOUBLE)
    END > 0
) AS `qualified rows`
WHERE
  `qualified rows`.`kept`
ORDER BY
  `large` DESC,
  `region` ASC NULLS LAST
