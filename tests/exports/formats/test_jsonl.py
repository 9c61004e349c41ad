"""CSV and JSON Lines: for programs, so every word and every name counts."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from kb.core.model import Evidence, Means
from kb.exports import Answers, Documents, EchoPairs, Findings, Payload, Reviews, Themes, Threads, write
from kb.exports.cells import one_line, unescape_cell
from kb.exports.columns import TABULAR
from tests.exports.scenes import (
    AGAIN,
    ANSWER,
    ASKED,
    CALL,
    CONTACT,
    DONE,
    ECHO,
    FIRST,
    FOLLOWED,
    FOUND,
    HISTORY,
    HOSTILE,
    LESSON,
    RECURS,
    SHEET,
    THREAD,
    UNANSWERED,
    hostile_findings,
    make_document,
)


def lines(payload: Payload) -> list[dict[str, object]]:
    written = b"".join(write(payload, "jsonl", SHEET)).decode()
    return [json.loads(line) for line in written.splitlines()]


def rows(payload: Payload) -> list[dict[str, str]]:
    written = b"".join(write(payload, "csv", SHEET)).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(written, newline="")))


THEMES = Themes(SHEET.vocabulary.themes.values(), {"neglect": (7, 3)})
EVERYTHING: tuple[Payload, ...] = (
    FOUND,
    Reviews([(FIRST, (make_document(FIRST), make_document(FIRST, "annex.pdf")))]),
    Documents([make_document(FIRST)]),
    THEMES,
    Answers([ANSWER]),
    EchoPairs([ECHO]),
    Threads([THREAD]),
    FOLLOWED,
    RECURS,
    HISTORY,
)


@pytest.mark.parametrize("payload", EVERYTHING, ids=lambda payload: type(payload).__name__)
def test_both_forms_have_the_same_rows_under_the_promised_names(payload: Payload) -> None:
    columns = TABULAR[type(payload)].columns
    told, written = lines(payload), rows(payload)
    assert len(told) == len(written) > 0
    assert [list(one) for one in told] == [[column.name for column in columns]] * len(told)
    assert list(written[0]) == [column.name for column in columns if not column.lines_only]


def test_a_finding_is_written_as_the_scorers_read_it() -> None:
    told = {str(one["id"]): one for one in lines(FOUND)}
    lesson, done = told[LESSON.finding.id], told[DONE.finding.id]
    assert lesson["source"] == "child-a.pdf"
    assert lesson["text"] == lesson["quotation"] == LESSON.finding.text
    assert lesson["kind"] == "lesson"
    assert lesson["themes"] == ["cp-plans-core-groups", "housing-moves"]
    assert lesson["page"] == 3
    assert lesson["section"] == ["Learning", "Core groups"]
    assert lesson["date"] == "2016-05"
    assert lesson["address"] == f"https://library.example/findings/{LESSON.finding.id}"
    assert done["answers"] == [ASKED.finding.id]
    assert done["status"] == "reported_complete"


def test_a_finding_without_pages_has_no_page() -> None:
    found = replace(LESSON.finding, span=replace(LESSON.finding.span, pages=()))
    payload = Findings([replace(LESSON, finding=found)])
    assert lines(payload)[0]["page"] is None
    assert rows(payload)[0]["page"] == ""


def test_evidence_is_told_with_its_theme() -> None:
    shown = LESSON.finding.tags[0].evidence[0]
    assert shown == Evidence(shown.words, Means.CUE, "text", 0, len(shown.words))
    told = lines(FOUND)[0]["evidence"]
    assert isinstance(told, list)
    assert told[0] == {"theme": "cp-plans-core-groups", "words": shown.words, "where": "text", "means": "cue"}
    assert rows(FOUND)[0]["evidence"].startswith(f"cp-plans-core-groups: {shown.words}; ")


def test_an_echo_is_written_as_the_scorers_read_it() -> None:
    assert lines(EchoPairs([ECHO])) == [
        {
            "finding": ASKED.finding.id,
            "echo": AGAIN.finding.id,
            "score": 3.25,
            "reason": "both speak of housing and core groups",
            "verbatim": False,
        }
    ]


def test_the_words_of_a_document_stay_whole_for_research() -> None:
    payload = Findings([CALL])
    assert lines(payload)[0]["text"] == CONTACT
    assert rows(payload)[0]["text"] == CONTACT


def test_hostile_texts_come_back_from_json_as_they_were() -> None:
    told = [one["text"] for one in lines(hostile_findings())]
    assert told == [text.replace("\ud800", "?") for text in HOSTILE]


def test_no_hostile_text_is_a_formula_in_csv_and_all_come_back() -> None:
    written = rows(hostile_findings())
    cells = [cell for row in written for cell in row.values()]
    assert not [cell for cell in cells if cell.strip("\ufeff\u00a0 \t\r\n")[:1] in set("=+-@＝＋－＠")]
    assert [unescape_cell(row["text"]) for row in written] == [one_line(text) for text in HOSTILE]


def test_a_recommendation_without_an_action_says_so() -> None:
    told = {one["recommendation"]: one for one in lines(FOLLOWED)}
    assert told[UNANSWERED.finding.id]["answered"] is False
    assert told[UNANSWERED.finding.id]["later"] == []
    later = told[ASKED.finding.id]["later"]
    assert isinstance(later, list)
    assert later[0]["finding"] == AGAIN.finding.id


def test_a_share_has_its_base() -> None:
    squares = {(one["theme"], one["value"]): one for one in lines(RECURS)}
    assert squares["housing-moves", "2016"]["share"] == 1
    assert squares["multi-agency-working", "2019"]["reviews"] == 0
    assert squares["housing-moves", "2014"]["base"] == 0
    assert squares["housing-moves", "2014"]["share"] is None


def test_the_scorer_of_findings_reads_the_lines(tmp_path: Path, shared_folder: Path) -> None:
    gold = {"source": "child-a.pdf", "text": LESSON.finding.text, "class": "core", "kinds": ["lesson"], "page": 3}
    gold |= {"themes": ["housing-moves"], "themes_ok": ["cp-plans-core-groups"], "id": "L1"}
    (tmp_path / "gold.jsonl").write_text(json.dumps(gold) + "\n", encoding="utf-8")
    (tmp_path / "found.jsonl").write_bytes(b"".join(write(Findings([LESSON]), "jsonl", SHEET)))
    scorer = shared_folder / "tools" / "score_findings.py"
    if not scorer.is_file():
        pytest.skip("../shared/tools/score_findings.py is not here")
    done = subprocess.run(
        [sys.executable, scorer, tmp_path / "gold.jsonl", tmp_path / "found.jsonl", "--json"],
        capture_output=True,
        text=True,
        check=True,
    )
    told = json.loads(done.stdout)
    assert (told["finding_f1"], told["page_accuracy"], told["theme_f1"]) == (1, 1, 1)
