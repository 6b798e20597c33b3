-- What was planted on purpose. ../EVENTS.md tells the same story with the SQL that shows it; change both together.

-- Closed for renovation: no orders and no visitors, the rent goes on.
CREATE TEMP TABLE closures AS FROM (VALUES
    (101, DATE '2025-08-04', DATE '2025-09-28'),
    (106, DATE '2026-06-01', DATE '2026-07-05'),
    (101, DATE '2026-09-14', DATE '2026-11-01'),
    (117, DATE '2027-03-01', DATE '2027-04-18')
) v(store_id, from_date, to_date);

-- Orders and visitors of some stores multiplied for some days (NULL = all).
CREATE TEMP TABLE boosts AS FROM (VALUES
    ('typhoon-2025', '华南', NULL, 'store', DATE '2025-09-23', DATE '2025-09-25', 0.15, 0.15),
    ('typhoon-2026', '华东', NULL, 'store', DATE '2026-08-12', DATE '2026-08-13', 0.20, 0.20),
    ('opening-152', NULL, 152, 'store', DATE '2025-04-18', DATE '2025-05-05', 1.90, 2.20),
    ('opening-147', NULL, 147, 'store', DATE '2026-05-01', DATE '2026-05-17', 1.90, 2.20),
    ('metro-130', NULL, 130, 'store', DATE '2026-01-10', DATE '2026-04-30', 1.00, 1.65),
    ('roadworks-139', NULL, 139, 'store', DATE '2025-03-01', DATE '2025-06-15', 0.62, 0.55),
    ('price-war', NULL, NULL, 'online', DATE '2025-12-01', DATE '2026-01-15', 1.20, 1.00),
    ('live-show', NULL, 161, 'online', DATE '2026-07-18', DATE '2026-07-19', 4.00, 1.00),
    ('typhoon-2027', '华南', NULL, 'store', DATE '2027-08-18', DATE '2027-08-19', 0.20, 0.20)
) v(code, region, store_id, kind, from_date, to_date, orders_factor, visitors_factor);

-- 团购 pushed in one region while every channel gives less away: the total margin falls, each channel's rises.
CREATE TEMP TABLE group_pushes AS FROM (VALUES
    ('华南', DATE '2026-04-01', DATE '2026-06-30', 0.30),
    ('华北', DATE '2025-04-01', DATE '2025-06-30', 0.30),
    ('西南', DATE '2027-04-01', DATE '2027-06-30', 0.30)
) v(region, from_date, to_date, added_share);

-- Discount rate moved (NULL = all).
CREATE TEMP TABLE discount_shifts AS FROM (VALUES
    ('mix-2026', '华南', NULL, NULL, DATE '2026-04-01', DATE '2026-06-30', -0.030),
    ('mix-2025', '华北', NULL, NULL, DATE '2025-04-01', DATE '2025-06-30', -0.030),
    ('mix-2027', '西南', NULL, NULL, DATE '2027-04-01', DATE '2027-06-30', -0.030),
    ('price-war', NULL, '电商平台', '美妆个护', DATE '2025-12-01', DATE '2026-01-15', 0.160),
    ('clearance', NULL, '门店', '服饰', DATE '2026-02-24', DATE '2026-03-15', 0.140),
    ('clearance', NULL, '门店', '服饰', DATE '2025-02-10', DATE '2025-03-02', 0.140),
    ('clearance', NULL, '门店', '服饰', DATE '2027-02-15', DATE '2027-03-07', 0.140)
) v(code, region, channel, category, from_date, to_date, shift);

-- Unit cost and list price of a category moved from a month on.
CREATE TEMP TABLE price_steps AS FROM (VALUES
    ('小家电', DATE '2025-10-01', 1.18, 1.00),
    ('小家电', DATE '2026-03-01', 1.00, 1.08),
    ('食品饮料', DATE '2026-08-01', 1.10, 1.00),
    ('服饰', DATE '2025-03-01', 1.02, 1.04),
    ('服饰', DATE '2026-03-01', 1.02, 1.04),
    ('鞋靴', DATE '2026-01-01', 1.03, 1.05),
    ('美妆个护', DATE '2025-06-01', 0.98, 1.03),
    ('鞋靴', DATE '2027-03-01', 1.15, 1.00)
) v(category, from_month, cost_factor, price_factor);

-- Shelves empty: a share of the category's lines is lost, its stock is gone, and its deliveries are late.
CREATE TEMP TABLE stockouts AS FROM (VALUES
    ('西南', '运动户外', DATE '2026-07-06', DATE '2026-08-02', 0.75),
    ('东北', '食品饮料', DATE '2025-09-08', DATE '2025-09-28', 0.70),
    ('华中', '美妆个护', DATE '2027-05-10', DATE '2027-06-06', 0.75)
) v(region, category, from_date, to_date, lost_share);

-- One product comes back: share of its lines ordered in these days that is refunded.
CREATE TEMP TABLE refund_waves AS FROM (VALUES
    (DATE '2026-04-20', DATE '2026-05-24', '小家电', '空气炸锅', 1, 0.55, '质量问题'),
    (DATE '2025-10-25', DATE '2025-11-20', '鞋靴', '跑鞋', 1, 0.50, '尺码不合'),
    (DATE '2027-03-20', DATE '2027-04-20', '家居生活', '保温杯', 2, 0.55, '质量问题')
) v(from_date, to_date, category, subcategory, product_no, rate, reason);

-- A new product sells far above its subcategory's usual share.
CREATE TEMP TABLE hits AS FROM (VALUES
    ('美妆个护', '防晒霜', 10, DATE '2026-03-01', 9.0),
    ('家居生活', '保温杯', 10, DATE '2025-06-01', 7.0)
) v(category, subcategory, product_no, launched_on, weight);

-- Company enquiries: a campaign that brings many and signs many.
CREATE TEMP TABLE lead_campaigns AS FROM (VALUES
    (5094, '金秋企业采购季', '线下活动', DATE '2025-09-08', DATE '2025-09-30', 260000, 2.5, 0.34),
    (6034, '春日企业团购节', '社媒', DATE '2026-03-09', DATE '2026-03-31', 320000, 3.2, 0.42),
    (6094, '金秋企业采购季', '线下活动', DATE '2026-09-07', DATE '2026-09-30', 280000, 2.6, 0.09),
    (7034, '春日企业团购节', '社媒', DATE '2027-03-08', DATE '2027-03-31', 330000, 3.0, 0.40)
) v(campaign_id, campaign_name, channel, start_date, end_date, budget, leads_factor, signed_share);

-- Store expenses of an account multiplied for some months (NULL = all stores of the region, or every format).
CREATE TEMP TABLE expense_steps AS FROM (VALUES
    ('华东', NULL, NULL, '营销', DATE '2026-06-01', DATE '2026-06-01', 2.4),
    ('华东', NULL, NULL, '水电', DATE '2026-07-01', DATE '2026-08-01', 1.9),
    ('华东', NULL, NULL, '其他', DATE '2026-10-01', DATE '2026-10-01', 3.0),
    ('华北', NULL, '购物中心', '租金', DATE '2026-01-01', DATE '2030-12-01', 1.14),
    (NULL, 101, NULL, '其他', DATE '2025-08-01', DATE '2025-09-01', 16.0),
    (NULL, 101, NULL, '其他', DATE '2026-09-01', DATE '2026-10-01', 20.0),
    (NULL, 106, NULL, '其他', DATE '2026-06-01', DATE '2026-06-01', 6.0),
    (NULL, 154, NULL, '其他', DATE '2025-12-01', DATE '2025-12-01', 5.0),
    ('华东', NULL, NULL, '营销', DATE '2027-06-01', DATE '2027-06-01', 2.4)
) v(region, store_id, format, account, from_month, to_month, factor);

-- Many join by recommendation; many leave one store after the Spring Festival; one supplier delivers late.
CREATE TEMP TABLE join_waves AS FROM (VALUES
    (DATE '2025-05-10', DATE '2025-05-31', 2.6), (DATE '2026-04-08', DATE '2026-04-30', 3.0)
) v(from_date, to_date, factor);
CREATE TEMP TABLE walkouts AS FROM (VALUES (137, DATE '2026-02-27'), (120, DATE '2025-02-14')) v(store_id, left_on);
CREATE TEMP TABLE late_suppliers AS FROM (VALUES
    (40, DATE '2026-06-01', DATE '2026-07-20', 24), (13, DATE '2025-03-01', DATE '2025-04-30', 18)
) v(supplier_id, from_date, to_date, added_days);

-- Faults of the data --------------------------------------------------------------------------------------------------------------

CREATE TEMP TABLE faults AS FROM (VALUES
    ('traffic missing', 104, DATE '2025-10-03', DATE '2025-10-05'),
    ('traffic missing', 104, DATE '2026-10-02', DATE '2026-10-04'),
    ('traffic missing', 149, DATE '2026-06-13', DATE '2026-06-13'),
    ('traffic late', 121, DATE '2026-05-29', DATE '2026-05-31'),
    ('traffic late', 122, DATE '2026-09-28', DATE '2026-09-30'),
    ('stock missing', 118, DATE '2026-03-31', DATE '2026-03-31'),
    ('stock missing', 118, DATE '2026-10-31', DATE '2026-10-31'),
    ('stock not valued', 133, DATE '2026-05-11', DATE '2026-05-17'),
    ('negative quantity', NULL, DATE '2025-12-20', DATE '2025-12-20'),
    ('negative quantity', NULL, DATE '2026-03-08', DATE '2026-03-08'),
    ('orphan product', NULL, DATE '2025-12-24', DATE '2025-12-26'),
    ('orphan product', NULL, DATE '2026-06-16', DATE '2026-06-18'),
    ('refund twice', NULL, DATE '2025-11-01', DATE '2025-11-30'),
    ('refund twice', NULL, DATE '2026-05-01', DATE '2026-05-31')
) v(fault, store_id, from_date, to_date);
