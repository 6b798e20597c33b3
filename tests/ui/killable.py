"""A server for programs (the REST part, without the chat's pages) that a test may kill; it verifies too, as `wenshu verify` does."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

SERVER = """
import socket, sys, time
from datetime import date
from pathlib import Path
import uvicorn
from fastapi import FastAPI
from assistant.verified import verify
from assistant.record_json import from_json
from assistant.project import open_project
from assistant.turnstile import Turnstile
from catalog.files.sharing import Sharing
from ui.api import add_programs
from ui.sign_in.entrance import Entrance
from ui.sign_in.gate import gate_of
from ui.sign_in.tokens import Tokens
from ui.web.room import Rooms
project = open_project(Path(sys.argv[1]), today=date.fromisoformat(sys.argv[2]), build=False, env={})
project.turnstile = Turnstile(Sharing(at_once=100, a_minute=1000000), time.monotonic)
app = FastAPI()
add_programs(app, Rooms(project))
@app.post("/api/verify/{answer}")
def verifies(answer: str):
    boss = project.asker("boss")
    verify(from_json(project.journal.find(answer, "boss").body), project, boss)
    return {"status": "verified"}
app.add_middleware(Entrance, project=project, gate=gate_of(project, None, None))
listening = socket.create_server(("127.0.0.1", 0))
print(listening.getsockname()[1], Tokens(project.journal.store).make("boss", "test", 1, project.now()), flush=True)
uvicorn.Server(uvicorn.Config(app, log_level="critical", access_log=False)).run([listening])
"""


@dataclass
class Started:
    """A running server of a project, and the token with which the boss asks it."""

    process: subprocess.Popen[str]
    port: int
    token: str

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()
        assert self.process.stdout is not None
        self.process.stdout.close()

    def workers(self) -> list[int]:
        """The processes that run its queries."""
        return children(self.process.pid)


def children(pid: int) -> list[int]:
    try:
        return [int(each) for tasks in Path(f"/proc/{pid}/task").iterdir() for each in (tasks / "children").read_text().split()]
    except OSError:
        return []


def started(project: Path, today: Any) -> Started:
    process = subprocess.Popen([sys.executable, "-c", SERVER, str(project), str(today)], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    port, token = process.stdout.readline().split()
    return Started(process, int(port), token)
