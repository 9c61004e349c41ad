from __future__ import annotations

import pytest

from ingest.pipeline import reading_of
from ingest.readers import read
from kb.core.model import Metadata, StatedValue
from kb.text.dates import date_alone, date_in
from kb.vocabulary import load
from tests.ingest.reading import reading

REPORT = """Marshfold Safeguarding Adults Board

Safeguarding Adults Review: Mrs Grebe

Overview report

March 2021

1. Introduction

The period under review is from 1 January 2018 to 3 March 2019. Mrs Grebe lived alone in a small flat by the river.
"""


def test_a_report_says_what_it_is_and_where_it_says_so() -> None:
    about = reading(REPORT).about
    assert about.title == StatedValue("Safeguarding Adults Review: Mrs Grebe", "the beginning")
    assert about.partnership == about.publisher == StatedValue("Marshfold Safeguarding Adults Board", "the beginning")
    assert about.area == StatedValue("Marshfold", "the beginning")
    assert about.review_type == StatedValue("safeguarding-adult-review", "the beginning")
    assert about.document_type == StatedValue("overview-report", "the beginning")
    assert about.published == StatedValue("2021-03", "the beginning")
    assert about.period == StatedValue("1 January 2018 to 3 March 2019", "the text")


def test_a_letter_names_its_area_and_its_inspectors() -> None:
    about = reading(
        "3 May 2023\n\nJo Moss, Director of Children's Services\n\nDear Jo\n\nFocused visit to Eastmere "
        "children’s services\n\n"
        "This letter summarises the findings of the focused visit. It was carried out by Ofsted.\n\nMain "
        "findings\n\nStaff know children well.\n"
    ).about
    assert about.title is not None
    assert about.title.value == "Focused visit to Eastmere children’s services"
    assert about.area == StatedValue("Eastmere", "the beginning")
    assert about.publisher == StatedValue("Ofsted", "the beginning")
    assert about.published == StatedValue("2023-05-03", "the beginning")
    assert about.document_type is not None
    assert about.document_type.value == "inspection-letter"


def test_what_is_not_stated_is_not_guessed() -> None:
    assert reading("Key learning\n\n- Ask about debts.\n").about == Metadata()


def test_what_is_known_already_is_never_overruled() -> None:
    known = Metadata(title=StatedValue("Mrs Grebe", "manifest"), area=StatedValue("Eastmere", "manifest"))
    about = reading_of(read(REPORT.encode(), "report.txt"), known, load()).about
    assert (about.title, about.area) == (known.title, known.area)


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("3 July 2009", "2009-07-03"),
        ("1st of February 2020", "2020-02-01"),
        ("January 2022", "2022-01"),
        ("Sept 2018", "2018-09"),
        ("05/03/2019", "2019-03-05"),
        ("2021-04-30", "2021-04-30"),
        ("31 February 2020", ""),
        ("14.13.2020", ""),
    ],
)
def test_dates_are_read_as_they_are_printed_in_britain(text: str, iso: str) -> None:
    assert date_alone(text) == date_in(f"on {text} it rained") == iso


def test_a_date_in_a_sentence_is_not_a_date_alone() -> None:
    assert date_alone("Published in May 2020 by the board") == ""


@pytest.mark.parametrize(
    ("line", "date"),
    [
        ("Northmere Safeguarding Children Partnership | November 2023", "2023-11"),
        ("Date of completion: May 2022", "2022-05"),
        ("Date of this report: 4 May 2022", "2022-05-04"),
        ("Target date: May 2022", ""),
        ("Review date: May 2022", ""),
    ],
)
def test_a_line_near_the_top_dates_a_document_unless_it_dates_something_else(line: str, date: str) -> None:
    published = reading(
        f"Briefing: Baby Rowan\n\n{line}\n\nWhat we learned\n\n• Ask who the father is."
    ).about.published
    assert (published.value if published else "") == date


@pytest.mark.parametrize(
    ("cover", "expected"),
    [
        ("Serious Case Review\n\nOverview report into the death of Wren\n\nTarnside LSCB", "serious-case-review"),
        ("Overview report into the death of Osric\n\nTarnside Safeguarding Adults Board", ""),
        ("Report into the death of Zora\n\nTarnside Community Safety Partnership", "domestic-homicide-review"),
    ],
)
def test_a_report_into_a_death_is_of_the_sort_that_its_cover_or_its_body_tells(cover: str, expected: str) -> None:
    stated = reading(f"{cover}\n\nIntroduction\n\nThe family had lived in Tarnside for two years.\n").about.review_type
    assert (stated.value if stated else "") == expected
