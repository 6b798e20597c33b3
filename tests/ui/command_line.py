"""The command line for tests: `wenshu` in this process, its exit code and what it printed."""

from __future__ import annotations

import json
import signal
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from assistant.project import SAMPLES
from tests.conftest import AS_OF
from ui.cli.main import main

WENSHU = Path(sys.executable).parent / "wenshu"
REGIONS = "上个月各大区的销售额和毛利率"


@dataclass(frozen=True)
class Done:
    """What a command printed, and its exit code."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.out)
        return found

    @property
    def lines(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.out.splitlines()]


Run = Callable[..., Done]


@pytest.fixture
def log(tmp_path: Path) -> Path:
    return tmp_path / "state" / "wenshu" / "wenshu.log"


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], log: Path) -> Iterator[Run]:
    """Runs `wenshu` in this process, with a terminal of one language."""
    monkeypatch.setenv("XDG_STATE_HOME", str(log.parents[1]))
    for name in ("LC_ALL", "LC_MESSAGES", "WENSHU_MODEL", "WENSHU_EMBED_MODEL"):
        monkeypatch.delenv(name, raising=False)
    handler = signal.getsignal(signal.SIGTERM)

    def command(*arguments: object, language: str = "en") -> Done:
        monkeypatch.setenv("LANG", "zh_CN.UTF-8" if language == "zh" else "en_US.UTF-8")
        try:
            code = main([str(each) for each in arguments])
        except SystemExit as ended:
            code = int(str(ended.code or 0))
        out, err = capsys.readouterr()
        return Done(code, out, err)

    yield command
    signal.signal(signal.SIGTERM, handler)


@pytest.fixture
def ask(run: Run, retail: Path) -> Run:
    """Asks the retail sample on the day that its world ends."""

    def asked(*arguments: object, command: str = "ask", language: str = "en") -> Done:
        return run(command, "--project", retail, "--today", AS_OF, *arguments, language=language)

    return asked


@pytest.fixture
def shop(retail: Path, tmp_path: Path) -> Path:
    """The built retail project with a store of its own."""
    folder = tmp_path / "shop"
    folder.mkdir()
    for path in retail.iterdir():
        if path.name != ".wenshu":
            (folder / path.name).symlink_to(path)
    (folder / ".wenshu").mkdir()
    for path in (retail / ".wenshu").iterdir():
        if not path.name.startswith("store.sqlite"):
            (folder / ".wenshu" / path.name).symlink_to(path)
    return folder


def unbuilt(folder: Path) -> Path:
    """A copy of the retail project that was never built."""
    (folder / ".wenshu").mkdir(parents=True)
    for item in ("wenshu.yaml", "access.yaml", "catalog"):
        (folder / item).symlink_to(SAMPLES / "retail" / item)
    return folder
