-- Correlated subqueries, LATERAL, EXISTS, ANY and ALL, at every place of a query.

-- a correlated scalar over a hidden table | refused unknown_table vault
SELECT name, (SELECT secret FROM vault v WHERE v.id = c.client_id) FROM clients c;

-- a correlated EXISTS over a hidden schema | refused unknown_table bank.hr.pay
SELECT name FROM clients c WHERE EXISTS (SELECT 1 FROM bank.hr.pay p WHERE p.client_id = c.client_id AND p.pay > 9003);

-- a correlated count of a narrowed table | own rows
SELECT c.client_id, (SELECT count(*) FROM accounts a WHERE a.client_id = c.client_id) AS n FROM clients c ORDER BY 1;

-- correlated over two levels | own rows
SELECT b.name, (SELECT count(*) FROM clients c WHERE c.branch_id = b.branch_id AND EXISTS (SELECT 1 FROM accounts a WHERE a.client_id = c.client_id)) FROM branches b ORDER BY 1;

-- the inner query names a hidden column of the outer one | refused unknown_column pin
SELECT (SELECT a.pin) FROM accounts a;

-- the inner query names a hidden column without its table | refused unknown_column email
SELECT (SELECT max(email)) FROM clients;

-- LATERAL over a hidden table | refused unknown_table vault
SELECT * FROM clients c, LATERAL (SELECT secret FROM vault v WHERE v.id = c.client_id) x;

-- LATERAL over a narrowed table | own rows
SELECT a.account_id, x.n FROM accounts a, LATERAL (SELECT count(*) AS n FROM transfers t WHERE t.account_id = a.account_id) x ORDER BY 1;

-- LATERAL without the word | own rows
SELECT c.client_id, x.last FROM clients c, (SELECT max(opened) AS last FROM accounts a WHERE a.client_id = c.client_id) x ORDER BY 1;

-- LEFT JOIN LATERAL with a limit inside | own rows
SELECT a.account_id, x.amount FROM accounts a LEFT JOIN LATERAL (SELECT amount FROM transfers t WHERE t.account_id = a.account_id ORDER BY transfer_id LIMIT 1) x ON true ORDER BY 1;

-- LATERAL tries to capture the column of the row rule | own rows
SELECT count(*) FROM (SELECT '华北' AS area, '华北' AS region) z, LATERAL (SELECT * FROM accounts) a;

-- the same with names of tables | own rows
SELECT count(*) FROM (SELECT 1 AS branch_id, '华北' AS region) AS branches, LATERAL (SELECT * FROM clients) c;

-- IN over a narrowed table | own rows
SELECT count(*) FROM transfers WHERE account_id IN (SELECT account_id FROM accounts WHERE kind = 'card');

-- NOT IN over a hidden table | refused unknown_table vault
SELECT count(*) FROM transfers WHERE account_id NOT IN (SELECT id FROM vault);

-- a pair under IN | own rows
SELECT count(*) FROM accounts WHERE (account_id, client_id) IN (SELECT account_id, client_id FROM accounts WHERE opened > DATE '2024-01-10');

-- > ANY over a narrowed table | own rows
SELECT count(*) FROM accounts WHERE client_id > ANY (SELECT client_id FROM clients WHERE level = 'gold');

-- = ALL over a hidden table | refused unknown_table vault
SELECT count(*) FROM accounts WHERE client_id = ALL (SELECT id FROM vault);

-- a subquery in ORDER BY | own rows
SELECT account_id FROM accounts a ORDER BY (SELECT count(*) FROM transfers t WHERE t.account_id = a.account_id), account_id;

-- a hidden table in ORDER BY | refused unknown_table vault
SELECT account_id FROM accounts ORDER BY (SELECT secret FROM vault LIMIT 1);

-- a hidden table in GROUP BY | refused unknown_table vault
SELECT count(*) FROM accounts GROUP BY (SELECT max(secret) FROM vault);

-- a hidden table in HAVING | refused unknown_table vault
SELECT kind FROM accounts GROUP BY kind HAVING count(*) > (SELECT min(id) FROM vault);

-- a hidden table in QUALIFY | refused unknown_table vault
SELECT account_id FROM accounts QUALIFY row_number() OVER (ORDER BY account_id) < (SELECT count(*) FROM vault);

-- a hidden table in LIMIT | refused unknown_table vault
SELECT account_id FROM accounts LIMIT (SELECT count(*) FROM vault);

-- a narrowed table in OFFSET: how many rows there are is no secret, but OFFSET must be plain | own rows
SELECT account_id FROM accounts ORDER BY 1 OFFSET 3;

-- a hidden table in a FILTER | refused unknown_table vault
SELECT count(*) FILTER (WHERE account_id IN (SELECT id FROM vault)) FROM accounts;

-- a hidden table in the frame of a window | refused unknown_table vault
SELECT sum(account_id) OVER (ORDER BY account_id ROWS BETWEEN (SELECT max(id) FROM vault) PRECEDING AND CURRENT ROW) FROM accounts;

-- a hidden table in CASE | refused unknown_table vault
SELECT CASE WHEN (SELECT count(*) FROM vault) > 3 THEN 'many' ELSE 'few' END;

-- a hidden table in VALUES | refused unknown_table vault
SELECT * FROM (VALUES ((SELECT max(secret) FROM vault))) v(x);

-- a hidden table in the arguments of a function in FROM | refused unknown_table vault
SELECT * FROM unnest((SELECT list(secret) FROM vault)) t(x);

-- a hidden table in DISTINCT ON | refused unknown_table vault
SELECT DISTINCT ON ((SELECT max(id) FROM vault)) account_id FROM accounts;

-- a hidden table in a list | refused unknown_table vault
SELECT [x.secret FOR x IN (SELECT list(v) FROM vault v)] AS all_of_it;

-- a hidden table in ARRAY(…) | refused unknown_table vault
SELECT ARRAY(SELECT secret FROM vault);

-- an EXISTS that compares by a masked column | own rows
SELECT count(*) FROM clients a WHERE EXISTS (SELECT 1 FROM clients b WHERE b.phone = a.phone );

-- a scalar subquery of a struct | own rows
SELECT (SELECT b FROM branches b WHERE b.branch_id = c.branch_id) AS branch FROM clients c ORDER BY c.client_id;

-- twelve levels deep | own rows
SELECT * FROM (SELECT * FROM (SELECT * FROM (SELECT * FROM (SELECT * FROM (SELECT * FROM (SELECT * FROM (SELECT * FROM (SELECT * FROM (SELECT * FROM (SELECT * FROM (SELECT count(*) FROM transfers)))))))))));
