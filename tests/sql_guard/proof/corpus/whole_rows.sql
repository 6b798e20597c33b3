-- Stars, whole rows as values, COLUMNS() and what they could carry along.

-- a star shows only the permitted columns | own rows
SELECT * FROM accounts ORDER BY account_id;

-- a star of an alias | own rows
SELECT t.*, a.kind FROM transfers t JOIN accounts a USING (account_id) ORDER BY 1;

-- a star with EXCLUDE of a hidden column | refused does_not_fit
SELECT * EXCLUDE (pin) FROM accounts;

-- a star with EXCLUDE of a permitted column | own rows
SELECT * EXCLUDE (note, born) FROM clients ORDER BY 1;

-- REPLACE puts a hidden column under a permitted name | refused unknown_column pin
SELECT * REPLACE (pin AS kind) FROM accounts;

-- REPLACE of a masked column by an expression on itself | own rows
SELECT * REPLACE (upper(phone) AS phone) FROM clients ORDER BY 1;

-- RENAME of a hidden column does nothing, as if it were not there | own rows
SELECT * RENAME (pin AS p) FROM accounts;

-- RENAME of a permitted column | own rows
SELECT * RENAME (kind AS sort_of) FROM accounts ORDER BY 1;

-- a star with LIKE looks at permitted names only | refused does_not_fit
SELECT * LIKE 'e%' FROM clients;

-- a star with SIMILAR TO looks at permitted names only | own rows
SELECT * SIMILAR TO '.*' FROM clients;

-- COLUMNS with a pattern | refused unknown_function columns
SELECT COLUMNS('p.*') FROM accounts;

-- COLUMNS with a lambda | refused unknown_function columns
SELECT COLUMNS(c -> c = 'pin') FROM accounts;

-- COLUMNS with a list | refused unknown_function columns
SELECT COLUMNS(['pin', 'kind']) FROM accounts;

-- COLUMNS inside an aggregate | refused unknown_function columns
SELECT min(COLUMNS(*)) FROM clients;

-- COLUMNS unpacked into a function | refused unknown_function columns
SELECT concat(*COLUMNS(*)) FROM clients;

-- COLUMNS in WHERE | refused unknown_function columns
SELECT 1 FROM clients WHERE COLUMNS(*) IS NOT NULL;

-- a whole row as a value | own rows
SELECT c FROM clients c ORDER BY c.client_id;

-- a whole row under the table's own name | own rows
SELECT accounts FROM accounts ORDER BY account_id;

-- a field of the whole row | own rows
SELECT (c).phone FROM clients c ORDER BY 1;

-- a hidden field of the whole row | refused unknown_column email
SELECT (c).email FROM clients c;

-- a hidden field by its key | refused unknown_column email
SELECT c['email'] FROM clients c;

-- a hidden field by struct_extract | refused unknown_column email
SELECT struct_extract(c, 'email') FROM clients c;

-- a field by its place: the tenth of nine | refused does_not_fit
SELECT struct_extract(row(c.client_id, c.name), 3) FROM clients c;

-- a whole row as text | own rows
SELECT c::VARCHAR FROM clients c ORDER BY c.client_id;

-- a whole row as JSON | refused unknown_function to_json
SELECT to_json(c) FROM clients c;

-- whole rows gathered into a list | own rows
SELECT list(b ORDER BY b.branch_id) FROM branches b;

-- whole rows compared | own rows
SELECT count(*) FROM accounts a JOIN accounts b ON a = b;

-- the largest whole row | own rows
SELECT max(a) FROM accounts a;

-- arg_max gives back a whole row | own rows
SELECT arg_max(a, a.opened) FROM accounts a;

-- a hidden column unpacked from a struct of the row | refused does_not_fit
SELECT unnest(c).email FROM clients c;

-- the fields of a row unpacked | own rows
SELECT unnest(a) FROM accounts a ORDER BY 1;

-- unpacked to the last level | own rows
SELECT unnest(x, recursive := true) FROM (SELECT {'a': client_id, 'b': {'c': phone}} AS x FROM clients) ORDER BY 1;

-- a dotted chain into a hidden column | refused unknown_column device
SELECT bank.main.transfers.device FROM bank.main.transfers;

-- a dotted chain with the wrong schema | refused unknown_alias
SELECT plan.transfers.amount FROM transfers;

-- a dotted chain into a struct | own rows
SELECT x.c.phone FROM (SELECT {'phone': phone} AS c FROM clients) x ORDER BY 1;

-- row(…) of stars | refused does_not_fit
SELECT row(*) FROM clients;

-- struct_pack of a hidden column | refused unknown_column email
SELECT struct_pack(e := email) FROM clients;

-- count of a hidden column | refused unknown_column pin
SELECT count(pin) FROM accounts;

-- count(DISTINCT whole row) | own rows
SELECT count(DISTINCT c) FROM clients c;

-- hash of a whole row | refused unknown_function hash
SELECT hash(c) FROM clients c;

-- INSERT-like column list on a subquery hides nothing more | own rows
SELECT a, b FROM (SELECT account_id, kind FROM accounts) AS x(a, b) ORDER BY 1;

-- a column list on a table reaches no further column | refused does_not_fit
SELECT * FROM accounts AS a(w, x, y, z, area, pin);

-- a column list renames a permitted column to a hidden name | own rows
SELECT pin FROM accounts AS a(w, x, pin, z) ORDER BY w;

-- a chain of method calls | refused unknown_function upper
SELECT name.upper().left(3) FROM clients ORDER BY 1;

-- a method call of a hidden column | refused unknown_function upper
SELECT email.upper() FROM clients;

-- a method call of a function that is not allowed | refused unknown_function hash
SELECT name.hash() FROM clients;

-- the name of a column that has none would be the text of the scan, with the row rule | own rows
SELECT (SELECT count(*) FROM accounts), EXISTS (SELECT 1 FROM transfers WHERE amount > 400), 3 IN (SELECT account_id FROM accounts);

-- the same as the key of a whole row | own rows
SELECT q FROM (SELECT (SELECT count(*) FROM transfers), 1 + (SELECT count(*) FROM accounts)) AS q;

-- the same inside of an aggregate's FILTER, unpacked from a row | own rows
SELECT unnest(q) FROM (SELECT count(*) FILTER (WHERE branch_id IN (SELECT branch_id FROM clients)) FROM branches) AS q;

-- the same turned into a value by UNPIVOT | refused does_not_fit
UNPIVOT (SELECT (SELECT count(*) FROM accounts)) ON n INTO NAME n VALUE v;

-- the same inside of a PIVOT's aggregate, which gives its text to columns | refused not_allowed table without its scan
SELECT * FROM (SELECT channel, account_id FROM transfers) PIVOT (max((SELECT max(account_id) FROM accounts)), count(*) FOR channel IN ('app'));

-- the asker's own name for such a column stays | own rows
SELECT (SELECT count(*) FROM accounts) AS "(SELECT COUNT(*) FROM accounts)", (SELECT count(*) FROM clients) AS n;
