"""`kb export`: the same files on the command line."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from docx import Document
from typer.testing import CliRunner, Result

from kb.app.library import Library
from kb.cli.commands import app
from kb.core.errors import BadQuestion
from kb.core.model import CollectionItem
from kb.core.settings import Settings
from tests.cli.command import Kb
from tests.web import shelf

REPORT = """# Local child safeguarding practice review: Child Vale

Northmoor Safeguarding Children Partnership, May 2021

## Recommendations

1. The partnership should make sure that housing officers are invited to each core group.
2. The partnership should review training on neglect.

## Questions

- How do you find out who lives in the home?
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A library's folder with one review in it."""
    made = tmp_path_factory.mktemp("library")
    (made / "vale.md").write_text(REPORT, encoding="utf-8")
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("KB_DATA", str(made / "data"))
        with Library.open(Settings()) as library:
            library.add([made / "vale.md"])
        yield made


def export(*words: str) -> Result:
    return CliRunner().invoke(app, ["export", *words], catch_exceptions=True)


def one_review() -> str:
    with Library.open(Settings()) as library:
        return library.reviews()[0].slug


def test_findings_come_as_lines(folder: Path) -> None:
    told = [json.loads(line) for line in export("findings").stdout_bytes.decode().splitlines()]
    assert [one for one in told if "housing officers" in one["text"]]
    assert {one["source"] for one in told} == {"vale.md"}


def test_a_panel_paper_is_named_after_its_review(folder: Path) -> None:
    path = folder / "paper.docx"
    done = export("follow-up", "--review", one_review(), "--format", "docx", "--output", str(path))
    assert done.exit_code == 0, done.output
    paper = Document(io.BytesIO(path.read_bytes()))
    assert "Child Vale" in paper.core_properties.title
    assert paper.core_properties.title.startswith("What happened to the recommendations: ")


def test_a_collection_comes_as_a_pack(folder: Path) -> None:
    with Library.open(Settings()) as library:
        found = library.findings(kind="recommendation")[0]
        made = library.new_collection("A morning on housing", [CollectionItem(found.finding.id, "Ask who was there.")])
    path = folder / "pack.docx"
    done = export("pack", "--collection", made.key, "--format", "docx", "--output", str(path))
    assert done.exit_code == 0, done.output
    words = "\n".join(one.text for one in Document(io.BytesIO(path.read_bytes())).paragraphs)
    assert words.startswith("A morning on housing")
    assert "Ask who was there." in words
    assert "How do you find out who lives in the home?" in words


@pytest.mark.parametrize("form", ["jsonl", "csv"])
def test_contact_details_are_left_out_unless_asked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, form: str
) -> None:
    shelf.small_library(tmp_path).close()
    monkeypatch.setenv("KB_DATA", str(tmp_path))
    monkeypatch.setenv("KB_SEARCH", "memory:")
    told = export("findings", "--format", form).stdout_bytes.decode()
    assert "jo.bloggs@northby.example" not in told
    assert "[email address hidden]" in told
    kept = export("findings", "--format", form, "--contacts").stdout_bytes.decode()
    assert "jo.bloggs@northby.example" in kept
    assert "hidden]" not in kept


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["follow-up"], "--review"),
        (["pack"], "--collection"),
        (["findings", "--format", "exe"], "jsonl"),
        (["everything"], "Choose one of: findings"),
    ],
)
def test_what_cannot_be_exported_is_said_with_what_can(folder: Path, words: list[str], said: str) -> None:
    done = export(*words)
    assert done.exit_code != 0
    assert isinstance(done.exception, BadQuestion | SystemExit)
    assert said in (str(done.exception) + done.output)


def test_exported_findings_have_what_scorers_need(held_library: Kb) -> None:
    rows = [json.loads(line) for line in held_library("export", "findings", "--format", "jsonl").stdout.splitlines()]
    assert rows
    for row in rows:
        assert {"id", "source", "text", "kind", "themes", "page", "answers"} <= row.keys()
        assert {"review", "section", "title", "date", "evidence", "status", "owner"} <= row.keys()
    paged = {row["source"]: row["page"] for row in rows}
    assert paged["child-z.md"] is None
    assert paged["harrowfield-child-k-action-plan-2013.pdf"] >= 1
    recommendations = {row["id"] for row in rows if row["kind"] == "recommendation"}
    answered = {one for row in rows for one in row["answers"]}
    assert answered
    assert answered <= recommendations


def test_exported_echoes_have_what_scorers_need(held_library: Kb) -> None:
    rows = [json.loads(line) for line in held_library("export", "echoes", "--depth", "2").stdout.splitlines()]
    assert all({"finding", "echo", "score", "reason"} <= row.keys() for row in rows)
    assert rows
    assert max(sum(one["finding"] == row["finding"] for one in rows) for row in rows) <= 2


def test_no_exported_cell_is_a_formula(kb: Kb, tmp_path: Path) -> None:
    risky = tmp_path / "in" / "risky.md"
    risky.parent.mkdir()
    risky.write_text("# Review\n\n## Lessons learned\n\n- =HYPERLINK(1) was never shared by the agencies involved.\n")
    kb("add", str(risky))
    rows = list(csv.DictReader(io.StringIO(kb("export", "findings", "--format", "csv").stdout.lstrip("\ufeff"))))
    (text,) = [row["text"] for row in rows]
    assert "HYPERLINK" in text
    assert not text.startswith("=")


def test_an_export_can_be_written_to_a_file(held_library: Kb, tmp_path: Path) -> None:
    assert held_library("export", "reviews", "--output", str(tmp_path / "reviews.jsonl")).stdout == ""
    assert len((tmp_path / "reviews.jsonl").read_text().splitlines()) == 3
    done = held_library("export", "reviews", "--output", str(tmp_path / "no" / "folder.jsonl"))
    assert done.returncode == 1
    assert "cannot be written" in done.stderr


def test_an_export_never_takes_the_place_of_what_the_library_keeps(own: Kb, tmp_path: Path) -> None:
    database = tmp_path / "copy" / "library.sqlite3"
    (tmp_path / "out.jsonl").symlink_to(database)
    for output in (database, tmp_path / "out.jsonl", tmp_path / "copy" / "new.jsonl"):
        done = own("export", "reviews", "--output", str(output))
        assert done.returncode == 2
        assert "the library's own folder" in done.stderr
    assert len(own("export", "reviews").stdout.splitlines()) == 3


@pytest.mark.parametrize(
    "words",
    [
        ("findings", "--theme", "nosuch"),
        ("findings", "--kind", "nosuch"),
        ("threads", "--theme", "nosuch"),
        ("recurrence", "--theme", "nosuch"),
        ("recurrence", "--kind", "nosuch"),
    ],
)
def test_a_value_that_nobody_knows_is_no_empty_export(held_library: Kb, words: tuple[str, ...]) -> None:
    done = held_library("export", *words)
    assert (done.returncode, done.stdout) == (1, "")
    assert "“nosuch”" in done.stderr


@pytest.mark.parametrize("what", ["documents", "themes", "answers", "threads", "recurrence"])
def test_everything_can_be_exported(what: str, held_library: Kb) -> None:
    done = held_library("export", what)
    assert done.returncode == 0
    assert all(json.loads(line) for line in done.stdout.splitlines())
