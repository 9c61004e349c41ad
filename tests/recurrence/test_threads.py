"""Threads: a lesson through time, worded with care."""

from __future__ import annotations

from kb.model import Answer, Echo, Holding, Kind, Status
from kb.recurrence import Stage, Thread, Ties, by_status, follow_up, later, threads
from kb.vocabulary import load
from tests.recurrence.makers import make_holding

SAID = make_holding("said", "GPs were not at the conference", themes=("agency-participation",), year=2013)
ASKED = make_holding(
    "asked", "GPs should be invited", kind=Kind.RECOMMENDATION, themes=("agency-participation",), year=2015
)
DONE = make_holding(
    "done",
    "Invitations now go to each surgery",
    review=ASKED.review.slug,
    kind=Kind.ACTION,
    year=2015,
    status=Status.REPORTED_COMPLETE,
)
AGAIN = make_holding("again", "No GP came to the conference", themes=("agency-participation",), year=2022)


def ties(*holdings: Holding, answers: tuple[Answer, ...] = (), refused: tuple[str, str] | None = None) -> Ties:
    held = {h.finding.id: h for h in holdings}
    by_recommendation: dict[str, list[Answer]] = {}
    for answer in answers:
        by_recommendation.setdefault(answer.recommendation, []).append(answer)

    def echoes(id_: str) -> list[Echo]:
        like = [h for h in holdings if h.finding.themes and h.review.slug != held[id_].review.slug]
        return [Echo(id_, h.finding.id, 1.0, "same theme") for h in like] if held[id_].finding.themes else []

    verdicts = {frozenset(refused): False} if refused else {}
    return Ties(echoes, held.get, by_recommendation, verdicts)


def told(*holdings: Holding, **given: object) -> Thread:
    made = threads(holdings, ties(*holdings, **given), load())  # type: ignore[arg-type]  # passed on as they are
    assert len(made) == 1
    return made[0]


def test_a_lesson_is_followed_from_saying_to_finding_again() -> None:
    thread = told(SAID, ASKED, DONE, AGAIN, answers=(Answer("asked", "done", "same number"),))
    assert [(step.stage, step.holding.finding.id) for step in thread.steps] == [
        (Stage.SAID, "said"),
        (Stage.RECOMMENDED, "asked"),
        (Stage.ACTED, "done"),
        (Stage.FOUND_AGAIN, "again"),
    ]
    assert (thread.first, thread.last, thread.years, thread.reviews) == (2013, 2022, 9, 3)
    assert thread.came_back


def test_words_are_chosen_with_care() -> None:
    thread = told(SAID, ASKED, DONE, AGAIN, answers=(Answer("asked", "done", "same number"),))
    assert "found again once" in thread.summary
    assert "fail" not in thread.summary.lower()


def test_no_later_evidence_is_said_where_the_action_is_the_last_step() -> None:
    thread = told(SAID, ASKED, DONE, answers=(Answer("asked", "done", "same number"),))
    assert "No later evidence in this library" in thread.summary
    assert not thread.came_back


def test_an_earlier_action_and_a_later_lesson_in_one_area_are_flagged_for_a_person() -> None:
    thread = told(SAID, ASKED, DONE, AGAIN, answers=(Answer("asked", "done", "same number"),))
    assert thread.tensions
    assert "may point in opposite directions" in thread.tensions[0]


def test_a_refused_pair_stays_out() -> None:
    made = threads([SAID, AGAIN], ties(SAID, AGAIN, refused=("said", "again")), load())
    assert made == ()


def test_a_finding_stands_in_one_thread_only() -> None:
    made = threads([SAID, ASKED, AGAIN], ties(SAID, ASKED, AGAIN), load())
    ids = [step.holding.finding.id for thread in made for step in thread.steps]
    assert sorted(ids) == sorted(set(ids))


def test_only_what_was_published_later_is_later() -> None:
    echoes = [(Echo("asked", h.finding.id, 1.0, ""), h) for h in (SAID, AGAIN)]
    assert [held.finding.id for _, held in later(ASKED, echoes)] == ["again"]


def test_a_recommendation_is_complete_only_where_every_answer_is() -> None:
    planned = make_holding("planned", "We will", kind=Kind.ACTION, status=Status.PLANNED)
    done, mixed = [(Answer("asked", "done", ""), DONE)], [(Answer("asked", "planned", ""), planned)]
    assert follow_up(ASKED, done, []).status is Status.REPORTED_COMPLETE
    assert follow_up(ASKED, done + mixed, []).status is Status.IN_PROGRESS
    assert follow_up(ASKED, mixed, []).status is Status.PLANNED
    assert follow_up(ASKED, [], []).status is Status.NO_EVIDENCE
    assert by_status([follow_up(ASKED, done, [])])[Status.REPORTED_COMPLETE] == 1
