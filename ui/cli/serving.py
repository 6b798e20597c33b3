"""serve: builds what is missing, sees that queries can run behind every wall, opens the chat and prints the address."""

from __future__ import annotations

import argparse
import ipaddress
import socket
import sys

from assistant.project import open_project
from assistant.wording import say
from ui.cli import exits
from ui.cli.errors import CannotListen
from ui.cli.place import project_file, project_folder
from ui.cli.projects import teller


def serve(options: argparse.Namespace) -> int:
    folder = project_folder(options.project)
    check_address(options.host, options.port, project_file(folder).web.sign_in is not None)
    project = open_project(folder, today=options.today, told=teller(options.language))
    with project:
        project.engine.warm()
        from ui.web.app import run

        project.engine.check()
        url = f"http://{options.host}:{options.port}/"
        run(
            project,
            options.host,
            options.port,
            options.asker,
            lambda: print(say(options.language, "cli.address", url=url), file=sys.stderr, flush=True),
        )
    return exits.ANSWERED


def check_address(host: str, port: int, with_sign_in: bool) -> None:
    """Refuses an address that others could reach where nobody signs in, and a port that is taken."""
    try:
        loopback = host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        loopback = False
    if not (loopback or with_sign_in):
        raise CannotListen("cli.not_loopback", host=host)
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise CannotListen("cli.port_taken", port=port, other=port + 1) from error
