-- Functions in FROM, and names that the engine would replace by a file or an object of Python.

-- a CSV file | refused unknown_function read_csv
SELECT * FROM read_csv('bank.csv');

-- a list of Parquet files | refused unknown_function read_parquet
SELECT * FROM read_parquet(['a.parquet', 'b.parquet'], union_by_name = true);

-- lines of JSON | refused unknown_function read_ndjson
SELECT * FROM read_ndjson('x.ndjson');

-- a text file in a scalar subquery | refused unknown_function read_text
SELECT (SELECT content FROM read_text('/proc/self/environ'));

-- a file in a JOIN | refused unknown_function read_blob
SELECT count(*) FROM clients LEFT JOIN read_blob('/etc/hosts') ON true;

-- the names of files | refused unknown_function glob
FROM glob('/home/*/.ssh/*');

-- a file named as a table | refused unknown_table secrets.parquet
SELECT * FROM 'secrets.parquet';

-- a file in double quotes | refused unknown_table /tmp/bank.csv
FROM "/tmp/bank.csv" SELECT count(*);

-- an address of the network as a table | refused unknown_table http://10.0.0.1/a.csv
SELECT * FROM 'http://10.0.0.1/a.csv';

-- a name of Python's frame | refused unknown_table POLICY
SELECT * FROM POLICY;

-- a data frame of Python by its usual name | refused unknown_table df
SELECT * FROM df;

-- SQL in a string | refused unknown_function query
FROM query('SELECT * FROM vault');

-- SQL in a string put together | refused unknown_function query
SELECT * FROM query('SELECT * FROM ' || 'vault');

-- a table's name in a string | refused unknown_function query_table
FROM query_table('vault');

-- a permitted table's name in a string: its scan would be lost | refused unknown_function query_table
FROM query_table('transfers');

-- a parsed statement in a string | refused unknown_function json_execute_serialized_sql
SELECT * FROM json_execute_serialized_sql('{}');

-- tables of the engine | refused unknown_function duckdb_tables
SELECT table_name FROM duckdb_tables();

-- columns of the engine | refused unknown_function duckdb_columns
SELECT * FROM duckdb_columns() WHERE table_name = 'vault';

-- views of the engine with their text | refused unknown_function duckdb_views
SELECT sql FROM duckdb_views();

-- settings of the engine | refused unknown_function duckdb_settings
SELECT * FROM duckdb_settings();

-- secrets of the engine | refused unknown_function duckdb_secrets
FROM duckdb_secrets();

-- databases of the engine | refused unknown_function duckdb_databases
SELECT path FROM duckdb_databases();

-- the log of the engine | refused unknown_table duckdb_logs
SELECT * FROM duckdb_logs;

-- the log of the engine by its function | refused unknown_function duckdb_logs
SELECT * FROM duckdb_logs();

-- statistics of a table | refused unknown_function pragma_storage_info
SELECT stats FROM pragma_storage_info('transfers');

-- the columns of a table | refused unknown_function pragma_table_info
SELECT name FROM pragma_table_info('clients');

-- the memory of the engine | refused unknown_function duckdb_memory
SELECT * FROM duckdb_memory();

-- the size of the database | refused unknown_function pragma_database_size
SELECT * FROM pragma_database_size();

-- the metadata of a table | refused unknown_function pragma_metadata_info
SELECT * FROM pragma_metadata_info();

-- a scan by row groups | refused unknown_function seq_scan
SELECT * FROM seq_scan('vault');

-- a summary of a table | refused unknown_function summary
SELECT * FROM summary((SELECT list(name) FROM clients));

-- a macro that gives a table | refused unknown_function spill
SELECT * FROM spill();

-- a macro that gives a table, by its full name | refused unknown_function
SELECT * FROM bank.main.spill();

-- the values of a histogram, with the table's name in a string | refused unknown_function histogram_values
SELECT * FROM histogram_values('vault', 'secret');

-- checks of a row's checksum | refused unknown_function checksum
SELECT checksum(c) FROM clients c;

-- another database's scan | refused unknown_function sqlite_scan
SELECT * FROM sqlite_scan('app.db', 'users');

-- a query sent to another server | refused unknown_function postgres_query
SELECT * FROM postgres_query('pg', 'SELECT 1');

-- the full text of another extension | refused unknown_function st_read
SELECT * FROM st_read('x.shp');

-- repeat() in FROM | refused unknown_function repeat
SELECT * FROM repeat('x', 5);

-- repeat_row in FROM | refused unknown_function repeat_row
SELECT * FROM repeat_row(1, 2, num_rows = 3);

-- a test function | refused unknown_function test_all_types
SELECT * FROM test_all_types();

-- WITH ORDINALITY | refused not_allowed with ordinality
SELECT * FROM unnest([1, 2]) WITH ORDINALITY;

-- a series, an unnest and a range are allowed | runs
SELECT a.i, b.j, c.k FROM range(3) a(i) CROSS JOIN generate_series(1, 2) b(j) CROSS JOIN unnest([7, 8]) c(k) ORDER BY ALL;

-- commas before an unnest nest otherwise once printed: not told apart, so not run | refused read_differently
SELECT a.i, b.j, c.k FROM range(3) a(i), generate_series(1, 2) b(j), unnest([7, 8]) c(k) ORDER BY ALL;

-- a series of days beside a table | own rows
SELECT d::DATE AS day, count(t.transfer_id) FROM generate_series(DATE '2026-01-01', DATE '2026-01-10', INTERVAL 1 DAY) s(d) LEFT JOIN transfers t ON t.day = d::DATE GROUP BY 1 ORDER BY 1;

-- an unnest of a column of each row | own rows
SELECT a.account_id, u.x FROM accounts a, unnest([a.kind, a.kind || '!']) u(x) ORDER BY 1, 2;

-- tables of the standard's schema | refused unknown_table information_schema.tables
SELECT table_name FROM information_schema.tables;

-- columns of the standard's schema, quoted | refused unknown_table information_schema.columns
SELECT column_name FROM "information_schema"."columns" WHERE table_name = 'vault';

-- the same of this database | refused unknown_table bank.information_schema.tables
SELECT * FROM bank.information_schema.tables;

-- the catalog of PostgreSQL | refused unknown_table pg_catalog.pg_attribute
SELECT attname FROM pg_catalog.pg_attribute;

-- the same without its schema | refused unknown_table pg_namespace
SELECT * FROM pg_namespace;

-- the catalog of SQLite | refused unknown_table sqlite_schema
SELECT sql FROM sqlite_schema;

-- a sequence as a table | refused unknown_table numbers
SELECT * FROM numbers;
