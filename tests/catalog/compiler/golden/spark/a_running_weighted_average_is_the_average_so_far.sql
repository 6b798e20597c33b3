WITH `by_day` AS (
  SELECT
    CAST(`orders`.`ordered_at` AS DATE) AS `metric_time`,
    SUM(
      CASE
        WHEN CAST(`orders`.`quantity` AS DOUBLE) = 0
        THEN NULL
        WHEN CAST(`orders`.`quantity` AS DOUBLE) <> 0
        THEN CAST(`orders`.`amount` AS DOUBLE) / CAST(`orders`.`quantity` AS DOUBLE)
      END * `orders`.`quantity`
    ) AS `unit_price`,
    SUM(
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
    ) AS `unit_price_weight`
  FROM `main`.`orders` AS `orders`
  WHERE
    `orders`.`status` = 'done'
  GROUP BY
    CAST(`orders`.`ordered_at` AS DATE)
), `cells` AS (
  SELECT
    CAST(DATE_TRUNC('YEAR', `by_day`.`metric_time`) AS DATE) AS `metric_time`,
    SUM(`by_day`.`unit_price`) AS `unit_price`,
    SUM(`by_day`.`unit_price_weight`) AS `unit_price_weight`
  FROM `by_day` AS `by_day`
  GROUP BY
    CAST(DATE_TRUNC('YEAR', `by_day`.`metric_time`) AS DATE)
)
SELECT
  `cells`.`metric_time` AS `metric_time`,
  CASE
    WHEN CAST(SUM(`cells`.`unit_price_weight`) OVER (
      ORDER BY `cells`.`metric_time` ASC NULLS LAST
      ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
    ) AS DOUBLE) = 0
    THEN NULL
    WHEN CAST(SUM(`cells`.`unit_price_weight`) OVER (
      ORDER BY `cells`.`metric_time` ASC NULLS LAST
      ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
    ) AS DOUBLE) <> 0
    THEN CAST(SUM(`cells`.`unit_price`) OVER (
      ORDER BY `cells`.`metric_time` ASC NULLS LAST
      ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
    ) AS DOUBLE) / CAST(SUM(`cells`.`unit_price_weight`) OVER (
      ORDER BY `cells`.`metric_time` ASC NULLS LAST
      ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
    ) AS DOUBLE)
  END AS `unit_price_running`
FROM `cells` AS `cells`
ORDER BY
  `metric_time` ASC NULLS LAST
