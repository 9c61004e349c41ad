"""Word, PowerPoint, Excel and OpenDocument files that are broken or made to do harm, with the sensible outcomes."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Iterator

import docx
from openpyxl import Workbook
from pptx import Presentation
from pptx.util import Inches

from tests.ingest.readers.papers import as_word, members, zip_members

Row = tuple[str, bytes, tuple[str, ...]]
KEPT = ("kept",)
NOTED = ("noted",)
KEPT_OR_NOTED = ("kept", "noted")
BROKEN = ("damaged", "unsafe_archive", "unpacks_too_large", "not_what_name_says", "no_text")
XML = b"<?xml version='1.0'?>"
WORDS = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def files() -> Iterator[Row]:
    yield "d_ok.docx", as_word(), KEPT
    yield "x_ok.pptx", _slides(3), KEPT_OR_NOTED
    yield from _word_archives()
    yield from _word_bodies()
    yield from _slide_files()
    yield from _sheets()


def large_files() -> Iterator[Row]:
    """Yield files that take seconds to make."""
    whole = as_word()
    yield "d_zip_bomb_300mb.docx", _spoilt(whole, **{"word/document.xml": b" " * (301 << 20)}), ("unpacks_too_large",)
    lies = bytearray(_spoilt(whole, **{"word/document.xml": _body("<w:p/>" * 8_000_000)}))
    at = lies.rindex(b"PK\x01\x02", 0, lies.rindex(b"word/document.xml"))
    lies[at + 24 : at + 28] = struct.pack("<I", 1000)
    yield "d_size_lies.docx", bytes(lies), (*BROKEN, "time", "memory")
    bomb = b"<worksheet><sheetData>" + b"<row/>" * 60_000_000
    yield "e_sheet_bomb.xlsx", _spoilt(_workbook(), **{"xl/worksheets/sheet2.xml": bomb}), ("unpacks_too_large",)


def _spoilt(source: bytes, **changes: bytes | None) -> bytes:
    parts = members(source)
    for name, data in changes.items():
        if data is None:
            parts.pop(name)
        else:
            parts[name] = data
    return zip_members(parts)


def _body(xml: str) -> bytes:
    return XML + f'<w:document xmlns:w="{WORDS}"><w:body>{xml}</w:body></w:document>'.encode()


def _word_archives() -> Iterator[Row]:
    whole = as_word()
    yield "d_empty.docx", b"", ("empty",)
    yield "d_truncated.docx", whole[: len(whole) // 2], BROKEN
    yield "d_no_document.docx", _spoilt(whole, **{"word/document.xml": None}), BROKEN
    yield "d_no_content_types.docx", _spoilt(whole, **{"[Content_Types].xml": None}), (*BROKEN, "kept", "noted")
    yield "d_no_styles.docx", _spoilt(whole, **{"word/styles.xml": None}), KEPT_OR_NOTED
    yield "d_styles_broken.docx", _spoilt(whole, **{"word/styles.xml": b"<w:st"}), (*BROKEN, "kept", "noted")
    yield "d_numbering_broken.docx", _spoilt(whole, **{"word/numbering.xml": b"\x00\xff"}), (*BROKEN, "kept", "noted")
    spoilt = bytearray(whole)
    with zipfile.ZipFile(io.BytesIO(whole)) as archive:
        place = archive.getinfo("word/document.xml").header_offset
    spoilt[place + 120] ^= 0xFF
    yield "d_crc_error.docx", bytes(spoilt), BROKEN
    locked = bytearray(whole)
    locked[locked.rindex(b"PK\x01\x02") + 8] |= 1
    yield "d_member_encrypted_flag.docx", bytes(locked), ("password",)
    yield (
        "d_5000_members.docx",
        zip_members({**members(whole), **{f"a/{n}": b"" for n in range(20_000)}}),
        ("unpacks_too_large",),
    )
    yield "d_path_traversal_members.docx", _spoilt(whole, **{"../../../tmp/evil": b"x"}), ("unsafe_archive",)
    yield "d_absolute_member.docx", _spoilt(whole, **{"/etc/cron.d/evil": b"x"}), ("unsafe_archive",)
    yield "d_backslash_member.docx", _spoilt(whole, **{"..\\..\\evil.dll": b"x"}), ("unsafe_archive", "kept", "noted")
    link = io.BytesIO()
    with zipfile.ZipFile(link, "w") as archive:
        for name, data in members(whole).items():
            archive.writestr(name, data)
        info = zipfile.ZipInfo("word/link")
        info.external_attr = 0xA1FF << 16
        archive.writestr(info, "/etc/passwd")
    yield "d_symlink_member.docx", link.getvalue(), ("unsafe_archive", "kept", "noted")
    double = zip_members({**members(whole), "word/documant.xml": _body("<w:p><w:r><w:t>Another.</w:t></w:r></w:p>")})
    double = double.replace(b"word/documant.xml", b"word/document.xml")
    yield "d_duplicate_document_part.docx", double, ("unsafe_archive",)
    yield "d_zip_of_zip.docx", zip_members({"a.docx": whole}), BROKEN
    yield "d_really_pdf.docx", b"%PDF-1.7\n" + b"x" * 500, (*BROKEN,)
    yield "d_really_odt.docx", zip_members({"mimetype": b"application/vnd.oasis.opendocument.text"}), BROKEN
    yield (
        "d_old_format_locked.docx",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(4000),
        ("password", *BROKEN, "unknown_format"),
    )


def _word_bodies() -> Iterator[Row]:
    whole = as_word()

    def with_body(xml: bytes, **others: bytes) -> bytes:
        return _spoilt(whole, **{"word/document.xml": xml, **others})

    run = "<w:p><w:r><w:t>Practitioners did not ask who else lived in the home.</w:t></w:r></w:p>"
    entity = XML + b"<!DOCTYPE x [<!ENTITY a SYSTEM 'file:///etc/hostname'>]><x>&a;</x>"
    parameter = XML + b"<!DOCTYPE x [<!ENTITY % p SYSTEM 'http://127.0.0.1:9/x'> %p;]><x/>"
    quadratic = XML + b"<!DOCTYPE x [<!ENTITY a '" + b"a" * 100_000 + b"'>]><x>" + b"&a;" * 100_000 + b"</x>"
    laughs = XML + b"<!DOCTYPE x [<!ENTITY a 'ha'><!ENTITY b '&a;&a;'>]><x>&b;</x>"
    yield "d_xxe_file.docx", with_body(entity), ("unsafe_archive",)
    yield "d_xxe_parameter.docx", with_body(parameter), ("unsafe_archive",)
    yield "d_billion_laughs.docx", with_body(laughs), ("unsafe_archive",)
    yield "d_quadratic_entities.docx", with_body(quadratic), ("unsafe_archive",)
    yield "d_xxe_in_styles.docx", _spoilt(whole, **{"word/styles.xml": entity}), ("unsafe_archive",)
    yield "d_xxe_in_core.docx", _spoilt(whole, **{"docProps/core.xml": entity}), ("unsafe_archive", "kept", "noted")
    yield "d_xml_50000_deep.docx", with_body(_body("<w:p>" * 50_000 + "</w:p>" * 50_000)), BROKEN
    tables = "<w:tbl><w:tr><w:tc>"
    ends = "</w:tc></w:tr></w:tbl>"
    yield "d_tables_in_tables.docx", with_body(_body(tables * 80 + run + ends * 80)), (*BROKEN, "kept", "noted")
    yield (
        "d_utf16_document.docx",
        with_body(_body(run).replace(XML, b"<?xml version='1.0' encoding='utf-16'?>").decode().encode("utf-16")),
        KEPT_OR_NOTED,
    )
    yield "d_xml_cut_short.docx", with_body(_body(run)[:-20]), BROKEN
    yield "d_not_xml.docx", with_body(b"\x89PNG\r\n"), BROKEN
    yield "d_empty_body.docx", with_body(_body("<w:p/>")), ("no_text",)
    yield (
        "d_text_only_in_table.docx",
        with_body(_body(f"<w:tbl><w:tr><w:tc>{run}</w:tc></w:tr></w:tbl>")),
        KEPT_OR_NOTED,
    )
    yield "d_no_namespace.docx", with_body(XML + b"<document><body><p>Words</p></body></document>"), BROKEN
    hidden = "<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>Her name was here.</w:t></w:r></w:p>"
    yield "d_hidden_text.docx", with_body(_body(run + hidden)), NOTED
    tracked = '<w:p><w:del w:id="1" w:author="a"><w:r><w:delText>Her name.</w:delText></w:r></w:del></w:p>'
    yield "d_tracked_changes.docx", with_body(_body(run + tracked)), NOTED
    macro = _spoilt(whole, **{"word/vbaProject.bin": b"\xd0\xcf\x11\xe0" + bytes(600)})
    yield "d_macro_inside.docx", macro, NOTED
    rels = (
        XML
        + b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        + b'<Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/'
        + b'attachedTemplate" Target="http://127.0.0.1:9/evil.dotm" TargetMode="External"/></Relationships>'
    )
    yield "d_remote_template.docx", _spoilt(whole, **{"word/_rels/settings.xml.rels": rels}), KEPT_OR_NOTED
    dangling = rels.replace(b"attachedTemplate", b"image").replace(b' TargetMode="External"', b"")
    yield "d_link_to_missing_part.docx", _spoilt(whole, **{"word/_rels/document.xml.rels": dangling}), KEPT_OR_NOTED
    attributes = " ".join(f'w:a{n}="{n}"' for n in range(20_000))
    yield "d_20000_attributes.docx", with_body(_body(f"<w:p {attributes}/>" + run)), (*BROKEN, "kept", "noted")
    yield (
        "d_500000_paragraphs.docx",
        with_body(_body("<w:p/>" * 500_000 + run)),
        (*BROKEN, "kept", "noted", "time", "memory"),
    )
    spans = '<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val="2000000000"/></w:tcPr>' + run + ends
    yield "d_span_two_thousand_million.docx", with_body(_body(spans)), (*BROKEN, "kept", "noted")
    strange = '<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val="many"/></w:tcPr>' + run + ends
    yield "d_span_is_a_word.docx", with_body(_body(strange)), (*BROKEN, "kept", "noted")
    style = (
        XML
        + (
            f'<w:styles xmlns:w="{WORDS}"><w:style w:type="paragraph" w:styleId="A"><w:basedOn w:val="B"/></w:style>'
            '<w:style w:type="paragraph" w:styleId="B"><w:basedOn w:val="A"/></w:style></w:styles>'
        ).encode()
    )
    looped = '<w:p><w:pPr><w:pStyle w:val="A"/></w:pPr><w:r><w:t>Practitioners did not ask.</w:t></w:r></w:p>'
    yield "d_style_loop.docx", with_body(_body(looped), **{"word/styles.xml": style}), KEPT_OR_NOTED
    form = docx.Document()
    form.add_paragraph("Practitioners did not ask who else lived in the home.")
    form.core_properties.title = "<script>alert(1)</script>\r\nX: y"
    out = io.BytesIO()
    form.save(out)
    yield "d_hostile_title.docx", out.getvalue(), KEPT_OR_NOTED


def _slides(count: int) -> bytes:
    made = Presentation()
    for number in range(count):
        slide = made.slides.add_slide(made.slide_layouts[1])
        slide.shapes.title.text = f"Lessons learned {number}"
        slide.placeholders[1].text = "Practitioners did not ask who else lived in the home."
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def _slide_files() -> Iterator[Row]:
    whole = _slides(3)
    parts = members(whole)
    yield "x_truncated.pptx", whole[: len(whole) // 3], BROKEN
    yield "x_slide_missing.pptx", _spoilt(whole, **{"ppt/slides/slide2.xml": None}), ("noted", *BROKEN)
    yield "x_no_presentation.pptx", _spoilt(whole, **{"ppt/presentation.xml": None}), BROKEN
    far = parts["ppt/_rels/presentation.xml.rels"].replace(b"slides/slide2.xml", b"../../../../etc/passwd")
    yield "x_slide_rel_traversal.pptx", _spoilt(whole, **{"ppt/_rels/presentation.xml.rels": far}), ("noted", *BROKEN)
    entity = XML + b"<!DOCTYPE x [<!ENTITY a SYSTEM 'file:///etc/hostname'>]><x>&a;</x>"
    yield "x_xxe.pptx", _spoilt(whole, **{"ppt/slides/slide1.xml": entity}), ("unsafe_archive",)
    hidden = parts["ppt/slides/slide3.xml"].replace(b"<p:sld ", b'<p:sld show="0" ', 1)
    yield "x_hidden_slide.pptx", _spoilt(whole, **{"ppt/slides/slide3.xml": hidden}), NOTED
    notes = Presentation()
    slide = notes.slides.add_slide(notes.slide_layouts[1])
    slide.shapes.title.text = "Lessons learned"
    slide.placeholders[1].text = "Practitioners did not ask."
    slide.notes_slide.notes_text_frame.text = "Do not say her name, Quenby."
    out = io.BytesIO()
    notes.save(out)
    yield "x_speaker_notes.pptx", out.getvalue(), KEPT_OR_NOTED
    deep = Presentation()
    slide = deep.slides.add_slide(deep.slide_layouts[6])
    group = slide.shapes.add_group_shape()
    for _ in range(200):
        group = group.shapes.add_group_shape()
    group.shapes.add_textbox(Inches(1), Inches(1), Inches(4), Inches(1)).text_frame.text = "Practitioners did not ask."
    out = io.BytesIO()
    deep.save(out)
    yield "x_groups_200_deep.pptx", out.getvalue(), (*BROKEN, "kept", "noted")
    yield "x_empty.pptx", _slides(0), ("no_text", "noted")
    yield "x_really_docx.pptx", as_word(), ("not_what_name_says",)


def _workbook() -> bytes:
    book = Workbook()
    sheet = book.create_sheet()
    sheet.append(["Recommendation", "Action", "Status"])
    sheet.append(["The partnership should ask.", '=HYPERLINK("http://127.0.0.1:9","x")', "Complete"])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _sheets() -> Iterator[Row]:
    whole = _workbook()
    yield "e_formulas.xlsx", whole, KEPT_OR_NOTED
    yield "e_truncated.xlsx", whole[: len(whole) // 2], BROKEN
    cell = members(whole)["xl/worksheets/sheet2.xml"]
    far = cell.replace(b'r="A1"', b'r="XFD1048576"').replace(b'r="1"', b'r="1048576"', 1)
    yield "e_far_cell.xlsx", _spoilt(whole, **{"xl/worksheets/sheet2.xml": far}), (*BROKEN, "kept", "noted")
    wrong = cell.replace(b'r="A1"', b'r="A99999999999"')
    yield "e_cell_beyond_sheet.xlsx", _spoilt(whole, **{"xl/worksheets/sheet2.xml": wrong}), (*BROKEN, "kept", "noted")
    entity = XML + b"<!DOCTYPE x [<!ENTITY a SYSTEM 'file:///etc/hostname'>]><x>&a;</x>"
    yield "e_xxe.xlsx", _spoilt(whole, **{"xl/workbook.xml": entity}), ("unsafe_archive",)
    odt = zip_members({"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": entity})
    yield "o_xxe.odt", odt, BROKEN
    repeat = (
        b"<office:document-content xmlns:office='urn:oasis:names:tc:opendocument:xmlns:office:1.0' "
        b"xmlns:text='urn:oasis:names:tc:opendocument:xmlns:text:1.0' "
        b"xmlns:table='urn:oasis:names:tc:opendocument:xmlns:table:1.0'><office:body><office:text>"
        b"<text:p>Practitioners<text:s text:c='2000000000'/>did not ask.</text:p>"
        b"<table:table><table:table-row table:number-rows-repeated='2000000000'><table:table-cell "
        b"table:number-columns-repeated='2000000000'><text:p>Word</text:p></table:table-cell></table:table-row>"
        b"</table:table></office:text></office:body></office:document-content>"
    )
    odt = zip_members({"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": repeat})
    yield "o_repeats_for_ever.odt", odt, (*BROKEN, "kept", "noted", "too_large", "memory", "time")
    yield "o_no_content.odt", zip_members({"mimetype": b"application/vnd.oasis.opendocument.text"}), BROKEN
