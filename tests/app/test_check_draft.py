"""A draft beside what earlier reviews said: compared, answered in order, told what it leaves open, and not kept."""

from __future__ import annotations

import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from kb.app import check_draft
from kb.app.draft_likeness import DraftLikeness, RankedDraft
from kb.app.library import Library
from kb.core.errors import BadQuestion, LibraryBusy
from kb.core.model import Kind
from kb.recurrence import STRONG_LIKENESS
from tests.papers import CHILD_Z, paper


def test_a_draft_is_set_beside_what_was_said_and_is_not_kept(two: Library) -> None:
    draft = "Agencies must share information about quaggamire moves between temporary flats."
    before = two.health()
    (checked,) = two.check(draft)
    assert checked.reviews == 2
    assert checked.vague is not None
    assert any("share" in one.holding.finding.text for one in checked.said if one.echo.near)
    assert all(one.echo.why for one in checked.said)
    assert two.health() == before
    everything = b"".join(path.read_bytes() for path in two.settings.data.rglob("*") if path.is_file())
    assert b"quaggamire" not in everything
    with pytest.raises(BadQuestion, match="Enter a draft"):
        two.check(" \n")


def test_a_draft_is_told_honestly_who_said_nearly_the_same(two: Library) -> None:
    (same,) = two.check("Agencies must share information about moves between temporary flats.")
    assert same.headline.startswith("2 sources say nearly the same: ")
    (related,) = two.check("The harbour master must share the tide tables.")
    assert related.reviews == 0
    assert related.headline == "We found no close match. We may miss one that uses other words."


def test_a_draft_is_said_before_where_one_sentence_of_a_longer_finding_says_it(two: Library, tmp_path: Path) -> None:
    sentence = "There should be a register of the named lead for safeguarding in each department."
    words = (
        "Exby Council is asked to look again at how its departments work with others in the borough and with partners "
        f"beyond it. {sentence} It should be read by all who refer."
    )
    two.add([paper(tmp_path, "long.md", f"# A review of Child P\n\n## Recommendations\n\nRecommendation 1: {words}\n")])
    (checked,) = two.check("Every agency should have a register of named safeguarding leads.")
    assert checked.headline.startswith("1 source says nearly the same")
    assert (
        checked.said[0].sentence == "There should be a register of the named lead for safeguarding in each department."
    )
    assert "A similar recommendation was made in 1 review" in checked.often


def test_a_draft_is_answered_with_the_closest_first(two: Library) -> None:
    draft = "The Council should make sure that its housing officers tell the health visitor of each family that moves."
    (checked,) = two.check(draft, depth=10)
    closeness = [(one.echo.near, one.echo.score >= STRONG_LIKENESS, round(one.echo.score, 2)) for one in checked.said]
    assert len(closeness) > 1
    assert closeness == sorted(closeness, reverse=True)
    assert any(one.holding.finding.kind is Kind.RECOMMENDATION for one in checked.said)
    assert checked.often.startswith("A similar recommendation was made in ")


def test_a_draft_that_nothing_matches_is_told_how_many_speak_of_its_theme(two: Library) -> None:
    (checked,) = two.check("The harbour master should publish how often bailiffs are used in housing moves of sailors.")
    assert checked.reviews == 0
    themes = {"housing-moves"} & set(checked.finding.themes)
    assert themes
    assert checked.headline.startswith("We found no close match. We may miss one that uses other words.")
    assert checked.headline.endswith("2 sources have findings on this theme.")


def test_a_pasted_paragraph_of_several_requests_is_parted(two: Library) -> None:
    checked = two.check("The Board should name a lead for temporary flats. The Police should share moves within a day.")
    assert [one.finding.text.split()[1] for one in checked] == ["Board", "Police"]


def test_a_few_words_that_ask_are_told_what_they_leave_open(two: Library) -> None:
    (checked,) = two.check("review training on neglect")
    assert checked.vague is not None
    assert (checked.vague.owner, checked.vague.date, checked.vague.measure, checked.vague.weak) == (
        True, True, True, "review",
    )  # fmt: skip


@pytest.mark.parametrize("mark", ["{}. ", "{}) ", "- ", "• "])
@pytest.mark.parametrize("between", ["\n", "\n\n"])
def test_each_item_of_a_pasted_list_is_checked_by_itself(two: Library, mark: str, between: str) -> None:
    asked = [
        f"The partnership should make sure that {who} share what they know." for who in ("schools", "police officers")
    ]
    pasted = between.join(f"{mark.format(number)}{words}" for number, words in enumerate(asked, 1))
    assert [one.finding.text for one in two.check(pasted)] == asked


def test_a_whole_draft_report_is_checked_finding_by_finding(two: Library) -> None:
    checked = two.check_file(CHILD_Z.encode(), "draft.md")
    assert [one.finding.kind for one in checked] == [Kind.LESSON, Kind.LESSON, Kind.RECOMMENDATION, Kind.RECOMMENDATION]


PASTED = """## Recommendations

1. The partnership should make sure that each agency records who lives in the home.

## What happened

{}

The panel found that housing did not tell children's services before the family was moved.
"""


@pytest.mark.parametrize(
    "told",
    [
        "The family had four health visitors in ten months, and each began anew.",
        "In March the landlord changed the locks while the mother was at work.",
        "The grandmother told the panel: “Nobody ever rang me about the boys.”",
    ],
)
def test_each_paragraph_of_a_short_draft_is_compared_in_its_order(two: Library, told: str) -> None:
    checked = [one.finding.text for one in two.check(PASTED.format(told))]
    assert checked[1] == told
    assert len(checked) == 3


def test_the_story_of_a_long_draft_is_not_compared(two: Library) -> None:
    story = [f"On day {number} the bargee moored his barge at the old quay." for number in range(20)]
    checked = [one.finding.text for one in two.check(PASTED.format("\n\n".join(story)))]
    assert not any(one in checked for one in story)
    assert checked


def test_a_long_pasted_draft_waits_its_turn_and_a_short_one_does_not(two: Library) -> None:
    long = "The council should tell the school nurse at once. " * 1_000
    with two._checking._places.take(), two._checking._places.take():
        with pytest.raises(LibraryBusy, match="try again"):
            two.check(long)
        assert two.check("The council should tell the school nurse at once.")


def test_a_draft_whose_name_has_letters_that_no_file_may_have_is_read(two: Library) -> None:
    words = b"The council should tell the school nurse at once when a family moves."
    assert two.check_file(words, "a.\x00md") == two.check_file(words, "a.md")


def test_an_uploaded_draft_of_more_than_any_report_is_refused_before_it_is_compared(
    two: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(check_draft, "LONGEST_FILE", 60)
    with pytest.raises(BadQuestion, match=r"draft\.html holds 7\d characters"):
        two.check_file(
            b"<p>Staff should share what they know of a child with all who care for the child.", "draft.html"
        )
    assert two.check_file(b"<p>Staff should share what they know of a child.", "draft.html")


def test_an_uploaded_draft_has_its_turn_until_it_is_compared(two: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    compare = two._checking._document
    looked: list[bool] = []

    def look(*given: Any) -> Any:
        with pytest.raises(LibraryBusy), two._checking._places.take():
            looked.append(False)
        looked.append(True)
        return compare(*given)

    monkeypatch.setattr(two._checking, "_document", look)
    with two._checking._places.take():  # the other of two
        two.check_file(b"<p>Staff should share what they know of a child.", "draft.html")
    assert looked == [True]


def test_drafts_are_compared_one_after_the_other_in_one_process(two: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    draft = (
        "1. Schools should tell the health visitor when a family moves.\n2. The council should tell the school nurse."
    )
    two.check(draft)
    going, most = Counter[str](), 0
    rank = DraftLikeness.rank

    def note(likeness: DraftLikeness, *asked: Any) -> RankedDraft:
        nonlocal most
        going["now"] += 1
        most = max(most, going["now"])
        time.sleep(0.02)
        try:
            return rank(likeness, *asked)
        finally:
            going["now"] -= 1

    monkeypatch.setattr(DraftLikeness, "rank", note)
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda _: two.check(draft), range(4)))
    assert most == 1
    assert all(one == found[0] for one in found)
