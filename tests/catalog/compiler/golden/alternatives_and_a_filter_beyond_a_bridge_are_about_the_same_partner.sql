SELECT
  COUNT(*) AS payments
FROM main.payments AS payments
LEFT JOIN main.accounts AS accounts
  ON payments.account_id = accounts.account_id
LEFT JOIN (
  SELECT DISTINCT
    holders.account_id AS "key 1"
  FROM main.holders AS holders
  WHERE
    holders.part = 'joint'
) AS "holders kept"
  ON accounts.account_id = "holders kept"."key 1"
LEFT JOIN (
  SELECT
    holders.account_id AS "key 1",
    MAX(CASE WHEN customers.name = '甲' THEN 1 END) AS "fits 1",
    MAX(CASE WHEN customers.name = 'O''Neil' THEN 1 END) AS "fits 2"
  FROM main.holders AS holders
  LEFT JOIN main.customers AS customers
    ON holders.customer_id = customers.customer_id
  WHERE
    holders.part = 'joint'
  GROUP BY
    1
) AS "holders kept 2"
  ON accounts.account_id = "holders kept 2"."key 1"
WHERE
  NOT "holders kept"."key 1" IS NULL
  AND (
    "holders kept 2"."fits 1" = 1 OR "holders kept 2"."fits 2" = 1
  )
