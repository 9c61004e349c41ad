"""What stands around a finding in its document counts in the order of what is like it, and in no link."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kb.core.document import Span
from kb.core.model import FindingInContext
from kb.recurrence import EchoFinder
from kb.recurrence.surroundings import NEIGHBOUR_THEME_SHARE
from kb.vocabulary import load
from tests.recurrence.makers import make_holding

SUPERVISION = "The school nurse had had no safeguarding supervision since she came."
BARE = "An offer is not the same as a session, and figures were asked for."
ELSEWHERE = "Health visitors had no safeguarding supervision for a year, and sessions on offer did not take place."
THEMES = {"supervision": "supervision-oversight", "landlord": "housing-moves"}
OTHER = "The dental service lost the appointment letters."


def _stand(id_: str, text: str, start: int, review: str = "one", heading: str = "Supervision") -> FindingInContext:
    theme = next((theme for word, theme in THEMES.items() if word in text), "")
    held = make_holding(id_, text, review=review, heading=(heading,), themes=(theme,) if theme else ())
    return replace(held, finding=replace(held.finding, span=Span(((start, start + len(text)),), (1,))))


def _finder(*held: FindingInContext) -> EchoFinder:
    finder = EchoFinder(load())
    finder.add(held)
    return finder


@pytest.fixture(scope="module")
def elsewhere() -> tuple[FindingInContext, ...]:
    return (
        _stand("there", ELSEWHERE, 0, "two", "Health"),
        _stand("other", OTHER, 0, "three", "Teeth"),
        _stand("more", "The landlord did not answer for weeks.", 0, "four", "Home"),
    )


def _rank(finder: EchoFinder, id_: str) -> dict[str, float]:
    return {like.id: like.score for like in finder.rank(id_, 20, -9.0)}


def test_a_finding_that_needs_the_one_before_is_found_by_it(elsewhere: tuple[FindingInContext, ...]) -> None:
    alone = _finder(_stand("bare", BARE, 200), *elsewhere)
    in_place = _finder(_stand("nurse", SUPERVISION, 0), _stand("bare", BARE, 200), *elsewhere)
    assert _rank(in_place, "bare")["there"] > _rank(alone, "bare").get("there", 0.0) + 0.1


@pytest.mark.parametrize("change", ["another heading", "another document", "far away"])
def test_only_neighbours_under_the_same_heading_are_heard(change: str, elsewhere: tuple[FindingInContext, ...]) -> None:
    nurse, bare = _stand("nurse", SUPERVISION, 0), _stand("bare", BARE, 900)
    between: list[FindingInContext] = []
    if change == "another heading":
        nurse = _stand("nurse", SUPERVISION, 0, heading="Training")
    elif change == "another document":
        nurse = replace(nurse, document=replace(nurse.document, id="annex"))
    else:
        between = [_stand(f"b{at}", f"The landlord sent letter {at}.", 100 + at) for at in range(3)]
    said = _finder(nurse, *between, bare, *elsewhere)._said["bare"]
    assert "supervision-oversight" not in said.around
    if change != "far away":
        assert not len(said.placed)


def test_themes_of_neighbours_count_less_than_own_ones() -> None:
    finder = _finder(_stand("nurse", SUPERVISION, 0), _stand("bare", BARE, 200))
    nurse, bare = finder._said["nurse"], finder._said["bare"]
    theme = max(nurse.themes, key=lambda one: nurse.themes[one])
    assert theme not in bare.themes
    assert bare.around[theme] == pytest.approx(NEIGHBOUR_THEME_SHARE * nurse.themes[theme])
    assert not set(nurse.around) & {one for one, weight in nurse.themes.items() if weight == 1.0}


def test_likeness_by_itself_is_the_same_whatever_stands_around(elsewhere: tuple[FindingInContext, ...]) -> None:
    late = "The bus was late and the road was closed."
    bus = _stand("bus", late, 99)
    annexed = replace(bus, document=replace(bus.document, id="annex"))
    apart = _finder(_stand("nurse", SUPERVISION, 0), annexed, *elsewhere)
    beside = _finder(_stand("nurse", SUPERVISION, 0), bus, *elsewhere)
    assert dict(beside.scores("nurse"))["there"] == pytest.approx(dict(apart.scores("nurse"))["there"], abs=1e-3)
    assert _rank(beside, "nurse")["there"] < _rank(apart, "nurse")["there"]


def test_when_a_neighbour_goes_or_comes_who_stood_beside_it_is_reported(
    elsewhere: tuple[FindingInContext, ...],
) -> None:
    finder = _finder(_stand("nurse", SUPERVISION, 0), _stand("bare", BARE, 200), *elsewhere)
    finder.arrange()
    before = _rank(finder, "bare")
    assert finder.take_moved() == set()
    finder.remove(["nurse"])
    assert finder.take_moved() == {"bare"}
    assert _rank(finder, "bare") != before
    finder.add([_stand("nurse", SUPERVISION, 0)])
    assert finder.take_moved() == {"bare"}
    assert _rank(finder, "bare") == pytest.approx(before)


def test_what_stands_around_is_kept_in_columns(elsewhere: tuple[FindingInContext, ...]) -> None:
    held = (_stand("nurse", SUPERVISION, 0), _stand("bare", BARE, 200), *elsewhere)
    finder = _finder(*held)
    words = {one.finding.id: one.finding for one in held}
    restored = EchoFinder.restore(finder.columns(), lambda ids: {one: words[one] for one in ids}, load())
    for one in words:
        assert _rank(restored, one) == _rank(finder, one)
        assert restored._said[one].around == finder._said[one].around
    restored.remove(["nurse"])
    assert restored.take_moved() == {"bare"}
