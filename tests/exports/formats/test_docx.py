"""Word papers, opened again by the library that reads them."""

from __future__ import annotations

import io
from dataclasses import replace
from itertools import pairwise
from typing import Any

import pytest
from docx import Document
from docx.oxml.ns import qn

from kb.core.model import Status
from kb.core.recurrence_values import FollowUp, ThemeCountsRow, ThemeTable
from kb.exports import Exhibit, FollowedUp, Pack, Payload, RecurrenceTable, Threads, write
from kb.exports.case_pack import LENGTHS, RECORD, WARNING
from kb.exports.follow_up import NONE
from kb.vocabulary import labels
from tests.exports.scenes import (
    ANSWER,
    ASKED,
    CONTRAST,
    DONE,
    FIRST,
    FOLLOWED,
    FOUND,
    HISTORY,
    PACK,
    RECURS,
    SECOND,
    SHEET,
    THREAD,
    TOLD,
    UNANSWERED,
    hostile_findings,
    make_document,
)

HOSTILE = hostile_findings()
MATTERS: tuple[Payload, ...] = (FOUND, FOLLOWED, RECURS, Threads([THREAD]), PACK, CONTRAST, HISTORY)


def open_export(payload: Payload) -> Any:
    return Document(io.BytesIO(b"".join(write(payload, "docx", SHEET))))


def text(paper: Any) -> str:
    tables = (cell.text for table in paper.tables for row in table.rows for cell in row.cells)
    return "\n".join([*(one.text for one in paper.paragraphs), *tables])


def headings(paper: Any, level: int) -> list[str]:
    return [one.text for one in paper.paragraphs if one.style.name == f"Heading {level}"]


@pytest.mark.parametrize("payload", MATTERS, ids=lambda payload: type(payload).__name__)
def test_every_paper_has_a_title_a_language_and_headings_in_order(payload: Payload) -> None:
    paper = open_export(payload)
    assert paper.core_properties.title == SHEET.title
    assert paper.core_properties.language == "en-GB"
    assert paper.styles.element.find(f".//{qn('w:lang')}").get(qn("w:val")) == "en-GB"
    assert paper.paragraphs[0].style.name == "Title"
    levels = [int(one.style.name[-1]) for one in paper.paragraphs if one.style.name.startswith("Heading")]
    assert levels[0] == 1
    assert all(later - earlier <= 1 for earlier, later in pairwise(levels))


@pytest.mark.parametrize("payload", MATTERS, ids=lambda payload: type(payload).__name__)
def test_every_table_repeats_its_head_and_says_what_it_shows(payload: Payload) -> None:
    for table in open_export(payload).tables:
        assert table.rows[0]._tr.find(f".//{qn('w:tblHeader')}") is not None
        assert table._tbl.tblPr.find(qn("w:tblDescription")).get(qn("w:val"))
        assert all(
            said.paragraph_format.keep_together for row in table.rows for cell in row.cells for said in cell.paragraphs
        )
        assert (
            table._tbl.find(f".//{qn('w:cantSplit')}") is None
        )  # with a repeated head, LibreOffice 7.4 lost 12 of 14 rows


def test_findings_stand_in_quotation_marks_with_their_place_and_sources() -> None:
    said = text(open_export(FOUND))
    assert "“Core groups met without housing, so nobody planned for the third move in a year" in said
    assert "Review of Child A (2016), page 3" in said
    assert "The review recommends that:" in said
    assert said.count("Northmoor Partnership (2016) Review of Child A. Available at:") == 1


def test_a_quotation_links_to_its_page_in_the_library() -> None:
    targets = [one.target_ref for one in open_export(FOUND).part.rels.values() if one.is_external]
    assert f"https://library.example/findings/{FOUND.holdings[0].finding.id}" in targets  # type: ignore[index]  # a tuple


def test_the_panel_paper_follows_each_recommendation() -> None:
    paper = open_export(FOLLOWED)
    assert headings(paper, 2) == ["Recommendation 3", "Recommendation 4"]
    said = text(paper)
    assert "An action or response is recorded in this library for 1 of 2 recommendations (1 reported complete)." in said
    assert NONE in said
    assert "No later finding in this library is linked to this recommendation." in said
    assert "Possible match, not yet checked: Missed opportunity" in said
    assert "failed again" not in said


def test_the_table_of_recurrence_is_turned_when_it_is_wide() -> None:
    section = open_export(RECURS).sections[0]
    assert section.page_width > section.page_height


def test_many_columns_are_parted_so_that_no_head_is_broken() -> None:
    areas = (
        "Gloucestershire",
        "North East Lincolnshire",
        "Wandsworth",
        "York",
        *(f"Northamptonshire {n}" for n in range(11)),
    )
    rows = (ThemeCountsRow("housing-moves", dict.fromkeys(areas, 1), dict.fromkeys(areas, 2), 15, 30, 15),)
    paper = open_export(RecurrenceTable(ThemeTable("area", areas, rows, dict.fromkeys(areas, 1), 15)))
    section = paper.sections[0]
    room = section.page_width - section.left_margin - section.right_margin
    heads = []
    for table in paper.tables:
        cells = table.rows[0].cells
        heads += [cell.text for cell in cells[1:-1]]
        assert (cells[0].text, cells[-1].text) == ("Theme", "All")
        assert [row.cells[-1].text for row in table.rows[1:]] == ["15 of 15", "15"]
        assert sum(cell.width for cell in cells) <= room + 635 * len(cells)  # Word counts in twips, of 635
        assert all(cell.width.cm >= 0.2 * max(map(len, cell.text.split())) for cell in cells[1:])
        (tight,) = [cell.width.cm for cell in cells if cell.text == "Wandsworth"] or [3]
        assert tight > 2.5  # 2.4 broke its last letter off
    assert tuple(heads) == areas
    counts = [len(table.columns) for table in paper.tables]
    assert max(counts) - min(counts) <= 2
    assert headings(paper, 1)[0].startswith("Themes: Gloucestershire to ")
    assert len(set(headings(paper, 1))) == len(paper.tables) > 1


def test_years_stand_in_one_table() -> None:
    years = tuple(str(year) for year in range(2009, 2026))
    paper = open_export(RecurrenceTable(ThemeTable("year", years, (), dict.fromkeys(years, 1), 17)))
    assert len(paper.tables) == 1
    assert headings(paper, 1) == ["Themes"]


def test_a_thread_is_told_step_by_step() -> None:
    assert headings(open_export(Threads([THREAD])), 2) == [
        "Said, May 2016: Review of Child A",
        "Action recorded, 4 November 2019: Learning from Family K",
        "Found again, 2023: Safeguarding Adult Review: Adult M",
    ]


def test_the_case_pack_holds_all_that_a_trainer_needs() -> None:
    paper = open_export(PACK)
    said = text(paper)
    assert headings(paper, 1) == [
        "Before you start",
        "Session plan",
        "Case: Review of Child A",
        "Case: Safeguarding Adult Review: Adult M",
        "More questions",
        "What the themes mean",
        "Abbreviations",
        "Sources",
        "About this pack",
        "How this pack was used",
    ]
    for words in (
        *WARNING,
        *RECORD,
        *(f"{length} min" for length in LENGTHS),
        "Ask who would have known about the move.",
    ):
        assert words in said


def test_a_case_is_told_in_the_words_of_its_review_or_left_to_the_trainer() -> None:
    paper = open_export(PACK)
    said = text(paper)
    assert headings(paper, 2).count("What happened, quoted from the review") == 1
    assert f"“{TOLD}”" in said
    assert said.index("Before you read: this includes serious harm to a child and neglect.") < said.index(TOLD)
    assert f"From {labels.document(make_document(FIRST), FIRST)}, page 2, “What happened”" in said
    assert "child-a.pdf" not in said
    assert said.count("This library has no short summary of this case.") == 1  # of the other review


def test_what_is_known_of_a_case_stays_on_the_page_of_what_follows() -> None:
    facts = [
        one for one in open_export(PACK).paragraphs if one.text.startswith(("Type of review:", "Area:", "Published:"))
    ]
    assert facts
    assert all(one.paragraph_format.keep_with_next for one in facts)


def test_the_foot_of_a_page_is_one_line_and_keeps_both_ends_of_a_long_title() -> None:
    long = replace(SHEET, title="Introduction of a priority housing protocol for families " * 3)
    (foot,) = Document(io.BytesIO(b"".join(write(FOUND, "docx", long)))).sections[0].footer.paragraphs
    said = foot.text.removeprefix(f"{SHEET.library}: ").partition(". Page ")[0]
    head, _, tail = said.partition(" … ")
    assert 50 < len(said) <= 80 - len(SHEET.library)  # with the number of the page in one line
    assert long.title.startswith(f"{head} ")
    assert long.title.endswith(tail)


@pytest.mark.parametrize(
    ("title", "said"), [("Core groups", "Core groups. Page "), ("Said before?", "Said before? Page ")]
)
def test_the_foot_of_a_page_has_one_stop_after_the_title(title: str, said: str) -> None:
    data = b"".join(write(FOUND, "docx", replace(SHEET, title=title)))
    (foot,) = Document(io.BytesIO(data)).sections[0].footer.paragraphs
    assert foot.text.startswith(f"{SHEET.library}: {said}")


def test_a_pack_that_was_used_says_when_and_how() -> None:
    assert "5 October 2026: Twelve housing officers; Jo took the notes." in text(open_export(PACK))


def test_a_handout_sets_two_columns_side_by_side() -> None:
    paper = open_export(CONTRAST)
    (table,) = paper.tables
    assert [cell.text for cell in table.rows[0].cells] == ["Child A, 2016", "Adult M, 2023"]
    left, right = (cell.text for cell in table.rows[1].cells)
    assert "Core groups met without housing" in left
    assert "Housing was not at the core group" in right
    assert table.rows[2].cells[0].text == ""
    assert "Safeguarding Adult Review: Adult M (2023), page 21" in right
    assert "Questions to discuss" in headings(paper, 1)
    assert headings(paper, 1)[-1] == "About this handout"
    first = table.rows[1].cells[0].paragraphs[0].runs
    assert [run.text for run in first if run.bold] == [labels.name(CONTRAST.sides[0][0], SHEET.vocabulary)]


def test_a_history_stands_in_order_of_time_with_what_each_row_answers() -> None:
    paper = open_export(HISTORY)
    years, table = paper.tables
    counts = [[cell.text for cell in row.cells] for row in years.rows]
    assert counts[0] == ["Year", "Problems", "Recommendations", "Actions", "Good practice"]
    spans = [[int(year) for year in row[0].split(" to ")] for row in counts[1:]]
    assert all(later[0] == earlier[-1] + 1 for earlier, later in pairwise(spans))
    assert all(any(int(number) for number in row[1:]) == (" to " not in row[0]) for row in counts[1:])
    assert sum(int(number) for row in counts[1:] for number in row[1:]) == len(HISTORY.events)
    rows = [[cell.text for cell in row.cells] for row in table.rows]
    assert rows[0] == ["Date", "What it is", "Words", "Source"]
    assert rows[1][1].startswith("Said")
    assert rows[3][1].startswith("Action recorded")
    assert "Status: Reported complete" in rows[3][1]
    assert "Answers Recommendation" in rows[3][1]
    assert rows[4][1].splitlines()[-1] == "No action recorded in this library"
    assert rows[6][1].splitlines()[0] == "Action recorded"
    assert "Action" not in rows[6][1].splitlines()[1:]
    assert HISTORY.said in text(paper)


def test_where_no_later_review_holds_an_echo_none_is_counted() -> None:
    said = text(open_export(FollowedUp(SECOND, (FollowUp(UNANSWERED, (), Status.NO_EVIDENCE, ()),))))
    assert "No later finding in this library is linked to them." in said
    assert "echo of 0" not in said


def test_a_status_says_how_many_actions_are_complete() -> None:
    planned = replace(DONE, finding=replace(DONE.finding, id="99" * 8, status=Status.PLANNED))
    row = FollowUp(ASKED, ((ANSWER, DONE), (ANSWER, planned)), Status.IN_PROGRESS, ())
    assert "In progress, part complete (1 of 2)" in text(open_export(FollowedUp(SECOND, (row,))))


def test_contact_details_are_left_out_of_words_and_notes() -> None:
    said = text(open_export(PACK))
    assert "01632" not in said
    assert "@council.example" not in said
    assert said.count("[email address hidden]") == 2


@pytest.mark.parametrize(
    "payload", [HOSTILE, Pack("=1+1", tuple(Exhibit(one, one.finding.text) for one in HOSTILE.holdings))]
)
def test_hostile_texts_are_only_text(payload: Payload) -> None:
    said = text(open_export(payload))
    assert "<script>alert(1)</script> & <b>bold</b>" in said
    assert "{{ 7 * 7 }} {% raw %}" in said
