SELECT
  orders.channel AS channel,
  CAST(SUM((
    orders.amount / NULLIF(orders.quantity, 0)
  ) * orders.quantity) FILTER(WHERE
    orders.status = 'done') AS DOUBLE) / NULLIF(
    SUM(
      CASE
        WHEN NOT (
          orders.amount / NULLIF(orders.quantity, 0)
        ) IS NULL
        THEN orders.quantity
      END
    ) FILTER(WHERE
      orders.status = 'done'),
    0
  ) AS unit_price,
  CAST(SUM(orders.amount * stores.area) AS DOUBLE) / NULLIF(SUM(CASE WHEN NOT orders.amount IS NULL THEN stores.area END), 0) AS area_price,
  SUM(orders.amount) FILTER(WHERE
    orders.status = 'done') AS sales
FROM main.orders AS orders
LEFT JOIN main.stores AS stores
  ON orders.store_id = stores.store_id
GROUP BY
  1
ORDER BY
  channel ASC
