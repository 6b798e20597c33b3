"""One person asks so many questions at a time and a minute; others do not notice."""

from __future__ import annotations

import pytest

from assistant.turnstile import TooManyQuestions, Turnstile
from assistant.wording import say_error
from catalog.files.sharing import Sharing


class Hand:
    """A clock that is set by hand."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def refusal(turnstile: Turnstile, who: str) -> tuple[str, int]:
    with pytest.raises(TooManyQuestions) as caught:
        turnstile.enter(who)
    return caught.value.code, caught.value.seconds


def test_a_third_question_waits_for_one_of_two_and_another_person_does_not() -> None:
    turnstile = Turnstile(Sharing(at_once=2), Hand())
    turnstile.enter("a")
    turnstile.enter("a")
    assert refusal(turnstile, "a") == ("too_many_at_once", 1)
    turnstile.enter("b")
    turnstile.leave("a")
    turnstile.enter("a")


def test_so_many_questions_a_minute_and_the_wait_is_said() -> None:
    clock = Hand()
    turnstile = Turnstile(Sharing(a_minute=3), clock)
    for _ in range(3):
        turnstile.enter("a")
        turnstile.leave("a")
        clock.now += 10
    assert refusal(turnstile, "a") == ("too_many_a_minute", 30)
    turnstile.enter("b")
    clock.now += 29.5
    assert refusal(turnstile, "a") == ("too_many_a_minute", 1)
    clock.now += 0.5
    turnstile.enter("a")


def test_turned_away_questions_do_not_count() -> None:
    clock = Hand()
    turnstile = Turnstile(Sharing(a_minute=1), clock)
    turnstile.enter("a")
    turnstile.leave("a")
    for _ in range(5):
        refusal(turnstile, "a")
    clock.now += 60
    turnstile.enter("a")


def test_who_asks_no_more_is_forgotten() -> None:
    clock = Hand()
    turnstile = Turnstile(Sharing(), clock)
    for who in ("a", "b", "c"):
        turnstile.enter(who)
    turnstile.leave("a")
    turnstile.leave("b")
    clock.now += 61
    turnstile.enter("d")
    assert set(turnstile.people) == {"c", "d"}


@pytest.mark.parametrize("code", ["too_many_at_once", "too_many_a_minute"])
def test_both_languages_say_what_to_do(code: str) -> None:
    error = TooManyQuestions(code, most=2, seconds=7)
    assert "再" in say_error("zh", error) and "again" in say_error("en", error)
