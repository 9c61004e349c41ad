"""What a PDF page does not show is not read and is told; what is typed on it is."""

from __future__ import annotations

import pytest

from ingest.readers import read
from kb.core.document import Document
from kb.text.reading_text import reading_text

SEEN = "BT /F1 11 Tf 72 700 Td (The board should audit how visits are written down each year.) Tj ET\n"
SECRET = "(Mother lives at Nowhere Lane.) Tj ET\n"
AT = "BT /F1 11 Tf 72 660 Td "


def draw_pdf(
    content: str, *, page: str = "", resources: str = "", catalog: str = "", objects: tuple[str, ...] = ()
) -> bytes:
    """Return a PDF of one page with these instructions; further objects are numbered from 6."""
    bodies = [
        f"<< /Type /Catalog /Pages 2 0 R {catalog} >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] {page} /Contents 4 0 R "
        f"/Resources << /Font << /F1 5 0 R >> {resources} >> >>",
        f"<< /Length {len(content)} >>\nstream\n{content}\nendstream",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        *objects,
    ]
    out, places = "%PDF-1.7\n", []
    for number, body in enumerate(bodies, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n"
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    size, begins = len(bodies) + 1, len(out)
    out += f"xref\n0 {size}\n0000000000 65535 f \n{table}"
    return f"{out}trailer << /Size {size} /Root 1 0 R >>\nstartxref\n{begins}\n%%EOF\n".encode("latin-1")


def codes(document: Document) -> list[str]:
    """Return the codes of a document's notes."""
    return [note.code for note in document.notes]


OFF = "/OCProperties << /OCGs [6 0 R] /D << /OFF [6 0 R] >> >>"
BY_USE = "/OCProperties << /OCGs [6 0 R] /D << /ON [6 0 R] /AS [<< /Event {} /Category [/View] /OCGs [6 0 R] >>] >> >>"
GROUP = ("<< /Type /OCG /Name (Comments) >>",)


@pytest.mark.parametrize(
    "data",
    [
        draw_pdf(
            f"{SEEN}/OC /L1 BDC {AT}{SECRET}EMC",
            resources="/Properties << /L1 6 0 R >>",
            catalog=OFF,
            objects=GROUP,
        ),
        draw_pdf(
            f"{SEEN}/OC /L1 BDC {AT}{SECRET}EMC",
            resources="/Properties << /L1 7 0 R >>",
            catalog=OFF,
            objects=(*GROUP, "<< /Type /OCMD /OCGs [6 0 R] /P /AllOn >>"),
        ),
        draw_pdf(
            f"{SEEN}/OC /L1 BDC {AT}{SECRET}EMC",
            resources="/Properties << /L1 6 0 R >>",
            catalog=BY_USE.format("/View"),
            objects=("<< /Type /OCG /Name (Notes) /Usage << /View << /ViewState /OFF >> >> >>",),
        ),
        draw_pdf(f"{SEEN}{AT}3 Tr {SECRET}"),
        draw_pdf(f"{SEEN}0.2 0.3 0.7 rg 60 650 400 30 re f {AT}{SECRET}"),
        draw_pdf(f"{SEEN}1 g {AT}{SECRET}"),
        draw_pdf(f"{SEEN}1 1 1 rg {AT}{SECRET}"),
        draw_pdf(f"{SEEN}0 0 0 0 k {AT}{SECRET}"),
        draw_pdf(f"{SEEN}BT /F1 11 Tf 72 40 Td {SECRET}", page="/CropBox [0 100 595 842]"),
    ],
    ids=[
        "layer",
        "layers together",
        "layer by use",
        "no ink",
        "colour of its ground",
        "white",
        "white of three",
        "white of four",
        "outside",
    ],
)
def test_what_is_not_shown_is_left_out_and_noted(data: bytes) -> None:
    document = read(data, "plan.pdf")
    assert "written down each year" in document.text
    assert "Nowhere" not in document.text
    assert "hidden_text" in codes(document)


def test_a_layer_that_is_off_only_in_print_is_read() -> None:
    data = draw_pdf(
        f"{SEEN}/OC /L1 BDC {AT}(Nowhere is far.) Tj ET EMC",
        resources="/Properties << /L1 6 0 R >>",
        catalog=BY_USE.format("/Print"),
        objects=("<< /Type /OCG /Name (Notes) /Usage << /View << /ViewState /OFF >> >> >>",),
    )
    assert "Nowhere is far" in read(data, "plan.pdf").text


PICTURE = (
    "<< /Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8 {} /Length 1 >>\n"
    "stream\n0\nendstream"
)
CLEAR_STATE = "/ExtGState << /Clear << /ca 0 >> >>"


@pytest.mark.parametrize(
    ("content", "resources", "objects"),
    [
        (f"{SEEN}{AT}{SECRET}q 220 0 0 90 68 600 cm /Im Do Q", "/XObject << /Im 6 0 R >>", (PICTURE.format(""),)),
        (f"{SEEN}q /Clear gs {AT}{SECRET}Q", CLEAR_STATE, ()),
        (f"{SEEN}BT /F1 0.5 Tf 72 660 Td {SECRET}", "", ()),
    ],
    ids=["under a picture", "seen through", "tiny"],
)
def test_what_cannot_be_seen_for_another_reason_is_left_out_and_noted(
    content: str, resources: str, objects: tuple[str, ...]
) -> None:
    document = read(draw_pdf(content, resources=resources, objects=objects), "plan.pdf")
    assert "written down each year" in document.text
    assert "Nowhere" not in document.text
    assert codes(document) == ["hidden_text"]


def test_a_picture_that_is_seen_through_hides_nothing() -> None:
    content = f"{SEEN}{AT}{SECRET}q 220 0 0 20 68 652 cm /Im Do Q"
    picture = (PICTURE.format("/SMask 6 0 R"),)
    document = read(draw_pdf(content, resources="/XObject << /Im 6 0 R >>", objects=picture), "plan.pdf")
    assert "Nowhere" in document.text


@pytest.mark.parametrize(
    "content",
    [
        f"{SEEN}0 g 70 655 200 16 re f {AT}{SECRET}",
        f"{SEEN}0.05 0.05 0.1 rg 70 655 200 16 re f 0 g {AT}{SECRET}",
        f"{SEEN}{AT}{SECRET}0 G 14 w 70 663 m 270 663 l S",
        f"{SEEN}{AT}{SECRET}1 g 68 652 220 18 re f",
        f"{SEEN}{AT}{SECRET}0.9 g 70 655 200 16 re f",
    ],
    ids=["black on black", "black on nearly black", "a thick pen", "painted out in white", "painted out in grey"],
)
def test_other_ways_to_hide_words_are_told_as_loudly(content: str) -> None:
    document = read(draw_pdf(content), "plan.pdf")
    assert "Nowhere" not in document.text
    assert codes(document) == ["failed_redaction"]


def test_a_mark_for_redaction_that_was_never_applied_is_reported() -> None:
    note = "/Annots [<< /Type /Annot /Subtype /Redact /Rect [70 650 300 675] /OC 9 0 R >>]"
    document = read(draw_pdf(f"{SEEN}{AT}{SECRET}", page=note), "plan.pdf")
    assert "Nowhere" not in document.text
    assert codes(document) == ["failed_redaction"]


def test_dark_letters_on_a_light_panel_over_a_dark_page_are_read() -> None:
    document = read(draw_pdf(f"0 g 0 600 595 200 re f 1 g 50 640 500 90 re f 0 g {SEEN}{AT}{SECRET}"), "plan.pdf")
    assert "Nowhere" in document.text
    assert codes(document) == []


def test_a_layer_that_is_shown_is_read() -> None:
    on = "/OCProperties << /OCGs [6 0 R] /D << /ON [6 0 R] >> >>"
    content = f"{SEEN}/OC /L1 BDC {AT}{SECRET}EMC"
    document = read(draw_pdf(content, resources="/Properties << /L1 6 0 R >>", catalog=on, objects=GROUP), "plan.pdf")
    assert "Nowhere" in document.text
    assert codes(document) == []


def test_white_letters_on_a_dark_ground_are_read() -> None:
    document = read(draw_pdf(f"{SEEN}0.1 g 60 650 400 30 re f 1 g {AT}{SECRET}"), "plan.pdf")
    assert "Nowhere" in document.text
    assert codes(document) == []


def test_words_under_a_dark_box_go_nowhere_and_the_keeper_is_warned_loudly() -> None:
    document = read(draw_pdf(f"{SEEN}{AT}{SECRET}0 g 70 655 200 16 re f"), "plan.pdf")
    assert "Nowhere" not in document.text
    (note,) = [note for note in document.notes if note.code == "failed_redaction"]
    assert "FAILED REDACTION" in note.sentence
    assert "Nowhere" not in note.sentence


@pytest.mark.parametrize(
    "box",
    [
        "0.9 g 70 655 20 16 re f",
        "0 g 70 655 200 0.8 re f",
        "/See gs 0 g 70 655 200 16 re f",
        "0 G 0.6 w 70 662 m 270 662 l S",
        "/See gs 0 G 14 w 70 662 m 270 662 l S",
    ],
    ids=["light over a part", "a line", "half seen through", "a pen's line", "a marker's line"],
)
def test_what_hides_nothing_is_no_redaction(box: str) -> None:
    half = "/ExtGState << /See << /ca 0.3 >> >>"
    document = read(draw_pdf(f"{SEEN}{AT}{SECRET}{box}", resources=half), "plan.pdf")
    assert "Nowhere" in document.text
    assert codes(document) == []


def test_a_box_drawn_first_is_a_ground_and_hides_nothing() -> None:
    document = read(draw_pdf(f"{SEEN}0 g 70 655 200 16 re f 1 g {AT}{SECRET}"), "plan.pdf")
    assert "Nowhere" in document.text


def test_a_dark_annotation_over_words_covers_them() -> None:
    note = "/Annots [<< /Type /Annot /Subtype /Square /Rect [70 650 300 675] /IC [0 0 0] >>]"
    document = read(draw_pdf(f"{SEEN}{AT}{SECRET}", page=note), "plan.pdf")
    assert "Nowhere" not in document.text
    assert codes(document) == ["failed_redaction"]


def test_fields_and_notes_typed_on_the_page_are_read() -> None:
    note = (
        "/Annots [<< /Type /Annot /Subtype /FreeText /Rect [72 600 500 630] /Contents (Police should ring the "
        "school.) >> "
        "<< /Type /Annot /Subtype /Widget /FT /Tx /T (a) /V (Done in May) /Rect [72 560 300 580] >> "
        "<< /Type /Annot /Subtype /Widget /FT /Btn /T (b) /AS /Yes /Rect [72 540 84 552] >> "
        "<< /Type /Annot /Subtype /Widget /FT /Tx /T (c) /V (not shown) /F 2 /Rect [72 500 300 520] >>]"
    )
    document = read(draw_pdf(SEEN, page=note), "plan.pdf")
    assert "Police should ring the school." in document.text
    assert "Done in May" in document.text
    assert "☒" in document.text
    assert "not shown" not in document.text
    assert codes(document) == ["typed_on_page"]


def test_a_watermark_is_no_heading_and_ends_no_section() -> None:
    aslant = "q 0.7 0.7 -0.7 0.7 150 300 cm BT /F1 90 Tf 0 0 Td (DRAFT) Tj ET Q\n"
    document = read(draw_pdf(aslant + SEEN), "plan.pdf")
    assert "DRAFT" not in document.text
    assert codes(document) == ["watermark"]


def test_a_drop_cap_begins_its_word() -> None:
    content = (
        "BT /F1 36 Tf 72 660 Td (N) Tj ET BT /F1 11 Tf 100 678 Td (obody asked who lived in the home or what "
        "the) Tj ET\n"
        "BT /F1 11 Tf 100 662 Td (school knew of the children.) Tj ET\n"
    )
    document = read(draw_pdf(content + SEEN), "plan.pdf")
    assert "Nobody asked" in document.text


def test_a_portfolio_names_the_files_inside_it() -> None:
    inside = "/Collection << >> /Names << /EmbeddedFiles << /Names [(a) << /F (Overview.pdf) >>] >> >>"
    document = read(draw_pdf(SEEN, catalog=inside), "plan.pdf")
    (note,) = [note for note in document.notes if note.code == "portfolio"]
    assert "Overview.pdf" in note.sentence


@pytest.mark.parametrize(
    ("printed", "read_as"),
    [
        ("The meeƟng was aŌer the holiday", "The meeting was after the holiday"),
        ("commiƩee plaƞorm fiƫng", "committee platform fitting"),
        ("Tōkyō and Ōtara", "Tōkyō and Ōtara"),
        ("\uf0fc Done \uf0a8 Open", "✓ Done ☐ Open"),
    ],
)
def test_letters_joined_by_a_font_and_signs_of_fonts_are_read(printed: str, read_as: str) -> None:
    assert reading_text(printed) == read_as


@pytest.mark.parametrize(
    ("printed", "read_as"),
    [
        ("sta\x0b of the o\x0ece were to \x0cnd the \x0dow", "staff of the office were to find the flow"),
        ("con\x1crm why it was di\x1ecult", "confirm why it was difficult"),
        ("The end\\r", "The end"),
        ("Ward 1 \x0c 2", "Ward 1 2"),
    ],
)
def test_joined_letters_that_a_font_does_not_name_are_read_by_their_codes(printed: str, read_as: str) -> None:
    document = read(draw_pdf(f"BT /F1 11 Tf 72 700 Td ({printed}) Tj ET"), "plan.pdf")
    assert document.text.split() == read_as.split()


def draw_form(content: str, entries: str = "/BBox [0 0 595 842]") -> str:
    """Return a form with these instructions, as an object of a PDF."""
    return (
        f"<< /Type /XObject /Subtype /Form {entries} /Resources << /Font << /F1 5 0 R >> >> /Length {len(content)} >>\n"
        f"stream\n{content}\nendstream"
    )


SPOT = (
    "/ColorSpace << /Ink [/Separation /Tan /DeviceGray << /FunctionType 2 /Domain [0 1] /C0 [1] /C1 [0.2] /N 1 >>] >>"
)
FORM = "/XObject << /Fm 6 0 R >>"
NOT_SHOWN = "/OCProperties << /OCGs [6 0 R] /D << /ON [6 0 R] >> >>"


@pytest.mark.parametrize(
    "data",
    [
        draw_pdf(f"{SEEN}q 10 10 80 30 re W n {AT}{SECRET}Q"),
        draw_pdf(f"{SEEN}q 300 300 m 400 300 l 400 400 l h W* n 0 0 595 842 re W n {AT}{SECRET}Q"),
        draw_pdf(f"{SEEN}/Fm Do", resources=FORM, objects=(draw_form(f"{AT}{SECRET}", "/BBox [0 0 60 60]"),)),
        draw_pdf(f"{SEEN}q 1 Tz {AT}{SECRET}Q"),
        draw_pdf(f"{SEEN}/Ink cs 0 scn {AT}{SECRET}", resources=SPOT),
        draw_pdf(
            f"{SEEN}/OC /L1 BDC {AT}{SECRET}EMC",
            resources="/Properties << /L1 7 0 R >>",
            catalog=NOT_SHOWN,
            objects=(*GROUP, "<< /Type /OCMD /VE [/And [/Not 6 0 R] 6 0 R] >>"),
        ),
    ],
    ids=["cut off", "cut off twice", "outside its form", "without width", "no ink of a spot colour", "layers in words"],
)
def test_what_drawing_instructions_cut_off_flatten_or_switch_off_is_left_out_and_noted(data: bytes) -> None:
    document = read(data, "plan.pdf")
    assert "written down each year" in document.text
    assert "Nowhere" not in document.text
    assert codes(document) == ["hidden_text"]


@pytest.mark.parametrize(
    ("content", "resources"),
    [
        (f"{SEEN}q 60 640 400 60 re W n {AT}{SECRET}Q", ""),
        (f"q 10 10 80 30 re W n Q {SEEN}{AT}{SECRET}", ""),
        (f"q 0 0 595 842 re W {AT.replace('BT', 'n BT')}{SECRET}Q {SEEN}", ""),
        (f"{SEEN}/Ink cs 1 scn {AT}{SECRET}", SPOT),
        (f"{SEEN}q 50 Tz {AT}{SECRET}Q", ""),
    ],
    ids=["within", "cut before", "the whole page", "ink in full", "narrow"],
)
def test_letters_that_are_shown_are_read_whatever_is_cut_off_beside_them(content: str, resources: str) -> None:
    document = read(draw_pdf(content, resources=resources), "plan.pdf")
    assert "Nowhere" in document.text
    assert codes(document) == []


DARK_FORM = draw_form("0 g 0 0 100 10 re f BT /F1 8 Tf 2 2 Td (STAMPED) Tj ET", "/BBox [0 0 100 10]")


@pytest.mark.parametrize(
    "note",
    [
        "/Subtype /Stamp /AP << /N 6 0 R >>",
        "/Subtype /Square /AP << /N << /On 6 0 R >> >> /AS /On",
        "/Subtype /Line /L [70 662 300 662] /C [0 0 0] /BS << /W 18 >>",
        "/Subtype /Ink /InkList [[70 662 300 662]] /C [0.1] /BS << /W 18 >>",
    ],
    ids=["a stamp", "a box in a state", "a thick line", "a thick pen"],
)
def test_what_an_annotation_draws_over_words_covers_them(note: str) -> None:
    page = f"/Annots [<< /Type /Annot /Rect [70 652 300 672] {note} >>]"
    document = read(draw_pdf(f"{SEEN}{AT}{SECRET}", page=page, objects=(DARK_FORM,)), "plan.pdf")
    assert "Nowhere" not in document.text
    assert "STAMPED" not in document.text
    assert codes(document) == ["failed_redaction"]


def test_a_thin_line_and_a_damaged_drawing_cover_nothing() -> None:
    notes = (
        "<< /Type /Annot /Subtype /Line /L [70 662 300 662] /Rect [70 652 300 672] /C [0 0 0] /BS << /W 1 >> >> "
        "<< /Type /Annot /Subtype /Stamp /Rect [70 652 300 672] /AP << /N 6 0 R >> >>"
    )
    broken = (draw_form("0 g 0 0 9 9 re f", "/BBox [0 (x) 1 1]"),)
    document = read(draw_pdf(f"{SEEN}{AT}{SECRET}", page=f"/Annots [{notes}]", objects=broken), "plan.pdf")
    assert "Nowhere" in document.text


def test_a_note_in_a_layer_that_is_switched_off_is_not_read() -> None:
    note = "/Annots [<< /Type /Annot /Subtype /FreeText /OC 6 0 R /Rect [72 600 500 630] /Contents (Nowhere Lane) >>]"
    document = read(draw_pdf(SEEN, page=note, catalog=OFF, objects=GROUP), "plan.pdf")
    assert "Nowhere" not in document.text


def test_a_file_whose_list_of_parts_is_wrong_is_read_with_a_note() -> None:
    whole = draw_pdf(f"{SEEN}{AT}{SECRET}")
    begins = whole.rindex(b"startxref\n") + 10
    lost = whole[:begins] + b"7" + whole[begins:]
    shifted = whole.replace(b"%PDF-1.7\n", b"%PDF-1.7\n% a line that came later\n")
    for data in (lost, shifted):
        document = read(data, "plan.pdf")
        assert "Nowhere" in document.text
        assert codes(document) == ["rebuilt"]
