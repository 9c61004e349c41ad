from __future__ import annotations

import pytest

from ingest.judgement import Scales
from kb.vocabulary import load


@pytest.fixture(scope="module")
def scales() -> Scales:
    return Scales(load())


@pytest.mark.parametrize(
    "text",
    [
        "Nurses work closely and effectively with the hostel.",
        "There were no delays, and the response was swift and thorough.",
        "Although there was a short delay, staff now work well together.",
        "When this is not possible, careful planning and good support are provided.",
        "Staff turnover has reduced and teams are stable and well supported.",
        "In May the partnership launched an effective service that helps families.",
    ],
)
def test_praise_is_heard(scales: Scales, text: str) -> None:
    judged = scales.weigh(text)
    assert judged.praise > judged.blame


@pytest.mark.parametrize(
    "text",
    [
        "The plan was not effective.",
        "Although officers are skilled and committed, they do not share what they know.",
        "Staff are well trained, but too many children wait too long.",
        "The response was not always timely or well coordinated.",
        "There is a lack of effective oversight.",
    ],
)
def test_blame_is_heard_also_where_the_words_of_praise_stand_under_a_negation(scales: Scales, text: str) -> None:
    judged = scales.weigh(text)
    assert judged.blame > judged.praise


def test_a_few_cases_weigh_less_than_all(scales: Scales) -> None:
    some = scales.weigh("In a small number of cases, visits were not recorded.")
    every = scales.weigh("Visits were not recorded.")
    assert 0 < some.blame < every.blame


def test_what_somebody_said_is_not_weighed(scales: Scales) -> None:
    assert not scales.weigh("One worker said, ‘I cannot put into words how poor it was and how nobody cared.’").judges


def test_a_weakness_that_becomes_less_is_no_blame(scales: Scales) -> None:
    assert scales.weigh("Staff turnover is falling.").blame == 0
    assert scales.weigh("Staff turnover is high.").blame > 0
