WITH `cells` AS (
  SELECT
    `payment_tags members`.`tag` AS `tag`,
    `payments`.`kind` AS `kind`,
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
    `payment_tags members`.`tag`,
    `payments`.`kind`
)
SELECT
  `cells`.`tag` AS `tag`,
  `cells`.`kind` AS `kind`,
  CASE
    WHEN CAST(SUM(`cells`.`paid`) OVER (PARTITION BY `cells`.`tag`) AS DOUBLE) = 0
    THEN NULL
    WHEN CAST(SUM(`cells`.`paid`) OVER (PARTITION BY `cells`.`tag`) AS DOUBLE) <> 0
    THEN CAST(`cells`.`paid` AS DOUBLE) / CAST(SUM(`cells`.`paid`) OVER (PARTITION BY `cells`.`tag`) AS DOUBLE)
  END AS `paid_share`
FROM `cells` AS `cells`
ORDER BY
  `tag` ASC NULLS LAST,
  `kind` ASC NULLS LAST
