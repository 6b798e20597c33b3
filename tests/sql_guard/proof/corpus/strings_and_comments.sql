-- Comments, quotes, dollars and escapes that could part what is read from what runs.

-- a comment inside a name's place | own rows
SELECT/**/count(*)/* from vault */FROM/*x*/transfers;

-- a comment in a comment: the engine nests them | own rows
SELECT count(*) /* a /* b */ c */ FROM transfers;

-- a nested comment that a careless reader ends early | runs
SELECT 1 /* /* */ FROM clients */ ;

-- a comment to the end of line ends with it | own rows
SELECT count(*) -- FROM vault
FROM transfers;

-- a comment of MySQL that runs there | runs
SELECT 1 /*! UNION SELECT secret FROM vault */ AS x;

-- a hint is a comment | own rows
SELECT /*+ FULL(vault) */ count(*) FROM transfers;

-- a hash is no comment here | refused unreadable
SELECT 1 # FROM vault
;

-- a comment that does not end | refused unreadable
SELECT 1 /* FROM vault;

-- a carriage return ends no comment | runs
SELECT 2 AS x -- and more;

-- a quote doubled | runs
SELECT 'it''s' AS x, 'a''; SELECT secret FROM vault; --' AS y;

-- a backslash ends no quote | runs
SELECT 'a\' AS x, ' OR 1=1 --' AS y;

-- an escape string with a quote in it | runs
SELECT E'it\'s' AS x;

-- an escape string with a Unicode escape | runs
SELECT E'\u4e2d' AS x, E'a\nb' AS y;

-- an escape string with a hexadecimal byte | runs
SELECT E'\x41' AS x;

-- an escape string that seems to end later | runs
SELECT E'\\' AS x, 'y' AS y;

-- a text in dollars | runs
SELECT $$it's; DROP TABLE clients$$ AS x;

-- a text in named dollars | runs
SELECT $a$ $$ ' $b$ $a$ AS x;

-- a text in dollars that does not end | refused unreadable
SELECT $a$ FROM vault $b$;

-- a text in dollars as the name of a table | refused unreadable
SELECT * FROM $$vault$$;

-- a blob's text | refused not_allowed type varbinary
SELECT '\x43414E415259'::BLOB;

-- a bit string | refused unreadable
SELECT B'101';

-- a hexadecimal text | refused unreadable
SELECT X'43414E';

-- a national text | refused not_allowed national
SELECT N'x';

-- Unicode escapes in a text | refused does_not_fit
SELECT U&'\0041';

-- a text over two lines is one | refused read_differently
SELECT 'a'
'b';

-- adjacent texts on one line | refused unreadable
SELECT 'a' 'b';

-- a NUL's escape | refused unreadable
SELECT E'\0' AS x;

-- a number in hexadecimal | runs
SELECT 0x1F;

-- a number with an exponent and underscores | runs
SELECT 1_000 + 1e3 + .5;

-- full-width digits are no digits | refused does_not_fit
SELECT １ + １;

-- an ideographic comma inside a text | runs
SELECT '，。；（）' AS x;

-- a template's mark | refused unreadable
SELECT * FROM {{ ref('vault') }};

-- a parameter by question mark | refused not_allowed placeholder
SELECT * FROM clients WHERE client_id = ?;

-- a parameter by number | refused not_allowed placeholder
SELECT $1;

-- a parameter by name | refused not_allowed placeholder
SELECT * FROM clients WHERE level = $level;

-- a parameter in LIMIT | refused not_allowed placeholder
SELECT * FROM clients LIMIT ?;

-- a parameter with a colon | refused unreadable
SELECT :level;

-- a column by its number | refused not_allowed positionalcolumn
SELECT #1 FROM clients;

-- a byte order mark before the text | refused not_a_query
﻿SELECT 1;

-- an arrow that is a lambda or a path | refused unknown_function json_extract
SELECT '{"a": 1}'::JSON -> 'a';

-- a path into JSON | refused unknown_function json_extract
SELECT json_extract('{"a": 1}', '$.a');

-- a JSON column by its dots | refused not_allowed type json
SELECT x.a FROM (SELECT '{"a":1}'::JSON AS x);

-- a path by ->> on a column | refused unknown_function json_extract_scalar
SELECT note ->> '$.a' FROM clients;
