"""Signing in: who is unknown gets nothing, who is known gets their own, and trying passwords does not work."""

from __future__ import annotations

import json
import re
import stat
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import delete, select
from starlette.testclient import TestClient

from assistant.journal import Journal
from assistant.project import Project, open_project
from catalog.files.web import Passwords, Proxy, Web
from catalog.store import open_store
from catalog.store.tables import feedback, sign_in_attempts
from tests.conftest import AS_OF
from tests.ui.conftest import listening
from ui.sign_in.entrance import LARGEST, OPEN
from ui.sign_in.lockout import PER_ADDRESS, PER_NAME, Lockout
from ui.sign_in.passwords import PasswordError, PasswordFile
from ui.sign_in.session import Sessions, session_key
from ui.sign_in.tokens import Tokens
from ui.web.app import build_app

URL = "https://wenshu.example.com"
HERE = {"origin": URL}
SECRET = "correct horse battery"


@pytest.fixture(scope="module")
def opened(retail: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Project]:
    """The retail project with a journal of its own and two people who may sign in."""
    folder = tmp_path_factory.mktemp("shop")
    with open_project(retail, today=AS_OF, build=False, env={"WENSHU_SESSION_KEY": "k" * 64}) as project:
        project.journal = Journal(open_store(f"sqlite:///{folder / 'store.sqlite'}"))  # type: ignore[misc]
        file = PasswordFile(folder / "passwords")
        file.put("boss", SECRET)
        file.put("manager_east", SECRET + "!")
        project.file = replace(project.file, web=Web(("wenshu.example.com",), (), Passwords(file.path)))
        yield project


@pytest.fixture
def shop(opened: Project) -> Iterator[Project]:
    """The project as it was, and nobody locked out."""
    before = opened.file
    with opened.journal.store.engine.begin() as connection:
        connection.execute(delete(sign_in_attempts))
    yield opened
    opened.file = before
    opened.follow_access()


@contextmanager
def client_of(project: Project, peer: str = "10.0.0.9") -> Iterator[TestClient]:
    with TestClient(build_app(project, None), base_url=URL, follow_redirects=False, client=(peer, 5000)) as opened:
        yield opened


def sign_in(client: TestClient, user: str = "boss", password: str = SECRET, to: str = "/zh/") -> Any:
    return client.post("/sign-in", data={"user": user, "password": password, "next": to}, headers=HERE)


def join(client: TestClient, name: str = "s1") -> int:
    body = {"session_hash": name, "fn_index": 99, "data": []}
    return int(client.post("/zh/gradio_api/queue/join", json=body, headers=HERE).status_code)


def addresses(routes: list[Any], before: str = "") -> Iterator[tuple[str, str]]:
    """Every method and path that an application has, those of the applications and routers in it too."""
    for route in routes:
        path = before + (getattr(route, "path", None) or "")
        inner = getattr(route, "original_router", route)
        yield from addresses(list(getattr(inner, "routes", None) or []), path)
        for method in getattr(route, "methods", None) or ():
            yield method, re.sub(r"\{\w+(:\w+)?\}", "0" * 32, path)


@pytest.mark.parametrize("gate", ["passwords", "proxy"])
def test_no_address_answers_a_stranger(shop: Project, gate: str) -> None:
    if gate == "proxy":
        shop.file = replace(shop.file, web=replace(shop.file.web, sign_in=Proxy(("10.0.0.0/8",), (("email", "X-Email"),))))
    app = build_app(shop, None)
    found = sorted(set(addresses(app.routes)))
    assert len(found) > 80 and ("POST", "/api/ask") in found and ("POST", "/zh/gradio_api/queue/join") in found
    with TestClient(app, base_url=URL, follow_redirects=False) as client:
        for method, path in found:
            if OPEN.fullmatch(path):
                continue
            told = client.request(method, path, headers=HERE)
            goes = told.status_code == 303 and told.headers["location"].startswith("/sign-in")
            assert goes or told.status_code in (401, 403, 404, 405), (method, path, told.status_code)
            assert "销售额" not in told.text and "sales_ops" not in told.text, path


def test_a_person_signs_in_and_is_themselves_on_the_page(shop: Project) -> None:
    with client_of(shop) as client:
        assert client.get("/zh/").headers["location"] == "/sign-in?next=%2Fzh%2F"
        came = sign_in(client)
        assert (came.status_code, came.headers["location"]) == (303, "/zh/")
        cookie = came.headers["set-cookie"]
        assert cookie.startswith("__Host-wenshu_session=") and all(
            part in cookie for part in ("HttpOnly", "Secure", "SameSite=lax", "Path=/")
        )
        assert client.get("/zh/").status_code == 200


def test_the_page_names_nothing_before_it_knows_whose_it_is(shop: Project) -> None:
    with client_of(shop) as client:
        sign_in(client)
        text = client.get("/zh/").text + client.get("/zh/config").text
        assert "老板" not in text and "毛利" not in text


@pytest.mark.parametrize(
    ("user", "password"), [("boss", "wrong"), ("nobody", SECRET), ("boss", ""), ("", ""), ("manager_east", SECRET), ("BOSS", SECRET)]
)
def test_a_wrong_name_and_a_wrong_password_read_the_same(shop: Project, user: str, password: str) -> None:
    with client_of(shop) as client:
        told = sign_in(client, user, password)
        assert told.status_code == 401 and "set-cookie" not in told.headers
        assert "用户名或密码不对" in told.text or "User name or password is wrong" in told.text


def test_a_name_is_locked_after_five_attempts_also_for_the_right_password(shop: Project) -> None:
    with client_of(shop) as client:
        for _ in range(PER_NAME):
            assert sign_in(client, password="no such password").status_code == 401
        assert sign_in(client).status_code == 429
        assert sign_in(client, "manager_east", SECRET + "!").status_code == 303


def test_attempts_made_at_once_are_all_counted(tmp_path: Path) -> None:
    lockout, let_in = Lockout(open_store(f"sqlite:///{tmp_path / 'store.sqlite'}"), lambda: 1000.0), []
    threads = [threading.Thread(target=lambda: let_in.append(lockout.admits("boss", "a"))) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert let_in.count(True) == PER_NAME


def test_a_lock_ends_and_an_address_has_its_own(tmp_path: Path) -> None:
    now = [0.0]
    lockout = Lockout(open_store(f"sqlite:///{tmp_path / 'store.sqlite'}"), lambda: now[0])
    tried = [lockout.admits(f"name-{number}", "one address") for number in range(PER_ADDRESS + 5)]
    assert tried == [True] * PER_ADDRESS + [False] * 5
    assert lockout.admits("name-0", "another")
    now[0] = 16 * 60.0
    assert lockout.admits("name-0", "one address")


def test_people_who_come_in_lock_nobody_out_and_a_proxy_on_this_machine_is_nobodys_address(tmp_path: Path) -> None:
    lockout = Lockout(open_store(f"sqlite:///{tmp_path / 'store.sqlite'}"), lambda: 0.0)
    for number in range(2 * PER_ADDRESS):
        assert lockout.admits(f"name-{number}", "10.0.0.9")
        lockout.forgive(f"name-{number}", "10.0.0.9")
    assert all(lockout.admits(f"other-{number}", "127.0.0.1") for number in range(2 * PER_ADDRESS))


def test_a_session_ends_with_its_time_its_owner_or_the_password(tmp_path: Path) -> None:
    now, file = [1000.0], PasswordFile(tmp_path / "passwords")
    file.put("boss", SECRET)
    sessions = Sessions(open_store(f"sqlite:///{tmp_path / 'store.sqlite'}"), file, "key", 1, lambda: now[0])
    first, second, third = ({"wenshu_session": sessions.begin("boss")} for _ in range(3))
    found = sessions.read(first)
    assert found is not None and found.user == "boss"
    sessions.end(found)
    assert sessions.read(first) is None and sessions.read(second) is not None
    now[0] += 3600
    assert sessions.read(second) is None
    now[0] -= 3600
    file.put("boss", "another password")
    assert sessions.read(third) is None
    fresh = sessions.begin("boss")
    file.remove("boss")
    assert sessions.read({"wenshu_session": fresh}) is None


@pytest.mark.parametrize("spoil", [lambda text: text[:-9], lambda text: "", lambda text: text.split(".")[0], lambda text: f"x{text}"])
def test_a_forged_cookie_is_nobodys(shop: Project, spoil: Callable[[str], str]) -> None:
    with client_of(shop) as client:
        cookie = sign_in(client).cookies["__Host-wenshu_session"]
        client.cookies.clear()
        told = client.get("/zh/", headers={"cookie": f"__Host-wenshu_session={spoil(cookie)}"})
        assert told.status_code == 303


def test_signing_out_ends_the_session_and_needs_our_own_page(shop: Project) -> None:
    with client_of(shop) as client:
        cookie = {"cookie": f"__Host-wenshu_session={sign_in(client).cookies['__Host-wenshu_session']}"}
        assert client.post("/sign-out", headers={"origin": "https://evil.example"}).status_code == 403
        assert client.post("/sign-out", headers=HERE).status_code == 303
        client.cookies.clear()
        assert client.get("/zh/", headers=cookie).status_code == 303


@pytest.mark.parametrize("to", ["https://evil.example", "//evil.example", "/zh/../x", "javascript:alert(1)", "/\\evil.example", "/sign-in"])
def test_after_signing_in_one_stays_here(shop: Project, to: str) -> None:
    with client_of(shop) as client:
        assert sign_in(client, to=to).headers["location"] == "/"


def test_who_opens_the_desk_signs_in_and_goes_on_to_it(shop: Project) -> None:
    with client_of(shop) as client:
        assert client.get("/zh/desk?tier=declined").headers["location"] == "/sign-in?next=%2Fzh%2Fdesk%3Ftier%3Ddeclined"
        assert sign_in(client, to="/zh/desk?tier=declined").headers["location"] == "/zh/desk?tier=declined"
        assert client.get("/zh/desk").status_code == 200


def test_who_lost_their_role_is_out_at_the_next_request(shop: Project, tmp_path: Path) -> None:
    with client_of(shop) as client:
        sign_in(client)
        text = shop.file.access.read_text(encoding="utf-8")
        shop.file = replace(shop.file, access=tmp_path / "access.yaml")
        shop.file.access.write_text(text.replace("  boss:", "  former:").replace("local: boss", "local: former"), encoding="utf-8")
        assert client.get("/zh/").status_code == 303


def test_a_browser_session_belongs_to_whoever_began_it(shop: Project) -> None:
    app = build_app(shop, None)
    mine, theirs = (TestClient(app, base_url=URL, follow_redirects=False, raise_server_exceptions=False) for _ in range(2))
    with mine, theirs:
        sign_in(mine)
        sign_in(theirs, "manager_east", SECRET + "!")
        assert join(mine) != 404
        assert join(theirs) == 404
        assert theirs.get("/zh/gradio_api/queue/data?session_hash=s1").status_code == 404
        assert theirs.get("/zh/gradio_api/heartbeat/s1").status_code == 404
        assert theirs.post("/zh/gradio_api/cancel", json={"session_hash": "s1"}, headers=HERE).status_code == 404
        assert theirs.post("/zh/gradio_api/queue/join", content=b"not json", headers=HERE).status_code == 404


def test_a_request_larger_than_any_of_ours_is_not_read(shop: Project) -> None:
    with client_of(shop) as client:
        sign_in(client)
        assert client.post("/zh/gradio_api/queue/join", content=b"x" * (LARGEST + 1), headers=HERE).status_code == 413


def test_a_large_form_of_a_stranger_is_not_read(shop: Project) -> None:
    with client_of(shop) as client:
        assert sign_in(client, password="x" * (LARGEST + 1)).status_code == 413


def proxied(shop: Project, folder: Path) -> None:
    """People come by a proxy, and owners are a group of the identity provider."""
    claims = (("email", "X-Auth-Request-Email"), ("groups", "X-Auth-Request-Groups"))
    text = shop.file.access.read_text(encoding="utf-8")
    (folder / "access.yaml").write_text(f"{text}\nidentity:\n  roles: {{bi-owners: [owner]}}\n", encoding="utf-8")
    web = replace(shop.file.web, sign_in=Proxy(("10.1.0.0/16", "::1/128"), claims))
    shop.file = replace(shop.file, web=web, access=folder / "access.yaml")


def test_a_proxy_names_the_person_from_trusted_peers_only(shop: Project, tmp_path: Path) -> None:
    proxied(shop, tmp_path)
    named = {"X-Auth-Request-Email": "li@example.com", "X-Auth-Request-Groups": "staff, bi-owners"}
    with client_of(shop, peer="10.1.2.3") as client:
        assert client.get("/zh/", headers=named).status_code == 200
        assert client.get("/zh/", headers={**named, "X-Auth-Request-Groups": "staff"}).status_code == 403
        assert client.get("/zh/").status_code == 403
        twice = [*named.items(), ("X-Auth-Request-Email", "boss")]
        assert client.get("/zh/", headers=twice).status_code == 403
    for peer in ("10.2.0.1", "127.0.0.1", "not an address"):
        with client_of(shop, peer=peer) as client:
            assert client.get("/zh/", headers={**named, "X-Forwarded-For": "10.1.2.3"}).status_code == 403, peer


def test_a_program_asks_with_the_rights_of_its_tokens_owner(shop: Project) -> None:
    tokens = Tokens(shop.journal.store)
    east = tokens.make("manager_east", "nightly", 1, shop.now())
    with client_of(shop) as client:
        asked = client.post("/api/ask", json={"question": "上个月的销售额"}, headers={"authorization": f"Bearer {east}"})
        mine = client.post(
            "/api/ask", json={"question": "上个月的销售额"}, headers={"authorization": f"Bearer {tokens.make('boss', 'x', 1, shop.now())}"}
        )
        assert (asked.json()["asker"], mine.json()["asker"]) == ("manager_east", "boss")
        assert asked.json()["status"] == "answered" and asked.json()["rows"] != mine.json()["rows"]
        kept = f"/api/answers/{mine.json()['id']}"
        assert client.get(kept, headers={"authorization": f"Bearer {east}"}).status_code == 404
        sign_in(client)
        assert client.get(kept).status_code == 401  # a cookie is no token


def test_a_program_judges_the_answers_of_its_tokens_owner_only(shop: Project) -> None:
    tokens = Tokens(shop.journal.store)
    bearer = {who: {"authorization": f"Bearer {tokens.make(who, 'x', 1, shop.now())}"} for who in ("boss", "manager_east")}
    with client_of(shop) as client:
        found = client.post("/api/ask", json={"question": "上个月的销售额"}, headers=bearer["boss"]).json()["id"]
        address = f"/api/answers/{found}/feedback"
        assert client.post(address, json={"value": "good"}, headers=bearer["manager_east"]).status_code == 404
        assert client.post(address, json={"value": "x' OR 1=1"}, headers=bearer["boss"]).status_code == 404
        assert client.post(address, json={"value": "good", "as": "boss"}, headers=bearer["boss"]).status_code == 400
        assert client.post(address, json={"value": "good"}).status_code == 401
        assert client.post(address, json={"value": "good"}, headers=bearer["boss"]).json() == {"status": "kept"}
    with shop.journal.store.engine.connect() as connection:
        assert connection.execute(select(feedback.c.asker, feedback.c.value).where(feedback.c.answer == found)).all() == [("boss", "good")]


def test_a_token_that_is_over_taken_back_or_altered_is_nobodys(shop: Project) -> None:
    tokens, now = Tokens(shop.journal.store), shop.now()
    whole, over, back = (tokens.make("boss", "x", days, now) for days in (1, 0, 1))
    assert tokens.revoke(back.split("_")[1], "boss", now) and not tokens.revoke(whole.split("_")[1], "manager_east", now)
    with client_of(shop) as client:
        for text in (over, back, whole[:-1], whole + "x", "", "wenshu__"):
            told = client.post("/api/ask", json={"question": "上个月的销售额"}, headers={"authorization": f"Bearer {text}"})
            assert told.status_code == 401, text
    stored = json.dumps([str(row) for row in tokens.of("boss")])
    assert whole.rpartition("_")[2] not in stored


@pytest.mark.parametrize(
    "body", [b"", b"[]", b'{"question": ""}', b'{"question": "x", "as": "boss"}', b'{"question": "' + b"x" * 1001 + b'"}']
)
def test_a_program_hears_what_is_wrong_with_its_request(shop: Project, body: bytes) -> None:
    token = Tokens(shop.journal.store).make("boss", "x", 1, shop.now())
    with client_of(shop) as client:
        told = client.post("/api/ask", content=body, headers={"authorization": f"Bearer {token}"})
        assert (told.status_code, told.json()["code"]) == (400, "bad_request")


def test_who_came_in_and_who_did_not_is_in_the_log(shop: Project) -> None:
    from catalog.store.chain import entries

    with client_of(shop) as client:
        sign_in(client, password="no such password")
        sign_in(client)
        client.post("/sign-out", headers=HERE)
    with shop.journal.store.engine.connect() as connection:
        told = [(each.event.kind, each.event.asker) for each in entries(connection)]
    assert told[-3:] == [("not_signed_in", "boss"), ("signed_in", "boss"), ("signed_out", "boss")]


def test_the_password_file_is_whole_and_its_owners(tmp_path: Path) -> None:
    file = PasswordFile(tmp_path / "secrets" / "passwords")
    file.put("王倩", SECRET)
    assert stat.S_IMODE(file.path.stat().st_mode) == 0o600
    assert SECRET not in file.path.read_text(encoding="utf-8") and "$argon2id$" in file.path.read_text(encoding="utf-8")
    assert file.fits("王倩", SECRET) and not file.fits("王倩", SECRET + " ")
    for name, password in (("a:b", SECRET), ("", SECRET), ("#x", SECRET), ("x\ny:z", SECRET), ("boss", "short")):
        with pytest.raises(PasswordError):
            file.put(name, password)


def test_the_signing_key_is_made_once_and_its_owners(tmp_path: Path) -> None:
    first = session_key(tmp_path, "")
    assert len(first) == 64 and session_key(tmp_path, "") == first and session_key(tmp_path, "given") == "given"
    assert stat.S_IMODE((tmp_path / "session.key").stat().st_mode) == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["session.key"]


def test_sites_that_may_frame_the_page_are_named_to_the_browser(shop: Project) -> None:
    shop.file = replace(shop.file, web=replace(shop.file.web, frame_ancestors=("https://portal.example.com",)))
    with client_of(shop) as client:
        headers = client.get("/sign-in").headers
        assert "frame-ancestors https://portal.example.com;" in headers["content-security-policy"] and "x-frame-options" not in headers


@pytest.mark.browser
def test_two_people_sign_in_on_one_server_and_each_sees_their_own(shop: Project, browser: Any, tmp_path: Path) -> None:
    served = listening(shop, None)
    try:
        asked = {}
        for user, password in (("boss", SECRET), ("manager_east", SECRET + "!")):
            page = browser.new_context(locale="zh-CN").new_page()
            page.goto(served.url)
            page.fill("input[name=user]", user)
            page.fill("input[name=password]", password)
            page.click("button[type=submit]")
            page.wait_for_selector(".asker .who")
            page.fill(".composer textarea", "上个月的销售额")
            page.keyboard.press("Enter")
            page.wait_for_selector("#chat .card-foot")
            asked[user] = (page.inner_text(".asker .who"), page.inner_text("#chat .headline"))
            page.click(".asker .leave")
            page.wait_for_selector("input[name=password]")
            page.goto(served.url + "/zh/")
            assert "/sign-in" in page.url
        assert asked["boss"][0] != asked["manager_east"][0] and asked["boss"][1] != asked["manager_east"][1]
    finally:
        served.server.should_exit = True
