"""What a sentence of running text expressly calls itself, in any chapter of a review."""

from __future__ import annotations

import pytest

from tests.ingest.reading import findings


def kind_of(sentence: str) -> str:
    told = findings(f"# Safeguarding review of Pia\n\n## Analysis\n\n{sentence}\n")
    return told[0].kind.value if told else ""


@pytest.mark.parametrize(
    ("sentence", "kind"),
    [
        ("Make sure that grandparents are sent the minutes as well.", "recommendation"),
        ("Introduce a card that carers can show to the ward.", "recommendation"),
        ("The reviewer would urge both trusts to meet before the summer.", "recommendation"),
        ("The department is invited to consider whether a register is needed.", "recommendation"),
        ("The last two years have taught us that a full diary hides an empty one.", "lesson"),
        ("What this review shows is that a good file can hide a poor visit.", "lesson"),
        ("How would your team have heard about the second call?", "question"),
        ("We shall publish a short guide for parents in the autumn.", "action"),
        ("From the spring, we will hold the panel in the island's own hall.", "action"),
        ("Of the fifty files that were opened, forty-one held a drawing by the child.", "evidence"),
        ("In 91 % of the enquiries the person was asked first what they wanted.", "evidence"),
    ],
)
def test_a_sentence_that_says_what_it_is_is_that(sentence: str, kind: str) -> None:
    assert kind_of(sentence) == kind


@pytest.mark.parametrize(
    ("sentence", "not_kind"),
    [
        ("We will set out the chronology in the next chapter of this report.", "action"),
        ("We will not repeat here what the inquest heard from the family.", "action"),
        ("Review meetings took place in the school hall on most Thursdays.", "recommendation"),
        ("Did the health visitor share what the grandmother had said?", "question"),
        ("Of the nine visits to the flat, only two were written down.", "evidence"),
        ("Of the six referrals that were made, none led to a meeting.", "evidence"),
    ],
)
def test_what_only_begins_like_it_is_not(sentence: str, not_kind: str) -> None:
    assert kind_of(sentence) != not_kind
