-- Queries that give the same rows on DuckDB and on Spark, over the shop of tests/catalog/world.py. One per paragraph.
SELECT ROUND(amount::DOUBLE*1.005, 2) AS a, ROUND(amount, 1) AS b, amount::INT AS c, (amount::DOUBLE/3)::INT AS d, CAST(amount AS DOUBLE)::DECIMAL(10,1) AS e, (quantity/2)::INT AS f FROM main.orders;

SELECT date_trunc('week', ordered_at) AS a, extract(isodow FROM ordered_at) AS b, extract(dow FROM ordered_at) c, week(ordered_at) d, quarter(ordered_at) e, year(ordered_at) f, dayofyear(ordered_at) g, hour(ordered_at) h, date_part('month', shipped_on) AS m FROM main.orders;

SELECT date_diff('day', shipped_on, ordered_at) AS a, date_diff('month', shipped_on, ordered_at) AS b, date_diff('year', DATE '2020-12-31', shipped_on) d, date_diff('quarter', DATE '2020-12-31', shipped_on) e, shipped_on - DATE '2024-01-01' AS f, shipped_on + 3 AS g, shipped_on - 3 AS h FROM main.orders;

SELECT dayname(shipped_on) a, monthname(shipped_on) b, strftime(shipped_on, '%Y年%m月') c, last_day(shipped_on) d, shipped_on::VARCHAR e FROM main.orders;

SELECT shipped_on + INTERVAL 1 MONTH AS a, ordered_at + INTERVAL 1 QUARTER AS b, ordered_at - INTERVAL 2 WEEK AS c, ordered_at + INTERVAL 3 HOUR AS d, CAST(shipped_on - INTERVAL 1 YEAR AS DATE) e FROM main.orders;

SELECT channel ILIKE '线%' a, channel LIKE '%上' b, upper(status) c, left(status, 2) d, right(status,2) e, substring(status, 2, 3) f, length(channel) g, channel || '-' || status h, concat(channel, status) i, replace(status,'o','0') j, contains(status,'on') k, starts_with(status,'d') l FROM main.orders;

SELECT status, COUNT(*) FILTER (WHERE amount > 50) a, SUM(amount) FILTER (WHERE channel = '线上') b, MEDIAN(amount::DOUBLE) c, QUANTILE_CONT(amount::DOUBLE, 0.25) FILTER (WHERE quantity > 0) d, AVG(amount) e, COUNT(DISTINCT store_id) f, STDDEV(amount) g, count_if(quantity>1) h, bool_and(quantity > 0) i, SUM(DISTINCT quantity) j FROM main.orders GROUP BY ALL ORDER BY ALL;

SELECT store_id, status, SUM(amount) AS s FROM main.orders GROUP BY 1, 2 QUALIFY RANK() OVER (PARTITION BY status ORDER BY SUM(amount) DESC) <= 2 ORDER BY s DESC, store_id LIMIT 3;

SELECT order_id, SUM(amount) OVER (PARTITION BY status ORDER BY ordered_at ROWS BETWEEN 1 PRECEDING AND CURRENT ROW) a, LAG(amount) OVER (ORDER BY ordered_at) b, LAG(amount, 2, 0) OVER (ORDER BY ordered_at) c, ROW_NUMBER() OVER (ORDER BY amount) d, FIRST_VALUE(amount) OVER (ORDER BY ordered_at) e, SUM(amount) FILTER (WHERE quantity > 1) OVER (PARTITION BY status) f FROM main.orders;

SELECT amount / quantity AS a, amount / 2 AS b, amount / NULLIF(quantity, 0) c, quantity % 3 d, quantity // 2 e, -amount f, amount * 1.10 g, amount * amount h, abs(amount) i, floor(amount/3.0) j, ceil(amount) k, sign(amount) l, power(quantity, 2) m FROM main.orders;

SELECT s.store, x.* FROM main.stores AS s LEFT JOIN (SELECT store_id, SUM(amount) AS total FROM main.orders GROUP BY store_id) AS x USING (store_id);

SELECT * FROM main.stores JOIN main.regions USING (region_id);

SELECT store FROM main.stores WHERE store_id IN (SELECT store_id FROM main.orders WHERE amount > 50) UNION SELECT tag FROM main.tags ORDER BY 1;

SELECT (SELECT MAX(amount) FROM main.orders) AS m, store FROM main.stores AS s WHERE EXISTS (SELECT 1 FROM main.orders AS o WHERE o.store_id = s.store_id) AND NOT (s.store_id IN (2, 3));

SELECT store, CASE WHEN area > 60 THEN 'big' WHEN area IS NULL THEN '?' ELSE 'small' END AS size, CASE city WHEN '上海' THEN 1 ELSE 0 END AS c, COALESCE(area, 0) d, GREATEST(area, 60) e, IF(is_open, 1, 2) f FROM main.stores WHERE city IS DISTINCT FROM '北京' AND opened_on BETWEEN '2020-01-01' AND DATE '2024-12-31';

WITH a AS (SELECT store_id, SUM(amount) AS s FROM main.orders GROUP BY store_id), b AS (SELECT store_id, SUM(amount) AS r FROM main.refunds GROUP BY store_id) SELECT COALESCE(a.store_id, b.store_id) AS k, s - COALESCE(r, 0) AS net FROM a FULL JOIN b ON a.store_id IS NOT DISTINCT FROM b.store_id WHERE s > 10 OR s IS NULL ORDER BY net DESC NULLS FIRST, k;

SELECT 'O''Neil\n%_"`' || '中文' AS "a b`c", 'x' AS "select";

SELECT DISTINCT status, channel FROM main.orders ORDER BY 2 DESC, 1;

SELECT status AS s, amount * 2 AS x, x + 1 AS y FROM main.orders WHERE amount > 20 GROUP BY ALL HAVING COUNT(*) > 0 ORDER BY x + 1;

SELECT series.step AS step FROM range(2, 5) AS series(step);

SELECT 1.5e3 AS a, 9223372036854775807 AS b, -5 AS c, 0.1 + 0.2 AS d, TRUE AND NULL AS e, (1 = 1) = TRUE AS f, NOT (1 > 2) IS NULL AS g, 2 - (3 - 4) AS h, 8 / (2 * 2) AS i, - - 3 AS j;

SELECT NULL AS a, CAST(NULL AS DECIMAL(10,2)) AS b, CAST('2024-02-29' AS DATE) AS d, TRUE::INT e, 5::DOUBLE f, TRY_CAST('x' AS DATE) g, sha256('abc') h;

SELECT store_id, SUM(amount) AS a, COUNT(DISTINCT order_id) AS b FROM orders GROUP BY store_id HAVING SUM(amount) > 10 AND COUNT(DISTINCT order_id) < 4 ORDER BY SUM(amount);

SELECT t.a / t.b AS c FROM (SELECT store_id, SUM(amount - cost) AS a, COUNT(DISTINCT customer_id) AS b FROM orders GROUP BY store_id) AS t WHERE t.a > 1.5;

SELECT order_id, status IS NOT DISTINCT FROM NULL AS a, NULL IS DISTINCT FROM status AS b, status = NULL AS c FROM orders WHERE shipped_on IS DISTINCT FROM NULL;
