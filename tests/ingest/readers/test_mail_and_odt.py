"""Mail and OpenDocument texts give the findings that they hold, and only what they show."""

from __future__ import annotations

import io
import zipfile
from email.message import EmailMessage

import pytest

from ingest.pipeline import reading_of
from ingest.readers import read, sniff
from kb.core.document import Role
from kb.core.errors import FileRefused
from kb.core.model import Metadata
from kb.vocabulary import load

NS = (
    " ".join(
        f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{long}:1.0"'
        for short, long in (("office", "office"), ("text", "text"), ("table", "table"), ("style", "style"))
    )
    + ' xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0"'
)
BODY = """
<text:p text:style-name="P1">Learning review: the Arlen family</text:p>
<text:h text:outline-level="1">Recommendations</text:h>
<text:list><text:list-item><text:p>The partnership should agree<text:s/>how moves
are told to schools.</text:p></text:list-item>
<text:list-item><text:p>Housing officers should be
<text:span text:style-name="T9">secretly </text:span>invited to meetings.
<office:annotation><text:p>Is this right?</text:p></office:annotation></text:p></text:list-item></text:list>
<table:table><table:table-row><table:table-cell><text:p>Recommendation</text:p></table:table-cell>
<table:table-cell><text:p>Action</text:p></table:table-cell>
<table:table-cell><text:p>Status</text:p></table:table-cell>
</table:table-row>
<table:table-row><table:table-cell><text:p>Agree how moves are told to schools</text:p></table:table-cell>
<table:table-cell><text:p>A form has been written by the housing team.</text:p></table:table-cell>
<table:table-cell><text:p>In progress</text:p></table:table-cell></table:table-row></table:table>
<text:tracked-changes><text:p>Deleted words should never be read.</text:p></text:tracked-changes>
"""


def odt(body: str = BODY) -> bytes:
    content = f"""<?xml version="1.0"?><office:document-content {NS}><office:automatic-styles>
    <style:style style:name="P1" style:parent-style-name="Title"/>
    <style:style style:name="T9"><style:text-properties text:display="none"/></style:style>
    </office:automatic-styles><office:body><office:text>{body}</office:text></office:body></office:document-content>"""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        package.writestr("content.xml", content)
    return out.getvalue()


def test_an_opendocument_text_is_read_as_it_is_shown() -> None:
    document = read(odt(), "review.odt")
    assert document.format == "odt"
    assert [document.text[one.start : one.end] for one in document.blocks if one.role is Role.TITLE] == [
        "Learning review: the Arlen family"
    ]
    for unseen in ("secretly", "Is this right", "Deleted words"):
        assert unseen not in document.text
    assert [note.code for note in document.notes] == ["hidden_text", "comments"]


@pytest.mark.parametrize(("said", "shown"), [("true", False), ("false", True)])
@pytest.mark.parametrize(
    "body",
    [
        "{}",
        "<text:list><text:list-item>{}</text:list-item></text:list>",
        "<table:table><table:table-row><table:table-cell>{}</table:table-cell></table:table-row></table:table>",
    ],
)
def test_a_paragraph_that_hides_itself_is_left_out(said: str, body: str, *, shown: bool) -> None:
    field = f'<text:hidden-paragraph text:condition="ooow:x" text:is-hidden="{said}"/>'
    document = read(odt("<text:p>Seen.</text:p>" + body.format(f"<text:p>{field}An old name.</text:p>")), "review.odt")
    assert ("An old name." in document.text) is shown


def test_a_hidden_paragraph_in_a_text_box_hides_no_other() -> None:
    hidden = '<text:p><text:hidden-paragraph text:is-hidden="true"/>An old name.</text:p>'
    drawn = 'xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0"'
    frame = f"<draw:frame {drawn}><draw:text-box>{hidden}</draw:text-box></draw:frame>"
    document = read(odt(f"<text:p>The school was told.{frame}</text:p>"), "review.odt")
    assert "The school was told." in document.text
    assert "An old name." not in document.text


def test_an_opendocument_text_gives_its_findings() -> None:
    given = reading_of(read(odt(), "review.odt"), Metadata(), load())
    told = [(one.kind.value, one.text) for one in given.findings]
    assert ("recommendation", "The partnership should agree how moves are told to schools.") in told
    assert ("recommendation", "Housing officers should be invited to meetings.") in told
    (action,) = [one for one in given.findings if one.kind.value == "action"]
    assert action.status is not None
    assert action.status.value == "in_progress"
    assert action.id in {one.action for one in given.answers}


def test_a_damaged_opendocument_text_is_refused_with_a_sentence() -> None:
    with pytest.raises(FileRefused, match=r"review\.odt"):
        read(odt()[:300], "review.odt")


def mail(*, html: str = "", attach: bool = False) -> bytes:
    message = EmailMessage()
    message["Subject"] = "Response to the Arlen review"
    message["From"] = "Ada Brook <ada@example.org>"
    message["To"] = "The Chair <chair@example.org>"
    message["Date"] = "Mon, 04 Mar 2019 10:00:00 +0000"
    message["Message-ID"] = "<1@example.org>"
    if html:
        message.set_content(html, subtype="html")
    else:
        message.set_content("Recommendations\n\n1. The school should tell the nurse about each move – at once.\n")
    if attach:
        message.add_attachment(b"%PDF-1.4", maintype="application", subtype="pdf", filename="plan.pdf")
    return message.as_bytes()


def test_a_mail_is_its_subject_and_its_words() -> None:
    document = read(mail(), "reply.eml")
    assert document.text.startswith("Response to the Arlen review\n\nFrom: Ada Brook\nTo: The Chair\nDate: ")
    assert "example.org" not in document.text
    given = reading_of(document, Metadata(), load())
    assert [one.text for one in given.findings] == ["The school should tell the nurse about each move – at once."]
    assert given.about.title is not None
    assert given.about.title.value == "Response to the Arlen review"


def test_a_mail_that_is_a_page_is_read() -> None:
    page = "<h2>Recommendations</h2><ul><li>The school should tell the nurse about each move.</li></ul>"
    document = read(mail(html=page), "reply.eml")
    for block in document.blocks:
        assert document.text[block.start : block.end].strip() == document.text[block.start : block.end]
    given = reading_of(document, Metadata(), load())
    assert [one.text for one in given.findings] == ["The school should tell the nurse about each move."]


def test_what_is_attached_is_noted() -> None:
    (note,) = read(mail(attach=True), "reply.eml").notes
    assert note.code == "attachments"
    assert "plan.pdf" in note.sentence


def test_a_text_that_only_names_people_is_no_mail() -> None:
    assert sniff(b"From: the chair\nTo: all staff\n\nPlease read this.\n", "note.txt") == "txt"


def test_a_plain_part_that_only_points_to_the_page_gives_way_to_it() -> None:
    mail = EmailMessage()
    mail["Subject"], mail["From"], mail["Date"] = "Review", "a@b.example", "Fri, 07 Jul 2023 09:00:00 +0100"
    mail.set_content("Please open this mail in HTML.")
    page = "<h3>Recommendations</h3><p>Wards should ring the carer each day. Homes should weigh each resident.</p>"
    mail.add_alternative(page, subtype="html")
    assert "Wards should ring the carer" in read(mail.as_bytes(), "a.eml").text
    same = EmailMessage()
    same["Subject"], same["From"], same["Date"] = "Review", "a@b.example", "Fri, 07 Jul 2023 09:00:00 +0100"
    same.set_content("Wards should ring the carer each day.")
    same.add_alternative("<p>Wards should ring the carer each day. <b>x</b></p>", subtype="html")
    assert "x" not in read(same.as_bytes(), "a.eml").text.split()
