-- Messages of the engine carry values and names; none of them may reach the asker, and no error may depend on hidden rows.

-- a cast whose message holds a value of a permitted row | fails
SELECT CAST(name AS INTEGER) FROM clients;

-- a cast of the unmasked value would fail otherwise than that of the mask | fails
SELECT phone::BIGINT FROM clients;

-- a cast that only a hidden row fails, behind a rule of the table's own | own rows
SELECT count(*) FROM accounts WHERE CAST(CASE WHEN kind = 'CANARY kind' THEN 'x' ELSE '1' END AS INTEGER) = 1;

-- a cast that only a hidden row fails, behind a rule over a join | own rows
SELECT count(*) FROM clients WHERE CAST(CASE WHEN note = 'CANARY note' THEN 'x' ELSE '1' END AS INTEGER) = 1;

-- the same under a join with a few rows, which the engine would do first | own rows
SELECT sum(k) FROM (SELECT account_id AS k FROM transfers WHERE CAST(CASE WHEN memo LIKE 'CANARY%' THEN 'x' ELSE '1' END AS INTEGER) = 1) JOIN accounts ON k = accounts.account_id WHERE accounts.kind = 'card';

-- the same with a sum | own rows
SELECT sum(CAST(CASE WHEN memo LIKE 'CANARY%' THEN 'x' ELSE '1' END AS INTEGER)) FROM transfers;

-- the same with a date that cannot be read | own rows
SELECT count(strptime(CASE WHEN memo LIKE 'CANARY%' THEN 'x' ELSE '2026' END, '%Y')) FROM transfers;

-- the same with a number that is too large | own rows
SELECT count(*) FROM transfers WHERE transfer_id + CASE WHEN memo LIKE 'CANARY%' THEN 9223372036854775807 ELSE 0 END > 0;

-- the same with the logarithm of zero | own rows
SELECT count(*) FROM transfers WHERE ln(CASE WHEN memo LIKE 'CANARY%' THEN 0 ELSE 1 END) < 1;

-- the same in a condition of a join | own rows
SELECT count(*) FROM transfers t JOIN plan.targets g ON CAST(CASE WHEN t.memo LIKE 'CANARY%' THEN 'x' ELSE '1000' END AS INTEGER) = g.amount;

-- the same in an anti join | own rows
SELECT count(*) FROM clients c ANTI JOIN transfers t ON CAST(CASE WHEN t.memo LIKE 'CANARY%' THEN 'x' ELSE '3' END AS INTEGER) = c.client_id;

-- the same in ORDER BY with a limit | own rows
SELECT transfer_id FROM transfers ORDER BY CAST(CASE WHEN memo LIKE 'CANARY%' THEN 'x' ELSE '1' END AS INTEGER), transfer_id LIMIT 5;

-- the same in the arguments of a window | own rows
SELECT transfer_id, sum(CAST(CASE WHEN memo LIKE 'CANARY%' THEN 'x' ELSE '1' END AS INTEGER)) OVER (ORDER BY transfer_id) FROM transfers ORDER BY 1;

-- a subquery of several rows, where hidden rows would make the second | own rows
SELECT (SELECT name FROM branches WHERE opened > DATE '2021-01-01');

-- a guess in a TRY_CAST fails nothing | own rows
SELECT TRY_CAST(name AS INTEGER), TRY_CAST(phone AS BIGINT) FROM clients ORDER BY client_id;

-- a misspelt column: the engine would suggest a hidden one | refused unknown_column emai
SELECT emai FROM clients;

-- a misspelt column near a hidden one of another table | refused unknown_column devic
SELECT t.devic FROM transfers t;

-- a misspelt table near a hidden one | refused unknown_table vaul
SELECT * FROM vaul;

-- a misspelt schema near a hidden one | refused unknown_table hrr.pay
SELECT * FROM hrr.pay;

-- a misspelt function near a macro | refused unknown_function secret_off
SELECT secret_off(1);

-- a misspelt key near a hidden one | refused unknown_column emai
SELECT c['emai'] FROM clients c;

-- a misspelt setting in AT TIME ZONE | fails
SELECT paid AT TIME ZONE 'Europe/Nowhere' FROM transfers;

-- a column of no table beside a hidden one | refused unknown_column pins
SELECT count(*) FROM accounts a JOIN clients c ON c.client_id = a.pins;

-- a wrong type whose message would name the hidden column | refused unknown_column area
SELECT sum(area) FROM accounts;

-- a wrong type of a permitted column | refused does_not_fit binder
SELECT sum(kind) FROM accounts;

-- a column that is not grouped: the star would name all | refused does_not_fit binder
SELECT *, count(*) FROM accounts;

-- two columns of one name | refused ambiguous_column client_id
SELECT client_id FROM clients, accounts;

-- an unknown unit of time | refused does_not_fit conversion
SELECT date_trunc('aeon', day) FROM transfers;

-- a broken pattern | refused does_not_fit invalidinput
SELECT regexp_matches(name, '(') FROM clients;

-- a constant that cannot be cast | fails
SELECT CAST('CANARY' AS INTEGER) FROM clients;

-- an enumeration would keep all its values | refused not_allowed type enum
SELECT 'a'::ENUM ('a', 'b');
