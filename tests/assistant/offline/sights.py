"""What an asker of the sample worlds may know, without building them: the real catalogs, a few looked-up members, a fixed day."""

from __future__ import annotations

from dataclasses import fields
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from assistant.offline import OfflinePlanner
from assistant.plan import CatalogQuestion, Clarify, Decline, Planned
from assistant.project import SAMPLES
from assistant.question import Question, Sight, Turn
from catalog.access import Asker
from catalog.catalog import Catalog
from catalog.files import load_catalog
from catalog.period import Period
from catalog.query import MemberFilter, MetricQuery
from retrieval.matches import Finder
from retrieval.members import MemberIndex

MEMBERS = {
    "retail": {
        "store": ["上海南京路店", "北京王府井店", "广州天河店"],
        "city": ["上海", "北京", "广州", "深圳", "吉林", "杭州"],
        "province": ["上海市", "北京市", "广东省", "浙江省", "吉林省"],
        "brand": ["素禾", "北岭"],
    },
    "flights": {"origin": ["JFK", "EWR", "LGA"], "destination": ["LGA"]},
    "orchards": {
        "cooperative": ["青山合作社", "临江合作社", "丰源集团", "Acme Fruit Inc"],
        "orchard": ["南坡园", "北坡园", "河湾园", "老林园", "新林园"],
        "keeper": ["赵一山", "钱二水", "孙三木", "李四土"],
        "soil": ["黄土", "红壤"],
    },
}
TODAY = {"retail": date(2026, 11, 21), "flights": date(2013, 12, 31), "orchards": date(2026, 6, 1)}
BEFORE = {"retail": date(2026, 11, 21), "flights": date(2014, 1, 1), "orchards": date(2026, 1, 1)}
FIRST = {"retail": date(2024, 9, 1), "flights": date(2013, 1, 1), "orchards": date(2020, 1, 1)}
OWN = Path(__file__).parent
PLANNER = OfflinePlanner()


@cache
def catalog(world: str) -> Catalog:
    place = SAMPLES / world / "catalog" if (SAMPLES / world).is_dir() else OWN / world
    return load_catalog(sorted(place.glob("*.yaml")))


@cache
def sight(world: str = "retail", department: str = "") -> Sight:
    finder = Finder.of(catalog(world), MemberIndex.build(catalog(world), MEMBERS[world]))
    asker = Asker("someone", "Someone", department, ("everyone",))
    return Sight(catalog(world), finder, asker, TODAY[world], BEFORE[world], FIRST[world])


def plan(text: str, world: str = "retail", department: str = "", turns: tuple[str, ...] = ()) -> Planned:
    """The plan of a question after earlier ones of the same conversation."""
    seen, told = sight(world, department), tuple[Turn, ...]()
    for earlier in turns:
        told = (*told, Turn(earlier, PLANNER.plan(Question(earlier, told), seen)))
    return PLANNER.plan(Question(text, told), seen)


def query(text: str, world: str = "retail", department: str = "", turns: tuple[str, ...] = ()) -> MetricQuery:
    found = plan(text, world, department, turns).plan
    assert isinstance(found, MetricQuery), f"{text}: {found}"
    return found


def brief(found: object) -> str:
    """A plan on one line: what a golden file holds."""
    match found:
        case MetricQuery():
            parts = [(field.name, getattr(found, field.name)) for field in fields(found)]
            return " ".join(f"{name}={shown(name, value)}" for name, value in parts if value not in ((), None))
        case Clarify(code) | Decline(code):
            return f"{type(found).__name__} {code}"
        case CatalogQuestion(about, names):
            return " ".join(["about", about, *names])
    return repr(found)


def shown(name: str, value: Any) -> str:
    match name:
        case "measures":
            return ",".join(measure.name + "".join(f"/{of}" for of in getattr(measure.shown, "of", ())) for measure in value)
        case "periods":
            return ",".join(days(period) for period in value)
        case "filters" | "only":
            return ",".join(condition(part) for part in value)
        case "having":
            return ",".join(f"{part.column}{part.operator}{part.value}" for part in value)
        case "order":
            return ",".join(f"{'-' if part.descending else '+'}{part.column}" for part in value)
        case "limit":
            return f"{value.count}" + (f"/{','.join(value.per)}" if value.per else "")
        case "comparison":
            return days(value.to) if isinstance(value.to, Period) else f"{value.to.count}{value.to.grain}"
        case "within":
            return ";".join(f"{'not' * part.negated}[{brief(part.query)}]" for part in value)
        case "group_by":
            return ",".join(value)
    return str(value)


def days(period: Period) -> str:
    return f"{period.start}..{period.end}{'*' if period.through else ''}"


def condition(part: Any) -> str:
    if isinstance(part, MemberFilter):
        return f"{part.dimension}{'!' if part.negated else ''}:{'|'.join(map(str, part.values))}"
    return f"{part.dimension}{part.operator}{part.value}"
