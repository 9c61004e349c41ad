"""What every form promises, whatever it holds."""

from __future__ import annotations

import csv
import io
import re
import tomllib
from collections.abc import Iterator
from dataclasses import fields, replace
from typing import Any

import pytest

from kb.core.case_values import ContentNotice
from kb.core.errors import BadQuestion, DocumentWithdrawn
from kb.core.model import CASE, SENSE, Certainty, Evidence, FindingInContext, Means, Tag
from kb.exports import PAYLOADS, Findings, Pack, Payload, Threads, endings, formats, write
from kb.exports.columns import TABULAR, records
from tests.conftest import ROOT
from tests.exports.scenes import CONTRAST, FOLLOWED, FOUND, HISTORY, PACK, QUIZ, RECURS, SHEET

README = (ROOT / "kb/exports/README.md").read_text(encoding="utf-8")
MATTERS: tuple[Payload, ...] = (FOUND, FOLLOWED, RECURS, PACK, QUIZ, CONTRAST, HISTORY)


def test_every_form_says_what_it_is() -> None:
    for ending, form in formats().items():
        assert form.ending == ending
        assert "/" in form.media
        assert form.label
        assert form.writers


def test_the_forms_that_people_ask_for_are_there() -> None:
    assert set(endings(Findings)) >= {"csv", "jsonl", "xlsx", "docx", "pptx", "ris"}
    assert set(endings(Pack)) == {"docx", "pdf", "pptx"}


def test_a_form_that_there_is_not_names_those_that_there_are() -> None:
    with pytest.raises(BadQuestion, match="csv"):
        write(FOUND, "exe", SHEET)
    with pytest.raises(BadQuestion, match="docx, pdf, pptx"):
        write(PACK, "csv", SHEET)


def test_rows_are_made_as_they_are_read() -> None:
    taken = []

    def endless() -> object:
        while True:
            taken.append(1)
            yield FOUND.holdings[0]  # type: ignore[index]  # a tuple here

    pieces = iter(write(Findings(endless()), "csv", SHEET))  # type: ignore[arg-type]  # an iterator of holdings
    next(pieces)
    assert 0 < len(taken) < 1000


def test_a_table_of_findings_says_beforehand_what_its_reviews_hold() -> None:
    told = replace(FOUND, notice_of=lambda slug: ContentNotice("", (f"neglect in {slug}",)))
    rows = list(csv.DictReader(io.StringIO(b"".join(write(told, "csv", SHEET)).decode("utf-8-sig"))))
    assert {(row["review"], row["content_notice"]) for row in rows} == {
        (row["review"], f"Before you read: this includes neglect in {row['review']}.") for row in rows
    }
    silent = list(csv.DictReader(io.StringIO(b"".join(write(FOUND, "csv", SHEET)).decode("utf-8-sig"))))
    assert {row["content_notice"] for row in silent} == {""}


@pytest.mark.parametrize("place", [CASE, SENSE])
def test_a_sheet_says_of_a_theme_that_is_only_inferred_by_what(place: str) -> None:
    (held, *_) = FOUND.holdings
    lent = Tag("housing-moves", Certainty.INFERRED, 0.7, (Evidence("moved on", Means.CONTEXT, place),))
    own = Tag("neglect", Certainty.YES, 0.9, (Evidence("no food", Means.CUE),))
    row = replace(held, finding=replace(held.finding, tags=(own, lent)))
    told = b"".join(write(Findings((row,)), "csv", SHEET)).decode("utf-8-sig")
    (line,) = csv.DictReader(io.StringIO(told))
    assert (line["themes"], line["inferred_themes"]) == ("neglect", "housing-moves")
    assert line["evidence"] == f"neglect: no food; housing-moves ({place}): moved on"


def test_a_notice_is_asked_once_for_a_review_as_its_rows_are_read() -> None:
    asked: list[str] = []
    read: list[str] = []
    holdings = [one for one in FOUND.holdings for _ in range(3)]

    def every() -> Iterator[FindingInContext]:
        for one in holdings:
            read.append(one.finding.id)
            yield one

    def notice_of(slug: str) -> ContentNotice:
        asked.append(slug)
        return ContentNotice("", ("neglect",))

    rows = records(Findings(every(), notice_of=notice_of), SHEET)
    next(rows)
    assert (len(read), len(asked)) == (1, 1)
    assert sum(1 for _ in rows) == len(holdings) - 1
    assert asked == list(dict.fromkeys(one.review.slug for one in holdings))


def test_a_review_that_is_withdrawn_while_rows_are_read_ends_no_table() -> None:
    def notice_of(slug: str) -> ContentNotice:
        raise DocumentWithdrawn(f"{slug} was withdrawn.")

    told = replace(FOUND, notice_of=notice_of)
    rows = list(csv.DictReader(io.StringIO(b"".join(write(told, "csv", SHEET)).decode("utf-8-sig"))))
    assert [row["content_notice"] for row in rows] == [""] * len(list(FOUND.holdings))


@pytest.mark.parametrize("payload", MATTERS, ids=lambda payload: type(payload).__name__)
def test_every_file_has_something_in_it(payload: Payload) -> None:
    for ending in endings(type(payload)):
        if ending != "pdf":
            assert len(b"".join(write(payload, ending, SHEET))) > 200, ending


@pytest.mark.parametrize(("name", "shape"), PAYLOADS.items())
def test_the_readme_tells_every_column(name: str, shape: type[Payload]) -> None:
    if shape not in TABULAR:
        return
    section = README.split(f"\n### {name}\n")[1].split("\n#")[0]
    told = re.findall(r"^\| (\w+) \| (.+?) \|$", section, re.MULTILINE)[1:]
    assert told == [
        (column.name, column.meaning + (" (jsonl only)" if column.lines_only else ""))
        for column in TABULAR[shape].columns
    ]


@pytest.mark.parametrize("payload", PAYLOADS.values(), ids=PAYLOADS)
def test_the_readme_says_what_each_payload_holds(payload: type) -> None:
    (line,) = (line for line in README.splitlines() if line.startswith("| `") and f"`{payload.__name__}`" in line)
    assert [field.name for field in fields(payload) if f"`{field.name}`" not in line] == []


def test_the_example_in_the_readme_runs() -> None:
    example = README.split("```python\n")[1].split("```")[0]
    names = {"vocabulary": SHEET.vocabulary, "holdings": FOUND.holdings, "answers": FOUND.answers}
    exec(example, names)  # the README's own lines
    assert b"".join(names["pieces"]).startswith(b"\xef\xbb\xbfid,source,text")  # type: ignore[arg-type]  # of exec


def test_the_form_in_the_readme_writes_findings() -> None:
    example = README.split("```python\n")[2].split("```")[0]
    form: dict[str, Any] = {}
    exec(example, form)  # the README's own lines
    written = b"".join(form["WRITERS"][Findings](FOUND, SHEET)).decode()
    assert written.startswith(f"# {SHEET.title}\n\n- ")
    assert written.count("\n- ") == len(list(FOUND.holdings))
    assert form["ENDING"] == "md"


def test_the_files_that_a_wheel_needs_are_in_the_package() -> None:
    packages = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert "kb" in packages["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"]
    assert (ROOT / "kb/exports/questions.toml").is_file()
    assert Threads in TABULAR
