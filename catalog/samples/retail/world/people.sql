-- Employees: every store has places, every place a chain of people. Then people at month ends and hours worked.
INSERT INTO departments FROM (VALUES
    ('门店运营', '一线'), ('市场部', '职能'), ('财务部', '职能'), ('供应链部', '职能'), ('人力资源部', '职能'), ('信息技术部', '职能')) v;

CREATE TEMP TABLE places AS
SELECT store_id, '门店运营' AS dept, n AS place, opened_on AS from_date, closed_on AS until, s.region
FROM store_plan s, LATERAL (SELECT unnest(range(1, 4 + floor(weight * CASE format WHEN '线上旗舰' THEN 2 ELSE 4 END)::INTEGER)) AS n)
UNION ALL
SELECT NULL, dept, n, DATE '2016-01-01', NULL, NULL
FROM (VALUES ('市场部', 12), ('财务部', 10), ('供应链部', 16), ('人力资源部', 8), ('信息技术部', 14)) v(dept, places),
     LATERAL (SELECT unnest(range(1, places + 1)) AS n);

CREATE TEMP TABLE stints AS
WITH drawn AS (
    SELECT p.*, g, dice('stint|' || coalesce(store_id, 0) || '|' || dept || '|' || place || '|' || g) AS dice FROM places p, range(14) r(g)
), lasting AS (
    SELECT *, 150 + floor(pow(draw(dice, 0), 1.5) * CASE WHEN store_id IS NULL THEN 2600 ELSE 1500 END)::INTEGER AS days_stayed,
           10 + floor(draw(dice, 1) * 40)::INTEGER AS days_vacant FROM drawn
), dated AS (
    SELECT *, from_date + (sum(days_stayed + days_vacant) OVER (PARTITION BY store_id, dept, place ORDER BY g) - days_stayed - days_vacant)::INTEGER AS hired_on
    FROM lasting
), ended AS (
    SELECT d.*, least(hired_on + days_stayed, d.until, CASE WHEN w.left_on BETWEEN hired_on AND hired_on + days_stayed AND place % 3 <> 1 THEN w.left_on END) AS left_on
    FROM dated d LEFT JOIN walkouts w ON w.store_id = d.store_id
)
SELECT *, dice('person|' || coalesce(store_id, 0) || '|' || dept || '|' || place || '|' || g) AS person_dice
FROM ended WHERE hired_on <= getvariable('last_date') AND hired_on < coalesce(until, DATE '9999-12-31') AND left_on > hired_on;

INSERT INTO employees
SELECT coalesce(store_id, 100) * 10000 + CASE dept WHEN '门店运营' THEN 0 WHEN '市场部' THEN 100 WHEN '财务部' THEN 200 WHEN '供应链部' THEN 300
                                              WHEN '人力资源部' THEN 400 ELSE 500 END * 10 + place * 20 + g,
       person(person_dice), store_id, dept,
       CASE WHEN store_id IS NOT NULL THEN CASE place WHEN 1 THEN '店长' WHEN 2 THEN '主管' ELSE '店员' END
            ELSE CASE place WHEN 1 THEN '经理' WHEN 2 THEN '主管' ELSE '专员' END END,
       CASE WHEN draw(person_dice, 3) < 0.62 THEN '女' ELSE '男' END,
       hired_on, CASE WHEN left_on <= getvariable('last_date') THEN left_on END,
       (round((CASE WHEN store_id IS NULL THEN [21000, 13500][least(place, 2)] ELSE [10200, 7100, 5300][least(place, 3)] END
               * (0.88 + 0.24 * draw(dice, 2)) * CASE region WHEN '华东' THEN 1.12 WHEN '华南' THEN 1.04 WHEN '华北' THEN 1.04 ELSE 0.90 END) / 10) * 10)::DECIMAL(10,2)
FROM stints
ORDER BY 1;

INSERT INTO stores
SELECT p.store_id, p.store_name, p.region, p.province, p.city, p.format, p.opened_on,
       CASE WHEN p.closed_on <= getvariable('last_date') THEN p.closed_on END, p.area_sqm, e.employee_name,
       CASE WHEN p.closed_on <= getvariable('last_date') THEN '已关闭' WHEN c.store_id IS NOT NULL THEN '装修中' ELSE '营业中' END
FROM store_plan p
LEFT JOIN employees e ON e.store_id = p.store_id AND e.position = '店长' AND e.left_on IS NULL
LEFT JOIN closures c ON c.store_id = p.store_id AND getvariable('last_date') BETWEEN c.from_date AND c.to_date
WHERE p.opened_on <= getvariable('last_date')
ORDER BY 1;

CREATE TEMP TABLE closed_months AS SELECT month, last_day(month) AS month_end FROM months WHERE last_day(month) <= getvariable('last_date');

INSERT INTO headcount_monthly
SELECT m.month, e.store_id, e.dept,
       count(*) FILTER (e.hired_on <= m.month_end AND coalesce(e.left_on > m.month_end, true)),
       count(*) FILTER (date_trunc('month', e.hired_on) = m.month),
       count(*) FILTER (coalesce(date_trunc('month', e.left_on) = m.month, false))
FROM closed_months m JOIN employees e ON e.hired_on <= m.month_end AND coalesce(e.left_on >= m.month, true)
GROUP BY m.month, e.store_id, e.dept
ORDER BY m.month, e.store_id NULLS LAST, e.dept;

INSERT INTO work_hours_monthly
SELECT month, store_id, scheduled, scheduled - absent, (scheduled * over_share)::DECIMAL(10,1), absent
FROM (
    SELECT h.month, h.store_id, (greatest(h.headcount, 1) * w.workdays * 8)::DECIMAL(10,1) AS scheduled,
           (greatest(h.headcount, 1) * w.workdays * 8 * round(0.01 + 0.03 * draw(d.dice, 0), 4))::DECIMAL(10,1) AS absent,
           round(0.02 + 0.04 * draw(d.dice, 1) + CASE WHEN h.leavers >= 3 THEN 0.12 WHEN month(h.month) IN (1, 11) THEN 0.05 ELSE 0 END, 4)::DECIMAL(6,4) AS over_share
    FROM headcount_monthly h
    JOIN (SELECT month_start, count(*) FILTER (isodow(calendar_date) <= 5) AS workdays FROM calendar GROUP BY month_start) w ON w.month_start = h.month,
    LATERAL (SELECT dice('hours|' || h.store_id || '|' || h.month) AS dice) d
    WHERE h.store_id IS NOT NULL
)
ORDER BY 1, 2;
