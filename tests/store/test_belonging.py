"""Which documents are joined as one review: pairs of invented papers that belong together, and near misses."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from benchmarks.groups import groups, judge, with_papers
from kb.core.model import Kind, Metadata, StatedValue
from kb.store.belonging import find_review
from kb.store.case_names import case_names, shared_names, told_of
from kb.store.case_signs import CaseSigns, signs_of
from kb.store.document_pairs import Belonging, DocumentPair
from kb.store.names_met import names_met, tells_of_several
from kb.text.title_names import names_in_title
from kb.vocabulary import load
from tests.ingest.reading import reading

PAPERS = json.loads(Path(__file__).with_name("case_papers.json").read_text(encoding="utf-8"))
TOGETHER, APART = PAPERS["together"], PAPERS["apart"]


def signs(text: str) -> CaseSigns:
    read = reading(text, "md")
    asked = [one.text for one in read.findings if one.kind is Kind.RECOMMENDATION]
    return signs_of(read.about, read.document.text, asked)


def _on_cover(value: str) -> StatedValue:
    return StatedValue(value, "cover")


def join(first: str, second: str) -> Belonging | None:
    return find_review(signs(second), [("first", signs(first))], load().review_types)


@pytest.mark.parametrize("pair", TOGETHER, ids=range(len(TOGETHER)))
def test_papers_of_one_case_are_joined_whichever_comes_first(pair: tuple[str, str]) -> None:
    for first, second in (pair, pair[::-1]):
        found = join(first, second)
        assert found is not None
        assert found.certain, found
        assert found.reasons


@pytest.mark.parametrize("pair", APART, ids=range(len(APART)))
def test_near_misses_stay_two_reviews(pair: tuple[str, str]) -> None:
    for first, second in (pair, pair[::-1]):
        found = join(first, second)
        assert found is None or not found.certain, found


@pytest.mark.parametrize(
    "name", ["Idris Vaughan-Cole", "Rosa-May", "Mr Ebo O’Tarrell", "Child AB", "SAR 03/2021", "The Pond’s Edge"]
)
def test_a_reason_gives_a_name_as_it_is_printed(name: str) -> None:
    one = CaseSigns(Metadata(), frozenset({name.lower()}), ())
    assert DocumentPair("a", one, one, None, one.names, 0, 0).reasons == f"both are about {name}"


def test_two_reviews_that_fit_alike_are_proposed_and_not_joined() -> None:
    report, plan = TOGETHER[0]
    found = find_review(signs(plan), [("one", signs(report)), ("two", signs(report))], load().review_types)
    assert found is not None
    assert not found.certain
    assert "another review fits as well" in found.reasons


@pytest.mark.parametrize(("name", "certain"), [("Marsh twins", True), ("Oak House", False), ("Fenwick Road", False)])
def test_a_name_that_each_town_may_have_joins_nothing_where_a_paper_names_no_place(name: str, certain: bool) -> None:
    report = (
        f"# Larkmoor Safeguarding Adults Board\n\n# Learning review: {name}\n\nMay 2022\n\n## Recommendations\n\n"
        "1. The Board should write a protocol on falls.\n"
    )
    plan = f"# {name} review: action plan\n\nMay 2023\n\nA protocol was written.\n"
    found = join(report, plan)
    assert (found is not None and found.certain) is certain


@pytest.mark.parametrize(
    ("title", "text", "names"),
    [
        ("Safeguarding Adult Review: Isolde", "", {"isolde"}),
        ("Overview report into the death of Rowena in May 2019", "", {"rowena"}),
        ("Regulation 28 report: Mr Leonard Pask", "", {"leonard pask"}),
        ("Serious Case Review", "In respect of Child N\n", {"child n"}),
        ("Child Practice Review", "CPR 04/2019\n", {"cpr 04/2019"}),
        ("What happened after Otto", "", {"otto"}),
        ("", "Overview report, issue 2\n\nOtto\n", {"otto"}),
        ("", "Staff newsletter, issue 2\n\nOtto\n", set()),
        ("Annual Report", "Safeguarding Children Partnership\nForeword by the Chair", set()),
        ("Learning Review: Neglect", "The neglect of two boys.", set()),
    ],
)
def test_names_of_a_case(title: str, text: str, names: set[str]) -> None:
    assert case_names(title, text) == names


def test_in_small_libraries_papers_meet_their_reports_and_hardly_any_pair_is_joined_wrongly() -> None:
    outcomes = [outcome for name, papers in groups() if name.startswith("open") for outcome, _ in judge(papers)]
    assert outcomes.count("wrong") <= 1  # an undated plan for a letter that was given twice
    assert outcomes.count("right") >= 0.95 * (outcomes.count("right") + outcomes.count("missed"))


@pytest.mark.parametrize(
    ("one", "other", "shared"),
    [
        ("baby rook", "rook", {"rook"}),
        ("mr hay", "hay", {"hay"}),
        ("mrs hay", "ms hay", {"ms hay"}),
        ("mr hay", "mrs hay", set()),
        ("child rook", "adult rook", set()),
        ("child t", "t", set()),
    ],
)
def test_names_shared_by_two_documents(one: str, other: str, shared: set[str]) -> None:
    assert shared_names({one}, {other}) == shared


def test_names_in_capitals_in_quotation_marks_and_of_several_people_are_read_from_a_cover() -> None:
    assert case_names("", "Overview report\n\nconcerning\n\nWILLA\n") == {"willa"}
    assert case_names("", "Reply to the review “Willa” of last year\n") == {"willa"}
    assert case_names("", "Serious case review\nWilla, Ossie and Bram\n") == {"willa", "ossie", "bram"}
    assert case_names("Safeguarding Adults Review (Willa)", "Dear Mr Orme\n") == {"willa"}
    assert case_names("Progress on learning from SARs: Willa", "") == {"willa"}
    assert case_names("", "Minutes\n12/19 Willa SCR\nThe manager gave an update.\n") == {"willa"}
    assert case_names("Domestic Homicide Review (Redacted)", "") == set()
    assert case_names("Learning review: Child B (Bram)", "") == {"child b", "bram"}


@pytest.mark.parametrize(
    ("text", "met"),
    [
        ("4. Ilya and Bea", {"ilya", "bea"}),
        ("12/19 Ilya SCR", {"ilya"}),
        ("One review was published: Ilya.", {"ilya"}),
        ("Ilya's review asked for one worker.", {"ilya"}),
        ("Ilya won the poster prize.", set()),
        ("Ilya and the winter beds", set()),
        ("The review was read by Ms Orr. Ilya was there.", set()),
    ],
)
def test_names_by_which_a_paper_calls_a_review(text: str, met: set[str]) -> None:
    assert names_met({"ilya", "bea"}, "", text) == met


def test_the_letter_of_a_case_is_met_with_its_word_alone() -> None:
    assert names_met({"child t"}, "", "3. Child T update") == {"child t"}
    assert names_met({"child t"}, "", "T levels\nChild Tarn") == frozenset()


@pytest.mark.parametrize(
    ("title", "names"),
    [
        ("Thematic Safeguarding Adult Review: Yew Tree House", {"Yew Tree House"}),
        ("Marsh twins: serious case review (Larkmoor SCP)", {"Marsh twins"}),
        ("Learning and Improvement Subgroup: minutes", set()),  # a paper may be called after who meets
        ("The Fenwick Road case: what has changed", {"Fenwick Road"}),
        ("Larkmoor SAB annual report 2023/24", set()),
        ("Neglect and domestic abuse: a learning review", set()),
        ("Press statement: 20 January 2024", set()),
        ("Housing and Health: learning from reviews", set()),
        ("Yew Tree House", set()),  # nothing says that it is of a review
    ],
)
def test_names_that_a_title_sets_apart(title: str, names: set[str]) -> None:
    assert set(names_in_title(title, {"larkmoor"}, {"housing", "health"})) == names


@pytest.mark.parametrize(
    ("title", "text", "met"),
    [
        ("What we learned from the Marsh twins", "", {"marsh twins"}),
        ("Annual report", "Learning from reviews\nMarsh Twins\nWe published one.", {"marsh twins"}),
        ("Reply", "RE: MARSH TWINS (DECEASED)", {"marsh twins"}),
        ("Larkmoor newsletter", "Marsh Twins, Larkmoor", {"marsh twins"}),
        ("Annual report", "The football club has marsh twins.", set()),
        ("Annual report", "Staff met the Marsh twins at the fair.", set()),
    ],
)
def test_a_paper_calls_a_review_by_a_name_of_several_words(title: str, text: str, met: set[str]) -> None:
    assert names_met({"marsh twins"}, title, text, "Larkmoor Safeguarding Board") == met


@pytest.mark.parametrize(
    ("text", "several"),
    [
        ("We published two safeguarding adult reviews in the year.", True),
        ("The Osric SAR and the Violet SAR went to the Board.", True),
        ("One review was published, Osric.", False),
        ("The Osric SAR was published.", False),
        ("Two reviews of the budget were asked for.", False),
    ],
)
def test_a_report_on_the_year_tells_of_several_reviews(text: str, several: bool) -> None:
    assert tells_of_several(text, {"osric"}) is several


def test_a_report_on_the_year_that_means_two_reviews_is_proposed() -> None:
    board = "# Larkmoor Safeguarding Adults Board"
    asked = "## Recommendations\n\n1. The Board should write a protocol on falls."
    report = f"{board}\n\n# Safeguarding Adults Review: Osric\n\nMay 2022\n\n{asked}"
    told = "### Osric\n\nThe protocol on falls was written."
    year = f"{board}\n\n# Annual report 2022-23\n\n## Reviews\n\n{{}}\n\n{told}"
    alone, beside = join(report, year.format("")), join(report, year.format("We published two reviews."))
    assert alone is not None
    assert alone.certain
    assert beside is not None
    assert not beside.certain


@pytest.mark.parametrize("cover", ["# 'OSRIC'", "# Why Osric was not safe"])
def test_a_report_meets_a_paper_by_the_name_on_its_cover_in_whatever_form(cover: str) -> None:
    board = "# Larkmoor Safeguarding Adults Board"
    report = f"{board}\n\n{cover}\n\nMay 2022\n\n## Recommendations\n\n1. The Board should write a protocol on falls."
    plan = f"{board}\n\n# Osric: action plan\n\nMay 2023\n\nA protocol was written."
    for found in (join(report, plan), join(plan, report)):
        assert found is not None
        assert found.certain


POND = """# Learning review: the toddler who fell into a mill pond

Larkmoor Child Safety Board

January 2022

## Recommendations

1. Larkmoor Council should fence open water beside rented homes.
2. Health visitors should walk round gardens with parents at the first visit.
3. Nurseries should teach water safety before each summer.
4. The lifeboat station should report each rescue of an infant.
"""


def test_a_paper_joins_the_review_that_its_title_calls_by_its_matter_where_it_answers_it() -> None:
    paper = (
        "# What has changed since the mill pond review\n\nLarkmoor Child Safety Board\n\nMarch 2023\n\n"
        "{fence}.\n\n{walk}.\n"
    )
    told = paper.format(fence="Open water beside eleven homes has a fence", walk="Visitors walk round gardens now")
    for first, second in ((POND, told), (told, POND)):
        found = join(first, second)
        assert found is not None
        assert found.certain, found
        assert "mill and pond" in found.reasons
        assert "of 4 recommendations" in found.reasons
    silent = join(POND, paper.format(fence="The board met twice", walk="A chair was found"))
    assert silent is not None
    assert not silent.certain


def test_a_paper_of_the_same_board_with_one_word_of_the_title_joins_nothing() -> None:
    other = "# What we do about open water\n\nLarkmoor Child Safety Board\n\nMarch 2023\n\nThe pool has a new gate.\n"
    assert join(POND, other) is None


def test_a_name_on_the_cover_is_known_by_what_is_told_of_it() -> None:
    text = "Report\n\nMarigold, who died in May\n\nMarigold was 41. Marigold had two sons. Larkmoor Police was told."
    assert told_of(text, "Larkmoor") == {"marigold"}
    assert told_of("Report\n\nAutumn\n\nAutumn was wet. Summer had been dry.") == frozenset()
    body = "Report\n\nHearthlight\n\nHearthlight was asked for help. Hearthlight said that it had closed the case."
    assert told_of(body) == frozenset()
    assert (
        told_of("Report\n\nMarigold\n\nA marigold was planted. Marigold was read. Marigold had a cover.") == frozenset()
    )


def test_a_name_and_what_is_answered_join_a_paper_that_states_no_place() -> None:
    report = POND.replace("the toddler who fell into a mill pond", "Marigold")
    plan = "# Marigold action log\n\n| What | When |\n|---|---|\n| {} | May |\n| {} | June |\n"
    told = plan.format("Open water beside homes has a fence", "Gardens: walk round with parents at first visit")
    found = join(report, told)
    assert found is not None
    assert found.certain, found
    other = join(report, plan.format("Buy a van", "Move the office"))
    assert other is not None
    assert not other.certain


def test_a_letter_that_states_no_place_joins_by_the_whole_name_above_it() -> None:
    concerns = (
        "# Regulation 28 report to prevent future deaths\n\nI am Ann Fell, assistant coroner for Larkmoor.\n\n"
        "The inquest into the death of Tom Larch ended on 4 May 2022.\n\n## Coroner's concerns\n\n"
        "(1) The alarm was not answered.\n"
    )
    letter = "Dear Ms Fell\n\nTom Larch, deceased\n\nAlarms are answered within two minutes.\n\nYours sincerely\n"
    found = join(concerns, letter)
    assert found is not None
    assert found.certain, found
    assert join(concerns, letter.replace("Tom Larch", "Tim Larch")) is None


def test_papers_that_came_before_their_report_are_one_review_with_it() -> None:
    report = POND.replace("the toddler who fell into a mill pond", "Marigold")
    minutes = "# Larkmoor Child Safety Board\n\nMinutes, 3 March 2022\n\n1. Marigold\n\nA list was shown.\n"
    held = [("first", signs(minutes)), ("second", signs(minutes.replace("3 March", "8 June")))]
    found = find_review(signs(report), held, load().review_types)
    assert found is not None
    assert found.certain
    assert {slug for slug, _ in with_papers(held, found)} == {found.slug}
    twice = find_review(signs(minutes), [("first", signs(report)), ("second", signs(report))], load().review_types)
    assert twice is not None
    assert twice.also == ()


def test_a_yearly_report_that_heads_two_cases_does_not_join_the_other_to_its_review() -> None:
    report = POND.replace("the toddler who fell into a mill pond", "Marigold")
    yearly = (
        "# Larkmoor Child Safety Board\n\n# Annual report 2022-23\n\n## Learning from reviews\n\n### Marigold\n\n"
        "Eleven homes have a fence.\n\n### Tansy\n\nThis review is under way.\n"
    )
    briefing = "# Seven-minute briefing: Tansy\n\nLarkmoor Child Safety Board\n\n## What should you do?\n\nAsk.\n"
    held = [("marigold", signs(report)), ("marigold", signs(yearly))]
    found = find_review(signs(briefing), held, load().review_types)
    assert found is None or not found.certain
    own = find_review(signs(briefing.replace("Tansy", "Marigold")), held, load().review_types)
    assert own is not None
    assert own.certain


def test_a_family_names_the_case_on_its_cover() -> None:
    cover = "Practice Review: The Alder Family"
    assert case_names(cover, f"{cover}\n\nThree children of the Alder family lived here.") == {"alder"}
    assert case_names("The Whole Family", "The Whole Family\n\nWe think of the whole family.") == frozenset()


def test_a_briefing_does_not_join_a_yearly_report_that_heads_another_case_too() -> None:
    yearly = (
        "# Larkmoor Child Safety Board\n\n# Annual report 2022-23\n\n## Learning from reviews\n\n### Marigold\n\n"
        "Our review was published in May.\n\n### Tansy\n\nThis review is under way.\n"
    )
    briefing = "# Seven-minute briefing: Tansy\n\nLarkmoor Child Safety Board\n\n## What should you do?\n\nAsk.\n"
    for first, second in ((yearly, briefing), (briefing, yearly)):
        found = join(first, second)
        assert found is None or not found.certain


@pytest.mark.parametrize(
    ("line", "met"),
    [("Edda. The desk has been told.", True), ("3. Edda: the desk has been told", True), ("Edda rang.", False)],
)
def test_a_name_before_what_is_told_calls_the_review(line: str, met: bool) -> None:
    assert names_met({"edda"}, "", line) == (frozenset({"edda"}) if met else frozenset())


@pytest.mark.parametrize(
    ("name", "other", "certain"), [("Tamsin", "", True), ("Jory", "", True), ("Tamsin", " and Wilf", False)]
)
def test_slides_that_name_one_case_in_their_title_are_of_its_review_whatever_they_ask(
    name: str, other: str, certain: bool
) -> None:
    place = {"area": _on_cover("Larkmoor"), "publisher": _on_cover("Larkmoor Safeguarding Children Partnership")}
    report = CaseSigns(
        Metadata(title=_on_cover(f"{name}: a practice review"), document_type=_on_cover("overview-report"), **place),
        frozenset({name.lower()}),
        tuple(frozenset({f"a{n}", f"b{n}"}) for n in range(4)),
        f"{name} was nine.",
    )
    names = frozenset({name.lower(), *other.lower().split()[1:]})
    slides = CaseSigns(
        Metadata(title=_on_cover(f"Learning from {name}{other}"), document_type=_on_cover("presentation"), **place),
        names,
        tuple(frozenset({f"c{n}", f"d{n}"}) for n in range(4)),
        f"Learning from {name}{other}",
    )
    found = find_review(report, [("slides", slides)], load().review_types)
    assert found is not None
    assert found.certain is certain
