"""The commands that answer questions: what they print, and with what status they end."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from kb.core.model import Kind, Status
from tests.cli.command import Kb, command
from tests.hostile import HOSTILE, LIBRARY
from tests.papers import child_z
from tests.web import shelf


def test_texts_of_documents_without_findings_are_searched(kb: Kb, tmp_path: Path) -> None:
    (tmp_path / "minutes.txt").write_text("The lantern at Osterholm pier was lit at dusk. Ring 020 7946 0018.\n")
    kb("add", str(tmp_path / "minutes.txt"))
    told = kb("search", "lanterns", "--texts").stdout
    assert told.startswith("In full texts: 1 document.")
    assert "lantern at Osterholm pier" in told
    assert "7946" not in told
    assert json.loads(kb("search", "lanterns", "--texts", "--json").stdout)["total"] == 1
    assert kb("search", "lanterns", "--texts", "--kind", "lesson").returncode == 2


def test_find_shows_words_review_page_and_themes(held_library: Kb) -> None:
    done = held_library("search", "flats", "--exact")
    assert done.returncode == 0
    assert done.stdout.startswith("2 findings in 2 sources.")
    assert "Child Z, 2021" in done.stdout
    assert "housing-moves" in done.stdout


def test_find_narrows_by_theme_kind_and_year(held_library: Kb) -> None:
    assert held_library("search", "--theme", "Domestic abuse").stdout.startswith("1 finding in 1 source.")
    assert held_library("search", "--kind", "good_practice").stdout.startswith("1 finding in 1 source.")
    assert held_library("search", "flats", "--exact", "--year", "2022..").stdout.startswith("1 finding in 1 source.")
    assert held_library("search", "flats", "--exact", "--where", "area=Exby").stdout.startswith(
        "1 finding in 1 source."
    )


def test_find_answers_machines_in_json(held_library: Kb) -> None:
    told = json.loads(held_library("search", "flats", "--exact", "--json").stdout)
    assert (told["total"], told["reviews"]) == (2, 2)
    assert {one["kind"] for one in told["findings"]} == {"lesson"}
    assert told["facets"]["area"][0]["findings"] == 1


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("search", "--theme", "no such theme"), "There is no theme 'no such theme'. It can be:"),
        (("search", "--year", "lately"), "A year is written 2019"),
        (("search", "--where", "colour=red"), "NAME is one of theme, kind"),
        (("export", "everything"), "There is no export of 'everything'; there is findings, reviews"),
        (("export", "findings", "--format", "novel"), "not as “novel”"),
        (("export", "follow-up"), "--review"),
        (("recurrence", "--by", "colour"), "not by 'colour'"),
        (("check", "no-such-file.txt"), "cannot be read"),
    ],
)
def test_a_question_that_cannot_be_answered_is_wrong_use_in_words(
    arguments: tuple[str, ...], sentence: str, held_library: Kb
) -> None:
    done = held_library(*arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert sentence in done.stderr


def test_list_gives_the_ids_by_which_documents_are_known(held_library: Kb) -> None:
    told = json.loads(held_library("list", "--json").stdout)
    plain = held_library("list").stdout
    assert all(one["id"] in plain and one["name"] in plain for one in told)


def test_trace_shows_what_every_station_saw_and_keeps_nothing(held_library: Kb) -> None:
    before = held_library("list").stdout
    done = held_library("trace", str(LIBRARY / "tarnshire-family-d-report-2021.pdf"))
    for station in ("READ", "BLOCKS", "ABOUT", "SECTIONS", "FINDINGS", "ANSWERS", "why:", "theme "):
        assert station in done.stdout
    assert held_library("list").stdout == before


def test_trace_says_why_a_file_is_refused(held_library: Kb, tmp_path: Path) -> None:
    done = held_library("trace", str(HOSTILE["unknown"][0](tmp_path)))
    assert (done.returncode, done.stdout) == (1, "")
    assert "is not of a format that can be read" in done.stderr


def test_recur_counts_reviews_and_tells_threads(held_library: Kb) -> None:
    done = held_library("recurrence", "--theme", "housing-moves")
    assert "Housing moves" in done.stdout
    assert "found again" in done.stdout
    told = json.loads(held_library("recurrence", "--json").stdout)
    assert told["table"]["by"] == "year"


def test_recur_dates_a_finding_by_the_time_that_its_document_covers_where_it_states_no_date(tmp_path: Path) -> None:
    earlier = shelf.child_a()
    about = replace(earlier.about, published=None, period=shelf.stated_value("October 2012 to September 2013"))
    lesson, *others = earlier.findings
    done = replace(lesson, kind=Kind.ACTION, status=Status.REPORTED_COMPLETE)
    earlier = replace(earlier, about=about, findings=(done, *others))
    shelf.fill_library(tmp_path, (earlier, shelf.family_q())).close()
    back = command(tmp_path, "recurrence", "--came-back", KB_SEARCH="memory:").stdout
    assert "covers time to September 2013  action (reported complete)  Child A" in back
    threads = command(tmp_path, "recurrence", "--theme", "cp-plans-core-groups", KB_SEARCH="memory:").stdout
    assert "covers time to September 2013  acted  Child A" in threads
    assert "20 November 2019  found again  Family Q" in threads


def test_check_takes_a_draft_from_standard_input(held_library: Kb) -> None:
    done = held_library("check", "-", said="Agencies must share information about moves between temporary flats.")
    assert "nearly the same: " in done.stdout
    assert "It does not say by when." in done.stdout


def test_check_answers_where_nothing_is_held_yet(kb: Kb) -> None:
    done = kb("check", "-", said="We recommend that agencies share information about moves within six months.")
    assert done.returncode == 0
    assert "No finding in this library matches closely" in done.stdout


def test_check_takes_a_draft_as_a_file(held_library: Kb, tmp_path: Path) -> None:
    told = json.loads(held_library("check", "--json", str(child_z(tmp_path))).stdout)
    assert len(told) == 4


def test_a_draft_that_never_ends_is_told(own: Kb) -> None:
    done = own("check", "/dev/zero", KB_READ_FILE="1048576")
    assert (done.returncode, done.stderr) == (
        2,
        "/dev/zero is larger than the 1 MB that a file may have (KB_READ_FILE).\n",
    )


def test_a_draft_that_is_not_utf_8_is_checked_without_the_letters_that_cannot_be_read(held_library: Kb) -> None:
    draft = "Agencies must share information \udcff about moves between temporary flats."  # a byte that stands alone
    done = held_library("check", "-", said=draft)
    assert done.returncode == 0
    assert "nearly the same: " in done.stdout
