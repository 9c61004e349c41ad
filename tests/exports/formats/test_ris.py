from __future__ import annotations

from dataclasses import replace

import rispy

from kb.exports import Reviews, write
from tests.exports.scenes import FIRST, FOUND, SECOND, SHEET, hostile_findings, make_document


def test_each_document_is_one_reference() -> None:
    told = rispy.loads(b"".join(write(FOUND, "ris", SHEET)).decode())
    assert [one["title"] for one in told] == [
        "Review of Child A",
        "Learning from Family K",
        "Safeguarding Adult Review: Adult M",
    ]
    first = told[0]
    assert first["type_of_reference"] == "RPRT"
    assert first["authors"] == ["Northmoor Partnership"]
    assert first["year"] == "2016"
    assert first["urls"][0] == "https://reviews.example/child-a"


def test_a_reference_has_the_pages_and_the_addresses_of_what_is_quoted() -> None:
    first = rispy.loads(b"".join(write(FOUND, "ris", replace(SHEET, base="https://library.example"))).decode())[0]
    assert first["start_page"] == "3"
    assert int(first["end_page"]) >= int(first["start_page"])
    assert first["urls"][0] == "https://reviews.example/child-a"
    assert all(one.startswith("https://library.example/findings/") for one in first["urls"][1:])
    assert first["access_date"] == SHEET.date[:10].replace("-", "/")


def test_a_review_with_two_documents_is_two_references() -> None:
    written = b"".join(
        write(Reviews([(FIRST, (make_document(FIRST), make_document(SECOND, "annex.pdf")))]), "ris", SHEET)
    ).decode()
    assert len(rispy.loads(written)) == 2


def test_no_number_stands_before_a_reference() -> None:
    written = b"".join(write(FOUND, "ris", SHEET)).decode()
    assert {line[2:6] for line in written.splitlines() if line} == {"  - "}


def test_a_hostile_title_begins_no_tag_of_its_own() -> None:
    written = b"".join(write(hostile_findings(), "ris", SHEET)).decode()
    assert {line[2:6] for line in written.splitlines() if line} == {"  - "}
    assert written.count("TY  - ") == written.count("ER  - ") == len(hostile_findings().holdings)  # type: ignore[arg-type]  # a tuple
