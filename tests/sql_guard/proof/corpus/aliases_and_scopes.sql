-- Aliases that shadow tables, columns and functions, and orders of clauses that only this engine has.

-- an alias that is the name of another table | own rows
SELECT transfers.account_id FROM accounts AS transfers ORDER BY 1;

-- two tables under each other's name | own rows
SELECT clients.account_id, accounts.client_id FROM accounts AS clients JOIN clients AS accounts ON clients.client_id = accounts.client_id ORDER BY ALL;

-- an alias that is a hidden table's name | own rows
SELECT vault.name FROM clients AS vault ORDER BY 1;

-- the table's own name is gone behind its alias | refused unknown_alias clients
SELECT clients.name FROM clients c;

-- the full name is gone too | refused unknown_alias
SELECT main.clients.name FROM clients c;

-- the full name is kept without an alias | own rows
SELECT bank.main.clients.name FROM main.clients ORDER BY 1;

-- an alias that is a hidden column's name | own rows
SELECT upper(kind) AS pin FROM accounts ORDER BY pin;

-- an alias used in WHERE before it is one | own rows
SELECT account_id * 2 AS twice FROM accounts WHERE twice > 20 ORDER BY 1;

-- an alias used beside the column that it covers | own rows
SELECT amount AS channel, channel AS amount FROM transfers ORDER BY transfer_id;

-- an alias used by a later one | own rows
SELECT account_id + 1 AS a, a * 2 AS b, b - a AS c FROM accounts ORDER BY 1;

-- a table as FROM alone | own rows
FROM branches;

-- FROM first | own rows
FROM transfers t SELECT t.channel, count(*) WHERE t.amount > 20 GROUP BY 1 ORDER BY 1;

-- FROM first with a hidden table | refused unknown_table vault
FROM vault SELECT *;

-- FROM first inside brackets | own rows
SELECT * FROM (FROM accounts SELECT count(*));

-- an alias before its expression | own rows
SELECT n: count(*), kind: any_value('x') FROM accounts;

-- an alias before its table | own rows
SELECT t.client_id FROM t: clients ORDER BY 1;

-- a trailing comma | own rows
SELECT count(*), FROM clients,;

-- the alias of a subquery is a hidden table's name | own rows
SELECT vault.n FROM (SELECT count(*) AS n FROM clients) AS vault;

-- a column list over a member | own rows
WITH c(secret, pin) AS (SELECT name, phone FROM clients) SELECT secret, pin FROM c ORDER BY 1;

-- VALUES with the names of hidden columns | runs
SELECT area, pin FROM (VALUES ('a', 1), ('b', 2)) AS accounts(area, pin) ORDER BY 1;

-- VALUES that cover a table's name beside the table | own rows
SELECT count(*) FROM (VALUES (1)) AS accounts(one), clients;

-- the same alias twice, where neither is asked for a column | own rows
SELECT 1 FROM clients x, accounts x;

-- ORDER BY the place of a column | own rows
SELECT kind, account_id FROM accounts ORDER BY 1 DESC, 2;

-- ORDER BY ALL DESC | own rows
SELECT kind, account_id FROM accounts ORDER BY ALL DESC;

-- NULLS FIRST | own rows
SELECT memo FROM transfers ORDER BY memo NULLS FIRST;

-- the order of a language | own rows
SELECT name FROM clients ORDER BY name COLLATE zh;

-- the order without accents | own rows
SELECT name FROM clients ORDER BY name COLLATE noaccent, name;

-- LIMIT and OFFSET | own rows
SELECT transfer_id FROM transfers ORDER BY transfer_id LIMIT 5 OFFSET 7;

-- FETCH FIRST | own rows
SELECT transfer_id FROM transfers ORDER BY transfer_id FETCH FIRST 3 ROWS ONLY;

-- a limit inside a subquery may be any expression that reads nothing hidden | own rows
SELECT count(*) FROM (SELECT * FROM transfers ORDER BY transfer_id LIMIT 500);

-- brackets around the whole | own rows
((SELECT count(*) FROM clients));

-- WITH in brackets | own rows
(WITH a AS (SELECT count(*) AS n FROM clients) SELECT n FROM a);

-- SELECT ALL | own rows
SELECT ALL kind FROM accounts ORDER BY ALL;

-- a column compared with a list, which prints as a list of one | refused read_differently
SELECT count(*) FROM transfers WHERE channel IN ['app', '柜台'];

-- NOT, IS, and their order | own rows
SELECT count(*) FROM transfers WHERE NOT memo IS NULL AND NOT amount > 100 OR memo IS NOT DISTINCT FROM 'toys';

-- comparisons in a row | own rows
SELECT count(*) FROM accounts WHERE (client_id, account_id) > (5, 5);

-- BETWEEN SYMMETRIC of another dialect | refused unreadable
SELECT count(*) FROM transfers WHERE amount BETWEEN SYMMETRIC 100 AND 5;
