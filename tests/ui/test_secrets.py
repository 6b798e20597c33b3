"""Secrets of the environment are in no log, no error, no prompt and no answer, whatever goes wrong around them."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from assistant.settings import redacted, secrets_in
from tests.conftest import AS_OF
from tests.fakes import KEY, Says, scripted
from tests.ui.command_line import Run
from ui.cli import exits

PLANTED = {
    "WENSHU_API_KEY": KEY,
    "WENSHU_AUDIT_KEY": "audit-qqzz-" + "a" * 40,
    "WENSHU_SESSION_KEY": "session-qqzz-" + "s" * 40,
    "WENSHU_SPARK_TOKEN": "spark-qqzz-token",
    "PGPASSWORD": "postgres-qqzz",
    "SOME_URL": "https://user:address-qqzz@example.com/x",
}
BROKEN = """
import os, sys
from assistant.settings import secrets_in
from ui.cli.log import keep_log
from ui.cli.main import guarded
def run():
    raise RuntimeError("of " + " ".join(os.environ[name] for name in {names!r}))
keep_log(secrets_in(os.environ))
sys.exit(guarded(run, "en", False))
"""


def test_what_of_the_environment_is_secret() -> None:
    found = secrets_in({**PLANTED, "HOME": "/home/someone", "SHORT_KEY": "no", "WENSHU_MODEL": "a-model-name"})
    assert set(found) == {*(value for name, value in PLANTED.items() if name != "SOME_URL"), "address-qqzz"}
    assert redacted(f"key {KEY}, at https://user:address-qqzz@example.com", found) == "key ***, at https://user:***@example.com"


def test_a_key_is_not_in_what_is_asked_told_kept_or_logged(run: Run, shop: Path, log: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The endpoint repeats the key in its errors, as some do; the recorder hears it in answers, prints, logs, prompts and files too."""
    for status in (400, 401, 500):
        with scripted(Says("broken", status=status)) as model:
            for name, value in {**PLANTED, "WENSHU_MODEL": "scripted", "WENSHU_BASE_URL": model.endpoint().base_url}.items():
                monkeypatch.setenv(name, value)
            done = run("ask", "--project", shop, "--today", AS_OF, "--json", "华东大区上个月卖得怎么样，帮我看看")
            assert model.requests and "qqzz" not in model.sent and KEY not in model.sent
        said = done.out + done.err + (log.read_text("utf-8") if log.exists() else "")
        assert [value for value in (*PLANTED.values(), "address-qqzz") if value in said] == []
    kept = b"".join(path.read_bytes() for path in (shop / ".wenshu").glob("store.sqlite*"))
    assert KEY.encode() not in kept and b"qqzz" not in kept


def test_a_bugs_stack_is_logged_without_secrets(tmp_path: Path) -> None:
    env = {**os.environ, **PLANTED, "XDG_STATE_HOME": str(tmp_path)}
    done = subprocess.run([sys.executable, "-c", BROKEN.format(names=list(PLANTED))], env=env, capture_output=True, text=True)
    text = (tmp_path / "wenshu" / "wenshu.log").read_text("utf-8")
    assert done.returncode == exits.FAILED and "RuntimeError: of *** *** *** *** *** https://user:***@example.com/x" in text
    assert "qqzz" not in text + done.stderr + done.stdout and KEY not in text + done.stderr + done.stdout
