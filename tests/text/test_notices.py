"""What several cases together tell beforehand."""

from __future__ import annotations

import pytest

from kb.core.case_values import ContentNotice
from kb.text.notices import notice_pairs, subjects_together

EITHER = "the death of or serious harm to a child"


@pytest.mark.parametrize(
    ("notices", "expected"),
    [
        (
            (ContentNotice(EITHER, ("neglect",)), ContentNotice("serious harm to a child", ("domestic abuse",))),
            (EITHER, "neglect", "domestic abuse"),
        ),
        (
            (ContentNotice("", ("neglect",)), ContentNotice("the death of an adult", ("neglect",))),
            ("the death of an adult", "neglect"),
        ),
        ((ContentNotice("the death of a child"), ContentNotice(EITHER)), (EITHER,)),
        (
            (ContentNotice("the death of an adult"), ContentNotice(EITHER)),
            ("the death of an adult", EITHER),
        ),
        ((), ()),
    ],
)
def test_deaths_and_harm_come_first_and_nothing_is_told_twice(
    notices: tuple[ContentNotice, ...], expected: tuple[str, ...]
) -> None:
    assert subjects_together(notices) == expected


def test_a_paper_on_several_reviews_has_one_sentence() -> None:
    pairs = notice_pairs((ContentNotice("serious harm to a child", ("neglect",)), ContentNotice(EITHER, ("neglect",))))
    assert pairs == (("Before you read", f"this includes {EITHER} and neglect."),)
