"""One briefing gives the same findings, whatever kind of file it comes as."""

from __future__ import annotations

import pytest

from ingest.pipeline import reading_of
from ingest.readers import read
from kb.core.model import Metadata
from kb.vocabulary import load
from tests.ingest.readers import papers

FINDS = [
    ("lesson", "Each service held a part"),
    ("lesson", "Ask who else lives"),
    ("lesson", "Missed appointments are a sign"),
    ("lesson", "A record that says only"),
    ("recommendation", "The partnership should agree"),
    ("recommendation", "Housing officers should be invited"),
    ("action", "The partnership will look at"),
]


@pytest.mark.parametrize("name", papers.FILES)
def test_every_format_gives_the_same_findings(name: str) -> None:
    given = reading_of(read(papers.FILES[name](), name), Metadata(), load())
    assert [(f.kind.value, f.text[: len(words)]) for f, (_, words) in zip(given.findings, FINDS, strict=True)] == FINDS
    assert [f.label for f in given.findings if f.kind.value == "recommendation"] == ["1", "2"]
    assert given.about.title is not None
    assert given.about.title.value == "Learning briefing: the Arlen family"
