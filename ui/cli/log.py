"""Where bugs are written down: one file a person. The terminal shows only the id under which the file has the rest."""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from tempfile import gettempdir

from assistant.settings import redacted

LAYOUT = logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s")


def log_file() -> Path:
    """$XDG_STATE_HOME/wenshu/wenshu.log, usually ~/.local/state/wenshu/wenshu.log."""
    home = os.environ.get("XDG_STATE_HOME") or os.path.expanduser("~/.local/state")  # noqa: PTH111  # Path.home() raises where there is none
    return Path(home) / "wenshu" / "wenshu.log"


class LogFile(logging.Handler):
    """Opens the file only when there is something to write; where it cannot, writes to the folder for temporary files. `secrets` of the
    environment are written nowhere."""

    def __init__(self, level: int, secrets: Sequence[str] = ()) -> None:
        super().__init__(level)
        self.secrets = secrets

    def emit(self, record: logging.LogRecord) -> None:
        for path in (log_file(), Path(gettempdir()) / f"wenshu-{os.getuid()}.log"):
            try:
                path.parent.mkdir(parents=True, exist_ok=True)
                with os.fdopen(os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_NOFOLLOW, 0o600), "w", encoding="utf-8") as file:
                    file.write(redacted(LAYOUT.format(record), self.secrets) + "\n")
            except OSError:
                continue
            return
        sys.stderr.write(redacted(f"{record.getMessage()}\n", self.secrets))


def keep_log(secrets: Sequence[str]) -> None:
    """Warnings and worse go to the file, from every library, without secrets."""
    root = logging.getLogger()
    for handler in [each for each in root.handlers if isinstance(each, LogFile)]:
        root.removeHandler(handler)
    root.addHandler(LogFile(logging.WARNING, secrets))
