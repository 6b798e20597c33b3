WITH cells AS (
  SELECT
    "payment_tags members".tag AS tag,
    payments.kind AS kind,
    SUM(payments.amount) AS paid
  FROM main.payments AS payments
  LEFT JOIN (
    SELECT DISTINCT
      payment_tags.payment_id AS "key 1",
      payment_tags.tag AS tag
    FROM main.payment_tags AS payment_tags
  ) AS "payment_tags members"
    ON payments.payment_id = "payment_tags members"."key 1"
  GROUP BY
    1,
    2
)
SELECT
  cells.tag AS tag,
  cells.kind AS kind,
  CAST(cells.paid AS DOUBLE) / NULLIF(SUM(cells.paid) OVER (PARTITION BY cells.tag), 0) AS paid_share
FROM cells
ORDER BY
  tag ASC,
  kind ASC
