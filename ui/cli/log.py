"""Where bugs are written down: one file a person. The terminal shows only the id under which the file has the rest."""

from __future__ import annotations

import logging
import os
import sys
from pathlib import Path
from tempfile import gettempdir

LAYOUT = logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s")


def log_file() -> Path:
    """$XDG_STATE_HOME/wenshu/wenshu.log, usually ~/.local/state/wenshu/wenshu.log."""
    home = os.environ.get("XDG_STATE_HOME") or os.path.expanduser("~/.local/state")  # noqa: PTH111  # Path.home() raises where there is none
    return Path(home) / "wenshu" / "wenshu.log"


class LogFile(logging.Handler):
    """Opens the file only when there is something to write; where it cannot, writes to the folder for temporary files."""

    def emit(self, record: logging.LogRecord) -> None:
        for path in (log_file(), Path(gettempdir()) / f"wenshu-{os.getuid()}.log"):
            try:
                path.parent.mkdir(parents=True, exist_ok=True)
                with os.fdopen(os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_NOFOLLOW, 0o600), "w", encoding="utf-8") as file:
                    file.write(LAYOUT.format(record) + "\n")
            except OSError:
                continue
            return
        sys.stderr.write(f"{record.getMessage()}\n")


def keep_log() -> None:
    """Warnings and worse go to the file, from every library."""
    root = logging.getLogger()
    if not any(isinstance(handler, LogFile) for handler in root.handlers):
        root.addHandler(LogFile(logging.WARNING))
