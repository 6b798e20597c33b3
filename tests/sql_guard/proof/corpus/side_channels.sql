-- Questions whose answer would tell of hidden rows, hidden columns or unmasked values, if masks and rules came after them.

-- a count of all rows | own rows
SELECT count(*) FROM transfers;

-- a condition that only hidden rows meet | own rows
SELECT count(*) FROM transfers WHERE memo LIKE 'CANARY%';

-- a condition in CASE | own rows
SELECT CASE WHEN (SELECT count(*) FROM clients WHERE note LIKE 'CANARY%') > 0 THEN 'there are' ELSE 'there are none' END;

-- a division by a count that is 0 | own rows
SELECT 1 / (SELECT count(*) FROM accounts WHERE kind = 'CANARY kind');

-- an order by the unmasked value | own rows
SELECT client_id FROM clients ORDER BY phone DESC, client_id;

-- a search for the unmasked value | runs
SELECT client_id FROM clients WHERE phone = '13800007919';

-- a search by the beginning of the unmasked value, digit by digit | own rows
SELECT substring(phone, 4, 1) AS digit, count(*) FROM clients GROUP BY 1 ORDER BY 1;

-- the length of the unmasked value | own rows
SELECT length(phone), length(id_no), count(*) FROM clients GROUP BY ALL ORDER BY ALL;

-- groups by the masked value | own rows
SELECT phone, count(*) FROM clients GROUP BY phone HAVING count(*) < 5 ORDER BY 1;

-- the number of different masked values | own rows
SELECT count(DISTINCT phone), count(DISTINCT id_no), count(income) FROM clients;

-- the smallest and largest masked value | own rows
SELECT min(phone), max(phone), min(id_no), max(income) FROM clients;

-- the sum of an income that is masked to nothing | own rows
SELECT sum(income), avg(income), count(*) FILTER (WHERE income > 7000) FROM clients;

-- income as a key of a join | own rows
SELECT count(*) FROM clients a JOIN clients b USING (income);

-- the same, where nothing equals nothing | own rows
SELECT count(*) FROM clients a JOIN clients b ON a.income IS NOT DISTINCT FROM b.income;

-- income in a window's order | own rows
SELECT client_id, rank() OVER (ORDER BY income) FROM clients ORDER BY 1;

-- income in BETWEEN | own rows
SELECT count(*) FROM clients WHERE coalesce(income, 0) BETWEEN 0 AND 1;

-- a value beside the largest masked one | own rows
SELECT arg_max(name, income), arg_min(name, phone) FROM clients;

-- a hash compared with a guess | runs
SELECT count(*) FROM clients WHERE id_no = sha256('CANARY-ID-1');

-- the mask of a mask | own rows
SELECT left(phone, 3) || '****', sha256(id_no) FROM clients ORDER BY client_id;

-- a percentile of a masked value | own rows
SELECT quantile_disc(phone, 0.5), mode(phone) FROM clients;

-- the number of hidden rows by a full join | own rows
SELECT count(*) - count(c.client_id) FROM accounts a LEFT JOIN clients c USING (client_id);

-- the smallest number that is missing | own rows
SELECT min(r.i) FROM range(1, 60) r(i) ANTI JOIN accounts a ON a.account_id = r.i;

-- all numbers that are missing | own rows
SELECT list(r.i ORDER BY r.i) FROM range(1, 60) r(i) WHERE r.i NOT IN (SELECT account_id FROM accounts);

-- gaps between neighbours | own rows
SELECT account_id, account_id - lag(account_id) OVER (ORDER BY account_id) FROM accounts ORDER BY 1;

-- a share of the whole by a window over everything | own rows
SELECT channel, sum(amount) / sum(sum(amount)) OVER () AS share FROM transfers GROUP BY 1 ORDER BY 1;

-- a rank among all | own rows
SELECT transfer_id, percent_rank() OVER (ORDER BY amount) FROM transfers ORDER BY 1;

-- the row rule's own condition, denied | own rows
SELECT count(*) FROM branches WHERE NOT (region IN ('华东', '华中'));

-- the row rule made true for all by OR | own rows
SELECT count(*) FROM branches WHERE region = '华东' OR true;

-- a condition that is unknown for no row | own rows
SELECT count(*) FROM transfers WHERE memo IS NULL OR memo > 'A';

-- a grouping set over everything | own rows
SELECT region, count(*) FROM branches GROUP BY GROUPING SETS ((region), ()) ORDER BY ALL;

-- the time of the newest row | own rows
SELECT max(paid), min(day), min(transfer_id) FROM transfers;

-- approximate counts know hidden rows if they come from statistics | own rows
SELECT approx_count_distinct(account_id), approx_quantile(amount, 0.9) FROM transfers;

-- the first and the last row of a table | own rows
SELECT first(name), last(name) FROM branches;

-- any value of each group | own rows
SELECT client_id, any_value(kind) FROM accounts GROUP BY 1 ORDER BY 1;
