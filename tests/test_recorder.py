"""The recorder hears: what leaks on purpose through each channel is noticed."""

from __future__ import annotations

import json
import logging
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from assistant.answer import answer
from assistant.project import Project, open_project
from assistant.question import Question
from tests.canaries import ROW, WORD
from tests.conftest import AS_OF
from tests.fakes import scripted
from tests.recorder import overheard

PIECES = [b"nothing ", WORD[:3].encode(), WORD[3:].encode(), b" more"]


def served(response: Response) -> None:
    async def told(request: object) -> Response:
        return response

    with TestClient(Starlette(routes=[Route("/x", told)])) as client:
        client.get("/x")


def packed(tmp_path: Path) -> bytes:
    with zipfile.ZipFile(tmp_path / "book.xlsx", "w", zipfile.ZIP_DEFLATED) as book:
        book.writestr("xl/sharedStrings.xml", f"<t>{WORD}</t>" + "x" * 1000)
    return (tmp_path / "book.xlsx").read_bytes()


def test_a_response_is_heard_body_header_and_stream(tmp_path: Path) -> None:
    leaking = [
        Response(f'{{"error": "no {WORD.upper()}"}}'),
        Response("", headers={"x-hint": WORD}),
        StreamingResponse(iter(PIECES)),
    ]
    with overheard():
        leaking.append(Response(packed(tmp_path)))
    for response in leaking:
        with overheard() as found:
            served(response)
        assert found and all("/x" in leak for leak in found)


@pytest.mark.parametrize("name", ["uvicorn.error", "wenshu.answer", "somebody.else"])
def test_a_log_record_is_heard_by_message_argument_and_stack(name: str) -> None:
    for arguments in ((f"about {WORD}",), ("about %s", WORD)):
        with overheard() as found:
            logging.getLogger(name).warning(*arguments)
        assert found and name in found[0]
    with overheard() as found:
        try:
            raise KeyError(WORD)
        except KeyError:
            logging.getLogger(name).exception("no answer")
    assert found


def test_what_is_printed_here_or_by_a_process_is_heard(capsys: pytest.CaptureFixture[str]) -> None:
    with overheard() as found:
        print(WORD)
        print(WORD, file=sys.stderr)
        capsys.readouterr()
        subprocess.run([sys.executable, "-c", f"print('{WORD}')"], capture_output=True, check=True)
    assert [leak.split(":")[0] for leak in found] == ["stdout", "stderr", "stdout of a process"]


@pytest.mark.parametrize("name", ["answers.csv", "answers.json", "book.xlsx", "moved.csv"])
def test_a_written_file_is_heard(tmp_path: Path, name: str) -> None:
    with overheard() as found:
        if name == "book.xlsx":
            packed(tmp_path)
        else:
            (tmp_path / "aside").write_text(f"region,{WORD}\n")
            (tmp_path / "aside").rename(tmp_path / name)
    assert [name in leak for leak in found] == [True]


def test_a_prompt_is_heard() -> None:
    import httpx

    with overheard() as found, scripted("no") as model:
        httpx.post(f"{model.endpoint().base_url}/chat/completions", json={"messages": [{"role": "user", "content": f"metrics: {WORD}"}]})
    assert [leak.split(":")[0] for leak in found] == ["prompt"]


@pytest.fixture(scope="module")
def project(retail: Path) -> Iterator[Project]:
    with open_project(retail, today=AS_OF, build=False, env={}) as opened:
        yield opened


def test_an_answer_is_heard_and_a_row_counts_for_whom_it_is_not(project: Project) -> None:
    """The boss sees every store; the manager of the east would not, and an answer with it would be theirs."""
    question = Question("华南各店长的销售额")
    with overheard() as found:
        told = answer(question, project, project.asker("boss"))
    assert ROW in json.dumps(told.rows, ensure_ascii=False, default=str) and not found
    with overheard() as found:
        east = answer(question, project, project.asker("manager_east"))
    assert ROW not in repr(east) and not found


def test_a_test_that_leaks_fails(tmp_path: Path) -> None:
    (tmp_path / "conftest.py").write_text((Path(__file__).parent / "conftest.py").read_text("utf-8"), "utf-8")
    (tmp_path / "test_two.py").write_text(f"def test_leaks():\n    print({WORD[:3]!r} {WORD[3:]!r})\n\n\ndef test_quiet(): ...\n")
    with overheard():
        command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", str(tmp_path)]
        done = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path)
    assert "canaries left the product" in done.stdout and "2 passed, 1 error" in done.stdout
