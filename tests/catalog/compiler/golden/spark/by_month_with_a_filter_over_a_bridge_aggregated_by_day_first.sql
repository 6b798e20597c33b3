WITH `by_day` AS (
  SELECT
    CAST(`payments`.`paid_on` AS DATE) AS `metric_time`,
    SUM(`payments`.`amount`) AS `paid`
  FROM `main`.`payments` AS `payments`
  LEFT JOIN (
    SELECT DISTINCT
      `payment_tags`.`payment_id` AS `key 1`
    FROM `main`.`payment_tags` AS `payment_tags`
    WHERE
      `payment_tags`.`tag` IN ('x', 'y')
  ) AS `payment_tags kept`
    ON `payments`.`payment_id` = `payment_tags kept`.`key 1`
  WHERE
    NOT (
      `payment_tags kept`.`key 1` IS NULL
    )
  GROUP BY
    CAST(`payments`.`paid_on` AS DATE)
)
SELECT
  CAST(DATE_TRUNC('MONTH', `by_day`.`metric_time`) AS DATE) AS `metric_time`,
  SUM(`by_day`.`paid`) AS `paid`
FROM `by_day` AS `by_day`
GROUP BY
  CAST(DATE_TRUNC('MONTH', `by_day`.`metric_time`) AS DATE)
ORDER BY
  `metric_time` ASC NULLS LAST
