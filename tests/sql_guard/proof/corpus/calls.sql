-- Calls of functions: those that reach out, that hide a name in a string, that tell of the engine.

-- statistics of a column, which know hidden rows | refused unknown_function stats
SELECT stats(amount) FROM transfers;

-- statistics in WHERE | refused unknown_function stats
SELECT count(*) FROM transfers WHERE stats(memo) LIKE '%CANARY%';

-- a scalar macro that reads a hidden table | refused unknown_function secret_of
SELECT secret_of(1);

-- a scalar macro by its full name | refused unknown_function
SELECT bank.main.secret_of(1) FROM clients;

-- a harmless macro is not on the list either | refused unknown_function double_of
SELECT double_of(2);

-- a macro called as a method | refused unknown_function secret_of
SELECT (1).secret_of();

-- the environment | refused unknown_function getenv
SELECT getenv('PATH');

-- a setting | refused unknown_function current_setting
SELECT current_setting('access_mode');

-- a variable of the session | refused unknown_function getvariable
SELECT getvariable('x');

-- the text of the running query | refused unknown_function current_query
SELECT current_query();

-- the next number of a sequence | refused unknown_function nextval
SELECT nextval('numbers');

-- the version | refused unknown_function version
SELECT version();

-- the user, without brackets | refused unknown_function current_user
SELECT current_user;

-- the database, with brackets | refused unknown_function current_database
SELECT current_database() FROM clients;

-- the schema, in capitals | refused unknown_function
SELECT CURRENT_SCHEMA;

-- the type of a masked column | refused unknown_function typeof
SELECT typeof(phone) FROM clients;

-- the alias of an expression | refused unknown_function alias
SELECT alias(phone) FROM clients;

-- a parse of SQL as JSON | refused unknown_function json_serialize_sql
SELECT json_serialize_sql('SELECT * FROM vault');

-- a plan as JSON | refused unknown_function json_serialize_plan
SELECT json_serialize_plan('SELECT * FROM vault');

-- the name of an aggregate in a string | refused unknown_function list_aggregate
SELECT list_aggregate([1, 2], 'sum');

-- the same with another name | refused unknown_function array_aggr
SELECT array_aggr([1, 2], 'sum');

-- an error with a text of data | refused unknown_function error
SELECT error(name) FROM clients;

-- a function of a schema | refused unknown_function
SELECT main.lower(name) FROM clients;

-- a function of the system's schema | refused unknown_function
SELECT system.main.lower(name) FROM clients;

-- a quoted function that is allowed | own rows
SELECT "lower"(name) FROM clients ORDER BY 1;

-- a quoted function that is not | refused unknown_function read_text
SELECT "read_text"('x');

-- random numbers would differ from run to run | refused unknown_function random
SELECT name FROM clients ORDER BY random();

-- a hidden function behind a lambda | refused unknown_function getenv
SELECT list_transform(['HOME'], x -> getenv(x));

-- a hidden function as default of lag | refused unknown_function getenv
SELECT lag(name, 1, getenv('HOME')) OVER (ORDER BY client_id) FROM clients;

-- a hidden function inside a FILTER | refused unknown_function stats
SELECT count(*) FILTER (WHERE stats(amount) IS NOT NULL) FROM transfers;

-- a hidden function in an interval | refused unknown_function getenv
SELECT born + INTERVAL (getenv('X')) DAY FROM clients;

-- a hidden function in the ORDER BY of an aggregate | refused unknown_function stats
SELECT list(name ORDER BY stats(name)) FROM clients;

-- a window whose function is not allowed | refused unknown_function approx_top_k
SELECT approx_top_k(amount, 3) OVER () FROM transfers;

-- TRY around an expression | refused unknown_function try
SELECT TRY(CAST(name AS INTEGER)) FROM clients;

-- an operator as a function | refused unknown_function +
SELECT "+"(1, 2);

-- an operator with its schema | refused not_allowed operator
SELECT 1 OPERATOR(main.+) 2;

-- the current date without brackets | runs
SELECT current_date = today(), current_date > DATE '2020-01-01';

-- the bits of a number | refused unknown_function bit_count
SELECT bit_count(5);

-- a pattern made of a column | refused pattern_not_literal
SELECT regexp_matches(memo, channel) FROM transfers;

-- a pattern made of a subquery | refused pattern_not_literal
SELECT regexp_extract('abc', (SELECT max(name) FROM clients));

-- a pattern put together from literals | refused pattern_not_literal
SELECT regexp_matches(memo, 'a' || 'b') FROM transfers;

-- a pattern by ~ | own rows
SELECT count(*) FROM transfers WHERE memo ~ '.*o.*';

-- LIKE may take its pattern from data | own rows
SELECT count(*) FROM transfers WHERE memo LIKE left(memo, 1) || '%';
