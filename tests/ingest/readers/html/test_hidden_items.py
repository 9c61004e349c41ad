"""Items, rows and cells that a browser does not show are left out, and noted."""

from __future__ import annotations

import pytest

from ingest.readers import read

_SHEET = "<style>.x { display: none }</style>"
_HIDDEN = "The Board should hide this."


@pytest.mark.parametrize(
    "body",
    [
        f"<ul><li>Shown.</li><li class='x'>{_HIDDEN}</li></ul>",
        f"<ol><li>Shown.</li><li style='display:none'>{_HIDDEN}</li></ol>",
        f"<table><tr><td>Shown.</td><td>a</td></tr><tr class='x'><td>{_HIDDEN}</td><td>b</td></tr></table>",
        f"<table><tr><td>Shown.</td><td>a</td></tr><tr><td hidden>{_HIDDEN}</td><td>b</td></tr></table>",
    ],
)
def test_what_a_browser_hides_is_left_out_and_noted(body: str) -> None:
    given = read(f"{_SHEET}<h1>Review</h1><h2>Recommendations</h2>{body}".encode(), "page.html")
    assert "Shown." in given.text
    assert _HIDDEN not in given.text
    assert "hidden_text" in [one.code for one in given.notes]
