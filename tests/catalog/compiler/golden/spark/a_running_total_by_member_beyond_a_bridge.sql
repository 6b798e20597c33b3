WITH `cells` AS (
  SELECT
    CAST(DATE_TRUNC('MONTH', `payments`.`paid_on`) AS DATE) AS `metric_time`,
    `payment_tags members`.`tag` AS `tag`,
    SUM(`payments`.`amount`) AS `paid`
  FROM `main`.`payments` AS `payments`
  LEFT JOIN (
    SELECT DISTINCT
      `payment_tags`.`payment_id` AS `key 1`,
      `payment_tags`.`tag` AS `tag`
    FROM `main`.`payment_tags` AS `payment_tags`
  ) AS `payment_tags members`
    ON `payments`.`payment_id` = `payment_tags members`.`key 1`
  GROUP BY
    CAST(DATE_TRUNC('MONTH', `payments`.`paid_on`) AS DATE),
    `payment_tags members`.`tag`
)
SELECT
  `cells`.`metric_time` AS `metric_time`,
  `cells`.`tag` AS `tag`,
  SUM(`cells`.`paid`) OVER (
    PARTITION BY `cells`.`tag`
    ORDER BY `cells`.`metric_time` ASC NULLS LAST
    ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
  ) AS `paid_running`
FROM `cells` AS `cells`
ORDER BY
  `metric_time` ASC NULLS LAST,
  `tag` ASC NULLS LAST
