-- Refunds that happened by the last day, of orders of the world; and 财务口径 revenue, which follows from orders and refunds.
INSERT INTO refunds
WITH drawn AS (
    SELECT o.*, p.category, p.subcategory, p.product_no, c.refund_rate, dice('refund|' || o.order_id || '|' || o.line_no) AS dice
    FROM order_lines o
    JOIN product_plan p USING (product_id)
    JOIN category_plan c ON c.category_no = p.category_no
    WHERE o.status = '已完成' AND o.paid_amount > 0
), sent_back AS (
    SELECT d.*, w.reason AS wave_reason, d.order_date + 1 + floor(pow(draw(dice, 1), 1.8) * 30)::INTEGER AS refund_date
    FROM drawn d
    LEFT JOIN refund_waves w ON w.category = d.category AND w.subcategory = d.subcategory AND w.product_no = d.product_no
                            AND d.order_date BETWEEN w.from_date AND w.to_date
    WHERE draw(dice, 0) < coalesce(w.rate, d.refund_rate * CASE d.channel WHEN '电商平台' THEN 1.7 WHEN '小程序' THEN 1.2 ELSE 0.7 END)::DOUBLE
)
SELECT order_id * 10 + line_no, order_id, line_no, refund_date, store_id, product_id,
       CASE WHEN draw(dice, 2) < 0.86 THEN paid_amount ELSE (paid_amount * 0.5)::DECIMAL(12,2) END,
       CASE WHEN wave_reason IS NOT NULL AND draw(dice, 3) < 0.9 THEN wave_reason
            WHEN draw(dice, 3) < 0.10 THEN NULL
            WHEN draw(dice, 3) < 0.40 THEN '七天无理由'
            WHEN draw(dice, 3) < 0.62 THEN CASE WHEN category IN ('服饰', '鞋靴') THEN '尺码不合' ELSE '质量问题' END
            WHEN draw(dice, 3) < 0.78 THEN '质量问题'
            WHEN draw(dice, 3) < 0.90 THEN '描述不符'
            ELSE '物流破损' END
FROM sent_back
WHERE refund_date <= getvariable('last_date')
ORDER BY 1;

INSERT INTO refunds  -- planted: the first refund of these months stands there twice
SELECT r.* FROM faults f
JOIN refunds r ON r.refund_id = (SELECT min(x.refund_id) FROM refunds x WHERE x.refund_date BETWEEN f.from_date AND f.to_date)
WHERE f.fault = 'refund twice'
ORDER BY r.refund_id;

INSERT INTO revenue_recognized
WITH moved AS (
    SELECT o.order_date + CASE WHEN o.channel IN ('小程序', '电商平台') THEN 7 ELSE 0 END AS day, o.store_id, p.category,
           o.paid_amount AS amount, o.cost_amount AS cost
    FROM order_lines o JOIN products p USING (product_id)
    WHERE o.status = '已完成'
    UNION ALL
    SELECT r.refund_date, r.store_id, p.category, -r.refund_amount,
           -(o.cost_amount * round(r.refund_amount::DOUBLE / o.paid_amount::DOUBLE, 1)::DECIMAL(3,1))::DECIMAL(12,2)
    FROM (SELECT DISTINCT * FROM refunds) r JOIN order_lines o USING (order_id, line_no) JOIN products p ON p.product_id = r.product_id
), net AS (
    SELECT *, (amount * CASE category WHEN '食品饮料' THEN 0.9174 ELSE 0.8850 END::DECIMAL(5,4))::DECIMAL(12,2) AS net_amount FROM moved
)
SELECT day, store_id, category, sum(net_amount), sum(amount - net_amount), sum(cost)
FROM net WHERE day <= getvariable('last_date')
GROUP BY day, store_id, category
ORDER BY 1, 2, 3;
