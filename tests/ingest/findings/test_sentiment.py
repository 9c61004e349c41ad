from __future__ import annotations

import pytest

from ingest.findings.sentiment import SentimentScorer
from kb.vocabulary import load


@pytest.fixture(scope="module")
def scales() -> SentimentScorer:
    return SentimentScorer(load())


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
def test_praise_is_heard(scales: SentimentScorer, text: str) -> None:
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
def test_blame_is_heard_also_where_the_words_of_praise_stand_under_a_negation(
    scales: SentimentScorer, text: str
) -> None:
    judged = scales.weigh(text)
    assert judged.blame > judged.praise


def test_a_few_cases_weigh_less_than_all(scales: SentimentScorer) -> None:
    some = scales.weigh("In a small number of cases, visits were not recorded.")
    every = scales.weigh("Visits were not recorded.")
    assert 0 < some.blame < every.blame


def test_what_somebody_said_is_not_weighed(scales: SentimentScorer) -> None:
    assert not scales.weigh("One worker said, ‘I cannot put into words how poor it was and how nobody cared.’").judges


def test_a_weakness_that_becomes_less_is_no_blame(scales: SentimentScorer) -> None:
    assert scales.weigh("Staff turnover is falling.").blame == 0
    assert scales.weigh("Staff turnover is high.").blame > 0


@pytest.mark.parametrize(
    "text",
    [
        "Families meet a new nurse each month, which prevents them from building steady and trusting ties.",
        "The rota prevents timely and thorough visits.",
        "Full diaries are a barrier to careful, unhurried and thorough planning.",
        "Long shifts affect their capacity to offer the right help at the right time.",
        "The hostel's records hinder effective and timely sharing.",
    ],
)
def test_what_is_hindered_is_not_praised(scales: SentimentScorer, text: str) -> None:
    judged = scales.weigh(text)
    assert judged.blame > judged.praise == 0


@pytest.mark.parametrize(
    "text",
    [
        "Early visits prevent harm and give good support.",
        "The crèche prevents family breakdown and helps parents to be confident.",
        "The new desk removes barriers to effective and timely help.",
    ],
)
def test_what_keeps_harm_away_is_praised(scales: SentimentScorer, text: str) -> None:
    judged = scales.weigh(text)
    assert judged.praise > judged.blame == 0


@pytest.mark.parametrize(
    "text",
    [
        "Wardens need to agree clear, timely and effective plans.",
        "Recording on the wards requires strengthening to give a clear and detailed picture.",
        "Visits should be regular and thorough.",
        "There is a need to ensure prompt and thorough sharing by the clinics.",
        "Plans are not always carried through and reviewed in a timely and effective way.",
    ],
)
def test_what_is_only_wished_for_is_not_praised(scales: SentimentScorer, text: str) -> None:
    assert scales.weigh(text).praise == 0


def test_what_people_have_that_they_need_is_no_wish(scales: SentimentScorer) -> None:
    assert scales.weigh("Wardens have the tools they need to plan effectively.").for_words == ("effectively",)


@pytest.mark.parametrize(
    "text",
    [
        "The timely and effective sharing of records is very variable.",
        "Good and prompt feedback from the wards remains patchy and inconsistent.",
        "Oversight is not, at this point, sufficiently effective.",
    ],
)
def test_the_subject_of_which_a_lack_is_said_is_not_praised(scales: SentimentScorer, text: str) -> None:
    judged = scales.weigh(text)
    assert judged.blame > judged.praise == 0


def test_only_the_subject_of_the_lack_loses_its_praise(scales: SentimentScorer) -> None:
    assert scales.weigh("Visits are prompt and recording is variable.").for_words == ("prompt",)


@pytest.mark.parametrize(
    "text",
    [
        "Vacancies on the wards have fallen, as has the reliance on locums.",
        "Waiting times for the speech and hearing clinic (SHC) are now well below the national limit.",
        "The desk has brought a reduction in inappropriate calls.",
        "Mentors help to avoid unnecessary moves.",
    ],
)
def test_a_weakness_that_fell_is_no_blame_wherever_the_verb_stands(scales: SentimentScorer, text: str) -> None:
    assert scales.weigh(text).blame == 0


@pytest.mark.parametrize(
    "text",
    [
        "There is no doubt about it.",
        "The clinic sees mothers with poor mental health.",
        "Tutors see the twins at school and not least at home.",
        "The panel meets the needs of children and their well-being.",
    ],
)
def test_words_that_only_look_like_praise_or_blame_weigh_nothing(scales: SentimentScorer, text: str) -> None:
    assert not scales.weigh(text).judges


def test_what_is_done_when_something_goes_wrong_blames_nobody(scales: SentimentScorer) -> None:
    assert scales.weigh("When nurses have serious concerns about a plan, they ring the doctor.").blame == 0
    assert scales.weigh("Lodgers are given a room if they cannot go home.").blame == 0
    assert scales.weigh("When nurses have serious concerns about a plan, they do not ring the doctor.").blame > 0


def test_a_first_clause_with_an_aside_ends_where_the_main_clause_begins(scales: SentimentScorer) -> None:
    text = (
        "Although wardens are committed and tenacious, including those on nights, and all work well together,"
        " this has not reached the tenants."
    )
    judged = scales.weigh(text)
    assert judged.blame > judged.praise


def test_what_the_first_sentence_blames_outweighs_some_praise_after_it(scales: SentimentScorer) -> None:
    text = (
        "Work between the agencies is not consistently effective in bringing families timely help; some children are "
        "left at risk. Although nurses are committed, including those on nights, and say that they are strong partners,"
        " this has not reached families. There are examples of good practice. Overall, however, risk is not recognised."
    )
    judged = scales.weigh(text)
    assert judged.blame > judged.praise
