WITH by_key AS (
  SELECT
    orders.channel AS channel,
    orders.store_id AS key_store_id,
    SUM(orders.amount) AS sales,
    SUM(orders.cost) AS cost
  FROM main.orders AS orders
  WHERE
    orders.status = 'done'
  GROUP BY
    1,
    2
), cells AS (
  SELECT
    stores.city AS city,
    by_key.channel AS channel,
    SUM(by_key.sales) AS sales,
    SUM(by_key.cost) AS cost
  FROM by_key
  LEFT JOIN main.stores AS stores
    ON by_key.key_store_id = stores.store_id
  GROUP BY
    1,
    2
), shown AS (
  SELECT
    cells.city AS city,
    cells.channel AS channel,
    CAST(cells.sales - cells.cost AS DOUBLE) / NULLIF(
      SUM(cells.sales) OVER (PARTITION BY cells.city) - SUM(cells.cost) OVER (PARTITION BY cells.city),
      0
    ) AS profit_share
  FROM cells
)
SELECT
  shown.city AS city,
  shown.channel AS channel,
  shown.profit_share AS profit_share
FROM shown
WHERE
  shown.profit_share > 0.1
QUALIFY
  RANK() OVER (ORDER BY shown.profit_share DESC, shown.city DESC) <= 4
ORDER BY
  profit_share DESC,
  city DESC,
  channel ASC
