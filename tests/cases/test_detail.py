"""What is described and what is only mentioned. All sentences are invented."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kb.cases.detail import describes_subject
from kb.core.case_values import Case
from kb.vocabulary import load
from tests.exports.scenes import TELLING

THEMES = load().themes


def telling(story: str) -> Case:
    assert TELLING.story is not None
    return replace(TELLING, story=replace(TELLING.story, said=story))


@pytest.mark.parametrize(
    ("slug", "story"),
    [
        ("suicide-self-harm", "Staff asked him about thoughts of suicide and wrote the answer down."),
        ("suicide-self-harm", "The school had training on suicide prevention that year."),
        ("sexual-abuse", "She made an allegation of sexual abuse, which was referred the same day."),
        ("sexual-abuse", "There were concerns that he was at risk of sexual exploitation."),
        ("sexual-abuse", "Tess lived with her aunt and did well at school."),
    ],
)
def test_a_mention_is_no_description(slug: str, story: str) -> None:
    assert not describes_subject(telling(story), THEMES[slug])


@pytest.mark.parametrize(
    ("slug", "story"),
    [
        ("suicide-self-harm", "He took his own life in the garage after weeks of suicidal thoughts."),
        ("suicide-self-harm", "She took an overdose of her mother's tablets."),
        ("suicide-self-harm", "His suicide shocked the village."),
        ("sexual-abuse", "She was raped by a neighbour."),
        ("sexual-abuse", "Her uncle sexually abused her for years."),
    ],
)
def test_what_tells_of_it_or_is_unsure_is_described(slug: str, story: str) -> None:
    assert describes_subject(telling(story), THEMES[slug])
