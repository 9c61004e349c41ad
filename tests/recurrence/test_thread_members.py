"""Which findings make a thread: who is tied to one of them alone strays, unless that tie is firm."""

from __future__ import annotations

import pytest

from kb.core.model import Echo, FindingInContext
from kb.recurrence import Confidence, Ties, thread_from, threads
from kb.recurrence.thread_members import LONGEST_THREAD
from kb.vocabulary import load
from tests.recurrence.makers import make_holding


def links_between(held: tuple[FindingInContext, ...], tied: dict[frozenset[str], bool], **given: object) -> Ties:
    """Return ties of these pairs alone; the value says whether the two say nearly the same."""
    by_id = {one.finding.id: one for one in held}

    def echoes(id_: str) -> list[Echo]:
        others = [(other, near) for pair, near in tied.items() if id_ in pair for other in pair - {id_}]
        return [
            Echo(id_, other, 1.0, "same theme", near=near) for other, near in sorted(others, key=lambda o: not o[1])
        ]

    return Ties(echoes, by_id.get, {}, given.get("verdicts", {}))  # type: ignore[arg-type]  # passed on as they are


def members_of(held: tuple[FindingInContext, ...], made: Ties) -> list[set[str]]:
    return [{step.holding.finding.id for step in thread.steps} for thread in threads(held, made, load())]


FEEDBACK = make_holding("feedback", "Referrers are not told what the hub decided, and seek consent late", year=2019)
CHASED = make_holding("chased", "Schools have to chase the hub for what it decided", year=2021)
CONSENT = make_holding("consent", "The hub seeks consent late", year=2022)


def test_what_is_tied_to_one_finding_alone_strays_from_two_that_say_nearly_the_same() -> None:
    held = (FEEDBACK, CHASED, CONSENT)
    tied = {frozenset(("feedback", "chased")): True, frozenset(("feedback", "consent")): False}
    assert members_of(held, links_between(held, tied)) == [{"feedback", "chased"}]
    assert members_of(held, links_between(held, tied | {frozenset(("chased", "consent")): False})) == [
        {"feedback", "chased", "consent"}
    ]


def test_a_stray_stays_where_a_person_accepted_it_or_it_says_nearly_the_same() -> None:
    held = (FEEDBACK, CHASED, CONSENT)
    pair = frozenset(("feedback", "consent"))
    tied = {frozenset(("feedback", "chased")): True, pair: False}
    assert members_of(held, links_between(held, tied, verdicts={pair: True})) == [{"feedback", "chased", "consent"}]
    assert members_of(held, links_between(held, tied | {pair: True})) == [{"feedback", "chased", "consent"}]


def test_a_second_finding_of_a_review_may_be_tied_to_the_only_other_review() -> None:
    second = make_holding("second", "Consent is sought late", review=CHASED.review.slug, year=2021)
    held = (FEEDBACK, CHASED, second)
    tied = {frozenset(("feedback", "chased")): True, frozenset(("feedback", "second")): False}
    assert members_of(held, links_between(held, tied)) == [{"feedback", "chased", "second"}]


def test_of_three_findings_of_which_none_says_nearly_the_same_no_one_strays() -> None:
    visits = [
        make_holding(f"visits-{year}", f"Visits were cancelled at short notice {said}", year=year)
        for year, said in ((2018, "by the trust"), (2020, "and not booked again"), (2022, "on wards"))
    ]
    tied = {frozenset(("visits-2018", "visits-2020")): False, frozenset(("visits-2018", "visits-2022")): False}
    assert members_of(tuple(visits), links_between(tuple(visits), tied)) == [
        {"visits-2018", "visits-2020", "visits-2022"}
    ]


@pytest.mark.parametrize(
    ("told", "is_thread"),
    [
        (("Leaders should improve support for children", "Leaders need to improve the support of children"), False),
        (("The quality of records", "How records are kept up to date"), False),
        (("Nobody wrote down why bruises were not photographed", "Bruises went without a photograph"), True),
        (("Interpreters were booked too late for visits", "An interpreter came to no visit"), True),
    ],
)
def test_three_findings_of_inspections_share_more_than_all_the_field_says(
    told: tuple[str, str], is_thread: bool
) -> None:
    held = tuple(
        make_holding(f"told-{number}", said, year=2018 + number, review_type="inspection")
        for number, said in enumerate((*told, told[0]))
    )
    pairs = {frozenset((one.finding.id, other.finding.id)) for one in held for other in held if one is not other}
    assert bool(members_of(held, links_between(held, dict.fromkeys(pairs, False)))) == is_thread
    assert members_of(held, links_between(held, dict.fromkeys(pairs, True))), "what says nearly the same is one lesson"


@pytest.mark.parametrize(
    ("firm", "loose", "stays"),
    [
        (("GPs are not asked for reports", "Reports of GPs come late"), "Police referrals look at one incident", False),
        (("GPs are not asked for reports", "Reports of GPs come late"), "Nobody reads the reports of nurses", True),
        (("Bail ends before families know", "Families hear late of bail"), "Letters to parents are long", False),
        (("Bail ends before families know", "Families hear late of bail"), "Schools do not hear of bail", True),
    ],
)
def test_what_an_inspection_says_strays_where_it_shares_no_telling_word_with_two_that_say_nearly_the_same(
    firm: tuple[str, str], loose: str, stays: bool
) -> None:
    held = tuple(
        make_holding(f"m{number}", said, year=2018 + number, review_type="inspection")
        for number, said in enumerate((*firm, loose))
    )
    tied = {frozenset(("m0", "m1")): True, frozenset(("m0", "m2")): False, frozenset(("m1", "m2")): False}
    assert members_of(held, links_between(held, tied)) == [{"m0", "m1", "m2"} if stays else {"m0", "m1"}]
    accepted = {frozenset(("m1", "m2")): True}
    assert members_of(held, links_between(held, tied, verdicts=accepted)) == [{"m0", "m1", "m2"}]


def test_a_thread_is_as_firm_as_its_firmest_tie() -> None:
    held = (FEEDBACK, CHASED, CONSENT)
    tied = {frozenset(("feedback", "chased")): True, frozenset(("feedback", "consent")): False}
    thread = thread_from(FEEDBACK, links_between(held, tied), load())
    assert thread is not None
    assert thread.confidence is Confidence.STRONG


def test_a_thread_holds_forty_findings_beside_the_one_from_which_it_grows() -> None:
    many = tuple(make_holding(f"late-{number:02}", f"Reviews were late {number}", year=2019) for number in range(45))
    tied = {frozenset(("feedback", one.finding.id)): False for one in many}
    thread = thread_from(FEEDBACK, links_between((FEEDBACK, *many), tied), load())
    assert thread is not None
    assert len(thread.steps) == 1 + LONGEST_THREAD
