-- Short statements that would take all memory or time.

-- a long list in one call | refused unbounded
SELECT list_sum(range(1000000000));

-- a long series | refused unbounded
SELECT count(*) FROM generate_series(1, 10000000000);

-- two series together | refused unbounded
SELECT count(*) FROM range(12000) a, range(12000) b;

-- a series whose end is data | refused unbounded
SELECT unnest(generate_series(1, account_id)) FROM accounts;

-- seconds over years | refused unbounded
SELECT count(*) FROM generate_series(TIMESTAMP '2000-01-01', TIMESTAMP '2026-01-01', INTERVAL 1 SECOND);

-- a series that never ends | refused unbounded
SELECT count(*) FROM generate_series(1, 10, 0);

-- a series against its direction | refused unbounded
SELECT count(*) FROM generate_series(10, 1, 1);

-- a series of small numbers of years | runs
SELECT count(*) FROM generate_series(DATE '2000-01-01', DATE '2026-01-01', INTERVAL 1 DAY);

-- a repeated text | refused unknown_function repeat
SELECT length(repeat('x', 2000000000));

-- a padded text | refused unbounded lpad
SELECT length(lpad('x', 2000000000, 'y'));

-- a pad whose length is data | refused unbounded lpad
SELECT rpad(name, client_id, 'x') FROM clients;

-- a wide format | refused unbounded format
SELECT format('{:999999999}', 1);

-- a width from an argument | refused unbounded format
SELECT printf('%*d', 1000000000, 1);

-- a list made longer | refused unknown_function list_resize
SELECT list_resize([1], 1000000000);

-- a sample that is kept | refused unknown_function reservoir_quantile
SELECT reservoir_quantile(amount, 0.5, 2000000000) FROM transfers;

-- a histogram of everything | refused unknown_function histogram
SELECT histogram(transfer_id) FROM transfers;

-- a function in a function over lists | refused nested_lambda
SELECT list_transform(range(10), x -> list_transform(range(10), y -> x * y));

-- a comprehension in a comprehension | refused nested_lambda
SELECT [[x * y FOR y IN range(10)] FOR x IN range(10)];

-- a large array type | refused not_allowed type array
SELECT CAST(NULL AS INTEGER[1000000]);

-- texts that multiply | refused text_grows
SELECT replace(replace(replace('aaaaaaaaaa', 'a', 'bbbbbbbbbbbbbbbbbbbbbbbbbbbbbb'), 'b', 'cccccccccccccccccccccccccccccc'), 'c', 'dddddddddddddddddddddddddddddd');

-- a cube of nine columns | refused unbounded cube
SELECT count(*) FROM clients GROUP BY CUBE (client_id, name, phone, id_no, income, level, branch_id, born, note);

-- a factorial | refused unknown_function factorial
SELECT factorial(30000);

-- sleep | refused unknown_function sleep_ms
SELECT sleep_ms(100000);

-- all pairs of a text with itself | refused unknown_function levenshtein
SELECT max(levenshtein(a.note, b.note)) FROM clients a, clients b;

-- a bar of a wide chart | refused unknown_function bar
SELECT bar(1, 0, 1, 100000000);

-- a limit above the cap is lowered | own rows
SELECT count(*) FROM (SELECT * FROM transfers LIMIT 1000000000);

-- a limit in percent | refused limit_not_literal
SELECT * FROM transfers LIMIT 100%;

-- a limit by an expression | refused limit_not_literal
SELECT * FROM transfers LIMIT 10 + 10;

-- no limit | own rows
SELECT count(*) FROM transfers a, transfers b;

-- a large offset | runs
SELECT * FROM transfers OFFSET 1000000;

-- the product of eight narrow tables is stopped only by the clock, but is small here | own rows
SELECT count(*) FROM branches a, branches b, branches c, branches d;
