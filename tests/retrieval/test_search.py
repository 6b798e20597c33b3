"""Searching a whole question: by words, by meaning, by both; and knowing when there is nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from evals.bench.retrieval import cross_validated, read
from retrieval.calibration import Calibration, calibration_of, fitted, keep
from retrieval.embed import Bundled
from retrieval.index import SearchIndex
from retrieval.matches import Finder
from tests.retrieval.shop import CATALOG

LABELLED = Path(__file__).parents[3] / "shared" / "retrieval_eval"


@pytest.fixture(scope="module")
def finder(tmp_path_factory: pytest.TempPathFactory) -> Finder:
    index = SearchIndex(tmp_path_factory.mktemp("index"), Bundled(), CATALOG)
    index.build()
    return Finder.of(CATALOG, index=index)


@pytest.mark.parametrize(
    ("text", "metric"),
    [
        ("how much of revenue is left after cost of goods", "gross_margin"),
        ("how many purchases were made", "orders"),
        ("到店的人里有多少买了东西", "conversion"),
    ],
)
def test_meaning_finds_what_words_do_not(finder: Finder, text: str, metric: str) -> None:
    assert metric in [match.id for match in finder.search(text, count=3).matches]


def test_reasons_and_surfaces_tell_words_from_meaning(finder: Finder) -> None:
    by_word, by_meaning = finder.search("毛利率", count=1).matches[0], finder.search("margin percentage on sales", count=1).matches[0]
    assert (by_word.id, by_word.reason, by_word.surface) == ("gross_margin", "lexical", "毛利率")
    assert by_meaning.surface in [*CATALOG.metrics[by_meaning.id].label.surfaces, CATALOG.metrics[by_meaning.id].description.zh]


def test_a_question_about_nothing_here_is_known_as_such(finder: Finder) -> None:
    for dense in (True, False):
        known, unknown = finder.search("各门店的毛利率", dense=dense), finder.search("今天天气怎么样", dense=dense)
        assert known.no_match < 0.4 < unknown.no_match


def test_only_what_the_asker_may_see_is_ranked(finder: Finder) -> None:
    limited = finder.restricted(CATALOG.restricted(["orders", "revenue"], ["city"]), {})
    assert {match.id for match in limited.search("毛利率").matches} == {"orders", "revenue"}
    assert {match.id for match in limited.search("which town", kind="dimension").matches} == {"city"}


def test_ranking_is_the_same_each_time(finder: Finder) -> None:
    assert finder.search("sales by shop") == finder.search("sales by shop")


def test_a_calibration_is_kept_beside_the_index(tmp_path: Path) -> None:
    assert calibration_of("some model", tmp_path) is None
    keep("some model", Calibration(0.4, 0.7, 12.0), tmp_path)
    assert calibration_of("some model", tmp_path) == Calibration(0.4, 0.7, 12.0)


def test_a_fitted_curve_lies_between_the_two_kinds() -> None:
    curve = fitted(0.5, [0.8, 0.9, 1.0, 0.7], [0.3, 0.5, 0.4, 0.72])
    assert 0.5 < curve.middle < 0.8
    assert curve.no_match(0.3) > 0.7 > 0.3 > curve.no_match(1.0)


def test_a_curve_between_clearly_separate_scores_stays_finite() -> None:
    curve = fitted(0.5, [0.9, 0.95, 1.0], [0.1, 0.2, 0.15])
    assert 0.3 < curve.middle < 0.8
    assert 0 < curve.no_match(1.0) < 0.1


@pytest.mark.skipif(not LABELLED.exists(), reason="the labelled queries are not beside the checkout")
def test_labelled_queries_reach_the_targets() -> None:
    both, _ = cross_validated(read(LABELLED, Bundled()))
    assert both.first >= 0.70
    assert both.in_five >= 0.90
    assert both.auroc >= 0.88
