"""From rows to what a person sees: the sentence, the chart, how it was counted, the tier. Values are shown as they came."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from assistant.chart import choose, draw
from assistant.chart.again import picture_of
from assistant.compose import Composed
from assistant.describe import definition
from assistant.editions import definition_notes
from assistant.explain import Found, headline, working_lines
from assistant.figures import nameless, write_date
from assistant.plan import Planned, SqlDraft
from assistant.question import Sight
from assistant.record import Answer, Dates, Definition, Tier
from assistant.wording import has_words, say
from catalog.catalog import Catalog
from catalog.compiler import OutputColumn
from catalog.compiler.small_groups import NOTE
from catalog.label import Label, Language
from catalog.metric import Format
from catalog.period import Period
from catalog.query import MetricQuery
from sql_guard.engine import Rows

if TYPE_CHECKING:
    from assistant.project import Project


def show(found: Answer, composed: Composed, rows: Rows, project: Project, sight: Sight) -> Answer:
    """The answer with its result shown."""
    planned = found.planned
    assert planned is not None  # answer() plans before it shows
    columns = tuple(map(worded, columns_of(composed, rows)))
    if isinstance(composed.plan, SqlDraft) and planned.planner == "llm":
        from assistant.llm.naming import labelled

        columns = labelled(composed.plan.text, columns, sight.catalog)
    query = composed.query
    shown = replace(
        found,
        columns=columns,
        rows=rows.rows,
        truncated=rows.truncated,
        tier=tier(planned, composed, project.catalog),
        definitions=definitions(composed, sight.catalog, found.language),
        dates=tuple(dates_of(period) for period in query.periods) if query else (),
        notes=(*notes(found, planned, composed, rows), *definition_notes(composed, sight.catalog, found.language)),
    )
    picture = picture_of(columns, rows.rows, query, project.catalog)
    others = nameless(shown.notes, found.language)
    chart = draw(choose(picture, planned.chart), picture, found.language, others)
    if query is None:
        return replace(shown, chart=chart, headline=say(found.language, "answer.rows_found", count=len(rows.rows)))
    told = Found(
        query, project.catalog, columns, rows.rows, shown.dates, found.language, composed.days, others if NOTE in composed.notes else ""
    )
    compared = [dates_of(period) for period in composed.compared]
    lines = working_lines(told, shown.definitions, compared, dates_of(composed.days) if composed.days else None)
    partly = [write_date(bucket, query.grain, found.language, project.catalog.calendar) for bucket in told.unfinished]
    marks = (say(found.language, "answer.partly", buckets=partly),) if partly else ()
    return replace(shown, chart=chart, headline=headline(told), explanation="\n".join(lines), notes=(*shown.notes, *marks))


def worded(column: OutputColumn) -> OutputColumn:
    """The column under a label of its own: a metric's share, its value before and its change are told apart by name."""
    code = f"column.{'metric_time' if column.role == 'time' else column.role}"
    if not has_words("zh", code):
        return column
    return replace(column, label=Label(say("zh", code, name=column.label.zh), say("en", code, name=column.label.en)))


def columns_of(composed: Composed, rows: Rows) -> tuple[OutputColumn, ...]:
    """Columns as the catalog describes them, and as the engine names them where governed SQL computes or renames."""
    plain = tuple(plain_column(column.name, column.type) for column in rows.columns)
    if len(composed.columns) != len(plain):
        return plain
    return tuple(known or found for known, found in zip(composed.columns, plain, strict=True))


def plain_column(name: str, engine_type: str) -> OutputColumn:
    """A column that no metric query describes: numbers are measures, dates time, the rest dimensions."""
    kind = engine_type.upper()
    label = Label(name, name)
    if kind.startswith(("DECIMAL", "DOUBLE", "FLOAT")):
        return OutputColumn(name, "measure", "number", label, format=Format("number", 2))
    if "INT" in kind and "INTERVAL" not in kind:
        return OutputColumn(name, "measure", "integer", label, format=Format("integer", 0))
    if kind.startswith(("DATE", "TIMESTAMP")):
        return OutputColumn(name, "time", "date", label)
    return OutputColumn(name, "dimension", "boolean" if kind == "BOOLEAN" else "text", label)


def tier(planned: Planned, composed: Composed, catalog: Catalog) -> Tier:
    """Verified: read in full without a model, published definitions, no caveat. A confidence score never raises it."""
    if isinstance(composed.plan, SqlDraft) and composed.plan.explores:
        return "unverified"
    if isinstance(composed.plan, SqlDraft) or not isinstance(composed.plan, MetricQuery):
        return "governed"
    published = all(catalog.metric(name).status == "published" for name in composed.metrics)
    if planned.planner in ("offline", "verified") and published and not planned.caveats:
        return "verified"
    return "governed"


def definitions(composed: Composed, catalog: Catalog, language: Language) -> tuple[Definition, ...]:
    """The definitions of the metrics that were asked for (inputs that the asker may not see are left out)."""
    asked = [(measure.metric, block.as_of) for block in composed.blocks for measure in block.measures]
    return tuple(definition(catalog.metrics[name], catalog, language, day) for name, day in dict.fromkeys(asked) if name in catalog.metrics)


def tied(composed: Composed, rows: Rows) -> bool:
    """Whether more rows came than were asked for; nobody sees how many a block inside other SQL had."""
    if composed.query is None or composed.query.limit is None:
        return True
    limit, names = composed.query.limit, [column.name for column in rows.columns]
    groups = Counter(tuple(row[names.index(name)] for name in limit.per) for row in rows.rows)
    return max(groups.values(), default=0) > limit.count


def dates_of(period: Period) -> Dates:
    unfinished = period.through is not None and period.through < period.end
    return Dates(period.start, last_day(period.effective_end if unfinished else period.end), unfinished)


def last_day(end: date) -> date:
    return end - timedelta(days=1)


def notes(found: Answer, planned: Planned, composed: Composed, rows: Rows) -> tuple[str, ...]:
    """What was decided for the asker, in words: default definitions, ties kept, caveats, only their own rows, rows cut off."""
    language = found.language
    said = [say(language, f"note.{code}", **dict(facts)) for code, facts in planned.notes if has_words(language, f"note.{code}")]
    spoken = [code for code in composed.notes if code != "ties_kept" or tied(composed, rows)]
    said += [say(language, f"note.{code}") for code in spoken if has_words(language, f"note.{code}")]
    said += [say(language, f"caveat.{code}") for code in planned.caveats if has_words(language, f"caveat.{code}")]
    if any(change.code == "rows_filtered" for change in found.working.changes):
        said.append(say(language, "answer.own_rows"))
    if rows.truncated:
        said.append(say(language, "answer.truncated", count=len(rows.rows)))
    return tuple(dict.fromkeys(said))
