"""What is counted over a library is remembered for as long as the library stays as it is, and no longer."""

from __future__ import annotations

from pathlib import Path

import pytest

from kb.app import recurrence
from kb.app.library import Library
from kb.core.recurrence_values import TableChoice
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
