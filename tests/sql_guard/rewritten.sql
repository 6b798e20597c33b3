-- What the guard makes of a query: what was written, then what runs. One line each, both end in a semicolon.
-- Every pair also gives the same rows as the written query on a database that holds only what the asker may see.

SELECT * FROM orders ORDER BY order_id LIMIT 3;
SELECT * FROM (SELECT order_id, day, paid, shop_id, person_id, channel, amount, note FROM serving.main.orders WHERE orders.area = '华东' OR orders.area IS NULL) AS orders ORDER BY order_id LIMIT 3;

SELECT * EXCLUDE (note) FROM orders ORDER BY order_id LIMIT 3;
SELECT * EXCLUDE (note) FROM (SELECT order_id, day, paid, shop_id, person_id, channel, amount, note FROM serving.main.orders WHERE orders.area = '华东' OR orders.area IS NULL) AS orders ORDER BY order_id LIMIT 3;

SELECT * REPLACE (amount * 2 AS amount) FROM orders ORDER BY order_id LIMIT 3;
SELECT * REPLACE (amount * 2 AS amount) FROM (SELECT order_id, day, paid, shop_id, person_id, channel, amount, note FROM serving.main.orders WHERE orders.area = '华东' OR orders.area IS NULL) AS orders ORDER BY order_id LIMIT 3;

SELECT o.* FROM orders o ORDER BY o.order_id LIMIT 3;
SELECT o.* FROM (SELECT order_id, day, paid, shop_id, person_id, channel, amount, note FROM serving.main.orders WHERE orders.area = '华东' OR orders.area IS NULL) AS o ORDER BY o.order_id LIMIT 3;

FROM people SELECT count(*);
SELECT COUNT(*) FROM (SELECT person_id, name, LEFT(people.phone, 3) || '****' AS phone, level FROM serving.main.people) AS people LIMIT 1001;

FROM shops;
SELECT * FROM (SELECT shop_id, city, region, opened FROM serving.main.shops WHERE shops.region = '华东') AS shops LIMIT 1001;

TABLE shops;
SELECT * FROM (SELECT shop_id, city, region, opened FROM serving.main.shops WHERE shops.region = '华东') AS shops LIMIT 1001;

SELECT c FROM people c ORDER BY person_id LIMIT 2;
SELECT c FROM (SELECT person_id, name, LEFT(people.phone, 3) || '****' AS phone, level FROM serving.main.people) AS c ORDER BY person_id LIMIT 2;

SELECT count(*) FROM orders NATURAL JOIN shops;
SELECT COUNT(*) FROM (SELECT order_id, day, paid, shop_id, person_id, channel, amount, note FROM serving.main.orders WHERE orders.area = '华东' OR orders.area IS NULL) AS orders NATURAL JOIN (SELECT shop_id, city, region, opened FROM serving.main.shops WHERE shops.region = '华东') AS shops LIMIT 1001;

SELECT count(*) FROM orders o SEMI JOIN shops s ON o.shop_id = s.shop_id;
SELECT COUNT(*) FROM (SELECT order_id, day, paid, shop_id, person_id, channel, amount, note FROM serving.main.orders WHERE orders.area = '华东' OR orders.area IS NULL) AS o SEMI JOIN (SELECT shop_id, city, region, opened FROM serving.main.shops WHERE shops.region = '华东') AS s ON o.shop_id = s.shop_id LIMIT 1001;

SELECT count(*) FROM orders o ANTI JOIN shops s USING (shop_id);
SELECT COUNT(*) FROM (SELECT order_id, day, paid, shop_id, person_id, channel, amount, note FROM serving.main.orders WHERE orders.area = '华东' OR orders.area IS NULL) AS o ANTI JOIN (SELECT shop_id, city, region, opened FROM serving.main.shops WHERE shops.region = '华东') AS s USING (shop_id) LIMIT 1001;

SELECT count(*) FROM shops a CROSS JOIN shops b;
SELECT COUNT(*) FROM (SELECT shop_id, city, region, opened FROM serving.main.shops WHERE shops.region = '华东') AS a CROSS JOIN (SELECT shop_id, city, region, opened FROM serving.main.shops WHERE shops.region = '华东') AS b LIMIT 1001;

SELECT count(*) FROM shops a, shops b WHERE a.shop_id < b.shop_id;
SELECT COUNT(*) FROM (SELECT shop_id, city, region, opened FROM serving.main.shops WHERE shops.region = '华东') AS a, (SELECT shop_id, city, region, opened FROM serving.main.shops WHERE shops.region = '华东') AS b WHERE a.shop_id < b.shop_id LIMIT 1001;

SELECT s.city, x.n FROM shops s LEFT JOIN (SELECT shop_id, count(*) n FROM orders GROUP BY 1) x ON x.shop_id IS NOT DISTINCT FROM s.shop_id ORDER BY 1;
SELECT s.city, x.n FROM (SELECT shop_id, city, region, opened FROM serving.main.shops WHERE shops.region = '华东') AS s LEFT JOIN (SELECT shop_id, COUNT(*) AS n FROM (SELECT order_id, day, paid, shop_id, person_id, channel, amount, note FROM serving.main.orders WHERE orders.area = '华东' OR orders.area IS NULL) AS orders GROUP BY 1) AS x ON x.shop_id IS NOT DISTINCT FROM s.shop_id ORDER BY 1 LIMIT 1001;

SELECT count(*) FILTER (WHERE channel = '已完成'), sum(amount) FILTER (WHERE channel = '线上') FROM orders;
SELECT COUNT(*) FILTER(WHERE channel = '已完成'), SUM(amount) FILTER(WHERE channel = '线上') FROM (SELECT order_id, day, paid, shop_id, person_id, channel, amount, note FROM serving.main.orders WHERE orders.area = '华东' OR orders.area IS NULL) AS orders LIMIT 1001;

SELECT date_trunc('month', day) m, sum(amount) FROM orders GROUP BY m ORDER BY m;
SELECT DATE_TRUNC('MONTH', day) AS m, SUM(amount) FROM (SELECT order_id, day, paid, shop_id, person_id, channel, amount, note FROM serving.main.orders WHERE orders.area = '华东' OR orders.area IS NULL) AS orders GROUP BY m ORDER BY m LIMIT 1001;

SELECT date_trunc('week', paid) m, sum(amount) FROM orders GROUP BY m ORDER BY m LIMIT 5;
SELECT DATE_TRUNC('WEEK', paid) AS m, SUM(amount) FROM (SELECT order_id, day, paid, shop_id, person_id, channel, amount, note FROM serving.main.orders WHERE orders.area = '华东' OR orders.area IS NULL) AS orders GROUP BY m ORDER BY m LIMIT 5;

SELECT strftime(day, '%Y-%m') m, count(*) FROM orders GROUP BY 1 ORDER BY 1;
SELECT STRFTIME(day, '%Y-%m') AS m, COUNT(*) FROM (SELECT order_id, day, paid, shop_id, person_id, channel, amount, note FROM serving.main.orders WHERE orders.area = '华东' OR orders.area IS NULL) AS orders GROUP BY 1 ORDER BY 1 LIMIT 1001;

SELECT strftime('%Y-%m', day) m, count(*) FROM orders GROUP BY 1 ORDER BY 1;
SELECT STRFTIME('%Y-%m', day) AS m, COUNT(*) FROM (SELECT order_id, day, paid, shop_id, person_id, channel, amount, note FROM serving.main.orders WHERE orders.area = '华东' OR orders.area IS NULL) AS orders GROUP BY 1 ORDER BY 1 LIMIT 1001;

SELECT extract(year FROM day), extract('month' FROM day), date_part('dow', day), count(*) FROM orders GROUP BY ALL ORDER BY ALL;
SELECT EXTRACT(YEAR FROM day), EXTRACT('month' FROM day), DATE_PART('dow', day), COUNT(*) FROM (SELECT order_id, day, paid, shop_id, person_id, channel, amount, note FROM serving.main.orders WHERE orders.area = '华东' OR orders.area IS NULL) AS orders GROUP BY ALL ORDER BY ALL LIMIT 1001;

SELECT year(day), quarter(day), month(day), week(day), dayofweek(day), isodow(day), dayname(day), monthname(day) FROM orders ORDER BY order_id LIMIT 5;
SELECT YEAR(day), QUARTER(day), MONTH(day), WEEK(day), DAYOFWEEK(day), ISODOW(day), DAYNAME(day), MONTHNAME(day) FROM (SELECT order_id, day, paid, shop_id, person_id, channel, amount, note FROM serving.main.orders WHERE orders.area = '华东' OR orders.area IS NULL) AS orders ORDER BY order_id LIMIT 5;

SELECT last_day(day), day + INTERVAL 1 MONTH, day - INTERVAL '7 days', day + 3, day - DATE '2025-01-01' FROM orders ORDER BY order_id LIMIT 5;
SELECT LAST_DAY(day), day + INTERVAL '1' MONTH, day - INTERVAL '7' DAYS, day + 3, day - CAST('2025-01-01' AS DATE) FROM (SELECT order_id, day, paid, shop_id, person_id, channel, amount, note FROM serving.main.orders WHERE orders.area = '华东' OR orders.area IS NULL) AS orders ORDER BY order_id LIMIT 5;

SELECT day + INTERVAL '1' YEAR, day + INTERVAL 2 WEEKS, day + to_days(3), day + INTERVAL (order_id) DAY FROM orders ORDER BY order_id LIMIT 3;
SELECT day + INTERVAL '1' YEAR, day + INTERVAL '2' WEEKS, day + TO_DAYS(3), day + INTERVAL (order_id) DAY FROM (SELECT order_id, day, paid, shop_id, person_id, channel, amount, note FROM serving.main.orders WHERE orders.area = '华东' OR orders.area IS NULL) AS orders ORDER BY order_id LIMIT 3;

SELECT date_diff('day', DATE '2025-01-01', day), datediff('month', DATE '2025-01-01', day), date_sub('month', DATE '2025-01-01', day) FROM orders ORDER BY order_id LIMIT 5;
SELECT DATE_DIFF('DAY', CAST('2025-01-01' AS DATE), day), DATE_DIFF('MONTH', CAST('2025-01-01' AS DATE), day), DATE_SUB('month', CAST('2025-01-01' AS DATE), day) FROM (SELECT order_id, day, paid, shop_id, person_id, channel, amount, note FROM serving.main.orders WHERE orders.area = '华东' OR orders.area IS NULL) AS orders ORDER BY order_id LIMIT 5;

SELECT date_add(day, INTERVAL 5 DAY), age(paid), epoch(paid), make_date(2025, 1, order_id) FROM orders WHERE order_id < 0;
SELECT day + INTERVAL '5' DAY, AGE(paid), EPOCH(paid), MAKE_DATE(2025, 1, order_id) FROM (SELECT order_id, day, paid, shop_id, person_id, channel, amount, note FROM serving.main.orders WHERE orders.area = '华东' OR orders.area IS NULL) AS orders WHERE order_id < 0 LIMIT 1001;

SELECT paid AT TIME ZONE 'UTC' FROM orders ORDER BY order_id LIMIT 2;
SELECT paid AT TIME ZONE 'UTC' FROM (SELECT order_id, day, paid, shop_id, person_id, channel, amount, note FROM serving.main.orders WHERE orders.area = '华东' OR orders.area IS NULL) AS orders ORDER BY order_id LIMIT 2;

SELECT time_bucket(INTERVAL '7 days', day) b, count(*) FROM orders GROUP BY b ORDER BY b;
SELECT TIME_BUCKET(INTERVAL '7' DAYS, day) AS b, COUNT(*) FROM (SELECT order_id, day, paid, shop_id, person_id, channel, amount, note FROM serving.main.orders WHERE orders.area = '华东' OR orders.area IS NULL) AS orders GROUP BY b ORDER BY b LIMIT 1001;

SELECT strptime('2025-01-02', '%Y-%m-%d'), try_strptime('x', '%Y'), to_timestamp(0), CAST('2025-01-01' AS TIMESTAMP), '2025-01-01'::DATE, TRY_CAST('x' AS INT);
SELECT STRPTIME('2025-01-02', '%Y-%m-%d'), TRY_STRPTIME('x', '%Y'), TO_TIMESTAMP(0), CAST('2025-01-01' AS TIMESTAMP), CAST('2025-01-01' AS DATE), TRY_CAST('x' AS INT) LIMIT 1001;

SELECT count(*) FROM orders WHERE day BETWEEN '2025-01-01' AND '2025-03-31';
SELECT COUNT(*) FROM (SELECT order_id, day, paid, shop_id, person_id, channel, amount, note FROM serving.main.orders WHERE orders.area = '华东' OR orders.area IS NULL) AS orders WHERE day BETWEEN '2025-01-01' AND '2025-03-31' LIMIT 1001;

SELECT count(*) FROM orders WHERE day NOT BETWEEN DATE '2025-01-01' AND DATE '2025-03-31';
SELECT COUNT(*) FROM (SELECT order_id, day, paid, shop_id, person_id, channel, amount, note FROM serving.main.orders WHERE orders.area = '华东' OR orders.area IS NULL) AS orders WHERE NOT day BETWEEN CAST('2025-01-01' AS DATE) AND CAST('2025-03-31' AS DATE) LIMIT 1001;

SELECT count(*) FROM orders WHERE channel IN ('线上', '门店') AND channel NOT IN ('已退款') AND note LIKE '备注1%' AND note NOT LIKE '%9' AND note ILIKE '%注%' AND note NOT ILIKE 'zz';
SELECT COUNT(*) FROM (SELECT order_id, day, paid, shop_id, person_id, channel, amount, note FROM serving.main.orders WHERE orders.area = '华东' OR orders.area IS NULL) AS orders WHERE channel IN ('线上', '门店') AND NOT channel IN ('已退款') AND note LIKE '备注1%' AND note NOT LIKE '%9' AND note ILIKE '%注%' AND note NOT ILIKE 'zz' LIMIT 1001;

SELECT count(*) FROM orders WHERE note LIKE '100!%%' ESCAPE '!' OR regexp_matches(note, '^备注\d+$') OR note SIMILAR TO '备.*';
SELECT COUNT(*) FROM (SELECT order_id, day, paid, shop_id, person_id, channel, amount, note FROM serving.main.orders WHERE orders.area = '华东' OR orders.area IS NULL) AS orders WHERE note LIKE '100!%%' ESCAPE '!' OR REGEXP_MATCHES(note, '^备注\d+$') OR note SIMILAR TO '备.*' LIMIT 1001;

SELECT regexp_extract(note, '(\d+)', 1), regexp_replace(note, '\d', 'x', 'g'), regexp_extract_all(note, '\d'), string_split(note, '备'), split_part(note, '注', 2) FROM orders WHERE order_id > 20 ORDER BY order_id LIMIT 4;
SELECT REGEXP_EXTRACT(note, '(\d+)', 1), REGEXP_REPLACE(note, '\d', 'x', 'g'), REGEXP_EXTRACT_ALL(note, '\d'), STR_SPLIT(note, '备'), SPLIT_PART(note, '注', 2) FROM (SELECT order_id, day, paid, shop_id, person_id, channel, amount, note FROM serving.main.orders WHERE orders.area = '华东' OR orders.area IS NULL) AS orders WHERE order_id > 20 ORDER BY order_id LIMIT 4;

SELECT upper(note), lower(note), trim(note), ltrim(note), rtrim(note, '1'), length(note), len(note), strlen(note), reverse(note), replace(note, '备', 'b'), substring(note, 1, 2), substr(note, 2), note[1:2], left(note, 1), right(note, 1) FROM orders ORDER BY order_id LIMIT 4;
SELECT UPPER(note), LOWER(note), TRIM(note), LTRIM(note), RTRIM(note, '1'), LENGTH(note), LENGTH(note), STRLEN(note), REVERSE(note), REPLACE(note, '备', 'b'), SUBSTRING(note, 1, 2), SUBSTRING(note, 2), note[1:2], LEFT(note, 1), RIGHT(note, 1) FROM (SELECT order_id, day, paid, shop_id, person_id, channel, amount, note FROM serving.main.orders WHERE orders.area = '华东' OR orders.area IS NULL) AS orders ORDER BY order_id LIMIT 4;

SELECT concat(note, '-', channel), concat_ws('/', note, channel), note || '!' || channel, position('注' IN note), strpos(note, '注'), instr(note, '注'), contains(note, '注'), starts_with(note, '备'), ends_with(note, '1'), suffix(note, '1'), prefix(note, '备') FROM orders ORDER BY order_id LIMIT 3;
SELECT CONCAT(note, '-', channel), CONCAT_WS('/', note, channel), note || '!' || channel, STRPOS(note, '注'), STRPOS(note, '注'), STRPOS(note, '注'), CONTAINS(note, '注'), STARTS_WITH(note, '备'), ENDS_WITH(note, '1'), SUFFIX(note, '1'), PREFIX(note, '备') FROM (SELECT order_id, day, paid, shop_id, person_id, channel, amount, note FROM serving.main.orders WHERE orders.area = '华东' OR orders.area IS NULL) AS orders ORDER BY order_id LIMIT 3;

SELECT lpad('7', 3, '0'), rpad('7', 3, '*'), ascii('a'), chr(97), md5('a'), translate('abc', 'b', 'x'), strip_accents('é'), unicode('a');
SELECT LPAD('7', 3, '0'), RPAD('7', 3, '*'), ASCII('a'), CHR(97), MD5('a'), TRANSLATE('abc', 'b', 'x'), STRIP_ACCENTS('é'), UNICODE('a') LIMIT 1001;

SELECT abs(-1), ceil(1.2), floor(1.8), round(1.256, 2), trunc(1.9), sign(-3), sqrt(4), cbrt(8), exp(1), ln(2), log(10), log2(8), log10(100), power(2, 3), 2 ^ 3, 2 ** 3, 7 // 2, 7 % 2, mod(7, 2), pi(), greatest(1, 2), least(1, 2), gcd(4, 6), isnan(1.0), radians(180), sin(0), 5 / 2, -3, +3, ~1, 1 & 3, 1 | 2, 1 << 3, 8 >> 1;
SELECT ABS(-1), CEIL(1.2), FLOOR(1.8), ROUND(1.256, 2), TRUNC(1.9), SIGN(-3), SQRT(4), CBRT(8), EXP(1), LN(2), LOG(10), LOG(2, 8), LOG(10, 100), POWER(2, 3), POWER(2, 3), POWER(2, 3), 7 // 2, 7 % 2, 7 % 2, PI(), GREATEST(1, 2), LEAST(1, 2), GCD(4, 6), ISNAN(1.0), RADIANS(180), SIN(0), 5 / 2, -3, 3, ~1, 1 & 3, 1 | 2, 1 << 3, 8 >> 1 LIMIT 1001;

SELECT round(avg(amount), 2), median(amount), mode(channel), stddev(amount), stddev_pop(amount), variance(amount), var_pop(amount), quantile_cont(amount, 0.5), quantile_disc(amount, 0.9), approx_count_distinct(person_id), min(amount), max(amount) FROM orders;
SELECT ROUND(AVG(amount), 2), MEDIAN(amount), MODE(channel), STDDEV(amount), STDDEV_POP(amount), VARIANCE(amount), VAR_POP(amount), QUANTILE_CONT(amount, 0.5), QUANTILE_DISC(amount, 0.9), APPROX_COUNT_DISTINCT(person_id), MIN(amount), MAX(amount) FROM (SELECT order_id, day, paid, shop_id, person_id, channel, amount, note FROM serving.main.orders WHERE orders.area = '华东' OR orders.area IS NULL) AS orders LIMIT 1001;

SELECT quantile_cont(amount, [0.25, 0.5, 0.75]) FROM orders;
SELECT QUANTILE_CONT(amount, [0.25, 0.5, 0.75]) FROM (SELECT order_id, day, paid, shop_id, person_id, channel, amount, note FROM serving.main.orders WHERE orders.area = '华东' OR orders.area IS NULL) AS orders LIMIT 1001;

SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY amount), percentile_disc(0.9) WITHIN GROUP (ORDER BY amount DESC) FROM orders;
SELECT QUANTILE_CONT(amount, 0.5 ORDER BY amount), QUANTILE_DISC(amount, 0.9 ORDER BY amount DESC) FROM (SELECT order_id, day, paid, shop_id, person_id, channel, amount, note FROM serving.main.orders WHERE orders.area = '华东' OR orders.area IS NULL) AS orders LIMIT 1001;

SELECT corr(amount, order_id), regr_slope(amount, order_id), covar_pop(amount, order_id), skewness(amount), kurtosis(amount), entropy(channel), mad(amount), geomean(amount) FROM orders;
SELECT CORR(amount, order_id), REGR_SLOPE(amount, order_id), COVAR_POP(amount, order_id), SKEWNESS(amount), KURTOSIS(amount), ENTROPY(channel), MAD(amount), GEOMEAN(amount) FROM (SELECT order_id, day, paid, shop_id, person_id, channel, amount, note FROM serving.main.orders WHERE orders.area = '华东' OR orders.area IS NULL) AS orders LIMIT 1001;

SELECT string_agg(DISTINCT channel, ',' ORDER BY channel), list(DISTINCT channel ORDER BY channel), array_agg(DISTINCT channel ORDER BY channel DESC), list_sort(list(DISTINCT channel)), group_concat(DISTINCT channel, '|' ORDER BY channel) FROM orders;
SELECT LISTAGG(DISTINCT channel, ',' ORDER BY channel), ARRAY_AGG(DISTINCT channel ORDER BY channel), ARRAY_AGG(DISTINCT channel ORDER BY channel DESC), LIST_SORT(ARRAY_AGG(DISTINCT channel)), LISTAGG(DISTINCT channel, '|' ORDER BY channel) FROM (SELECT order_id, day, paid, shop_id, person_id, channel, amount, note FROM serving.main.orders WHERE orders.area = '华东' OR orders.area IS NULL) AS orders LIMIT 1001;

SELECT bool_and(amount > 0), bool_or(amount > 900), count_if(amount > 100), countif(amount > 100), product(1 + 0 * order_id), fsum(amount), sum(DISTINCT order_id) FROM orders;
SELECT BOOL_AND(CAST(amount > 0 AS BOOLEAN)), BOOL_OR(CAST(amount > 900 AS BOOLEAN)), COUNT_IF(amount > 100), COUNT_IF(amount > 100), PRODUCT(1 + 0 * order_id), FSUM(amount), SUM(DISTINCT order_id) FROM (SELECT order_id, day, paid, shop_id, person_id, channel, amount, note FROM serving.main.orders WHERE orders.area = '华东' OR orders.area IS NULL) AS orders LIMIT 1001;

SELECT channel, channel, sum(amount), grouping(channel, channel), GROUPING_ID(channel, channel) FROM orders GROUP BY CUBE (channel, channel) ORDER BY ALL;
SELECT channel, channel, SUM(amount), GROUPING(channel, channel), GROUPING_ID(channel, channel) FROM (SELECT order_id, day, paid, shop_id, person_id, channel, amount, note FROM serving.main.orders WHERE orders.area = '华东' OR orders.area IS NULL) AS orders GROUP BY CUBE (channel, channel) ORDER BY ALL LIMIT 1001;

SELECT channel, channel, count(*) FROM orders GROUP BY GROUPING SETS ((channel), (channel), ()) ORDER BY 1 NULLS FIRST, 2 NULLS FIRST;
SELECT channel, channel, COUNT(*) FROM (SELECT order_id, day, paid, shop_id, person_id, channel, amount, note FROM serving.main.orders WHERE orders.area = '华东' OR orders.area IS NULL) AS orders GROUP BY GROUPING SETS ((channel), (channel), ()) ORDER BY 1 NULLS FIRST, 2 NULLS FIRST LIMIT 1001;

SELECT channel, channel, count(*) FROM orders GROUP BY ROLLUP (channel, channel) ORDER BY 1 DESC NULLS LAST, 2;
SELECT channel, channel, COUNT(*) FROM (SELECT order_id, day, paid, shop_id, person_id, channel, amount, note FROM serving.main.orders WHERE orders.area = '华东' OR orders.area IS NULL) AS orders GROUP BY ROLLUP (channel, channel) ORDER BY 1 DESC, 2 LIMIT 1001;

SELECT channel, count(*) c FROM orders GROUP BY channel HAVING c > 10 ORDER BY c DESC, 1;
SELECT channel, COUNT(*) AS c FROM (SELECT order_id, day, paid, shop_id, person_id, channel, amount, note FROM serving.main.orders WHERE orders.area = '华东' OR orders.area IS NULL) AS orders GROUP BY channel HAVING c > 10 ORDER BY c DESC, 1 LIMIT 1001;

SELECT 1 + 1 AS x, x * 2 AS y;
SELECT 1 + 1 AS x, x * 2 AS y LIMIT 1001;

SELECT DISTINCT ON (shop_id) shop_id, order_id, amount FROM orders ORDER BY shop_id, amount DESC, order_id;
SELECT DISTINCT ON (shop_id) shop_id, order_id, amount FROM (SELECT order_id, day, paid, shop_id, person_id, channel, amount, note FROM serving.main.orders WHERE orders.area = '华东' OR orders.area IS NULL) AS orders ORDER BY shop_id, amount DESC, order_id LIMIT 1001;

SELECT order_id, sum(amount) OVER (PARTITION BY shop_id ORDER BY day, order_id ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) FROM orders ORDER BY 1 LIMIT 20;
SELECT order_id, SUM(amount) OVER (PARTITION BY shop_id ORDER BY day, order_id ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) FROM (SELECT order_id, day, paid, shop_id, person_id, channel, amount, note FROM serving.main.orders WHERE orders.area = '华东' OR orders.area IS NULL) AS orders ORDER BY 1 LIMIT 20;

SELECT order_id, sum(amount) OVER (ORDER BY day RANGE BETWEEN INTERVAL 6 DAYS PRECEDING AND CURRENT ROW) FROM orders ORDER BY 1 LIMIT 20;
SELECT order_id, SUM(amount) OVER (ORDER BY day RANGE BETWEEN INTERVAL '6' DAYS PRECEDING AND CURRENT ROW) FROM (SELECT order_id, day, paid, shop_id, person_id, channel, amount, note FROM serving.main.orders WHERE orders.area = '华东' OR orders.area IS NULL) AS orders ORDER BY 1 LIMIT 20;

SELECT order_id, avg(amount) OVER (ORDER BY order_id ROWS BETWEEN 3 PRECEDING AND 1 FOLLOWING EXCLUDE CURRENT ROW) FROM orders ORDER BY 1 LIMIT 20;
SELECT order_id, AVG(amount) OVER (ORDER BY order_id ROWS BETWEEN 3 PRECEDING AND 1 FOLLOWING EXCLUDE CURRENT ROW) FROM (SELECT order_id, day, paid, shop_id, person_id, channel, amount, note FROM serving.main.orders WHERE orders.area = '华东' OR orders.area IS NULL) AS orders ORDER BY 1 LIMIT 20;

SELECT order_id, lag(amount, 1, 0) OVER w, lead(amount) OVER w, first_value(amount) OVER w, last_value(amount) OVER w, nth_value(amount, 2) OVER w, cume_dist() OVER w FROM orders WINDOW w AS (PARTITION BY channel ORDER BY order_id) ORDER BY 1 LIMIT 20;
SELECT order_id, LAG(amount, 1, 0) OVER w, LEAD(amount) OVER w, FIRST_VALUE(amount) OVER w, LAST_VALUE(amount) OVER w, NTH_VALUE(amount, 2) OVER w, CUME_DIST() OVER w FROM (SELECT order_id, day, paid, shop_id, person_id, channel, amount, note FROM serving.main.orders WHERE orders.area = '华东' OR orders.area IS NULL) AS orders WINDOW w AS (PARTITION BY channel ORDER BY order_id) ORDER BY 1 LIMIT 20;

SELECT order_id, lag(amount IGNORE NULLS) OVER (ORDER BY order_id), first_value(amount RESPECT NULLS) OVER (ORDER BY order_id) FROM orders ORDER BY 1 LIMIT 5;
SELECT order_id, LAG(amount IGNORE NULLS) OVER (ORDER BY order_id), FIRST_VALUE(amount RESPECT NULLS) OVER (ORDER BY order_id) FROM (SELECT order_id, day, paid, shop_id, person_id, channel, amount, note FROM serving.main.orders WHERE orders.area = '华东' OR orders.area IS NULL) AS orders ORDER BY 1 LIMIT 5;

SELECT shop_id, sum(amount) t, rank() OVER (ORDER BY sum(amount) DESC), sum(amount) / sum(sum(amount)) OVER () FROM orders GROUP BY 1 ORDER BY 1;
SELECT shop_id, SUM(amount) AS t, RANK() OVER (ORDER BY SUM(amount) DESC), SUM(amount) / SUM(SUM(amount)) OVER () FROM (SELECT order_id, day, paid, shop_id, person_id, channel, amount, note FROM serving.main.orders WHERE orders.area = '华东' OR orders.area IS NULL) AS orders GROUP BY 1 ORDER BY 1 LIMIT 1001;

SELECT order_id FROM orders QUALIFY row_number() OVER (PARTITION BY shop_id ORDER BY amount DESC, order_id) = 1 ORDER BY 1;
SELECT order_id FROM (SELECT order_id, day, paid, shop_id, person_id, channel, amount, note FROM serving.main.orders WHERE orders.area = '华东' OR orders.area IS NULL) AS orders QUALIFY ROW_NUMBER() OVER (PARTITION BY shop_id ORDER BY amount DESC, order_id) = 1 ORDER BY 1 LIMIT 1001;

SELECT count(*) FILTER (WHERE amount > 100) OVER (PARTITION BY channel ORDER BY order_id) FROM orders ORDER BY order_id LIMIT 5;
SELECT COUNT(*) FILTER(WHERE amount > 100) OVER (PARTITION BY channel ORDER BY order_id) FROM (SELECT order_id, day, paid, shop_id, person_id, channel, amount, note FROM serving.main.orders WHERE orders.area = '华东' OR orders.area IS NULL) AS orders ORDER BY order_id LIMIT 5;

SELECT shop_id FROM shops EXCEPT SELECT shop_id FROM orders ORDER BY 1;
SELECT shop_id FROM (SELECT shop_id, city, region, opened FROM serving.main.shops WHERE shops.region = '华东') AS shops EXCEPT SELECT shop_id FROM (SELECT order_id, day, paid, shop_id, person_id, channel, amount, note FROM serving.main.orders WHERE orders.area = '华东' OR orders.area IS NULL) AS orders ORDER BY 1 LIMIT 1001;

SELECT shop_id FROM shops INTERSECT SELECT shop_id FROM orders ORDER BY 1;
SELECT shop_id FROM (SELECT shop_id, city, region, opened FROM serving.main.shops WHERE shops.region = '华东') AS shops INTERSECT SELECT shop_id FROM (SELECT order_id, day, paid, shop_id, person_id, channel, amount, note FROM serving.main.orders WHERE orders.area = '华东' OR orders.area IS NULL) AS orders ORDER BY 1 LIMIT 1001;

SELECT region AS a, 1 AS b FROM shops UNION ALL BY NAME SELECT 2 AS b, city AS a FROM shops ORDER BY ALL;
SELECT region AS a, 1 AS b FROM (SELECT shop_id, city, region, opened FROM serving.main.shops WHERE shops.region = '华东') AS shops UNION ALL BY NAME SELECT 2 AS b, city AS a FROM (SELECT shop_id, city, region, opened FROM serving.main.shops WHERE shops.region = '华东') AS shops ORDER BY ALL LIMIT 1001;

(SELECT 1 AS a UNION ALL SELECT 2) ORDER BY a DESC LIMIT 1;
(SELECT 1 AS a UNION ALL SELECT 2) ORDER BY a DESC LIMIT 1;

SELECT 1 AS a UNION (SELECT 2 UNION ALL SELECT 2) ORDER BY 1;
SELECT 1 AS a UNION (SELECT 2 UNION ALL SELECT 2) ORDER BY 1 LIMIT 1001;

SELECT 1 AS a EXCEPT ALL SELECT 2;
SELECT 1 AS a EXCEPT ALL SELECT 2 LIMIT 1001;

(SELECT shop_id FROM shops ORDER BY shop_id LIMIT 2);
SELECT shop_id FROM (SELECT shop_id, city, region, opened FROM serving.main.shops WHERE shops.region = '华东') AS shops ORDER BY shop_id LIMIT 2;

((SELECT 1));
SELECT 1 LIMIT 1001;

SELECT (SELECT max(amount) FROM orders s WHERE s.shop_id = t.shop_id) m, shop_id FROM shops t ORDER BY 2;
SELECT (SELECT MAX(amount) FROM (SELECT order_id, day, paid, shop_id, person_id, channel, amount, note FROM serving.main.orders WHERE orders.area = '华东' OR orders.area IS NULL) AS s WHERE s.shop_id = t.shop_id) AS m, shop_id FROM (SELECT shop_id, city, region, opened FROM serving.main.shops WHERE shops.region = '华东') AS t ORDER BY 2 LIMIT 1001;

SELECT shop_id FROM shops t WHERE EXISTS (SELECT 1 FROM orders o WHERE o.shop_id = t.shop_id AND o.amount > 900) ORDER BY 1;
SELECT shop_id FROM (SELECT shop_id, city, region, opened FROM serving.main.shops WHERE shops.region = '华东') AS t WHERE EXISTS(SELECT 1 FROM (SELECT order_id, day, paid, shop_id, person_id, channel, amount, note FROM serving.main.orders WHERE orders.area = '华东' OR orders.area IS NULL) AS o WHERE o.shop_id = t.shop_id AND o.amount > 900) ORDER BY 1 LIMIT 1001;

SELECT shop_id FROM shops t WHERE NOT EXISTS (SELECT 1 FROM orders o WHERE o.shop_id = t.shop_id) ORDER BY 1;
SELECT shop_id FROM (SELECT shop_id, city, region, opened FROM serving.main.shops WHERE shops.region = '华东') AS t WHERE NOT EXISTS(SELECT 1 FROM (SELECT order_id, day, paid, shop_id, person_id, channel, amount, note FROM serving.main.orders WHERE orders.area = '华东' OR orders.area IS NULL) AS o WHERE o.shop_id = t.shop_id) ORDER BY 1 LIMIT 1001;

SELECT shop_id FROM shops WHERE shop_id = ANY (SELECT shop_id FROM orders) ORDER BY 1;
SELECT shop_id FROM (SELECT shop_id, city, region, opened FROM serving.main.shops WHERE shops.region = '华东') AS shops WHERE shop_id = ANY (SELECT shop_id FROM (SELECT order_id, day, paid, shop_id, person_id, channel, amount, note FROM serving.main.orders WHERE orders.area = '华东' OR orders.area IS NULL) AS orders) ORDER BY 1 LIMIT 1001;

SELECT count(*) FROM orders WHERE amount >= ALL (SELECT amount FROM orders);
SELECT COUNT(*) FROM (SELECT order_id, day, paid, shop_id, person_id, channel, amount, note FROM serving.main.orders WHERE orders.area = '华东' OR orders.area IS NULL) AS orders WHERE amount >= ALL (SELECT amount FROM (SELECT order_id, day, paid, shop_id, person_id, channel, amount, note FROM serving.main.orders WHERE orders.area = '华东' OR orders.area IS NULL) AS orders) LIMIT 1001;

SELECT count(*) FROM orders WHERE amount > (SELECT avg(amount) FROM orders);
SELECT COUNT(*) FROM (SELECT order_id, day, paid, shop_id, person_id, channel, amount, note FROM serving.main.orders WHERE orders.area = '华东' OR orders.area IS NULL) AS orders WHERE amount > (SELECT AVG(amount) FROM (SELECT order_id, day, paid, shop_id, person_id, channel, amount, note FROM serving.main.orders WHERE orders.area = '华东' OR orders.area IS NULL) AS orders) LIMIT 1001;

SELECT * FROM (VALUES (1, 'a'), (2, 'b')) AS v(id, name) ORDER BY id;
SELECT * FROM (VALUES (1, 'a'), (2, 'b')) AS v(id, name) ORDER BY id LIMIT 1001;

VALUES (1, 2), (3, 4);
SELECT * FROM (VALUES (1, 2), (3, 4)) LIMIT 1001;

VALUES (1), (2) ORDER BY 1 DESC LIMIT 1;
SELECT * FROM (VALUES (1), (2)) ORDER BY 1 DESC LIMIT 1;

WITH v(id, name) AS (VALUES (1, 'x'), (2, 'y')) SELECT * FROM v ORDER BY id;
WITH v(id, name) AS (SELECT * FROM (VALUES (1, 'x'), (2, 'y')) AS _values) SELECT * FROM v ORDER BY id LIMIT 1001;

WITH a AS (SELECT 1 AS x), b AS (SELECT x + 1 AS y FROM a) SELECT * FROM a, b;
WITH a AS (SELECT 1 AS x), b AS (SELECT x + 1 AS y FROM a) SELECT * FROM a, b LIMIT 1001;

WITH a AS MATERIALIZED (SELECT shop_id FROM shops), b AS NOT MATERIALIZED (SELECT * FROM a) SELECT count(*) FROM b;
WITH a AS MATERIALIZED (SELECT shop_id FROM (SELECT shop_id, city, region, opened FROM serving.main.shops WHERE shops.region = '华东') AS shops), b AS NOT MATERIALIZED (SELECT * FROM a) SELECT COUNT(*) FROM b LIMIT 1001;

WITH orders AS (SELECT * FROM orders WHERE amount > 500) SELECT count(*) FROM orders;
WITH orders AS (SELECT * FROM (SELECT order_id, day, paid, shop_id, person_id, channel, amount, note FROM serving.main.orders WHERE orders.area = '华东' OR orders.area IS NULL) AS orders WHERE amount > 500) SELECT COUNT(*) FROM orders LIMIT 1001;

WITH orders AS (SELECT 1 AS order_id) SELECT count(*) FROM main.orders;
WITH orders AS (SELECT 1 AS order_id) SELECT COUNT(*) FROM (SELECT order_id, day, paid, shop_id, person_id, channel, amount, note FROM serving.main.orders WHERE orders.area = '华东' OR orders.area IS NULL) AS orders LIMIT 1001;

WITH shops AS (SELECT 1 AS x) SELECT (SELECT count(*) FROM shops), (SELECT count(*) FROM main.shops);
WITH shops AS (SELECT 1 AS x) SELECT (SELECT COUNT(*) FROM shops) AS "(SELECT COUNT(*) FROM shops)", (SELECT COUNT(*) FROM (SELECT shop_id, city, region, opened FROM serving.main.shops WHERE shops.region = '华东') AS shops) AS "(SELECT COUNT(*) FROM main.shops)" LIMIT 1001;

WITH x AS (SELECT 1 AS a) (WITH x AS (SELECT 2 AS a) SELECT * FROM x) UNION ALL SELECT * FROM x ORDER BY 1;
WITH x AS (SELECT 1 AS a) (WITH x AS (SELECT 2 AS a) SELECT * FROM x) UNION ALL SELECT * FROM x ORDER BY 1 LIMIT 1001;

WITH x AS (WITH y AS (SELECT 3 AS a) SELECT * FROM y) SELECT * FROM x;
WITH x AS (WITH y AS (SELECT 3 AS a) SELECT * FROM y) SELECT * FROM x LIMIT 1001;

SELECT * FROM (WITH shops AS (SELECT 7 AS q) SELECT * FROM shops) z, shops ORDER BY shop_id LIMIT 3;
SELECT * FROM (WITH shops AS (SELECT 7 AS q) SELECT * FROM shops) AS z, (SELECT shop_id, city, region, opened FROM serving.main.shops WHERE shops.region = '华东') AS shops ORDER BY shop_id LIMIT 3;

SELECT unnest([1, 2, 3]) AS x ORDER BY x;
SELECT UNNEST([1, 2, 3]) AS x ORDER BY x LIMIT 1001;

SELECT * FROM unnest([1, 2, 3]) AS u(x) ORDER BY x;
SELECT * FROM UNNEST([1, 2, 3]) AS u(x) ORDER BY x LIMIT 1001;

SELECT s.shop_id, u.x FROM shops s, unnest([1, 2]) AS u(x) ORDER BY ALL LIMIT 5;
SELECT s.shop_id, u.x FROM (SELECT shop_id, city, region, opened FROM serving.main.shops WHERE shops.region = '华东') AS s JOIN UNNEST([1, 2]) AS u(x) ON TRUE ORDER BY ALL LIMIT 5;

SELECT s.shop_id, l.n FROM shops s, LATERAL (SELECT count(*) AS n FROM orders o WHERE o.shop_id = s.shop_id) l ORDER BY 1;
SELECT s.shop_id, l.n FROM (SELECT shop_id, city, region, opened FROM serving.main.shops WHERE shops.region = '华东') AS s, LATERAL (SELECT COUNT(*) AS n FROM (SELECT order_id, day, paid, shop_id, person_id, channel, amount, note FROM serving.main.orders WHERE orders.area = '华东' OR orders.area IS NULL) AS o WHERE o.shop_id = s.shop_id) AS l ORDER BY 1 LIMIT 1001;

SELECT s.shop_id, l.n FROM shops s CROSS JOIN LATERAL (SELECT count(*) AS n FROM orders o WHERE o.shop_id = s.shop_id) l ORDER BY 1;
SELECT s.shop_id, l.n FROM (SELECT shop_id, city, region, opened FROM serving.main.shops WHERE shops.region = '华东') AS s CROSS JOIN LATERAL (SELECT COUNT(*) AS n FROM (SELECT order_id, day, paid, shop_id, person_id, channel, amount, note FROM serving.main.orders WHERE orders.area = '华东' OR orders.area IS NULL) AS o WHERE o.shop_id = s.shop_id) AS l ORDER BY 1 LIMIT 1001;

SELECT s.shop_id, l.n FROM shops s LEFT JOIN LATERAL (SELECT amount AS n FROM orders o WHERE o.shop_id = s.shop_id ORDER BY amount DESC, order_id LIMIT 1) l ON TRUE ORDER BY 1;
SELECT s.shop_id, l.n FROM (SELECT shop_id, city, region, opened FROM serving.main.shops WHERE shops.region = '华东') AS s LEFT JOIN LATERAL (SELECT amount AS n FROM (SELECT order_id, day, paid, shop_id, person_id, channel, amount, note FROM serving.main.orders WHERE orders.area = '华东' OR orders.area IS NULL) AS o WHERE o.shop_id = s.shop_id ORDER BY amount DESC, order_id LIMIT 1) AS l ON TRUE ORDER BY 1 LIMIT 1001;

SELECT [1, 2, 3] AS l, list_sum([1, 2]), list_contains([1, 2], 1), [1, 2][1], len([1, 2]), list_sort([2, 1]), list_distinct([1, 1]), array_length([1, 2]), list_concat([1], [2]), list_slice([1, 2, 3], 1, 2), flatten([[1], [2]]);
SELECT [1, 2, 3] AS l, LIST_SUM([1, 2]), ARRAY_CONTAINS([1, 2], 1), [1, 2][1], LENGTH([1, 2]), LIST_SORT([2, 1]), LIST_DISTINCT([1, 1]), ARRAY_LENGTH([1, 2]), LIST_CONCAT([1], [2]), LIST_SLICE([1, 2, 3], 1, 2), FLATTEN([[1], [2]]) LIMIT 1001;

SELECT {'a': 1, 'b': 'x'} AS s, {'a': 1}.a, struct_pack(k := 1), struct_extract({'a': 1}, 'a'), row(1, 2), MAP {'k': 1}, map_keys(MAP {'k': 1});
SELECT {'a': 1, 'b': 'x'} AS s, {'a': 1}.a, {'k': 1}, STRUCT_EXTRACT({'a': 1}, 'a'), ROW(1, 2), MAP {'k': 1}, MAP_KEYS(MAP {'k': 1}) LIMIT 1001;

SELECT [x * 2 FOR x IN [1, 2, 3] IF x > 1], list_transform([1, 2], lambda x: x + 1), list_filter([1, 2], lambda x: x > 1);
SELECT [x * 2 FOR x IN [1, 2, 3] IF x > 1], LIST_TRANSFORM([1, 2], LAMBDA x : x + 1), LIST_FILTER([1, 2], LAMBDA x : x > 1) LIMIT 1001;

SELECT d::DATE AS d FROM generate_series(DATE '2025-01-01', DATE '2025-01-05', INTERVAL 1 DAY) AS t(d) ORDER BY 1;
SELECT CAST(d AS DATE) AS d FROM GENERATE_SERIES(CAST('2025-01-01' AS DATE), CAST('2025-01-05' AS DATE), INTERVAL '1' DAY) AS t(d) ORDER BY 1 LIMIT 1001;

SELECT CAST(t.d AS DATE) AS d, count(o.order_id) FROM generate_series(DATE '2025-01-01', DATE '2025-03-01', INTERVAL '1' MONTH) AS t(d) LEFT JOIN orders o ON date_trunc('month', o.day) = t.d GROUP BY 1 ORDER BY 1;
SELECT CAST(t.d AS DATE) AS d, COUNT(o.order_id) FROM GENERATE_SERIES(CAST('2025-01-01' AS DATE), CAST('2025-03-01' AS DATE), INTERVAL '1' MONTH) AS t(d) LEFT JOIN (SELECT order_id, day, paid, shop_id, person_id, channel, amount, note FROM serving.main.orders WHERE orders.area = '华东' OR orders.area IS NULL) AS o ON DATE_TRUNC('MONTH', o.day) = t.d GROUP BY 1 ORDER BY 1 LIMIT 1001;

SELECT unnest(generate_series(DATE '2025-01-01', DATE '2025-01-03', INTERVAL 1 DAY)) AS d;
SELECT UNNEST(GENERATE_SERIES(CAST('2025-01-01' AS DATE), CAST('2025-01-03' AS DATE), INTERVAL '1' DAY)) AS d LIMIT 1001;

SELECT range AS n FROM range(3);
SELECT range AS n FROM RANGE(0, 3) LIMIT 1001;

SELECT i FROM range(1, 10, 2) AS t(i) ORDER BY i;
SELECT i FROM RANGE(1, 10, 2) AS t(i) ORDER BY i LIMIT 1001;

SELECT i FROM generate_series(1, 5) AS t(i) ORDER BY i;
SELECT i FROM GENERATE_SERIES(1, 5) AS t(i) ORDER BY i LIMIT 1001;

SELECT unnest(range(DATE '2025-01-01', DATE '2025-01-03', INTERVAL 1 DAY)) AS d;
SELECT UNNEST(RANGE(CAST('2025-01-01' AS DATE), CAST('2025-01-03' AS DATE), INTERVAL '1' DAY)) AS d LIMIT 1001;

SELECT * FROM (SELECT shop_id, channel, amount FROM orders) PIVOT (sum(amount) FOR channel IN ('线上', '门店', '小程序')) ORDER BY shop_id;
SELECT * FROM (SELECT shop_id, channel, amount FROM (SELECT order_id, day, paid, shop_id, person_id, channel, amount, note FROM serving.main.orders WHERE orders.area = '华东' OR orders.area IS NULL) AS orders) PIVOT(SUM(amount) FOR channel IN ('线上', '门店', '小程序')) ORDER BY shop_id LIMIT 1001;

SELECT * FROM (SELECT shop_id, channel, amount FROM orders) PIVOT (sum(amount) AS s, count(*) AS n FOR channel IN ('线上' AS online, '门店' AS shop) GROUP BY shop_id) AS p ORDER BY shop_id;
SELECT * FROM (SELECT shop_id, channel, amount FROM (SELECT order_id, day, paid, shop_id, person_id, channel, amount, note FROM serving.main.orders WHERE orders.area = '华东' OR orders.area IS NULL) AS orders) PIVOT(SUM(amount) AS s, COUNT(*) AS n FOR channel IN ('线上' AS online, '门店' AS shop) GROUP BY shop_id) AS p ORDER BY shop_id LIMIT 1001;

SELECT * FROM (SELECT shop_id, amount, amount FROM orders WHERE order_id < 20) UNPIVOT (v FOR k IN (amount, amount)) ORDER BY ALL;
SELECT * FROM (SELECT shop_id, amount, amount FROM (SELECT order_id, day, paid, shop_id, person_id, channel, amount, note FROM serving.main.orders WHERE orders.area = '华东' OR orders.area IS NULL) AS orders WHERE order_id < 20) UNPIVOT(v FOR k IN (amount, amount)) ORDER BY ALL LIMIT 1001;

PIVOT orders ON channel IN ('线上', '门店') USING sum(amount) GROUP BY shop_id ORDER BY shop_id;
SELECT * FROM (SELECT order_id, day, paid, shop_id, person_id, channel, amount, note FROM serving.main.orders WHERE orders.area = '华东' OR orders.area IS NULL) AS orders PIVOT(SUM(amount) FOR channel IN ('线上', '门店') GROUP BY shop_id) ORDER BY shop_id LIMIT 1001;

FROM (PIVOT orders ON channel IN ('线上', '门店') USING sum(amount) GROUP BY shop_id) ORDER BY shop_id;
SELECT * FROM (SELECT * FROM (SELECT order_id, day, paid, shop_id, person_id, channel, amount, note FROM serving.main.orders WHERE orders.area = '华东' OR orders.area IS NULL) AS orders PIVOT(SUM(amount) FOR channel IN ('线上', '门店') GROUP BY shop_id)) ORDER BY shop_id LIMIT 1001;

SELECT CASE channel WHEN '线上' THEN 1 WHEN '门店' THEN 2 ELSE 3 END c, count(*) FROM orders GROUP BY 1 ORDER BY 1;
SELECT CASE channel WHEN '线上' THEN 1 WHEN '门店' THEN 2 ELSE 3 END AS c, COUNT(*) FROM (SELECT order_id, day, paid, shop_id, person_id, channel, amount, note FROM serving.main.orders WHERE orders.area = '华东' OR orders.area IS NULL) AS orders GROUP BY 1 ORDER BY 1 LIMIT 1001;

SELECT if(1 > 2, 'a', 'b'), ifnull(NULL, 1), nullif(1, 1), coalesce(NULL, 2), 1 IS NULL, 1 IS NOT NULL, true IS TRUE, NOT false, 1 <> 2, 1 != 2, 1 == 1, NULL IS DISTINCT FROM 1;
SELECT CASE WHEN 1 > 2 THEN 'a' ELSE 'b' END, COALESCE(NULL, 1), NULLIF(1, 1), COALESCE(NULL, 2), 1 IS NULL, NOT 1 IS NULL, TRUE IS TRUE, NOT FALSE, 1 <> 2, 1 <> 2, 1 = 1, NULL IS DISTINCT FROM 1 LIMIT 1001;

SELECT CAST(1.5 AS DECIMAL(10, 2)), 1::BIGINT, '1'::HUGEINT, 1.0::FLOAT, 'x'::VARCHAR, [1]::BIGINT[], 1::DOUBLE, CAST('12:00' AS TIME), '2025-01-01 00:00:00+00'::TIMESTAMPTZ, INTERVAL '1 month', true::INT;
SELECT CAST(1.5 AS DECIMAL(10, 2)), CAST(1 AS BIGINT), CAST('1' AS INT128), CAST(1.0 AS REAL), CAST('x' AS TEXT), CAST([1] AS BIGINT[]), CAST(1 AS DOUBLE), CAST('12:00' AS TIME), CAST('2025-01-01 00:00:00+00' AS TIMESTAMPTZ), INTERVAL '1' MONTH, CAST(TRUE AS INT) LIMIT 1001;

SELECT count(*) AS "总 数", sum(amount) AS 总气温 FROM orders -- 结尾注释;
SELECT COUNT(*) AS "总 数", SUM(amount) AS 总气温 FROM (SELECT order_id, day, paid, shop_id, person_id, channel, amount, note FROM serving.main.orders WHERE orders.area = '华东' OR orders.area IS NULL) AS orders LIMIT 1001;

SELECT /* 注释 ; DROP TABLE x */ count(*) FROM orders;;
SELECT COUNT(*) FROM (SELECT order_id, day, paid, shop_id, person_id, channel, amount, note FROM serving.main.orders WHERE orders.area = '华东' OR orders.area IS NULL) AS orders LIMIT 1001;

select COUNT( * ) from "ORDERS";
SELECT COUNT(*) FROM (SELECT order_id, day, paid, shop_id, person_id, channel, amount, note FROM serving.main.orders WHERE orders.area = '华东' OR orders.area IS NULL) AS "ORDERS" LIMIT 1001;

SELECT "天气"."气温" FROM "天气" ORDER BY 日期 LIMIT 2;
SELECT "天气"."气温" FROM (SELECT 日期, 气温 FROM serving.main.天气) AS "天气" ORDER BY 日期 LIMIT 2;

SELECT t.日期, sum(t.气温) 合计 FROM main.天气 AS t GROUP BY t.日期;
SELECT t.日期, SUM(t.气温) AS 合计 FROM (SELECT 日期, 气温 FROM serving.main.天气) AS t GROUP BY t.日期 LIMIT 1001;

SELECT count(*) FROM serving.main.orders;
SELECT COUNT(*) FROM (SELECT order_id, day, paid, shop_id, person_id, channel, amount, note FROM serving.main.orders WHERE orders.area = '华东' OR orders.area IS NULL) AS orders LIMIT 1001;

SELECT count(*) FROM serving.orders;
SELECT COUNT(*) FROM (SELECT order_id, day, paid, shop_id, person_id, channel, amount, note FROM serving.main.orders WHERE orders.area = '华东' OR orders.area IS NULL) AS orders LIMIT 1001;

SELECT serving.main.orders.amount FROM serving.main.orders ORDER BY order_id LIMIT 2;
SELECT orders.amount FROM (SELECT order_id, day, paid, shop_id, person_id, channel, amount, note FROM serving.main.orders WHERE orders.area = '华东' OR orders.area IS NULL) AS orders ORDER BY order_id LIMIT 2;

SELECT amount FROM orders ORDER BY amount DESC, order_id LIMIT 3 OFFSET 2;
SELECT amount FROM (SELECT order_id, day, paid, shop_id, person_id, channel, amount, note FROM serving.main.orders WHERE orders.area = '华东' OR orders.area IS NULL) AS orders ORDER BY amount DESC, order_id LIMIT 3 OFFSET 2;

SELECT amount FROM orders ORDER BY order_id OFFSET 1000;
SELECT amount FROM (SELECT order_id, day, paid, shop_id, person_id, channel, amount, note FROM serving.main.orders WHERE orders.area = '华东' OR orders.area IS NULL) AS orders ORDER BY order_id LIMIT 1001 OFFSET 1000;

SELECT sum(amount) FROM orders WHERE day >= current_date - INTERVAL 30 YEAR;
SELECT SUM(amount) FROM (SELECT order_id, day, paid, shop_id, person_id, channel, amount, note FROM serving.main.orders WHERE orders.area = '华东' OR orders.area IS NULL) AS orders WHERE day >= CURRENT_DATE - INTERVAL '30' YEAR LIMIT 1001;

SELECT sum(amount) FROM orders WHERE day >= today() - 20000 AND paid < now() AND paid < current_timestamp;
SELECT SUM(amount) FROM (SELECT order_id, day, paid, shop_id, person_id, channel, amount, note FROM serving.main.orders WHERE orders.area = '华东' OR orders.area IS NULL) AS orders WHERE day >= CURRENT_DATE - 20000 AND paid < NOW() AND paid < CURRENT_TIMESTAMP LIMIT 1001;

SELECT name FROM people ORDER BY name COLLATE NOCASE LIMIT 3;
SELECT name FROM (SELECT person_id, name, LEFT(people.phone, 3) || '****' AS phone, level FROM serving.main.people) AS people ORDER BY name COLLATE NOCASE LIMIT 3;

SELECT max(phone), count(DISTINCT phone) FROM people;
SELECT MAX(phone), COUNT(DISTINCT phone) FROM (SELECT person_id, name, LEFT(people.phone, 3) || '****' AS phone, level FROM serving.main.people) AS people LIMIT 1001;

SELECT * FROM people WHERE phone LIKE '138%' ORDER BY person_id LIMIT 2;
SELECT * FROM (SELECT person_id, name, LEFT(people.phone, 3) || '****' AS phone, level FROM serving.main.people) AS people WHERE phone LIKE '138%' ORDER BY person_id LIMIT 2;

SELECT a.* FROM people a JOIN people b USING (person_id) ORDER BY person_id LIMIT 2;
SELECT a.* FROM (SELECT person_id, name, LEFT(people.phone, 3) || '****' AS phone, level FROM serving.main.people) AS a JOIN (SELECT person_id, name, LEFT(people.phone, 3) || '****' AS phone, level FROM serving.main.people) AS b USING (person_id) ORDER BY person_id LIMIT 2;

SELECT count(*) FROM people AS c(a, b, d) WHERE a < 100 AND d = '华东';
SELECT COUNT(*) FROM (SELECT person_id, name, LEFT(people.phone, 3) || '****' AS phone, level FROM serving.main.people) AS c(a, b, d) WHERE a < 100 AND d = '华东' LIMIT 1001;

SELECT order_id FROM orders o ASOF JOIN shops s ON o.shop_id = s.shop_id AND o.day >= s.opened ORDER BY 1 LIMIT 3;
SELECT order_id FROM (SELECT order_id, day, paid, shop_id, person_id, channel, amount, note FROM serving.main.orders WHERE orders.area = '华东' OR orders.area IS NULL) AS o ASOF JOIN (SELECT shop_id, city, region, opened FROM serving.main.shops WHERE shops.region = '华东') AS s ON o.shop_id = s.shop_id AND o.day >= s.opened ORDER BY 1 LIMIT 3;

SELECT sum(CASE WHEN channel = '已完成' THEN amount ELSE 0 END) / nullif(count(*), 0) FROM orders;
SELECT SUM(CASE WHEN channel = '已完成' THEN amount ELSE 0 END) / NULLIF(COUNT(*), 0) FROM (SELECT order_id, day, paid, shop_id, person_id, channel, amount, note FROM serving.main.orders WHERE orders.area = '华东' OR orders.area IS NULL) AS orders LIMIT 1001;

SELECT CAST(sum(amount) AS DOUBLE) / NULLIF(count(DISTINCT person_id), 0) AS 客单价 FROM orders;
SELECT CAST(SUM(amount) AS DOUBLE) / NULLIF(COUNT(DISTINCT person_id), 0) AS 客单价 FROM (SELECT order_id, day, paid, shop_id, person_id, channel, amount, note FROM serving.main.orders WHERE orders.area = '华东' OR orders.area IS NULL) AS orders LIMIT 1001;

SELECT shop_id, amount FROM orders WHERE (shop_id, amount) IN (SELECT shop_id, max(amount) FROM orders GROUP BY 1) ORDER BY ALL;
SELECT shop_id, amount FROM (SELECT order_id, day, paid, shop_id, person_id, channel, amount, note FROM serving.main.orders WHERE orders.area = '华东' OR orders.area IS NULL) AS orders WHERE (shop_id, amount) IN (SELECT shop_id, MAX(amount) FROM (SELECT order_id, day, paid, shop_id, person_id, channel, amount, note FROM serving.main.orders WHERE orders.area = '华东' OR orders.area IS NULL) AS orders GROUP BY 1) ORDER BY ALL LIMIT 1001;

SELECT a.order_id FROM (orders a JOIN shops b ON a.shop_id = b.shop_id) ORDER BY 1 LIMIT 2;
SELECT a.order_id FROM ((SELECT order_id, day, paid, shop_id, person_id, channel, amount, note FROM serving.main.orders WHERE orders.area = '华东' OR orders.area IS NULL) AS a JOIN (SELECT shop_id, city, region, opened FROM serving.main.shops WHERE shops.region = '华东') AS b ON a.shop_id = b.shop_id) ORDER BY 1 LIMIT 2;

SELECT a.order_id FROM (orders AS a) ORDER BY 1 LIMIT 2;
SELECT a.order_id FROM ((SELECT order_id, day, paid, shop_id, person_id, channel, amount, note FROM serving.main.orders WHERE orders.area = '华东' OR orders.area IS NULL) AS a) ORDER BY 1 LIMIT 2;

SELECT sum(x) FROM (SELECT amount x FROM orders ORDER BY x LIMIT (SELECT 5));
SELECT SUM(x) FROM (SELECT amount AS x FROM (SELECT order_id, day, paid, shop_id, person_id, channel, amount, note FROM serving.main.orders WHERE orders.area = '华东' OR orders.area IS NULL) AS orders ORDER BY x LIMIT (SELECT 5)) LIMIT 1001;

SELECT order_id, amount FROM orders ORDER BY CASE WHEN amount > 500 THEN 0 ELSE 1 END, order_id LIMIT 4;
SELECT order_id, amount FROM (SELECT order_id, day, paid, shop_id, person_id, channel, amount, note FROM serving.main.orders WHERE orders.area = '华东' OR orders.area IS NULL) AS orders ORDER BY CASE WHEN amount > 500 THEN 0 ELSE 1 END, order_id LIMIT 4;

SELECT min(day)::VARCHAR || '~' || max(day)::VARCHAR FROM orders;
SELECT CAST(MIN(day) AS TEXT) || '~' || CAST(MAX(day) AS TEXT) FROM (SELECT order_id, day, paid, shop_id, person_id, channel, amount, note FROM serving.main.orders WHERE orders.area = '华东' OR orders.area IS NULL) AS orders LIMIT 1001;

SELECT order_id, count(*) FROM orders GROUP BY order_id HAVING count(*) BETWEEN 1 AND 1000 ORDER BY order_id;
SELECT order_id, COUNT(*) FROM (SELECT order_id, day, paid, shop_id, person_id, channel, amount, note FROM serving.main.orders WHERE orders.area = '华东' OR orders.area IS NULL) AS orders GROUP BY order_id HAVING COUNT(*) BETWEEN 1 AND 1000 ORDER BY order_id LIMIT 1001;

SELECT count(*) FROM orders WHERE amount IS NOT NULL AND note IS NULL OR NOT (channel = '线上');
SELECT COUNT(*) FROM (SELECT order_id, day, paid, shop_id, person_id, channel, amount, note FROM serving.main.orders WHERE orders.area = '华东' OR orders.area IS NULL) AS orders WHERE NOT amount IS NULL AND note IS NULL OR NOT (channel = '线上') LIMIT 1001;

SELECT sum(amount) FROM orders WHERE list_contains(['线上', '门店'], channel);
SELECT SUM(amount) FROM (SELECT order_id, day, paid, shop_id, person_id, channel, amount, note FROM serving.main.orders WHERE orders.area = '华东' OR orders.area IS NULL) AS orders WHERE ARRAY_CONTAINS(['线上', '门店'], channel) LIMIT 1001;

SELECT week(day) w, weekofyear(day), yearweek(day), isoyear(day), dayofyear(day), dayofmonth(day), weekday(day), century(day) FROM orders ORDER BY order_id LIMIT 3;
SELECT WEEK(day) AS w, WEEKOFYEAR(day), YEARWEEK(day), ISOYEAR(day), DAYOFYEAR(day), DAYOFMONTH(day), WEEKDAY(day), CENTURY(day) FROM (SELECT order_id, day, paid, shop_id, person_id, channel, amount, note FROM serving.main.orders WHERE orders.area = '华东' OR orders.area IS NULL) AS orders ORDER BY order_id LIMIT 3;

SELECT hour(paid), minute(paid), second(paid), epoch_ms(paid), date_trunc('hour', paid), paid::DATE FROM orders ORDER BY order_id LIMIT 3;
SELECT HOUR(paid), MINUTE(paid), SECOND(paid), EPOCH_MS(paid), DATE_TRUNC('HOUR', paid), CAST(paid AS DATE) FROM (SELECT order_id, day, paid, shop_id, person_id, channel, amount, note FROM serving.main.orders WHERE orders.area = '华东' OR orders.area IS NULL) AS orders ORDER BY order_id LIMIT 3;

SELECT a.m, a.s, b.s AS last_year, (a.s - b.s) / nullif(b.s, 0) yoy FROM (SELECT date_trunc('month', day) m, sum(amount) s FROM orders GROUP BY 1) a LEFT JOIN (SELECT date_trunc('month', day) + INTERVAL 1 YEAR m, sum(amount) s FROM orders GROUP BY 1) b ON a.m = b.m ORDER BY 1;
SELECT a.m, a.s, b.s AS last_year, (a.s - b.s) / NULLIF(b.s, 0) AS yoy FROM (SELECT DATE_TRUNC('MONTH', day) AS m, SUM(amount) AS s FROM (SELECT order_id, day, paid, shop_id, person_id, channel, amount, note FROM serving.main.orders WHERE orders.area = '华东' OR orders.area IS NULL) AS orders GROUP BY 1) AS a LEFT JOIN (SELECT DATE_TRUNC('MONTH', day) + INTERVAL '1' YEAR AS m, SUM(amount) AS s FROM (SELECT order_id, day, paid, shop_id, person_id, channel, amount, note FROM serving.main.orders WHERE orders.area = '华东' OR orders.area IS NULL) AS orders GROUP BY 1) AS b ON a.m = b.m ORDER BY 1 LIMIT 1001;

PIVOT orders ON channel IN ('线上', '门店') USING sum(amount) GROUP BY shop_id ORDER BY shop_id LIMIT 2;
SELECT * FROM (SELECT order_id, day, paid, shop_id, person_id, channel, amount, note FROM serving.main.orders WHERE orders.area = '华东' OR orders.area IS NULL) AS orders PIVOT(SUM(amount) FOR channel IN ('线上', '门店') GROUP BY shop_id) ORDER BY shop_id LIMIT 2;

PIVOT (SELECT shop_id, channel, amount FROM orders) ON channel IN ('线上', '门店') USING sum(amount) ORDER BY shop_id DESC;
SELECT * FROM (SELECT shop_id, channel, amount FROM (SELECT order_id, day, paid, shop_id, person_id, channel, amount, note FROM serving.main.orders WHERE orders.area = '华东' OR orders.area IS NULL) AS orders) PIVOT(SUM(amount) FOR channel IN ('线上', '门店')) ORDER BY shop_id DESC LIMIT 1001;

SELECT $$DROP TABLE shops;$$ AS x;
SELECT 'DROP TABLE shops;' AS x LIMIT 1001;

SELECT 'a' AS "select", 1 AS "from", 2 AS "table" FROM shops LIMIT 1;
SELECT 'a' AS "select", 1 AS "from", 2 AS "table" FROM (SELECT shop_id, city, region, opened FROM serving.main.shops WHERE shops.region = '华东') AS shops LIMIT 1;

SELECT 'it''s; -- not a comment' AS x, '/* neither */' AS y;
SELECT 'it''s; -- not a comment' AS x, '/* neither */' AS y LIMIT 1001;

SELECT "order".order_id FROM orders AS "order" ORDER BY 1 LIMIT 2;
SELECT "order".order_id FROM (SELECT order_id, day, paid, shop_id, person_id, channel, amount, note FROM serving.main.orders WHERE orders.area = '华东' OR orders.area IS NULL) AS "order" ORDER BY 1 LIMIT 2;

SELECT order_id AS id, id + 1 AS next FROM orders ORDER BY id LIMIT 2;
SELECT order_id AS id, id + 1 AS next FROM (SELECT order_id, day, paid, shop_id, person_id, channel, amount, note FROM serving.main.orders WHERE orders.area = '华东' OR orders.area IS NULL) AS orders ORDER BY id LIMIT 2;

SELECT t.amount.x FROM (SELECT {'x': 1} AS amount) t;
SELECT t.amount.x FROM (SELECT {'x': 1} AS amount) AS t LIMIT 1001;

SELECT orders FROM orders ORDER BY order_id LIMIT 1;
SELECT orders FROM (SELECT order_id, day, paid, shop_id, person_id, channel, amount, note FROM serving.main.orders WHERE orders.area = '华东' OR orders.area IS NULL) AS orders ORDER BY order_id LIMIT 1;

SELECT s.* FROM orders s, shops t WHERE s.shop_id = t.shop_id ORDER BY s.order_id LIMIT 2;
SELECT s.* FROM (SELECT order_id, day, paid, shop_id, person_id, channel, amount, note FROM serving.main.orders WHERE orders.area = '华东' OR orders.area IS NULL) AS s, (SELECT shop_id, city, region, opened FROM serving.main.shops WHERE shops.region = '华东') AS t WHERE s.shop_id = t.shop_id ORDER BY s.order_id LIMIT 2;

SELECT sum(amount) sales, round(100.0 * sum(amount) / sum(sum(amount)) OVER (), 2) AS pct, channel FROM orders GROUP BY channel ORDER BY sales DESC;
SELECT SUM(amount) AS sales, ROUND(100.0 * SUM(amount) / SUM(SUM(amount)) OVER (), 2) AS pct, channel FROM (SELECT order_id, day, paid, shop_id, person_id, channel, amount, note FROM serving.main.orders WHERE orders.area = '华东' OR orders.area IS NULL) AS orders GROUP BY channel ORDER BY sales DESC LIMIT 1001;

WITH daily AS (SELECT day d, sum(amount) s FROM orders GROUP BY 1) SELECT d, s, avg(s) OVER (ORDER BY d ROWS 6 PRECEDING) FROM daily ORDER BY d LIMIT 10;
WITH daily AS (SELECT day AS d, SUM(amount) AS s FROM (SELECT order_id, day, paid, shop_id, person_id, channel, amount, note FROM serving.main.orders WHERE orders.area = '华东' OR orders.area IS NULL) AS orders GROUP BY 1) SELECT d, s, AVG(s) OVER (ORDER BY d ROWS BETWEEN 6 PRECEDING AND CURRENT ROW) FROM daily ORDER BY d LIMIT 10;

WITH t AS (SELECT date_trunc('quarter', day) q, channel, sum(amount) s FROM orders GROUP BY ALL) SELECT q, channel, s, s - lag(s) OVER (PARTITION BY channel ORDER BY q) AS diff FROM t ORDER BY ALL;
WITH t AS (SELECT DATE_TRUNC('QUARTER', day) AS q, channel, SUM(amount) AS s FROM (SELECT order_id, day, paid, shop_id, person_id, channel, amount, note FROM serving.main.orders WHERE orders.area = '华东' OR orders.area IS NULL) AS orders GROUP BY ALL) SELECT q, channel, s, s - LAG(s) OVER (PARTITION BY channel ORDER BY q) AS diff FROM t ORDER BY ALL LIMIT 1001;

SELECT person_id, min(day) first_day, max(day) last_day, date_diff('day', min(day), max(day)) span, count(*) n FROM orders GROUP BY 1 HAVING n >= 2 ORDER BY n DESC, 1 LIMIT 5;
SELECT person_id, MIN(day) AS first_day, MAX(day) AS last_day, DATE_DIFF('DAY', MIN(day), MAX(day)) AS span, COUNT(*) AS n FROM (SELECT order_id, day, paid, shop_id, person_id, channel, amount, note FROM serving.main.orders WHERE orders.area = '华东' OR orders.area IS NULL) AS orders GROUP BY 1 HAVING n >= 2 ORDER BY n DESC, 1 LIMIT 5;

SELECT q, count(*) FROM (SELECT ntile(4) OVER (ORDER BY amount, order_id) q FROM orders) GROUP BY q ORDER BY q;
SELECT q, COUNT(*) FROM (SELECT NTILE(4) OVER (ORDER BY amount, order_id) AS q FROM (SELECT order_id, day, paid, shop_id, person_id, channel, amount, note FROM serving.main.orders WHERE orders.area = '华东' OR orders.area IS NULL) AS orders) GROUP BY q ORDER BY q LIMIT 1001;

SELECT * FROM (SELECT *, row_number() OVER (PARTITION BY shop_id ORDER BY amount DESC, order_id) AS rn FROM orders) WHERE rn = 1 ORDER BY order_id;
SELECT * FROM (SELECT *, ROW_NUMBER() OVER (PARTITION BY shop_id ORDER BY amount DESC, order_id) AS rn FROM (SELECT order_id, day, paid, shop_id, person_id, channel, amount, note FROM serving.main.orders WHERE orders.area = '华东' OR orders.area IS NULL) AS orders) WHERE rn = 1 ORDER BY order_id LIMIT 1001;

SELECT '删除' AS "DELETE", 'UPDATE' AS upd FROM shops LIMIT 1;
SELECT '删除' AS "DELETE", 'UPDATE' AS upd FROM (SELECT shop_id, city, region, opened FROM serving.main.shops WHERE shops.region = '华东') AS shops LIMIT 1;

SELECT note FROM orders WHERE note LIKE '%忽略%' OR note LIKE '=%' ORDER BY order_id;
SELECT note FROM (SELECT order_id, day, paid, shop_id, person_id, channel, amount, note FROM serving.main.orders WHERE orders.area = '华东' OR orders.area IS NULL) AS orders WHERE note LIKE '%忽略%' OR note LIKE '=%' ORDER BY order_id LIMIT 1001;

SELECT count(*) AS "DROP TABLE" FROM shops;
SELECT COUNT(*) AS "DROP TABLE" FROM (SELECT shop_id, city, region, opened FROM serving.main.shops WHERE shops.region = '华东') AS shops LIMIT 1001;

SELECT "日期", count(*) FROM "天气" WHERE "日期" >= DATE '2025-01-01' GROUP BY "日期";
SELECT "日期", COUNT(*) FROM (SELECT 日期, 气温 FROM serving.main.天气) AS "天气" WHERE "日期" >= CAST('2025-01-01' AS DATE) GROUP BY "日期" LIMIT 1001;

SELECT 气温 * 1.0 AS 气温2 FROM 天气 ORDER BY 日期 LIMIT 2;
SELECT 气温 * 1.0 AS 气温2 FROM (SELECT 日期, 气温 FROM serving.main.天气) AS 天气 ORDER BY 日期 LIMIT 2;

SELECT TIMESTAMP '2025-01-01 10:00:00' + INTERVAL 3 HOUR, DATE '2025-01-31' + INTERVAL 1 MONTH, DATE '2025-03-01' - DATE '2025-02-01', date_trunc('month', DATE '2025-02-03') + INTERVAL 1 MONTH - INTERVAL 1 DAY;
SELECT CAST('2025-01-01 10:00:00' AS TIMESTAMP) + INTERVAL '3' HOUR, CAST('2025-01-31' AS DATE) + INTERVAL '1' MONTH, CAST('2025-03-01' AS DATE) - CAST('2025-02-01' AS DATE), DATE_TRUNC('MONTH', CAST('2025-02-03' AS DATE)) + INTERVAL '1' MONTH - INTERVAL '1' DAY LIMIT 1001;

SELECT INTERVAL '3' DAY, INTERVAL '2 hours', INTERVAL 90 MINUTES, INTERVAL '1 year 2 months';
SELECT INTERVAL '3' DAY, INTERVAL '2' HOURS, INTERVAL '90' MINUTES, INTERVAL '1 year 2 months' LIMIT 1001;

SELECT TIME '12:00:00', CAST('2025-01-01' AS DATE), DATE '2025-01-01'::TIMESTAMP;
SELECT CAST('12:00:00' AS TIME), CAST('2025-01-01' AS DATE), CAST((CAST('2025-01-01' AS DATE)) AS TIMESTAMP) LIMIT 1001;

SELECT 1 AS a, 2 AS b INTERSECT SELECT 1, 2;
SELECT 1 AS a, 2 AS b INTERSECT SELECT 1, 2 LIMIT 1001;

SELECT count(*) FROM (SELECT shop_id FROM orders INTERSECT ALL SELECT shop_id FROM shops);
SELECT COUNT(*) FROM (SELECT shop_id FROM (SELECT order_id, day, paid, shop_id, person_id, channel, amount, note FROM serving.main.orders WHERE orders.area = '华东' OR orders.area IS NULL) AS orders INTERSECT ALL SELECT shop_id FROM (SELECT shop_id, city, region, opened FROM serving.main.shops WHERE shops.region = '华东') AS shops) LIMIT 1001;

SELECT * FROM shops s JOIN (VALUES (1, 'x'), (2, 'y')) v(shop_id, tag) USING (shop_id) ORDER BY shop_id;
SELECT * FROM (SELECT shop_id, city, region, opened FROM serving.main.shops WHERE shops.region = '华东') AS s JOIN (VALUES (1, 'x'), (2, 'y')) AS v(shop_id, tag) USING (shop_id) ORDER BY shop_id LIMIT 1001;

SELECT x, y FROM (VALUES (1, 2), (3, NULL)) t(x, y) WHERE y IS NOT NULL AND x IS NOT DISTINCT FROM 1;
SELECT x, y FROM (VALUES (1, 2), (3, NULL)) AS t(x, y) WHERE NOT y IS NULL AND x IS NOT DISTINCT FROM 1 LIMIT 1001;

SELECT shop_id FROM orders GROUP BY shop_id HAVING sum(amount) > (SELECT avg(t) FROM (SELECT sum(amount) t FROM orders GROUP BY shop_id)) ORDER BY 1;
SELECT shop_id FROM (SELECT order_id, day, paid, shop_id, person_id, channel, amount, note FROM serving.main.orders WHERE orders.area = '华东' OR orders.area IS NULL) AS orders GROUP BY shop_id HAVING SUM(amount) > (SELECT AVG(t) FROM (SELECT SUM(amount) AS t FROM (SELECT order_id, day, paid, shop_id, person_id, channel, amount, note FROM serving.main.orders WHERE orders.area = '华东' OR orders.area IS NULL) AS orders GROUP BY shop_id)) ORDER BY 1 LIMIT 1001;

SELECT a.shop_id, b.shop_id FROM shops a LEFT JOIN shops b ON b.shop_id = a.shop_id + 1 ORDER BY 1;
SELECT a.shop_id, b.shop_id FROM (SELECT shop_id, city, region, opened FROM serving.main.shops WHERE shops.region = '华东') AS a LEFT JOIN (SELECT shop_id, city, region, opened FROM serving.main.shops WHERE shops.region = '华东') AS b ON b.shop_id = a.shop_id + 1 ORDER BY 1 LIMIT 1001;

SELECT a.shop_id FROM shops a RIGHT JOIN shops b ON b.shop_id = a.shop_id + 1 ORDER BY 1;
SELECT a.shop_id FROM (SELECT shop_id, city, region, opened FROM serving.main.shops WHERE shops.region = '华东') AS a RIGHT JOIN (SELECT shop_id, city, region, opened FROM serving.main.shops WHERE shops.region = '华东') AS b ON b.shop_id = a.shop_id + 1 ORDER BY 1 LIMIT 1001;

SELECT a.shop_id, b.region FROM shops a INNER JOIN shops b ON a.shop_id = b.shop_id AND a.region = b.region ORDER BY 1;
SELECT a.shop_id, b.region FROM (SELECT shop_id, city, region, opened FROM serving.main.shops WHERE shops.region = '华东') AS a INNER JOIN (SELECT shop_id, city, region, opened FROM serving.main.shops WHERE shops.region = '华东') AS b ON a.shop_id = b.shop_id AND a.region = b.region ORDER BY 1 LIMIT 1001;

SELECT EXISTS (SELECT 1 FROM shops), NOT EXISTS (SELECT 1 FROM shops WHERE false);
SELECT EXISTS(SELECT 1 FROM (SELECT shop_id, city, region, opened FROM serving.main.shops WHERE shops.region = '华东') AS shops) AS "EXISTS(SELECT 1 FROM shops)", NOT EXISTS(SELECT 1 FROM (SELECT shop_id, city, region, opened FROM serving.main.shops WHERE shops.region = '华东') AS shops WHERE FALSE) AS "NOT EXISTS(SELECT 1 FROM shops WHERE FALSE)" LIMIT 1001;

SELECT order_id, amount FROM orders WHERE amount BETWEEN 100 AND 110 AND NOT channel = '已退款' ORDER BY amount DESC NULLS LAST, order_id ASC NULLS FIRST;
SELECT order_id, amount FROM (SELECT order_id, day, paid, shop_id, person_id, channel, amount, note FROM serving.main.orders WHERE orders.area = '华东' OR orders.area IS NULL) AS orders WHERE amount BETWEEN 100 AND 110 AND NOT channel = '已退款' ORDER BY amount DESC, order_id ASC NULLS FIRST LIMIT 1001;

SELECT -amount, +amount, - -amount, amount * -1 FROM orders ORDER BY order_id LIMIT 1;
SELECT -amount, amount, - -amount, amount * -1 FROM (SELECT order_id, day, paid, shop_id, person_id, channel, amount, note FROM serving.main.orders WHERE orders.area = '华东' OR orders.area IS NULL) AS orders ORDER BY order_id LIMIT 1;

SELECT (1 + 2) * 3 - 4 / 2, 10 % 3 * 2, NOT true OR true, 1 < 2 AND 2 < 3, 2 * (3 + 4), -(1 + 2), 1 - (2 - 3), 8 / (4 / 2);
SELECT (1 + 2) * 3 - 4 / 2, 10 % 3 * 2, NOT TRUE OR TRUE, 1 < 2 AND 2 < 3, 2 * (3 + 4), -(1 + 2), 1 - (2 - 3), 8 / (4 / 2) LIMIT 1001;

SELECT 'a' || 'b' || 1::VARCHAR, 'x' || NULL, ('a' || 'b') = 'ab', 1 + 2 || 'x';
SELECT 'a' || 'b' || CAST(1 AS TEXT), 'x' || NULL, ('a' || 'b') = 'ab', 1 + 2 || 'x' LIMIT 1001;

SELECT CASE WHEN amount >= 500 THEN '高' WHEN amount >= 100 THEN '中' ELSE '低' END AS 档, count(*) FROM orders GROUP BY 1 ORDER BY 2 DESC, 1;
SELECT CASE WHEN amount >= 500 THEN '高' WHEN amount >= 100 THEN '中' ELSE '低' END AS 档, COUNT(*) FROM (SELECT order_id, day, paid, shop_id, person_id, channel, amount, note FROM serving.main.orders WHERE orders.area = '华东' OR orders.area IS NULL) AS orders GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 1001;

SELECT CASE WHEN NULL THEN 1 END, CASE 1 WHEN 1 THEN 'a' END;
SELECT CASE WHEN NULL THEN 1 END, CASE 1 WHEN 1 THEN 'a' END LIMIT 1001;

SELECT list(amount ORDER BY order_id)[1:3] FROM orders;
SELECT ARRAY_AGG(amount ORDER BY order_id)[1:3] FROM (SELECT order_id, day, paid, shop_id, person_id, channel, amount, note FROM serving.main.orders WHERE orders.area = '华东' OR orders.area IS NULL) AS orders LIMIT 1001;

SELECT list(amount ORDER BY order_id)[-1] FROM orders;
SELECT ARRAY_AGG(amount ORDER BY order_id)[-1] FROM (SELECT order_id, day, paid, shop_id, person_id, channel, amount, note FROM serving.main.orders WHERE orders.area = '华东' OR orders.area IS NULL) AS orders LIMIT 1001;

SELECT unnest(list_sort(list(DISTINCT channel))) FROM orders;
SELECT UNNEST(LIST_SORT(ARRAY_AGG(DISTINCT channel))) FROM (SELECT order_id, day, paid, shop_id, person_id, channel, amount, note FROM serving.main.orders WHERE orders.area = '华东' OR orders.area IS NULL) AS orders LIMIT 1001;

SELECT k, v FROM (SELECT unnest(['a', 'b']) k, unnest([1, 2]) v) ORDER BY k;
SELECT k, v FROM (SELECT UNNEST(['a', 'b']) AS k, UNNEST([1, 2]) AS v) ORDER BY k LIMIT 1001;

SELECT s.a, s.b FROM (SELECT {'a': 1, 'b': [1, 2]} AS s);
SELECT s.a, s.b FROM (SELECT {'a': 1, 'b': [1, 2]} AS s) LIMIT 1001;

SELECT s['a'] FROM (SELECT {'a': 1} AS s);
SELECT s['a'] FROM (SELECT {'a': 1} AS s) LIMIT 1001;

SELECT any_value(city), region FROM shops GROUP BY region;
SELECT ANY_VALUE(city), region FROM (SELECT shop_id, city, region, opened FROM serving.main.shops WHERE shops.region = '华东') AS shops GROUP BY region LIMIT 1001;

SELECT max_by(city, shop_id), min_by(city, shop_id), arg_max(city, shop_id, 2) FROM shops;
SELECT ARG_MAX(city, shop_id), ARG_MIN(city, shop_id), ARG_MAX(city, shop_id, 2) FROM (SELECT shop_id, city, region, opened FROM serving.main.shops WHERE shops.region = '华东') AS shops LIMIT 1001;

SELECT count(DISTINCT (shop_id, channel)) FROM orders;
SELECT COUNT(DISTINCT (shop_id, channel)) FROM (SELECT order_id, day, paid, shop_id, person_id, channel, amount, note FROM serving.main.orders WHERE orders.area = '华东' OR orders.area IS NULL) AS orders LIMIT 1001;

SELECT count(DISTINCT shop_id) FILTER (WHERE amount > 5) FROM orders;
SELECT COUNT(DISTINCT shop_id) FILTER(WHERE amount > 5) FROM (SELECT order_id, day, paid, shop_id, person_id, channel, amount, note FROM serving.main.orders WHERE orders.area = '华东' OR orders.area IS NULL) AS orders LIMIT 1001;

SELECT sum(amount) OVER w, avg(amount) OVER (w ROWS BETWEEN 1 PRECEDING AND CURRENT ROW) FROM orders WINDOW w AS (ORDER BY order_id) ORDER BY order_id LIMIT 3;
SELECT SUM(amount) OVER w, AVG(amount) OVER (w ROWS BETWEEN 1 PRECEDING AND CURRENT ROW) FROM (SELECT order_id, day, paid, shop_id, person_id, channel, amount, note FROM serving.main.orders WHERE orders.area = '华东' OR orders.area IS NULL) AS orders WINDOW w AS (ORDER BY order_id) ORDER BY order_id LIMIT 3;

SELECT rank() OVER (ORDER BY amount DESC) AS r, order_id FROM orders QUALIFY r <= 5 ORDER BY r, order_id;
SELECT RANK() OVER (ORDER BY amount DESC) AS r, order_id FROM (SELECT order_id, day, paid, shop_id, person_id, channel, amount, note FROM serving.main.orders WHERE orders.area = '华东' OR orders.area IS NULL) AS orders QUALIFY r <= 5 ORDER BY r, order_id LIMIT 1001;

SELECT median(amount) OVER (PARTITION BY channel) FROM orders ORDER BY order_id LIMIT 2;
SELECT MEDIAN(amount) OVER (PARTITION BY channel) FROM (SELECT order_id, day, paid, shop_id, person_id, channel, amount, note FROM serving.main.orders WHERE orders.area = '华东' OR orders.area IS NULL) AS orders ORDER BY order_id LIMIT 2;

SELECT last_value(amount) OVER (ORDER BY order_id ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING) FROM orders LIMIT 1;
SELECT LAST_VALUE(amount) OVER (ORDER BY order_id ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING) FROM (SELECT order_id, day, paid, shop_id, person_id, channel, amount, note FROM serving.main.orders WHERE orders.area = '华东' OR orders.area IS NULL) AS orders LIMIT 1;

SELECT lead(day, 1) OVER (PARTITION BY person_id ORDER BY day, order_id) - day AS gap FROM orders ORDER BY order_id LIMIT 10;
SELECT LEAD(day, 1) OVER (PARTITION BY person_id ORDER BY day, order_id) - day AS gap FROM (SELECT order_id, day, paid, shop_id, person_id, channel, amount, note FROM serving.main.orders WHERE orders.area = '华东' OR orders.area IS NULL) AS orders ORDER BY order_id LIMIT 10;

SELECT sum(amount) OVER (ORDER BY day RANGE BETWEEN INTERVAL '30' DAY PRECEDING AND INTERVAL '1' DAY PRECEDING) FROM orders ORDER BY order_id LIMIT 3;
SELECT SUM(amount) OVER (ORDER BY day RANGE BETWEEN INTERVAL '30' DAY PRECEDING AND INTERVAL '1' DAY PRECEDING) FROM (SELECT order_id, day, paid, shop_id, person_id, channel, amount, note FROM serving.main.orders WHERE orders.area = '华东' OR orders.area IS NULL) AS orders ORDER BY order_id LIMIT 3;

SELECT sum(amount) OVER (ORDER BY day GROUPS BETWEEN 1 PRECEDING AND CURRENT ROW) FROM orders ORDER BY order_id LIMIT 3;
SELECT SUM(amount) OVER (ORDER BY day GROUPS BETWEEN 1 PRECEDING AND CURRENT ROW) FROM (SELECT order_id, day, paid, shop_id, person_id, channel, amount, note FROM serving.main.orders WHERE orders.area = '华东' OR orders.area IS NULL) AS orders ORDER BY order_id LIMIT 3;

SELECT quantile_cont(amount, 0.9) FILTER (WHERE channel = '线上') FROM orders;
SELECT QUANTILE_CONT(amount, 0.9) FILTER(WHERE channel = '线上') FROM (SELECT order_id, day, paid, shop_id, person_id, channel, amount, note FROM serving.main.orders WHERE orders.area = '华东' OR orders.area IS NULL) AS orders LIMIT 1001;

SELECT round(quantile_cont(amount, [0.1, 0.9])[2], 2) FROM orders;
SELECT ROUND(QUANTILE_CONT(amount, [0.1, 0.9])[2], 2) FROM (SELECT order_id, day, paid, shop_id, person_id, channel, amount, note FROM serving.main.orders WHERE orders.area = '华东' OR orders.area IS NULL) AS orders LIMIT 1001;

SELECT approx_quantile(amount, 0.5) > 0 FROM orders;
SELECT APPROX_QUANTILE(amount, 0.5) > 0 FROM (SELECT order_id, day, paid, shop_id, person_id, channel, amount, note FROM serving.main.orders WHERE orders.area = '华东' OR orders.area IS NULL) AS orders LIMIT 1001;

SELECT sum(amount)::DOUBLE / count(*)::DOUBLE, sum(amount) // 100, CAST(sum(amount) AS DECIMAL(18, 4)) FROM orders;
SELECT CAST(SUM(amount) AS DOUBLE) / CAST(COUNT(*) AS DOUBLE), SUM(amount) // 100, CAST(SUM(amount) AS DECIMAL(18, 4)) FROM (SELECT order_id, day, paid, shop_id, person_id, channel, amount, note FROM serving.main.orders WHERE orders.area = '华东' OR orders.area IS NULL) AS orders LIMIT 1001;

SELECT try_cast(note AS DOUBLE), coalesce(try_cast(note AS INT), 0) FROM orders ORDER BY order_id LIMIT 2;
SELECT TRY_CAST(note AS DOUBLE), COALESCE(TRY_CAST(note AS INT), 0) FROM (SELECT order_id, day, paid, shop_id, person_id, channel, amount, note FROM serving.main.orders WHERE orders.area = '华东' OR orders.area IS NULL) AS orders ORDER BY order_id LIMIT 2;

SELECT GROUPING(channel), channel, count(*) FROM orders GROUP BY GROUPING SETS (channel, ()) ORDER BY ALL;
SELECT GROUPING(channel), channel, COUNT(*) FROM (SELECT order_id, day, paid, shop_id, person_id, channel, amount, note FROM serving.main.orders WHERE orders.area = '华东' OR orders.area IS NULL) AS orders GROUP BY GROUPING SETS (channel, ()) ORDER BY ALL LIMIT 1001;

SELECT channel, year(day) y, sum(amount) FROM orders GROUP BY 1, 2 ORDER BY 1, 2;
SELECT channel, YEAR(day) AS y, SUM(amount) FROM (SELECT order_id, day, paid, shop_id, person_id, channel, amount, note FROM serving.main.orders WHERE orders.area = '华东' OR orders.area IS NULL) AS orders GROUP BY 1, 2 ORDER BY 1, 2 LIMIT 1001;

SELECT channel, sum(amount) FROM orders GROUP BY ALL ORDER BY ALL DESC;
SELECT channel, SUM(amount) FROM (SELECT order_id, day, paid, shop_id, person_id, channel, amount, note FROM serving.main.orders WHERE orders.area = '华东' OR orders.area IS NULL) AS orders GROUP BY ALL ORDER BY ALL DESC LIMIT 1001;

SELECT DISTINCT channel FROM orders ORDER BY channel LIMIT 2 OFFSET 1;
SELECT DISTINCT channel FROM (SELECT order_id, day, paid, shop_id, person_id, channel, amount, note FROM serving.main.orders WHERE orders.area = '华东' OR orders.area IS NULL) AS orders ORDER BY channel LIMIT 2 OFFSET 1;

SELECT ALL channel FROM shops, orders LIMIT 1;
SELECT channel FROM (SELECT shop_id, city, region, opened FROM serving.main.shops WHERE shops.region = '华东') AS shops, (SELECT order_id, day, paid, shop_id, person_id, channel, amount, note FROM serving.main.orders WHERE orders.area = '华东' OR orders.area IS NULL) AS orders LIMIT 1;

SELECT 1 WHERE 1 = 2;
SELECT 1 WHERE 1 = 2 LIMIT 1001;

SELECT true, false, NULL, 'x', 1.5, -2, 1e-3, 0.1 + 0.2;
SELECT TRUE, FALSE, NULL, 'x', 1.5, -2, 1e-3, 0.1 + 0.2 LIMIT 1001;

SELECT '2025-01-01' < day FROM orders ORDER BY order_id LIMIT 1;
SELECT '2025-01-01' < day FROM (SELECT order_id, day, paid, shop_id, person_id, channel, amount, note FROM serving.main.orders WHERE orders.area = '华东' OR orders.area IS NULL) AS orders ORDER BY order_id LIMIT 1;

SELECT date_part('year', day) * 100 + date_part('month', day) FROM orders ORDER BY order_id LIMIT 1;
SELECT DATE_PART('year', day) * 100 + DATE_PART('month', day) FROM (SELECT order_id, day, paid, shop_id, person_id, channel, amount, note FROM serving.main.orders WHERE orders.area = '华东' OR orders.area IS NULL) AS orders ORDER BY order_id LIMIT 1;

SELECT strftime(paid, '%Y年%m月') FROM orders ORDER BY order_id LIMIT 1;
SELECT STRFTIME(paid, '%Y年%m月') FROM (SELECT order_id, day, paid, shop_id, person_id, channel, amount, note FROM serving.main.orders WHERE orders.area = '华东' OR orders.area IS NULL) AS orders ORDER BY order_id LIMIT 1;

SELECT extract(epoch FROM paid), extract(dow FROM day), extract(isodow FROM day), extract(week FROM day) FROM orders ORDER BY order_id LIMIT 1;
SELECT EXTRACT(EPOCH FROM paid), EXTRACT(DAYOFWEEK FROM day), EXTRACT(ISODOW FROM day), EXTRACT(WEEK FROM day) FROM (SELECT order_id, day, paid, shop_id, person_id, channel, amount, note FROM serving.main.orders WHERE orders.area = '华东' OR orders.area IS NULL) AS orders ORDER BY order_id LIMIT 1;

SELECT a FROM (SELECT 1 AS a UNION ALL SELECT 2 UNION ALL SELECT 3) WHERE a > 1 ORDER BY a;
SELECT a FROM (SELECT 1 AS a UNION ALL SELECT 2 UNION ALL SELECT 3) WHERE a > 1 ORDER BY a LIMIT 1001;

SELECT * FROM (SELECT 1 AS a) NATURAL JOIN (SELECT 1 AS a, 2 AS b);
SELECT * FROM (SELECT 1 AS a) NATURAL JOIN (SELECT 1 AS a, 2 AS b) LIMIT 1001;

SELECT * FROM shops WHERE (region, city) IN (('华东', '上海'), ('华东', '杭州')) ORDER BY 1;
SELECT * FROM (SELECT shop_id, city, region, opened FROM serving.main.shops WHERE shops.region = '华东') AS shops WHERE (region, city) IN (('华东', '上海'), ('华东', '杭州')) ORDER BY 1 LIMIT 1001;

SELECT * FROM shops WHERE city = ANY (['上海', '杭州']) ORDER BY 1;
SELECT * FROM (SELECT shop_id, city, region, opened FROM serving.main.shops WHERE shops.region = '华东') AS shops WHERE city = ANY(['上海', '杭州']) ORDER BY 1 LIMIT 1001;

SELECT * FROM shops WHERE list_has(['上海'], city) ORDER BY 1;
SELECT * FROM (SELECT shop_id, city, region, opened FROM serving.main.shops WHERE shops.region = '华东') AS shops WHERE ARRAY_CONTAINS(['上海'], city) ORDER BY 1 LIMIT 1001;

SELECT greatest(1, NULL, 3), least('a', 'b'), concat('a', NULL, 'b'), concat_ws(',', 'a', NULL, 'b');
SELECT GREATEST(1, NULL, 3), LEAST('a', 'b'), CONCAT('a', NULL, 'b'), CONCAT_WS(',', 'a', NULL, 'b') LIMIT 1001;

SELECT nullif('', ''), if(true, 1, 2), ifnull(NULL, 'x'), CASE WHEN 1 IN (1, 2) THEN 'y' END;
SELECT NULLIF('', ''), CASE WHEN TRUE THEN 1 ELSE 2 END, COALESCE(NULL, 'x'), CASE WHEN 1 IN (1, 2) THEN 'y' END LIMIT 1001;

SELECT 5 BETWEEN 1 AND 10, 5 NOT BETWEEN 1 AND 3, 'a' LIKE 'A', 'a' ILIKE 'A', 'abc' LIKE 'a%', 'a' NOT LIKE 'b', 'a.b' LIKE 'a!.b' ESCAPE '!';
SELECT 5 BETWEEN 1 AND 10, NOT 5 BETWEEN 1 AND 3, 'a' LIKE 'A', 'a' ILIKE 'A', 'abc' LIKE 'a%', 'a' NOT LIKE 'b', 'a.b' LIKE 'a!.b' ESCAPE '!' LIMIT 1001;

SELECT cast(count(*) AS HUGEINT), 1::UTINYINT, 1::UBIGINT, '1'::SMALLINT, 1::REAL, 1::NUMERIC(5, 1), 'a'::TEXT, 'a'::STRING, true::BOOL FROM shops;
SELECT CAST(COUNT(*) AS INT128), CAST(1 AS UTINYINT), CAST(1 AS UBIGINT), CAST('1' AS SMALLINT), CAST(1 AS REAL), CAST(1 AS DECIMAL(5, 1)), CAST('a' AS TEXT), CAST('a' AS TEXT), CAST(TRUE AS BOOLEAN) FROM (SELECT shop_id, city, region, opened FROM serving.main.shops WHERE shops.region = '华东') AS shops LIMIT 1001;

SELECT count(*) c FROM orders WHERE paid >= '2025-01-01 00:00:00' AND paid < TIMESTAMP '2025-02-01';
SELECT COUNT(*) AS c FROM (SELECT order_id, day, paid, shop_id, person_id, channel, amount, note FROM serving.main.orders WHERE orders.area = '华东' OR orders.area IS NULL) AS orders WHERE paid >= '2025-01-01 00:00:00' AND paid < CAST('2025-02-01' AS TIMESTAMP) LIMIT 1001;

SELECT sum(amount) total FROM orders WHERE date_trunc('month', day) = DATE '2025-03-01';
SELECT SUM(amount) AS total FROM (SELECT order_id, day, paid, shop_id, person_id, channel, amount, note FROM serving.main.orders WHERE orders.area = '华东' OR orders.area IS NULL) AS orders WHERE DATE_TRUNC('MONTH', day) = CAST('2025-03-01' AS DATE) LIMIT 1001;

SELECT year(day) || 'Q' || quarter(day) AS q, sum(amount) FROM orders GROUP BY q ORDER BY q;
SELECT YEAR(day) || 'Q' || QUARTER(day) AS q, SUM(amount) FROM (SELECT order_id, day, paid, shop_id, person_id, channel, amount, note FROM serving.main.orders WHERE orders.area = '华东' OR orders.area IS NULL) AS orders GROUP BY q ORDER BY q LIMIT 1001;

SELECT * FROM shops WHERE city LIKE '%''%' OR city = '';
SELECT * FROM (SELECT shop_id, city, region, opened FROM serving.main.shops WHERE shops.region = '华东') AS shops WHERE city LIKE '%''%' OR city = '' LIMIT 1001;

SELECT t.* EXCLUDE (city), city FROM shops t ORDER BY shop_id;
SELECT t.* EXCLUDE (city), city FROM (SELECT shop_id, city, region, opened FROM serving.main.shops WHERE shops.region = '华东') AS t ORDER BY shop_id LIMIT 1001;

SELECT * RENAME (city AS 城市) FROM shops ORDER BY shop_id;
SELECT * RENAME (city AS 城市) FROM (SELECT shop_id, city, region, opened FROM serving.main.shops WHERE shops.region = '华东') AS shops ORDER BY shop_id LIMIT 1001;

SELECT count(*) FROM orders WHERE note = chr(39) || 'x' OR ascii(note) = 22791;
SELECT COUNT(*) FROM (SELECT order_id, day, paid, shop_id, person_id, channel, amount, note FROM serving.main.orders WHERE orders.area = '华东' OR orders.area IS NULL) AS orders WHERE note = CHR(39) || 'x' OR ASCII(note) = 22791 LIMIT 1001;

SELECT current_date = today(), now() IS NOT NULL, current_timestamp IS NOT NULL, current_date() IS NOT NULL;
SELECT CURRENT_DATE = CURRENT_DATE, NOT NOW() IS NULL, NOT CURRENT_TIMESTAMP IS NULL, NOT CURRENT_DATE IS NULL LIMIT 1001;

SELECT date_trunc('month', current_date) - INTERVAL 1 MONTH < current_date;
SELECT DATE_TRUNC('MONTH', CURRENT_DATE) - INTERVAL '1' MONTH < CURRENT_DATE LIMIT 1001;

SELECT sum(amount) s FROM orders HAVING s > 0;
SELECT SUM(amount) AS s FROM (SELECT order_id, day, paid, shop_id, person_id, channel, amount, note FROM serving.main.orders WHERE orders.area = '华东' OR orders.area IS NULL) AS orders HAVING s > 0 LIMIT 1001;

SELECT 1 FROM shops GROUP BY ();
SELECT 1 FROM (SELECT shop_id, city, region, opened FROM serving.main.shops WHERE shops.region = '华东') AS shops GROUP BY () LIMIT 1001;

SELECT shop_id, channel, sum(amount) FROM orders GROUP BY shop_id, ROLLUP (channel) ORDER BY ALL;
SELECT shop_id, channel, SUM(amount) FROM (SELECT order_id, day, paid, shop_id, person_id, channel, amount, note FROM serving.main.orders WHERE orders.area = '华东' OR orders.area IS NULL) AS orders GROUP BY shop_id, ROLLUP (channel) ORDER BY ALL LIMIT 1001;

SELECT * FROM shops LIMIT 0;
SELECT * FROM (SELECT shop_id, city, region, opened FROM serving.main.shops WHERE shops.region = '华东') AS shops LIMIT 0;

SELECT x.* FROM (SELECT * FROM shops ORDER BY shop_id LIMIT 3) x ORDER BY 1;
SELECT x.* FROM (SELECT * FROM (SELECT shop_id, city, region, opened FROM serving.main.shops WHERE shops.region = '华东') AS shops ORDER BY shop_id LIMIT 3) AS x ORDER BY 1 LIMIT 1001;

SELECT sum(s) FROM (SELECT sum(amount) s FROM orders GROUP BY ALL);
SELECT SUM(s) FROM (SELECT SUM(amount) AS s FROM (SELECT order_id, day, paid, shop_id, person_id, channel, amount, note FROM serving.main.orders WHERE orders.area = '华东' OR orders.area IS NULL) AS orders GROUP BY ALL) LIMIT 1001;

SELECT * FROM (FROM shops) ORDER BY 1;
SELECT * FROM (SELECT * FROM (SELECT shop_id, city, region, opened FROM serving.main.shops WHERE shops.region = '华东') AS shops) ORDER BY 1 LIMIT 1001;

WITH a AS (FROM shops SELECT shop_id) FROM a ORDER BY 1;
WITH a AS (SELECT shop_id FROM (SELECT shop_id, city, region, opened FROM serving.main.shops WHERE shops.region = '华东') AS shops) SELECT * FROM a ORDER BY 1 LIMIT 1001;

WITH "A b" AS (SELECT 1 AS "c d") SELECT "c d" FROM "A b";
WITH "A b" AS (SELECT 1 AS "c d") SELECT "c d" FROM "A b" LIMIT 1001;

WITH 月度 AS (SELECT date_trunc('month', 日期) AS 月, sum(气温) AS 气温 FROM 天气 GROUP BY 1) SELECT 月, 气温, 气温 - lag(气温) OVER (ORDER BY 月) AS 环比 FROM 月度 ORDER BY 月;
WITH 月度 AS (SELECT DATE_TRUNC('MONTH', 日期) AS 月, SUM(气温) AS 气温 FROM (SELECT 日期, 气温 FROM serving.main.天气) AS 天气 GROUP BY 1) SELECT 月, 气温, 气温 - LAG(气温) OVER (ORDER BY 月) AS 环比 FROM 月度 ORDER BY 月 LIMIT 1001;

SELECT count(*) AS "😀", 1 AS 中文_1 FROM shops;
SELECT COUNT(*) AS "😀", 1 AS 中文_1 FROM (SELECT shop_id, city, region, opened FROM serving.main.shops WHERE shops.region = '华东') AS shops LIMIT 1001;

SELECT E'a\nb' AS x;
SELECT e'a\nb' AS x LIMIT 1001;

SELECT 0x1F, 1_000, 1e-3, .5, 5.;
SELECT 0 AS x1F, 1000, 1e-3, 0.5, 5. LIMIT 1001;

SELECT note GLOB '备*' FROM orders ORDER BY order_id LIMIT 2;
SELECT note GLOB '备*' FROM (SELECT order_id, day, paid, shop_id, person_id, channel, amount, note FROM serving.main.orders WHERE orders.area = '华东' OR orders.area IS NULL) AS orders ORDER BY order_id LIMIT 2;

SELECT shop_id FROM shops ORDER BY 1 FETCH FIRST 2 ROWS ONLY;
SELECT shop_id FROM (SELECT shop_id, city, region, opened FROM serving.main.shops WHERE shops.region = '华东') AS shops ORDER BY 1 LIMIT 2;

SELECT * FROM shops WHERE shop_id = ANY(ARRAY[1, 2]) ORDER BY 1;
SELECT * FROM (SELECT shop_id, city, region, opened FROM serving.main.shops WHERE shops.region = '华东') AS shops WHERE shop_id = ANY([1, 2]) ORDER BY 1 LIMIT 1001;

SELECT ARRAY[1, 2, 3] AS a;
SELECT [1, 2, 3] AS a LIMIT 1001;

SELECT string_agg(channel, ',' ORDER BY channel) FROM (SELECT DISTINCT channel FROM orders);
SELECT LISTAGG(channel, ',' ORDER BY channel) FROM (SELECT DISTINCT channel FROM (SELECT order_id, day, paid, shop_id, person_id, channel, amount, note FROM serving.main.orders WHERE orders.area = '华东' OR orders.area IS NULL) AS orders) LIMIT 1001;

SELECT string_agg(channel, ',') FROM (SELECT DISTINCT channel FROM orders WHERE channel = '线上');
SELECT LISTAGG(channel, ',') FROM (SELECT DISTINCT channel FROM (SELECT order_id, day, paid, shop_id, person_id, channel, amount, note FROM serving.main.orders WHERE orders.area = '华东' OR orders.area IS NULL) AS orders WHERE channel = '线上') LIMIT 1001;

UNPIVOT (SELECT order_id, amount, amount FROM orders WHERE order_id < 20) ON amount, amount INTO NAME k VALUE v ORDER BY ALL;
SELECT * FROM (SELECT order_id, amount, amount FROM (SELECT order_id, day, paid, shop_id, person_id, channel, amount, note FROM serving.main.orders WHERE orders.area = '华东' OR orders.area IS NULL) AS orders WHERE order_id < 20) UNPIVOT(v FOR k IN (amount, amount)) ORDER BY ALL LIMIT 1001;

UNPIVOT (SELECT order_id, amount, amount FROM orders WHERE order_id < 20) ON amount, amount INTO NAME k VALUE v;
SELECT * FROM (SELECT order_id, amount, amount FROM (SELECT order_id, day, paid, shop_id, person_id, channel, amount, note FROM serving.main.orders WHERE orders.area = '华东' OR orders.area IS NULL) AS orders WHERE order_id < 20) UNPIVOT(v FOR k IN (amount, amount)) LIMIT 1001;

SELECT /*+ hint */ count(*) FROM shops;
SELECT COUNT(*) FROM (SELECT shop_id, city, region, opened FROM serving.main.shops WHERE shops.region = '华东') AS shops LIMIT 1001;

SELECT format('{:,.2f} {}', amount, note), printf('%.2f %5d', amount::DOUBLE, order_id) FROM orders ORDER BY order_id LIMIT 2;
SELECT FORMAT('{:,.2f} {}', amount, note), PRINTF('%.2f %5d', CAST(amount AS DOUBLE), order_id) FROM (SELECT order_id, day, paid, shop_id, person_id, channel, amount, note FROM serving.main.orders WHERE orders.area = '华东' OR orders.area IS NULL) AS orders ORDER BY order_id LIMIT 2;

SELECT name FROM people ORDER BY name COLLATE zh LIMIT 3;
SELECT name FROM (SELECT person_id, name, LEFT(people.phone, 3) || '****' AS phone, level FROM serving.main.people) AS people ORDER BY name COLLATE zh LIMIT 3;

SELECT paid AT TIME ZONE 'Asia/Shanghai' FROM orders ORDER BY order_id LIMIT 1;
SELECT paid AT TIME ZONE 'Asia/Shanghai' FROM (SELECT order_id, day, paid, shop_id, person_id, channel, amount, note FROM serving.main.orders WHERE orders.area = '华东' OR orders.area IS NULL) AS orders ORDER BY order_id LIMIT 1;

SELECT date_part(['year', 'month'], day) FROM orders ORDER BY order_id LIMIT 1;
SELECT DATE_PART(['year', 'month'], day) FROM (SELECT order_id, day, paid, shop_id, person_id, channel, amount, note FROM serving.main.orders WHERE orders.area = '华东' OR orders.area IS NULL) AS orders ORDER BY order_id LIMIT 1;

SELECT a.x FROM (SELECT 1 AS x) AS a WHERE a.x IN (SELECT 1 UNION SELECT 2);
SELECT a.x FROM (SELECT 1 AS x) AS a WHERE a.x IN (SELECT 1 UNION SELECT 2) LIMIT 1001;

SELECT * FROM (SELECT 1 AS x UNION ALL SELECT 2 AS x) t WHERE x = (SELECT max(x) FROM (VALUES (1), (2)) v(x));
SELECT * FROM (SELECT 1 AS x UNION ALL SELECT 2 AS x) AS t WHERE x = (SELECT MAX(x) FROM (VALUES (1), (2)) AS v(x)) LIMIT 1001;

SELECT sum(amount) FROM orders WHERE note <> '--' AND note <> '/*' AND note <> ';';
SELECT SUM(amount) FROM (SELECT order_id, day, paid, shop_id, person_id, channel, amount, note FROM serving.main.orders WHERE orders.area = '华东' OR orders.area IS NULL) AS orders WHERE note <> '--' AND note <> '/*' AND note <> ';' LIMIT 1001;

SELECT s.city AS "店", count(o.order_id) AS "单" FROM shops s LEFT OUTER JOIN orders o USING (shop_id) GROUP BY s.city ORDER BY "单" DESC, "店";
SELECT s.city AS "店", COUNT(o.order_id) AS "单" FROM (SELECT shop_id, city, region, opened FROM serving.main.shops WHERE shops.region = '华东') AS s LEFT OUTER JOIN (SELECT order_id, day, paid, shop_id, person_id, channel, amount, note FROM serving.main.orders WHERE orders.area = '华东' OR orders.area IS NULL) AS o USING (shop_id) GROUP BY s.city ORDER BY "单" DESC, "店" LIMIT 1001;

SELECT x FROM generate_series(1, 3) t(x) ORDER BY x DESC;
SELECT x FROM GENERATE_SERIES(1, 3) AS t(x) ORDER BY x DESC LIMIT 1001;

SELECT generate_series(1, 3);
SELECT GENERATE_SERIES(1, 3) LIMIT 1001;

SELECT x.y FROM (SELECT {'y': 1} x);
SELECT x.y FROM (SELECT {'y': 1} AS x) LIMIT 1001;

SELECT sum(x) FROM unnest([1, 2, 3]) t(x);
SELECT SUM(x) FROM UNNEST([1, 2, 3]) AS t(x) LIMIT 1001;

SELECT i, j FROM range(3) a(i), range(2) b(j) ORDER BY ALL;
SELECT i, j FROM RANGE(0, 3) AS a(i), RANGE(0, 2) AS b(j) ORDER BY ALL LIMIT 1001;

SELECT CURRENT_DATE - DATE '2025-01-01' > 0;
SELECT CURRENT_DATE - CAST('2025-01-01' AS DATE) > 0 LIMIT 1001;

SELECT date_trunc('day', TIMESTAMP '2025-01-01 10:00:00');
SELECT DATE_TRUNC('DAY', CAST('2025-01-01 10:00:00' AS TIMESTAMP)) LIMIT 1001;

SELECT datetrunc('month', day), datepart('year', day) FROM orders ORDER BY order_id LIMIT 1;
SELECT DATE_TRUNC('MONTH', day), DATEPART('year', day) FROM (SELECT order_id, day, paid, shop_id, person_id, channel, amount, note FROM serving.main.orders WHERE orders.area = '华东' OR orders.area IS NULL) AS orders ORDER BY order_id LIMIT 1;

SELECT day::TIMESTAMP, paid::DATE, paid::TIME FROM orders ORDER BY order_id LIMIT 1;
SELECT CAST(day AS TIMESTAMP), CAST(paid AS DATE), CAST(paid AS TIME) FROM (SELECT order_id, day, paid, shop_id, person_id, channel, amount, note FROM serving.main.orders WHERE orders.area = '华东' OR orders.area IS NULL) AS orders ORDER BY order_id LIMIT 1;

SELECT DATE '2025-01-01'::TIMESTAMP;
SELECT CAST((CAST('2025-01-01' AS DATE)) AS TIMESTAMP) LIMIT 1001;

SELECT (DATE '2025-01-01')::TIMESTAMP, CAST(DATE '2025-01-01' AS TIMESTAMP);
SELECT CAST((CAST('2025-01-01' AS DATE)) AS TIMESTAMP), CAST(CAST('2025-01-01' AS DATE) AS TIMESTAMP) LIMIT 1001;

SELECT TIMESTAMP '2025-01-01 00:00:00'::DATE;
SELECT CAST((CAST('2025-01-01 00:00:00' AS TIMESTAMP)) AS DATE) LIMIT 1001;

SELECT '2025-01-01'::DATE + INTERVAL '1 day';
SELECT CAST('2025-01-01' AS DATE) + INTERVAL '1' DAY LIMIT 1001;

SELECT INTERVAL '1' DAY * 3, 3 * INTERVAL 1 DAY, INTERVAL '-1' DAY, -INTERVAL 1 DAY;
SELECT INTERVAL '1' DAY * 3, 3 * INTERVAL '1' DAY, INTERVAL '-1' DAY, -INTERVAL '1' DAY LIMIT 1001;

SELECT day + INTERVAL '1 month 2 days' FROM orders ORDER BY order_id LIMIT 1;
SELECT day + INTERVAL '1 month 2 days' FROM (SELECT order_id, day, paid, shop_id, person_id, channel, amount, note FROM serving.main.orders WHERE orders.area = '华东' OR orders.area IS NULL) AS orders ORDER BY order_id LIMIT 1;

SELECT sum(amount) FROM orders WHERE day > (SELECT max(day) - INTERVAL 30 DAY FROM orders);
SELECT SUM(amount) FROM (SELECT order_id, day, paid, shop_id, person_id, channel, amount, note FROM serving.main.orders WHERE orders.area = '华东' OR orders.area IS NULL) AS orders WHERE day > (SELECT MAX(day) - INTERVAL '30' DAY FROM (SELECT order_id, day, paid, shop_id, person_id, channel, amount, note FROM serving.main.orders WHERE orders.area = '华东' OR orders.area IS NULL) AS orders) LIMIT 1001;

SELECT a, b, a + b AS c, c * 2 AS d FROM (SELECT 1 AS a, 2 AS b);
SELECT a, b, a + b AS c, c * 2 AS d FROM (SELECT 1 AS a, 2 AS b) LIMIT 1001;

SELECT max(x) - min(x) FROM (SELECT unnest([1, 5]) x);
SELECT MAX(x) - MIN(x) FROM (SELECT UNNEST([1, 5]) AS x) LIMIT 1001;

SELECT row_number() OVER () AS n, shop_id FROM (SELECT shop_id FROM shops ORDER BY shop_id) ORDER BY n;
SELECT ROW_NUMBER() OVER () AS n, shop_id FROM (SELECT shop_id FROM (SELECT shop_id, city, region, opened FROM serving.main.shops WHERE shops.region = '华东') AS shops ORDER BY shop_id) ORDER BY n LIMIT 1001;

SELECT array_agg(shop_id ORDER BY shop_id) FILTER (WHERE shop_id > 1) FROM shops;
SELECT ARRAY_AGG(shop_id ORDER BY shop_id) FILTER(WHERE shop_id > 1) FROM (SELECT shop_id, city, region, opened FROM serving.main.shops WHERE shops.region = '华东') AS shops LIMIT 1001;

SELECT first_value(shop_id) OVER (PARTITION BY region ORDER BY shop_id), dense_rank() OVER (ORDER BY region) FROM shops ORDER BY shop_id;
SELECT FIRST_VALUE(shop_id) OVER (PARTITION BY region ORDER BY shop_id), DENSE_RANK() OVER (ORDER BY region) FROM (SELECT shop_id, city, region, opened FROM serving.main.shops WHERE shops.region = '华东') AS shops ORDER BY shop_id LIMIT 1001;

SELECT sum(amount) AS s FROM orders GROUP BY shop_id HAVING sum(amount) > 100 AND count(*) > 1 ORDER BY s LIMIT 3;
SELECT SUM(amount) AS s FROM (SELECT order_id, day, paid, shop_id, person_id, channel, amount, note FROM serving.main.orders WHERE orders.area = '华东' OR orders.area IS NULL) AS orders GROUP BY shop_id HAVING SUM(amount) > 100 AND COUNT(*) > 1 ORDER BY s LIMIT 3;

SELECT * FROM shops WHERE (region = '华东' OR region = '华北') AND NOT (city IN ('上海')) ORDER BY 1;
SELECT * FROM (SELECT shop_id, city, region, opened FROM serving.main.shops WHERE shops.region = '华东') AS shops WHERE (region = '华东' OR region = '华北') AND NOT (city IN ('上海')) ORDER BY 1 LIMIT 1001;

SELECT * FROM shops WHERE region NOT IN ('华北') AND city NOT LIKE '%京' ORDER BY 1;
SELECT * FROM (SELECT shop_id, city, region, opened FROM serving.main.shops WHERE shops.region = '华东') AS shops WHERE NOT region IN ('华北') AND city NOT LIKE '%京' ORDER BY 1 LIMIT 1001;

SELECT * FROM shops WHERE NOT EXISTS (SELECT * FROM orders WHERE orders.shop_id = shops.shop_id) ORDER BY 1;
SELECT * FROM (SELECT shop_id, city, region, opened FROM serving.main.shops WHERE shops.region = '华东') AS shops WHERE NOT EXISTS(SELECT * FROM (SELECT order_id, day, paid, shop_id, person_id, channel, amount, note FROM serving.main.orders WHERE orders.area = '华东' OR orders.area IS NULL) AS orders WHERE orders.shop_id = shops.shop_id) ORDER BY 1 LIMIT 1001;

SELECT shops.shop_id, (SELECT sum(amount) FROM orders WHERE orders.shop_id = shops.shop_id) FROM shops ORDER BY 1;
SELECT shops.shop_id, (SELECT SUM(amount) FROM (SELECT order_id, day, paid, shop_id, person_id, channel, amount, note FROM serving.main.orders WHERE orders.area = '华东' OR orders.area IS NULL) AS orders WHERE orders.shop_id = shops.shop_id) AS "(SELECT SUM(amount) FROM orders WHERE orders.shop_id = shops.shop_id)" FROM (SELECT shop_id, city, region, opened FROM serving.main.shops WHERE shops.region = '华东') AS shops ORDER BY 1 LIMIT 1001;

SELECT upper(left(note, 1)) || lower(substr(note, 2)) FROM orders ORDER BY order_id LIMIT 1;
SELECT UPPER(LEFT(note, 1)) || LOWER(SUBSTRING(note, 2)) FROM (SELECT order_id, day, paid, shop_id, person_id, channel, amount, note FROM serving.main.orders WHERE orders.area = '华东' OR orders.area IS NULL) AS orders ORDER BY order_id LIMIT 1;

SELECT regexp_replace(note, '(\d+)', '<\1>') FROM orders ORDER BY order_id LIMIT 1;
SELECT REGEXP_REPLACE(note, '(\d+)', '<\1>') FROM (SELECT order_id, day, paid, shop_id, person_id, channel, amount, note FROM serving.main.orders WHERE orders.area = '华东' OR orders.area IS NULL) AS orders ORDER BY order_id LIMIT 1;

SELECT note SIMILAR TO '备注[0-9]+' FROM orders ORDER BY order_id LIMIT 1;
SELECT note SIMILAR TO '备注[0-9]+' FROM (SELECT order_id, day, paid, shop_id, person_id, channel, amount, note FROM serving.main.orders WHERE orders.area = '华东' OR orders.area IS NULL) AS orders ORDER BY order_id LIMIT 1;

SELECT note ~ '^备' FROM orders ORDER BY order_id LIMIT 1;
SELECT REGEXP_MATCHES(note, '^备') FROM (SELECT order_id, day, paid, shop_id, person_id, channel, amount, note FROM serving.main.orders WHERE orders.area = '华东' OR orders.area IS NULL) AS orders ORDER BY order_id LIMIT 1;

SELECT note !~ '^备' FROM orders ORDER BY order_id LIMIT 1;
SELECT NOT REGEXP_MATCHES(note, '^备') FROM (SELECT order_id, day, paid, shop_id, person_id, channel, amount, note FROM serving.main.orders WHERE orders.area = '华东' OR orders.area IS NULL) AS orders ORDER BY order_id LIMIT 1;

SELECT regexp_full_match(note, '备.*') FROM orders ORDER BY order_id LIMIT 1;
SELECT REGEXP_FULL_MATCH(note, '备.*') FROM (SELECT order_id, day, paid, shop_id, person_id, channel, amount, note FROM serving.main.orders WHERE orders.area = '华东' OR orders.area IS NULL) AS orders ORDER BY order_id LIMIT 1;

SELECT bit_and(order_id), bit_or(order_id), sem(amount), regr_r2(amount, order_id) FROM orders;
SELECT BIT_AND(order_id), BIT_OR(order_id), SEM(amount), REGR_R2(amount, order_id) FROM (SELECT order_id, day, paid, shop_id, person_id, channel, amount, note FROM serving.main.orders WHERE orders.area = '华东' OR orders.area IS NULL) AS orders LIMIT 1001;

SELECT median(amount) FILTER (WHERE amount > 5), mode() WITHIN GROUP (ORDER BY channel) FROM orders;
SELECT MEDIAN(amount) FILTER(WHERE amount > 5), MODE( ORDER BY channel) FROM (SELECT order_id, day, paid, shop_id, person_id, channel, amount, note FROM serving.main.orders WHERE orders.area = '华东' OR orders.area IS NULL) AS orders LIMIT 1001;

SELECT weekday(day), strftime(day, '%G-W%V'), strftime(day, '%A'), day::VARCHAR FROM orders ORDER BY order_id LIMIT 1;
SELECT WEEKDAY(day), STRFTIME(day, '%G-W%V'), STRFTIME(day, '%A'), CAST(day AS TEXT) FROM (SELECT order_id, day, paid, shop_id, person_id, channel, amount, note FROM serving.main.orders WHERE orders.area = '华东' OR orders.area IS NULL) AS orders ORDER BY order_id LIMIT 1;

SELECT age(TIMESTAMP '2025-03-01', TIMESTAMP '2025-01-15'), date_diff('week', DATE '2025-01-01', DATE '2025-02-01');
SELECT AGE(CAST('2025-03-01' AS TIMESTAMP), CAST('2025-01-15' AS TIMESTAMP)), DATE_DIFF('WEEK', CAST('2025-01-01' AS DATE), CAST('2025-02-01' AS DATE)) LIMIT 1001;

SELECT to_days(3), to_months(1), to_years(1), to_hours(2), make_timestamp(2025, 1, 2, 3, 4, 5), make_time(1, 2, 3), epoch_ms(1000);
SELECT TO_DAYS(3), TO_MONTHS(1), TO_YEARS(1), TO_HOURS(2), MAKE_TIMESTAMP(2025, 1, 2, 3, 4, 5), MAKE_TIME(1, 2, 3), EPOCH_MS(1000) LIMIT 1001;

SELECT 1 = 1 AND 'a' = 'a' AND NOT 1 = 2;
SELECT 1 = 1 AND 'a' = 'a' AND NOT 1 = 2 LIMIT 1001;

SELECT NULL = NULL, NULL IS NULL, coalesce(NULL, NULL, 3);
SELECT NULL = NULL, NULL IS NULL, COALESCE(NULL, NULL, 3) LIMIT 1001;

SELECT DISTINCT CASE WHEN amount > 100 THEN 'a' ELSE 'b' END FROM orders ORDER BY 1;
SELECT DISTINCT CASE WHEN amount > 100 THEN 'a' ELSE 'b' END FROM (SELECT order_id, day, paid, shop_id, person_id, channel, amount, note FROM serving.main.orders WHERE orders.area = '华东' OR orders.area IS NULL) AS orders ORDER BY 1 LIMIT 1001;

SELECT t.n FROM (SELECT count(*) n FROM orders) t;
SELECT t.n FROM (SELECT COUNT(*) AS n FROM (SELECT order_id, day, paid, shop_id, person_id, channel, amount, note FROM serving.main.orders WHERE orders.area = '华东' OR orders.area IS NULL) AS orders) AS t LIMIT 1001;

SELECT "count"(*) FROM shops;
SELECT COUNT(*) FROM (SELECT shop_id, city, region, opened FROM serving.main.shops WHERE shops.region = '华东') AS shops LIMIT 1001;

SELECT orders."amount" + 1 FROM orders ORDER BY order_id LIMIT 1;
SELECT orders."amount" + 1 FROM (SELECT order_id, day, paid, shop_id, person_id, channel, amount, note FROM serving.main.orders WHERE orders.area = '华东' OR orders.area IS NULL) AS orders ORDER BY order_id LIMIT 1;

SELECT o.amount FROM main.orders AS o INNER JOIN main.shops AS s ON (o.shop_id = s.shop_id) ORDER BY o.order_id LIMIT 1;
SELECT o.amount FROM (SELECT order_id, day, paid, shop_id, person_id, channel, amount, note FROM serving.main.orders WHERE orders.area = '华东' OR orders.area IS NULL) AS o INNER JOIN (SELECT shop_id, city, region, opened FROM serving.main.shops WHERE shops.region = '华东') AS s ON (o.shop_id = s.shop_id) ORDER BY o.order_id LIMIT 1;

SELECT array_length([1, 2]), cardinality(MAP {'a': 1}), map_values(MAP {'a': 1}), MAP {'a': 1}['a'], element_at(MAP {'a': 1}, 'a');
SELECT ARRAY_LENGTH([1, 2]), CARDINALITY(MAP {'a': 1}), MAP_VALUES(MAP {'a': 1}), MAP {'a': 1}['a'], ELEMENT_AT(MAP {'a': 1}, 'a') LIMIT 1001;

SELECT greatest(DATE '2025-01-01', DATE '2025-02-01'), least(1, 2.5);
SELECT GREATEST(CAST('2025-01-01' AS DATE), CAST('2025-02-01' AS DATE)), LEAST(1, 2.5) LIMIT 1001;

SELECT sum(CASE WHEN channel = '线上' THEN 1 END), count(CASE WHEN channel = '门店' THEN 1 END) FROM orders;
SELECT SUM(CASE WHEN channel = '线上' THEN 1 END), COUNT(CASE WHEN channel = '门店' THEN 1 END) FROM (SELECT order_id, day, paid, shop_id, person_id, channel, amount, note FROM serving.main.orders WHERE orders.area = '华东' OR orders.area IS NULL) AS orders LIMIT 1001;

SELECT (SELECT 1), ((SELECT 2)), (SELECT (SELECT 3));
SELECT (SELECT 1), ((SELECT 2)), (SELECT (SELECT 3)) LIMIT 1001;

SELECT first(amount) FROM (SELECT amount FROM orders ORDER BY order_id LIMIT 1);
SELECT FIRST(amount) FROM (SELECT amount FROM (SELECT order_id, day, paid, shop_id, person_id, channel, amount, note FROM serving.main.orders WHERE orders.area = '华东' OR orders.area IS NULL) AS orders ORDER BY order_id LIMIT 1) LIMIT 1001;

SELECT DISTINCT ON (region) region, city FROM shops ORDER BY region, shop_id;
SELECT DISTINCT ON (region) region, city FROM (SELECT shop_id, city, region, opened FROM serving.main.shops WHERE shops.region = '华东') AS shops ORDER BY region, shop_id LIMIT 1001;

SELECT region, list(DISTINCT city ORDER BY city) FROM shops GROUP BY 1 ORDER BY 1;
SELECT region, ARRAY_AGG(DISTINCT city ORDER BY city) FROM (SELECT shop_id, city, region, opened FROM serving.main.shops WHERE shops.region = '华东') AS shops GROUP BY 1 ORDER BY 1 LIMIT 1001;

SELECT unnest(string_split('a,b', ',')) AS x ORDER BY 1;
SELECT UNNEST(STR_SPLIT('a,b', ',')) AS x ORDER BY 1 LIMIT 1001;

SELECT sum(a.amount) FROM orders a JOIN (SELECT DISTINCT shop_id FROM shops) b ON a.shop_id = b.shop_id;
SELECT SUM(a.amount) FROM (SELECT order_id, day, paid, shop_id, person_id, channel, amount, note FROM serving.main.orders WHERE orders.area = '华东' OR orders.area IS NULL) AS a JOIN (SELECT DISTINCT shop_id FROM (SELECT shop_id, city, region, opened FROM serving.main.shops WHERE shops.region = '华东') AS shops) AS b ON a.shop_id = b.shop_id LIMIT 1001;

SELECT count(*) FROM (SELECT 1 FROM orders LIMIT 10 OFFSET 5);
SELECT COUNT(*) FROM (SELECT 1 FROM (SELECT order_id, day, paid, shop_id, person_id, channel, amount, note FROM serving.main.orders WHERE orders.area = '华东' OR orders.area IS NULL) AS orders LIMIT 10 OFFSET 5) LIMIT 1001;

SELECT cume_dist() OVER (ORDER BY amount), percent_rank() OVER (ORDER BY amount) FROM orders ORDER BY order_id LIMIT 2;
SELECT CUME_DIST() OVER (ORDER BY amount), PERCENT_RANK() OVER (ORDER BY amount) FROM (SELECT order_id, day, paid, shop_id, person_id, channel, amount, note FROM serving.main.orders WHERE orders.area = '华东' OR orders.area IS NULL) AS orders ORDER BY order_id LIMIT 2;

SELECT lag(amount, 2) OVER (PARTITION BY shop_id ORDER BY order_id), lead(amount, 1, 0.0) OVER (ORDER BY order_id) FROM orders ORDER BY order_id LIMIT 3;
SELECT LAG(amount, 2) OVER (PARTITION BY shop_id ORDER BY order_id), LEAD(amount, 1, 0.0) OVER (ORDER BY order_id) FROM (SELECT order_id, day, paid, shop_id, person_id, channel, amount, note FROM serving.main.orders WHERE orders.area = '华东' OR orders.area IS NULL) AS orders ORDER BY order_id LIMIT 3;

SELECT DATE '2026-01-01'::TIMESTAMP::VARCHAR;
SELECT CAST(CAST((CAST('2026-01-01' AS DATE)) AS TIMESTAMP) AS TEXT) LIMIT 1001;

SELECT TIME '10:00:00'::VARCHAR, TIMESTAMP '2026-01-01 10:00:00'::DATE;
SELECT CAST((CAST('10:00:00' AS TIME)) AS TEXT), CAST((CAST('2026-01-01 10:00:00' AS TIMESTAMP)) AS DATE) LIMIT 1001;

SELECT concat_ws('-', note, channel, city) FROM orders JOIN shops USING (shop_id);
SELECT CONCAT_WS('-', note, channel, city) FROM (SELECT order_id, day, paid, shop_id, person_id, channel, amount, note FROM serving.main.orders WHERE orders.area = '华东' OR orders.area IS NULL) AS orders JOIN (SELECT shop_id, city, region, opened FROM serving.main.shops WHERE shops.region = '华东') AS shops USING (shop_id) LIMIT 1001;

SELECT * FROM plan.budget ORDER BY month;
SELECT * FROM (SELECT month, amount FROM serving.plan.budget) AS budget ORDER BY month LIMIT 1001;

SELECT plan.budget.amount FROM plan.budget ORDER BY 1;
SELECT budget.amount FROM (SELECT month, amount FROM serving.plan.budget) AS budget ORDER BY 1 LIMIT 1001;

SELECT b.month, sum(o.amount), any_value(b.amount) FROM plan.budget b LEFT JOIN orders o ON date_trunc('month', o.day) = b.month GROUP BY 1 ORDER BY 1;
SELECT b.month, SUM(o.amount), ANY_VALUE(b.amount) FROM (SELECT month, amount FROM serving.plan.budget) AS b LEFT JOIN (SELECT order_id, day, paid, shop_id, person_id, channel, amount, note FROM serving.main.orders WHERE orders.area = '华东' OR orders.area IS NULL) AS o ON DATE_TRUNC('MONTH', o.day) = b.month GROUP BY 1 ORDER BY 1 LIMIT 1001;

SELECT orders.amount FROM serving.main.orders ORDER BY order_id LIMIT 1;
SELECT orders.amount FROM (SELECT order_id, day, paid, shop_id, person_id, channel, amount, note FROM serving.main.orders WHERE orders.area = '华东' OR orders.area IS NULL) AS orders ORDER BY order_id LIMIT 1;

SELECT 日期, avg(气温) OVER (ORDER BY 日期 ROWS 6 PRECEDING) AS 均温 FROM 天气 ORDER BY 日期;
SELECT 日期, AVG(气温) OVER (ORDER BY 日期 ROWS BETWEEN 6 PRECEDING AND CURRENT ROW) AS 均温 FROM (SELECT 日期, 气温 FROM serving.main.天气) AS 天气 ORDER BY 日期 LIMIT 1001;

SELECT * FROM orders LIMIT 5000;
SELECT * FROM (SELECT order_id, day, paid, shop_id, person_id, channel, amount, note FROM serving.main.orders WHERE orders.area = '华东' OR orders.area IS NULL) AS orders LIMIT 1001;

SELECT shop_id FROM orders UNION ALL SELECT shop_id FROM shops LIMIT 99999;
SELECT shop_id FROM (SELECT order_id, day, paid, shop_id, person_id, channel, amount, note FROM serving.main.orders WHERE orders.area = '华东' OR orders.area IS NULL) AS orders UNION ALL SELECT shop_id FROM (SELECT shop_id, city, region, opened FROM serving.main.shops WHERE shops.region = '华东') AS shops LIMIT 1001;

SELECT 1 LIMIT 0;
SELECT 1 LIMIT 0;

SELECT 1; -- 结尾;
SELECT 1 LIMIT 1001;

SELECT 1;;;
SELECT 1 LIMIT 1001;

