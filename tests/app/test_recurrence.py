"""What is counted over a library is remembered for as long as the library stays as it is, and no longer."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from kb.app import recurrence
from kb.app.library import Library
from kb.core.recurrence_values import TableChoice
from kb.core.settings import Settings
from kb.vocabulary.labels import when
from tests.papers import paper

OTHER = """# Safeguarding adult review: Mrs Oake

Published: May 2016. Wyeford Safeguarding Adults Board.

## Lessons

- Mrs Oake moved between temporary flats, and nobody told her district nurse that she was neglected.

## Recommendations

Recommendation 1: Wyeford Council should tell district nurses of each move between temporary flats.
"""


def counts(library: Library) -> tuple[object, ...]:
    return (
        library.counted_findings(),
        library.theme_kinds(),
        library.theme_neighbours(),
        library.theme_means(),
        library.follow_ups(),
        library.recurrence("area", TableChoice()),
    )


def test_counts_follow_what_another_process_adds_and_withdraws(two: Library, tmp_path: Path) -> None:
    two.catch_up()
    with Library.open(two.settings, elsewhere=True) as other:
        before = counts(other)
        assert counts(other) == before
        added = two.add([paper(tmp_path, "oake.md", OTHER)])
        two.catch_up()
        assert counts(other) == counts(two)
        assert [now != then for now, then in zip(counts(other), before, strict=True)] == [True] * 6
        two.withdraw(added.outcomes[0].document_id, "asked for")
        two.catch_up()
        assert counts(other) == before


def test_of_counts_for_any_number_of_areas_a_few_are_remembered(two: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recurrence, "REMEMBERED_COUNTS", 3)
    known = counts(two)
    for number in range(8):
        two.recurrence("year", TableChoice(kinds=("lesson",), review_type=tuple(two.vocabulary.review_types)[number]))
        assert len(two._recurring._counted[1]) <= 3
    assert counts(two) == known


LATER = """# Learning review: Child {name}

{published}

## Lessons

- {lesson}
"""


@pytest.fixture
def five_reviews(tmp_path: Path) -> Iterator[Library]:
    """Five reviews of one lesson, two of them without a date."""
    told = (
        (
            "Oake",
            "Published: May 2016",
            "The health visitor was not told when the family moved between temporary flats.",
        ),
        (
            "Birch",
            "Published: June 2019",
            "When the family moved to another temporary flat, no health visitor was told.",
        ),
        (
            "Elm",
            "Published: March 2021",
            "Nobody told the health visitor of the family's moves between temporary flats.",
        ),
        (
            "Hazel",
            "No date is given.",
            "No one told the health visitor about the family's moves between temporary flats.",
        ),
        (
            "Rowan",
            "Undated.",
            "The health visitor was never told that the family moved between temporary flats.",
        ),
    )
    papers = [
        paper(tmp_path, f"{name}.md", LATER.format(name=name, published=date, lesson=lesson))
        for name, date, lesson in told
    ]
    with Library.open(Settings(data=tmp_path / "data", meaning="off")) as opened:
        opened.add(papers)
        yield opened


def test_a_list_of_threads_shows_the_first_step_and_the_last_dated_one_of_each(five_reviews: Library) -> None:
    whole, ends = five_reviews.threads(), five_reviews.threads(ends=True)
    assert len(whole) == len(ends) > 0
    assert any(not when(step.holding) for thread in whole for step in thread.steps[-1:])
    for one, short in zip(whole, ends, strict=True):
        dated = [step for step in one.steps if when(step.holding)]
        assert short == replace(one, steps=tuple(dict.fromkeys((one.steps[0], (dated or one.steps)[-1]))))


def test_a_list_leaves_out_a_thread_of_which_a_finding_is_gone(five_reviews: Library) -> None:
    (first, *_) = five_reviews.threads()
    middle = first.steps[len(first.steps) // 2].holding
    before = len(tuple(five_reviews.threads(ends=True)))
    with Library.open(five_reviews.settings, elsewhere=True) as other:
        other.withdraw(middle.document.id, "asked for")
        assert first.id not in {one.id for one in other.threads(ends=True)}
        assert len(tuple(other.threads(ends=True))) < before
