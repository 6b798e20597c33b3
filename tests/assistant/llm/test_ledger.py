"""What the processes of a project share: kept replies that pass the same door, a budget that no two calls overspend, an endpoint's ways."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select, update

from assistant.agreement import agreed
from assistant.llm import LlmPlanner
from assistant.llm import ledger as ledger_module
from assistant.llm.ledger import Ledger
from assistant.plan import Decline, Planned
from assistant.question import Question, Sight
from assistant.settings import Endpoint, Spending
from catalog.store import Store, open_store
from catalog.store.tables import model_replies, model_tokens
from tests.assistant.llm.asking import SALES, SALES_PLAN
from tests.assistant.offline.sights import PLANNER, query, sight
from tests.fakes import KEY, Body, Says, Script, ScriptedModel, scripted

NOW = datetime(2026, 11, 18, 12, tzinfo=UTC)
TODAY = NOW.date()


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = open_store(f"sqlite:///{tmp_path / 'store.sqlite'}")
    yield opened
    opened.close()


def ledger(store: Store, at: datetime = NOW, scope: str = "all", **spending: int | None) -> Ledger:
    return Ledger(store, Spending(**spending), lambda: at, at.date, lambda asker: f"{asker.id}/{scope}")  # type: ignore[arg-type]  # numbers


def plan(model: ScriptedModel, kept: Ledger, text: str = SALES, seen: Sight | None = None) -> Planned:
    return LlmPlanner(model.endpoint(), PLANNER, kept).plan(Question(text), seen or sight())


def test_a_reply_is_kept_for_every_process_and_costs_nothing_again(store: Store) -> None:
    with scripted(SALES_PLAN) as model:
        first, second = plan(model, ledger(store)), plan(model, ledger(store))
    assert first.plan == second.plan == query(SALES)
    assert len(model.requests) == 1
    assert first.usage and (first.usage.kept, first.usage.calls, first.usage.tokens) == (False, 1, 2)
    assert second.usage and (second.usage.kept, second.usage.calls, second.usage.tokens) == (True, 0, 0)
    assert ledger(store).spent(TODAY) == 2


@pytest.mark.parametrize(
    "change",
    [
        lambda kept, seen: (replace(kept, scope=lambda asker: "other"), seen),
        lambda kept, seen: (replace(kept, now=lambda: NOW + timedelta(days=31)), seen),
        lambda kept, seen: (replace(kept, spending=Spending(cache_days=0)), seen),
        lambda kept, seen: (kept, replace(seen, asker=replace(seen.asker, id="other"))),
    ],
)
def test_what_another_asker_catalog_scope_or_time_was_told_is_not_used(store: Store, change: object) -> None:
    with scripted(SALES_PLAN) as model:
        plan(model, ledger(store))
        kept, seen = change(ledger(store), sight())  # type: ignore[operator]  # one of the functions above
        plan(model, kept, SALES, seen)
    assert len(model.requests) == 2


def test_a_kept_reply_passes_the_door_like_a_new_one(store: Store) -> None:
    with scripted(SALES_PLAN) as model:
        plan(model, ledger(store))
        with store.engine.begin() as connection:
            connection.execute(update(model_replies).values(reply='{"kind": "governed_sql", "sql": "DELETE FROM metrics"}'))
        again = plan(model, ledger(store))
    assert again.plan == query(SALES)
    assert len(model.requests) == 2


@pytest.mark.parametrize("said", ["nonsense", Says(status=500), {"kind": "governed_sql", "sql": "DELETE FROM metrics"}])
def test_what_is_no_plan_is_not_kept(store: Store, said: Says | str | Body) -> None:
    with scripted(said) as model:
        plan(model, ledger(store))
    with store.engine.connect() as connection:
        assert connection.execute(select(model_replies)).all() == []


def test_neither_the_key_nor_what_the_plan_does_not_need_is_kept(store: Store) -> None:
    sneaky = {**SALES_PLAN, "chatter": f"your key is {KEY}"}
    asked = "SELECT region, MEASURE(sales_ops) AS s FROM metrics WHERE PERIOD('上个月') GROUP BY region"
    hidden = {"kind": "governed_sql", "sql": f"{asked} -- {KEY}"}
    with scripted(sneaky, hidden) as model:
        plan(model, ledger(store))
        plan(model, ledger(store, scope="other"))
    with store.engine.connect() as connection:
        rows = connection.execute(select(model_replies.c.reply)).scalars().all()
    assert len(rows) == 1 and KEY not in rows[0] and "chatter" not in rows[0]


def test_no_more_replies_than_the_bound_are_kept(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ledger_module, "MOST_REPLIES", 3)
    for number in range(6):
        ledger(store, NOW + timedelta(minutes=number)).keep(str(number), "{}")
    assert [ledger(store).kept(str(number)) is not None for number in range(6)] == [False, False, False, True, True, True]
    ledger(store, NOW + timedelta(days=40)).keep("new", "{}")
    with store.engine.connect() as connection:
        assert connection.execute(select(model_replies.c.key)).scalars().all() == ["new"]


@pytest.mark.parametrize("limit", ["tokens_per_user", "tokens_per_day"])
def test_over_the_budget_words_answer_alone_and_say_so(store: Store, limit: str) -> None:
    with scripted(SALES_PLAN) as model:
        planned = plan(model, ledger(store, **{limit: 1000}))
    assert isinstance(planned.plan, Decline) and planned.plan.code == "model_over_budget"
    assert model.requests == []
    both = agreed(PLANNER.plan(Question(SALES), sight()), planned, sight())
    assert both.plan == query(SALES) and ("model_over_budget", ()) in both.notes


def test_another_asker_and_another_day_have_a_budget_of_their_own(store: Store) -> None:
    own = ledger(store, tokens_per_user=100)
    assert own.set_aside("a", 80) == TODAY
    assert own.set_aside("a", 30) is None
    assert own.set_aside("b", 80) == TODAY
    assert ledger(store, NOW + timedelta(days=1), tokens_per_user=100).set_aside("a", 80) == TODAY + timedelta(days=1)
    assert ledger(store, tokens_per_day=170).set_aside("c", 20) is None
    assert (own.spent(TODAY), own.spent(TODAY, "a"), own.spent(TODAY, "c")) == (160, 80, 0)


SPENDER = """
import sys
from datetime import UTC, datetime
from assistant.llm.ledger import Ledger
from assistant.settings import Spending
from catalog.store import open_store
at = datetime(2026, 11, 18, tzinfo=UTC)
ledger = Ledger(open_store(sys.argv[1]), Spending(tokens_per_day=1000), lambda: at, at.date, lambda asker: "")
print(sum(ledger.set_aside(sys.argv[2], 30) is not None for _ in range(25)))
"""


def test_two_processes_share_one_budget_to_the_token(store: Store) -> None:
    url = str(store.engine.url)
    running = [subprocess.Popen([sys.executable, "-c", SPENDER, url, who], stdout=subprocess.PIPE, text=True) for who in "ab"]
    granted = [int(each.communicate(timeout=60)[0]) for each in running]
    assert sum(granted) == 33
    assert ledger(store).spent(date(2026, 11, 18)) == 990


@pytest.mark.parametrize(("said", "spent"), [(Says(status=401), 0), (Says(status=429), 0), (SALES_PLAN, 2)])
def test_what_was_set_aside_and_not_spent_is_given_back(store: Store, said: Says | Body, spent: int) -> None:
    with scripted(said) as model:
        plan(model, ledger(store, tokens_per_user=10_000))
    with store.engine.connect() as connection:
        assert set(connection.execute(select(model_tokens.c.tokens)).scalars()) == {spent}


def test_a_call_that_was_given_up_counts_as_its_prompt(store: Store) -> None:
    with scripted(Says(wait=30)) as model:
        planned = LlmPlanner(model.endpoint(timeout=1.5), PLANNER, ledger(store)).plan(Question(SALES), sight())
    assert isinstance(planned.plan, Decline)
    assert 800 < ledger(store).spent(TODAY) < 1800


def test_an_endpoint_s_way_is_remembered_across_processes_and_learnt_anew(store: Store) -> None:
    def text_only(body: Body, count: int) -> Says:
        return Says("no", status=400) if "tools" in body or "response_format" in body else Says(str(SALES_PLAN).replace("'", '"'))

    script: Script = text_only
    with scripted(script) as model:
        for _ in range(2):
            plan(model, ledger(store, cache_days=0))
        assert model.modes() == ["json_schema", "tools", "json_object", "text", "text"]
        plan(model, ledger(store, NOW + timedelta(days=31), cache_days=0))
        assert model.modes()[5:] == ["json_schema", "tools", "json_object", "text"]


def test_a_way_that_works_no_longer_is_replaced(store: Store) -> None:
    with scripted(Says("no", status=400), Says("no", status=400), SALES_PLAN) as model:
        assert plan(model, ledger(store, cache_days=0)).plan == query(SALES)
        known = LlmPlanner(model.endpoint(), PLANNER, ledger(store)).client
        assert known.mode == "json_object"
    stale = Endpoint("http://127.0.0.1:1/v1", "m")
    assert LlmPlanner(stale, PLANNER, ledger(store)).client.mode is None
