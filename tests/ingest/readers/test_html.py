"""A web page says its main content: short items too, and nothing of what stands around it."""

from __future__ import annotations

import pytest

from ingest.readers import read
from kb.core.document import Document, Role
from kb.core.errors import FileRefused

FILLER = "<p>The partnership publishes what it learns so that others need not learn it again the hard way. " * 3


def page(body: str, head: str = "") -> Document:
    return read(f"<!DOCTYPE html><html><head>{head}</head><body>{body}</body></html>".encode(), "page.html")


def texts_of(paper: Document) -> list[str]:
    return [paper.text[block.start : block.end] for block in paper.blocks]


@pytest.mark.parametrize(
    "holder",
    ["<main>{}</main>", '<div role="main">{}</div>', "<article>{}</article>", '<div id="content">{}</div>', "{}"],
)
def test_only_the_content_is_read(holder: str) -> None:
    content = f"<h1>Noor</h1><ul><li>Ask</li><li>Listen</li></ul>{FILLER}"
    paper = page(
        '<a class="skip-link" href="#m">Skip to content</a><nav><ul><li>Home</li></ul></nav>'
        '<div class="cookie-banner">We use cookies</div><ol class="breadcrumb"><li>You are here</li></ol>'
        f"{holder.format(content)}"
        '<aside>Related pages</aside><footer>Contact us</footer><script>var words = "x"</script>'
    )
    assert texts_of(paper)[:3] == ["Noor", "Ask", "Listen"]
    for around in ("Skip", "Home", "cookies", "here", "Related", "Contact", "var"):
        assert around not in paper.text


def test_nested_lists_keep_their_depth_and_numbers() -> None:
    paper = page("<main><ol start=3><li>Three<ul><li>inner</li></ul></li><li>Four</li></ol></main>")
    assert [(b.level, b.marker) for b in paper.blocks] == [(1, "3."), (2, "•"), (1, "4.")]


def test_a_second_paragraph_of_an_item_is_a_paragraph() -> None:
    paper = page("<main><ul><li><p>First.</p><p>More of it.</p></li></ul></main>")
    assert [block.role for block in paper.blocks] == [Role.ITEM, Role.PARAGRAPH]


def test_a_table_keeps_rows_columns_and_what_reaches_over_them() -> None:
    paper = page(
        "<main><table><caption>Plan</caption><tr><th>Action<th>Owner<th>Due</tr>"
        "<tr><td rowspan=2>Audit<td>Board<td>May</tr><tr><td>School<td>June</tr></table></main>"
    )
    cells = [
        (b.cell.row, b.cell.column, b.cell.header, text)
        for b, text in zip(paper.blocks, texts_of(paper), strict=True)
        if b.cell
    ]
    assert cells == [
        (0, 0, True, "Action"),
        (0, 1, True, "Owner"),
        (0, 2, True, "Due"),
        (1, 0, False, "Audit"),
        (1, 1, False, "Board"),
        (1, 2, False, "May"),
        (2, 1, False, "School"),
        (2, 2, False, "June"),
    ]
    assert paper.blocks[0].role is Role.CAPTION


def test_a_table_that_lays_out_the_page_is_no_table() -> None:
    cell = "<td><h2>A panel with a long enough name to be no column</h2><ul><li>one</li></ul></td>"
    paper = page(f"<main><table><tr>{cell * 2}</tr><tr>{cell * 2}</tr></table></main>")
    assert {block.role for block in paper.blocks} == {Role.HEADING, Role.ITEM}


def test_words_between_blocks_are_paragraphs() -> None:
    paper = page("<main>Loose words<div>inside <b>a</b> box</div>after it<br>on two lines</main>")
    assert texts_of(paper) == ["Loose words", "inside a box", "after it\non two lines"]


def test_bold_is_reported_whole_paragraphs_alone() -> None:
    paper = page("<main><p><strong>All of it</strong></p><p><b>Some</b> of it</p></main>")
    assert [block.bold for block in paper.blocks] == [True, False]


def test_hidden_text_is_left_out_and_noted() -> None:
    paper = page('<main><p style="display:none">Secret</p><p hidden>Secret</p><p>Seen</p></main>')
    assert texts_of(paper) == ["Seen"]
    assert "hidden_text" in [note.code for note in paper.notes]


def test_what_the_page_says_about_itself_is_given() -> None:
    paper = page(
        "<main><p>Words</p></main>",
        '<title>Milo</title><meta name="dcterms.publisher" content="Board">'
        '<meta property="article:published_time" content="2021-05-01"><meta name="viewport" content="x">'
        '<link rel="canonical" href="https://example.org/milo">',
    )
    assert dict(paper.properties) == {
        "title": "Milo",
        "dcterms.publisher": "Board",
        "article:published_time": "2021-05-01",
        "canonical": "https://example.org/milo",
    }


def test_the_stated_encoding_is_used() -> None:
    data = '<html><head><meta charset="windows-1252"></head><body><p>£5 – “so”</p></body></html>'.encode("cp1252")
    assert read(data, "a.html").text == "£5 – “so”"


def test_a_page_that_lies_of_its_encoding_is_read_all_the_same() -> None:
    data = '<html><head><meta charset="utf-8"></head><body><p>caf\xe9 after caf\xe9</p></body></html>'.encode("latin-1")
    assert read(data, "a.html").text == "café after café"


def test_a_page_wrapped_in_one_form_is_read() -> None:
    assert "hard way" in page(f'<form id="aspnetForm">{FILLER}{FILLER}</form>').text


@pytest.mark.parametrize("title", ["404 - Page not found", "Sign in to your account", "Access denied"])
def test_an_error_page_is_refused(title: str) -> None:
    with pytest.raises(FileRefused) as caught:
        page(f"<h1>{title}</h1><p>Please try again.</p>", f"<title>{title}</title>")
    assert caught.value.code == "error_page"


def test_a_page_without_words_is_refused() -> None:
    with pytest.raises(FileRefused) as caught:
        page('<div id="app"></div><script>start()</script>')
    assert caught.value.code == "no_text"


def test_twenty_thousand_levels_are_borne() -> None:
    paper = page("<main><p>Seen.</p>" + "<div>" * 20_000 + "deep" + "</div>" * 20_000 + "</main>")
    assert texts_of(paper)[0] == "Seen."


@pytest.mark.parametrize(
    "opened", ["<p><font size=2>Seen. ", "<div><span>Seen. ", "<ul><li>Seen. ", "<blockquote>", "<b>"]
)
def test_what_is_never_closed_hides_nothing_that_follows(opened: str) -> None:
    paper = page(opened * 400 + "Nobody asked who else lived in the home.")
    assert "Nobody asked who else lived in the home." in paper.text
    assert not paper.notes


def test_a_page_that_nests_deeper_than_can_be_read_says_so() -> None:
    paper = page("<main><p>Seen.</p>" + "<div>" * 3_000 + "Not seen." + "</div>" * 3_000 + "</main>")
    assert "Not seen." not in paper.text
    assert [note.code for note in paper.notes] == ["part_not_read"]
    with pytest.raises(FileRefused, match="nest deeper") as caught:
        page("<div>" * 3_000 + "Not seen.")
    assert caught.value.code == "too_deep"


@pytest.mark.parametrize(
    "body", ["<h1>404 Not Found</h1><p>Gone.</p>", "<h2>Staff area</h2><form><input type=password></form>"]
)
def test_an_error_or_sign_in_page_is_known_by_its_heading_or_its_form(body: str) -> None:
    with pytest.raises(FileRefused) as caught:
        page(body, "<title>Exby Safeguarding Partnership</title>")
    assert caught.value.code == "error_page"


TOLD = "Each school should ring the family on the first day of an absence."


@pytest.mark.parametrize(
    "fold",
    [
        "<h3><button aria-expanded='false'>Schools</button></h3><div hidden><p>{}</p></div>",
        "<h3><a href='#s' data-toggle='collapse'>Schools</a></h3><div id='s' style='display:none'><p>{}</p></div>",
        "<h3 aria-controls='t' aria-expanded='false'>Schools</h3><div class='accordion__body' hidden>{}</div>",
        "<h3>Schools</h3><div role='tabpanel' hidden><p>{}</p></div>",
        "<dl><dt>Schools</dt><dd>{}</dd></dl>",
    ],
)
def test_what_a_reader_opens_is_read_under_its_heading(fold: str) -> None:
    paper = page(f"<main><h1>Noor</h1>{FILLER}<h2>Recommendations</h2>{fold.format(TOLD)}</main>")
    assert texts_of(paper)[-2:] == ["Schools", TOLD]
    assert paper.blocks[-2].role is Role.HEADING
    assert [note.code for note in paper.notes] == []


def test_a_menu_that_opens_and_what_nobody_can_open_stay_out() -> None:
    paper = page(
        f"<main><h1>Noor</h1>{FILLER}<button aria-expanded='false' aria-controls='m'>Menu</button>"
        "<div id='m' hidden><a href='/'>Start</a> <a href='/news'>News</a></div>"
        "<div hidden><p>Draft: the mother lives at Nowhere Lane.</p></div></main>"
    )
    assert "News" not in paper.text
    assert "Nowhere" not in paper.text
    assert [note.code for note in paper.notes] == ["hidden_text"]


def test_a_value_in_a_list_of_terms_stands_under_no_heading() -> None:
    paper = page(f"<main><h1>Noor</h1>{FILLER}<dl><dt>Published</dt><dd>3 May 2022</dd></dl></main>")
    assert [block.role for block in paper.blocks][-2:] == [Role.PARAGRAPH, Role.PARAGRAPH]


@pytest.mark.parametrize(
    "holder",
    [
        "<div class='share-box'><p>{}</p><p>Nurses should ask who lives in the home.</p><p>Share this page.</p></div>",
        "<form id='aspnetForm'><h1>Noor</h1><p>{}</p></form>",
    ],
)
def test_content_beside_a_few_words_of_furniture_and_in_a_form_around_the_page_is_read(holder: str) -> None:
    assert TOLD in page(holder.format(TOLD)).text


@pytest.mark.parametrize("named", ["cookie-banner-club", "banner", "share"])
def test_a_block_whose_heading_only_sounds_like_furniture_is_read(named: str) -> None:
    held = (
        f"<h2 id='{named}'>The cookie club: what we found</h2><ul><li>The club did not know that they had moved.</li>"
    )
    told = f"<div class='{named}'>{held}<li>Nobody told the school that they had a new address.</li></ul></div>"
    assert "Nobody told the school" in page(f"<main><h1>Perran</h1>{told}{FILLER}</main>").text
    furniture = f"<div class='{named}'><h2>Cookies</h2><p>We use cookies to see how you use this site.</p></div>"
    assert "We use" not in page(f"<main><h1>Perran</h1>{furniture}{FILLER}</main>").text
