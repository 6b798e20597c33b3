"""Made catalogs of any size with names as businesses give them, zh and en, and questions about them; the same seed, the same catalog."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import islice, product
from pathlib import Path
from random import Random
from typing import Any

from assistant.question import Sight
from catalog.access import Asker
from catalog.catalog import Catalog
from catalog.dataset import Dataset, DatasetColumn, Join
from catalog.dimension import Dimension, Member
from catalog.label import Label, Text
from catalog.metric import Aggregate, Metric, Term
from retrieval.matches import Finder
from retrieval.members import MemberIndex
from retrieval.pinyin import sounds
from retrieval.text import words

DIMENSIONS = ("city", "store", "product", "customer", "supplier", "employee", "warehouse", "recipient")
SHARES = {"store": 0.08, "product": 0.2, "customer": 0.2, "supplier": 0.12, "employee": 0.1, "warehouse": 0.1, "recipient": 0.2}
TODAY = date(2026, 11, 21)


@dataclass(frozen=True)
class Asked:
    """Questions by kind: names as they are written, names with a slip or by sound, parts of members' names, and words that nothing has."""

    plain: tuple[str, ...]
    slips: tuple[str, ...]
    partial: tuple[str, ...]
    unknown: tuple[str, ...]


@cache
def table() -> Mapping[str, Any]:
    return tomllib.loads(Path(__file__).with_name("large.toml").read_text(encoding="utf-8"))


def large_catalog(metrics: int) -> Catalog:
    """A fact for each thing, each joined to all dimensions; at most 10,000 metrics; every fiftieth pair of names shares a term."""
    said = table()["metric"]
    facts = [f"fact_{number}" for number in range(len(said["thing_en"]))]
    datasets = {name: dataset(name, ("day", *DIMENSIONS), "day") for name in facts}
    datasets |= {name: dataset(name, (name, "name"), None) for name in DIMENSIONS}
    joins = tuple(Join(fact, name, ((name, name),), "many_to_one") for fact in facts for name in DIMENSIONS)
    made = {metric.id: metric for metric in islice(made_metrics(said), metrics)}
    names = [*made]
    terms = tuple(
        Term(Label(f"{made[one].label.zh}与净额", f"{made[one].label.en} overall"), (one, other))
        for one, other in zip(names[::50], names[1::50], strict=False)
    )
    return Catalog(datasets, joins, {item.id: item for item in made_dimensions()}, made, (), terms)


def dataset(name: str, columns: Sequence[str], time: str | None) -> Dataset:
    return Dataset(name, Label(name, name), "main", name, tuple(map(DatasetColumn, columns)), (columns[0],), time)


def made_metrics(said: Mapping[str, list[str]]) -> Iterator[Metric]:
    places = product(*(range(len(said[f"{part}_en"])) for part in ("measure", "thing", "side")))
    for number, (measure, thing, side) in enumerate(places):
        zh = said["side_zh"][side] + said["thing_zh"][thing] + said["measure_zh"][measure]
        en = f"{said['side_en'][side]} {said['thing_en'][thing]} {said['measure_en'][measure]}".capitalize()
        short = f"{said['short'][measure]}{side:02}{thing:02}"
        formula = Aggregate(f"fact_{thing}", "sum", "day")
        yield Metric(f"m_{number}", Label(zh, en, (short,)), Text(zh, en), formula, "", "")


def made_dimensions() -> Iterator[Dimension]:
    said = table()
    cities = tuple(Member(zh, Label(zh, en)) for zh, en in zip(said["place"]["zh"], said["place"]["en"], strict=True))
    for name, zh, en in zip(DIMENSIONS, said["dimension"]["zh"], said["dimension"]["en"], strict=True):
        yield Dimension(name, Label(zh, en), name, "name", members=cities if name == "city" else ())


def large_members(count: int) -> dict[str, list[str]]:
    """About `count` members, most of them products and people; half of the dimensions are written in Chinese."""
    makers = {name: maker for name in SHARES for maker in [named(name)]}
    return {name: [next(makers[name]) for _ in range(int(share * count))] for name, share in SHARES.items()}


def named(dimension: str) -> Iterator[str]:
    """Endless different names: every combination of the words, then again with the next number."""
    said = table()
    place, street, goods, person, firm = (said[name] for name in ("place", "street", "goods", "person", "firm"))
    number = 0
    while True:
        number += 1
        match dimension:
            case "store":
                yield from (f"{one}{other}路{number}店" for one, other in product(place["zh"], street["zh"]))
            case "product":
                yield from (f"{one}{other}{number * 50}ml" for one, other in product(goods["brand_zh"], goods["kind_zh"]))
            case "customer":
                for place_in, (first, last) in enumerate(product(person["first_en"], person["family_en"])):
                    yield f"{first} {last} C{number * 1000 + place_in}"
            case "supplier":
                yield from (
                    f"{one}{other}第{number}{kind}" for one, other, kind in product(place["zh"], goods["brand_zh"], firm["kind_zh"])
                )
            case "employee":
                for place_in, (last, first) in enumerate(product(person["family_en"], person["first_en"])):
                    yield f"{first} {last} E{number * 1000 + place_in}"
            case "warehouse":
                yield from (f"{one} {other} Warehouse {number}" for one, other in product(place["en"], street["en"]))
            case _:
                for place_in, (last, first) in enumerate(product(person["family_zh"], person["first_zh"])):
                    yield f"{last}{first}{number * 1000 + place_in}"


def large_sight(catalog: Catalog, members: MemberIndex) -> Sight:
    """Someone who sees everything."""
    asker = Asker("someone", "Someone", "", ("everyone",))
    return Sight(catalog, Finder.of(catalog, members), asker, TODAY, TODAY, date(2024, 1, 1))


def questions(catalog: Catalog, members: Mapping[str, Sequence[str]], count: int, seed: int) -> Asked:
    """`count` questions of each kind, both languages by turns."""
    chance = Random(seed)
    kinds = ("", "slip_", "partial_", "unknown_")
    return Asked(*(tuple(asked(catalog, members, chance, kind, number) for number in range(count)) for kind in kinds))


def asked(catalog: Catalog, members: Mapping[str, Sequence[str]], chance: Random, kind: str, number: int) -> str:
    language = ("zh", "en")[number % 2]
    form: str = chance.choice(table()["ask"][f"{kind}{language}"])
    one, other = (chance.choice([*catalog.metrics.values()]).label for _ in range(2))
    spoken = [name for name, values in members.items() if values and values[0].isascii() is (language == "en")]
    values = members[chance.choice(spoken)]
    metric, again = (label.zh if language == "zh" else label.en.lower() for label in (one, other))
    member, another = chance.sample(values, 2)
    slipped = part_of(member) if kind == "partial_" else slip(member if "{m}" in form else metric, chance)
    dimension = chance.choice(table()["dimension"][language])
    return form.format(m=metric, n=again, v=member, u=another, d=dimension, w=slipped)


def part_of(name: str) -> str:
    """A member's name without its beginning: 西湖路12店 of 杭州西湖路12店, Bennett C1042 of Alice Bennett C1042."""
    return name[2:] if not name.isascii() else name.partition(" ")[2]


def slip(name: str, chance: Random) -> str:
    """Chinese by its sound or with two characters in each other's place; another word with two letters so."""
    if not name.isascii():
        spelled = sounds([word for word in words(name) if word.is_cjk])
        if chance.random() < 0.5 and spelled:
            return spelled[0]
        at = chance.randrange(1, 3)
    else:
        longest = max(name.split(), key=len)
        at = name.index(longest) + chance.randrange(1, len(longest) - 1)
    return name[:at] + name[at + 1] + name[at] + name[at + 2 :]
