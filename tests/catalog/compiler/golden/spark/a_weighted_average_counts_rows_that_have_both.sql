SELECT
  `orders`.`channel` AS `channel`,
  CAST(SUM(
    (
      CAST(`orders`.`amount` AS DOUBLE) / NULLIF(CAST(`orders`.`quantity` AS DOUBLE), 0)
    ) * `orders`.`quantity`
  ) FILTER(WHERE
    `orders`.`status` = 'done') AS DOUBLE) / NULLIF(
    CAST(SUM(
      CASE
        WHEN NOT (
          (
            CAST(`orders`.`amount` AS DOUBLE) / NULLIF(CAST(`orders`.`quantity` AS DOUBLE), 0)
          ) IS NULL
        )
        THEN `orders`.`quantity`
      END
    ) FILTER(WHERE
      `orders`.`status` = 'done') AS DOUBLE),
    0
  ) AS `unit_price`,
  CAST(SUM(`orders`.`amount` * `stores`.`area`) AS DOUBLE) / NULLIF(
    CAST(SUM(CASE WHEN NOT (
      `orders`.`amount` IS NULL
    ) THEN `stores`.`area` END) AS DOUBLE),
    0
  ) AS `area_price`,
  SUM(`orders`.`amount`) FILTER(WHERE
    `orders`.`status` = 'done') AS `sales`
FROM `main`.`orders` AS `orders`
LEFT JOIN `main`.`stores` AS `stores`
  ON `orders`.`store_id` = `stores`.`store_id`
GROUP BY
  `orders`.`channel`
ORDER BY
  `channel` ASC NULLS LAST
