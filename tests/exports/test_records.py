"""One record of a finding: the API, JSON Lines, `--json` and feeds give the same of it."""

from __future__ import annotations

import json
from dataclasses import asdict, replace

import httpx

from kb.app.library import Library
from kb.core.model import Certainty, Evidence, Means, Tag
from kb.exports import Findings, write
from kb.exports.records import finding_path, finding_record
from tests.cli.command import command
from tests.exports.scenes import GOOD, LESSON, SHEET
from tests.web.conftest import http, library  # noqa: F401  # fixtures of the small library

SAME = (
    "id", "text", "quotation", "kind", "review", "review_title", "status", "owner", "due", "polarity", "subjects",
    "label", "lead_in", "shown_by", "document", "document_type", "review_type", "area", "publisher", "licence",
)  # fmt: skip
RENAMED = {"source": "document_name", "section": "heading", "title": "document_title", "date": "published"}


def test_json_lines_hold_the_values_of_the_record() -> None:
    for held in (LESSON, GOOD):
        line = json.loads(b"".join(write(Findings((held,)), "jsonl", SHEET)))
        record = json.loads(json.dumps(asdict(finding_record(held, SHEET.vocabulary, hide=str))))
        for name in SAME:
            assert (line[name] or "") == (record[name] or ""), name
        for name, of_record in RENAMED.items():
            assert line[name] == record[of_record], name
        assert line["themes"] == [tag["theme"] for tag in record["themes"] if tag["certainty"] == "yes"]
        assert line["inferred_themes"] == [tag["theme"] for tag in record["themes"] if tag["certainty"] == "inferred"]
        assert [one["words"] for one in line["evidence"]] == [
            shown["words"] for tag in record["themes"] if tag["certainty"] != "unsure" for shown in tag["evidence"]
        ]


def test_a_theme_that_is_only_inferred_stands_in_a_column_of_its_own() -> None:
    inferred = Tag("neglect", Certainty.INFERRED, 0.7, (Evidence("", Means.CONTEXT, "case"),))
    held = replace(LESSON, finding=replace(LESSON.finding, tags=(*LESSON.finding.tags, inferred)))
    line = json.loads(b"".join(write(Findings((held,)), "jsonl", SHEET)))
    assert line["inferred_themes"] == ["neglect"]
    assert "neglect" not in line["themes"]
    assert {"theme": "neglect", "where": "case"}.items() <= line["evidence"][-1].items()


def test_the_api_and_the_feed_give_the_record(library: Library, http: httpx.Client) -> None:  # noqa: F811
    held = library.findings()[0]
    record = json.loads(json.dumps(asdict(finding_record(held, library.vocabulary))))
    assert http.get(f"/api/v1/findings/{held.finding.id}").json() == record
    assert http.get(finding_path(held)).status_code == 200
    fed = [one["_finding"] for one in http.get("/search.feed.json?q=core").json()["items"]]
    assert fed
    for one in fed:
        of_feed = finding_record(library.finding(one["id"]), library.vocabulary)
        assert one == json.loads(json.dumps(asdict(of_feed)))


def test_the_command_line_gives_the_record(library: Library) -> None:  # noqa: F811
    told = json.loads(command(library.settings.data, "search", "core", "--json").stdout)
    assert told["findings"]
    for one in told["findings"]:
        record = finding_record(library.finding(one["id"]), library.vocabulary)
        assert one == json.loads(json.dumps(asdict(record)))
