"""Wherever a name is shown or suggested, a person meets only names that they may use: canary names are hidden in one world, and every
place of the product is asked for what it says to someone who may not know them. A new place belongs into PLACES.
"""

from __future__ import annotations

import json
import re
from argparse import Namespace
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import pytest

from assistant.answer import answer
from assistant.conclusions import conclude, key_of
from assistant.examples import examples
from assistant.follow_ups import follow_ups
from assistant.gaps import gaps
from assistant.llm.known import known_of
from assistant.llm.prompt import prompt_for
from assistant.plan import CatalogQuestion, Plan, Planned, SqlDraft
from assistant.project import Project, open_project
from assistant.question import Question, Turn, still_seen
from assistant.recall import recalled
from assistant.record import Answer
from assistant.record_json import as_json, from_json
from assistant.replay import replay
from assistant.verified.verify import verify
from assistant.wording import say_error
from catalog.access import Asker
from catalog.errors import CatalogError
from catalog.label import Language
from catalog.query import Measure, MetricQuery, RowList
from sql_guard.errors import GuardError
from sql_guard.guard import guard
from tests.assistant.clinic import WORDS, write_clinic
from tests.assistant.test_exploring import EXPLORERS
from ui.cli import catalog as commands
from ui.web.card import Shown, body, foot, top
from ui.web.causes import causes

ANALYSTS = EXPLORERS.replace("audit, explore]", "audit, explore, verify]").replace("features: [audit]", "features: [audit, verify]")
ASKED: dict[Language, tuple[str, ...]] = {
    "zh": (
        *("各院区的诊疗费", "收益", "结余", "各院区的支出率", "常客诊疗费", "有哪些指标", "有哪些维度", "有哪些院区", "有哪些院区编号"),
        *("结余怎么算", "结余的血缘", "支出率的定义", "常客诊疗费的定义", "诊疗费和结余有什么区别", "你能做什么", "毛利", "成本"),
        *("利润最高的院区", "诊疗费谁负责", "各大区的诊疗费", "诊疗费最高的院区", "各层级的诊疗费", "就诊次数按地点", "列出院区明细"),
        *("上个月诊疗费为什么下降", "今年结余为什么变化", "什么拉低了今年的支出率", "今年收益到底亏在哪", "按院区看今年诊疗费为什么变化"),
        *("列出就诊明细", "分院的诊疗费", "九号院区的诊疗费", "诊疗费能按哪些维度看"),
    ),
    "en": (
        *("fees by site", "earnings", "surplus", "outlay rate by site", "fees of regulars", "what metrics are there", "margin", "profit"),
        *("what dimensions are there", "which sites are there", "how is surplus calculated", "lineage of surplus", "list the visits"),
        *("why did fees fall last month", "what drove the change in surplus this year", "why did outlay rate change this year by site"),
        *("definition of outlay rate", "definition of fees of regulars", "difference between fees and surplus", "what can you do"),
        *(
            "fees by tier",
            "fees by places",
            "fees by site number",
            "who owns fees",
            "list the sites",
            "fees of the hill",
            "best site by fees",
        ),
    ),
}
NAMED: dict[Language, tuple[tuple[str, str], ...]] = {  # what is hidden, and a word that is nowhere, in the same place
    "zh": (
        *(("鹦鹉毛利", "斑马毛笔"), ("鹦鹉利润", "斑马里程"), ("各蝰蛇层级的诊疗费", "各斑马层级的诊疗费"), ("犀鸟成本", "斑马成本")),
        *(("凤凰岛的诊疗费", "斑马岛的诊疗费"), ("凤皇岛的诊疗费", "班马岛的诊疗费"), ("袋熊数", "斑马数")),
    ),
    "en": (
        *(
            ("zorblat margin", "zebrast margin"),
            ("fees by vexilo tier", "fees by zebras tier"),
            ("fees of moonquartz", "fees of zebrastone"),
        ),
        *(
            ("fees of moonqartz", "fees of zebrastne"),
            ("quillon outlay", "zebrast outlay"),
            ("fees by krypto prefix", "fees by zebras prefix"),
        ),
    ),
}
GOVERNED = (
    *("SELECT MEASURE(zorblt_margin) FROM metrics", "SELECT MEASURE(quilon_outly) FROM metrics", "SELECT MEASURE(surplus) FROM metrics"),
    *("SELECT vexlo_tier, MEASURE(fees) FROM metrics GROUP BY 1", "SELECT site, MEASURE(outlay_rate) FROM metrics GROUP BY site"),
    *("SELECT MEASURE(fees_of_regulars) FROM metrics", "SELECT MEASURE(fees) FROM metrics WHERE krypt_prefix = 'a'"),
    *("SELECT MEASURE(fees) FROM wombatri", "SELECT wrd, MEASURE(fees) FROM metrics GROUP BY wrd"),
)
RAW = ("SELECT krypt FROM patients", "SELECT * FROM wombatr", "SELECT tier FROM sites", "SELECT * FROM patients", "SELECT * FROM sites")
PLANS: tuple[Plan, ...] = (
    *(CatalogQuestion("definition", (name,)) for name in ("surplus", "outlay_rate", "fees_of_regulars")),
    *(CatalogQuestion("lineage", (name,)) for name in ("surplus", "outlay_rate", "fees_of_regulars")),
    *(
        CatalogQuestion("formula", ("fees_of_regulars",)),
        CatalogQuestion("members", ("site_no",)),
        CatalogQuestion("dimensions", ("fees",)),
    ),
    *(MetricQuery((Measure("surplus"),), ("region",)), MetricQuery((Measure("fees_of_regulars"),), grain="month")),
    *(
        MetricQuery((Measure("outlay_rate"),), ("vexlo_tier",)),
        MetricQuery((Measure("zorblt"),)),
        MetricQuery((Measure("fees"),), grain="week"),
    ),
    *(RowList("visits"), RowList("sites"), RowList("patients", ("krypt",)), RowList("wombatri"), RowList("patients")),
)


@pytest.fixture(scope="module")
def clinic(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Project]:
    """The clinic after its chief has asked, verified and missed things that others may not know."""
    with open_project(write_clinic(tmp_path_factory.mktemp("clinic") / "clinic", ANALYSTS), env={}) as project:
        chief = project.asker("chief")
        for text in ("鹦鹉毛利", "各院区的鹦鹉毛利", "zorblat margin by vexilo tier", "各蝰蛇层级的犀鸟成本", "收益"):
            found = answer(Question(text), project, chief)
            project.journal.keep(found)
            if found.planned is not None and isinstance(found.planned.plan, MetricQuery):
                verify(found, project, chief)
            if key_of(found) is not None:
                conclude(found, project, chief, "zorblat margin 和鹦鹉毛利要看蝰蛇层级、犀鸟成本", "chief")
        project.journal.keep(answer(Question("有哪些维度"), project, chief, planned=refused()))
        yield project


def refused() -> Planned:
    """A question of the chief's that names what is hidden from others and cannot be answered."""
    return Planned(MetricQuery((Measure("wombats"),), ("vexilo_tier",)), "person", "zh")


@dataclass(frozen=True)
class Place:
    """One of the product's places, as one person meets it in one language."""

    clinic: Project
    asker: Asker
    language: Language

    def ask(self, text: str, plan: Plan | None = None) -> Answer:
        planned = None if plan is None else Planned(plan, "person", self.language)
        return answer(Question(text, language=self.language), self.clinic, self.asker, planned=planned)

    def told(self, found: Answer) -> str:
        """All of an answer: as JSON, and as the page shows it with what may follow."""
        sight = self.clinic.sight(self.asker)
        shown = Shown(sight.catalog, follow_ups(found, sight, self.clinic.offline))
        page = f"{top(found, shown)}{causes(found, shown) or ''}{body(found)}{foot(found, shown)}"
        return json.dumps(as_json(found), ensure_ascii=False) + page


def answers(place: Place) -> Iterator[str]:
    yield from (place.told(place.ask(text)) for text in ASKED[place.language])


def plans(place: Place) -> Iterator[str]:
    """Whatever a planner may come up with: errors of the compiler, descriptions, detail rows."""
    yield from (place.told(place.ask("q", plan)) for plan in PLANS)


def governed_sql(place: Place) -> Iterator[str]:
    yield from (place.told(place.ask("q", SqlDraft(text))) for text in GOVERNED)


def explorations(place: Place) -> Iterator[str]:
    """SQL over datasets, in the hands of someone who may explore."""
    yield from (place.told(place.ask("q", SqlDraft(text, explores=True))) for text in (*RAW, "SELECT max(krypt_no) FROM patients"))


def guarded_sql(place: Place) -> Iterator[str]:
    policy = place.clinic.policy(place.asker)
    for text in RAW:
        try:
            yield guard(text, policy).text
        except GuardError as error:
            yield repr(error.facts)


def conversation(place: Place) -> Iterator[str]:
    """A turn from before the rights were narrowed gives a follow-up nothing to go on from."""
    turns = (Turn("q", Planned(MetricQuery((Measure("zorblat_margin"),), ("vexilo_tier",)), "offline", place.language)),)
    sight = place.clinic.sight(place.asker)
    yield repr(still_seen(turns, sight.catalog))


def suggestions(place: Place) -> Iterator[str]:
    """What retrieval finds: names, misspelt names, and what a text is about by words and by vectors."""
    finder = place.clinic.sight(place.asker).finder
    for text in (*ASKED[place.language], *(hidden for hidden, _ in NAMED[place.language])):
        yield repr([(match.kind, match.id, match.value) for match in (*finder.names(text), *finder.fuzzy(text))])
        for kind in ("metric", "dimension"):
            yield repr([hit.id for hit in finder.search(text, kind, count=20).matches])  # type: ignore[arg-type]


def prompts(place: Place) -> Iterator[str]:
    """What a model is sent, without the question itself."""
    for text in ASKED[place.language]:
        known = known_of(Question(text), place.clinic.sight(place.asker), place.clinic.offline)
        prompt = prompt_for(known)
        yield repr(prompt.messages) + json.dumps(prompt.schema, ensure_ascii=False)


def chips(place: Place) -> Iterator[str]:
    """The questions of the empty page: the project's own, and made ones."""
    sight = place.clinic.sight(place.asker)
    for listed in (place.clinic.file.examples.in_language(place.language), ()):
        yield repr(examples(listed, sight, place.clinic.offline, place.language))


def missed(place: Place) -> Iterator[str]:
    """What everybody misses, to someone who may read the journal."""
    yield repr([(gap.kind, gap.missing) for gap in gaps(place.clinic, place.asker)])


def verified(place: Place) -> Iterator[str]:
    """A question that someone else has verified answers nobody who may not see its metric."""
    for text in ("各院区的鹦鹉毛利", "zorblat margin by vexilo tier"):
        found = place.ask(text)
        assert found.status == "declined"
        yield repr(found.choices)


def kept_answers(place: Place) -> Iterator[str]:
    """The chief's answers replayed for, and shown to, someone else."""
    for kept in place.clinic.journal.latest("chief"):
        shown = recalled(from_json(kept.body), place.clinic, place.asker)
        yield json.dumps(as_json(shown), ensure_ascii=False)
        again = replay(kept, place.clinic, place.asker).answer
        yield json.dumps(as_json(replace(again, question="")), ensure_ascii=False).replace(kept.question, "")


def command_line(place: Place) -> Iterator[str]:
    """catalog list and show, by what they are made of."""
    seen = place.clinic.sight(place.asker).catalog
    yield repr(commands.names(seen))
    for name in ("zorblt margin", "vexlo tier", "surplus", "outlay_rate", "院区"):
        try:
            commands.shown(seen, place.clinic.catalog, Namespace(name=name, language=place.language, json=True))
        except CatalogError as error:
            yield repr(error.facts.get("nearest"))


def desk(place: Place) -> Iterator[str]:
    """The analysts' desk: its queue, every answer opened, what a draft may hold and why not, and words that are taken."""
    from assistant.desk import book, completion, draft, opened, preview, queue, synonym, usage

    project, who = place.clinic, place.asker
    listed = queue.page(project, who, queue.Wanted(states=()), count=200).items
    yield from (repr(each) for each in (listed, queue.departments(project, who), usage.usage(project, who), book.book(project, who)))
    for item in listed:
        for look in (opened.opened, preview.previews):
            yield tried(lambda look=look, item=item: look(project, who, item.id), place)  # type: ignore[misc]
    for text in (
        "SELECT zor",
        "SELECT MEASURE(",
        "SELECT MEASURE(zorblat",
        "SELECT 鹦鹉",
        "WHERE site = '",
        "WHERE vexilo_tier = '",
        "SELECT v",
    ):
        yield repr(completion.completions(project, who, text, len(text)))
    yield repr(completion.fields(project, who))
    for name in ("site", "vexilo_tier", "region"):
        yield tried(lambda name=name: completion.members(project, who, name), place).replace(name, "")  # type: ignore[misc]
    for text in GOVERNED:
        yield from (problem.said(place.language) + repr(problem.nearest) for problem in draft.check(project, who, draft.SqlText(text)))
    for word in ("凤凰岛", "鹦鹉毛利", "蝰蛇层级", "新词"):
        for named in (synonym.Named("metric", "fees"), synonym.Named("metric", "zorblt"), synonym.Named("member", "site", "凤凰")):
            yield tried(lambda named=named, word=word: synonym.propose(project, who, named, word).diff, place).replace(word, "")  # type: ignore[misc]


def desk_pages(place: Place) -> Iterator[str]:
    """The desk in the browser: the queue, what it says of many answers, every answer open and each of its forms."""
    from starlette.testclient import TestClient

    from ui.web.app import build_app
    from ui.web.desk.acting import DEEDS

    home = f"/{place.language}/desk"
    with TestClient(build_app(place.clinic, place.asker.id), base_url="http://127.0.0.1:8000") as client:
        listed = client.get(f"{home}?state=all").raise_for_status().text
        yield from (listed, *(client.get(f"{home}/{tab}").text for tab in ("book", "gaps", "usage")))
        for answer_id in re.findall(rf'href="{home}/([0-9a-f]{{32}})', listed)[:4]:
            yield client.get(f"{home}/{answer_id}").text
            yield from (client.get(f"{home}/{answer_id}?do={deed}").text for deed in DEEDS)


def tried(act: Callable[[], object], place: Place) -> str:
    """What an act gives, or the words of why not."""
    try:
        return repr(act())
    except CatalogError as error:
        return say_error(place.language, error) + repr({key: value for key, value in error.facts.items() if key != "name"})


PLACES: dict[str, Callable[[Place], Iterator[str]]] = {
    each.__name__: each
    for each in (
        *(
            answers,
            plans,
            governed_sql,
            explorations,
            guarded_sql,
            conversation,
            suggestions,
            prompts,
            chips,
            missed,
            verified,
            kept_answers,
            command_line,
            desk,
            desk_pages,
        ),
    )
}


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("user", ["nurse", "clerk"])
@pytest.mark.parametrize("place", PLACES)
def test_no_place_tells_a_name_that_is_hidden(
    clinic: Project, capsys: pytest.CaptureFixture[str], place: str, user: str, language: Language
) -> None:
    told = list(PLACES[place](Place(clinic, clinic.asker(user), language)))
    assert told
    for text in (*told, capsys.readouterr().out):
        assert [word for word in WORDS if word in text.casefold()] == [], text[:2000]


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("user", ["nurse", "clerk"])
def test_a_hidden_name_is_declined_like_a_word_that_is_nowhere(clinic: Project, user: str, language: Language) -> None:
    place = Place(clinic, clinic.asker(user), language)
    for hidden, nowhere in NAMED[language]:
        first, second = place.ask(hidden), place.ask(nowhere)
        assert (first.status, first.trouble and first.trouble.code) == (second.status, second.trouble and second.trouble.code), hidden
        assert first.status == "declined"


@pytest.mark.parametrize("place", ["answers", "suggestions", "prompts", "chips", "missed", "command_line", "desk"])
def test_the_same_places_tell_the_chief(clinic: Project, capsys: pytest.CaptureFixture[str], place: str) -> None:
    """So that the test above could fail: these places do speak of names."""
    told = "".join(text for language in ("zh", "en") for text in PLACES[place](Place(clinic, clinic.asker("chief"), language)))  # type: ignore[arg-type]
    assert [word for word in WORDS if word in (told + capsys.readouterr().out).casefold()]
