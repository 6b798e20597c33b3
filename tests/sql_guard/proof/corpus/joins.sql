-- Joins of every kind: conditions cannot reach what is hidden, and each side is narrowed before it is joined.

-- NATURAL JOIN would meet on a hidden column if scans were not projected | own rows
SELECT count(*) FROM transfers NATURAL JOIN accounts;

-- USING over a hidden column | refused unknown_column area
SELECT count(*) FROM accounts a JOIN accounts b USING (area);

-- USING over a column that only a row rule asks | refused unknown_column 地区
SELECT count(*) FROM 合同 a JOIN 合同 b USING (地区);

-- ON a hidden column | refused unknown_column manager
SELECT count(*) FROM branches a JOIN clients c ON a.manager = c.name;

-- a hidden table on the right | refused unknown_table vault
SELECT count(*) FROM clients c LEFT JOIN vault v ON v.id = c.client_id;

-- a hidden schema | refused unknown_table hr.pay
SELECT c.name, p.pay FROM clients c, hr.pay p WHERE p.client_id = c.client_id;

-- ON compares masked columns with a guess | runs
SELECT c.client_id FROM clients c JOIN (VALUES ('13800007919'), ('13800015838')) g(phone) ON c.phone = g.phone;

-- a masked column as the join key of two masked sides | own rows
SELECT count(*) FROM clients a JOIN clients b ON a.phone = b.phone;

-- the hash of an id as key | own rows
SELECT count(*) FROM clients a JOIN clients b USING (id_no);

-- the hidden rows' number through an outer join | own rows
SELECT count(*), count(c.client_id) FROM accounts a FULL OUTER JOIN clients c USING (client_id);

-- a RIGHT JOIN | own rows
SELECT b.name, count(c.client_id) FROM clients c RIGHT JOIN branches b ON b.branch_id = c.branch_id GROUP BY 1 ORDER BY 1;

-- ANTI JOIN: those without; a hidden row on the right counts as none | own rows
SELECT client_id FROM clients ANTI JOIN accounts USING (client_id) ORDER BY 1;

-- SEMI JOIN | own rows
SELECT transfer_id FROM transfers t SEMI JOIN accounts a ON a.account_id = t.account_id AND a.kind = 'card' ORDER BY 1;

-- CROSS JOIN counts what is in sight | own rows
SELECT count(*) FROM branches CROSS JOIN accounts;

-- a comma join whose condition stands in WHERE | own rows
SELECT b.city, sum(t.amount) FROM transfers t, accounts a, clients c, branches b WHERE t.account_id = a.account_id AND a.client_id = c.client_id AND c.branch_id = b.branch_id GROUP BY b.city ORDER BY 1;

-- a join of nested joins | own rows
SELECT count(*) FROM (clients c JOIN branches b USING (branch_id)) JOIN (accounts a JOIN transfers t USING (account_id)) ON a.client_id = c.client_id;

-- the nearest earlier row by ASOF | own rows
SELECT t.transfer_id, g.amount FROM transfers t ASOF JOIN plan.targets g ON t.day >= g.month ORDER BY 1;

-- ASOF LEFT JOIN | own rows
SELECT c.编号, g.amount FROM 合同 c ASOF LEFT JOIN plan.targets g ON c.签订日 >= g.month ORDER BY 1;

-- ASOF on a hidden table | refused unknown_table vault
SELECT * FROM transfers t ASOF JOIN vault v ON t.transfer_id >= v.id;

-- by position: rows of two tables side by side, in an order that nobody knows | refused not_allowed positional join
SELECT * FROM clients POSITIONAL JOIN accounts;

-- by position, with a hidden table | refused unknown_table vault
SELECT * FROM clients POSITIONAL JOIN vault;

-- a condition over three tables | own rows
SELECT count(*) FROM clients c JOIN accounts a ON a.client_id = c.client_id JOIN branches b ON b.branch_id = c.branch_id AND b.opened < a.opened;

-- an inequality join | own rows
SELECT count(*) FROM accounts a JOIN accounts b ON a.opened < b.opened;

-- a join on an expression over a masked column | own rows
SELECT count(*) FROM clients a JOIN clients b ON left(a.phone, 3) = left(b.phone, 3);

-- IS NOT DISTINCT FROM joins unknown keys | own rows
SELECT count(*) FROM clients a JOIN clients b ON a.level IS NOT DISTINCT FROM b.level;

-- a subquery in ON | own rows
SELECT count(*) FROM accounts a JOIN clients c ON c.client_id = (SELECT max(x.client_id) FROM accounts x WHERE x.account_id = a.account_id);

-- a hidden table in a subquery of ON | refused unknown_table vault
SELECT count(*) FROM accounts a JOIN clients c ON EXISTS (SELECT 1 FROM vault v WHERE v.id = a.account_id);

-- JOIN without a condition | refused unreadable
SELECT count(*) FROM clients LEFT JOIN accounts;

-- USING joins the same masked column under two types of join | own rows
SELECT count(*) FROM clients LEFT JOIN accounts USING (client_id) LEFT JOIN branches USING (branch_id);
