-- Store expenses of complete months (a store bears four fifths of what it costs, the group the rest), and the budgets to the end of the year. Both shrink with orders_scale, so a small world's ratios are alike.
INSERT INTO store_expenses_monthly
WITH labour AS (
    SELECT m.month, e.store_id, sum(e.monthly_salary) AS salaries
    FROM closed_months m JOIN employees e ON e.store_id IS NOT NULL AND e.hired_on <= m.month_end AND coalesce(e.left_on >= m.month, true)
    GROUP BY m.month, e.store_id
), usual AS (
    SELECT m.month, s.store_id, s.region, s.format, x.account, dice('expense|' || s.store_id || '|' || m.month || '|' || x.account) AS dice,
           CASE x.account
               WHEN '租金' THEN coalesce(s.area_sqm, 0) * s.rent_sqm * (1 + 0.02 * (year(m.month) - 2024))
               WHEN '人工' THEN coalesce(l.salaries, 0) * 1.06 * CASE WHEN month(m.month) = 1 THEN 1.35 ELSE 1 END
               WHEN '水电' THEN coalesce(s.area_sqm, 60) * 15 * [1.25, 1.2, 0.95, 0.85, 0.95, 1.2, 1.45, 1.45, 1.1, 0.85, 0.9, 1.15][month(m.month)]
               WHEN '营销' THEN s.weight * CASE s.format WHEN '线上旗舰' THEN 26000 ELSE 5200 END
                              * [1.1, 0.8, 1.0, 0.9, 1.1, 1.5, 0.8, 0.9, 1.1, 1.2, 1.9, 1.2][month(m.month)]
               ELSE s.weight * 6500 END::DOUBLE AS amount
    FROM closed_months m
    JOIN store_plan s ON s.opened_on <= m.month_end AND coalesce(s.closed_on >= m.month, true)
    CROSS JOIN (VALUES ('租金'), ('人工'), ('水电'), ('营销'), ('其他')) x(account)
    LEFT JOIN labour l ON l.month = m.month AND l.store_id = s.store_id
), moved AS (
    SELECT u.month, u.store_id, u.account, list(e.factor::DOUBLE ORDER BY e.factor) AS factors
    FROM usual u
    JOIN expense_steps e ON e.account = u.account AND u.month BETWEEN e.from_month AND e.to_month AND coalesce(e.region = u.region, e.region IS NULL)
                        AND coalesce(e.store_id = u.store_id, true) AND coalesce(e.format = u.format, true)
    GROUP BY u.month, u.store_id, u.account
)
SELECT u.month, u.store_id, u.account,
       round(u.amount * 0.8 * getvariable('orders_scale') * list_reduce(coalesce(m.factors, [1.0]), lambda a, b: a * b)
             * CASE WHEN u.account IN ('租金', '人工') THEN 1 ELSE 0.9 + 0.2 * draw(u.dice, 0) END, 2)::DECIMAL(12,2)
FROM usual u LEFT JOIN moved m ON m.month = u.month AND m.store_id = u.store_id AND m.account = u.account
WHERE u.amount > 0
ORDER BY 1, 2, 3;

INSERT INTO budgets_monthly
WITH planned AS (
    SELECT m.month, s.store_id, dice('budget|' || s.store_id || '|' || year(m.month)) AS dice, s.weight, m.month < s.opened_on + 60 AS is_new,
           [1.10, 0.90, 0.95, 0.95, 1.02, 1.02, 0.94, 0.95, 1.00, 1.05, 1.12, 1.08][month(m.month)] AS pull,
           CASE s.format WHEN '线上旗舰' THEN 0.15 ELSE 0.06 END AS profit_share
    FROM (SELECT unnest(generate_series(getvariable('first_date'), make_date(year(getvariable('last_date')), 12, 1), INTERVAL 1 MONTH))::DATE AS month) m
    JOIN store_plan s ON s.opened_on <= last_day(m.month) AND coalesce(s.closed_on >= m.month, true)
), sized AS (
    SELECT *, weight * 285000 * getvariable('orders_scale') * pull * (0.92 + 0.20 * draw(dice, 0)) * (1 + 0.03 * (year(month) - 2025)) AS revenue FROM planned
)
SELECT month, store_id, (round(revenue / 100) * 100)::DECIMAL(14,2), CASE WHEN NOT is_new THEN (round(revenue * profit_share / 100) * 100)::DECIMAL(14,2) END
FROM sized
ORDER BY 1, 2;
