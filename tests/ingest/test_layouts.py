"""One invented document for every layout that published reviews use, with the findings that a careful reader makes.

Each file of samples/ holds the text, the findings in order of reading with the kinds that are right, and what else
must be told: owners, dates, statuses, labels, headings, lead-ins and the links of answers.
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from kb.core.model import Reading
from tests.ingest.reading import plain_text, reading, starting

SAMPLES = sorted((Path(__file__).parent / "samples").glob("*.toml"))
CONVENTIONS = range(1, 41)


def sample(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))


def read_sample(path: Path) -> tuple[dict[str, Any], Reading]:
    held = sample(path)
    return held, reading(held["text"], held.get("format", "txt"))


def test_every_convention_has_a_sample() -> None:
    numbered = {int(path.stem[:2]) for path in SAMPLES if path.stem[:2].isdigit()}
    assert numbered == set(CONVENTIONS)


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_a_layout_gives_exactly_its_findings(path: Path) -> None:
    held, given = read_sample(path)
    expected = [(kinds.split(), plain_text(text)) for kinds, text in held["finds"]]
    found = [(f.kind.value, _without_label(f.text, f.label)) for f in given.findings]
    assert [text for _, text in found] == [_without_label(text, "") for _, text in expected]
    wrong = [(kind, kinds, text) for (kind, text), (kinds, _) in zip(found, expected, strict=True) if kind not in kinds]
    assert not wrong


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_a_layout_gives_what_stands_beside_its_findings(path: Path) -> None:
    held, given = read_sample(path)
    for attribute, key in (
        ("owner", "owners"),
        ("due", "due"),
        ("label", "labels"),
        ("status", "statuses"),
        ("lead_in", "lead_ins"),
    ):
        for words, value in held.get(key, []):
            assert getattr(starting(given, words), attribute) == value, f"{attribute} of {words!r}"
    for words, heading in held.get("headings", []):
        assert starting(given, words).heading[-1] == heading
    links = {(starting(given, asked).id, starting(given, done).id) for asked, done in held.get("answers", [])}
    assert {(answer.recommendation, answer.action) for answer in given.answers} == links


def _without_label(text: str, label: str) -> str:
    """Leave off a printed number or label, which a format may give as part of the words or beside them."""
    words, lead = plain_text(text), plain_text(label)
    words = words.removeprefix(lead).strip() if lead else words
    parts = words.split()
    while parts and (
        parts[0].isdigit() or (parts[0] in ("recommendation", "lesson") and parts[1:] and parts[1].isdigit())
    ):
        parts.pop(0)
    return " ".join(parts)
