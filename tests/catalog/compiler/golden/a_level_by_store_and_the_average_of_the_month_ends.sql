WITH by_member AS (
  SELECT
    stores.store AS store,
    SUM(stock.qty) AS "value of member"
  FROM main.stock AS stock
  LEFT JOIN main.stores AS stores
    ON stock.store_id = stores.store_id
  JOIN (
    SELECT
      MAX(CAST(stock.snapshot_on AS DATE)) AS day
    FROM main.stock AS stock
    WHERE
      stock.snapshot_on >= CAST('2025-01-01' AS DATE)
      AND stock.snapshot_on < CAST('2025-04-01' AS DATE)
  ) AS "chosen days"
    ON CAST(stock.snapshot_on AS DATE) = "chosen days".day
  WHERE
    stock.snapshot_on >= CAST('2025-01-01' AS DATE)
    AND stock.snapshot_on < CAST('2025-04-01' AS DATE)
  GROUP BY
    1
), now AS (
  SELECT
    AVG(CAST(by_member."value of member" AS DOUBLE)) AS stock_end,
    COUNT(by_member."value of member") AS stock_end_3
  FROM by_member
  WHERE
    NOT by_member.store IS NULL
), by_member_2 AS (
  SELECT
    CAST(DATE_TRUNC('MONTH', stock.snapshot_on) AS DATE) AS metric_time,
    SUM(stock.qty) AS "value of member"
  FROM main.stock AS stock
  JOIN (
    SELECT
      CAST(DATE_TRUNC('MONTH', stock.snapshot_on) AS DATE) AS metric_time,
      MAX(CAST(stock.snapshot_on AS DATE)) AS day
    FROM main.stock AS stock
    WHERE
      stock.snapshot_on >= CAST('2025-01-01' AS DATE)
      AND stock.snapshot_on < CAST('2025-04-01' AS DATE)
    GROUP BY
      1
  ) AS "chosen days"
    ON CAST(stock.snapshot_on AS DATE) = "chosen days".day
  WHERE
    stock.snapshot_on >= CAST('2025-01-01' AS DATE)
    AND stock.snapshot_on < CAST('2025-04-01' AS DATE)
  GROUP BY
    1
), now_2 AS (
  SELECT
    AVG(CAST(by_member_2."value of member" AS DOUBLE)) AS stock_end_2
  FROM by_member_2
)
SELECT
  now.stock_end AS stock_end_average_over_store,
  now_2.stock_end_2 AS stock_end_average_over_month,
  now.stock_end_3 AS stock_end_count_over_store
FROM now
CROSS JOIN now_2
