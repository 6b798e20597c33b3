-- UNION, INTERSECT and EXCEPT: every branch is narrowed.

-- a hidden table as second branch | refused unknown_table vault
SELECT name FROM clients UNION SELECT secret FROM vault;

-- a hidden table as third branch, in brackets | refused unknown_table vault
(SELECT 1 AS id) UNION ALL ((SELECT 2) UNION ALL (SELECT id FROM vault));

-- a hidden table under EXCEPT, which would show what it lacks | refused unknown_table hr.pay
SELECT client_id FROM clients EXCEPT SELECT client_id FROM hr.pay;

-- a hidden table under INTERSECT | refused unknown_table hr.pay
SELECT client_id FROM clients INTERSECT ALL SELECT client_id FROM hr.pay;

-- a hidden column in the second branch | refused unknown_column pin
SELECT kind FROM accounts UNION ALL SELECT pin FROM accounts;

-- both branches are narrowed | own rows
SELECT account_id FROM transfers UNION SELECT account_id FROM accounts ORDER BY 1;

-- the branches in other order of columns | own rows
SELECT client_id, name FROM clients UNION ALL SELECT branch_id, name FROM branches ORDER BY 1, 2;

-- UNION BY NAME with a column that only one side has | own rows
SELECT client_id, level FROM clients UNION ALL BY NAME SELECT client_id, kind FROM accounts ORDER BY ALL;

-- UNION BY NAME tries to fill a hidden column | refused unknown_column email
SELECT client_id FROM clients UNION BY NAME SELECT client_id, email FROM clients;

-- EXCEPT of a table from itself is empty | runs
SELECT * FROM transfers EXCEPT SELECT * FROM transfers;

-- EXCEPT ALL keeps doubles | own rows
SELECT channel FROM transfers EXCEPT ALL SELECT 'app' ORDER BY 1;

-- INTERSECT of two narrowed tables | own rows
SELECT client_id FROM clients INTERSECT SELECT client_id FROM accounts ORDER BY 1;

-- masked values on both sides are still masked | own rows
SELECT phone FROM clients INTERSECT SELECT phone FROM clients ORDER BY 1;

-- the unmasked phone would be found if masks came after the set operation | runs
SELECT phone FROM clients INTERSECT SELECT '13800007919';

-- precedence of INTERSECT over UNION | own rows
SELECT client_id FROM clients UNION SELECT client_id FROM accounts INTERSECT SELECT 3 ORDER BY 1;

-- a LIMIT inside one branch | runs
(SELECT branch_id FROM branches ORDER BY branch_id LIMIT 2) UNION ALL (SELECT client_id FROM clients ORDER BY client_id DESC LIMIT 2);

-- VALUES beside a table | own rows
SELECT name FROM branches UNION ALL VALUES ('x'), ('y') ORDER BY 1;

-- an ordered whole | own rows
SELECT 'c' AS t, count(*) AS n FROM clients UNION ALL SELECT 'a', count(*) FROM accounts UNION ALL SELECT 't', count(*) FROM transfers ORDER BY t;

-- a set operation in a scalar subquery | own rows
SELECT (SELECT max(n) FROM (SELECT count(*) AS n FROM clients UNION SELECT count(*) FROM accounts));

-- a set operation under IN | own rows
SELECT name FROM clients WHERE client_id IN (SELECT client_id FROM accounts UNION SELECT 1) ORDER BY 1;

-- different widths | refused does_not_fit
SELECT client_id, name FROM clients UNION SELECT client_id FROM clients;

-- a whole table as second branch with TABLE | own rows
TABLE branches UNION ALL TABLE branches;

-- TABLE with a hidden one | refused unknown_table vault
TABLE branches UNION ALL TABLE vault;
