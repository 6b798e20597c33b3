-- Suppliers (five a category), products (ten a subcategory) and their price history; then who is picked when, for the orders.
CREATE TEMP TABLE category_plan AS FROM (VALUES  -- cost_share: unit cost / list price; pull: by month of the year
    (1, '服饰', 0.24, 0.445, 0.06, [1.15, 0.95, 0.95, 0.90, 0.90, 0.85, 0.80, 0.85, 1.00, 1.10, 1.30, 1.25], ['云杉', '素禾', '北岭', '木槿'], ['轻暖', '经典', '通勤', '新中式', '简约', '宽松', '修身', '森系', '城市', '限定']),
    (2, '鞋靴', 0.13, 0.475, 0.07, [1.00, 0.95, 1.05, 1.05, 1.00, 0.95, 0.90, 0.95, 1.05, 1.05, 1.10, 1.00], ['云杉', '行远', '足迹', '踏歌'], ['轻量', '缓震', '复古', '商务', '透气', '防滑', '真皮', '百搭', '厚底', '联名']),
    (3, '箱包配饰', 0.10, 0.455, 0.03, [1.05, 1.00, 0.95, 0.95, 1.05, 1.00, 1.05, 1.05, 0.95, 1.00, 1.00, 1.05], ['云杉', '行远', '拾光', '木槿'], ['旅行', '轻奢', '防水', '迷你', '大容量', '商务', '复古', '学院', '折叠', '手工']),
    (4, '美妆个护', 0.14, 0.415, 0.03, [0.95, 1.05, 1.15, 1.00, 1.05, 1.15, 1.05, 0.95, 0.95, 1.00, 1.20, 1.00], ['素颜记', '花间', '拾光', '云杉'], ['水润', '清透', '修护', '滋养', '舒缓', '焕亮', '控油', '持久', '草本', '小样装']),
    (5, '家居生活', 0.12, 0.505, 0.02, [1.05, 0.95, 1.00, 1.00, 1.00, 1.05, 0.95, 0.95, 1.05, 1.00, 1.10, 1.00], ['云杉', '木槿', '小满', '归家'], ['北欧', '原木', '抗菌', '便携', '加厚', '纯棉', '静音', '双层', '可爱', '智能']),
    (6, '小家电', 0.08, 0.610, 0.02, [0.95, 0.90, 0.95, 0.95, 1.00, 1.20, 1.05, 1.00, 0.95, 1.00, 1.30, 1.05], ['小满', '极光', '归家', '云杉'], ['迷你', '多功能', '智能', '节能', '静音', '大容量', '便携', '复古', '旗舰', '家用']),
    (7, '食品饮料', 0.11, 0.575, 0.01, [1.45, 1.25, 0.85, 0.85, 0.90, 1.00, 0.85, 0.95, 1.35, 1.00, 0.90, 1.05], ['谷雨', '山野', '茶里', NULL], ['原味', '低糖', '礼盒装', '有机', '手作', '高山', '经典', '每日', '轻享', '家庭装']),
    (8, '运动户外', 0.08, 0.485, 0.05, [0.80, 0.80, 1.05, 1.20, 1.20, 1.05, 1.10, 1.05, 1.15, 1.15, 0.85, 0.75], ['北岭', '行远', '踏歌', '云杉'], ['专业', '入门', '轻量', '三合一', '防风', '透气', '折叠', '加宽', '高帮', '竞速'])
) v(category_no, category, share, cost_share, refund_rate, pull, brands, styles);

CREATE TEMP TABLE subcategory_plan AS FROM (VALUES
    (1, 1, '羽绒服', 899), (1, 2, '衬衫', 299), (1, 3, 'T恤', 159), (1, 4, '连衣裙', 459), (1, 5, '牛仔裤', 339),
    (2, 1, '跑鞋', 499), (2, 2, '皮鞋', 599), (2, 3, '短靴', 659), (2, 4, '凉鞋', 259), (2, 5, '休闲鞋', 369),
    (3, 1, '双肩包', 359), (3, 2, '行李箱', 699), (3, 3, '钱包', 259), (3, 4, '围巾', 199), (3, 5, '太阳镜', 329),
    (4, 1, '面霜', 289), (4, 2, '口红', 199), (4, 3, '洗发水', 89), (4, 4, '防晒霜', 149), (4, 5, '香水', 459),
    (5, 1, '四件套', 399), (5, 2, '保温杯', 129), (5, 3, '炒锅', 289), (5, 4, '收纳箱', 99), (5, 5, '香薰', 169),
    (6, 1, '空气炸锅', 399), (6, 2, '吹风机', 499), (6, 3, '咖啡机', 1299), (6, 4, '扫地机器人', 2199), (6, 5, '电饭煲', 459),
    (7, 1, '坚果礼盒', 168), (7, 2, '茶叶', 298), (7, 3, '咖啡豆', 128), (7, 4, '糕点', 69), (7, 5, '葡萄酒', 238),
    (8, 1, '冲锋衣', 899), (8, 2, '帐篷', 799), (8, 3, '瑜伽垫', 159), (8, 4, '登山鞋', 699), (8, 5, '骑行头盔', 329)
) v(category_no, subcategory_no, subcategory, price);

INSERT INTO categories
SELECT category, CASE WHEN category IN ('服饰', '鞋靴', '箱包配饰', '运动户外') THEN '服装鞋包'
                      WHEN category IN ('美妆个护', '食品饮料') THEN '快消' ELSE '家居家电' END,
       CASE category WHEN '食品饮料' THEN 0.09 ELSE 0.13 END
FROM category_plan ORDER BY category_no;

INSERT INTO suppliers
SELECT c.category_no * 5 - 5 + n,
       city || pick(dice, 1, ['恒', '瑞', '嘉', '盛', '华', '远', '鼎', '泰']) || pick(dice, 2, ['丰', '达', '信', '源', '美', '润', '祥', '通'])
           || c.category || '有限公司',
       c.category, city, ['战略', '核心', '核心', '普通', '普通'][n],
       DATE '2015-01-01' + floor(draw(dice, 3) * 3000)::INTEGER
FROM category_plan c, range(1, 6) r(n),
     LATERAL (SELECT dice('supplier|' || c.category_no || '|' || n) AS dice),
     LATERAL (SELECT pick(dice, 0, ['杭州', '宁波', '广州', '东莞', '佛山', '苏州', '泉州', '青岛', '重庆', '义乌']) AS city)
ORDER BY 1;

CREATE TEMP TABLE product_plan AS
SELECT c.category_no * 1000 + s.subcategory_no * 100 + n AS product_id, c.category_no, c.category, s.subcategory, n AS product_no,
       c.brands[1 + (n + s.subcategory_no) % 4] AS brand, c.styles[n] AS style,
       c.category_no * 5 - 5 + 1 + floor(pow(draw(dice, 0), 1.6) * 5)::INTEGER AS supplier_id,
       (round(s.price * (0.6 + 0.9 * draw(dice, 1)) / 10) * 10 - 1)::DECIMAL(10,2) AS first_price,
       c.cost_share * (0.92 + 0.16 * draw(dice, 2)) AS cost_share,
       coalesce(h.launched_on, CASE WHEN n = 10 THEN DATE '2025-02-01' + floor(draw(dice, 3) * 24)::INTEGER * INTERVAL 1 MONTH
                                    ELSE DATE '2016-01-01' + floor(draw(dice, 3) * 2900)::INTEGER END)::DATE AS launched_on,
       coalesce(h.weight, 1.0 / (1 + (n * 7 + s.subcategory_no * 3) % 10))::DOUBLE AS weight
FROM category_plan c
JOIN subcategory_plan s USING (category_no)
CROSS JOIN range(1, 11) r(n)
CROSS JOIN LATERAL (SELECT dice('product|' || c.category_no || '|' || s.subcategory_no || '|' || n) AS dice)
LEFT JOIN hits h ON h.category = c.category AND h.subcategory = s.subcategory AND h.product_no = n;

-- A price holds for whole months. Steps multiply in order of their months.
INSERT INTO product_prices
WITH starts AS (
    SELECT p.*, s.from_month AS valid_from, s.from_month
    FROM product_plan p JOIN price_steps s ON s.category = p.category AND s.from_month > p.launched_on
    UNION ALL
    SELECT p.*, p.launched_on, NULL FROM product_plan p
), factors AS (
    SELECT t.product_id, t.valid_from, list(s.cost_factor::DOUBLE ORDER BY s.from_month) AS costs,
           list(s.price_factor::DOUBLE ORDER BY s.from_month) AS prices
    FROM starts t JOIN price_steps s ON s.category = t.category AND s.from_month > t.launched_on AND s.from_month <= t.valid_from
    GROUP BY t.product_id, t.valid_from
)
SELECT t.product_id, t.valid_from, lead(t.valid_from) OVER (PARTITION BY t.product_id ORDER BY t.valid_from),
       round(t.first_price * list_reduce(coalesce(f.prices, [1.0]), lambda a, b: a * b), 0)::DECIMAL(10,2),
       round(t.first_price * t.cost_share * list_reduce(coalesce(f.costs, [1.0]), lambda a, b: a * b), 2)::DECIMAL(10,2)
FROM starts t LEFT JOIN factors f ON f.product_id = t.product_id AND f.valid_from = t.valid_from
WHERE t.valid_from <= getvariable('last_date')
ORDER BY 1, 2;

INSERT INTO products
SELECT p.product_id, coalesce(p.brand, '') || p.style || p.subcategory, p.category, p.subcategory, p.brand, p.supplier_id,
       c.list_price, c.unit_cost, p.launched_on
FROM product_plan p
JOIN product_prices c ON c.product_id = p.product_id AND c.valid_to IS NULL
ORDER BY 1;

CREATE TEMP TABLE months AS SELECT DISTINCT date_trunc('month', day)::DATE AS month FROM days;

CREATE TEMP TABLE month_prices AS
SELECT m.month, c.product_id, c.list_price, c.unit_cost
FROM months m JOIN product_prices c ON c.valid_from <= m.month AND m.month < coalesce(c.valid_to, DATE '9999-12-31');

CREATE TEMP TABLE subcategory_seasons AS FROM (VALUES
    ('羽绒服', [2.2, 1.6, 0.9, 0.4, 0.2, 0.1, 0.1, 0.2, 0.6, 1.4, 2.2, 2.4]), ('短靴', [1.6, 1.3, 1.0, 0.6, 0.3, 0.2, 0.2, 0.4, 1.0, 1.6, 1.8, 1.8]),
    ('围巾', [2.0, 1.5, 0.9, 0.5, 0.3, 0.2, 0.2, 0.3, 0.7, 1.3, 2.0, 2.2]), ('凉鞋', [0.2, 0.3, 0.7, 1.2, 1.9, 2.2, 2.2, 1.6, 0.9, 0.4, 0.2, 0.2]),
    ('T恤', [0.4, 0.5, 0.9, 1.2, 1.7, 1.8, 1.8, 1.5, 1.0, 0.6, 0.4, 0.4]), ('连衣裙', [0.4, 0.6, 1.1, 1.4, 1.6, 1.7, 1.5, 1.3, 1.0, 0.6, 0.4, 0.4]),
    ('防晒霜', [0.3, 0.4, 0.9, 1.3, 1.8, 2.2, 2.2, 1.7, 0.8, 0.4, 0.3, 0.3]), ('坚果礼盒', [2.4, 1.6, 0.6, 0.6, 0.6, 0.7, 0.6, 0.8, 1.6, 1.0, 0.8, 1.3])
) v(subcategory, pull);

-- 512 equally likely slots for the category (by month and kind of store), 1024 for the product (by month and category).
CREATE TEMP TABLE category_slots AS
WITH weighed AS (
    SELECT m.month, k.kind, c.category_no,
           floor(1000000 * c.share * c.pull[month(m.month)] * CASE WHEN k.kind = 'online' AND c.category_no IN (4, 6) THEN 1.7
                                                                   WHEN k.kind = 'online' AND c.category_no = 1 THEN 0.8
                                                                   ELSE 1 END)::BIGINT AS weight
    FROM months m, (VALUES ('store'), ('online')) k(kind), category_plan c
), ranged AS (
    SELECT *, sum(weight) OVER w AS upto, sum(weight) OVER (PARTITION BY month, kind) AS total
    FROM weighed WINDOW w AS (PARTITION BY month, kind ORDER BY category_no)
)
SELECT month, kind, slot, category_no FROM ranged JOIN range(512) r(slot)
  ON slot * total >= (upto - weight) * 512 AND slot * total < upto * 512;

CREATE TEMP TABLE product_slots AS
WITH weighed AS (
    SELECT m.month, p.category_no, p.product_id, floor(1000000 * p.weight * coalesce(s.pull[month(m.month)], 1.0)::DOUBLE)::BIGINT AS weight
    FROM months m
    JOIN product_plan p ON p.launched_on <= m.month
    LEFT JOIN subcategory_seasons s USING (subcategory)
), ranged AS (
    SELECT *, sum(weight) OVER w AS upto, sum(weight) OVER (PARTITION BY month, category_no) AS total
    FROM weighed WINDOW w AS (PARTITION BY month, category_no ORDER BY product_id)
)
SELECT month, category_no, slot, product_id FROM ranged JOIN range(1024) r(slot)
  ON slot * total >= (upto - weight) * 1024 AND slot * total < upto * 1024;
