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


@pytest.mark.parametrize("tag", ["div", "span", "p"])
def test_what_has_the_role_of_a_heading_is_one(tag: str) -> None:
    told = f"<{tag} role='heading' aria-level='3'>What we found</{tag}>"
    paper = page(f"<form><div>{told}<p>{SAID}</p></div></form>")
    assert [(block.role, block.level) for block in paper.blocks] == [(Role.HEADING, 3), (Role.PARAGRAPH, 0)]
