-- Governed SQL that asks for too much: one bomb a paragraph, its name first. Each is refused, stopped or answered within the limit, by whichever barrier.
-- {…*n} in a bomb stands for a text that is repeated n times.

-- every product with every product and every store
WITH a AS (SELECT product, store, MEASURE(sales_ops) AS s FROM metrics GROUP BY ALL), b AS (SELECT product AS p, store AS q, MEASURE(sales_ops) AS t FROM metrics GROUP BY ALL)
SELECT a.product, b.q, a.s * b.t AS x FROM a CROSS JOIN b ORDER BY x DESC;

-- three days of all days joined without a condition
WITH a AS (SELECT metric_time, MEASURE(sales_ops) AS s FROM metrics GROUP BY ALL)
SELECT x.s, y.s, z.s FROM a x, a y, a z ORDER BY x.s * y.s * z.s DESC LIMIT 10;

-- a join by inequality
WITH a AS (SELECT product, metric_time, MEASURE(sales_ops) AS s FROM metrics GROUP BY ALL)
SELECT x.product, y.product, x.s - y.s AS d FROM a x JOIN a y ON x.s < y.s ORDER BY d;

-- a rank over everything with everything
WITH a AS (SELECT product, metric_time, MEASURE(sales_ops) AS s FROM metrics GROUP BY ALL)
SELECT x.product, rank() OVER (ORDER BY x.s + y.s) AS r FROM a x CROSS JOIN a y;

-- a sort of a huge cross join
WITH a AS (SELECT store, product, metric_time, MEASURE(sales_ops) AS s FROM metrics GROUP BY ALL)
SELECT x.store, y.product FROM a x CROSS JOIN a y ORDER BY md5(x.store || y.product) LIMIT 1;

-- all columns of all keys: more rows than are shown
SELECT store, product, channel, metric_time, MEASURE(sales_ops) AS s FROM metrics GROUP BY ALL;

-- four hundred columns
WITH a AS (SELECT store, product, metric_time, MEASURE(sales_ops) AS s FROM metrics GROUP BY ALL)
SELECT store{, s AS s*400} FROM a;

-- five thousand columns
WITH a AS (SELECT store, MEASURE(sales_ops) AS s FROM metrics GROUP BY ALL)
SELECT store{, s AS s*5000} FROM a;

-- wide cells by concatenation
WITH a AS (SELECT store, product, metric_time, MEASURE(sales_ops) AS s FROM metrics GROUP BY ALL)
SELECT store{ || store || product*300} AS wide FROM a;

-- padding to a thousand, over and over
WITH a AS (SELECT store, product, metric_time, MEASURE(sales_ops) AS s FROM metrics GROUP BY ALL)
SELECT lpad(store, 1000, 'x'){ || lpad(product, 1000, 'y')*60} AS wide FROM a;

-- repeat
SELECT repeat('x', 2000000000) AS x, MEASURE(sales_ops) AS s FROM metrics;

-- a pad of two billion
WITH a AS (SELECT store, MEASURE(sales_ops) AS s FROM metrics GROUP BY ALL) SELECT lpad(store, 2000000000, 'x') AS wide FROM a;

-- a series of a billion
WITH a AS (SELECT store, MEASURE(sales_ops) AS s FROM metrics GROUP BY ALL) SELECT store, n FROM a, range(1000000000) t(n);

-- four series of the longest kind
WITH a AS (SELECT MEASURE(sales_ops) AS s FROM metrics) SELECT w.n, x.n FROM a, range(15000) w(n), range(15000) x(n), range(15000) y(n), range(15000) z(n);

-- series that are just small enough, against all keys
WITH a AS (SELECT store, product, metric_time, MEASURE(sales_ops) AS s FROM metrics GROUP BY ALL)
SELECT store, w.n + x.n AS n FROM a, range(3000) w(n), range(3000) x(n) ORDER BY md5(store || n::VARCHAR) LIMIT 5;

-- recursion without an end
WITH RECURSIVE r AS (SELECT 1 AS n UNION ALL SELECT n + 1 FROM r), a AS (SELECT MEASURE(sales_ops) AS s FROM metrics) SELECT max(n) FROM r, a;

-- doubling aliases
WITH a AS (SELECT MEASURE(sales_ops) AS x0 FROM metrics) SELECT x0, x0 + x0 AS x1, x1 + x1 AS x2, x2 + x2 AS x3, x3 + x3 AS x4, x4 + x4 AS x5, x5 + x5 AS x6, x6 + x6 AS x7, x7 + x7 AS x8, x8 + x8 AS x9, x9 + x9 AS y0, y0 + y0 AS y1, y1 + y1 AS y2, y2 + y2 AS y3, y3 + y3 AS y4, y4 + y4 AS y5 FROM a;

-- common tables that multiply
WITH a AS (SELECT store, MEASURE(sales_ops) AS s FROM metrics GROUP BY ALL), b AS (SELECT x.store FROM a x, a y), c AS (SELECT x.store FROM b x, b y), d AS (SELECT x.store FROM c x, c y)
SELECT store FROM d ORDER BY store;

-- texts that double in each table
WITH a AS (SELECT store AS t, MEASURE(sales_ops) AS s FROM metrics GROUP BY ALL), b AS (SELECT t || t || t || t || t AS t FROM a), c AS (SELECT t || t || t || t || t AS t FROM b), d AS (SELECT t || t || t || t || t AS t FROM c), e AS (SELECT t || t || t || t || t AS t FROM d), f AS (SELECT t || t || t || t || t AS t FROM e), g AS (SELECT t || t || t || t || t AS t FROM f)
SELECT t || t || t || t || t AS t FROM g;

-- replacing each letter by many
WITH a AS (SELECT store AS t, MEASURE(sales_ops) AS s FROM metrics GROUP BY ALL) SELECT replace(replace(replace(t, '店', 'xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx'), 'x', 'yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy'), 'y', 'zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz') AS t FROM a;

-- a thousand unions
WITH a AS (SELECT store, MEASURE(sales_ops) AS s FROM metrics GROUP BY ALL) SELECT s FROM a{ UNION ALL SELECT s FROM a*1000};

-- sixty blocks
WITH {*60:b# AS (SELECT store, product, MEASURE(sales_ops) AS s FROM metrics GROUP BY ALL), }z AS (SELECT MEASURE(sales_ops) AS s FROM metrics) SELECT b1.s FROM b1, b2, b3, b4, b5 ORDER BY b1.s + b5.s;

-- deep brackets
WITH a AS (SELECT MEASURE(sales_ops) AS s FROM metrics) SELECT {(*5000}s{)*5000} AS s FROM a;

-- a chain of additions
WITH a AS (SELECT MEASURE(sales_ops) AS s FROM metrics) SELECT s{ + s*20000} AS s FROM a;

-- a hundred thousand members
SELECT MEASURE(sales_ops) AS s FROM metrics WHERE store IN ('x'{, 'y'*30000});

-- a million characters
SELECT MEASURE(sales_ops) AS s FROM metrics WHERE store = '{长*1000000}';

-- a cube of many keys
WITH a AS (SELECT store, product, channel, region, city, metric_time, MEASURE(sales_ops) AS s FROM metrics GROUP BY ALL) SELECT store, max(s) FROM a GROUP BY CUBE (store, product, channel, region, city, metric_time);

-- every value in one list
WITH a AS (SELECT store, product, metric_time, MEASURE(sales_ops) AS s FROM metrics GROUP BY ALL) SELECT list(x.store || y.product) AS l FROM a x, a y;

-- every text in one cell
WITH a AS (SELECT store, product, metric_time, MEASURE(sales_ops) AS s FROM metrics GROUP BY ALL) SELECT string_agg(x.store || y.product, '') AS l FROM a x, a y;

-- a list of lists, sorted
WITH a AS (SELECT store, product, metric_time, MEASURE(sales_ops) AS s FROM metrics GROUP BY ALL) SELECT list_sort(flatten(list(range(0, 15000)))) AS l FROM a;

-- a pattern that goes back and forth
WITH a AS (SELECT store, product, metric_time, MEASURE(sales_ops) AS s FROM metrics GROUP BY ALL) SELECT count(*) FROM a WHERE regexp_matches(lpad(store, 1000, 'a'), '(a+)+(a+)+(a+)+(a+)+(a+)+b');

-- a pattern with a huge count
WITH a AS (SELECT store, product, MEASURE(sales_ops) AS s FROM metrics GROUP BY ALL) SELECT regexp_replace(lpad(store, 1000, 'a'), '((a{0,30}){0,30}){0,30}', 'b') AS t FROM a;

-- windows by the dozen
WITH a AS (SELECT store, product, metric_time, MEASURE(sales_ops) AS s FROM metrics GROUP BY ALL) SELECT store{, rank() OVER (PARTITION BY store ORDER BY s, product) AS r*80} FROM a;

-- a subquery for each row
WITH a AS (SELECT store, product, metric_time, MEASURE(sales_ops) AS s FROM metrics GROUP BY ALL) SELECT store, (SELECT count(*) FROM a b WHERE b.s > a.s AND b.product <> a.product) AS above FROM a ORDER BY above;

-- numbers beyond all numbers
WITH a AS (SELECT store, MEASURE(sales_ops) AS s FROM metrics GROUP BY ALL) SELECT power(power(s::DOUBLE, 99), 99) AS p, 170141183460469231731687303715884105727 * s AS q FROM a;

-- a limit and an offset of trillions
WITH a AS (SELECT store, product, metric_time, MEASURE(sales_ops) AS s FROM metrics GROUP BY ALL) SELECT x.store FROM a x, a y LIMIT 999999999999 OFFSET 999999999999;

-- a file behind the governed number
WITH a AS (SELECT MEASURE(sales_ops) AS s FROM metrics) SELECT * FROM a, read_text('/etc/passwd');
