"""The page on links shows what was measured."""

from __future__ import annotations

from pathlib import Path

from kb.app.library import Library
from kb.app.link_quality import links_quality
from kb.core.settings import Settings
from tests.web import site


def test_what_was_measured_is_whole_and_stands_on_the_page(tmp_path: Path) -> None:
    every = links_quality()
    assert [one.encoder for one in every] == [True, False]
    with Library.open(Settings(data=tmp_path, search="memory:")) as library, site.client(library) as http:
        page = http.get("/help/links").text
    assert page.index("With the sentence encoder") < page.index("Without the sentence encoder")
    for measured in every:
        ours = {one.set for one in measured.ranking if one.way == "this program"}
        assert {one.set for one in measured.ranking if one.way == "BM25"} == ours != set()
        assert {one.same for one in measured.classes} == {True, False}
        for one in measured.classes:
            assert f"{one.name.capitalize()}</th>" in page
        for claim in measured.published:
            assert f"{claim.same} of {claim.pairs} say the same lesson" in page
