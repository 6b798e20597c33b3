"""What a model was asked is in the answer, its JSON and its words; the question can be stopped while it is asked."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from threading import Event, Timer

import pytest

from assistant.answer import answer
from assistant.project import Project, open_project
from assistant.question import Question
from assistant.record_json import as_json, from_json
from assistant.settings import BadSettings, Spending, read_settings
from assistant.usage import Prices, Usage, usage_line
from assistant.watch import Step, Watch
from tests.assistant.llm.asking import SALES, SALES_PLAN, asked
from tests.conftest import AS_OF
from tests.fakes import Body, Says, ScriptedModel, scripted

PRICES = Prices(Decimal("2"), Decimal("8"), "CNY")


@pytest.fixture(scope="module")
def project(retail: Path) -> Iterator[Project]:
    with open_project(retail, today=AS_OF, build=False, env={}) as opened:
        yield opened


def with_model(project: Project, model: ScriptedModel, timeout: float = 20.0) -> Project:
    project.__dict__.pop("model", None)
    project.settings = replace(project.settings, model=model.endpoint(timeout), spending=Spending(PRICES, cache_days=0))
    return project


def test_an_answer_tells_what_the_model_was_asked_and_cost(project: Project) -> None:
    steps = list[Step]()
    with scripted("no plan", SALES_PLAN) as model:
        found = answer(Question(SALES), with_model(project, model), project.access.asker("boss"), Watch(steps.append))
    usage = found.planned.usage if found.planned else None
    assert usage is not None and usage.seconds > 0
    assert replace(usage, seconds=0) == Usage("scripted", 2, 2, 2, cost=Decimal("0.00002"), currency="CNY")
    assert steps == ["plan", "model", "model", "compile", "guard", "run", "show"]
    assert found.timings["model"] == usage.seconds
    told = as_json(found)["usage"]
    assert (told["calls"], told["prompt_tokens"], told["reply_tokens"], told["cost"]) == (2, 2, 2, 0.00002)
    back = from_json(as_json(found)).planned
    assert back is not None and back.usage is not None and back.usage.cost == Decimal("0.00002")
    assert "2" in usage_line(usage, "en") and "CNY" in usage_line(usage, "zh")


def test_an_answer_by_words_alone_has_no_usage(project: Project) -> None:
    with scripted(SALES_PLAN) as model:
        found = answer(Question("毛利率怎么算"), with_model(project, model), project.access.asker("boss"))
    assert as_json(found)["usage"] is None and model.requests == []


def test_a_declined_question_says_that_the_model_was_away(project: Project) -> None:
    with scripted(Says(status=401)) as model:
        found = answer(Question("上个月各大区的销售额除以客流量"), with_model(project, model), project.access.asker("boss"))
    assert found.status == "declined"
    assert any("语言模型" in note for note in found.notes)


def test_a_question_can_be_stopped_while_the_model_is_asked(project: Project) -> None:
    cancel = Event()
    with scripted(Says(wait=30)) as model:
        Timer(1.0, cancel.set).start()
        started = time.monotonic()
        found = answer(Question(SALES), with_model(project, model, 60.0), project.access.asker("boss"), Watch(cancel=cancel))
    assert found.status == "cancelled"
    assert time.monotonic() - started < 20


def test_an_endpoint_that_counts_no_tokens_is_counted_for_on_the_high_side() -> None:
    def silent(body: Body, count: int) -> Says:
        return Says(raw=b'{"id":"1","object":"chat.completion","created":0,"model":"m","choices":[{"index":0,"finish_reason":"stop",'
                    b'"message":{"role":"assistant","content":"{\\"kind\\": \\"decline\\"}"}}]}')  # fmt: skip

    planned, _ = asked(SALES, silent)
    assert planned.usage is not None and planned.usage.estimated
    assert planned.usage.prompt_tokens > 800 and planned.usage.reply_tokens >= 5


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("WENSHU_TOKENS_PER_USER", "many"),
        ("WENSHU_TOKENS_PER_DAY", "-1"),
        ("WENSHU_CACHE_DAYS", "1.5"),
        ("WENSHU_PRICE_PROMPT", "free"),
        ("WENSHU_PRICE_REPLY", "NaN"),
        ("WENSHU_PRICE_REPLY", "-2"),
    ],
)
def test_a_limit_or_price_must_be_a_number(name: str, value: str) -> None:
    with pytest.raises(BadSettings, match="not_a_number"):
        read_settings({name: value})


def test_limits_and_prices_are_read() -> None:
    found = read_settings({"WENSHU_TOKENS_PER_USER": "50000", "WENSHU_PRICE_PROMPT": "0.8", "WENSHU_PRICE_CURRENCY": "CNY"}).spending
    assert found == Spending(Prices(Decimal("0.8"), Decimal("0.8"), "CNY"), 50000, None, 30)
    assert read_settings({"WENSHU_CACHE_DAYS": "0"}).spending.cache_days == 0
