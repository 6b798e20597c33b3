CREATE TABLE fct_orders (order_id INTEGER, ordered_at TIMESTAMP, paid_on DATE, customer_id INTEGER, seller_id INTEGER, packer_id INTEGER, status VARCHAR, is_gift BOOLEAN, amount DECIMAL(10, 2));
INSERT INTO fct_orders VALUES
  (1, '2025-01-05 10:00:00', '2025-01-07', 1, 10, 20, 'paid', TRUE, 100), (2, '2025-01-20 23:59:59', '2025-02-01', 2, 20, 30, 'paid', FALSE, 40),
  (3, '2025-02-03 00:00:00', NULL, 1, 20, 30, 'void', TRUE, 70), (4, '2025-02-28 12:00:00', '2025-03-01', 3, 10, 20, 'paid', NULL, 250),
  (5, '2025-03-01 08:00:00', '2025-03-02', NULL, 10, 20, 'paid', TRUE, 30), (6, '2025-03-09 08:00:00', '2025-03-09', 99, 10, 20, 'paid', FALSE, 120),
  (7, '2025-03-10 09:00:00', '2025-03-11', 2, 20, 30, 'open', FALSE, 15), (8, '2025-03-31 22:00:00', '2025-04-01', 2, 20, 30, 'paid', TRUE, 85);
CREATE TABLE dim_customers (customer_id INTEGER, country_code VARCHAR, city VARCHAR, age INTEGER);
INSERT INTO dim_customers VALUES (1, 'FR', 'Paris', 34), (2, 'CN', '上海', 17), (3, 'XX', NULL, NULL);
CREATE TABLE dim_countries (country_code VARCHAR, continent VARCHAR);
INSERT INTO dim_countries VALUES ('FR', 'Europe'), ('CN', 'Asia');
CREATE TABLE fct_balances (day DATE, customer_id INTEGER, balance DECIMAL(10, 2));
INSERT INTO fct_balances VALUES ('2025-01-31', 1, 10), ('2025-01-31', 2, 20), ('2025-02-28', 1, 7), ('2025-03-30', 2, 5), ('2025-03-31', 1, 3);
CREATE TABLE fct_visits (visited_on DATE, customer_id INTEGER, channel VARCHAR);
INSERT INTO fct_visits VALUES ('2025-01-01', 1, 'web'), ('2025-01-04', 1, 'shop'), ('2025-01-10', 2, 'web'), ('2025-02-27', 3, 'web'), ('2025-03-05', 2, 'web');
CREATE TABLE dim_levels (customer_id INTEGER, level VARCHAR, valid_from DATE, valid_to DATE);
INSERT INTO dim_levels VALUES (1, 'silver', '2024-01-01', '2025-02-01'), (1, 'gold', '2025-02-01', NULL), (2, 'silver', '2024-06-01', NULL);
CREATE TABLE dim_staff (staff_id INTEGER, team VARCHAR);
INSERT INTO dim_staff VALUES (10, 'A'), (20, 'B'), (30, 'A');
