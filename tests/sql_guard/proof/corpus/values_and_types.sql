-- Types, casts, lists, maps, structs, lambdas, dates and texts: benign ones give what they give without a guard on the asker's own rows.

-- a comprehension | own rows
SELECT [x * 2 FOR x IN list(account_id ORDER BY account_id) IF x % 2 = 0] FROM accounts;

-- a lambda with an arrow, which this engine reads as a path | refused read_differently
SELECT list_transform(list(client_id ORDER BY client_id), x -> x + 1) FROM clients;

-- a lambda with the word | own rows
SELECT list_filter(list(client_id ORDER BY client_id), lambda x: x > 9) FROM clients;

-- a lambda that captures a column | own rows
SELECT account_id, list_transform([1, 2], lambda x: x + client_id) FROM accounts ORDER BY 1;

-- a lambda that captures a hidden column | refused unknown_column pin
SELECT list_transform([1, 2], lambda x: x || pin) FROM accounts;

-- a lambda whose parameter has a hidden column's name | own rows
SELECT account_id, list_transform([account_id], lambda pin: pin * 2) FROM accounts ORDER BY 1;

-- slices | own rows
SELECT name[1:3], name[-2:], list_slice([client_id, 2, 3], 1, 2) FROM clients ORDER BY client_id;

-- a struct and its dots | own rows
SELECT s.a, s.b.c FROM (SELECT {'a': client_id, 'b': {'c': level}} AS s FROM clients) ORDER BY 1;

-- a map and its key | own rows
SELECT map {'k': kind}['k'] FROM accounts ORDER BY account_id;

-- lists joined and flattened | own rows
SELECT flatten([[account_id], [client_id]]), [1] || [account_id], list_contains([1, 2], client_id) FROM accounts ORDER BY account_id;

-- an unnest in SELECT | own rows
SELECT account_id, unnest(['a', 'b']) FROM accounts ORDER BY ALL;

-- casts by two colons and by TRY_CAST | own rows
SELECT account_id::VARCHAR, TRY_CAST(kind AS INTEGER), CAST(opened AS TIMESTAMP), opened::VARCHAR::DATE FROM accounts ORDER BY 1;

-- a cast to a type of the catalog | refused not_allowed type userdefined
SELECT 1::bank.main.my_type;

-- a cast to a name of the catalog's class | refused not_allowed type userdefined
SELECT 'vault'::regclass;

-- a cast to JSON | refused not_allowed type json
SELECT clients::JSON FROM clients;

-- a cast to a union | refused not_allowed type union
SELECT 1::UNION(a INTEGER, b VARCHAR);

-- a cast to a variant | refused not_allowed type variant
SELECT name::VARIANT FROM clients;

-- a cast to a struct | refused not_allowed type struct
SELECT c::STRUCT(email VARCHAR) FROM clients c;

-- a cast to a list | own rows
SELECT [account_id]::VARCHAR[] FROM accounts ORDER BY account_id;

-- decimals keep their digits | own rows
SELECT sum(amount)::DECIMAL(18,4), round(avg(amount), 2), max(amount) * 1.5 FROM transfers;

-- whole division, remainder and powers | own rows
SELECT account_id // 7, account_id % 7, account_id ** 2, account_id / 0, -account_id, account_id & 3, account_id << 1 FROM accounts ORDER BY account_id;

-- dates and their parts | own rows
SELECT day, year(day), quarter(day), isodow(day), strftime(day, '%Y/%m'), date_trunc('week', day), last_day(day), dayname(day) FROM transfers ORDER BY transfer_id;

-- intervals | own rows
SELECT day + INTERVAL 1 MONTH, paid - INTERVAL '90 minutes', age(paid, TIMESTAMP '2025-01-01'), day - DATE '2026-01-01' FROM transfers ORDER BY transfer_id;

-- buckets of time | own rows
SELECT time_bucket(INTERVAL '5 days', day) AS b, count(*) FROM transfers GROUP BY 1 ORDER BY 1;

-- a zone of time | own rows
SELECT (paid AT TIME ZONE 'UTC') AT TIME ZONE 'Asia/Shanghai' FROM transfers ORDER BY transfer_id;

-- texts | own rows
SELECT upper(name) || '/' || coalesce(level, '?'), split_part(name, ' ', 2), replace(name, 'client', 'c'), lpad(client_id::VARCHAR, 4, '0'), reverse(name) FROM clients ORDER BY client_id;

-- searches in texts | own rows
SELECT count(*) FROM transfers WHERE memo ILIKE 'T%' OR contains(memo, 'AR') OR memo SIMILAR TO 'f..d' OR starts_with(memo, 'x') OR memo GLOB 'f*';

-- LIKE with an escape | own rows
SELECT count(*) FROM clients WHERE name NOT LIKE '100!%%' ESCAPE '!';

-- formats | own rows
SELECT format('{}: {:05d}', name, client_id), printf('%s-%d', name, client_id) FROM clients ORDER BY client_id;

-- patterns with groups | own rows
SELECT regexp_extract(name, '(\w+) (\d+)', 2), regexp_replace(name, '\d', 'N', 'g') FROM clients ORDER BY client_id;

-- CASE with a value and without | own rows
SELECT CASE kind WHEN 'card' THEN 1 WHEN 'cash' THEN 2 ELSE 0 END, CASE WHEN client_id > 9 THEN 'a' END, if(account_id > 9, 'x', 'y') FROM accounts ORDER BY account_id;

-- unknown values | own rows
SELECT coalesce(amount, 0), nullif(channel, 'app'), ifnull(memo, '-'), amount IS NULL FROM transfers ORDER BY transfer_id;

-- the largest and smallest of several | own rows
SELECT greatest(account_id, client_id), least(opened, DATE '2024-01-05') FROM accounts ORDER BY account_id;

-- booleans as numbers | own rows
SELECT sum((amount > 50)::INTEGER), bool_or(amount > 50), count_if(amount > 50), bool_and(memo <> '') FROM transfers;

-- hashes of what may be seen | own rows
SELECT md5(name), sha256(level) FROM clients ORDER BY client_id;

-- a Chinese table with all clauses | own rows
SELECT 状态, sum(金额) AS 合计, count(*) AS 数 FROM 合同 WHERE 签订日 >= DATE '2026-02-01' GROUP BY 状态 HAVING 合计 > 0 ORDER BY 合计 DESC;

-- a target beside what was done | own rows
SELECT g.month, g.amount, sum(t.amount) FROM plan.targets g LEFT JOIN transfers t ON date_trunc('month', t.day) = g.month GROUP BY 1, 2 ORDER BY 1;

-- every table at once | own rows
SELECT (SELECT count(*) FROM branches), (SELECT count(*) FROM clients), (SELECT count(*) FROM accounts), (SELECT count(*) FROM transfers), (SELECT count(*) FROM "Rate"), (SELECT count(*) FROM 合同), (SELECT count(*) FROM plan.targets);
