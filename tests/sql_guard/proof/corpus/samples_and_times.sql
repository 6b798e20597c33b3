-- Samples, and the table as it was at another time.

-- a sample of a table | refused not_allowed tablesample
SELECT * FROM transfers TABLESAMPLE 50%;

-- a sample by rows, repeatable | refused not_allowed tablesample
SELECT * FROM transfers TABLESAMPLE reservoir(20 ROWS) REPEATABLE (1);

-- a sample of the whole | refused not_allowed tablesample
SELECT * FROM clients USING SAMPLE 3 ROWS;

-- a sample of a hidden table | refused not_allowed tablesample
SELECT * FROM vault USING SAMPLE bernoulli(100%);

-- the table at a version | refused not_allowed historicaldata
SELECT * FROM transfers AT (VERSION => 3);

-- the table at a time | refused not_allowed historicaldata
SELECT * FROM transfers AT (TIMESTAMP => TIMESTAMP '2020-01-01');

-- the table of another dialect's time | refused not_allowed version
SELECT * FROM transfers FOR SYSTEM_TIME AS OF TIMESTAMP '2020-01-01';

-- a sample inside a member of WITH | refused not_allowed tablesample
WITH s AS (SELECT * FROM clients USING SAMPLE 10%) SELECT count(*) FROM s;

-- ONLY of another dialect | refused unreadable
SELECT * FROM ONLY (clients);

-- an index hint of another dialect | refused unreadable
SELECT * FROM clients USE INDEX (i);
