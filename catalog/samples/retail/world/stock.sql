-- Stock at the end of each day from from_date on, and the purchase orders of the whole world.
CREATE TEMP TABLE stock_base AS  -- what a store holds of a category on an ordinary day, and its mean unit cost by month
SELECT s.store_id, s.region, s.format, c.category_no, c.category, m.month, round(avg(p.unit_cost), 2)::DECIMAL(10,2) AS unit_cost,
       s.weight * 9.4 * 2.1 * 1.3 * c.share * c.pull[month(m.month)] * getvariable('orders_scale')
           * (48 + 34 * draw(dice('cover|' || s.store_id || '|' || c.category), 0)) AS usual_qty
FROM store_plan s, category_plan c, months m, month_prices p
WHERE p.month = m.month AND p.product_id // 1000 = c.category_no
GROUP BY ALL;

INSERT INTO inventory_daily
SELECT d.day, b.store_id, b.category, q.qty,
       CASE WHEN v.fault IS NULL THEN (q.qty * b.unit_cost)::DECIMAL(14,2) END
FROM days d
JOIN store_plan s ON d.day >= s.opened_on AND d.day <= coalesce(s.closed_on, d.day)
JOIN stock_base b ON b.store_id = s.store_id AND b.month = date_trunc('month', d.day)::DATE
LEFT JOIN closures c ON c.store_id = s.store_id AND d.day BETWEEN c.from_date AND c.to_date
LEFT JOIN stockouts o ON o.region = s.region AND s.format <> '线上旗舰' AND o.category = b.category AND d.day BETWEEN o.from_date AND o.to_date
LEFT JOIN faults v ON v.fault = 'stock not valued' AND v.store_id = s.store_id AND b.category = '家居生活' AND d.day BETWEEN v.from_date AND v.to_date
CROSS JOIN LATERAL (SELECT (d.day - DATE '2020-01-06' + b.store_id * 3 + b.category_no * 5) % 14 AS since_delivery) x
CROSS JOIN LATERAL (
    SELECT floor(b.usual_qty * (1.18 - 0.026 * since_delivery) * CASE WHEN c.store_id IS NOT NULL THEN 0.4 ELSE 1 END
                 * (1 - 0.93 * coalesce(o.lost_share / o.lost_share, 0)::DOUBLE)
                 * (0.94 + 0.12 * draw(dice('stock|' || b.store_id || '|' || b.category_no || '|' || d.day), 0)))::INTEGER AS qty) q
WHERE d.day >= getvariable('from_date')
  AND NOT EXISTS (FROM faults f WHERE f.fault = 'stock missing' AND f.store_id = s.store_id AND d.day BETWEEN f.from_date AND f.to_date)
ORDER BY 1, 2, 3;

INSERT INTO purchase_orders
WITH placed AS (
    SELECT d.day, b.*, dice('po-a|' || b.store_id || '|' || b.category_no || '|' || d.day) AS a,
           year(d.day) * 1000000000::BIGINT + month(d.day) * 10000000 + day(d.day) * 100000 + (b.store_id - 100) * 10 + b.category_no AS po_id
    FROM days d
    JOIN store_plan s ON d.day >= s.opened_on AND d.day <= coalesce(s.closed_on, d.day)
    JOIN stock_base b ON b.store_id = s.store_id AND b.month = date_trunc('month', d.day)::DATE
    WHERE (d.day - DATE '2020-01-06' + b.store_id * 3 + b.category_no * 5) % 14 = 5
), sized AS (
    SELECT *, b_no.supplier_id, greatest(1, floor(usual_qty * 0.27 * (0.85 + 0.3 * draw(a, 0))))::INTEGER AS quantity_ordered,
           (day + 7 + floor(draw(a, 1) * 6)::INTEGER)::DATE AS promised_on
    FROM placed p, LATERAL (SELECT p.category_no * 5 - 4 + floor(pow(draw(p.a, 2), 1.6) * 5)::INTEGER AS supplier_id) b_no
), arriving AS (
    SELECT z.*, promised_on + CASE WHEN draw(a, 3) < 0.72 THEN -floor(draw(a, 3) * 4)::INTEGER ELSE floor((draw(a, 3) - 0.72) * 32)::INTEGER END
                + coalesce(l.added_days, 0) + CASE WHEN o.category IS NOT NULL THEN 20 ELSE 0 END AS arrives_on
    FROM sized z
    LEFT JOIN late_suppliers l ON l.supplier_id = z.supplier_id AND z.day BETWEEN l.from_date AND l.to_date
    LEFT JOIN stockouts o ON o.region = z.region AND o.category = z.category AND z.day BETWEEN o.from_date - 21 AND o.to_date
)
SELECT po_id, supplier_id, store_id, category, day, promised_on,
       CASE WHEN arrives_on <= getvariable('last_date') THEN arrives_on END,
       quantity_ordered,
       CASE WHEN arrives_on <= getvariable('last_date')
            THEN CASE WHEN draw(a, 0) < 0.9 THEN quantity_ordered ELSE floor(quantity_ordered * (0.8 + 0.2 * draw(a, 3)))::INTEGER END END,
       (quantity_ordered * unit_cost)::DECIMAL(12,2)
FROM arriving
ORDER BY 1;
