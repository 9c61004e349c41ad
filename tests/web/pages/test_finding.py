"""The page of a finding: what showed each of its themes."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kb.app.library import Library
from kb.core.model import CASE, Certainty, Evidence, Means, Tag
from tests.web.site import make_request
from web.pages import finding

LENT = Evidence("hoard", Means.CONTEXT, CASE)
WEAK = Evidence("clutter", Means.MODEL, "text", 0, 7)
GIVEN = "the whole case is about it, and the words of this finding bear that out"


@pytest.mark.parametrize(
    ("certainty", "evidence", "how"),
    [
        (Certainty.YES, (LENT,), GIVEN),
        (Certainty.YES, (LENT, WEAK), GIVEN),
        (Certainty.INFERRED, (LENT,), "inferred: the whole case is about it; this finding does not say it itself"),
    ],
)
def test_a_theme_of_the_case_is_said_to_be_inferred_only_where_no_words_bear_it_out(
    library: Library, certainty: Certainty, evidence: tuple[Evidence, ...], how: str
) -> None:
    held = library.findings()[0]
    tagged = replace(held, finding=replace(held.finding, tags=(Tag("self-neglect", certainty, 0.8, evidence),)))
    (theme,) = finding.show_finding(make_request(library), tagged).themes
    assert (theme.how, theme.words) == (how, tuple(one.words for one in evidence))
