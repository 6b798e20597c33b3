-- Campaigns, company enquiries with signed contracts, and the visitors of the stores.
CREATE TEMP TABLE month_themes AS FROM (VALUES
    (1, '年货节'), (2, '新春焕新'), (3, '女神节'), (4, '春游季'), (5, '五一欢购'), (6, '618年中'),
    (7, '清凉一夏'), (8, '开学季'), (9, '中秋团圆'), (10, '国庆黄金周'), (11, '双11狂欢'), (12, '双12年终')
) v(month, theme);

INSERT INTO campaigns
WITH planned AS (
    SELECT y, t.month, t.theme, n, dice('campaign|' || y || '|' || t.month || '|' || n) AS dice
    FROM range(year(getvariable('first_date')) - 1, year(getvariable('last_date')) + 1) r(y), month_themes t, range(1, 4) k(n)
), dated AS (
    SELECT (y - 2020) * 1000 + month * 10 + n AS campaign_id, theme, y, dice, ['搜索', '社媒', '直播', '短信', '线下活动'][1 + (n * 2 + month + y) % 5] AS channel,
           (make_date(y, month, 1) + floor(draw(dice, 0) * 14)::INTEGER)::DATE AS start_date
    FROM planned
)
SELECT campaign_id, y || theme || '·' || channel, channel, start_date, (start_date + 9 + floor(draw(dice, 1) * 18)::INTEGER)::DATE AS end_date,
       CASE WHEN draw(dice, 2) >= 0.04
            THEN round(30000 * pow(6.0, draw(dice, 3)) * CASE WHEN theme IN ('618年中', '双11狂欢') THEN 1.8 ELSE 1 END, -2)::DECIMAL(12,2) END
FROM dated WHERE start_date <= getvariable('last_date') AND start_date + 40 >= getvariable('first_date')
UNION ALL
SELECT campaign_id, year(start_date) || campaign_name, channel, start_date, end_date, budget::DECIMAL(12,2)
FROM lead_campaigns WHERE start_date <= getvariable('last_date') AND end_date >= getvariable('first_date')
ORDER BY 1;

CREATE TEMP TABLE day_campaigns AS
SELECT d.day, c.campaign_id, row_number() OVER (PARTITION BY d.day ORDER BY c.campaign_id) - 1 AS place,
       count(*) OVER (PARTITION BY d.day) AS places
FROM days d JOIN campaigns c ON d.day BETWEEN c.start_date AND c.end_date AND c.campaign_id NOT IN (SELECT campaign_id FROM lead_campaigns);

INSERT INTO leads
WITH asked AS (
    SELECT d.day, s.store_id, c.campaign_id AS wave_id, c.signed_share, dice('leads|' || s.store_id || '|' || d.day) AS dice, s.weight,
           coalesce(c.leads_factor, 1)::DOUBLE AS factor
    FROM days d
    JOIN store_plan s ON s.format <> '线上旗舰' AND d.day >= s.opened_on AND d.day <= coalesce(s.closed_on, d.day)
    LEFT JOIN lead_campaigns c ON d.day BETWEEN c.start_date AND c.end_date
), counted AS (
    SELECT *, floor(0.36 * weight * factor * CASE WHEN isodow(day) > 5 THEN 0.35 ELSE 1.26 END * (1 + 0.06 * (year(day) - 2024)) + draw(dice, 0))::INTEGER AS n
    FROM asked
), single AS (
    SELECT c.day, c.store_id, c.wave_id, c.signed_share,
           year(day) * 1000000000::BIGINT + month(day) * 10000000 + day(day) * 100000 + (store_id - 100) * 100 + k AS lead_id
    FROM counted c, LATERAL (SELECT unnest(range(c.n)) AS k)
), drawn AS (
    SELECT *, dice('lead-a|' || lead_id) AS a, dice('lead-b|' || lead_id) AS b FROM single
), followed AS (
    SELECT l.*, coalesce(CASE WHEN draw(a, 0) < 0.7 THEN wave_id END, CASE WHEN draw(a, 0) < 0.45 THEN c.campaign_id END) AS campaign_id,
           draw(a, 1) < 0.58 AS qualified, (l.day + 1 + floor(draw(a, 2) * 6)::INTEGER)::DATE AS assessed_on,
           (l.day + 4 + floor(pow(draw(a, 3), 1.6) * 56)::INTEGER)::DATE AS signed_on,
           coalesce(CASE WHEN draw(a, 0) < 0.7 THEN signed_share END, 0.24)::DOUBLE AS sign_rate
    FROM drawn l
    LEFT JOIN day_campaigns c ON c.day = l.day AND c.place = floor(draw(b, 0) * 4096)::BIGINT % c.places
), outcome AS (
    SELECT *, qualified AND draw(b, 1) < sign_rate AND signed_on <= getvariable('last_date') AS is_signed FROM followed
)
SELECT lead_id, campaign_id, day, store_id, pick(b, 2, ['官网', '官网', '电话', '展会', '转介绍', '社媒', '社媒']),
       CASE WHEN assessed_on <= getvariable('last_date') THEN qualified END,
       CASE WHEN is_signed THEN signed_on END,
       CASE WHEN is_signed THEN (round(4000 * pow(30.0, draw(b, 3)) / 100) * 100)::DECIMAL(12,2) END
FROM outcome
ORDER BY 1;

INSERT INTO store_traffic
WITH seen AS (
    SELECT t.day, t.store_id, dice('traffic|' || t.store_id || '|' || t.day) AS dice, s.region,
           t.usual_orders * t.visitors_factor * CASE t.format WHEN '购物中心' THEN 8.4 WHEN '街边店' THEN 6.6 ELSE 4.6 END
               * (0.85 + 0.3 * draw(dice('visit-store|' || t.store_id), 0)) AS usual_visitors
    FROM store_days t JOIN store_plan s USING (store_id) WHERE t.kind = 'store'
), timed AS (
    SELECT s.*, floor(usual_visitors * (0.92 + 0.16 * draw(dice, 0)) + draw(dice, 1))::INTEGER AS visitors,
           s.day + INTERVAL 23 HOUR + to_minutes(floor(draw(dice, 3) * 300)::INTEGER)
               + to_days(CASE WHEN f.fault IS NOT NULL THEN 6 WHEN draw(dice, 3) < 0.015 THEN 2 ELSE 0 END) AS loaded_at
    FROM seen s
    LEFT JOIN faults f ON f.fault = 'traffic late' AND f.store_id = s.store_id AND s.day BETWEEN f.from_date AND f.to_date
    WHERE NOT EXISTS (FROM faults m WHERE m.fault = 'traffic missing' AND m.store_id = s.store_id AND s.day BETWEEN m.from_date AND m.to_date)
)
SELECT day, store_id, visitors, CASE WHEN store_id % 7 <> 3 THEN floor(visitors * (0.28 + 0.14 * draw(dice, 2)))::INTEGER END, loaded_at
FROM timed
WHERE loaded_at < getvariable('last_date') + INTERVAL 32 HOUR  -- the world is looked at on the morning after its last day
ORDER BY 1, 2;
