-- PIVOT and UNPIVOT, whose columns could depend on hidden data.

-- columns made of data | refused pivot_needs_values
PIVOT transfers ON channel USING sum(amount);

-- columns made of a hidden column | refused pivot_needs_values
PIVOT accounts ON area USING count(*);

-- listed values | own rows
PIVOT (SELECT channel, amount FROM transfers) ON channel IN ('app', 'branch') USING sum(amount);

-- listed values of a hidden column | refused unknown_column area
PIVOT accounts ON area IN ('华东', '华北') USING count(*) GROUP BY kind;

-- listed values with groups | own rows
PIVOT accounts ON kind IN ('card', 'cash') USING count(*) GROUP BY client_id ORDER BY client_id;

-- a hidden table | refused unknown_table vault
PIVOT vault ON id IN (1, 2) USING max(secret);

-- the clause of the standard | own rows
SELECT * FROM (SELECT kind, account_id FROM accounts) PIVOT (count(account_id) FOR kind IN ('card', 'loan', 'CANARY kind'));

-- a hidden table in the clause of the standard | refused unknown_table vault
SELECT * FROM (SELECT id, secret FROM vault) PIVOT (max(secret) FOR id IN (1, 2));

-- values by a subquery | refused pivot_needs_values
PIVOT transfers ON channel IN (SELECT channel FROM transfers) USING sum(amount);

-- UNPIVOT of listed columns | own rows
UNPIVOT (SELECT client_id, name, level FROM clients) ON name, level INTO NAME what VALUE is_;

-- UNPIVOT of all columns by COLUMNS | refused pivot_needs_values
UNPIVOT clients ON COLUMNS(* EXCLUDE (client_id)) INTO NAME n VALUE v;

-- UNPIVOT of a hidden column | refused does_not_fit
UNPIVOT accounts ON kind, pin INTO NAME n VALUE v;

-- UNPIVOT of a masked column | own rows
SELECT v FROM (SELECT client_id, phone, id_no FROM clients) UNPIVOT (v FOR n IN (phone, id_no)) ORDER BY 1;

-- UNPIVOT keeps what is NULL | refused unreadable
UNPIVOT INCLUDE NULLS (SELECT client_id, level FROM clients) ON level INTO NAME n VALUE v;
