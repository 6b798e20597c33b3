"""wenshu user and wenshu token: passwords of people who sign in, and tokens of programs that ask in somebody's name."""

from __future__ import annotations

import argparse
import getpass
import sys
from datetime import UTC, datetime

from assistant.wording import say
from catalog.access import read_access
from catalog.files.project_file import ProjectFile
from catalog.files.web import Passwords
from catalog.store import open_store
from ui.cli import exits
from ui.cli.errors import Misused
from ui.cli.lines import print_json
from ui.cli.place import person, project_file
from ui.sign_in.passwords import PasswordFile
from ui.sign_in.tokens import Tokens


def user(options: argparse.Namespace) -> int:
    """Sets a person's password, asked for twice at a terminal or read from standard input, or takes it away."""
    project = project_file(options.project)
    if not isinstance(project.web.sign_in, Passwords):
        raise Misused("cli.no_password_file")
    file = PasswordFile(project.web.sign_in.file)
    if options.part == "remove":
        code = "password_removed" if file.remove(options.user) else "had_no_password"
    else:
        known(project, options.user)
        file.put(options.user, password_of(options))
        code = "password_set"
    print(say(options.language, f"cli.{code}", user=options.user))
    return exits.ANSWERED


def password_of(options: argparse.Namespace) -> str:
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\n")
    first = getpass.getpass(say(options.language, "cli.new_password", user=options.user))
    if getpass.getpass(say(options.language, "cli.again_password")) != first:
        raise Misused("cli.passwords_differ")
    return first


def token(options: argparse.Namespace) -> int:
    """Makes a token and prints it once, lists a person's, or takes one back."""
    project = project_file(options.project)
    owner = known(project, options.asker)
    tokens, now = Tokens(open_store(f"sqlite:///{project.store}")), datetime.now().astimezone()
    if options.part == "make":
        made = tokens.make(owner, options.name, options.days, now)
        print_json({"token": made}) if options.json else print(made)
        return exits.ANSWERED
    if options.part == "revoke":
        code = "token_revoked" if tokens.revoke(options.id, owner, now) else "no_such_token"
        print(say(options.language, f"cli.{code}", id=options.id))
        return exits.ANSWERED if code == "token_revoked" else exits.DECLINED
    for each in tokens.of(owner):
        ends = datetime.fromtimestamp(each.ends_at, UTC).astimezone()
        body = {"id": each.id, "user": each.user, "name": each.name, "until": ends.isoformat(timespec="minutes")}
        print_json(body) if options.json else print(f"{each.id}  {body['until']}  {each.name}")
    return exits.ANSWERED


def known(project: ProjectFile, user: str | None) -> str:
    """The person of the access file. Raises Unknown."""
    access = read_access(project.access, root=project.folder)
    return person(user, access, project).id
