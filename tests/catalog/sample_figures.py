"""Metrics of the samples with SQL that a person wrote from the tables alone: retail in October 2026, flights in 2013."""

from __future__ import annotations

from datetime import date

from catalog.period import Period

OCTOBER = Period(date(2026, 10, 1), date(2026, 11, 1))
YEAR = Period(date(2013, 1, 1), date(2014, 1, 1))

DONE = "order_lines o WHERE o.status = '已完成' AND o.order_date BETWEEN '2026-10-01' AND '2026-10-31'"
ALL_ORDERS = "order_lines o WHERE o.order_date BETWEEN '2026-10-01' AND '2026-10-31'"
RECOGNISED = "revenue_recognized WHERE recognized_date BETWEEN '2026-10-01' AND '2026-10-31'"
REFUNDS = "refunds WHERE refund_date BETWEEN '2026-10-01' AND '2026-10-31'"
REFUNDED_LINES = REFUNDS.replace("refunds", "refunds JOIN order_lines USING (order_id, line_no)")
LEADS = "leads WHERE lead_date BETWEEN '2026-10-01' AND '2026-10-31'"
SIGNED = "leads WHERE contract_date BETWEEN '2026-10-01' AND '2026-10-31'"
EXPENSES = "store_expenses_monthly WHERE month = '2026-10-01'"
BUDGETS = "budgets_monthly WHERE month = '2026-10-01'"
STOCK = "inventory_daily WHERE snapshot_date BETWEEN '2026-10-01' AND '2026-10-31'"
LAST_STOCK = "inventory_daily WHERE snapshot_date = '2026-10-31'"
TRAFFIC = "store_traffic t WHERE t.traffic_date BETWEEN '2026-10-01' AND '2026-10-31'"
ARRIVED = "purchase_orders WHERE received_on BETWEEN '2026-10-01' AND '2026-10-31'"
PLACED = "purchase_orders WHERE ordered_on BETWEEN '2026-10-01' AND '2026-10-31'"
ON_THE_WAY = f"{PLACED} AND received_on IS NULL"
PEOPLE = "headcount_monthly WHERE month = '2026-10-01'"
HOURS = "work_hours_monthly WHERE month = '2026-10-01'"

SALES = f"(SELECT sum(paid_amount)::DOUBLE FROM {DONE})"
ORDERS = f"(SELECT count(DISTINCT order_id) FROM {DONE})"
MEMBERS = "(SELECT count(*) FROM members WHERE joined_on <= '2026-10-31')"
LAUNCHED = "(SELECT count(*) FROM products WHERE launched_on <= '2026-10-31')"
SHOP_PEOPLE = f"(SELECT sum(headcount) FROM {PEOPLE} AND dept = '门店运营')"
REVENUE = f"(SELECT sum(net_amount)::DOUBLE FROM {RECOGNISED})"
GROSS = f"(SELECT sum(net_amount - cost_amount)::DOUBLE FROM {RECOGNISED})"
SPENT = f"(SELECT sum(amount)::DOUBLE FROM {EXPENSES})"
MEAN_STOCK = f"(SELECT avg(day_qty) FROM (SELECT snapshot_date, sum(on_hand_qty) AS day_qty FROM {STOCK} GROUP BY 1))"
MEAN_STOCK_VALUE = f"(SELECT avg(day_cost)::DOUBLE FROM (SELECT snapshot_date, sum(on_hand_cost) AS day_cost FROM {STOCK} GROUP BY 1))"
BEFORE_TAX = "paid_amount / CASE WHEN p.category = '食品饮料' THEN 1.09 ELSE 1.13 END"
WITH_PRODUCTS = DONE.replace("order_lines o", "order_lines o LEFT JOIN products p USING (product_id)")
IN_STORES = DONE.replace("order_lines o", "order_lines o JOIN stores s USING (store_id)")

RETAIL = {
    "sales_ops": f"SELECT {SALES}",
    "gmv": f"SELECT sum(list_amount) - sum(discount_amount) FROM {ALL_ORDERS}",
    "net_sales": f"SELECT {SALES} - (SELECT sum(refund_amount) FROM {REFUNDS})",
    "discount_rate": f"SELECT sum(discount_amount) / sum(list_amount) FROM {DONE}",
    "price_realisation": f"SELECT sum(paid_amount) / sum(list_amount) FROM {DONE}",
    "orders": f"SELECT {ORDERS}",
    "cancellation_rate": f"SELECT count(DISTINCT order_id) FILTER (status = '已取消') / count(DISTINCT order_id) FROM {ALL_ORDERS}",
    "unpaid_orders": f"SELECT count(DISTINCT order_id) FROM {ALL_ORDERS} AND status = '未支付'",
    "aov": f"SELECT {SALES} / {ORDERS}",
    "unit_price": f"SELECT {SALES} / sum(quantity) FROM {DONE}",
    "items_per_order": f"SELECT sum(quantity) / {ORDERS} FROM {DONE}",
    "average_line_amount": f"SELECT avg(paid_amount) FROM {DONE}",
    "median_line_amount": f"SELECT median(paid_amount::DOUBLE) FROM {DONE}",
    "p90_line_amount": f"SELECT quantile_cont(paid_amount::DOUBLE, 0.9) FROM {DONE}",
    "largest_line": f"SELECT max(paid_amount) FROM {DONE}",
    "front_profit": f"SELECT sum({BEFORE_TAX} - o.cost_amount) FROM {WITH_PRODUCTS}",
    "front_margin": f"SELECT sum({BEFORE_TAX} - o.cost_amount) / sum({BEFORE_TAX}) FROM {WITH_PRODUCTS}",
    "daily_sales": f"SELECT {SALES} / count(DISTINCT order_date) FROM {DONE}",
    "online_share": f"SELECT sum(paid_amount) FILTER (channel IN ('小程序', '电商平台')) / sum(paid_amount) FROM {DONE}",
    "refund_rate": f"SELECT sum(refund_amount) / {SALES} FROM {REFUNDS}",
    "refunded_units": f"SELECT sum(quantity) FROM {REFUNDED_LINES}",
    "average_refund": f"SELECT avg(refund_amount) FROM {REFUNDS}",
    "cancelled_amount": f"SELECT sum(list_amount) - sum(discount_amount) FROM {ALL_ORDERS} AND status = '已取消'",
    "unpaid_amount": f"SELECT sum(list_amount) - sum(discount_amount) FROM {ALL_ORDERS} AND status = '未支付'",
    "unpaid_rate": f"SELECT count(DISTINCT order_id) FILTER (status = '未支付') / count(DISTINCT order_id) FROM {ALL_ORDERS}",
    "refund_order_rate": f"SELECT count(DISTINCT order_id) / {ORDERS} FROM {REFUNDS}",
    "median_refund": f"SELECT median(refund_amount::DOUBLE) FROM {REFUNDS}",
    "revenue_fin": f"SELECT {REVENUE}",
    "output_tax": f"SELECT sum(tax_amount) FROM {RECOGNISED}",
    "gross_profit": f"SELECT {GROSS}",
    "gross_margin": f"SELECT {GROSS} / {REVENUE}",
    "operating_profit": f"SELECT {GROSS} - {SPENT}",
    "operating_margin": f"SELECT ({GROSS} - {SPENT}) / {REVENUE}",
    "expense_rate": f"SELECT {SPENT} / {REVENUE}",
    "rent_ratio": f"SELECT sum(amount) / {SALES} FROM {EXPENSES} AND account = '租金'",
    "labour_ratio": f"SELECT sum(amount) / {SALES} FROM {EXPENSES} AND account = '人工'",
    "utilities_expense": f"SELECT sum(amount) FROM {EXPENSES} AND account = '水电'",
    "other_expense": f"SELECT sum(amount) FROM {EXPENSES} AND account = '其他'",
    "profit_gap": f"SELECT {GROSS} - {SPENT} - sum(profit_budget) FROM {BUDGETS}",
    "sales_attainment": f"SELECT {SALES} / sum(revenue_budget) FROM {BUDGETS}",
    "profit_attainment": f"SELECT ({GROSS} - {SPENT}) / sum(profit_budget) FROM {BUDGETS}",
    "sales_gap": f"SELECT {SALES} - sum(revenue_budget) FROM {BUDGETS}",
    "lead_qualification_rate": f"SELECT count(*) FILTER (is_qualified) / count(*) FROM {LEADS}",
    "contract_conversion": f"SELECT count(*) FILTER (contract_date IS NOT NULL) / count(*) FROM {LEADS} AND is_qualified",
    "payments_conversion": f"SELECT (SELECT count(*) FROM {SIGNED}) / count(*) FROM {LEADS}",
    "contract_amount": f"SELECT sum(contract_amount) FROM {SIGNED}",
    "average_contract": f"SELECT avg(contract_amount) FROM {SIGNED}",
    "median_contract": f"SELECT median(contract_amount::DOUBLE) FROM {SIGNED}",
    "largest_contract": f"SELECT max(contract_amount) FROM {SIGNED}",
    "days_to_sign": f"SELECT avg(contract_date - lead_date) FROM {SIGNED}",
    "campaign_sales_ratio": f"SELECT sum(paid_amount) FILTER (campaign_id IS NOT NULL) / sum(paid_amount) FROM {DONE}",
    "campaign_budget": "SELECT sum(budget) FROM campaigns WHERE start_date BETWEEN '2026-10-01' AND '2026-10-31'",
    "acquisition_cost": f"""SELECT sum(amount) / (SELECT count(*) FROM members WHERE joined_on BETWEEN '2026-10-01' AND '2026-10-31')
        FROM {EXPENSES} AND account = '营销'""",
    "marketing_ratio": f"SELECT sum(amount) / {SALES} FROM {EXPENSES} AND account = '营销'",
    "total_members": f"SELECT {MEMBERS}",
    "member_activity_rate": f"SELECT count(DISTINCT member_id) / {MEMBERS} FROM {DONE}",
    "active_members": f"SELECT count(DISTINCT member_id) FROM {DONE}",
    "member_spend": f"SELECT sum(paid_amount) / count(DISTINCT member_id) FROM {DONE} AND member_id IS NOT NULL",
    "member_frequency": f"SELECT count(DISTINCT order_id) / count(DISTINCT member_id) FROM {DONE} AND member_id IS NOT NULL",
    "member_sales_ratio": f"SELECT sum(paid_amount) FILTER (member_id IS NOT NULL) / sum(paid_amount) FROM {DONE}",
    "stock_qty": f"SELECT sum(on_hand_qty) FROM {LAST_STOCK}",
    "stock_value": f"SELECT sum(on_hand_cost) FROM {LAST_STOCK}",
    "opening_stock_qty": "SELECT sum(on_hand_qty) FROM inventory_daily WHERE snapshot_date = '2026-10-01'",
    "peak_stock_qty": f"SELECT max(day_qty) FROM (SELECT snapshot_date, sum(on_hand_qty) AS day_qty FROM {STOCK} GROUP BY 1)",
    "inventory_turnover_hq": f"SELECT sum(cost_amount)::DOUBLE / {MEAN_STOCK_VALUE} FROM {RECOGNISED}",
    "inventory_turnover_branch": f"SELECT sum(quantity) / {MEAN_STOCK} FROM {DONE}",
    "sell_through": f"SELECT sum(quantity) / (sum(quantity) + (SELECT sum(on_hand_qty) FROM {LAST_STOCK})) FROM {DONE}",
    "gmroi": f"SELECT {GROSS} / {MEAN_STOCK_VALUE}",
    "stock_to_cost": f"SELECT (SELECT sum(on_hand_cost)::DOUBLE FROM {LAST_STOCK}) / sum(cost_amount) FROM {RECOGNISED}",
    "purchase_amount": "SELECT sum(amount) FROM purchase_orders WHERE ordered_on BETWEEN '2026-10-01' AND '2026-10-31'",
    "average_purchase_price": f"SELECT sum(amount) / sum(quantity_ordered) FROM {PLACED}",
    "on_order_qty": f"SELECT sum(quantity_ordered) FROM {ON_THE_WAY}",
    "on_order_amount": f"SELECT sum(amount) FROM {ON_THE_WAY}",
    "late_orders": f"SELECT count(*) FILTER (received_on > promised_on) FROM {ARRIVED}",
    "late_rate": f"SELECT count(*) FILTER (received_on > promised_on) / count(*) FROM {ARRIVED}",
    "on_time_rate": f"SELECT count(*) FILTER (received_on <= promised_on) / count(*) FROM {ARRIVED}",
    "fill_rate": f"SELECT sum(quantity_received) / sum(quantity_ordered) FROM {ARRIVED}",
    "lead_time": f"SELECT avg(received_on - ordered_on) FROM {ARRIVED}",
    "p90_lead_time": f"SELECT quantile_cont(received_on - ordered_on, 0.9) FROM {ARRIVED}",
    "total_products": f"SELECT {LAUNCHED}",
    "product_activity_rate": f"SELECT count(DISTINCT product_id) / {LAUNCHED} FROM {DONE}",
    "active_products": f"SELECT count(DISTINCT product_id) FROM {DONE}",
    "visitors": f"SELECT sum(visitors) FROM {TRAFFIC}",
    "average_daily_visitors": f"SELECT sum(visitors) / 31 FROM {TRAFFIC}",
    "try_on_rate": f"SELECT sum(try_ons) / sum(visitors) FROM {TRAFFIC} AND try_ons IS NOT NULL",
    "store_conversion": f"SELECT count(DISTINCT order_id) / (SELECT sum(visitors) FROM {TRAFFIC}) FROM {DONE} AND channel = '门店'",
    "sales_per_visitor": f"SELECT sum(paid_amount) / (SELECT sum(visitors) FROM {TRAFFIC}) FROM {DONE} AND channel = '门店'",
    "sales_per_sqm": f"""SELECT sum(paid_amount) / (SELECT avg(area) FROM (SELECT t.traffic_date, sum(s.area_sqm) AS area
        FROM {TRAFFIC.replace("store_traffic t", "store_traffic t JOIN stores s USING (store_id)")} GROUP BY 1))
        FROM {IN_STORES} AND s.format <> '线上旗舰'""",
    "sales_per_store": f"SELECT {SALES} / count(DISTINCT store_id) FROM {DONE}",
    "comparable_growth": f"""SELECT (SELECT sum(paid_amount) FROM {IN_STORES} AND o.order_date >= s.opened_on + INTERVAL 1 YEAR)
        / sum(o.paid_amount) - 1 FROM order_lines o JOIN stores s USING (store_id)
        WHERE o.status = '已完成' AND o.order_date BETWEEN '2025-10-01' AND '2025-10-31'
        AND (s.closed_on IS NULL OR s.closed_on > o.order_date + INTERVAL 1 YEAR)""",
    "headcount_end": f"SELECT sum(headcount) FROM {PEOPLE}",
    "attrition_rate": f"SELECT sum(leavers) / sum(headcount) FROM {PEOPLE}",
    "net_hires": f"SELECT sum(hires) - sum(leavers) FROM {PEOPLE}",
    "attendance_rate": f"SELECT sum(worked_hours) / sum(scheduled_hours) FROM {HOURS}",
    "hours_per_head": f"SELECT sum(worked_hours) / {SHOP_PEOPLE} FROM {HOURS}",
    "labour_cost_per_head": f"SELECT sum(amount) / {SHOP_PEOPLE} FROM {EXPENSES} AND account = '人工'",
    "sales_per_head": f"SELECT {SALES} / sum(headcount) FROM {PEOPLE} AND dept = '门店运营'",
    "overtime_rate": f"SELECT sum(overtime_hours) / sum(worked_hours) FROM {HOURS}",
    "absence_rate": f"SELECT sum(absent_hours) / sum(scheduled_hours) FROM {HOURS}",
    "sales_per_hour": f"SELECT {SALES} / sum(worked_hours) FROM {HOURS}",
    "sales_mtd": f"SELECT {SALES}",
    "sales_ytd": f"SELECT sum(paid_amount) FROM {DONE.replace('2026-10-01', '2026-01-01')}",
    "sales_rolling_7d": f"SELECT sum(paid_amount) FROM {DONE.replace('2026-10-01', '2026-10-25')}",
    "revenue_ytd": "SELECT sum(net_amount) FROM revenue_recognized WHERE recognized_date BETWEEN '2026-01-01' AND '2026-10-31'",
}

FLIGHTS = {
    "flights_count": "SELECT count(*) FROM flights",
    "departed_flights": "SELECT count(dep_time) FROM flights",
    "cancellation_rate": "SELECT count(*) FILTER (dep_time IS NULL) / count(*) FROM flights",
    "diverted_flights": "SELECT count(*) FROM flights WHERE dep_time IS NOT NULL AND arr_delay IS NULL",
    "completion_rate": "SELECT count(arr_delay) / count(*) FROM flights",
    "avg_dep_delay": "SELECT avg(dep_delay) FROM flights",
    "avg_arr_delay": "SELECT avg(arr_delay) FROM flights",
    "median_dep_delay": "SELECT median(dep_delay) FROM flights",
    "median_arr_delay": "SELECT median(arr_delay) FROM flights",
    "p90_arr_delay": "SELECT quantile_cont(arr_delay, 0.9) FROM flights",
    "p90_dep_delay": "SELECT quantile_cont(dep_delay, 0.9) FROM flights",
    "longest_dep_delay": "SELECT max(dep_delay) FROM flights",
    "departure_delay_rate": "SELECT count(*) FILTER (dep_delay > 15) / count(dep_time) FROM flights",
    "arrival_delay_rate": "SELECT count(*) FILTER (arr_delay > 15) / count(arr_delay) FROM flights",
    "on_time_rate_airline": "SELECT count(*) FILTER (arr_delay <= 15) / count(arr_delay) FROM flights",
    "on_time_rate_airport": "SELECT count(*) FILTER (dep_delay <= 15) / count(*) FROM flights",
    "delay_minutes": "SELECT sum(dep_delay) FROM flights WHERE dep_delay > 0",
    "avg_recovered": "SELECT avg(dep_delay - arr_delay) FROM flights",
    "flights_per_day": "SELECT count(*) / 365 FROM flights",
    "flights_ytd": "SELECT count(*) FROM flights",
    "flights_mtd": "SELECT count(*) FROM flights WHERE month = 12",
    "flights_rolling_7d": "SELECT count(*) FROM flights WHERE month = 12 AND day >= 25",
    "total_distance": "SELECT sum(distance) FROM flights WHERE dep_time IS NOT NULL",
    "average_distance": "SELECT avg(distance) FROM flights",
    "average_air_time": "SELECT avg(air_time) FROM flights",
    "average_speed": "SELECT sum(distance) / (sum(air_time) / 60) FROM flights WHERE air_time IS NOT NULL",
    "destinations_served": "SELECT count(DISTINCT dest) FROM flights",
    "routes_served": "SELECT count(*) FROM (SELECT DISTINCT origin, dest FROM flights)",
    "airlines_flying": "SELECT count(DISTINCT carrier) FROM flights",
    "flights_per_aircraft": "SELECT count(dep_time) / count(DISTINCT tailnum) FROM flights",
    "seats_flown": "SELECT sum(seats) FROM flights JOIN planes USING (tailnum) WHERE dep_time IS NOT NULL",
    "average_seats": "SELECT avg(seats) FROM flights JOIN planes USING (tailnum) WHERE dep_time IS NOT NULL",
    "average_aircraft_age": "SELECT avg(2013 - p.year) FROM flights f JOIN planes p USING (tailnum) WHERE f.dep_time IS NOT NULL",
    "average_temperature": "SELECT avg(temp) FROM weather",
    "average_wind_speed": "SELECT avg(wind_speed) FROM weather WHERE wind_speed < 1000",
    "average_visibility": "SELECT avg(visib) FROM weather",
    "wet_hours": "SELECT count(*) FROM weather WHERE precip > 0",
}
