"""Questions with hand-written SQL, asked whole with a model that a test scripts; and what must hold whatever it says."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from assistant.answer import answer
from assistant.project import Project, open_project
from assistant.question import Question
from assistant.record import Answer
from assistant.settings import Spending
from catalog.label import Language
from evals.match import same
from sql_guard.oracle import Oracle, oracle
from tests.conftest import AS_OF
from tests.fakes import Body, Says, ScriptedModel, scripted

OCTOBER = "BETWEEN DATE '2026-10-01' AND DATE '2026-10-31'"


@dataclass(frozen=True)
class Known:
    """A question, what a right model says of it, and every right answer. `by_words`: no model is needed for it."""

    language: Language
    text: str
    plan: Mapping[str, Any]
    truths: tuple[str, ...]
    by_words: bool = True

    @property
    def period(self) -> str:
        return str(self.plan["periods"][0])


TOP = (
    "SELECT s.store_name, SUM(o.paid_amount) v FROM order_lines o JOIN stores s USING (store_id) WHERE o.status = '已完成' "
    f"AND o.order_date {OCTOBER} GROUP BY s.store_id, s.store_name QUALIFY rank() OVER (ORDER BY v DESC) <= 5"
)
EAST = (
    "SELECT s.store_name, SUM(o.paid_amount) FROM order_lines o JOIN stores s USING (store_id) WHERE o.status = '已完成' "
    "AND s.region = '华东' AND o.order_date BETWEEN DATE '2025-01-01' AND DATE '2025-12-31' GROUP BY s.store_id, s.store_name"
)
SIDES = (
    f"SELECT channel, COUNT(DISTINCT order_id) FROM order_lines WHERE status = '已完成' AND order_date {OCTOBER} "
    "AND channel IN ('小程序', '电商平台') GROUP BY 1"
)
REFUNDED = (
    "SELECT o.channel, SUM(r.refund_amount) v FROM refunds r LEFT JOIN order_lines o USING (order_id, line_no) "
    f"WHERE r.refund_date {OCTOBER} GROUP BY 1"
)
RATE = (  # 退回 may be read as the rate too: a model may choose either, and the answer says that a model read it
    f"WITH a AS ({REFUNDED}), b AS (SELECT channel, SUM(paid_amount) n FROM order_lines WHERE status = '已完成' "
    f"AND order_date {OCTOBER} GROUP BY 1) SELECT channel, CAST(v AS DOUBLE) / n FROM a JOIN b USING (channel)"
)
PER_VISITOR = (
    "WITH a AS (SELECT s.region k, SUM(o.paid_amount) v FROM order_lines o LEFT JOIN stores s USING (store_id) "
    f"WHERE o.status = '已完成' AND o.order_date {OCTOBER} GROUP BY 1), b AS (SELECT s.region k, SUM(t.visitors) n FROM store_traffic t "
    f"LEFT JOIN stores s USING (store_id) WHERE t.traffic_date {OCTOBER} GROUP BY 1) "
    "SELECT COALESCE(a.k, b.k), CAST(v AS DOUBLE) / NULLIF(n, 0) FROM a FULL JOIN b ON a.k IS NOT DISTINCT FROM b.k"
)


def query(*metrics: str, **parts: Any) -> dict[str, Any]:
    return {"kind": "metric_query", "metrics": list(metrics), **parts}


def per_visitor(period: str) -> dict[str, Any]:
    block = f"SELECT region, MEASURE(sales_ops) AS s, MEASURE(visitors) AS v FROM metrics WHERE PERIOD('{period}') GROUP BY region"
    sql = f"WITH m AS ({block}) SELECT region, s / NULLIF(v, 0) AS x FROM m"
    return {"kind": "governed_sql", "sql": sql, "periods": [period], "metrics": ["sales_ops", "visitors"], "by": ["region"]}


QUESTIONS = {
    "member": (
        Known("zh", "去年华东各门店的销售额", query("sales_ops", by=["store"], only=["region: 华东"], periods=["去年"]), (EAST,)),
        Known(
            "en",
            "sales by store in East China last year",
            query("sales_ops", by=["store"], only=["region: East China"], periods=["last year"]),
            (EAST,),
        ),
    ),
    "sides": (
        Known(
            "zh",
            "上个月小程序和电商平台的订单数",
            query("orders", only=["channel: 小程序", "channel: 电商平台"], periods=["上个月"]),
            (SIDES,),
        ),
        Known(
            "en",
            "orders of the mini program and the marketplace last month",
            query("orders", only=["channel: mini program", "channel: marketplace"], periods=["last month"]),
            (SIDES,),
        ),
    ),
    "top": (
        Known("zh", "上个月销售额前5的门店", query("sales_ops", by=["store"], periods=["上个月"], order="highest", top=5), (TOP,)),
        Known(
            "en",
            "top 5 stores by sales last month",
            query("sales_ops", by=["store"], periods=["last month"], order="highest", top=5),
            (TOP,),
        ),
    ),
    "word": (
        Known(
            "zh",
            "上个月各渠道的退回",
            query("refund_amount", by=["channel"], periods=["上个月"], reads=[{"words": "退回", "id": "refund_amount"}]),
            (REFUNDED, RATE),
            by_words=False,
        ),
        Known(
            "en",
            "reimbursements by channel last month",
            query("refund_amount", by=["channel"], periods=["last month"], reads=[{"words": "reimbursements", "id": "refund_amount"}]),
            (REFUNDED,),
            by_words=False,
        ),
    ),
    "arithmetic": (
        Known("zh", "上个月各大区的销售额除以客流量", per_visitor("上个月"), (PER_VISITOR,), by_words=False),
        Known("en", "sales divided by visitors by region last month", per_visitor("last month"), (PER_VISITOR,), by_words=False),
    ),
}
ALL = tuple(known for pair in QUESTIONS.values() for known in pair)


@dataclass
class Stage:
    """A project whose model says what `says` is set to, every time it is asked."""

    project: Project
    model: ScriptedModel
    known: Oracle
    says: Says | str | Body = ""
    truths: dict[str, list[tuple[Any, ...]]] = field(default_factory=dict)

    def asked(self, text: str, says: Says | str | Body, timeout: float = 20.0, two_readers: bool = True) -> Answer:
        """The answer when the model says this, in its first reply and in its second."""
        self.says = says
        self.model.requests.clear()
        self.project.__dict__.pop("model", None)
        endpoint, spending = self.model.endpoint(timeout), Spending(cache_days=0)
        self.project.settings = replace(self.project.settings, model=endpoint, spending=spending, two_readers=two_readers)
        return answer(Question(text), self.project, self.project.access.asker("boss"))

    def is_true(self, found: Answer, question: Known) -> bool:
        for sql in question.truths:
            if sql not in self.truths:
                self.truths[sql] = self.known.rows(sql)
        return any(same(found.rows, self.truths[sql]) for sql in question.truths)


@contextmanager
def stage(folder: Path) -> Iterator[Stage]:
    def script(body: Body, count: int) -> Says:
        said = held[0].says
        return said if isinstance(said, Says) else Says(said if isinstance(said, str) else json.dumps(said, ensure_ascii=False))

    held: list[Stage] = []
    with (
        open_project(folder, today=AS_OF, build=False, env={}) as project,
        oracle(project.file.source_path) as known,
        scripted(script) as model,
    ):
        held.append(Stage(project, model, known))
        yield held[0]


def check(found: Answer, question: Known, on: Stage) -> None:
    """Rows are right or there are none; only words make a verified answer, and what words read the model cannot change."""
    told = (question.text, on.says, found.headline, found.rows[:3])
    assert found.status in ("answered", "clarify", "declined"), told
    assert bool(found.rows) == (found.status == "answered"), told
    if found.rows:
        assert on.is_true(found, question), told
        assert found.tier == ("verified" if question.by_words else "governed"), told
        assert found.planned is not None and found.planned.planner == ("offline" if question.by_words else "llm"), told
    if question.by_words and found.status != "answered":
        assert found.trouble is not None and found.trouble.code == "readers_differ", told
