SELECT
  `orders`.`channel` AS `channel`,
  CASE
    WHEN CAST(SUM(
      CASE
        WHEN NOT (
          CASE
            WHEN CAST(`orders`.`quantity` AS DOUBLE) = 0
            THEN NULL
            WHEN CAST(`orders`.`quantity` AS DOUBLE) <> 0
            THEN CAST(`orders`.`amount` AS DOUBLE) / CAST(`orders`.`quantity` AS DOUBLE)
          END IS NULL
        )
        THEN `orders`.`quantity`
      END
    ) FILTER(WHERE
      `orders`.`status` = 'done') AS DOUBLE) = 0
    THEN NULL
    WHEN CAST(SUM(
      CASE
        WHEN NOT (
          CASE
            WHEN CAST(`orders`.`quantity` AS DOUBLE) = 0
            THEN NULL
            WHEN CAST(`orders`.`quantity` AS DOUBLE) <> 0
            THEN CAST(`orders`.`amount` AS DOUBLE) / CAST(`orders`.`quantity` AS DOUBLE)
          END IS NULL
        )
        THEN `orders`.`quantity`
      END
    ) FILTER(WHERE
      `orders`.`status` = 'done') AS DOUBLE) <> 0
    THEN CAST(SUM(
      CASE
        WHEN CAST(`orders`.`quantity` AS DOUBLE) = 0
        THEN NULL
        WHEN CAST(`orders`.`quantity` AS DOUBLE) <> 0
        THEN CAST(`orders`.`amount` AS DOUBLE) / CAST(`orders`.`quantity` AS DOUBLE)
      END * `orders`.`quantity`
    ) FILTER(WHERE
      `orders`.`status` = 'done') AS DOUBLE) / CAST(SUM(
      CASE
        WHEN NOT (
          CASE
            WHEN CAST(`orders`.`quantity` AS DOUBLE) = 0
            THEN NULL
            WHEN CAST(`orders`.`quantity` AS DOUBLE) <> 0
            THEN CAST(`orders`.`amount` AS DOUBLE) / CAST(`orders`.`quantity` AS DOUBLE)
          END IS NULL
        )
        THEN `orders`.`quantity`
      END
    ) FILTER(WHERE
      `orders`.`status` = 'done') AS DOUBLE)
  END AS `unit_price`,
  CASE
    WHEN CAST(SUM(CASE WHEN NOT (
      `orders`.`amount` IS NULL
    ) THEN `stores`.`area` END) AS DOUBLE) = 0
    THEN NULL
    WHEN CAST(SUM(CASE WHEN NOT (
      `orders`.`amount` IS NULL
    ) THEN `stores`.`area` END) AS DOUBLE) <> 0
    THEN CAST(SUM(`orders`.`amount` * `stores`.`area`) AS DOUBLE) / CAST(SUM(CASE WHEN NOT (
      `orders`.`amount` IS NULL
    ) THEN `stores`.`area` END) AS DOUBLE)
  END AS `area_price`,
  SUM(`orders`.`amount`) FILTER(WHERE
    `orders`.`status` = 'done') AS `sales`
FROM `main`.`orders` AS `orders`
LEFT JOIN `main`.`stores` AS `stores`
  ON `orders`.`store_id` = `stores`.`store_id`
GROUP BY
  `orders`.`channel`
ORDER BY
  `channel` ASC NULLS LAST
