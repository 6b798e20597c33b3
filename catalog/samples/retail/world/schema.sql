-- 云杉零售: the tables of the retail sample world. Grain, keys and joins are in docs/data/retail.md; planted events and faults in ../EVENTS.md.
-- No PRIMARY KEY constraints: as in a real source, keys are a promise (and a few planted faults break it).

-- Dimensions ---------------------------------------------------------------------------------------------------------------------------

CREATE TABLE stores (                -- one row a store opened by the last day; key store_id
    store_id INTEGER NOT NULL,
    store_name VARCHAR NOT NULL,     -- 上海南京路店
    region VARCHAR,                  -- 大区: 华东 华南 华北 华中 西南 东北; NULL for one new store (planted fault)
    province VARCHAR NOT NULL,
    city VARCHAR NOT NULL,
    format VARCHAR NOT NULL,         -- 业态: 购物中心 社区店 街边店 线上旗舰
    opened_on DATE NOT NULL,
    closed_on DATE,                  -- NULL while open
    area_sqm INTEGER,                -- NULL for 线上旗舰
    manager VARCHAR,                 -- store manager's name; NULL while vacant
    status VARCHAR NOT NULL          -- 营业中 装修中 已关闭 (on the last day)
);

CREATE TABLE suppliers (             -- key supplier_id
    supplier_id INTEGER NOT NULL,
    supplier_name VARCHAR NOT NULL,
    category VARCHAR NOT NULL,       -- the category it supplies (products.category)
    city VARCHAR NOT NULL,
    level VARCHAR NOT NULL,          -- 战略 核心 普通
    cooperated_since DATE NOT NULL
);

CREATE TABLE products (              -- one row a product launched by the last day; key product_id
    product_id INTEGER NOT NULL,
    product_name VARCHAR NOT NULL,
    category VARCHAR NOT NULL,       -- 品类: 服饰 鞋靴 箱包配饰 美妆个护 家居生活 小家电 食品饮料 运动户外
    subcategory VARCHAR NOT NULL,
    brand VARCHAR,                   -- 品牌; NULL for unbranded
    supplier_id INTEGER NOT NULL,    -- -> suppliers
    list_price DECIMAL(10,2) NOT NULL, -- on the last day
    unit_cost DECIMAL(10,2) NOT NULL,  -- on the last day
    launched_on DATE NOT NULL
);

CREATE TABLE categories (            -- one row a category, so that every fact by category shares it; key category; these eight rows never change
    category VARCHAR NOT NULL,       -- 品类: 服饰 鞋靴 箱包配饰 运动户外 美妆个护 食品饮料 家居生活 小家电
    division VARCHAR NOT NULL,       -- 部类: 服装鞋包 (the first four) 快消 (美妆个护 食品饮料) 家居家电 (家居生活 小家电)
    tax_rate DECIMAL(4,2) NOT NULL   -- 0.09 for 食品饮料, else 0.13
);

CREATE TABLE departments (           -- one row a department; key dept; these six rows never change
    dept VARCHAR NOT NULL,           -- 门店运营 市场部 财务部 供应链部 人力资源部 信息技术部
    kind VARCHAR NOT NULL            -- 一线 (门店运营), else 职能
);

CREATE TABLE product_prices (        -- price history (slowly changing); key (product_id, valid_from), periods do not overlap
    product_id INTEGER NOT NULL,     -- -> products
    valid_from DATE NOT NULL,
    valid_to DATE,                   -- first day no longer valid; NULL for the current price
    list_price DECIMAL(10,2) NOT NULL,
    unit_cost DECIMAL(10,2) NOT NULL
);

CREATE TABLE members (               -- one row a member joined by the last day; key member_id
    member_id INTEGER NOT NULL,
    joined_on DATE NOT NULL,
    level VARCHAR NOT NULL,          -- 普通 银卡 金卡 钻石
    home_store_id INTEGER,           -- -> stores; NULL for members who joined online without choosing a store
    gender VARCHAR,                  -- 女 男; NULL unknown
    birth_year INTEGER,              -- NULL unknown
    city VARCHAR,                    -- city of residence (may differ from the store's)
    phone VARCHAR NOT NULL,          -- sensitive
    join_channel VARCHAR NOT NULL    -- 门店 小程序 电商平台 推荐
);

CREATE TABLE campaigns (             -- one row a campaign started by the last day; key campaign_id
    campaign_id INTEGER NOT NULL,
    campaign_name VARCHAR NOT NULL,
    channel VARCHAR NOT NULL,        -- 推广渠道: 搜索 社媒 直播 短信 线下活动 (not the sales channel of order_lines)
    start_date DATE NOT NULL,
    end_date DATE NOT NULL,          -- inclusive
    budget DECIMAL(12,2)             -- NULL when not approved yet
);

CREATE TABLE employees (             -- one row an employee hired by the last day; key employee_id
    employee_id INTEGER NOT NULL,
    employee_name VARCHAR NOT NULL,
    store_id INTEGER,                -- -> stores; NULL for 总部
    dept VARCHAR NOT NULL,           -- 门店运营 市场部 财务部 供应链部 人力资源部 信息技术部
    position VARCHAR NOT NULL,       -- 店长 店员 主管 专员 经理
    gender VARCHAR NOT NULL,
    hired_on DATE NOT NULL,
    left_on DATE,                    -- last working day; NULL while employed
    monthly_salary DECIMAL(10,2) NOT NULL -- sensitive
);

CREATE TABLE calendar (              -- one row a day, 1 January three years before the last day's year to 31 December of the next; key calendar_date
    calendar_date DATE NOT NULL,
    year INTEGER NOT NULL,
    quarter INTEGER NOT NULL,        -- 1..4
    month INTEGER NOT NULL,          -- 1..12
    month_start DATE NOT NULL,
    week_start DATE NOT NULL,        -- Monday
    weekday INTEGER NOT NULL,        -- 1 Monday .. 7 Sunday
    is_weekend BOOLEAN NOT NULL,
    is_workday BOOLEAN,              -- with 调休; NULL in years whose official calendar is not in the file
    holiday VARCHAR                  -- 元旦 春节 清明节 劳动节 端午节 中秋节 国庆节; NULL on other days
);

-- Facts by day ---------------------------------------------------------------------------------------------------------------------------

CREATE TABLE order_lines (           -- one row a line of an order; key (order_id, line_no)
    order_id BIGINT NOT NULL,        -- yyyymmdd * 100000 + number within the day
    line_no SMALLINT NOT NULL,       -- 1..5
    order_ts TIMESTAMP NOT NULL,     -- local time
    order_date DATE NOT NULL,
    store_id INTEGER NOT NULL,       -- -> stores
    product_id INTEGER NOT NULL,     -- -> products (a few orphans are planted)
    member_id INTEGER,               -- -> members; NULL for customers without a card
    channel VARCHAR NOT NULL,        -- 销售渠道: 门店 小程序 电商平台 团购
    status VARCHAR NOT NULL,         -- 已完成 已取消 未支付 (of the whole order; only 已完成 is a sale)
    quantity INTEGER NOT NULL,
    list_amount DECIMAL(12,2) NOT NULL,     -- list price x quantity, tax included
    discount_amount DECIMAL(12,2) NOT NULL, -- >= 0
    paid_amount DECIMAL(12,2),              -- list - discount, tax included; kept on 已取消, NULL on 未支付
    cost_amount DECIMAL(12,2) NOT NULL,     -- unit cost x quantity, without tax
    campaign_id INTEGER              -- -> campaigns; NULL when no campaign brought the order
);

CREATE TABLE refunds (               -- one row a refunded order line; key refund_id (one duplicated row is planted)
    refund_id BIGINT NOT NULL,
    order_id BIGINT NOT NULL,        -- -> order_lines (order_id, line_no), at most one refund a line
    line_no SMALLINT NOT NULL,
    refund_date DATE NOT NULL,       -- 1..30 days after the order
    store_id INTEGER NOT NULL,       -- -> stores
    product_id INTEGER NOT NULL,     -- -> products
    refund_amount DECIMAL(12,2) NOT NULL, -- tax included, at most the line's paid_amount
    reason VARCHAR                   -- 质量问题 尺码不合 七天无理由 物流破损 描述不符; NULL not given
);

CREATE TABLE inventory_daily (       -- stock at the end of the day; key (snapshot_date, store_id, category); never add up over days
    snapshot_date DATE NOT NULL,
    store_id INTEGER NOT NULL,       -- -> stores
    category VARCHAR NOT NULL,
    on_hand_qty INTEGER NOT NULL,
    on_hand_cost DECIMAL(14,2)       -- at unit cost; NULL where not valued yet (planted)
);

CREATE TABLE store_traffic (         -- visitors of a physical store; key (traffic_date, store_id); no rows for 线上旗舰
    traffic_date DATE NOT NULL,
    store_id INTEGER NOT NULL,       -- -> stores
    visitors INTEGER NOT NULL,
    try_ons INTEGER,                 -- NULL where the store does not count them
    loaded_at TIMESTAMP NOT NULL     -- when the row arrived (late arrivals are planted)
);

CREATE TABLE leads (                 -- enquiries of company customers; key lead_id
    lead_id BIGINT NOT NULL,
    campaign_id INTEGER,             -- -> campaigns; NULL for a natural enquiry
    lead_date DATE NOT NULL,
    store_id INTEGER NOT NULL,       -- -> stores, the store that follows it
    source VARCHAR NOT NULL,         -- 官网 电话 展会 转介绍 社媒
    is_qualified BOOLEAN,            -- NULL while not assessed
    contract_date DATE,              -- NULL while not signed
    contract_amount DECIMAL(12,2)    -- NULL while not signed; not part of order_lines
);

CREATE TABLE revenue_recognized (    -- 财务口径 revenue; key (recognized_date, store_id, category)
    recognized_date DATE NOT NULL,   -- 门店/团购 on the order's day, 小程序/电商平台 7 days later, refunds on the refund's day
    store_id INTEGER NOT NULL,       -- -> stores
    category VARCHAR NOT NULL,
    net_amount DECIMAL(14,2) NOT NULL,  -- without tax (13 %, 食品饮料 9 %), refunds taken off: may be negative
    tax_amount DECIMAL(14,2) NOT NULL,
    cost_amount DECIMAL(14,2) NOT NULL  -- of what was recognised, refunds taken off
);

CREATE TABLE purchase_orders (       -- key po_id
    po_id BIGINT NOT NULL,
    supplier_id INTEGER NOT NULL,    -- -> suppliers
    store_id INTEGER NOT NULL,       -- -> stores, where the goods go
    category VARCHAR NOT NULL,
    ordered_on DATE NOT NULL,
    promised_on DATE NOT NULL,
    received_on DATE,                -- NULL while on the way
    quantity_ordered INTEGER NOT NULL,
    quantity_received INTEGER,       -- NULL while on the way
    amount DECIMAL(12,2) NOT NULL    -- of quantity_ordered, without tax
);

-- Facts by month (month = its first day; complete months only, budgets to the end of the year) -----------------------------------------------

CREATE TABLE store_expenses_monthly ( -- key (month, store_id, account)
    month DATE NOT NULL,
    store_id INTEGER NOT NULL,       -- -> stores
    account VARCHAR NOT NULL,        -- 租金 人工 水电 营销 其他
    amount DECIMAL(12,2) NOT NULL
);

CREATE TABLE budgets_monthly (       -- key (month, store_id)
    month DATE NOT NULL,
    store_id INTEGER NOT NULL,       -- -> stores
    revenue_budget DECIMAL(14,2) NOT NULL, -- comparable to paid_amount of 已完成 (tax included)
    profit_budget DECIMAL(14,2)      -- operating profit; NULL for stores in their first three months
);

CREATE TABLE headcount_monthly (     -- people at the end of the month; key (month, store_id, dept); headcount is never added up over months
    month DATE NOT NULL,
    store_id INTEGER,                -- -> stores; NULL for 总部
    dept VARCHAR NOT NULL,
    headcount INTEGER NOT NULL,      -- on the month's last day
    hires INTEGER NOT NULL,          -- in the month
    leavers INTEGER NOT NULL         -- in the month
);

CREATE TABLE work_hours_monthly (    -- key (month, store_id)
    month DATE NOT NULL,
    store_id INTEGER NOT NULL,       -- -> stores
    scheduled_hours DECIMAL(10,1) NOT NULL,
    worked_hours DECIMAL(10,1) NOT NULL,
    overtime_hours DECIMAL(10,1) NOT NULL,
    absent_hours DECIMAL(10,1) NOT NULL
);

-- About the world itself: what extend_retail needs; not for questions ------------------------------------------------------------------------

CREATE TABLE world_info (            -- one row
    as_of DATE NOT NULL,             -- the data ends the day before
    first_date DATE NOT NULL,        -- first day of the month 26 months before as_of
    last_date DATE NOT NULL,
    seed INTEGER NOT NULL,
    orders_scale DOUBLE NOT NULL,
    recipe VARCHAR NOT NULL          -- digest of these scripts; a world of another recipe is built anew
);
