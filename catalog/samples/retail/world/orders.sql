-- The order lines of the days from from_date to last_date. Every row depends on the seed and its day alone, so days can be added later.
SET disabled_optimizers = 'join_order,build_side_probe_side';  -- the joins stand in the right order: many rows on the left, few on the right

CREATE TEMP TABLE orders AS
WITH numbered AS (
    SELECT s.*, year(s.day) * 1000000000::BIGINT + month(s.day) * 10000000 + day(s.day) * 100000 + (s.store_id - 100) * 1000 + n AS order_id
    FROM store_days s, LATERAL (SELECT unnest(range(s.orders)) AS n)
    WHERE s.day >= getvariable('from_date')
), drawn AS (
    SELECT *, dice('order-a|' || order_id) AS a, dice('order-b|' || order_id) AS b FROM numbered
), channelled AS (
    SELECT *, CASE WHEN kind = 'online' THEN CASE WHEN draw(a, 0) < 0.88 THEN '电商平台' WHEN draw(a, 0) < 0.98 THEN '小程序' ELSE '团购' END
                   WHEN draw(a, 0) < group_share THEN '团购'
                   WHEN draw(a, 0) < group_share + 0.12 + 0.03 * (year(day) - 2024) THEN '小程序'
                   ELSE '门店' END AS channel,
           CASE WHEN draw(a, 1) < 0.60 + 0.02 * (year(day) - 2024)
                THEN CASE WHEN kind = 'online' OR draw(b, 3) < 0.08 THEN 0 ELSE store_id END END AS pool
    FROM drawn
)
SELECT c.day, c.order_id, c.store_id, c.region, c.kind, c.channel, c.festival_discount, m.member_id, m.level,
       CASE WHEN draw(a, 2) < 0.956 THEN '已完成' WHEN draw(a, 2) < 0.985 THEN '已取消' ELSE '未支付' END AS status,
       c.day + to_seconds(CASE WHEN c.kind = 'online' THEN floor(pow(draw(a, 3), 0.8) * 86399)
                               ELSE 36000 + floor((draw(a, 3) + draw(b, 0)) * 0.5 * 43199) END::BIGINT) AS order_ts,
       CASE WHEN draw(b, 1) < CASE c.kind WHEN 'online' THEN 0.34 ELSE 0.17 END THEN d.campaign_id END AS campaign_id,
       CASE WHEN l < 0.40 THEN 1 WHEN l < 0.70 THEN 2 WHEN l < 0.87 THEN 3 WHEN l < 0.96 THEN 4 ELSE 5 END AS lines
FROM channelled c
LEFT JOIN pool_days p ON p.day = c.day AND p.pool = c.pool
LEFT JOIN member_pool m ON m.pool = c.pool AND m.place = floor((1 - pow(draw(c.b, 0), 1.35)) * p.places)::BIGINT - 1
LEFT JOIN day_campaigns d ON d.day = c.day AND d.place = floor(draw(c.b, 1) * 4096)::BIGINT % d.places
CROSS JOIN LATERAL (SELECT least(0.9999, draw(c.b, 2) + CASE m.level WHEN '金卡' THEN 0.10 WHEN '钻石' THEN 0.18 ELSE 0 END) AS l);

-- Moved discounts and empty shelves, spelled out by day so that the join is by equality.
CREATE TEMP TABLE moved_discounts AS
SELECT d.day, s.store_id, ch.channel, c.category_no, sum(x.shift) AS shift
FROM discount_shifts x
JOIN days d ON d.day BETWEEN x.from_date AND x.to_date
JOIN store_plan s ON coalesce(x.region = s.region, x.region IS NULL)
JOIN (VALUES ('门店'), ('小程序'), ('电商平台'), ('团购')) ch(channel) ON coalesce(x.channel = ch.channel, true)
JOIN category_plan c ON coalesce(x.category = c.category, true)
GROUP BY d.day, s.store_id, ch.channel, c.category_no;

CREATE TEMP TABLE empty_shelves AS
SELECT d.day, s.store_id, c.category_no, o.lost_share
FROM stockouts o
JOIN days d ON d.day BETWEEN o.from_date AND o.to_date
JOIN store_plan s ON s.region = o.region AND s.format <> '线上旗舰'
JOIN category_plan c USING (category);

CREATE TEMP TABLE base_discounts AS FROM (VALUES ('门店', 0.02, 0.13), ('小程序', 0.05, 0.13), ('电商平台', 0.10, 0.18), ('团购', 0.19, 0.12))
    v(channel, least_rate, spread);

INSERT INTO order_lines
WITH lines AS (
    SELECT o.*, line_no, dice('line-a|' || o.order_id || '|' || line_no) AS a, dice('line-b|' || o.order_id || '|' || line_no) AS b
    FROM orders o, LATERAL (SELECT unnest(range(1, o.lines + 1)) AS line_no)
), chosen AS (
    SELECT l.*, c.category_no, p.product_id, x.list_price, x.unit_cost,
           CASE WHEN draw(a, 2) < 0.78 THEN 1 WHEN draw(a, 2) < 0.92 THEN 2 WHEN draw(a, 2) < 0.97 THEN 3 ELSE 4 END
               + CASE WHEN l.channel = '团购' AND draw(a, 3) < 0.4 THEN 2 ELSE 0 END AS quantity
    FROM lines l
    JOIN category_slots c ON c.month = date_trunc('month', l.day)::DATE AND c.kind = l.kind AND c.slot = floor(draw(a, 0) * 512)::BIGINT
    JOIN product_slots p ON p.month = c.month AND p.category_no = c.category_no AND p.slot = floor(draw(a, 1) * 1024)::BIGINT
    JOIN month_prices x ON x.month = p.month AND x.product_id = p.product_id
    LEFT JOIN empty_shelves e ON e.day = l.day AND e.store_id = l.store_id AND e.category_no = c.category_no
    WHERE draw(b, 0) >= coalesce(e.lost_share, 0)::DOUBLE
), priced AS (
    SELECT c.*, c.list_price * c.quantity AS list_amount,
           CASE WHEN draw(b, 1) < 0.005 THEN 1.0
                ELSE greatest(0, round(d.least_rate + d.spread * draw(b, 2) + coalesce(m.shift, 0) + c.festival_discount
                                       + CASE WHEN c.campaign_id IS NOT NULL THEN 0.02 ELSE 0 END, 3)) END::DECIMAL(5,3) AS rate
    FROM chosen c
    JOIN base_discounts d USING (channel)
    LEFT JOIN moved_discounts m ON m.day = c.day AND m.store_id = c.store_id AND m.channel = c.channel AND m.category_no = c.category_no
), settled AS (
    SELECT *, (list_amount * rate)::DECIMAL(12,2) AS discount_amount,
           row_number() OVER (PARTITION BY day ORDER BY order_id, line_no) AS line_of_day
    FROM priced
)
SELECT s.order_id, s.line_no, s.order_ts, s.day, s.store_id,
       CASE WHEN o.fault IS NOT NULL THEN 9999 ELSE s.product_id END,
       s.member_id, s.channel, s.status,
       CASE WHEN n.fault IS NOT NULL THEN -s.quantity ELSE s.quantity END,
       s.list_amount, s.discount_amount,
       CASE WHEN s.status <> '未支付' THEN s.list_amount - s.discount_amount END,
       s.unit_cost * s.quantity, s.campaign_id
FROM settled s
LEFT JOIN faults o ON o.fault = 'orphan product' AND s.day BETWEEN o.from_date AND o.to_date AND s.line_of_day = 1
LEFT JOIN faults n ON n.fault = 'negative quantity' AND s.day BETWEEN n.from_date AND n.to_date AND s.line_of_day = 1
ORDER BY s.order_id, s.line_no;

RESET disabled_optimizers;
