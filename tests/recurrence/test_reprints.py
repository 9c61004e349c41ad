"""One recommendation printed in several documents of a review is one recommendation."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kb.core.model import Answer, FindingInContext, Kind, StatedValue, Status
from kb.recurrence import Reprints, follow_up
from tests.recurrence.makers import make_holding

FULL = "The Board should require housing providers to attend every core group of a child whom they house."


def make_printing(
    id_: str,
    text: str,
    document: str,
    *,
    label: str = "",
    kind: Kind = Kind.RECOMMENDATION,
    heading: tuple[str, ...] = (),
    place: int = 0,
    status: Status | None = None,
    owner: str = "",
) -> FindingInContext:
    held = make_holding(id_, text, review="family-a", kind=kind, heading=heading, status=status)
    span = replace(held.finding.span, stretches=((place, place + len(text)),))
    finding = replace(held.finding, label=label, span=span, owner=owner)
    return replace(held, document=replace(held.document, id=document), finding=finding)


REPORT = make_printing("r", FULL, "report", label="Recommendation 3")
PLAN = make_printing("p", FULL, "plan", label="3", owner="Head of Housing")
DONE = make_printing("d", "All providers now attend.", "plan", kind=Kind.ACTION, status=Status.REPORTED_COMPLETE)


def test_what_answers_one_printing_answers_the_other() -> None:
    joined = Reprints([REPORT, PLAN, DONE], [Answer("p", "d", "one row")])
    assert [one.action for one in joined.answers("r")] == ["d"]
    assert "another document of this review" in joined.answers("r")[0].why
    assert {one.recommendation for one in joined.answers("d")} == {"p", "r"}
    assert {(one.recommendation, one.action) for one in joined.all_answers} == {("p", "d"), ("r", "d")}


def test_the_fullest_wording_stands_first() -> None:
    short = make_printing("s", "Housing providers to attend every core group", "slides", label="Recommendation 3")
    joined = Reprints([short, REPORT], [])
    assert [held.finding.id for held in joined.group("s")] == ["r", "s"]
    assert joined.group("r") == joined.group("s")
    assert joined.is_reprint("r", "s")
    assert not joined.is_reprint("r", "d")


def test_printings_of_other_reviews_are_echoes_and_no_printings() -> None:
    elsewhere = make_holding("e", FULL, review="family-b", kind=Kind.RECOMMENDATION)
    joined = Reprints([REPORT, elsewhere], [])
    assert joined.group("r") == ()


def test_different_recommendations_of_one_review_stay_apart() -> None:
    other = make_printing("o", "The Board should publish how often conferences are held late.", "plan", label="4")
    assert Reprints([REPORT, other], []).group("r") == ()
    # alike, but numbered differently: two core group recommendations of one review
    near = make_printing(
        "n", "The Board should require schools to attend every core group of a child.", "plan", label="5"
    )
    assert Reprints([REPORT, near], []).group("r") == ()


def test_shortened_titles_in_the_same_order_are_the_same_list() -> None:
    long = [
        make_printing("l1", "The Board should adopt a neglect procedure that names a lead agency.", "sar", place=10),
        make_printing("l2", "Adult Social Care should commission training on executive capacity.", "sar", place=20),
        make_printing("l3", "No agency should close a case for want of a reply without a visit.", "sar", place=30),
    ]
    short = [
        make_printing("s1", "Neglect procedure with lead agency", "slides", place=1),
        make_printing("s2", "Training on executive capacity", "slides", place=2),
        make_printing("s3", "No closure without a visit", "slides", place=3),
    ]
    joined = Reprints([*long, *short], [])
    assert [joined.is_reprint(f"l{n}", f"s{n}") for n in (1, 2, 3)] == [True, True, True]
    assert not joined.is_reprint("l1", "s2")


def test_an_action_under_a_number_answers_the_recommendation_of_another_document() -> None:
    action = make_printing("a", "Providers were written to.", "update", kind=Kind.ACTION, heading=("Recommendation 3",))
    joined = Reprints([REPORT, action], [])
    assert [one.action for one in joined.answers("r")] == ["a"]
    assert "recommendation 3" in joined.answers("r")[0].why


def test_a_number_that_means_two_recommendations_answers_neither() -> None:
    other = make_printing("o", "Publish how often conferences are held late.", "second", label="Recommendation 3")
    action = make_printing("a", "Providers were written to.", "update", kind=Kind.ACTION, heading=("Recommendation 3",))
    assert Reprints([REPORT, other, action], []).answers("r") == ()


def test_a_follow_up_counts_what_is_complete_and_names_owner_and_date() -> None:
    going = make_printing("g", "Work goes on.", "plan", kind=Kind.ACTION, status=Status.IN_PROGRESS)
    answers = [(Answer("r", "d", ""), DONE), (Answer("r", "g", ""), going)]
    row = follow_up(REPORT, answers, [], [PLAN])
    assert (row.complete, len(row.answers), row.part_complete) == (1, 2, "part complete (1 of 2)")
    assert row.owner == "Head of Housing"
    assert follow_up(REPORT, answers[:1], []).part_complete == ""
    assert [held.finding.id for held in row.repeated] == ["p"]


OTHER = make_printing(
    "o", "Schools should tell the health visitor when a child moves away.", "report", label="Recommendation 2"
)


def action(text: str, label: str = "", heading: tuple[str, ...] = ()) -> FindingInContext:
    return make_printing("a", text, "minutes", label=label, heading=heading, kind=Kind.ACTION)


def answered_by(*held: FindingInContext) -> set[str]:
    return {one.recommendation for one in Reprints(held, []).answers("a")}


def test_an_action_answers_the_recommendation_that_it_names() -> None:
    for given in (
        action("Recommendation 3. The providers have signed. Complete.", "Recommendation 3"),
        action("A form is in use.", "R3"),
        action("In response to recommendation 3 we have written to all landlords."),
        action("The third recommendation has been carried out by all landlords."),
        action("All landlords now come.", heading=("Recommendation 3",)),
        action("Housing providers have been invited to every core group.", "3"),
    ):
        assert answered_by(REPORT, OTHER, given) == {"r"}, given.finding.text


def test_a_number_that_may_count_the_actions_answers_nothing() -> None:
    assert answered_by(REPORT, OTHER, action("A leaflet has been printed.", "3")) == set()
    assert (
        answered_by(
            REPORT, OTHER, action("Recommendations 2 and 3 are late, as recommendation 2 and recommendation 3 say.")
        )
        == set()
    )


def test_a_number_that_two_agencies_print_answers_neither() -> None:
    again = make_printing("x", "The college should revise its policy on absence.", "report", label="Recommendation 3")
    assert answered_by(REPORT, again, action("We have done so.", "R3")) == set()


def test_a_paper_that_gives_a_recommendation_again_is_no_other_source_of_its_number() -> None:
    told = make_printing("t", "Recommendation 3 has not been started.", "chapter", label="Recommendation 3")
    assert answered_by(REPORT, OTHER, told, action("We have done so.", "R3")) == {"r"}


def test_the_third_recommendation_told_again_is_the_third() -> None:
    told = make_printing("t", "The third recommendation asked for landlords at core groups.", "chapter")
    assert Reprints([REPORT, OTHER, told], []).is_reprint("r", "t")


def test_a_paper_that_also_asks_for_something_without_a_number_still_answers_by_number() -> None:
    done = make_printing("d", "Rec 3: providers were written to in May.", "slides", kind=Kind.ACTION)
    asks = make_printing("a", "Offer every carer an assessment alone.", "slides")
    joined = Reprints([REPORT, asks, done], [])
    assert [one.action for one in joined.answers("r")] == ["d"]


UNNUMBERED = make_printing(
    "u", "The Board should require housing providers to attend every core group of a child whom they house.", "report"
)


@pytest.mark.parametrize(
    ("words", "same"),
    [
        ("Ask housing providers to send papers of each panel to a core group of landlords and nearby schools.", False),
        ("Housing providers to attend every core group", True),  # a short form within the full wording
        ("Require housing providers to publish waiting times, rents, repairs and evictions each year.", False),
        ("The Board should require housing providers to join each core group of a child that they house.", True),
    ],
)
def test_without_numbers_two_are_one_where_most_words_or_those_of_a_short_form_are(words: str, same: bool) -> None:
    other = make_printing("w", words, "plan")
    assert bool(Reprints([UNNUMBERED, other], []).group("u")) is same


def test_an_answer_says_by_what_it_was_known() -> None:
    (answer,) = Reprints([REPORT, action("Providers were written to.", label="R3")], []).answers("r")
    assert "is labelled as the answer to" in answer.why


@pytest.mark.parametrize(
    ("given", "why"),
    [
        (action("A form is in use.", "R3"), "it is labelled as the answer to recommendation 3, "),
        (action("In response to recommendation 3 we have written to all landlords."), "it names recommendation 3, "),
        (action("All landlords now come.", heading=("Recommendation 3",)), "it is under recommendation 3, "),
        (
            action("Housing providers have been invited to every core group.", "(3)"),
            "it carries the number of recommendation 3, ",
        ),
    ],
)
def test_each_way_of_naming_a_number_is_told_and_certain(given: FindingInContext, why: str) -> None:
    (answer,) = Reprints([REPORT, OTHER, given], []).answers("a")
    assert answer.why == f"{why}which another document of the review makes"
    assert answer.certain


def test_a_bare_number_that_two_printings_carry_is_less_than_certain() -> None:
    again = make_printing("r2", FULL, "annex", label="Recommendation 3")
    bare = action("Housing providers have been invited to every core group.", "3")
    assert {one.certain for one in Reprints([REPORT, again, bare], []).answers("a")} == {False}
    spelt = action("A form is in use.", "R3")
    assert {one.certain for one in Reprints([REPORT, again, spelt], []).answers("a")} == {True}


def test_the_innermost_heading_says_the_number_and_a_text_with_two_numbers_says_none() -> None:
    assert answered_by(REPORT, OTHER, action("It is done.", heading=("Recommendation 2", "Recommendation 3"))) == {"r"}
    assert answered_by(REPORT, OTHER, action("Recommendation 3: recommendation 3 is met.")) == {"r"}
    both = action("This meets recommendation 2 and recommendation 3.", heading=("Recommendation 3",))
    assert answered_by(REPORT, OTHER, both) == set()


def test_what_an_action_names_goes_before_what_it_may_stand_near_but_not_before_what_is_certain() -> None:
    named = action("In response to recommendation 3 we have written to all landlords.")
    near = Answer("o", "a", "it stands below", certain=False)
    assert [one.recommendation for one in Reprints([REPORT, OTHER, named], [near]).answers("a")] == ["r"]
    sure = Answer("o", "a", "one row", certain=True)
    assert Reprints([REPORT, OTHER, named], [sure]).answers("a") == (sure,)
    meant = Answer("r", "a", "one row", certain=True)
    assert Reprints([REPORT, OTHER, named], [meant]).answers("a") == (meant,)


def test_answers_told_inside_a_document_come_before_those_of_another_printing() -> None:
    joined = Reprints([REPORT, PLAN, DONE], [Answer("r", "d", "one row")])
    ordered = sorted(joined.all_answers, key=joined.place_of)
    assert [one.recommendation for one in ordered] == ["r", "p"]
    assert ordered[1].why == "one row, with the same recommendation in another document of this review"


def test_each_action_is_looked_at_for_itself() -> None:
    unnamed = make_printing("u", "Work goes on.", "minutes", kind=Kind.ACTION)
    near = make_printing("n", "Recommendation 3 is met.", "minutes", kind=Kind.ACTION)
    sure = Answer("o", "n", "one row", certain=True)
    named = action("In response to recommendation 3 we have written to all landlords.")
    joined = Reprints([unnamed, near, named, REPORT, OTHER], [sure])
    assert [one.recommendation for one in joined.answers("a")] == ["r"]


def test_a_paper_that_prints_the_same_numbers_again_still_answers_the_report() -> None:
    third = make_printing("t", "The college should revise its policy on absence.", "minutes", label="Recommendation 3")
    assert answered_by(REPORT, third, action("We have done so.", "R3")) == {"r"}


def test_from_three_words_in_five_on_two_are_one() -> None:
    shared, rest = "anvil barge cobalt dynamo ember ferry", "garnet heron icicle jigsaw"
    one = make_printing("a", f"{shared} {rest}", "report")
    assert Reprints([one, make_printing("b", f"{shared} kelp lantern marble nettle", "plan")], []).is_reprint("a", "b")
    longer = make_printing("b", f"{shared} kelp lantern marble nettle otter", "plan")
    assert not Reprints([one, longer], []).is_reprint("a", "b")


def joined_lists(report: list[str], plan: list[str], kind: str = "action-plan") -> dict[str, str]:
    """Return for each line of a plan the recommendation of the report that it gives again."""
    made = [make_printing(f"r{at}", text, "report", place=at * 200) for at, text in enumerate(report)]
    listed = [make_printing(f"p{at}", text, "plan", place=at * 200) for at, text in enumerate(plan)]
    as_plan = [with_type(one, kind) for one in listed]
    joined = Reprints([*made, *as_plan], [])
    found = {one.finding.text: [held.finding.id for held in joined.group(one.finding.id)] for one in listed}
    return {text: next((id_ for id_ in ids if id_.startswith("r")), "") for text, ids in found.items()}


def with_type(held: FindingInContext, kind: str) -> FindingInContext:
    about = replace(held.document.about, document_type=StatedValue(kind, "the title"))
    return replace(held, document=replace(held.document, about=about))


TIMETABLE = "Larkmoor Council to offer every excluded child a full timetable by the sixth day."
MEETINGS = "Health to be invited to, and come to, each strategy meeting."
RING = "Larkmoor Police to give parents of children who go missing one person to ring."
CENTRE = "The Partnership to find out from young people what would make the town centre safer."


def test_a_label_of_two_words_is_the_one_recommendation_that_holds_them() -> None:
    assert joined_lists([TIMETABLE, MEETINGS], ["Full timetable"]) == {"Full timetable": "r0"}
    crossed = [MEETINGS, TIMETABLE], ["Full timetable", MEETINGS]
    assert joined_lists(*crossed) == {"Full timetable": "r1", MEETINGS: "r0"}
    assert joined_lists(["Full timetable", MEETINGS], [MEETINGS, TIMETABLE]) == {TIMETABLE: "r0", MEETINGS: "r1"}
    twice = [TIMETABLE, "Larkmoor Council to publish a full timetable of buses."]
    assert joined_lists(twice, ["Full timetable"]) == {"Full timetable": ""}


def test_what_stands_alone_between_pairs_in_order_is_paired_where_it_shares_a_word() -> None:
    report = [TIMETABLE, MEETINGS, RING, CENTRE]
    plan = ["Full timetable", "Health at strategy meetings", "One person to ring", "Views of young adults"]
    assert joined_lists(report, plan) == dict(zip(plan, ["r0", "r1", "r2", "r3"], strict=True))
    assert joined_lists(report, [*plan[:3], "Buses"])["Buses"] == ""


def test_actions_answer_the_report_and_not_a_plan_that_parts_its_recommendations_in_more_rows() -> None:
    report = [make_printing("r0", TIMETABLE, "report"), make_printing("r1", MEETINGS, "report", place=200)]
    rows = ["Exclusions data", "Timetable for excluded children by day six", "Meetings rota"]
    plan = [
        with_type(make_printing(f"p{at}", text, "plan", place=at * 200), "action-plan") for at, text in enumerate(rows)
    ]
    done = make_printing("a", "Each excluded child now has a full timetable.", "letter", kind=Kind.ACTION)
    assert "r0" in {one.recommendation for one in Reprints([*report, *plan, done], []).answers("a")}


@pytest.mark.parametrize(
    ("text", "answered"),
    [
        ("Recommendations one and four are finished: staff were trained.", {"r1", "r4"}),
        ("Recs 1, 2 and 4 are complete.", {"r1", "r2", "r4"}),
        ("Recommendation two depends on a new system.", {"r2"}),
        ("Recommendation 1 is complete and recommendation 4 is not.", set()),  # each is told of by itself
        ("The review made four recommendations.", set()),
    ],
)
def test_numbers_in_words_and_in_lists_name_recommendations(text: str, answered: set[str]) -> None:
    matters = ["Nurses ring families.", "Police buy radios.", "Schools keep files.", "Banks flag frauds."]
    report = [
        make_printing(f"r{at}", matter, "report", label=f"Recommendation {at}", place=at * 200)
        for at, matter in enumerate(matters, 1)
    ]
    done = make_printing("a", text, "letter", kind=Kind.ACTION)
    assert {one.recommendation for one in Reprints([*report, done], []).answers("a")} == answered


@pytest.mark.parametrize("certain", [True, False])
def test_of_two_numbers_that_an_action_lists_one_answered_already_leaves_the_other(certain: bool) -> None:
    matters = ["Nurses ring families.", "Police buy radios."]
    report = [
        make_printing(f"r{at}", matter, "report", label=f"Recommendation {at}", place=at * 200)
        for at, matter in enumerate(matters, 1)
    ]
    done = make_printing("a", "Recommendations 1 and 2 are finished.", "letter", kind=Kind.ACTION)
    joined = Reprints([*report, done], [Answer("r2", "a", "it stands in the same row", certain=certain)])
    assert {one.recommendation for one in joined.answers("a")} == {"r1", "r2"}
    assert next(one for one in joined.answers("a") if one.recommendation == "r2").why == "it stands in the same row"


def list_of(id_: str, texts: list[str], document: str, kind: Kind) -> list[FindingInContext]:
    return [
        make_printing(f"{id_}{at}", text, document, label=f"3.{at}", kind=kind, place=at * 200)
        for at, text in enumerate(texts, 1)
    ]


def test_a_paper_whose_numbers_mostly_agree_answers_by_all_of_them() -> None:
    asked = ["Nobody is moved on a Friday.", "Lodgings are given a safety plan.", "Members hear figures."]
    report = list_of("r", asked, "report", Kind.RECOMMENDATION)
    done = ["Moves on a Friday have stopped.", "The safety form is in use.", "The first set is given: 22."]
    agreeing = Reprints([*report, *list_of("a", done, "reply", Kind.ACTION)], [])
    assert [one.recommendation for one in agreeing.answers("a3")] == ["r3"]
    assert not agreeing.answers("a3")[0].certain
    others = ["The office was painted.", "Phones were bought.", "The first set is given: 22."]
    assert not Reprints([*report, *list_of("a", others, "reply", Kind.ACTION)], []).answers("a3")
