"""Threads: a lesson through time, worded with care."""

from __future__ import annotations

import itertools
from collections import Counter
from dataclasses import replace

import pytest

from kb.core.model import Answer, Echo, FindingInContext, Kind, Metadata, Polarity, StatedValue, Status
from kb.recurrence import (
    Confidence,
    Thread,
    ThreadStage,
    Ties,
    by_status,
    find_came_back,
    follow_up,
    later_echoes,
    thread_from,
    threads,
)
from kb.recurrence.again import found_after
from kb.recurrence.thread_words import telling_sentence
from kb.vocabulary import load
from kb.vocabulary.labels import publication_date, when
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


def ties(
    *holdings: FindingInContext,
    answers: tuple[Answer, ...] = (),
    refused: tuple[str, str] | None = None,
    near: bool = False,
) -> Ties:
    held = {h.finding.id: h for h in holdings}
    by_recommendation: dict[str, list[Answer]] = {}
    for answer in answers:
        by_recommendation.setdefault(answer.recommendation, []).append(answer)

    def echoes(id_: str) -> list[Echo]:
        like = [h for h in holdings if h.finding.themes and h.review.slug != held[id_].review.slug]
        return [Echo(id_, h.finding.id, 1.0, "same theme", near=near) for h in like] if held[id_].finding.themes else []

    verdicts = {frozenset(refused): False} if refused else {}
    return Ties(echoes, held.get, by_recommendation, verdicts)


def replace_text(held: FindingInContext, text: str) -> FindingInContext:
    return replace(held, finding=replace(held.finding, text=text, quotation=text))


def build_thread(*holdings: FindingInContext, **given: object) -> Thread:
    made = threads(holdings, ties(*holdings, **given), load())  # type: ignore[arg-type]  # passed on as they are
    assert len(made) == 1
    return made[0]


def test_a_lesson_is_followed_from_saying_to_finding_again() -> None:
    thread = build_thread(SAID, ASKED, DONE, AGAIN, answers=(Answer("asked", "done", "same number"),))
    assert [(step.stage, step.holding.finding.id) for step in thread.steps] == [
        (ThreadStage.SAID, "said"),
        (ThreadStage.RECOMMENDED, "asked"),
        (ThreadStage.ACTED, "done"),
        (ThreadStage.FOUND_AGAIN, "again"),
    ]
    assert (thread.first, thread.last, thread.years, thread.reviews) == (2013, 2022, 9, 3)
    assert thread.came_back


def test_words_are_chosen_with_care() -> None:
    thread = build_thread(SAID, ASKED, DONE, AGAIN, answers=(Answer("asked", "done", "same number"),))
    assert "found again once" in thread.summary
    assert "fail" not in thread.summary.lower()


def test_no_later_evidence_is_said_where_the_action_is_the_last_step() -> None:
    thread = build_thread(SAID, ASKED, DONE, answers=(Answer("asked", "done", "same number"),), near=True)
    assert "No later finding in this library is linked to the last recorded action" in thread.summary
    assert not thread.came_back


def test_an_answer_that_reports_no_action_is_not_counted_as_one() -> None:
    silent = replace(DONE, finding=replace(DONE.finding, text="No update was given", status=Status.NO_RESPONSE))
    thread = build_thread(SAID, ASKED, silent, AGAIN, answers=(Answer("asked", "done", "same number"),))
    assert "action recorded" not in thread.summary
    assert ThreadStage.ACTED not in thread.when
    assert [step.stage for step in thread.steps if step.holding.finding.id == "done"] == [ThreadStage.ANSWERED]
    assert "last recorded action" not in thread.summary


def test_what_the_acting_review_itself_found_did_not_come_back() -> None:
    own = make_holding(
        "own", "No GP came to the conference", review=ASKED.review.slug, themes=("agency-participation",), year=2016
    )
    thread = build_thread(SAID, ASKED, DONE, own, answers=(Answer("asked", "done", "same number"),))
    assert not thread.came_back


def test_a_recommendation_printed_twice_is_one_step() -> None:
    twice = make_holding(
        "twice", "GPs should be invited", kind=Kind.RECOMMENDATION, themes=("agency-participation",), year=2016,
        review=ASKED.review.slug,
    )  # fmt: skip
    given = ties(SAID, ASKED, twice, near=True)
    joined = replace(given, printings=lambda one: ("asked", "twice") if one in ("asked", "twice") else ())
    (thread,) = threads([SAID], joined, load())
    assert len(thread.steps) == 2


@pytest.mark.parametrize("in_order", [True, False])
def test_of_two_printings_the_first_stands_in_a_thread(in_order: bool) -> None:
    twice = replace(ASKED, finding=replace(ASKED.finding, id="twice"), document=replace(ASKED.document, id="later"))
    twice = replace(twice, review=replace(twice.review, published="2019"))
    twice = replace(twice, document=replace(twice.document, about=Metadata(published=StatedValue("2019", "page"))))
    held = (SAID, ASKED, twice) if in_order else (SAID, twice, ASKED)
    joined = replace(
        ties(*held, near=True), printings=lambda one: ("asked", "twice") if one in ("asked", "twice") else ()
    )
    (thread,) = threads([SAID], joined, load())
    assert [step.holding.finding.id for step in thread.steps] == ["said", "asked"]
    assert thread.last == 2015


def test_what_came_back_is_listed_with_first_action_later_and_gap() -> None:
    given = ties(SAID, ASKED, DONE, AGAIN, answers=(Answer("asked", "done", "same number"),))
    (one,) = find_came_back([SAID, ASKED, DONE, AGAIN], given, load(), area="Eastmere", since=2012)
    assert one.first is not None
    assert [held.finding.id for held in (one.first, one.action, one.later)] == ["said", "done", "again"]
    assert (one.gap, one.confidence) == (7, Confidence.FAIR)


def test_what_came_back_keeps_to_the_area_and_the_years() -> None:
    given = ties(SAID, ASKED, DONE, AGAIN, answers=(Answer("asked", "done", "same number"),))
    every = [SAID, ASKED, DONE, AGAIN]
    assert find_came_back(every, given, load(), area="Tarnshire") == ()
    assert find_came_back(every, given, load(), since=2014) == ()
    assert find_came_back(every, given, load(), theme="housing-moves") == ()


def test_what_came_back_where_it_was_acted_on_stands_before_what_came_elsewhere() -> None:
    other = make_holding("other", "No GP came", themes=("agency-participation",), year=2018, area="Tarnshire")
    every = [SAID, ASKED, DONE, other, AGAIN]
    given = ties(*every, answers=(Answer("asked", "done", "same number"),))
    assert [(one.later.finding.id, one.elsewhere) for one in find_came_back(every, given, load())] == [
        ("again", False),
        ("other", True),
    ]


def test_evidence_that_something_is_wanting_is_no_action() -> None:
    proof = make_holding(
        "proof", "GPs were trained and come now", themes=("agency-participation",), year=2015, kind=Kind.EVIDENCE
    )
    wanting = replace(proof, finding=replace(proof.finding, polarity=Polarity.FAILING))
    assert [one.later.finding.id for one in find_came_back([proof, AGAIN], ties(proof, AGAIN), load())] == ["again"]
    assert find_came_back([wanting, AGAIN], ties(wanting, AGAIN), load()) == ()


def test_a_refused_tie_did_not_come_back() -> None:
    given = ties(SAID, ASKED, DONE, AGAIN, answers=(Answer("asked", "done", ""),), refused=("asked", "again"))
    assert find_came_back([SAID, ASKED, DONE, AGAIN], given, load()) == ()


def test_a_firm_thread_is_told_and_slight_ties_only_when_asked_for() -> None:
    general = [
        make_holding("g1", "Agencies work together", themes=("multi-agency-working",), year=2010, kind=Kind.ACTION),
        *(make_holding(f"g{n}", "Joint work", themes=("multi-agency-working",), year=2010 + n) for n in range(2, 9)),
    ]
    specific = [
        make_holding("s1", "GPs are invited", themes=("agency-participation",), year=2013, kind=Kind.ACTION),
        make_holding("s2", "No GP came", themes=("agency-participation",), year=2020),
    ]

    def echoes(id_: str) -> list[Echo]:
        group, score = (specific, 1.3) if id_[0] == "s" else (general, 0.6)
        return [Echo(id_, h.finding.id, score, "", near=id_[0] == "s") for h in group if h.finding.id != id_]

    held = {h.finding.id: h for h in (*general, *specific)}
    tied = Ties(echoes, held.get, {}, {})
    made = threads(held.values(), tied, load())
    assert [(thread.confidence, thread.came_back) for thread in made] == [(Confidence.STRONG, True)]
    assert made[0].steps[0].holding.finding.id == "s1"
    asked = thread_from(general[0], tied, load())
    assert asked is not None
    assert asked.confidence is Confidence.SLIGHT


def test_a_thread_is_named_by_the_sentence_in_which_its_findings_agree() -> None:
    praised = (
        "Staff speak warmly of their leaders and feel safe at work. "
        "However, chronologies are rarely completed and do not show the history of the child."
    )
    others = ["Chronologies were incomplete.", "The history of the child was lost, since nobody kept a chronology."]
    assert telling_sentence(praised, others).startswith("However, chronologies")
    assert telling_sentence("Staff speak warmly. No rota was kept.", others) == "Staff speak warmly. No rota was kept."
    praising = ["Pay and leaders were praised by staff who feel safe in teams."]
    assert telling_sentence(praised, praising).startswith("Staff")


@pytest.mark.parametrize(
    ("said", "title"),
    [
        (
            "Concerns about bruises are swiftly and appropriately passed on, and the team works well. "
            "For a few infants bruises were not photographed.",
            "For a few infants bruises were not photographed.",
        ),
        (
            "Where bail needs to be explained, officers are skilled, prompt and clear to families of the child. "
            "Families were never told that bail had ended.",
            "Families were never told that bail had ended.",
        ),
    ],
)
def test_a_sentence_that_praises_more_names_no_thread_where_another_tells_what_is_wanting(
    said: str, title: str
) -> None:
    first = make_holding("first", said, kind=Kind.CONCERN, year=2015)
    again = make_holding("later", said.split(". ", maxsplit=1)[0], kind=Kind.CONCERN, year=2019)

    def echoes(id_: str) -> list[Echo]:
        return [Echo(id_, "later" if id_ == "first" else "first", 1.5, "both", near=True)]

    found = thread_from(first, Ties(echoes, {"first": first, "later": again}.get, {}, {}), load())
    assert found is not None
    assert f"“{title}”" in found.title


def test_a_thread_of_concerns_is_named_by_what_is_wanting_where_all_praise_the_same() -> None:
    said = make_holding(
        "said",
        "Consent is sought before information goes to the front door and thresholds are known. "
        "Those who refer are not told what was decided.",
        kind=Kind.CONCERN,
        year=2015,
    )
    again = make_holding(
        "again",
        "Consent is sought before information goes to the front door. Some have to chase for what was decided.",
        kind=Kind.CONCERN,
        year=2019,
    )

    def echoes(id_: str) -> list[Echo]:
        return [Echo(id_, "again" if id_ == "said" else "said", 1.5, "both", near=True)]

    found = thread_from(said, Ties(echoes, {"said": said, "again": again}.get, {}, {}), load())
    assert found is not None
    assert "“Those who refer are not told what was decided.”" in found.title


def test_a_short_stray_finding_does_not_name_a_thread() -> None:
    asked = "Doctors are not asked for what they know of the family at meeting"
    said = [make_holding(f"m{i}", f"{asked} {i}.") for i in "abc"]
    stray = make_holding("stray", "Meetings look at adults.")
    likeness = {frozenset(pair): 0.9 for pair in itertools.combinations(("ma", "mb", "mc", "stray"), 2)}
    likeness |= {frozenset((one, other)): 1.3 for one, other in itertools.combinations(("ma", "mb", "mc"), 2)}
    every = [*said, stray]

    def echoes(id_: str) -> list[Echo]:
        others = [one.finding.id for one in every if one.finding.id != id_]
        return [Echo(id_, other, likeness[frozenset((id_, other))], "both", near=True) for other in others]

    held = {one.finding.id: one for one in every}
    found = thread_from(said[0], Ties(echoes, held.get, {}, {}), load())
    assert found is not None
    assert "Doctors are not asked" in found.title


def test_a_refused_pair_stays_out() -> None:
    made = threads([SAID, AGAIN], ties(SAID, AGAIN, refused=("said", "again")), load())
    assert made == ()


def test_a_finding_stands_in_one_thread_only() -> None:
    made = threads([SAID, ASKED, AGAIN], ties(SAID, ASKED, AGAIN), load())
    ids = [step.holding.finding.id for thread in made for step in thread.steps]
    assert sorted(ids) == sorted(set(ids))


def test_only_what_was_published_later_is_later() -> None:
    echoes = [(Echo("asked", h.finding.id, 1.0, ""), h) for h in (SAID, AGAIN)]
    assert [held.finding.id for _, held in later_echoes(ASKED, echoes)] == ["again"]


def test_a_recommendation_is_complete_only_where_every_answer_is() -> None:
    planned = make_holding("planned", "We will", kind=Kind.ACTION, status=Status.PLANNED)
    done, mixed = [(Answer("asked", "done", ""), DONE)], [(Answer("asked", "planned", ""), planned)]
    assert follow_up(ASKED, done, []).status is Status.REPORTED_COMPLETE
    assert follow_up(ASKED, done + mixed, []).status is Status.IN_PROGRESS
    assert follow_up(ASKED, mixed, []).status is Status.PLANNED
    assert follow_up(ASKED, [], []).status is Status.NO_EVIDENCE
    assert by_status([follow_up(ASKED, done, [])])[Status.REPORTED_COMPLETE] == 1


def test_a_document_without_a_date_stands_at_the_end_of_the_time_it_covers() -> None:
    covered = replace(
        AGAIN.document.about, published=None, period=StatedValue("October 2012 to September 2013", "page 1")
    )
    undated = replace(
        AGAIN, document=replace(AGAIN.document, about=covered), review=replace(AGAIN.review, published="")
    )
    assert when(undated) == "2013-09"
    assert publication_date(undated) == ""


def test_what_was_published_on_the_same_day_is_not_later() -> None:
    same = make_holding("same", "No GP came", themes=("agency-participation",), year=2015)
    assert later_echoes(ASKED, [(Echo("asked", "same", 1.0, ""), same)]) == ()
    assert not found_after(DONE, same)
    assert find_came_back([ASKED, DONE, same], ties(ASKED, DONE, same), load()) == ()


def test_what_was_published_a_month_later_is_later() -> None:
    june = replace(AGAIN, review=replace(AGAIN.review, published="2015-06"))
    june = replace(june, document=replace(june.document, about=Metadata(published=StatedValue("2015-06", "manifest"))))
    may = replace(june, finding=replace(june.finding, id="may"), review=replace(june.review, slug="may"))
    may = replace(may, document=replace(may.document, about=Metadata(published=StatedValue("2015-05", "manifest"))))
    assert [held.finding.id for _, held in later_echoes(may, [(Echo("may", "again", 1.0, ""), june)])] == ["again"]
    assert later_echoes(june, [(Echo("again", "may", 1.0, ""), may)]) == ()


def test_without_a_date_nothing_is_later() -> None:
    undated = make_holding("undated", "GPs should be invited", kind=Kind.RECOMMENDATION, year=None)
    assert later_echoes(undated, [(Echo("undated", "again", 1.0, ""), AGAIN)]) == ()
    assert not found_after(undated, AGAIN)
    assert later_echoes(ASKED, [(Echo("asked", "undated", 1.0, ""), undated)]) == ()


def test_two_findings_of_one_review_stand_in_a_thread_and_no_third() -> None:
    again = [
        make_holding(
            f"again{n}", f"No GP at the conference, {n}", review="again", themes=("agency-participation",), year=2022
        )
        for n in range(3)
    ]
    thread = build_thread(SAID, *again)
    assert [step.holding.finding.id for step in thread.steps] == ["said", "again0", "again1"]
    assert thread.reviews == 2


def orders(*pairs: tuple[FindingInContext, FindingInContext]) -> list[str]:
    """Return the ids with which threads of such pairs begin, in the order in which they are told."""
    held = {one.finding.id: one for pair in pairs for one in pair}
    tied = {one.finding.id: other.finding.id for pair in pairs for one, other in (pair, pair[::-1])}

    def echoes(id_: str) -> list[Echo]:
        return [Echo(id_, tied[id_], 0.9, "alike", near=True)]

    return [one.start.holding.finding.id for one in threads(held.values(), Ties(echoes, held.get, {}, {}), load())]


def pair_of(
    id_: str, *, years: tuple[int, int] = (2013, 2020), kind: Kind = Kind.LESSON, themes: tuple[str, ...] = ()
) -> tuple[FindingInContext, FindingInContext]:
    """Return two findings of two reviews on one lesson; the first is of a kind of its own."""
    said = make_holding(id_, f"No letter came ({id_}).", kind=kind, year=years[0], themes=themes)
    return said, make_holding(f"{id_}-later", f"No letter came again ({id_}).", year=years[1], themes=themes)


SPECIFIC = next(slug for slug, theme in load().themes.items() if not theme.weak)
WEAK = next(slug for slug, theme in load().themes.items() if theme.weak)


def test_threads_that_came_back_stand_first_then_the_specific_then_the_long() -> None:
    plain, acted = pair_of("plain", years=(2001, 2020)), pair_of("acted", kind=Kind.ACTION)
    assert orders(plain, acted) == ["acted", "plain"]
    weak, specific = pair_of("weak", years=(2001, 2020), themes=(WEAK,)), pair_of("specific", themes=(SPECIFIC,))
    assert orders(weak, specific) == ["specific", "weak"]
    assert orders(pair_of("short"), plain) == ["plain", "short"]


def test_two_findings_alone_are_a_thread_where_they_say_nearly_the_same_or_a_person_said_so() -> None:
    one, other = pair_of("one")
    assert threads([one, other], tied_alone(one, other, near=True), load())
    assert threads([one, other], tied_alone(one, other, word=True), load())
    assert not threads([one, other], tied_alone(one, other), load())
    assert thread_from(one, tied_alone(one, other), load()) is not None, "whoever asks for it is shown it"


def test_three_findings_that_share_nothing_but_a_name_are_no_thread() -> None:
    slow = make_holding("slow", "Decisions in the MASH take too long.", themes=("thresholds",), year=2012)
    late = make_holding("late", "Partners answer requests from the multi-agency safeguarding hub late.",
                        themes=("thresholds",), year=2014)  # fmt: skip
    nurse = make_holding("nurse", "A nurse in the MASH adds little.", themes=("thresholds",), year=2016)
    asked = make_holding("asked-mash", "The MASH should say when its decisions will be made.", themes=("thresholds",),
                         kind=Kind.RECOMMENDATION, year=2018)  # fmt: skip
    assert not threads([slow, late, nurse], ties(slow, late, nurse), load())
    assert threads([slow, late, nurse], ties(slow, late, nurse, near=True), load()), "a near pair bears it out"
    assert threads([slow, late, asked], ties(slow, late, asked), load()), "two of three speak of decisions"
    assert thread_from(slow, ties(slow, late, nurse), load()) is not None, "whoever asks for it is shown it"


def tied_alone(one: FindingInContext, other: FindingInContext, *, near: bool = False, word: bool | None = None) -> Ties:
    held = {held.finding.id: held for held in (one, other)}
    words = {} if word is None else {frozenset(held): word}

    def echoes(id_: str) -> list[Echo]:
        return [Echo(id_, next(found for found in held if found != id_), 0.95, "alike", near=near)]

    return Ties(echoes, held.get, {}, words)


def test_a_theme_of_half_of_the_steps_is_specific_and_one_that_is_not_known_is_none() -> None:
    half = pair_of("half")[0], make_holding("half-later", "No letter came again.", year=2020, themes=(SPECIFIC,))
    unknown = pair_of("unknown", years=(2001, 2020), themes=("no-such-theme",))
    assert orders(unknown, half) == ["half", "unknown"]


def test_a_step_keeps_its_status_and_a_persons_word() -> None:
    said, later = pair_of("said")
    stated = replace(later, finding=replace(later.finding, status=Status.IN_PROGRESS))
    held = {one.finding.id: one for one in (said, stated)}

    def echoes(id_: str) -> list[Echo]:
        return [Echo(id_, next(other for other in held if other != id_), 0.9, "alike")]

    given = Ties(echoes, held.get, {}, {frozenset(held): True})
    (thread,) = threads(held.values(), given, load())
    assert [step.status for step in thread.steps] == [None, Status.IN_PROGRESS]
    assert True in [step.accepted for step in thread.steps]
    assert thread.checked == 1


def test_with_what_a_finding_is_linked_is_asked_for_a_few_times_however_many_it_might_join() -> None:
    first, firm, loose = "first", [f"firm{n}" for n in range(9)], [f"loose{n}" for n in range(9)]
    held = {
        one: make_holding(one, f"No GP came to meeting {one}", year=2010 + n)
        for n, one in enumerate([first, *firm, *loose])
    }
    linked = {first: firm, **{one: [first, *firm, *loose[n % 3 :: 3]] for n, one in enumerate(firm)}}
    linked |= {one: firm[n % 3 :: 3] for n, one in enumerate(loose)}  # each with a third: too few to join
    asked: Counter[str] = Counter()

    def echoes(id_: str) -> list[Echo]:
        asked[id_] += 1
        return [Echo(id_, other, 1.0, "same theme", near=True) for other in linked[id_] if other != id_]

    threads(held.values(), Ties(echoes, held.get, {}, {}), load())
    assert max(asked[one] for one in loose) <= 5  # once of these to have those that are firmly tied made ready
