"""A running project answers from the newest build and catalog at the next question, and each answer from one of them alone."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from shutil import copytree
from threading import Event, Thread

import pytest

from assistant.answer import answer
from assistant.project import Project, open_project
from assistant.question import Question
from assistant.record import Answer
from assistant.watch import Watch
from catalog.errors import Faulty
from sql_guard.errors import NotReady
from tests.assistant.growing_shop import CATALOG, FIRST, amounts, built, write_shop, write_state


@pytest.fixture(scope="module")
def ready(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = write_shop(tmp_path_factory.mktemp("growing") / "shop")
    built(folder)
    return folder


@pytest.fixture
def shop(ready: Path, tmp_path: Path) -> Iterator[Project]:
    with open_project(Path(copytree(ready, tmp_path / "shop")), env={}) as project:
        yield project


def ask(project: Project, text: str, user: str = "boss") -> Answer:
    return answer(Question(text), project, project.asker(user))


def sold(found: Answer) -> dict[str, int]:
    assert found.status == "answered", found.headline
    return {row[0]: int(row[-1]) for row in found.rows}


def grown(project: Project, state: int) -> str:
    """The version of the data after a build of that state of the source."""
    write_state(project.file.folder, state)
    return built(project.file.folder).manifest.version


def rewritten(project: Project, old: str, new: str) -> None:
    file = project.file.folder / "catalog" / "shop.yaml"
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new), "utf-8")


def test_the_next_question_is_answered_from_the_new_build(shop: Project) -> None:
    assert sold(ask(shop, "各门店的销售额")) == amounts(1)
    version = grown(shop, 3)
    found = ask(shop, "各门店的销售额")
    assert sold(found) == amounts(3)
    assert found.versions is not None and found.versions.data == version
    assert found.data_as_of == FIRST + timedelta(days=2)


def test_a_new_member_can_be_asked_for_at_once_and_by_whom_it_is_hidden_from_not(shop: Project) -> None:
    assert ask(shop, "第2店的销售额").status != "answered"
    grown(shop, 2)
    assert ask(shop, "第2店的销售额").rows == ((amounts(2)["第2店"],),)
    assert ask(shop, "第2店的销售额", "keeper").status != "answered"
    assert ask(shop, "第1店的销售额", "keeper").rows == ((amounts(2)["第1店"],),)


def test_a_synonym_that_is_written_into_the_catalog_holds_at_the_next_question(shop: Project) -> None:
    assert ask(shop, "各门店的营收").status != "answered"
    rewritten(shop, "{zh: 销售额, en: Revenue}", "{zh: 销售额, en: Revenue}\n    synonyms: [营收]")
    assert sold(ask(shop, "各门店的营收")) == amounts(1)
    rewritten(shop, "en: Store}", "en: Store}, members: [{value: 第1店, synonyms: [老店]}]")
    assert ask(shop, "老店的营收").rows == ((amounts(1)["第1店"],),)
    assert shop.follower.state == "current"


def test_a_new_file_of_the_catalog_is_followed_too(shop: Project) -> None:
    metric = CATALOG[CATALOG.index("metrics:") :].replace("revenue", "lines").replace("销售额, en: Revenue", "笔数, en: Lines")
    (shop.file.folder / "catalog" / "more.yaml").write_text(metric.replace("sum: amount", 'count: "*"'), "utf-8")
    assert ask(shop, "笔数").status != "answered" and shop.follower.state == "not_built"
    built(shop.file.folder)
    assert ask(shop, "笔数").rows == ((1,),)


def test_a_faulty_catalog_is_not_followed_and_said(shop: Project, caplog: pytest.LogCaptureFixture) -> None:
    rewritten(shop, "formula: {sum: amount", "formula: {sums: amount")
    assert sold(ask(shop, "各门店的销售额")) == amounts(1)
    assert shop.follower.state == "faulty"
    assert "catalog/shop.yaml:" in caplog.text
    rewritten(shop, "formula: {sums: amount", "formula: {sum: amount")
    assert ask(shop, "各门店的销售额").status == "answered" and shop.follower.state == "current"


def test_a_changed_formula_holds_from_the_build_that_has_checked_it(shop: Project) -> None:
    rewritten(shop, "{sum: amount, dataset: sales}", "{sum: amount * 2, dataset: sales}")
    assert sold(ask(shop, "各门店的销售额")) == amounts(1)
    assert shop.follower.state == "not_built"
    built(shop.file.folder)
    assert sold(ask(shop, "各门店的销售额")) == {name: 2 * amount for name, amount in amounts(1).items()}
    assert shop.follower.state == "current"


def test_a_build_whose_catalog_does_not_fit_leaves_the_old_one(shop: Project) -> None:
    before = shop.manifest
    rewritten(shop, "{sum: amount, dataset: sales}", "{sum: amount * day, dataset: sales}")
    write_state(shop.file.folder, 2)
    with pytest.raises(Faulty):
        built(shop.file.folder)
    assert sold(ask(shop, "各门店的销售额")) == amounts(1)
    assert shop.manifest == before
    assert [path.name for path in (shop.file.state / "serving").glob("serving-*")] == [before.file]


def test_a_build_that_is_killed_leaves_the_old_one(shop: Project) -> None:
    folder = shop.file.folder
    write_state(folder, 2)
    program = "import sys; from pathlib import Path; from tests.assistant.growing_shop import built; built(Path(sys.argv[1]))"
    for delay in (0.5, 1.0, 1.5, 2.0):
        process = subprocess.Popen([sys.executable, "-c", program, str(folder)])
        time.sleep(delay)
        process.kill()
        process.wait()
        assert sold(ask(shop, "各门店的销售额")) in (amounts(1), amounts(2))
    built(folder)
    assert sold(ask(shop, "各门店的销售额")) == amounts(2)


def test_two_builds_at_once_make_one(shop: Project) -> None:
    write_state(shop.file.folder, 2)
    done: list[str] = []
    builders = [Thread(target=lambda: done.append(built(shop.file.folder).manifest.version)) for _ in range(2)]
    for builder in builders:
        builder.start()
    for builder in builders:
        builder.join()
    assert len(done) == 2 and len(set(done)) == 1
    assert sold(ask(shop, "各门店的销售额")) == amounts(2)


def test_the_command_line_builds_under_a_running_project(shop: Project) -> None:
    write_state(shop.file.folder, 2)
    program = "import sys; from ui.cli.main import main; sys.exit(main())"
    command = [sys.executable, "-c", program, "build", "--project", str(shop.file.folder)]
    assert subprocess.run(command, capture_output=True, check=False).returncode == 0
    assert sold(ask(shop, "各门店的销售额")) == amounts(2)


def test_a_question_that_began_before_the_swap_ends_on_its_own_build(shop: Project) -> None:
    def swap(step: str) -> None:
        if step == "guard":
            grown(shop, 2)

    found = answer(Question("各门店的销售额"), shop, shop.asker("boss"), Watch(swap, Event()))
    assert sold(found) == amounts(1) and found.data_as_of == FIRST
    assert sold(ask(shop, "各门店的销售额")) == amounts(2)


def test_a_question_whose_build_is_gone_begins_anew_on_the_newest(shop: Project) -> None:
    states = iter((2, 3, 4))

    def swap(step: str) -> None:
        for state in states if step == "guard" else ():
            grown(shop, state)

    found = answer(Question("各门店的销售额"), shop, shop.asker("boss"), Watch(swap, Event()))
    assert sold(found) == amounts(4) and found.data_as_of == FIRST + timedelta(days=3)


def test_a_pinned_project_whose_build_is_gone_says_so(shop: Project) -> None:
    held = shop.pinned()
    for state in (2, 3, 4):
        grown(shop, state)
    with pytest.raises(NotReady, match="build_gone"):
        held.engine.version()


def swapped_under_questions(shop: Project, states: int) -> None:
    versions = {shop.manifest.version: 1}
    found: list[Answer] = []
    over = Event()

    def asking(text: str, user: str) -> None:
        while not over.is_set():
            found.append(ask(shop, text, user))

    threads = [Thread(target=asking, args=each) for each in (("各门店的销售额", "boss"), ("各门店的销售额", "keeper"), ("销售额", "boss"))]
    for thread in threads:
        thread.start()
    for state in range(2, states + 2):
        versions[grown(shop, state)] = state
    over.set()
    for thread in threads:
        thread.join()
    assert len({each.versions.data for each in found if each.versions}) > states / 2
    for each in found:
        assert each.status == "answered" and each.versions is not None, (each.headline, each.trouble)
        state = versions[each.versions.data]
        whole = amounts(state) if each.asker == "boss" else {"第1店": amounts(state)["第1店"]}
        assert (sold(each) if "各" in each.question else {"": int(each.rows[0][0])}) in (whole, {"": sum(whole.values())})
        assert each.data_as_of == FIRST + timedelta(days=state - 1)


def test_answers_while_builds_are_swapped_are_each_from_one_build(shop: Project) -> None:
    swapped_under_questions(shop, 4)


@pytest.mark.prove
def test_answers_while_builds_are_swapped_twenty_times_are_each_from_one_build(shop: Project) -> None:
    swapped_under_questions(shop, 20)


def test_looking_whether_something_changed_costs_next_to_nothing(shop: Project) -> None:
    shop.pinned()
    began = time.thread_time()
    for _ in range(200):
        shop.pinned()
    assert (time.thread_time() - began) / 200 < 0.001
