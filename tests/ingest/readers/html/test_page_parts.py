"""Comments that a program wrote into a web page are no part of it; headings may be such by their role alone."""

from __future__ import annotations

import pytest

from kb.core.document import Role
from tests.ingest.readers.test_html import FILLER, page

SAID = "The panel found that nobody asked the child."
COMMENT = "We should take this out."


@pytest.mark.parametrize(
    ("mark", "comment"),
    [
        (
            "<sup><a href='#cmnt1' id='cmnt_ref1'>[a]</a></sup>",
            "<div><p><a href='#cmnt_ref1' id='cmnt1'>[a]</a><span>{}</span></p></div>",
        ),
        (
            "<span class=MsoCommentReference><a id='_anchor_1' href='#_msocom_1'>[AB1]</a></span>",
            "<div style='mso-element:comment-list'><div><p class=MsoCommentText>{}</p></div></div>",
        ),
    ],
    ids=["drive", "word"],
)
def test_a_comment_is_left_out_and_noted(mark: str, comment: str) -> None:
    paper = page(f"<main><h1>Noor</h1>{FILLER}<p>{SAID}{mark}</p>{comment.format(COMMENT)}</main>")
    assert paper.text.endswith(SAID)
    assert "comments" in [note.code for note in paper.notes]


@pytest.mark.parametrize("before", ["<br>", "<b></b>", ""])
def test_a_paragraph_that_a_mark_of_a_comment_ends_is_no_comment(before: str) -> None:
    paper = page(f"<main><h1>Noor</h1>{FILLER}<p>{before}{SAID} <a id='cmnt1'>[a]</a></p></main>")
    assert paper.text.endswith(SAID)


@pytest.mark.parametrize("tag", ["div", "span", "p"])
def test_what_has_the_role_of_a_heading_is_one(tag: str) -> None:
    told = f"<{tag} role='heading' aria-level='3'>What we found</{tag}>"
    paper = page(f"<form><div>{told}<p>{SAID}</p></div></form>")
    assert [(block.role, block.level) for block in paper.blocks] == [(Role.HEADING, 3), (Role.PARAGRAPH, 0)]


@pytest.mark.parametrize("tag", ["s", "del", "strike"])
def test_words_that_are_struck_through_are_left_out_and_noted(tag: str) -> None:
    paper = page(f"<main><h1>Noor</h1>{FILLER}<p>{SAID} <{tag}>{COMMENT}</{tag}></p></main>")
    assert paper.text.endswith(SAID)
    assert "struck_out" in [note.code for note in paper.notes]


@pytest.mark.parametrize(
    ("field", "shown"),
    [
        (
            "<label><input type='checkbox' checked> Complete</label> <label><input type=radio> Late</label>",
            "☒ Complete ☐ Late",
        ),
        ("<select><option>Complete</option><option selected>In progress</option></select>", "In progress"),
    ],
    ids=["boxes", "choice"],
)
def test_what_is_entered_in_a_form_is_read(field: str, shown: str) -> None:
    paper = page(f"<main><h1>Noor</h1>{FILLER}<table><tr><td>Ring the aunt</td><td>{field}</td></tr></table></main>")
    assert shown in paper.text


def test_a_field_that_works_a_part_of_the_page_says_nothing() -> None:
    tabs = "<div><input type='radio' id='a' checked><label for='a'>Story</label></div>"
    assert "☒" not in page(f"<main><h1>Noor</h1>{FILLER}{tabs}</main>").text


@pytest.mark.parametrize("opens", ["aria-controls='q1'", "data-bs-target='#q1'", "data-target='#q1'"])
def test_a_button_that_opens_what_follows_is_its_heading(opens: str) -> None:
    fold = f"<div><button data-toggle='collapse' {opens}>What we found</button><div id='q1'><p>{SAID}</p></div></div>"
    paper = page(f"<main><h1>Noor</h1>{FILLER}{fold}</main>")
    assert [block.role for block in paper.blocks][-2:] == [Role.HEADING, Role.PARAGRAPH]


TABS = (
    "<h2>Recommendations</h2><div role=tablist><button role=tab id=b1>Wards</button></div>"
    "<div role=tabpanel {}><p>Ask who cares for him at home.</p></div>"
)


@pytest.mark.parametrize("named", ["aria-labelledby=b1", "aria-label=Wards", "id=t aria-labelledby=b1 hidden"])
def test_a_panel_of_tabs_stands_under_the_words_by_which_it_is_chosen(named: str) -> None:
    tabs = TABS.replace("id=b1", "id=b1 aria-controls=t")
    paper = page(f"<main><h1>Noor</h1>{FILLER}{tabs.format(named)}</main>")
    headings = [(paper.text[b.start : b.end], b.level) for b in paper.blocks if b.role is Role.HEADING]
    assert headings[-2:] == [("Recommendations", 2), ("Wards", 3)]


def test_a_panel_with_a_heading_of_its_own_has_no_second() -> None:
    panel = "<div role=tabpanel aria-labelledby=h><h3 id=h>Wards</h3><p>Ask who cares for the patient.</p></div>"
    paper = page(f"<main><h1>Noor</h1>{FILLER}{panel}</main>")
    assert paper.text.count("Wards") == 1


@pytest.mark.parametrize("kind", ["checkbox", "radio"])
def test_a_label_that_works_a_fold_without_a_program_heads_it(kind: str) -> None:
    fold = f"<input type={kind} id=a1><label for=a1>Wards</label><div><p>Ask who cares for him at home.</p></div>"
    paper = page(f"<main><h1>Noor</h1>{FILLER}<h2>Recommendations</h2>{fold}</main>")
    assert [paper.text[b.start : b.end] for b in paper.blocks if b.role is Role.HEADING][-1] == "Wards"


def test_a_label_of_a_box_in_a_line_of_words_heads_nothing() -> None:
    paper = page(f"<main><h1>Noor</h1>{FILLER}<p><input type=checkbox id=a1><label for=a1>Complete</label></p></main>")
    assert "Complete" not in [paper.text[b.start : b.end] for b in paper.blocks if b.role is Role.HEADING]


@pytest.mark.parametrize(("inside", "heads"), [("<p>Ask at once.</p>", True), ("<p><input> Yes</p>", False)])
def test_the_legend_of_a_group_of_text_heads_it(inside: str, heads: bool) -> None:
    paper = page(f"<main><h1>Noor</h1>{FILLER}<fieldset><legend>Wards</legend>{inside}</fieldset></main>")
    assert ("Wards" in [paper.text[b.start : b.end] for b in paper.blocks if b.role is Role.HEADING]) is heads


@pytest.mark.parametrize(
    "opens", ["<a data-toggle=collapse href='#c1'>Hotels</a>", "<button data-bs-target='#c1'>Hotels</button>"]
)
def test_what_opens_the_body_of_a_card_heads_it(opens: str) -> None:
    card = f"<div><div>{opens}</div><div id=c1 class=collapse><p>Ask who travels with a child.</p></div></div>"
    paper = page(f"<main><h1>Noor</h1>{FILLER}<h2>Recommendations</h2>{card}</main>")
    assert [paper.text[b.start : b.end] for b in paper.blocks if b.role is Role.HEADING][-1] == "Hotels"


def test_a_link_to_a_place_below_heads_nothing() -> None:
    paper = page(f"<main><h1>Noor</h1>{FILLER}<p><a href='#c1'>Hotels</a></p><div id=c1>Ask them.</div></main>")
    assert "Hotels" not in [paper.text[b.start : b.end] for b in paper.blocks if b.role is Role.HEADING]
