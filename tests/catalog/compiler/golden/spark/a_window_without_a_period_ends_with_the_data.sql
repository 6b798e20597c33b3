WITH `now` AS (
  SELECT
    `orders`.`channel` AS `channel`,
    SUM(`orders`.`amount`) AS `sales`
  FROM `main`.`orders` AS `orders`
  WHERE
    `orders`.`ordered_at` >= CAST(CAST(DATE_ADD(
      CAST(CAST(DATE_ADD(
        (
          SELECT
            CAST(MAX(`orders`.`ordered_at`) AS DATE) AS `last_day`
          FROM `main`.`orders` AS `orders`
        ),
        1
      ) AS TIMESTAMP) AS DATE),
      -7
    ) AS TIMESTAMP) AS DATE)
    AND `orders`.`status` = 'done'
  GROUP BY
    `orders`.`channel`
), `now_2` AS (
  SELECT
    `orders`.`channel` AS `channel`,
    SUM(`orders`.`amount`) AS `sales_2`
  FROM `main`.`orders` AS `orders`
  WHERE
    `orders`.`ordered_at` >= CAST(CAST(ADD_MONTHS(
      CAST(CAST(DATE_ADD(
        (
          SELECT
            CAST(MAX(`orders`.`ordered_at`) AS DATE) AS `last_day`
          FROM `main`.`orders` AS `orders`
        ),
        1
      ) AS TIMESTAMP) AS DATE),
      -3
    ) AS TIMESTAMP) AS DATE)
    AND `orders`.`status` = 'done'
  GROUP BY
    `orders`.`channel`
), `now_3` AS (
  SELECT
    `orders`.`channel` AS `channel`,
    SUM(`orders`.`amount`) AS `sales_3`
  FROM `main`.`orders` AS `orders`
  WHERE
    `orders`.`ordered_at` >= CAST(DATE_TRUNC(
      'YEAR',
      (
        SELECT
          CAST(MAX(`orders`.`ordered_at`) AS DATE) AS `last_day`
        FROM `main`.`orders` AS `orders`
      )
    ) AS DATE)
    AND `orders`.`status` = 'done'
  GROUP BY
    `orders`.`channel`
), `now_4` AS (
  SELECT
    `orders`.`channel` AS `channel`,
    SUM(`orders`.`amount`) AS `sales_4`
  FROM `main`.`orders` AS `orders`
  WHERE
    `orders`.`status` = 'done'
  GROUP BY
    `orders`.`channel`
)
SELECT
  COALESCE(`now`.`channel`, `now_2`.`channel`, `now_3`.`channel`, `now_4`.`channel`) AS `channel`,
  `now`.`sales` AS `sales_7d`,
  `now_2`.`sales_2` AS `sales_3m`,
  `now_3`.`sales_3` AS `sales_ytd`,
  `now_4`.`sales_4` AS `total_sales`
FROM `now` AS `now`
FULL JOIN `now_2` AS `now_2`
  ON `now`.`channel` IS NOT DISTINCT FROM `now_2`.`channel`
FULL JOIN `now_3` AS `now_3`
  ON COALESCE(`now`.`channel`, `now_2`.`channel`) IS NOT DISTINCT FROM `now_3`.`channel`
FULL JOIN `now_4` AS `now_4`
  ON COALESCE(`now`.`channel`, `now_2`.`channel`, `now_3`.`channel`) IS NOT DISTINCT FROM `now_4`.`channel`
ORDER BY
  `channel` ASC NULLS LAST
