-- All data of the bank. Hidden tables, columns and rows hold the word CANARY.
CREATE SCHEMA plan;
CREATE SCHEMA hr;
CREATE TABLE branches(branch_id INTEGER, name VARCHAR, region VARCHAR, city VARCHAR, opened DATE, rent DECIMAL(10,2), manager VARCHAR);
INSERT INTO branches SELECT i, 'b' || i || CASE WHEN i % 4 IN (0, 3) THEN ' CANARY' ELSE '' END, ['华南', '华东', '华中', '华北'][1 + i % 4],
  ['广州', '上海', '武汉', '北京'][1 + i % 4], DATE '2020-01-01' + (i * 31)::INTEGER, i * 1000, 'CANARY manager ' || i
  FROM range(1, 13) t(i);
CREATE TABLE clients(client_id INTEGER, name VARCHAR, phone VARCHAR, id_no VARCHAR, income DECIMAL(12,2), level VARCHAR, branch_id INTEGER,
  born DATE, note VARCHAR, email VARCHAR);
INSERT INTO clients SELECT i, 'client ' || i, '13' || (800000000 + i * 7919), 'CANARY-ID-' || i, 7000.77 + i,
  CASE WHEN i % 7 = 0 THEN 'staff' WHEN i % 11 = 0 THEN NULL ELSE ['gold', 'silver', 'basic'][1 + i % 3] END,
  CASE WHEN i % 13 = 0 THEN NULL ELSE 1 + i % 12 END, DATE '1970-01-01' + (i * 211)::INTEGER,
  CASE WHEN (1 + i % 12) % 4 IN (1, 2) THEN 'n' || i ELSE 'CANARY note' END, 'CANARY' || i || '@example.com'
  FROM range(1, 37) t(i);
CREATE TABLE accounts(account_id BIGINT, client_id INTEGER, kind VARCHAR, opened DATE, area VARCHAR, pin VARCHAR);
INSERT INTO accounts SELECT i, 1 + i % 36, CASE WHEN i % 3 = 1 OR i % 8 = 0 THEN ['cash', 'card', 'loan'][1 + i % 5 % 3] ELSE 'CANARY kind' END,
  DATE '2024-01-01' + i::INTEGER, CASE WHEN i % 8 = 0 THEN NULL ELSE ['华北', '华东', '华南'][1 + i % 3] END, 'CANARY' || i
  FROM range(1, 49) t(i);
CREATE TABLE transfers(transfer_id BIGINT, account_id BIGINT, day DATE, paid TIMESTAMP, amount DECIMAL(12,2), channel VARCHAR, memo VARCHAR,
  device VARCHAR);
INSERT INTO transfers SELECT i, a.account_id, DATE '2026-01-01' + (i % 75)::INTEGER, TIMESTAMP '2026-01-01 08:00:00' + to_hours((i * 7 % 1700)::INTEGER),
  CASE WHEN i % 17 = 0 THEN NULL ELSE 5 + i * 37 % 400 + (i % 4) * 0.25 END, ['app', 'branch', '柜台'][1 + i % 3],
  CASE WHEN coalesce(a.area, '华东') = '华东' AND c.level <> 'staff' THEN ['toys', 'food', NULL, '工资'][1 + i % 4] ELSE 'CANARY memo' END,
  'CANARY device'
  FROM range(1, 121) t(i) JOIN accounts a ON a.account_id = 1 + i % 48 JOIN clients c USING (client_id) ORDER BY i;
CREATE TABLE "Rate"("Year" INTEGER, "ratio x" DOUBLE, "select" VARCHAR);
INSERT INTO "Rate" SELECT 2020 + i, i / 8, 'row ' || i FROM range(1, 7) t(i);
CREATE TABLE "合同"("编号" BIGINT, "签订日" DATE, "金额" DECIMAL(12,2), "状态" VARCHAR, "地区" VARCHAR);
INSERT INTO "合同" SELECT i, DATE '2026-02-01' + i::INTEGER, 100 * i, CASE WHEN i % 3 = 0 THEN '生效' ELSE 'CANARY 状态' END,
  ['华东', '华北', '华南'][1 + i % 3] FROM range(1, 19) t(i);
CREATE TABLE plan.targets AS SELECT DATE '2026-01-01' + to_months(i::INTEGER) AS "month", (1000 * i)::DECIMAL(12,2) AS amount
  FROM range(0, 4) t(i);
ALTER TABLE plan.targets ALTER "month" TYPE DATE;
CREATE TABLE vault AS SELECT i AS id, 'CANARY secret ' || i AS secret, 3 * i AS amount FROM range(1, 9) t(i);
CREATE TABLE hr.pay AS SELECT i AS client_id, 'CANARY' || i AS name, 9000 + i AS pay FROM range(1, 9) t(i);
CREATE VIEW every_transfer AS SELECT * FROM transfers;
CREATE VIEW plan.every_client AS SELECT * FROM clients;
CREATE MACRO spill() AS TABLE SELECT * FROM vault;
CREATE MACRO secret_of(i) AS (SELECT secret FROM vault WHERE id = i);
CREATE MACRO double_of(x) AS x * 2;
CREATE SEQUENCE numbers START 1000;
