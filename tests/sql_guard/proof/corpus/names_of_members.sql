-- Members of WITH that take the name of a table, and where such a name is in sight.

-- a member takes the name of the table that it reads | own rows
WITH transfers AS (SELECT * FROM transfers) SELECT count(*), sum(amount) FROM transfers;

-- the same, and the table is meant once more by its full name | own rows
WITH transfers AS (SELECT * FROM transfers WHERE channel = 'app') SELECT (SELECT count(*) FROM transfers), (SELECT count(*) FROM main.transfers);

-- the full name of three parts is never a member | own rows
WITH clients AS (SELECT 1 AS client_id) SELECT count(*) FROM bank.main.clients;

-- a member in a subquery is out of sight outside of it | own rows
SELECT count(*) FROM (WITH clients AS (SELECT 1 AS x) SELECT * FROM clients) a, clients b;

-- a member named like a hidden table is only itself | runs
WITH vault AS (SELECT 42 AS secret) SELECT secret FROM vault;

-- a member named like a hidden table reads the hidden table | refused unknown_table vault
WITH vault AS (SELECT * FROM vault) SELECT * FROM vault;

-- two members read each other's name | refused unknown_table vault
WITH a AS (SELECT * FROM vault), vault AS (SELECT 1 AS secret) SELECT * FROM a;

-- a later member sees an earlier one that took the name | own rows
WITH transfers AS (SELECT account_id, amount FROM transfers WHERE amount > 100), totals AS (SELECT account_id, sum(amount) AS s FROM transfers GROUP BY 1) SELECT * FROM totals ORDER BY 1;

-- the name is taken only in an inner query; outside, the hidden table is asked | refused unknown_table vault
SELECT * FROM (WITH vault AS (SELECT 1 AS x) SELECT x FROM vault) a CROSS JOIN vault;

-- the outer member is covered by an inner one of the same name | runs
WITH x AS (SELECT 1 AS n) SELECT (WITH x AS (SELECT 2 AS n) SELECT n FROM x) AS inner_n, n FROM x;

-- quoted and unquoted spellings are one member | own rows
WITH "Transfers" AS (SELECT transfer_id FROM transfers) SELECT count(*) FROM TRANSFERS;

-- the member has other columns than the table whose name it takes | own rows
WITH clients(client_id, phone) AS (SELECT client_id, id_no FROM clients) SELECT phone FROM clients ORDER BY client_id;

-- a hidden column is asked of a member that took the table's name | refused unknown_column email
WITH clients AS (SELECT * FROM clients) SELECT email FROM clients;

-- a member inside EXISTS takes the name; the outer query reads the table | own rows
SELECT count(*) FROM accounts WHERE EXISTS (WITH accounts AS (SELECT 1 AS one) SELECT 1 FROM accounts);

-- both sides of a UNION see the members of the whole | own rows
WITH c AS (SELECT client_id FROM clients) SELECT count(*) FROM (SELECT client_id FROM c UNION ALL SELECT client_id FROM accounts);

-- a member of the right side only; the left side asks a hidden table | refused unknown_table vault
SELECT id FROM vault UNION ALL (WITH vault AS (SELECT 1 AS id) SELECT id FROM vault);

-- a materialised member | own rows
WITH t AS MATERIALIZED (SELECT * FROM transfers) SELECT count(*) FROM t a JOIN t b USING (transfer_id);

-- a member that is not used may not read what is hidden either | refused unknown_table vault
WITH x AS (SELECT * FROM vault) SELECT 1;

-- a member that is not used names what is hidden: the engine does not look, and nothing is read | own rows
WITH x AS (SELECT pin FROM accounts) SELECT count(*) FROM accounts;

-- seven members in a row, each on the one before | own rows
WITH a AS (FROM transfers), b AS (FROM a), c AS (FROM b), d AS (FROM c), e AS (FROM d), f AS (FROM e), g AS (FROM f) SELECT count(*) FROM g;

-- a member named like the database | own rows
WITH bank AS (SELECT count(*) AS n FROM transfers) SELECT n FROM bank;

-- a member named main, and a table of the schema main | own rows
WITH main AS (SELECT 1 AS n) SELECT n, (SELECT count(*) FROM main.branches) FROM main;

-- a recursive member | refused recursive
WITH RECURSIVE n AS (SELECT 1 AS i UNION ALL SELECT i + 1 FROM n WHERE i < 5) SELECT * FROM n;

-- a recursive member that walks a hidden table | refused recursive
WITH RECURSIVE v(id, secret) AS (SELECT id, secret FROM vault WHERE id = 1 UNION SELECT w.id, w.secret FROM vault w, v WHERE w.id = v.id + 1) SELECT * FROM v;

-- RECURSIVE written although nothing recurs | refused recursive
WITH RECURSIVE t AS (SELECT * FROM transfers) SELECT count(*) FROM t;

-- a recursive member that updates its rows by key | refused recursive
WITH RECURSIVE t(a, b) USING KEY (a) AS (SELECT 1, 2 UNION SELECT a, b + 1 FROM t WHERE b < 9) SELECT * FROM t;

-- the member's own name is asked inside of itself without RECURSIVE | refused unknown_table x
WITH x AS (SELECT * FROM x) SELECT * FROM x;

-- WITH inside an IN list | own rows
SELECT count(*) FROM transfers WHERE account_id IN (WITH transfers AS (SELECT account_id FROM accounts WHERE kind = 'card') SELECT account_id FROM transfers);

-- a member reads a view over everything | refused unknown_table every_transfer
WITH transfers AS (SELECT * FROM every_transfer) SELECT count(*) FROM transfers;

-- a member whose name folds to a table's name in Python but not in the engine: banK and bank, with the Kelvin sign | refused unknown_table bank
WITH banK AS (SELECT 1 AS x) SELECT * FROM bank;

-- the same with a letter that only Unicode folds, on a name that is no table | refused unknown_table ä
WITH "Ä" AS (SELECT 1 AS x) SELECT * FROM "ä";

-- the member by its own spelling | runs
WITH "Ä" AS (SELECT 1 AS x) SELECT x FROM "Ä";

-- two members that are one to Python | runs
WITH k AS (SELECT 1 AS x), "K" AS (SELECT 2 AS x) SELECT (SELECT x FROM k), (SELECT x FROM "K");
