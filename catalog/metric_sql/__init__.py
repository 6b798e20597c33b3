"""Governed SQL: SQL over the one relation `metrics`, in which a governed number is written MEASURE(name). Text <-> metric query.

MEASURE(m) · MEASURE(m, 'share', key …) · MEASURE(m, 'running', grain) · MEASURE(m, 'rank' or 'rank ascending', key …)
MEASURE(m, 'attainment') · MEASURE(m, 'previous' or 'change' or 'change_pct', '1 year' or '2025-01-01/2025-01-31')
MEASURE(m) FILTER (WHERE conditions on dimensions) AS name
Time: metric_time ranges in WHERE (several periods by OR), DATE_TRUNC('month', metric_time) as a key; an unfinished period adds
metric_time < COMPLETE_BEFORE(day). LIMIT n keeps ties; QUALIFY RANK() OVER (PARTITION BY key ORDER BY column) <= n is the first n of
each group. dim IN (SELECT dim FROM metrics …) chooses members, the missing one included. definition_date = DATE '…' asks for the
definitions of a day.
"""

from catalog.metric_sql.expand import Expanded, expand_metric_sql
from catalog.metric_sql.read import from_metric_sql
from catalog.metric_sql.write import to_metric_sql

__all__ = ["Expanded", "expand_metric_sql", "from_metric_sql", "to_metric_sql"]
