"""Several analysts work at once, processes are killed in the middle: what was acknowledged is there, and the audit log holds."""

from __future__ import annotations

import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

from sqlalchemy import func, select

from assistant.answer import answer
from assistant.desk.acts import acts_of
from assistant.desk.correction import correct
from assistant.desk.opened import opened
from assistant.desk.queue import Wanted, page
from assistant.desk.vouching import vouch
from assistant.edition import Edition
from assistant.project import Project
from assistant.question import Question
from assistant.verified import Book
from assistant.verified.check import check_all
from catalog.files import load_catalog
from catalog.store import open_store
from catalog.store.chain import check
from catalog.store.tables import acts, queue
from evals.case import read_suite
from tests.assistant.desk.conftest import Ask

WRITER = """
import sys
from datetime import date
from pathlib import Path
from assistant.answer import answer
from assistant.desk.correction import correct
from assistant.desk.draft import QueryDraft
from assistant.project import open_project
from assistant.question import Question
east, october = {"dimension": "region", "in": ["华东"]}, {"start": "2026-10-01", "end": "2026-11-01"}
body = {"measures": ["refund_orders"], "filters": [east], "periods": [october]}
with open_project(Path(sys.argv[1]), today=date(2026, 11, 18), build=False, env={}) as project:
    for _ in range(int(sys.argv[2])):
        found = answer(Question("上个月华东的退款"), project, project.access.asker("sales"))
        project.journal.keep(found)
        done = correct(project, project.access.asker("analyst"), found.id, "wrong_metric", QueryDraft(body), "改")
        print(found.id, done.case, flush=True)
"""


def writing(folder: Path, times: int) -> subprocess.Popen[str]:
    return subprocess.Popen([sys.executable, "-c", WRITER, str(folder), str(times)], stdout=subprocess.PIPE, text=True)


def test_two_analysts_who_correct_at_once_lose_no_act_and_no_case(market: Project) -> None:
    folder = market.file.folder
    writers = [writing(folder, 3) for _ in range(2)]
    said = [line.split() for writer in writers for line in writer.communicate(timeout=180)[0].splitlines()]
    assert len(said) == 6
    cases = {case.id for case in read_suite(folder / "evals" / "corrected.yaml").cases}
    assert cases == {f"{case}-zh" for _, case in said}
    corrected = {item.id for item in page(market, market.access.asker("analyst"), Wanted(states=("corrected",))).items}
    assert corrected == {name for name, _ in said}
    with market.journal.store.engine.connect() as connection:
        assert check(connection).broken == ()


def test_who_is_killed_in_the_middle_has_lost_nothing_that_was_acknowledged(market: Project) -> None:
    folder = market.file.folder
    writer = writing(folder, 1000)
    assert writer.stdout is not None
    said = [writer.stdout.readline() for _ in range(2)]
    time.sleep(0.7)
    writer.kill()
    said += [line for line in writer.stdout.read().splitlines(keepends=True) if line.endswith("\n")]
    writer.wait()
    writer.stdout.close()
    cases = {case.id for case in read_suite(folder / "evals" / "corrected.yaml").cases}
    for line in said:
        name, case = line.split()
        assert f"{case}-zh" in cases
        assert [act.kind for act in acts_of(market, name)] == ["corrected"]
    with open_store(f"sqlite:///{market.file.store}").engine.connect() as connection:
        assert check(connection).broken == ()
        marked = connection.execute(select(func.count()).select_from(queue).where(queue.c.state == "corrected")).scalar_one()
        assert marked == connection.execute(select(func.count()).select_from(acts)).scalar_one()


def test_a_definition_that_changes_takes_the_mark_away_and_puts_the_answer_back_into_the_queue(market: Project) -> None:
    analyst, sales = market.access.asker("analyst"), market.access.asker("sales")
    first = answer(Question("上个月华东的退款单数"), market, sales)
    market.journal.keep(first)
    vouch(market, analyst, first.id)
    marked = answer(Question("上个月华东的退款单数"), market, sales)
    assert any("林分析" in note or "analyst" in note for note in marked.notes)
    path = market.file.folder / "catalog" / "metrics_sales.yaml"
    text = path.read_text("utf-8")
    path.write_text(text.replace("{count_distinct: order_id, dataset: refunds}", "{count: order_id, dataset: refunds}"), encoding="utf-8")
    market.edition = reread(market)
    again = answer(Question("上个月华东的退款单数"), market, sales)
    assert again.planned is not None and again.planned.planner == "offline"
    assert not any("analyst" in note for note in again.notes)
    found = opened(market, analyst, first.id)
    assert found.vouched is not None and found.vouched.reasons == ("definition",)
    assert page(market, analyst, Wanted(states=("open",))).items == ()
    assert "definition" in next(iter(check_all(market))).reasons
    assert [item.id for item in page(market, analyst).items] == [first.id]
    assert Book(market.journal.store).entries()[0].lowered_at is not None


def reread(market: Project) -> Edition:
    """The edition of the catalog as it is written now, on the data as it is: what a build would make current."""
    file = market.file
    return replace(market.edition, catalog=load_catalog(file.catalog, root=file.folder, calendar=file.calendar))


def test_a_corrected_answer_takes_back_the_verification_that_it_came_from(own: Project, ask: Ask) -> None:
    analyst = own.access.asker("analyst")
    vouch(own, analyst, ask("sales", "上个月华东的退款").id)
    like_it = ask("finance", "2026年9月华南的退款")
    assert like_it.planned is not None and like_it.planned.planner == "verified"
    correct(own, analyst, like_it.id, "definition")
    again = ask("finance", "2026年8月华北的退款")
    assert again.planned is not None and again.planned.planner == "offline"
