"""The vector index: made once, swapped whole, never mixed, and never needed."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest

from catalog.catalog import Catalog
from catalog.label import Text
from retrieval import chroma
from retrieval.errors import IndexUnfit
from retrieval.index import SearchIndex, current_name
from retrieval.matches import Finder
from tests.retrieval.embedders import Hashed
from tests.retrieval.shop import CATALOG, metric

BUILD = """
import sys, pathlib
from retrieval.index import SearchIndex
from tests.retrieval.embedders import Hashed
from tests.retrieval.shop import CATALOG
SearchIndex(pathlib.Path(sys.argv[1]), Hashed(seconds=float(sys.argv[2])), CATALOG).build()
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("index")
    assert SearchIndex(place, Hashed(), CATALOG).build()
    return place


def best(index: SearchIndex, text: str) -> str:
    found = index.similarities(text, "metric", index.catalog.metrics, (), 3)
    return max(found, key=lambda name: found[name].score)


def grown() -> Catalog:
    return replace(CATALOG, metrics={**CATALOG.metrics, "returns": metric("returns", "退货率", "Return rate")})


def test_an_index_is_made_once_and_checked_with_chroma(folder: Path) -> None:
    index = SearchIndex(folder, Hashed(), CATALOG)
    assert index.is_current
    assert not index.build()
    assert (folder / current_name(folder) / chroma.CHECKED).exists()
    assert index.nearest(current_name(folder)) is not None
    assert best(index, "毛利占收入的百分比") == "gross_margin"


def test_every_vector_is_compared_when_chroma_cannot_serve(folder: Path, tmp_path: Path) -> None:
    shutil.copytree(folder, tmp_path / "copy")
    for file in (tmp_path / "copy" / current_name(folder) / "chroma").rglob("*"):
        if file.is_file():
            file.write_bytes(b"broken")
    broken, exact, whole = (
        SearchIndex(place, Hashed(), CATALOG, through) for place, through in ((tmp_path / "copy", True), (folder, False), (folder, True))
    )
    assert [index.nearest(current_name(folder)) is None for index in (broken, exact, whole)] == [True, True, False]
    question = "成交客户占到店客户的比例"
    found = [index.similarities(question, "metric", CATALOG.metrics, (), 3) for index in (broken, exact, whole)]
    assert found[0] == found[1]
    assert all(found[0][name].score == pytest.approx(score.score, abs=1e-5) for name, score in found[2].items())


def test_chroma_is_left_alone_where_it_ended_a_process(folder: Path, tmp_path: Path) -> None:
    shutil.copytree(folder, tmp_path / "copy")
    name = current_name(folder)
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait(10)
    mark = tmp_path / "copy" / name / f"{chroma.OPENING}{ended.pid}"
    mark.touch()
    assert chroma.opened(mark.parent) is None
    mark.unlink()
    assert chroma.opened(mark.parent) is not None


def test_only_allowed_things_are_found_through_chroma_or_not(folder: Path) -> None:
    for through in (True, False):
        index = SearchIndex(folder, Hashed(), CATALOG, through)
        assert set(index.similarities("毛利率", "metric", ["orders", "revenue"], ["gross_margin"], 3)) == {"orders", "revenue"}


def test_a_rebuild_embeds_only_what_is_new(folder: Path, tmp_path: Path) -> None:
    shutil.copytree(folder, tmp_path / "copy")
    embedder = Hashed()
    index = SearchIndex(tmp_path / "copy", embedder, grown())
    assert not index.is_current
    embedder.seen.clear()
    assert index.build()
    assert {text for text in embedder.seen if "退货" in text or "Return" in text} == {"退货率", "Return rate"} == set(embedder.seen)
    assert best(index, "return rate") == "returns"


def test_an_older_index_serves_what_the_catalog_still_has(folder: Path) -> None:
    smaller = CATALOG.restricted([name for name in CATALOG.metrics if name != "gross_margin"], CATALOG.dimensions)
    assert not SearchIndex(folder, Hashed(), smaller).is_current
    found = SearchIndex(folder, Hashed(), smaller).similarities("毛利率", "metric", CATALOG.metrics, (), 20)
    assert set(found) == set(smaller.metrics)
    changed = replace(CATALOG.metrics["gross_margin"], description=Text("另一个定义"))
    texts = SearchIndex(folder, Hashed(), replace(CATALOG, metrics={**CATALOG.metrics, "gross_margin": changed})).similarities(
        "毛利占收入的百分比", "metric", ["gross_margin"], (), 1
    )
    assert texts["gross_margin"].text != "毛利占收入的百分比"


def test_vectors_of_another_model_are_never_used(folder: Path) -> None:
    with pytest.raises(IndexUnfit, match="index_of_another_model"):
        SearchIndex(folder, Hashed("hashed-2"), CATALOG).version()
    with pytest.raises(IndexUnfit, match="index_of_another_model"):  # same name, other answers
        best(SearchIndex(folder, Hashed(salt="!"), CATALOG), "毛利率")


def test_searching_falls_back_to_words_and_says_why(folder: Path, tmp_path: Path) -> None:
    for index, code in (
        (SearchIndex(folder, Hashed("other"), CATALOG), "index_of_another_model"),
        (SearchIndex(tmp_path, Hashed(), CATALOG), "index_missing"),
    ):
        found = Finder.of(CATALOG, index=index).search("毛利占收入的百分比")
        assert (found.by, found.degraded, found.matches[0].id) == ("words", code, "gross_margin")


def test_two_processes_may_build_at_once(tmp_path: Path) -> None:
    builders = [subprocess.Popen([sys.executable, "-c", BUILD, str(tmp_path), "0.2"]) for _ in range(2)]
    assert [builder.wait(60) for builder in builders] == [0, 0]
    index = SearchIndex(tmp_path, Hashed(), CATALOG)
    assert index.is_current
    assert best(index, "毛利占收入的百分比") == "gross_margin"


def test_a_killed_build_leaves_the_old_index_serving(folder: Path, tmp_path: Path) -> None:
    shutil.copytree(folder, tmp_path / "copy")
    (tmp_path / "copy" / "embeddings.db").unlink()
    program = BUILD.replace("CATALOG).build()", "CATALOG.restricted(CATALOG.metrics, [])).build()")
    before = current_name(tmp_path / "copy")
    builder = subprocess.Popen([sys.executable, "-c", program, str(tmp_path / "copy"), "30"])
    until = time.monotonic() + 20
    while len([place for place in (tmp_path / "copy").iterdir() if place.is_dir()]) < 2 and time.monotonic() < until:
        time.sleep(0.05)
    os.kill(builder.pid, signal.SIGKILL)
    builder.wait(10)
    assert current_name(tmp_path / "copy") == before
    assert best(SearchIndex(tmp_path / "copy", Hashed(), CATALOG), "毛利占收入的百分比") == "gross_margin"


def test_a_damaged_index_is_noticed_and_made_again(folder: Path, tmp_path: Path) -> None:
    shutil.copytree(folder, tmp_path / "copy")
    (tmp_path / "copy" / current_name(folder) / "vectors.npy").write_bytes(b"\x93NUMPY broken")
    index = SearchIndex(tmp_path / "copy", Hashed(), CATALOG)
    assert not index.is_current
    assert index.build()
    assert best(index, "毛利占收入的百分比") == "gross_margin"


def test_a_reader_sees_a_new_index_without_starting_again(folder: Path, tmp_path: Path) -> None:
    shutil.copytree(folder, tmp_path / "copy")
    reader = SearchIndex(tmp_path / "copy", Hashed(), grown())
    assert "returns" not in reader.similarities("退货率", "metric", grown().metrics, (), 20)
    SearchIndex(tmp_path / "copy", Hashed(), grown()).build()
    assert "returns" in reader.similarities("退货率", "metric", grown().metrics, (), 20)


def test_old_versions_go_but_the_previous_one_stays(folder: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(folder, copy)
    (copy / "abandoned").mkdir()
    os.utime(copy / "abandoned", (0, 0))
    SearchIndex(copy, Hashed(), grown()).build()
    assert {place.name for place in copy.iterdir() if place.is_dir()} == {current_name(folder), current_name(copy)}
