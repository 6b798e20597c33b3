WITH `by_day` AS (
  SELECT
    CAST(`orders`.`ordered_at` AS DATE) AS `metric_time`,
    SUM(
      (
        CAST(`orders`.`amount` AS DOUBLE) / NULLIF(CAST(`orders`.`quantity` AS DOUBLE), 0)
      ) * `orders`.`quantity`
    ) AS `unit_price`,
    SUM(
      CASE
        WHEN NOT (
          (
            CAST(`orders`.`amount` AS DOUBLE) / NULLIF(CAST(`orders`.`quantity` AS DOUBLE), 0)
          ) IS NULL
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
  CAST(SUM(`cells`.`unit_price`) OVER (
    ORDER BY `cells`.`metric_time` ASC NULLS LAST
    ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
  ) AS DOUBLE) / NULLIF(
    CAST(SUM(`cells`.`unit_price_weight`) OVER (
      ORDER BY `cells`.`metric_time` ASC NULLS LAST
      ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
    ) AS DOUBLE),
    0
  ) AS `unit_price_running`
FROM `cells` AS `cells`
ORDER BY
  `metric_time` ASC NULLS LAST
