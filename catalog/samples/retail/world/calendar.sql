-- The calendar table (State Council holidays of 2021-2026 with 调休; later years only the festivals' own days) and each day's pull on sales.
CREATE TEMP TABLE spring_festivals AS FROM (VALUES
    (DATE '2021-02-12'), (DATE '2022-02-01'), (DATE '2023-01-22'), (DATE '2024-02-10'), (DATE '2025-01-29'),
    (DATE '2026-02-17'), (DATE '2027-02-06'), (DATE '2028-01-26'), (DATE '2029-02-13')
) v(day);

CREATE TEMP TABLE holidays AS FROM (VALUES
    ('元旦', DATE '2021-01-01', DATE '2021-01-03'), ('春节', DATE '2021-02-11', DATE '2021-02-17'),
    ('清明节', DATE '2021-04-03', DATE '2021-04-05'), ('劳动节', DATE '2021-05-01', DATE '2021-05-05'),
    ('端午节', DATE '2021-06-12', DATE '2021-06-14'), ('中秋节', DATE '2021-09-19', DATE '2021-09-21'),
    ('国庆节', DATE '2021-10-01', DATE '2021-10-07'),
    ('元旦', DATE '2022-01-01', DATE '2022-01-03'), ('春节', DATE '2022-01-31', DATE '2022-02-06'),
    ('清明节', DATE '2022-04-03', DATE '2022-04-05'), ('劳动节', DATE '2022-04-30', DATE '2022-05-04'),
    ('端午节', DATE '2022-06-03', DATE '2022-06-05'), ('中秋节', DATE '2022-09-10', DATE '2022-09-12'),
    ('国庆节', DATE '2022-10-01', DATE '2022-10-07'),
    ('元旦', DATE '2022-12-31', DATE '2023-01-02'), ('春节', DATE '2023-01-21', DATE '2023-01-27'),
    ('清明节', DATE '2023-04-05', DATE '2023-04-05'), ('劳动节', DATE '2023-04-29', DATE '2023-05-03'),
    ('端午节', DATE '2023-06-22', DATE '2023-06-24'), ('中秋节', DATE '2023-09-29', DATE '2023-09-29'),
    ('国庆节', DATE '2023-09-30', DATE '2023-10-06'),
    ('元旦', DATE '2023-12-30', DATE '2024-01-01'), ('春节', DATE '2024-02-10', DATE '2024-02-17'),
    ('清明节', DATE '2024-04-04', DATE '2024-04-06'), ('劳动节', DATE '2024-05-01', DATE '2024-05-05'),
    ('端午节', DATE '2024-06-10', DATE '2024-06-10'), ('中秋节', DATE '2024-09-15', DATE '2024-09-17'),
    ('国庆节', DATE '2024-10-01', DATE '2024-10-07'),
    ('元旦', DATE '2025-01-01', DATE '2025-01-01'), ('春节', DATE '2025-01-28', DATE '2025-02-04'),
    ('清明节', DATE '2025-04-04', DATE '2025-04-06'), ('劳动节', DATE '2025-05-01', DATE '2025-05-05'),
    ('端午节', DATE '2025-05-31', DATE '2025-06-02'), ('国庆节', DATE '2025-10-01', DATE '2025-10-05'),
    ('中秋节', DATE '2025-10-06', DATE '2025-10-06'), ('国庆节', DATE '2025-10-07', DATE '2025-10-08'),
    ('元旦', DATE '2026-01-01', DATE '2026-01-03'), ('春节', DATE '2026-02-15', DATE '2026-02-23'),
    ('清明节', DATE '2026-04-04', DATE '2026-04-06'), ('劳动节', DATE '2026-05-01', DATE '2026-05-05'),
    ('端午节', DATE '2026-06-19', DATE '2026-06-21'), ('中秋节', DATE '2026-09-25', DATE '2026-09-27'),
    ('国庆节', DATE '2026-10-01', DATE '2026-10-07'),
    ('元旦', DATE '2027-01-01', DATE '2027-01-01'), ('春节', DATE '2027-02-05', DATE '2027-02-08'),
    ('清明节', DATE '2027-04-05', DATE '2027-04-05'), ('劳动节', DATE '2027-05-01', DATE '2027-05-02'),
    ('端午节', DATE '2027-06-09', DATE '2027-06-09'), ('中秋节', DATE '2027-09-15', DATE '2027-09-15'),
    ('国庆节', DATE '2027-10-01', DATE '2027-10-03'),
    ('元旦', DATE '2028-01-01', DATE '2028-01-01'), ('春节', DATE '2028-01-25', DATE '2028-01-28'),
    ('清明节', DATE '2028-04-04', DATE '2028-04-04'), ('劳动节', DATE '2028-05-01', DATE '2028-05-02'),
    ('端午节', DATE '2028-05-28', DATE '2028-05-28'), ('国庆节', DATE '2028-10-01', DATE '2028-10-03')
) v(holiday, from_date, to_date);

CREATE TEMP TABLE shifted_workdays AS FROM (VALUES  -- weekend days worked (调休)
    (DATE '2021-02-07'), (DATE '2021-02-20'), (DATE '2021-04-25'), (DATE '2021-05-08'), (DATE '2021-09-18'), (DATE '2021-09-26'),
    (DATE '2021-10-09'), (DATE '2022-01-29'), (DATE '2022-01-30'), (DATE '2022-04-02'), (DATE '2022-04-24'), (DATE '2022-05-07'),
    (DATE '2022-10-08'), (DATE '2022-10-09'), (DATE '2023-01-28'), (DATE '2023-01-29'), (DATE '2023-04-23'), (DATE '2023-05-06'),
    (DATE '2023-06-25'), (DATE '2023-10-07'), (DATE '2023-10-08'), (DATE '2024-02-04'), (DATE '2024-02-18'), (DATE '2024-04-07'),
    (DATE '2024-04-28'), (DATE '2024-05-11'), (DATE '2024-09-14'), (DATE '2024-09-29'), (DATE '2024-10-12'), (DATE '2025-01-26'),
    (DATE '2025-02-08'), (DATE '2025-04-27'), (DATE '2025-09-28'), (DATE '2025-10-11'), (DATE '2026-01-04'), (DATE '2026-02-14'),
    (DATE '2026-02-28'), (DATE '2026-05-09'), (DATE '2026-09-20'), (DATE '2026-10-10')
) v(day);

INSERT INTO calendar
SELECT day, year(day), quarter(day), month(day), date_trunc('month', day)::DATE, date_trunc('week', day)::DATE, isodow(day),
       isodow(day) > 5,
       CASE WHEN year(day) BETWEEN 2021 AND 2026
            THEN day IN (FROM shifted_workdays) OR (isodow(day) <= 5 AND h.holiday IS NULL) END,
       h.holiday
FROM (SELECT unnest(generate_series(make_date(year(getvariable('last_date')) - 3, 1, 1),
                                    make_date(year(getvariable('last_date')) + 1, 12, 31), INTERVAL 1 DAY))::DATE AS day)
LEFT JOIN holidays h ON day BETWEEN h.from_date AND h.to_date
ORDER BY day;

-- Every day of the world, and how much more or less is sold in stores and online. The last matching line of a season wins.
CREATE TEMP TABLE days AS
SELECT unnest(generate_series(getvariable('first_date'), getvariable('last_date'), INTERVAL 1 DAY))::DATE AS day;

CREATE TEMP TABLE festivals AS FROM (VALUES  -- month * 100 + day; discount is what everybody gives away on top
    (101, 103, 1.25, 1.00, 0.00), (305, 308, 1.10, 1.40, 0.02), (501, 505, 1.35, 0.90, 0.00), (525, 615, 1.00, 1.20, 0.02),
    (616, 618, 1.15, 2.60, 0.05), (619, 625, 0.95, 0.70, 0.00), (1001, 1007, 1.40, 0.90, 0.00), (1020, 1031, 0.95, 1.25, 0.01),
    (1101, 1110, 1.05, 1.60, 0.04), (1111, 1111, 1.50, 5.00, 0.07), (1112, 1120, 0.90, 0.65, 0.00), (1210, 1212, 1.05, 1.90, 0.03),
    (1224, 1225, 1.25, 1.00, 0.00), (1226, 1231, 1.10, 0.95, 0.00)
) v(from_day, to_day, in_store, online, discount);

CREATE TEMP TABLE new_year_days AS FROM (VALUES  -- days from the first day of the lunar year
    (-21, -5, 1.28, 1.15), (-4, -2, 1.28, 0.45), (-1, 2, 0.50, 0.40), (3, 7, 1.30, 0.70), (8, 20, 0.85, 0.85)
) v(from_offset, to_offset, in_store, online);

CREATE TEMP TABLE day_pull AS
SELECT d.day,
       [1.02, 0.94, 0.96, 0.97, 1.00, 0.97, 0.96, 0.96, 1.00, 1.03, 1.03, 1.06][month(d.day)]
           * coalesce(n.in_store, f.in_store, CASE WHEN c.holiday IS NOT NULL THEN 1.2 END, 1.0)::DOUBLE AS in_store,
       [0.97, 0.90, 0.97, 0.98, 1.00, 0.98, 0.95, 0.96, 1.00, 1.00, 1.02, 1.03][month(d.day)]
           * coalesce(n.online, f.online, 1.0)::DOUBLE AS online,
       coalesce(f.discount, 0.0)::DOUBLE AS discount
FROM days d
JOIN calendar c ON c.calendar_date = d.day
LEFT JOIN festivals f ON month(d.day) * 100 + day(d.day) BETWEEN f.from_day AND f.to_day
LEFT JOIN (SELECT s.day, o.* FROM spring_festivals s, new_year_days o) n
       ON d.day - n.day BETWEEN n.from_offset AND n.to_offset;
