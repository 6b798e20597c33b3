WITH chosen AS (
  SELECT
    "holders members".holder AS holder,
    SUM(payments.amount) AS paid
  FROM main.payments AS payments
  LEFT JOIN main.accounts AS accounts
    ON payments.account_id = accounts.account_id
  LEFT JOIN (
    SELECT DISTINCT
      holders.account_id AS "key 1",
      customers.name AS holder
    FROM main.holders AS holders
    LEFT JOIN main.customers AS customers
      ON holders.customer_id = customers.customer_id
  ) AS "holders members"
    ON accounts.account_id = "holders members"."key 1"
  GROUP BY
    1
  QUALIFY
    RANK() OVER (ORDER BY SUM(payments.amount) DESC) <= 2
)
SELECT
  SUM(payments.amount) AS paid,
  COUNT(*) AS payments
FROM main.payments AS payments
LEFT JOIN main.accounts AS accounts
  ON payments.account_id = accounts.account_id
LEFT JOIN (
  SELECT DISTINCT
    holders.account_id AS "key 1"
  FROM main.holders AS holders
  LEFT JOIN main.customers AS customers
    ON holders.customer_id = customers.customer_id
  WHERE
    EXISTS(
      SELECT
        1
      FROM chosen
      WHERE
        chosen.holder IS NOT DISTINCT FROM customers.name
    )
) AS "holders kept"
  ON accounts.account_id = "holders kept"."key 1"
LEFT JOIN (
  SELECT DISTINCT
    holders.account_id AS "key 1"
  FROM main.holders AS holders
) AS "holders kept 2"
  ON accounts.account_id = "holders kept 2"."key 1"
WHERE
  (
    NOT "holders kept"."key 1" IS NULL
    OR (
      "holders kept 2"."key 1" IS NULL
      AND EXISTS(
        SELECT
          1
        FROM chosen
        WHERE
          chosen.holder IS NOT DISTINCT FROM NULL
      )
    )
  )
