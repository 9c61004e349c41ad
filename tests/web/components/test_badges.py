"""What stands beside a finding in a list: whether an action answers it, and in how many reviews it was found again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import cast

from kb.app.library import Library
from kb.core.model import FindingInContext, Kind
from kb.core.recurrence_values import ThreadStage
from tests.recurrence.makers import make_holding
from web import urls
from web.components.badges import TONES, badges_of_each
from web.components.cards import Badge

ASKED = make_holding("asked", "Housing should be invited.", kind=Kind.RECOMMENDATION)
OPEN = make_holding("open", "Records should be shared.", kind=Kind.RECOMMENDATION)
LESSON = make_holding("lesson", "Housing was not invited.")
DONE = make_holding("done", "Housing is now invited.", kind=Kind.ACTION)
ALL = (ASKED, OPEN, LESSON, DONE)


class AnswersAndEchoes:
    """As much of a library as badges ask for."""

    def __init__(self, again: Mapping[str, int]) -> None:
        self.again = again
        self.ids: Sequence[str] = ()

    def answered_of(self, ids: Sequence[str]) -> frozenset[str]:
        return frozenset(ids) & {"asked", "elsewhere"}

    def found_again(self, ids: Sequence[str]) -> Mapping[str, int]:
        self.ids = ids
        return self.again


def badges(again: Mapping[str, int] | None = None) -> Mapping[str, tuple[Badge, ...]]:
    one_pass = (one for one in ALL)  # what is given may be read once only
    return badges_of_each(cast(Library, AnswersAndEchoes(again or {})), one_pass)


def test_an_answered_recommendation_says_that_an_action_is_recorded() -> None:
    assert badges()["asked"] == (Badge("Action recorded", "blue"),)


def test_an_unanswered_recommendation_says_that_none_is_recorded_here() -> None:
    assert badges()["open"] == (Badge("No action recorded in this library", "grey"),)


def test_what_is_no_recommendation_says_nothing_of_actions() -> None:
    assert badges()["lesson"] == badges()["done"] == ()


def test_what_was_found_again_tells_in_how_many_reviews_and_leads_there() -> None:
    told = badges({"lesson": 1, "asked": 3, "open": 0})
    assert told["lesson"] == (Badge("Similar in 1 other source", "orange", urls.elsewhere(LESSON)),)
    assert told["asked"] == (
        Badge("Action recorded", "blue"),
        Badge("Similar in 3 other sources", "orange", urls.elsewhere(ASKED)),
    )
    assert [badge.text for badge in told["open"]] == ["No action recorded in this library"]
    assert told["done"] == ()


def test_every_finding_is_asked_about_and_has_its_place() -> None:
    library = AnswersAndEchoes({})
    found = badges_of_each(cast(Library, library), ALL)
    assert list(library.ids) == list(found) == ["asked", "open", "lesson", "done"]


def test_every_stage_of_a_thread_has_a_tone() -> None:
    assert set(TONES) == set(ThreadStage)


def test_no_finding_no_badge() -> None:
    nothing: tuple[FindingInContext, ...] = ()
    assert badges_of_each(cast(Library, AnswersAndEchoes({})), nothing) == {}
