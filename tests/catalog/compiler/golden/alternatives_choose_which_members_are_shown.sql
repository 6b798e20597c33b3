SELECT
  "holders members".holder AS holder,
  COUNT(*) AS payments
FROM main.payments AS payments
LEFT JOIN main.accounts AS accounts
  ON payments.account_id = accounts.account_id
LEFT JOIN (
  SELECT
    holders.account_id AS "key 1",
    customers.name AS holder,
    MAX(CASE WHEN customers.name = '甲' AND holders.part = 'main' THEN 1 END) AS "fits 1"
  FROM main.holders AS holders
  LEFT JOIN main.customers AS customers
    ON holders.customer_id = customers.customer_id
  GROUP BY
    1,
    2
) AS "holders members"
  ON accounts.account_id = "holders members"."key 1"
WHERE
  (
    payments.kind = 'cash' OR "holders members"."fits 1" = 1
  )
GROUP BY
  1
ORDER BY
  holder ASC
