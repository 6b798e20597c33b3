"""The server without a browser: health, the door, downloads, languages."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from assistant.project import Project
from tests.ui.answers import made_answer, versions_for
from ui.web.app import NotLoopback, build_app, run
from ui.web.door import HEADERS, refused

HERE = {"host": "127.0.0.1:8000", "origin": "http://127.0.0.1:8000"}


@pytest.fixture(scope="module")
def client(project: Project) -> Iterator[TestClient]:
    app = build_app(project, "boss")
    with TestClient(app, base_url="http://127.0.0.1:8000", follow_redirects=False) as opened:
        yield opened


def test_health_tells_the_versions(client: TestClient, project: Project) -> None:
    found = client.get("/health")
    assert found.status_code == 200
    assert found.json()["data_version"] == project.manifest.version
    assert found.json()["data_as_of"] == "2026-11-17"


def test_health_is_503_while_no_question_could_be_answered(client: TestClient, project: Project, tmp_path: Path) -> None:
    state, project.engine.state = project.engine.state, tmp_path
    try:
        assert client.get("/health").status_code == 503
    finally:
        project.engine.state = state


@pytest.mark.parametrize(
    ("wish", "language"), [("en-GB,zh;q=0.5", "en"), ("zh-TW", "zh"), ("fr, en;q=0.3", "en"), ("fr", "zh"), ("", "zh")]
)
def test_the_browsers_language_decides(client: TestClient, wish: str, language: str) -> None:
    assert client.get("/", headers={"accept-language": wish}).headers["location"] == f"/{language}/"


def test_a_chosen_language_wins_over_the_browsers(client: TestClient) -> None:
    found = client.get("/", headers={"accept-language": "zh", "cookie": "wenshu_language=en"})
    assert found.headers["location"] == "/en/"


def test_every_response_carries_the_security_headers(client: TestClient) -> None:
    for path in ("/", "/health", "/zh/", "/nothing"):
        found = client.get(path)
        assert {name: found.headers[name] for name in HEADERS} == HEADERS, path


def test_the_page_names_no_other_host_to_load_from(client: TestClient) -> None:
    page = client.get("/en/").text
    assert 'src="http' not in page
    assert "fonts.googleapis" not in page
    assert "fonts.gstatic" not in page


@pytest.mark.parametrize(
    "path",
    ["/docs", "/openapi.json", "/zh/docs", "/zh/gradio_api/info", "/zh/gradio_api/openapi.json", "/zh/gradio_api/upload", "/zh/monitoring",
     "/zh/gradio_api/file=/etc/passwd", "/zh/gradio_api/run/ask", "/zh/gradio_api/call/ask", "/zh/gradio_api/vibe-edit", "/zh/login",
     "/zh/gradio_api/proxy=http://127.0.0.1", "/answers/../health.csv"],
)  # fmt: skip
def test_addresses_that_the_page_does_not_need_are_closed(path: str) -> None:
    assert refused("GET", path, HERE) == (404, "not_here")
    assert refused("POST", path, HERE) == (404, "not_here")


@pytest.mark.parametrize("origin", [None, "null", "https://example.com", "http://127.0.0.1:9999", "http://localhost:8000"])
def test_a_post_from_elsewhere_is_refused(origin: str | None) -> None:
    headers = {"host": "127.0.0.1:8000", **({"origin": origin} if origin else {})}
    assert refused("POST", "/zh/gradio_api/queue/join", headers) == (403, "elsewhere")
    assert refused("POST", "/zh/gradio_api/queue/join", HERE) is None


@pytest.mark.parametrize("host", ["example.com", "example.com:8000", "127.0.0.1.example.com", "10.0.0.1:8000", ""])
def test_a_name_that_is_not_this_machines_is_refused(host: str) -> None:
    assert refused("GET", "/zh/", {"host": host}) == (421, "elsewhere")


@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.2:80", "localhost:8000", "[::1]:8000", "[::1]"])
def test_this_machines_names_are_let_in(host: str) -> None:
    assert refused("GET", "/zh/", {"host": host}) is None


def test_rows_are_downloaded_only_by_their_asker(client: TestClient, project: Project) -> None:
    mine, theirs = made_answer(versions=versions_for(project, "boss")), made_answer(asker="sales")
    project.journal.keep(mine)
    project.journal.keep(theirs)
    found = client.get(f"/answers/{mine.id}.csv")
    assert found.status_code == 200
    assert found.text.startswith("\ufeff门店,销售额")
    assert f"-{mine.id[:8]}.csv" in found.headers["content-disposition"]
    assert client.get(f"/answers/{theirs.id}.csv").status_code == 404
    assert client.get(f"/answers/{'0' * 32}.csv").status_code == 404


def test_rows_that_the_asker_saw_under_wider_rights_are_not_downloaded(client: TestClient, project: Project) -> None:
    before = made_answer()
    project.journal.keep(before)
    found = client.get(f"/answers/{before.id}.csv")
    assert found.status_code == 404 and "甲" not in found.text


@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.1.4", "::"])
def test_the_server_binds_to_this_machine_only(project: Project, host: str) -> None:
    with pytest.raises(NotLoopback):
        run(project, host, 8000, None, lambda: None)


def test_every_listed_example_is_answered(project: Project) -> None:
    from assistant.examples import examples

    sight = project.sight(project.access.asker("boss"))
    for language in ("zh", "en"):
        listed = project.file.examples.in_language(language)
        assert examples(listed, sight, project.offline, language) == listed
