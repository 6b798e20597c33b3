"""Members: saved whole, loaded at once, and only those that the asker may see."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from random import Random

import pytest

from retrieval.matches import Finder
from retrieval.members import MemberIndex
from retrieval.slips import likely_words
from tests.retrieval.shop import CATALOG, VALUES


@pytest.fixture(scope="module")
def members() -> MemberIndex:
    return MemberIndex.build(CATALOG, VALUES, fingerprint="v1")


def test_a_saved_index_is_the_same_index(members: MemberIndex, tmp_path: Path) -> None:
    members.save(tmp_path / "state" / "members.db")
    loaded = MemberIndex.load(tmp_path / "state" / "members.db")
    text = "长春和Kohl's的会员在上海中山路店，grade A"
    assert Finder.of(CATALOG, loaded).names(text) == Finder.of(CATALOG, members).names(text)
    assert loaded.fingerprint == "v1"
    assert list(loaded.values("city")) == VALUES["city"]
    assert [path.name for path in (tmp_path / "state").iterdir()] == ["members.db"]


def test_flags_keep_their_type(members: MemberIndex) -> None:
    (match,) = [match for match in Finder.of(CATALOG, members).names("guest") if match.kind == "member"]
    assert match.value is False


def test_a_missing_or_damaged_index_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        MemberIndex.load(tmp_path / "nothing.db")
    (tmp_path / "bad.db").write_bytes(b"not a database" * 100)
    with pytest.raises(sqlite3.DatabaseError):
        MemberIndex.load(tmp_path / "bad.db")


def test_saving_does_not_disturb_a_reader(members: MemberIndex, tmp_path: Path) -> None:
    path = tmp_path / "members.db"
    members.save(path)
    reader = MemberIndex.load(path)
    MemberIndex.build(CATALOG, {"city": ["Berlin"]}).save(path)
    assert list(reader.values("city")) == VALUES["city"]
    assert list(MemberIndex.load(path).values("city")) == ["Berlin"]


@pytest.mark.parametrize(
    ("text", "best"), [("中山路店", "上海中山路店"), ("南京路", "上海南京路店"), ("sao paolo", "São Paulo"), ("Delta", "Delta Air Lines")]
)
def test_the_shortlist_offers_the_most_alike_first(members: MemberIndex, text: str, best: str) -> None:
    assert members.shortlist(text)[0].value == best


def test_the_shortlist_keeps_to_its_dimension(members: MemberIndex) -> None:
    assert {match.id for match in members.shortlist("长春", "store")} == {"store"}


def test_a_hidden_member_is_nowhere(members: MemberIndex) -> None:
    limited = members.restricted({"city": {"上海"}, "store": frozenset()})
    finder = Finder(CATALOG, limited, Finder.of(CATALOG).vocabulary)
    assert {match.value for match in finder.names("上海 长春 Kohl's 华东 east 会员 女") if match.kind == "member"} == {"上海"}
    assert not [
        match
        for text in ("长春市", "中山路店", "kohl", "changchun", "huadong")
        for match in (*limited.shortlist(text), *finder.fuzzy(text))
    ]
    assert list(limited.values("city")) == ["上海"]


def test_a_restricted_shortlist_still_reaches_the_permitted_among_many_hidden() -> None:
    stores = [f"上海中山路{number}号店" for number in range(500)]
    members = MemberIndex.build(CATALOG, {"store": stores}).restricted({"store": {stores[-1]}})
    assert [match.value for match in members.shortlist("上海中山路店")] == [stores[-1]]


def test_each_of_sixty_thousand_saved_members_is_found(tmp_path: Path) -> None:
    stores = [
        f"{city}{road}路{number}号店"
        for city in ("上海", "北京", "广州")
        for road in ("中山", "人民", "解放", "和平")
        for number in range(5000)
    ]
    MemberIndex.build(CATALOG, {"store": stores}).save(tmp_path / "members.db")
    finder = Finder.of(CATALOG, MemberIndex.load(tmp_path / "members.db"))
    for number in range(50):
        assert f"广州和平路{number}号店" in {match.value for match in finder.names(f"上个月广州和平路{number}号店的毛利率和订单数是多少")}


def test_every_member_word_that_a_slip_may_mean_is_among_those_looked_at(seed: int) -> None:
    chance, letters = Random(seed), "aeioubdlnrtm"
    spelled = {"".join(chance.choice(letters) for _ in range(chance.randrange(5, 11))) for _ in range(3000)}
    index = MemberIndex.build(CATALOG, {"store": sorted(spelled)})
    for word in chance.sample(sorted(spelled), 300):
        at = chance.randrange(1, len(word) - 1)
        for typed in (word[:at] + word[at + 1] + word[at] + word[at + 2 :], word[:at] + word[at + 1 :], word[:at] + word[at] + word[at:]):
            meant = {*likely_words(typed, {one for one in spelled if one[0] == typed[0]})}
            assert meant <= {*index.words_like(typed)}, typed
