"""What a query is going to cost, and asking first where that is much: whoever agrees runs the very same plan.

The estimate is of rows that are read, joined and grouped. It is cheap, may be wrong, and decides nothing but whether to ask.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from assistant.benchmarks import scoped
from assistant.compose import Composed, compose
from assistant.plan import Choice, Clarify, Planned, SqlDraft
from assistant.wording import say
from catalog.errors import CatalogError
from catalog.period import Period, add, start_of
from catalog.query import MetricQuery
from sql_guard.errors import Cancelled, GuardError
from sql_guard.guard import guard

if TYPE_CHECKING:
    from assistant.project import Project
    from assistant.question import Question, Sight
    from assistant.watch import Watch
    from catalog.label import Language
    from sql_guard.engine import SafeSql
    from sql_guard.policy import Policy

HEAVY, UNTOLD = "heavy", "heavy_untold"
TABLE = re.compile(r"""\bserving\.("(?:[^"]|"")+"|\w+)\.("(?:[^"]|"")+"|\w+)""")
FINE = ("hour", "day", "week")


def estimated(safe: SafeSql, composed: Composed, project: Project, policy: Policy, watch: Watch, who: str) -> int | None:
    """The rows that a query works on; None on an engine that estimates nothing.

    A metric query multiplies no rows: it works on those of its tables each time it reads them, as much of them as its periods are of the
    days that there are. Governed SQL may join its blocks in any way: there the engine's own plan says, unless a row rule narrows what it
    reads: the plan knows the smallest and largest value of every column, also of the rows that its asker may not see.
    """
    if project.engine.dialect != "duckdb":
        return None
    if isinstance(composed.plan, SqlDraft) and not safe.apart:
        planned = project.engine.estimate(safe, policy.limits, watch.cancel, who)
        return None if planned is None else rounded(planned)
    return rounded(round(rows_read(safe, project) * part_of_days(composed)))


def may_be_told(safe: SafeSql, policy: Policy) -> bool:
    """Whether the asker may hear of the estimate: it is of all rows of the tables, also of those that a rule keeps from them."""
    read = {name.casefold() for name in safe.tables}
    return not any(table.key.casefold() in read and (table.rows is not None or table.among) for table in policy.tables)


def part_of_days(composed: Composed) -> float:
    """How much of the days that there is data of a metric query asks for."""
    if composed.query is None or composed.days is None or not composed.query.periods:
        return 1.0
    whole, asked = composed.days, composed.query.periods
    days = sum(max(0, (min(each.end, whole.end) - max(each.start, whole.start)).days) for each in asked)
    return min(1.0, days / max(1, (whole.end - whole.start).days))


def rows_read(safe: SafeSql, project: Project) -> int:
    """The rows of a query's tables, as often as it reads them."""
    rows = {(table.schema.casefold(), table.name.casefold()): table.rows for table in project.manifest.tables}
    return sum(rows.get((bare(schema), bare(name)), 0) for schema, name in TABLE.findall(safe.text))


def bare(name: str) -> str:
    return name[1:-1].replace('""', '"').casefold() if name.startswith('"') else name.casefold()


def agreed_to(question: Question) -> Planned | None:
    """What was held back in the last turn, where these words take the offer to run it anyway."""
    last = question.turns[-1].planned if question.turns else None
    if last is None or last.held is None or not isinstance(last.plan, Clarify) or not last.plan.choices:
        return None
    anyway = last.plan.choices[0]
    if question.text.strip().casefold() not in (anyway.label.casefold(), anyway.question.casefold()):
        return None
    return replace(last, plan=last.held, held=None)


def offered(planned: Planned, rows: int, is_told: bool, sight: Sight, project: Project, watch: Watch) -> Clarify:
    """The question back: run it anyway, or one of what asks for less."""
    plan, language = planned.plan, planned.language
    anyway = say(language, "heavy.anyway")
    lighter = narrower(plan, rows, language, sight, project, watch) if isinstance(plan, MetricQuery) else ()
    facts = (("rows", f"{rows:,}"), ("limit", f"{project.file.sharing.heavy_rows:,}")) if is_told else ()
    return Clarify(HEAVY if is_told else UNTOLD, facts, (Choice(anyway, anyway), *lighter))


def rounded(rows: int) -> int:
    """To two digits: an estimate is no more exact, and tells nobody how many rows a table has."""
    return int(float(f"{rows:.1e}"))


def narrower(query: MetricQuery, rows: int, language: Language, sight: Sight, project: Project, watch: Watch) -> Iterator[Choice]:
    """Queries like this one of a shorter time or coarser steps that are estimated to cost less than half."""
    for label, each in narrowed(query, language, sight):
        cost = cost_of(each, sight, project, watch)
        if cost is not None and cost * 2 < rows:
            yield Choice(label, label, each)


def narrowed(query: MetricQuery, language: Language, sight: Sight) -> Iterator[tuple[str, MetricQuery]]:
    whole = Period(sight.first_day, sight.complete_before)
    first = min((period.start for period in query.periods), default=whole.start)
    end = min(max((period.end for period in query.periods), default=whole.end), whole.end)
    month = start_of(end, "month")
    for start in (add(month, -1, "month"), add(month, -12, "month")):
        if first < start < month:
            yield spelled(language, start, month), replace(query, periods=(Period(start, month),))
    if query.grain in FINE:
        yield say(language, "heavy.by_month"), replace(query, grain="month")


def spelled(language: Language, start: date, end: date) -> str:
    return say(language, "heavy.only_days", start=start, end=end - timedelta(days=1))


def cost_of(query: MetricQuery, sight: Sight, project: Project, watch: Watch) -> int | None:
    """The estimate of another query for the same asker; None where it cannot be asked."""
    try:
        scope = scoped(compose(query, sight, project), sight, project)
        return estimated(guard(scope.composed.sql, scope.policy), scope.composed, project, scope.policy, watch, sight.asker.id)
    except Cancelled:
        raise
    except (CatalogError, GuardError):
        return None
