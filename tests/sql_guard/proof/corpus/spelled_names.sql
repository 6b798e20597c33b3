-- Quoted, folded, full-width, zero-width and look-alike names.

-- quoted | own rows
SELECT count(*) FROM "transfers";

-- upper case | own rows
SELECT COUNT(*) FROM BANK.MAIN.TRANSFERS;

-- mixed case, quoted | own rows
SELECT "Account_ID" FROM "Accounts" ORDER BY 1;

-- the hidden table in upper case | refused unknown_table VAULT
SELECT * FROM VAULT;

-- the hidden table quoted in mixed case | refused unknown_table VauLt
SELECT * FROM "VauLt";

-- a hidden column quoted in upper case | refused unknown_column EMAIL
SELECT "EMAIL" FROM clients;

-- a hidden column with three parts | refused unknown_column email
SELECT main.clients.email FROM clients;

-- a hidden column with four parts | refused unknown_column email
SELECT bank.main.clients.email FROM bank.main.clients;

-- a full-width letter in the name | refused unknown_table ｖault
SELECT * FROM ｖault;

-- the whole name in full width | refused unknown_table ｖａｕｌｔ
SELECT * FROM ｖａｕｌｔ;

-- a Cyrillic а in the name of a permitted table | refused unknown_table brаnches
SELECT * FROM brаnches;

-- a Cyrillic letter in a quoted hidden name | refused unknown_table vаult
SELECT * FROM "vаult";

-- the Kelvin sign folds to k: kind | refused unknown_column
SELECT "Kind" FROM accounts;

-- a dotless i in a hidden name | refused unknown_column pın
SELECT "pın" FROM accounts;

-- a zero-width space inside a name | refused odd_character
SELECT * FROM va​ult;

-- a zero-width joiner inside a quoted name | refused unknown_table va‍ult
SELECT * FROM "va‍ult";

-- a soft hyphen inside a name | refused odd_character
SELECT * FROM vau­lt;

-- text that runs from right to left | refused odd_character
SELECT * FROM ‮tluav‬;

-- a no-break space between words is white space to both readers | own rows
SELECT * FROM clients;

-- an ideographic space between words is white space to both readers | own rows
SELECT *　FROM clients;

-- a full-width semicolon before a second statement | refused full_width
SELECT 1 AS x；DROP TABLE clients;

-- full-width brackets | refused full_width
SELECT count（client_id） FROM clients;

-- full-width quotes around a text | refused full_width
SELECT * FROM clients WHERE level = “gold”;

-- Chinese names unquoted | own rows
SELECT 编号, 金额 FROM 合同 ORDER BY 编号;

-- the hidden Chinese column | refused unknown_column 地区
SELECT 地区 FROM 合同;

-- the hidden Chinese column behind an alias | refused unknown_column 地区
SELECT h."地区" FROM 合同 AS h;

-- a traditional character for a simplified one | refused unknown_table 閤同
SELECT * FROM 閤同;

-- names that are words of SQL | runs
SELECT r."select", "Year" FROM "Rate" r ORDER BY 2;

-- a name with a space | runs
SELECT sum("ratio x") AS "sum of it" FROM rate;

-- a quote inside a quoted alias | own rows
SELECT count(*) AS "a""b; DROP TABLE clients; --" FROM clients;

-- a name that holds a dot is not two names | refused unknown_table main.transfers
SELECT * FROM "main.transfers";

-- a name that holds the whole path | refused unknown_table bank.main.vault
SELECT * FROM "bank.main.vault";

-- an empty quoted name | refused unknown_table
SELECT * FROM "";

-- another database | refused unknown_table memory.main.clients
SELECT * FROM memory.main.clients;

-- another schema | refused unknown_table plan.clients
SELECT * FROM plan.clients;

-- the schema plan without its name | refused unknown_table targets
SELECT * FROM targets;

-- the database and the table, without the schema | own rows
SELECT count(*) FROM bank.transfers;

-- a schema named like the database does not exist | refused unknown_table bank.plan.transfers
SELECT * FROM bank.plan.transfers;

-- four parts | refused not_allowed dot
SELECT * FROM a.bank.main.transfers;

-- brackets of another dialect | refused unreadable
SELECT [name] FROM [clients];

-- backticks of another dialect | refused unreadable
SELECT `name` FROM `clients`;

-- a name written by escapes of Unicode | refused unreadable
SELECT * FROM U&"v\0061ult";

-- a view over everything | refused unknown_table every_transfer
SELECT count(*) FROM every_transfer;

-- a view of another schema | refused unknown_table plan.every_client
SELECT count(*) FROM plan.every_client;

-- the row number that the engine keeps | refused unknown_column rowid
SELECT rowid FROM clients;

-- the row number of a table by its full name | refused unknown_column rowid
SELECT clients.rowid, transfers.rowid FROM clients, transfers;

-- the name of a type as a name | own rows
SELECT c.date, c.text FROM (SELECT born AS date, name AS text FROM clients) c ORDER BY 1;

-- 合成 and 分解 forms of é are two names | refused unknown_column é
SELECT é FROM (SELECT 1 AS é);
