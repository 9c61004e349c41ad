"""What is typed or chosen in a PDF form is read where it stands, as the form shows it."""

from __future__ import annotations

import pytest

from ingest.readers import read
from tests.ingest.readers.pdf.test_unshown import codes, draw_pdf
from tests.ingest.reading import reading_of_file

FORM = "/AcroForm << /Fields [6 0 R] >>"
LABEL = "BT /F1 11 Tf 72 660 Td (Status:) Tj ET\n"
DRAWN = "BT /F1 11 Tf 2 4 Td (Booked for the spring) Tj ET"


def _field(entries: str, box: str = "130 655 330 672") -> str:
    return f"<< /Type /Annot /Subtype /Widget /T (a) /Rect [{box}] {entries} >>"


def _form(*objects: str, content: str = LABEL) -> bytes:
    return draw_pdf(content, page="/Annots [6 0 R]", catalog=FORM, objects=objects)


@pytest.mark.parametrize(
    "entries",
    [
        "/FT /Ch /Opt [[(c) (Complete)] [(p) (In progress)]] /V (p)",
        "/FT /Ch /Ff 2097152 /Opt [[(1) (In progress)] [(2) (Late)]] /V [(1)]",
        "/FT /Tx /V (In progress)",
    ],
    ids=["choice", "choices", "typed"],
)
def test_a_field_gives_the_words_that_it_shows_beside_its_label(entries: str) -> None:
    assert read(_form(_field(entries)), "form.pdf").text == "Status: In progress"


@pytest.mark.parametrize("kind", ["/Subtype /Widget /FT /Tx", "/Subtype /FreeText"])
def test_words_that_only_a_drawing_keeps_are_read(kind: str) -> None:
    drawing = (
        f"<< /Type /XObject /Subtype /Form /BBox [0 0 200 17] /Resources << /Font << /F1 5 0 R >> >> "
        f"/Length {len(DRAWN)} >>\nstream\n{DRAWN}\nendstream"
    )
    document = read(_form(f"<< /Type /Annot {kind} /Rect [130 655 330 672] /AP << /N 7 0 R >> >>", drawing), "form.pdf")
    assert document.text == "Status: Booked for the spring"
    assert codes(document) == ["typed_on_page"]


@pytest.mark.parametrize(("chosen", "status"), [(0, "reported_complete"), (1, "in_progress"), (2, "not_started")])
def test_the_chosen_one_of_several_buttons_is_the_status_of_the_action_above(chosen: int, status: str) -> None:
    content = "BT /F1 11 Tf 72 740 Td (Actions) Tj 0 -30 Td (1. Write to each landlord about damp.) Tj ET\n"
    objects = ["<< /FT /Btn /Ff 49152 /T (r) /Kids [7 0 R 8 0 R 9 0 R] >>"]
    for place, (x, words) in enumerate(((90, "Complete"), (220, "In progress"), (350, "Not started"))):
        content += f"BT /F1 11 Tf 1 0 0 1 {x + 16} 692 Tm ({words}) Tj ET\n"
        state = f"S{place}" if place == chosen else "Off"
        objects.append(f"<< /Type /Annot /Subtype /Widget /Parent 6 0 R /Rect [{x} 690 {x + 11} 701] /AS /{state} >>")
    data = draw_pdf(content, page="/Annots [7 0 R 8 0 R 9 0 R]", catalog=FORM, objects=tuple(objects))
    assert [one.status for one in reading_of_file(data, "form.pdf").findings] == [status]


@pytest.mark.parametrize("kind", ["/Text", "/Highlight", "/StrikeOut"])
def test_a_comment_is_left_out_and_noted(kind: str) -> None:
    note = f"<< /Type /Annot /Subtype {kind} /Rect [70 655 120 672] /Contents (Ask the solicitor about this) >>"
    document = read(draw_pdf(LABEL, page="/Annots [6 0 R]", objects=(note,)), "form.pdf")
    assert "solicitor" not in document.text
    assert codes(document) == ["comments"]


def test_a_highlight_without_words_is_no_comment() -> None:
    note = "<< /Type /Annot /Subtype /Highlight /Rect [70 655 120 672] /C [1 1 0] >>"
    assert codes(read(draw_pdf(LABEL, page="/Annots [6 0 R]", objects=(note,)), "form.pdf")) == []


@pytest.mark.parametrize(
    "page", ["<body><p>Booked for the spring</p></body>", "<?xml?><p>Booked for<br/>the spring</p>"]
)
def test_a_note_that_keeps_its_words_as_a_small_page_is_read(page: str) -> None:
    document = read(_form(f"<< /Type /Annot /Subtype /FreeText /Rect [130 655 330 672] /RC ({page}) >>"), "form.pdf")
    assert " ".join(document.text.split()) == "Status: Booked for the spring"
