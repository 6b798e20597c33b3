-- Members, one a joining since 2018 (so a member's number never changes), and the pools orders draw them from.
CREATE TEMP TABLE join_days AS
SELECT day, floor(12.6 * (0.8 + 0.4 * draw(dice, 0)) * (1 + 0.075 * (day - DATE '2018-01-01') / 365.0)
                  * CASE WHEN isodow(day) > 5 THEN 1.25 ELSE 0.93 END * coalesce(w.factor, 1.0)::DOUBLE + draw(dice, 1))::INTEGER AS joins,
       w.factor IS NOT NULL AS is_wave
FROM (SELECT unnest(generate_series(DATE '2018-01-01', getvariable('last_date'), INTERVAL 1 DAY))::DATE AS day)
CROSS JOIN LATERAL (SELECT dice('join-day|' || day) AS dice)
LEFT JOIN join_waves w ON day BETWEEN w.from_date AND w.to_date;

CREATE TEMP TABLE store_ranges AS  -- where a joining may happen on a day: stores by weight, and nowhere in particular (online)
SELECT store_id, city, opened_on, closed_on, sum(share) OVER (ORDER BY store_id) - share AS from_share,
       sum(share) OVER (ORDER BY store_id) AS upto_share
FROM (SELECT *, floor(1000 * weight)::BIGINT AS share FROM store_plan WHERE format <> '线上旗舰');

INSERT INTO members
WITH joined AS (
    SELECT j.day, n, row_number() OVER (ORDER BY j.day, n)::INTEGER AS member_id, j.is_wave,
           dice('member-a|' || j.day || '|' || n) AS a, dice('member-b|' || j.day || '|' || n) AS b
    FROM join_days j, LATERAL (SELECT unnest(range(j.joins)) AS n)
), placed AS (
    SELECT j.*, s.city AS store_city, CASE WHEN draw(a, 1) < 0.80 THEN s.store_id END AS store_id
    FROM joined j
    JOIN store_ranges s ON floor(draw(a, 0) * (SELECT max(upto_share) FROM store_ranges))::BIGINT >= s.from_share
                       AND floor(draw(a, 0) * (SELECT max(upto_share) FROM store_ranges))::BIGINT < s.upto_share
)
SELECT p.member_id, p.day,
       CASE WHEN draw(a, 2) < 0.70 THEN '普通' WHEN draw(a, 2) < 0.90 THEN '银卡' WHEN draw(a, 2) < 0.98 THEN '金卡' ELSE '钻石' END,
       CASE WHEN p.day >= s.opened_on AND p.day <= coalesce(s.closed_on, p.day) THEN p.store_id END,
       CASE WHEN draw(a, 3) < 0.58 THEN '女' WHEN draw(a, 3) < 0.92 THEN '男' END,
       CASE WHEN draw(b, 0) < 0.0004 THEN 1900 WHEN draw(b, 0) < 0.85 THEN 1960 + floor((draw(b, 1) + draw(b, 2)) * 24)::INTEGER END,
       CASE WHEN draw(b, 3) < 0.86 THEN p.store_city
            WHEN draw(b, 3) < 0.94 THEN pick(a, 0, ['上海', '北京', '广州', '深圳', '武汉', '成都', '西安', '徐州', '洛阳', '襄阳', '烟台', '吉林']) END,
       '12' || lpad((b % 1000000000)::VARCHAR, 9, '0'),
       CASE WHEN p.is_wave AND draw(b, 2) < 0.62 THEN '推荐'
            WHEN p.store_id IS NULL THEN CASE WHEN draw(b, 2) < 0.5 THEN '电商平台' ELSE '小程序' END
            WHEN draw(b, 2) < 0.62 THEN '门店' WHEN draw(b, 2) < 0.90 THEN '小程序' ELSE '推荐' END
FROM placed p LEFT JOIN store_plan s ON s.store_id = p.store_id
ORDER BY 1;

-- A pool a home store (0: none). Better levels stand in it several times, so they buy more often.
CREATE TEMP TABLE member_pool AS
SELECT coalesce(home_store_id, 0) AS pool, member_id, level, joined_on,
       row_number() OVER (PARTITION BY coalesce(home_store_id, 0) ORDER BY member_id, copy) - 1 AS place
FROM members, range(7) r(copy)
WHERE copy < CASE level WHEN '普通' THEN 1 WHEN '银卡' THEN 2 WHEN '金卡' THEN 4 ELSE 7 END;

CREATE TEMP TABLE pool_days AS  -- how many places were there before the day
WITH joined AS (SELECT pool, joined_on, count(*) AS places FROM member_pool GROUP BY pool, joined_on),
     grown AS (SELECT pool, joined_on, sum(places) OVER (PARTITION BY pool ORDER BY joined_on) AS places FROM joined)
SELECT d.day, p.pool, g.places::BIGINT AS places
FROM days d CROSS JOIN (SELECT DISTINCT pool FROM member_pool) p
ASOF JOIN grown g ON g.pool = p.pool AND g.joined_on < d.day;
