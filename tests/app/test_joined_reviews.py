"""Papers of one review are added as one review, and the keeper is told why."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from kb.app.library import Library
from kb.core.settings import Settings

REPORT = """# Learning review: Child Petrel

Sandhaven Safeguarding Children Partnership

Published {date}

## Recommendations

1. Health visitors should record when a child was not brought to an appointment{more}.
2. Managers should check that agreements are reviewed every six weeks.
3. Schools should keep a record of pupils who are educated at home.
"""
PLAN = """# Child Petrel: action plan

Sandhaven Safeguarding Children Partnership

Updated 3 June 2020

| Ref | Action | Status |
|---|---|---|
| R2 | A monthly list is sent to all team managers. | In progress |
"""


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with Library.open(Settings(data=tmp_path / "library")) as opened:
        yield opened


def write(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_the_same_report_in_another_issue_is_told_and_counted_once(library: Library, tmp_path: Path) -> None:
    library.add([write(tmp_path, "first.md", REPORT.format(date="4 March 2019", more=""))])
    second = write(tmp_path, "second.md", REPORT.format(date="9 May 2020", more=" and tell the school"))
    (outcome,) = library.add([second]).outcomes
    assert "the same report again and is counted once" in outcome.sentence
    assert "Sandhaven" in outcome.sentence
    (review,) = library.reviews()
    assert (review.title, review.published) == ("Learning review: Child Petrel", "2019-03-04")


def test_a_plan_meets_its_report_whichever_comes_first(library: Library, tmp_path: Path) -> None:
    library.add([write(tmp_path, "plan.md", PLAN)])
    library.add([write(tmp_path, "report.md", REPORT.format(date="4 March 2019", more=""))])
    (review,) = library.reviews()
    assert review.title == "Learning review: Child Petrel"
    held = {holding.finding.id: holding.finding.text for holding in library.findings()}
    assert [(held[one.recommendation][:8], held[one.action][:9]) for one in library.all_answers()] == [
        ("Managers", "A monthly")
    ]


STUDY = """# Cold homes: a thematic review of five deaths

Sandhaven Safeguarding Adults Board

{date}

## Recommendations

1. The Board should ask landlords to report broken boilers{more}.
2. Home care contracts should name the warmth of rooms.
3. GPs should write to people who stop collecting their medicines.
4. The council should keep a register of homes without heating.
"""


def test_a_study_of_no_single_case_published_again_is_told_and_counted_once(library: Library, tmp_path: Path) -> None:
    library.add([write(tmp_path, "first.md", STUDY.format(date="May 2020", more=""))])
    (outcome,) = library.add([write(tmp_path, "second.md", STUDY.format(date="May 2021", more=" at once"))]).outcomes
    assert "the same report again and is counted once" in outcome.sentence
    assert len(library.reviews()) == 1
    other = STUDY.format(date="May 2021", more=" at once").replace("Sandhaven", "Northmere")
    library.add([write(tmp_path, "third.md", other)])
    assert len(library.reviews()) == 2  # another board that says the same is another review


def test_a_report_whose_name_was_taken_out_is_proposed_and_not_joined(library: Library, tmp_path: Path) -> None:
    report = REPORT.format(date="4 March 2019", more="")
    library.add([write(tmp_path, "first.md", report)])
    (outcome,) = library.add(
        [write(tmp_path, "second.md", report.replace("Petrel", "R").replace("2019", "2020"))]
    ).outcomes
    assert "may belong to the review “Learning review: Child Petrel”" in outcome.sentence
    assert "3 of 3 findings are the same" in outcome.sentence
    assert len(library.reviews()) == 2


def test_reading_again_keeps_what_was_said_of_the_review(library: Library, tmp_path: Path) -> None:
    library.add([write(tmp_path, "report.md", REPORT.format(date="4 March 2019", more=""))])
    library.add([write(tmp_path, "plan.md", PLAN)])
    before = library.documents()
    assert [note.code for held in before for note in held.notes] == ["joined_review"]
    library.reread()
    assert library.documents() == before


def test_a_likely_review_is_proposed_and_not_joined(library: Library, tmp_path: Path) -> None:
    library.add([write(tmp_path, "first.md", REPORT.format(date="4 March 2019", more=""))])
    other = """# Learning review: Child Petrel

Sandhaven Safeguarding Children Partnership

Published 9 May 2020

## Recommendations

1. Hospitals should weigh each infant at every visit.
2. Midwives should ask about earlier losses.
3. Police officers should look into each bedroom.
"""
    (outcome,) = library.add([write(tmp_path, "other.md", other)]).outcomes
    assert "It may belong to the review" in outcome.sentence
    assert len(library.reviews()) == 2


MINUTES_BEFORE = """# Sandhaven Safeguarding Children Partnership

Minutes of the meeting held on 9 June 2020

1. Marram

The register of pupils was shown to the group by D. Moor, who will bring it again in the autumn.
"""
NEWS_BEFORE = """# Newsletter of the Sandhaven Safeguarding Children Partnership

October 2020

## Marram

Team managers now get a list each month of agreements that are due.
"""


def test_papers_that_come_before_their_report_are_all_put_with_it(library: Library, tmp_path: Path) -> None:
    papers = [write(tmp_path, "minutes.md", MINUTES_BEFORE), write(tmp_path, "news.md", NEWS_BEFORE)]
    library.add(papers)
    assert len(library.reviews()) == 2
    earlier = {one.slug for one in library.reviews()}
    library.add(
        [write(tmp_path, "report.md", REPORT.format(date="4 March 2019", more="").replace("Child Petrel", "Marram"))]
    )
    (review,) = library.reviews()
    assert len(library.documents(review=review.slug)) == 3
    gone = (earlier - {review.slug}).pop()
    assert library.review(gone).slug == review.slug  # its address leads there
    notes = [note.sentence for one in library.documents(review=review.slug) for note in one.notes]
    assert any("its report came after it" in sentence for sentence in notes)


def test_a_paper_that_a_person_placed_stays_where_it_is(library: Library, tmp_path: Path) -> None:
    library.add([write(tmp_path, "news.md", NEWS_BEFORE)])
    library.add([write(tmp_path, "minutes.md", MINUTES_BEFORE)])
    placed = next(one for one in library.every_document() if one.name == "minutes.md")
    library.make_correction(lambda desk: desk.move(placed.id, "Another case", "K. Eeper"))
    library.add(
        [write(tmp_path, "report.md", REPORT.format(date="4 March 2019", more="").replace("Child Petrel", "Marram"))]
    )
    reviews = {one.name: one.review for one in library.every_document()}
    assert reviews["minutes.md"] != reviews["report.md"] == reviews["news.md"]


def test_a_paper_that_a_manifest_placed_stays_where_it_is(library: Library, tmp_path: Path) -> None:
    library.add([write(tmp_path, "news.md", NEWS_BEFORE)])
    placed = tmp_path / "placed"
    placed.mkdir()
    write(placed, "minutes.md", MINUTES_BEFORE)
    write(placed, "manifest.toml", '[[document]]\nfile = "minutes.md"\nreview = "the-board"\n')
    library.add([placed])
    library.add(
        [write(tmp_path, "report.md", REPORT.format(date="4 March 2019", more="").replace("Child Petrel", "Marram"))]
    )
    reviews = {one.name: one.review for one in library.every_document()}
    assert reviews["minutes.md"] == "the-board"
    assert reviews["news.md"] == reviews["report.md"]
