-- Statements that are not one query: writing, settings, files, several at once.

-- two queries | refused several_statements
SELECT 1; SELECT * FROM vault;

-- a second statement after a comment | refused several_statements
SELECT 1 /* ; */ ; /* nothing */ DELETE FROM clients;

-- a second statement on the next line behind a comment to the end of line | refused several_statements
SELECT 1 -- the end; of it
; DROP TABLE vault;

-- an empty statement first | refused several_statements
; DROP TABLE clients;

-- semicolons at the end are none | runs
SELECT 1;;;

-- a semicolon inside a text | runs
SELECT 'a; DROP TABLE clients; --' AS x;

-- insertion | refused not_a_query insert
INSERT INTO clients SELECT * FROM clients;

-- insertion or replacement | refused not_a_query insert
INSERT OR REPLACE INTO branches VALUES (1);

-- update from a hidden table | refused not_a_query update
UPDATE clients SET note = secret FROM vault;

-- deletion with USING | refused not_a_query delete
DELETE FROM clients USING vault WHERE vault.id = client_id;

-- insertion in a member of WITH | refused not_allowed insert
WITH x AS (INSERT INTO branches SELECT * FROM branches RETURNING *) SELECT count(*) FROM x;

-- deletion in a member of WITH that nobody reads | refused not_allowed delete
WITH x AS (DELETE FROM transfers RETURNING 1) SELECT 1;

-- a member of WITH before an insertion | refused not_a_query
WITH x AS (SELECT 1) INSERT INTO branches SELECT * FROM x;

-- a member of WITH before a deletion | refused not_a_query
WITH x AS (SELECT 1) DELETE FROM branches;

-- a member of WITH that writes a file | refused unreadable
WITH x AS (COPY clients TO 'out.csv') SELECT 1;

-- a member of WITH that merges | refused not_allowed merge
WITH x AS (MERGE INTO branches USING clients ON false WHEN NOT MATCHED THEN INSERT DEFAULT VALUES RETURNING *) FROM x;

-- writing a file | refused not_a_query copy
COPY (SELECT * FROM clients) TO '/tmp/clients.parquet' (FORMAT parquet);

-- exporting everything | refused not_a_query export
EXPORT DATABASE '/tmp/x';

-- attaching a file | refused not_a_query attach
ATTACH '/tmp/x.db' AS x (READ_ONLY false);

-- detaching the database | refused not_a_query detach
DETACH bank;

-- installing an extension | refused not_a_query install
INSTALL httpfs FROM community;

-- loading an extension | refused not_a_query load
LOAD 'x.duckdb_extension';

-- a setting | refused not_a_query set
SET enable_external_access = true;

-- a setting back to its default | refused not_a_query reset
RESET lock_configuration;

-- a variable that holds a hidden table | refused not_a_query set
SET VARIABLE v = (SELECT list(secret) FROM vault);

-- a pragma that looks like a query | refused not_a_query pragma
PRAGMA show_tables;

-- a pragma with a value | refused not_a_query pragma
PRAGMA memory_limit = '100GB';

-- a call | refused not_a_query call
CALL duckdb_tables();

-- a temporary table | refused not_a_query create
CREATE TEMP TABLE t AS SELECT * FROM vault;

-- a temporary macro that shadows a function | refused not_a_query create
CREATE OR REPLACE TEMP MACRO lower(x) AS 'CANARY';

-- a view | refused not_a_query create
CREATE VIEW clients_2 AS FROM clients;

-- a prepared statement | refused not_a_query prepare
PREPARE p AS SELECT * FROM vault WHERE id = $1;

-- running a prepared statement | refused not_a_query execute
EXECUTE p(1);

-- a transaction | refused not_a_query begin
BEGIN;

-- a plan | refused not_a_query explain
EXPLAIN SELECT * FROM clients;

-- a plan that runs | refused not_a_query explain
EXPLAIN (ANALYZE, FORMAT json) SELECT * FROM transfers;

-- a description | refused not_a_query describe
DESCRIBE clients;

-- a description in FROM | refused not_allowed describe
SELECT * FROM (DESCRIBE vault);

-- a summary in FROM | refused not_allowed summarize
SELECT min, max FROM (SUMMARIZE transfers);

-- the list of tables in FROM | refused unknown_table SHOW
SELECT * FROM (SHOW TABLES);

-- SHOW as a statement | refused not_a_query show
SHOW ALL TABLES;

-- a query into a new table | refused not_allowed into
SELECT * INTO copy_of_clients FROM clients;

-- rows locked | refused not_allowed lock
SELECT * FROM clients FOR UPDATE;

-- a dump of its own plan into a file | refused not_a_query pragma
PRAGMA profiling_output = '/tmp/p.json';

-- a comment on a table | refused not_a_query comment
COMMENT ON TABLE clients IS (SELECT max(secret) FROM vault);

-- the extensions updated | refused not_a_query update
UPDATE EXTENSIONS;

-- a truncation | refused not_a_query truncate
TRUNCATE clients;

-- nothing but a comment | refused empty
/* SELECT 1 */;

-- nothing but white space | refused empty
   ;

-- an anonymous block | refused not_a_query do
DO $$ BEGIN SELECT 1; END $$;

-- DECLARE of a cursor | refused not_a_query declare
DECLARE c CURSOR FOR SELECT * FROM vault;
