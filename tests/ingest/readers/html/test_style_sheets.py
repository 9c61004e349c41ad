"""What a page's own style sheets leave out of sight is left out, unless a reader can open it."""

from __future__ import annotations

import pytest

from ingest.readers import read
from tests.ingest.readers.test_html import FILLER, page

SECRET = "The mother lives at Nowhere Lane."
_HIDES = "<style>.x { display: none }</style>"
TOLD = "Each school should ring the family on the first day of an absence."


@pytest.mark.parametrize(
    ("sheet", "hidden"),
    [
        ("</style><style media='print, screen'>p.draft{display:none}", "<p class='draft'>{}</p>"),
        (".draft { display: none }", "<p class='note draft'>{}</p>"),
        ("p.x, #old{color:red;display:none !important}", "<div id='old'><p>{}</p></div>"),
        ("/* p {} */ span.gone { visibility:hidden; }", "<p>Seen <span class='gone'>{}</span></p>"),
        ("@media print { .menu { display: none } } .kept.back { DISPLAY: NONE }", "<div class='back kept'>{}</div>"),
    ],
)
def test_what_a_style_sheet_hides_is_left_out_and_noted(sheet: str, hidden: str) -> None:
    paper = page(f"<main><h1>Noor</h1>{FILLER}{hidden.format(SECRET)}</main>", f"<style>{sheet}</style>")
    assert "Nowhere" not in paper.text
    assert "hidden_text" in [note.code for note in paper.notes]


@pytest.mark.parametrize(
    ("head", "body"),
    [
        # a reader opens it: by a box that is ticked, by a script, by a button, by a fold of a known kind
        (
            "<style>.part{display:none} #one:checked ~ .part{display:block}</style>",
            "<input type='checkbox' id='one'><div class='part'><p>{}</p></div>",
        ),
        (
            "<style>.tabcontent{display:none}</style>",
            "<button onclick=\"show(event, 'tabcontent')\">Schools</button><div class='tabcontent'><p>{}</p></div>",
        ),
        (
            "<style>.fold{display:none}</style><script>document.querySelector('.fold').style.display = ''</script>",
            "<div class='fold'><p>{}</p></div>",
        ),
        (
            "<style>.body{display:none}</style>",
            "<h3><button aria-expanded='false'>Schools</button></h3><div class='body'><p>{}</p></div>",
        ),
        # it is hidden on paper, on small screens, or where it stands in something else
        ("<style>@media print{.web{display:none}}</style>", "<div class='web'><p>{}</p></div>"),
        ("<style media='print'>.web{display:none}</style>", "<div class='web'><p>{}</p></div>"),
        ("<style>nav .list{display:none}</style>", "<div class='list'><p>{}</p></div>"),
        ("<style>.list:empty{display:none}</style>", "<div class='list'><p>{}</p></div>"),
        ("<style>>{display:block} ~ > + {display:none}</style>", "<div class='list'><p>{}</p></div>"),
        ("<style>} .lists > { } , {display:none}</style>", "<div class='lists'><p>{}</p></div>"),
    ],
)
def test_what_a_reader_of_the_page_can_see_is_read(head: str, body: str) -> None:
    paper = page(f"<main><h1>Noor</h1>{FILLER}{body.format(TOLD)}</main>", head)
    assert TOLD in paper.text
    assert "hidden_text" not in [note.code for note in paper.notes]


@pytest.mark.parametrize(
    "body",
    [
        f"<ul><li>Shown.</li><li class='x'>{SECRET}</li></ul>",
        f"<ol><li>Shown.</li><li style='display:none'>{SECRET}</li></ol>",
        f"<table><tr><td>Shown.</td><td>a</td></tr><tr class='x'><td>{SECRET}</td><td>b</td></tr></table>",
        f"<table><tr><td>Shown.</td><td>a</td></tr><tr><td hidden>{SECRET}</td><td>b</td></tr></table>",
    ],
)
def test_what_a_browser_hides_is_left_out_and_noted(body: str) -> None:
    given = read(f"{_HIDES}<h1>Review</h1><h2>Recommendations</h2>{body}".encode(), "page.html")
    assert "Shown." in given.text
    assert SECRET not in given.text
    assert "hidden_text" in [one.code for one in given.notes]
