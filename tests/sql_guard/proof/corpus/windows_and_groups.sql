-- Windows, QUALIFY, groups and their sets: benign, and tricky to narrow.

-- a window named like a column | own rows
SELECT transfer_id, sum(amount) OVER day FROM transfers WINDOW day AS (PARTITION BY account_id ORDER BY transfer_id) ORDER BY 1;

-- a window named like a table | own rows
SELECT transfer_id, row_number() OVER accounts FROM transfers WINDOW accounts AS (ORDER BY transfer_id) ORDER BY 1;

-- QUALIFY on an alias that is named like a hidden column | own rows
SELECT client_id, account_id AS pin FROM accounts QUALIFY row_number() OVER (PARTITION BY client_id ORDER BY pin) = 1 ORDER BY 1;

-- QUALIFY on a hidden column | refused unknown_column area
SELECT account_id FROM accounts QUALIFY row_number() OVER (PARTITION BY area ORDER BY account_id) = 1;

-- a window over a hidden column | refused unknown_column pin
SELECT rank() OVER (ORDER BY pin) FROM accounts;

-- a frame by rows | own rows
SELECT transfer_id, avg(amount) OVER (ORDER BY transfer_id ROWS BETWEEN 2 PRECEDING AND 1 FOLLOWING) FROM transfers ORDER BY 1;

-- a frame by a range of days | own rows
SELECT day, sum(amount) OVER (ORDER BY day RANGE BETWEEN INTERVAL 7 DAYS PRECEDING AND CURRENT ROW) FROM transfers ORDER BY 1, 2;

-- a frame by groups that leaves out ties | own rows
SELECT transfer_id, count(*) OVER (ORDER BY channel GROUPS BETWEEN 1 PRECEDING AND CURRENT ROW EXCLUDE TIES) FROM transfers ORDER BY 1;

-- lag that skips NULL | own rows
SELECT transfer_id, lag(memo IGNORE NULLS) OVER (ORDER BY transfer_id) FROM transfers ORDER BY 1;

-- the last value so far | own rows
SELECT transfer_id, last_value(memo IGNORE NULLS) OVER (ORDER BY transfer_id) FROM transfers ORDER BY 1;

-- nth_value, ntile, cume_dist | own rows
SELECT transfer_id, nth_value(amount, 2) OVER w, ntile(4) OVER w, cume_dist() OVER w FROM transfers WINDOW w AS (ORDER BY transfer_id) ORDER BY 1;

-- a window over an aggregate | own rows
SELECT channel, rank() OVER (ORDER BY sum(amount) DESC NULLS LAST) FROM transfers GROUP BY channel ORDER BY 1;

-- a window in ORDER BY | own rows
SELECT transfer_id FROM transfers ORDER BY row_number() OVER (ORDER BY amount DESC, transfer_id);

-- an aggregate with DISTINCT and FILTER in a window | own rows
SELECT account_id, count(DISTINCT channel) FILTER (WHERE amount > 50) OVER (PARTITION BY account_id) FROM transfers ORDER BY ALL;

-- ROLLUP | own rows
SELECT channel, memo, count(*), grouping(channel, memo) FROM transfers GROUP BY ROLLUP (channel, memo) ORDER BY ALL;

-- CUBE | own rows
SELECT region, city, count(*) FROM branches GROUP BY CUBE (region, city) ORDER BY ALL;

-- GROUPING SETS beside a plain column | own rows
SELECT kind, client_id, count(*) FROM accounts GROUP BY GROUPING SETS ((kind), (client_id), ()) ORDER BY ALL;

-- GROUPING SETS of a hidden column | refused unknown_column area
SELECT area, count(*) FROM accounts GROUP BY GROUPING SETS ((area), ());

-- GROUP BY ALL | own rows
SELECT kind, year(opened), count(*) FROM accounts GROUP BY ALL ORDER BY ALL;

-- GROUP BY an alias named like a hidden column | own rows
SELECT left(kind, 1) AS area, count(*) FROM accounts GROUP BY area ORDER BY 1;

-- HAVING on an alias | own rows
SELECT account_id, sum(amount) AS total FROM transfers GROUP BY 1 HAVING total > 100 ORDER BY 1;

-- HAVING without GROUP BY | own rows
SELECT sum(amount) FROM transfers HAVING count(*) < 100;

-- DISTINCT ON keeps the first of each | own rows
SELECT DISTINCT ON (account_id) account_id, transfer_id FROM transfers ORDER BY account_id, transfer_id DESC;

-- DISTINCT ON a hidden column | refused unknown_column pin
SELECT DISTINCT ON (pin) account_id FROM accounts;

-- an ordered aggregate | own rows
SELECT account_id, string_agg(memo, ',' ORDER BY transfer_id DESC) FROM transfers GROUP BY 1 ORDER BY 1;

-- aggregates of the standard with WITHIN GROUP | own rows
SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY amount), mode() WITHIN GROUP (ORDER BY channel) FROM transfers;

-- an aggregate over nothing | own rows
SELECT count(*), sum(transfer_id), (SELECT count(*) FROM transfers) FROM transfers WHERE false;

-- regressions | own rows
SELECT corr(amount, transfer_id), regr_slope(amount, transfer_id), covar_pop(amount, transfer_id) FROM transfers;

-- cohorts | own rows
WITH first AS (SELECT account_id, min(date_trunc('month', day)) AS m FROM transfers GROUP BY 1) SELECT m, date_diff('month', m, date_trunc('month', day)) AS age, count(DISTINCT account_id) FROM transfers JOIN first USING (account_id) GROUP BY ALL ORDER BY ALL;

-- a running total by month | own rows
SELECT m, s, sum(s) OVER (ORDER BY m) FROM (SELECT date_trunc('month', day) AS m, sum(amount) AS s FROM transfers GROUP BY 1) ORDER BY 1;

-- top two of each branch | own rows
SELECT * FROM (SELECT b.city, c.name, row_number() OVER (PARTITION BY b.city ORDER BY c.client_id) AS n FROM clients c JOIN branches b USING (branch_id)) WHERE n <= 2 ORDER BY ALL;

-- the share of each month | own rows
SELECT month(day) AS m, round(100 * sum(amount) / (SELECT sum(amount) FROM transfers), 2) FROM transfers GROUP BY 1 ORDER BY 1;

-- sessions by gaps | own rows
SELECT account_id, count(*) FILTER (WHERE gap > 20 OR gap IS NULL) FROM (SELECT account_id, date_diff('day', lag(day) OVER (PARTITION BY account_id ORDER BY day, transfer_id), day) AS gap FROM transfers) GROUP BY 1 ORDER BY 1;
