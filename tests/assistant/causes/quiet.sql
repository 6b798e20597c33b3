-- Quiet months, written by hand: a region (or all) and a month in which paid sales moved by less than 5 % against the month before, while no
-- store, category or channel of at least 5 % of them moved by more than a quarter, and no store of at least 2 % by more than 40 % (one that
-- closed or opened). What stands here has no cause worth naming.
WITH lines AS (
    SELECT s.region, date_trunc('month', o.order_date)::DATE AS month, s.store_name, p.category, o.channel, o.paid_amount AS paid
    FROM order_lines o JOIN stores s USING (store_id) LEFT JOIN products p USING (product_id)
    WHERE o.status = '已完成' AND o.order_date < '2026-11-01'
), scopes AS (
    SELECT region, month, store_name, category, channel, paid FROM lines WHERE region IS NOT NULL
    UNION ALL SELECT '', month, store_name, category, channel, paid FROM lines
), parts AS (
    SELECT region, month, 'store' AS kind, store_name AS member, sum(paid) AS paid FROM scopes GROUP BY ALL
    UNION ALL SELECT region, month, 'category', category, sum(paid) FROM scopes GROUP BY ALL
    UNION ALL SELECT region, month, 'channel', channel, sum(paid) FROM scopes GROUP BY ALL
    UNION ALL SELECT region, month, 'all', '', sum(paid) FROM scopes GROUP BY ALL
), totals AS (
    SELECT region, month, sum(paid) AS paid FROM scopes GROUP BY ALL
), moved AS (
    SELECT coalesce(now.region, before.region) AS region, coalesce(now.month, before.month + INTERVAL 1 MONTH) AS month,
           coalesce(now.kind, before.kind) AS kind, coalesce(now.paid / before.paid - 1, 9) AS change,
           greatest(coalesce(now.paid, 0), coalesce(before.paid, 0)) / total.paid AS share
    FROM parts now FULL JOIN parts before ON before.region = now.region AND before.kind = now.kind
         AND before.member IS NOT DISTINCT FROM now.member AND before.month = now.month - INTERVAL 1 MONTH
    JOIN totals total ON total.region = coalesce(now.region, before.region)
         AND total.month = coalesce(before.month, now.month - INTERVAL 1 MONTH)
)
SELECT region, month::DATE AS month FROM moved WHERE month < '2026-11-01' GROUP BY ALL
HAVING max(abs(change)) FILTER (kind = 'all') < 0.05 AND max(abs(change)) FILTER (kind <> 'all' AND share >= 0.05) < 0.25
   AND max(abs(change)) FILTER (kind = 'store' AND share >= 0.02) < 0.4
ORDER BY region, month;
