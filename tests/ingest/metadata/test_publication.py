"""When a document was published, by the words around its dates."""

from __future__ import annotations

import pytest

from benchmarks.dates import lines, publication_date
from ingest.metadata.publication import published_in
from kb.core.model import StatedValue
from tests.ingest.reading import reading


def test_judged_lines_are_dated_right_and_no_other_date_is_taken_for_publication() -> None:
    judged = lines()
    assert [line for line, date in judged if not date and publication_date(line)] == []
    assert sum(publication_date(line) == date for line, date in judged) >= 0.97 * len(judged)


@pytest.mark.parametrize(
    ("line", "iso"),
    [
        ("Published on Friday 9th October, 2020", "2020-10-09"),
        ("Presented to a special meeting of the Executive held on 4 May 2020", "2020-05-04"),
        ("Agreed at the meeting of the Board on 3 May 2018 that the case met the criteria", ""),
        ("Written by Dr Una Hale (15 March 2016)", "2016-03-15"),
        ("Prepared for the hearing of 4 May 2020", ""),
        ("LCSPR_Jude_v3_Mar2022", "2022-03"),
        ("Updated 06.2021", "2021-06"),
        ("CPR 02/2016", ""),
        ("The Board will consider this report on 3 June 2022", ""),
        ("Dates of review: 3 May 2019 – 6 June 2020", ""),
        ("Report date: 9/10/20", "2020-10-09"),
        ("Published 9-10-2020", "2020-10-09"),
        ("Autumn 2020", "2020-11"),
        ("School year 2019/20", "2020-08"),
        ("Financial year 2019/20", "2020-03"),
        ("Version 4.2, 9 October 2020", "2020-10-09"),
        ("Target date: 9/10/20", ""),
        ("Panel meeting held 9 October 2020", ""),
        ("Inspection dates: 5 to 9 October 2020", ""),
        ("Date of death: 9 October 2020", ""),
        ("Published 31 September 2020", ""),
    ],
)
def test_a_label_says_whose_date_it_is(line: str, iso: str) -> None:
    assert publication_date(line) == iso


def test_the_end_of_a_period_is_marked_as_one() -> None:
    found = published_in("Annual report 2019-20")
    assert found is not None
    assert (found.iso, found.marked) == ("2020-03", "the end of the period printed")
    day = published_in("Published 9 October 2020")
    assert day is not None
    assert not day.marked


def test_a_report_named_in_a_sentence_does_not_date_the_document() -> None:
    published = reading(
        "Learning review: Baby Finch\n\nThe review of Baby Rook was published in May 2011.\n\nJune 2020\n\n"
        "Key learning\n\n- Ask about debts.\n"
    ).about.published
    assert published == StatedValue("2020-06", "the beginning")


def test_a_year_alone_dates_a_document_where_nothing_firmer_does() -> None:
    opening = "Learning review: Baby Finch\n\nMarshfold Safeguarding Children Partnership\n\n2021\n\n"
    ending = "Key learning\n\n- Ask.\n"
    assert reading(opening + ending, "md").about.published == StatedValue("2021", "the beginning")
    firmer = reading(f"{opening}Published: 4 March 2022\n\n{ending}", "md").about.published
    assert firmer == StatedValue("2022-03-04", "the beginning")


def test_minutes_are_dated_by_their_meeting_and_say_so() -> None:
    text = "Minutes of the Tarnside Board\n\nHeld on Tuesday 4 May 2021\n\nPresent: J Roe\n\nApologies: A Vane\n"
    assert reading(text).about.published == StatedValue("2021-05-04", "the beginning, the day of the meeting")


def test_a_paper_that_says_when_it_was_published_goes_before_the_year_it_is_about() -> None:
    text = (
        "Tarnside annual report 2020-21\n\nThis chapter was written by the scrutineer, agreed on 1 June 2021 and "
        "published on 8 September 2021.\n"
    )
    stated = reading(text).about.published
    assert stated is not None
    assert stated.value == "2021-09-08"


def test_the_date_of_a_letter_that_is_answered_is_not_the_answer_s() -> None:
    stated = reading("8 July 2021\n\nDear Sir\n\nThank you for your report dated 3 May 2021.\n").about.published
    assert stated is not None
    assert stated.value == "2021-07-08"


@pytest.mark.parametrize(
    ("lines_of_it", "iso"),
    [
        ("Version 3, 9 March 2021\n\nVersion 2, 4 May 2020", "2021-03-09"),  # the latest, whichever comes first
        ("Draft 2: 4 May 2020\n\nFinal: 9 March 2021", "2021-03-09"),
        ("Date of this reply: 9 March 2021\n\nDate of the report: 4 May 2020", "2021-03-09"),
        ("Period under review\n\n4 May 2018 – 9 March 2020", ""),
    ],
)
def test_several_dates_of_a_cover_leave_the_documents_own(lines_of_it: str, iso: str) -> None:
    published = reading(f"Learning review: Baby Finch\n\n{lines_of_it}\n\nKey learning\n\n- Ask about debts.\n").about
    assert (published.published.value if published.published else "") == iso


def test_a_paper_for_a_meeting_is_dated_by_it_where_nothing_firmer_is_printed() -> None:
    published = reading("Paper for the Board\n\nMeeting date: 9 March 2021\n\nAgenda item: 4\n").about
    assert published.published == StatedValue("2021-03-09", "the beginning, the day of the meeting")


def test_the_years_that_items_of_minutes_speak_of_do_not_date_them() -> None:
    about = reading(
        "# Eastmere Safeguarding Adults Board\n\n# Minutes of the meeting held on 15 June 2023 at the Corn Hall\n\n"
        "**Present:** Olive Tranter (chair), Sam Pell\n\n**Apologies:** Gary Moyle\n\n## 1. Budget\n\n"
        "The Board agreed the annual budget for 2023-24.\n",
        "md",
    ).about
    assert about.published is not None
    assert about.published.value == "2023-06-15"


_DATES_IT = [
    "Document date",
    "Date created",
    "Date of upload",
    "Pub. date",
    "Circulated",
    "Shared with partners",
    "Tabled",
    "Report completion date",
    "Date of our response",
    "Laid before Parliament",
    "Signature date",
    "Month and year",
    "Added to website",
    "Date of sign-off",
    "Doc. date",
]
_DATES_ANOTHER = [
    "Released from prison",
    "Released on licence",
    "Released to his mother's care",
    "Order was created",
    "Passport issued",
    "Warrant issued",
    "Notice issued",
    "Prescription issued",
    "Letter sent to father",
    "Assessment completed",
    "Funding agreed",
    "Last medication review",
    "Date of rapid review",
    "For review",
    "Date of decision to undertake review",
    "Placement approved",
    "Order made",
    "Care plan approved",
]


@pytest.mark.parametrize("label", _DATES_IT)
def test_a_label_of_the_document_dates_it(label: str) -> None:
    assert publication_date(f"{label}: 3 May 2019") == publication_date(f"{label} 03/05/2019") == "2019-05-03"


@pytest.mark.parametrize("label", _DATES_ANOTHER)
def test_a_label_of_the_case_does_not_date_the_document(label: str) -> None:
    assert publication_date(f"{label}: 3 May 2019") == publication_date(f"{label} 03/05/2019") == ""


@pytest.mark.parametrize(
    ("line", "iso"),
    [
        ("3 May 2019 – first published", "2019-05-03"),
        ("3 May 2019 (publication date)", "2019-05-03"),
        ("3 May 2019 approved by the Board", "2019-05-03"),
        ("January 2016 – Serious Case Review – Child O", "2016-01"),
        ("3 May 2019 – review due", ""),
        ("3 May 2019 serious case review panel meeting", ""),
        ("3 May 2019 – publication planned", ""),
        ("Date: the 3rd of May 2019", "2019-05-03"),
        ("00.01 on 3 May 2019", "2019-05-03"),
        ("[3 May 2019]", "2019-05-03"),
        ("Report to Scrutiny – 14:00, Friday 3 May 2019", "2019-05-03"),
        ("Week ending 3 May 2019", "2019-05-03"),
        ("End of May 2019", "2019-05"),
        ("Circulated 3 May 2019 to all partner agencies", "2019-05-03"),
    ],
)
def test_a_date_is_read_by_what_stands_behind_it_and_around_it(line: str, iso: str) -> None:
    assert publication_date(line) == iso


def test_minutes_that_name_nothing_else_are_dated_by_their_meeting() -> None:
    read = reading("# Minutes\n\nDate of meeting: 08.07.2020\n\nDate of next meeting: 07.10.2020\n", "md")
    assert read.about.published is not None
    assert read.about.published.value == "2020-07-08"


@pytest.mark.parametrize(
    ("table", "iso"),
    [
        (
            "| Version | Date | Status |\n|---|---|---|\n| 0.1 | 4 Jan 2021 | Draft |\n| 1.0 | 14 June 2021 | Final |",
            "2021-06-14",
        ),
        (
            "| Date | Version | Change |\n|---|---|---|\n| 14/06/21 | 2 | Published |\n| 04/01/21 | 1 | Sent |",
            "2021-06-14",
        ),
        ("| Date of issue | 14 June 2021 |\n|---|---|\n| Author | J Penn |\n| Review date | June 2023 |", "2021-06-14"),
        ("| Date | Event |\n|---|---|\n| 4 Jan 2021 | Visit by nurse |\n| 14 June 2021 | Found |", None),
    ],
)
def test_a_table_of_versions_dates_a_document_by_its_last_and_a_chronology_does_not(
    table: str, iso: str | None
) -> None:
    read = reading(f"# Learning review: Pip\n\n{table}\n\n## Learning\n\n- Ask.\n", "md").about.published
    assert (read and read.value) == iso


@pytest.mark.parametrize("line", ["Republished 9 May 2021", "Re-published on 9 May 2021", "Reprinted 9 May 2021"])
def test_a_day_of_publishing_again_counts_after_the_first(line: str) -> None:
    assert publication_date(line) == "2021-05-09"
    first = reading(f"# Review of Mrs Aster\n\n{line}\n\nPublished 2 March 2020\n", "md").about.published
    assert first is not None
    assert first.value == "2020-03-02"
