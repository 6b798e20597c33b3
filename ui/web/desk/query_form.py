"""The form of a metric query: every part a field with a list of what this analyst may see. It works without script."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, get_args

from assistant.wording import say
from catalog.catalog import Catalog
from catalog.errors import CatalogError
from catalog.label import Language
from catalog.metric import Grain, Operator
from catalog.query import TIME, MetricQuery
from catalog.query_json import from_dict
from ui.web.desk.frame import field, hidden, labelled, select
from ui.web.desk.query_fields import ONE_DAY, REST, SHOWN, TESTS, shown_of
from ui.web.markup import Html, joined, tag

Options = list[tuple[str, str]]
OFFSETS = tuple(f"{grain}:1" for grain in ("day", "week", "month", "quarter", "half_year", "year"))
CHANGES = ("previous", "change", "change_pct")


def query_form(query: Mapping[str, Any], catalog: Catalog, language: Language) -> Html:
    """The fields of a query; each list of lines ends with an empty one to add to."""
    form = Form(query, catalog, language)
    return joined(
        form.lines("measures", [form.measure(each) for each in (*query.get("measures", ()), "")]),
        form.lines("group_by", [form.dimension("group_by", each, "dimension") for each in (*query.get("group_by", ()), "")]),
        form.lines("filters", [form.filter(each) for each in (*query.get("filters", ()), {})]),
        form.lines("periods", [form.period(each) for each in (*query.get("periods", ()), {})]),
        tag("div", form.grain(), form.comparison(), form.limit(), cls="line"),
        form.lines("having", [form.having(each) for each in (*query.get("having", ()), {})]),
        form.lines("order", [form.order(each) for each in (*query.get("order", ()), {})]),
        form.rest(),
    )


class Form:
    """The parts of the form for one query."""

    def __init__(self, query: Mapping[str, Any], catalog: Catalog, language: Language) -> None:
        self.query, self.language = query, language
        self.metrics = named(catalog.metrics.values(), language)
        self.dimensions = named(catalog.dimensions.values(), language)
        self.columns = [(name, name) for name in columns_of(query)]

    def word(self, code: str) -> str:
        return say(self.language, f"web.desk.form.{code}")

    def lines(self, part: str, found: Sequence[Html]) -> Html:
        more = tag("button", self.word("more"), type="button", cls="quiet", data_do="more")
        spare = tag("div", found[-1], cls="line spare")
        return tag("fieldset", tag("legend", self.word(part)), *(tag("div", line, cls="line") for line in found[:-1]), spare, more)

    def choice(self, name: str, options: Options, chosen: str, label: str) -> Html:
        """A list with what is chosen in it, even where it is none of the usual ones, and with nothing as its first."""
        known = options if not chosen or any(value == chosen for value, _ in options) else [(chosen, chosen), *options]
        return labelled(self.word(label), select(name, [("", "—"), *known], chosen))

    def measure(self, found: str | Mapping[str, Any]) -> Html:
        was: Mapping[str, Any] = {"metric": found} if isinstance(found, str) else found
        shown = shown_of(was)
        kinds = [(kind, self.word(f"shown_{kind}")) for kind in (*SHOWN, *(["kept"] if shown == "kept" else []))]
        own = self.word("own_filters") if was.get("filters") else ""
        return joined(
            self.choice("metric", self.metrics, was.get("metric", ""), "metric"),
            labelled(self.word("shown"), select("shown", kinds, shown), own),
            hidden("was", json.dumps(was, ensure_ascii=False) if was.get("metric") else ""),
        )

    def dimension(self, name: str, chosen: str, label: str) -> Html:
        return self.choice(name, self.dimensions, chosen, label)

    def filter(self, found: Mapping[str, Any]) -> Html:
        test, values = tested(found)
        tests = [(each, self.word(f"test_{each}") if each.isidentifier() else each) for each in TESTS]
        members = tag("textarea", "\n".join(values), name="members", rows=max(1, min(6, len(values))))
        return joined(
            self.dimension("filter", found.get("dimension", ""), "dimension"),
            labelled(self.word("test"), select("test", tests, test)),
            labelled(self.word("members"), members, self.word("members_hint")),
        )

    def period(self, found: Mapping[str, Any]) -> Html:
        start, end = found.get("start", ""), found.get("end", "")
        last = last_day(end) if end else ""
        return joined(
            labelled(self.word("from"), field("date", "from", start)),
            labelled(self.word("to"), field("date", "to", last)),
        )

    def grain(self) -> Html:
        grains = [(grain, self.word(f"grain_{grain}")) for grain in get_args(Grain)]
        return self.choice("grain", grains, self.query.get("grain") or "", "grain")

    def comparison(self) -> Html:
        was = self.query.get("comparison") or {}
        offset = "".join(f"{grain}:{count}" for grain, count in (was.get("offset") or {}).items())
        chosen = offset if offset in OFFSETS else "kept" if was else ""
        kinds = [(each, self.word(f"offset_{each.partition(':')[0]}")) for each in OFFSETS]
        kept = [("kept", self.word("comparison_kept"))] if chosen == "kept" else []
        return joined(
            self.choice("comparison", [*kinds, *kept], chosen, "comparison"),
            hidden("comparison_was", json.dumps(was, ensure_ascii=False) if was else ""),
        )

    def limit(self) -> Html:
        was = self.query.get("limit") or {}
        count = field("number", "limit", str(was.get("count", "")), min=1, max=10000, inputmode="numeric")
        return joined(labelled(self.word("limit"), count), hidden("limit_was", json.dumps(was, ensure_ascii=False) if was else ""))

    def having(self, found: Mapping[str, Any]) -> Html:
        tests = [(each, each) for each in get_args(Operator)]
        return joined(
            self.choice("having", self.columns, found.get("column", ""), "column"),
            labelled(self.word("test"), select("having_test", tests, found.get("op", ">"))),
            labelled(self.word("number"), field("text", "having_value", plain(found.get("value")), inputmode="decimal")),
        )

    def order(self, found: Mapping[str, Any]) -> Html:
        ways = [("down", self.word("down")), ("up", self.word("up"))]
        way = "up" if found.get("descending") is False else "down"
        return joined(
            self.choice("order", self.columns, found.get("column", ""), "column"),
            labelled(self.word("way"), select("way", ways, way)),
        )

    def rest(self) -> Html | None:
        """What there is no field for: kept, or taken out."""
        rest = {name: self.query[name] for name in REST if name in self.query}
        if not rest:
            return None
        text = json.dumps(rest, ensure_ascii=False)
        box = tag("label", tag("input", type="checkbox", name="keep_rest", value="1", checked=True), self.word("keep_rest"), cls="check")
        return tag("fieldset", box, tag("pre", tag("code", text)), hidden("rest", text))


def named(found: Iterable[Any], language: Language) -> Options:
    """Ids with their names, by name."""
    return sorted(((each.id, f"{each.label.in_language(language)} · {each.id}") for each in found), key=lambda option: option[1])


def columns_of(query: Mapping[str, Any]) -> list[str]:
    """The columns of the query's result by name; those of a query that cannot be read are not known."""
    try:
        found = from_dict(query)
    except CatalogError:
        return []
    if not isinstance(found, MetricQuery):
        return []
    names = [measure.name for measure in found.measures]
    compared = [f"{name}_{change}" for name in names for change in CHANGES] if found.comparison else []
    return [*([TIME] if found.grain else []), *found.group_by, *names, *compared]


def tested(found: Mapping[str, Any]) -> tuple[str, list[str]]:
    """A filter's test and its values as lines of text."""
    if "op" in found:
        return found["op"], [plain(found.get("value"))]
    kind = "not_in" if "not_in" in found else "in"
    values = found.get(kind, ())
    written = [plain(value) for value in values if value is not None]
    if None not in values:
        return kind, written
    if not written:
        return ("not_missing" if kind == "not_in" else "missing"), written
    return f"{kind}_or_missing", written


def plain(value: Any) -> str:
    """A value of a query's JSON as one types it."""
    if isinstance(value, Mapping):
        return str(next(iter(value.values()), ""))
    if isinstance(value, bool):
        return str(value).lower()
    return "" if value is None else str(value)


def last_day(end: str) -> str:
    try:
        return (date.fromisoformat(end) - ONE_DAY).isoformat()
    except (ValueError, OverflowError):
        return end
