SELECT
  "holders members".holder AS holder,
  SUM(payments.amount) AS paid,
  COUNT(*) AS payments,
  COUNT(DISTINCT payments.account_id) AS payers,
  CAST(SUM(payments.amount) AS DOUBLE) / NULLIF(COUNT(payments.amount), 0) AS mean_paid,
  QUANTILE_CONT(CAST(payments.amount AS DOUBLE), 0.5) AS median_paid
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
ORDER BY
  holder ASC
