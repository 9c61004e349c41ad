"""PDF files that are broken, lie, or are made to do harm, each with the outcomes that are sensible."""

from __future__ import annotations

from collections.abc import Iterator

from tests.ingest.hostile.raw_pdf import LINES, content_of, flate, objects_of, pdf, stream_of, write_pdf
from tests.ingest.readers.papers import lock_pdf, print_pdf, scan_pdf

Row = tuple[str, bytes, tuple[str, ...]]
KEPT = ("kept",)
NOTED = ("noted",)
KEPT_OR_NOTED = ("kept", "noted")
DAMAGED = ("damaged", "noted", "crashed")
LIMITS = ("unpacks_too_large", "too_large", "time", "memory", "noted", "no_text")
STANDARD = b"/Filter /Standard /V %d /R %d /Length %d /P -4 /O (" + b"o" * 32 + b") /U (" + b"u" * 32 + b")"


def files() -> Iterator[Row]:
    yield "p_ok.pdf", pdf(), KEPT
    yield from _torn_files()
    yield from _locked_files()
    yield from _without_text()
    yield from _bombs()
    yield from _circles()
    yield from _active_files()


def large_files() -> Iterator[Row]:
    """Yield files that take seconds to make."""
    yield "p_flate_bomb_200mb.pdf", pdf(flate(b" " * (200 << 20))), LIMITS
    yield "p_flate_bomb_nested.pdf", pdf(flate(b" " * (400 << 20), 2)), LIMITS
    bits = b"/F1 1 Tf (a) Tj " * 1_500_000
    yield "p_content_24mb.pdf", pdf(flate(b"BT " + bits + b" ET")), (*LIMITS, "kept")


def _torn_files() -> Iterator[Row]:
    whole = pdf()
    yield "p_truncated_half.pdf", whole[: len(whole) // 2], DAMAGED
    yield "p_no_eof_no_xref.pdf", whole[: whole.rindex(b"xref\n0")], (*DAMAGED, "kept")
    yield "p_bad_startxref.pdf", whole.replace(b"startxref\n", b"startxref\n9"), DAMAGED
    yield "p_xref_wrong_offsets.pdf", write_pdf(objects_of(), shift=7), DAMAGED
    yield "p_xref_far_offsets.pdf", write_pdf(objects_of(), shift=1_000_000), DAMAGED
    yield "p_junk_before.pdf", b"\r\nHTTP/1.1 200 OK\r\n\r\n" + whole, (*DAMAGED, "kept", "not_what_name_says")
    yield "p_junk_after.pdf", whole + b"\x00" * 4000, (*DAMAGED, "kept")
    yield "p_header_only.pdf", b"%PDF-1.7\n", ("damaged", "no_text")
    yield "p_no_root.pdf", write_pdf(objects_of(), b""), (*DAMAGED, "kept")
    yield "p_root_is_a_number.pdf", write_pdf(objects_of(o1=b"42")), ("damaged", "no_text", "noted")
    yield "p_kids_is_a_string.pdf", pdf(o2=b"<< /Type /Pages /Kids (none) /Count 1 >>"), ("damaged", "no_text")
    yield "p_contents_missing.pdf", pdf(o3=b"<< /Type /Page /Parent 2 0 R >>"), ("no_text", "damaged", "noted")
    yield "p_content_is_noise.pdf", pdf(stream_of(bytes(range(256)) * 40)), ("no_text", "damaged", "noted")
    bad = pdf(stream_of(b"this is not packed", b"/Filter /FlateDecode"))
    yield "p_flate_is_not_packed.pdf", bad, ("no_text", "damaged", "noted")
    lied = objects_of(stream_of(content_of()).replace(b"/Length ", b"/Length 9"))
    yield "p_length_lies.pdf", write_pdf(lied), (*DAMAGED, "kept", "no_text")
    yield (
        "p_negative_length.pdf",
        pdf(b"<< /Length -5 >>\nstream\n" + content_of() + b"\nendstream"),
        (
            *DAMAGED,
            "kept",
            "no_text",
        ),
    )
    yield (
        "p_count_lies.pdf",
        pdf(o2=b"<< /Type /Pages /Kids [3 0 R] /Count 2000000000 >>"),
        (*DAMAGED, "kept", "too_large"),
    )
    yield (
        "p_unknown_filter.pdf",
        pdf(stream_of(content_of(), b"/Filter /NoSuchDecode")),
        ("no_text", "damaged", "noted"),
    )
    yield "p_jbig2_as_content.pdf", pdf(stream_of(b"x" * 50, b"/Filter /JBIG2Decode")), ("no_text", "damaged", "noted")
    yield (
        "p_huge_numbers.pdf",
        pdf(stream_of(b"BT /F1 12 Tf 9" + b"9" * 5000 + b" 0 Td (Words) Tj ET")),
        (
            "kept",
            "noted",
            "no_text",
            "damaged",
        ),
    )


def _locked_files() -> Iterator[Row]:
    yield "p_encrypted_user.pdf", lock_pdf(pdf(), "secret"), ("password",)
    yield "p_encrypted_empty.pdf", lock_pdf(pdf(), ""), NOTED
    handler = b"<< /Filter /Acme.Security /V 1 /R 2 >>"
    unknown = write_pdf(objects_of(o6=handler), b"/Root 1 0 R /Encrypt 6 0 R /ID [(a) (b)]")
    yield "p_unknown_handler.pdf", unknown, ("password", "damaged")
    strange = write_pdf(
        objects_of(o6=b"<< " + STANDARD % (9, 9, 128) + b" >>"), b"/Root 1 0 R /Encrypt 6 0 R /ID [(a) (b)]"
    )
    yield "p_encrypt_version_9.pdf", strange, ("password", "damaged")


def _without_text() -> Iterator[Row]:
    yield "p_scan_no_text.pdf", scan_pdf(), ("no_text", "noted")
    pages = 5
    kids = b" ".join(b"%d 0 R" % (10 + page) for page in range(pages))
    some = objects_of(o2=b"<< /Type /Pages /Kids [%s] /Count %d >>" % (kids, pages), o30=stream_of(b""))
    for page in range(pages):
        content = 4 if page % 2 == 0 else 30
        some[10 + page] = objects_of()[3].replace(b"/Contents 4 0 R", b"/Contents %d 0 R" % content)
    yield "p_some_pages_no_text.pdf", write_pdf(some), NOTED
    form = b"<< /XFA (template) /Fields [] >>"
    wait = pdf(
        stream_of(content_of(("Please wait... If this message is not eventually replaced", "by the proper contents"))),
        o1=b"<< /Type /Catalog /Pages 2 0 R /AcroForm 6 0 R /NeedsRendering true >>",
        o6=form,
    )
    yield "p_xfa_please_wait.pdf", wait, ("no_text", "noted")
    font = b"<< /Type /Font /Subtype /Type0 /BaseFont /AAAAAA+Odd /Encoding /Identity-H /DescendantFonts [6 0 R] >>"
    child = (
        b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /AAAAAA+Odd "
        b"/CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> >>"
    )
    coded = b"".join(b"%04x" % (3 + ord(letter) - 32) for letter in " ".join(LINES))
    shown = stream_of(b"BT /F1 12 Tf 60 760 Td <%s> Tj ET" % coded)
    yield "p_cid_no_tounicode.pdf", pdf(shown, o5=font, o6=child), ("no_text", "noted")
    private = b"".join(b"<%04x> <%04x>\n" % (3 + code - 32, 0xE000 + code) for code in range(32, 122))
    table = stream_of(
        b"/CIDInit /ProcSet findresource begin begincmap 1 begincodespacerange <0000> <ffff> endcodespacerange\n"
        b"90 beginbfchar\n" + private + b"endbfchar endcmap end"
    )
    mapped = font.replace(b">>", b"/ToUnicode 7 0 R >>")
    yield "p_tounicode_private_use.pdf", pdf(shown, o5=mapped, o6=child, o7=table), ("no_text", "noted")


def _bombs() -> Iterator[Row]:
    chain = pdf(stream_of(content_of(), b"/Filter [%s]" % (b"/ASCIIHexDecode " * 60)))
    yield "p_filter_chain_60.pdf", chain, LIMITS
    yield "p_runlength_bomb.pdf", pdf(stream_of(b"\x81 " * 2_000_000, b"/Filter /RunLengthDecode")), LIMITS
    yield "p_asciihex_slow.pdf", pdf(stream_of(b"20" * 5_000_000 + b">", b"/Filter /ASCIIHexDecode")), LIMITS
    predictor = b"/Filter /FlateDecode /DecodeParms << /Predictor 15 /Columns 2000000000 /Colors 4 >>"
    yield "p_predictor_columns.pdf", pdf(stream_of(b"x\x9c\x03\x00\x00\x00\x00\x01", predictor)), (*LIMITS, "damaged")
    xmp = flate(b"<x:xmpmeta>" + b"<a>" * 10_000_000)
    metadata = pdf(o1=b"<< /Type /Catalog /Pages 2 0 R /Metadata 6 0 R >>", o6=xmp)
    yield "p_xmp_bomb.pdf", metadata, (*LIMITS, "kept")
    laughs = {6 + level: b"" for level in range(10)}
    for level in laughs:
        inside = b" ".join([b"/X Do"] * 10) if level < 15 else content_of()
        below = b"/XObject << /X %d 0 R >>" % (level + 1) if level < 15 else b""
        laughs[level] = stream_of(
            inside,
            b"/Type /XObject /Subtype /Form /BBox [0 0 595 842] /Resources << /Font << /F1 5 0 R >> %s >>" % below,
        )
    page = objects_of(stream_of(b"/X Do"))
    page[3] = page[3].replace(b"/Font", b"/XObject << /X 6 0 R >> /Font")
    yield "p_xobject_billion_laughs.pdf", write_pdf({**page, **laughs}), (*LIMITS, "kept")
    yield "p_content_deep_q.pdf", pdf(stream_of(b"q " * 500_000 + content_of())), (*LIMITS, "kept")
    yield "p_content_deep_arrays.pdf", pdf(stream_of(b"[" * 200_000 + content_of())), (*LIMITS, "kept")
    yield (
        "p_one_word_1mb.pdf",
        pdf(stream_of(b"BT /F1 12 Tf 60 700 Td (%s) Tj ET" % (b"a" * (1 << 20)))),
        (
            *LIMITS,
            "kept",
        ),
    )
    yield "p_90000_pages_same.pdf", _many_pages(90_000), ("too_large",)
    ranges = b"".join(b"<%04x> <%04x> <%04x>\n" % (0, 0xFFFF, 0x20) for _ in range(2_000))
    table = stream_of(b"begincmap 1 begincodespacerange <0000> <ffff> endcodespacerange 2000 beginbfrange\n" + ranges)
    font = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /ToUnicode 6 0 R >>"
    yield "p_tounicode_bomb.pdf", pdf(o5=font, o6=table), (*LIMITS, "kept")


def _many_pages(count: int) -> bytes:
    kids = b"3 0 R " * count
    return pdf(o2=b"<< /Type /Pages /Kids [%s] /Count %d >>" % (kids, count))


def _circles() -> Iterator[Row]:
    sensible = ("damaged", "no_text", "noted", "kept", "too_large", "time", "unpacks_too_large")
    yield "p_page_tree_itself.pdf", pdf(o2=b"<< /Type /Pages /Kids [2 0 R] /Count 1 >>"), sensible
    yield (
        "p_page_tree_loop.pdf",
        pdf(
            o2=b"<< /Type /Pages /Kids [6 0 R 3 0 R] /Count 2 >>",
            o6=b"<< /Type /Pages /Parent 2 0 R /Kids [2 0 R] /Count 1 >>",
        ),
        sensible,
    )
    deep = {7 + level: b"<< /Type /Pages /Kids [%d 0 R] /Count 1 >>" % (8 + level) for level in range(3_000)}
    deep[3_007] = objects_of()[3]
    yield "p_page_tree_3000_deep.pdf", write_pdf({**objects_of(o2=b"<< /Kids [7 0 R] /Count 1 >>"), **deep}), sensible
    yield "p_parent_loop.pdf", pdf(o3=b"<< /Type /Page /Parent 3 0 R /Contents 4 0 R >>"), sensible
    yield "p_prev_loop.pdf", write_pdf(objects_of(), b"/Root 1 0 R /Prev 20"), sensible
    yield "p_length_itself.pdf", pdf(b"<< /Length 4 0 R >>\nstream\n" + content_of() + b"\nendstream"), sensible
    yield (
        "p_resources_itself.pdf",
        pdf(
            o3=b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources 6 0 R >>", o6=b"6 0 R"
        ),
        sensible,
    )
    form = stream_of(
        b"/X Do", b"/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X 6 0 R >> >>"
    )
    page = objects_of(stream_of(content_of() + b" /X Do"), o6=form)
    page[3] = page[3].replace(b"/Font", b"/XObject << /X 6 0 R >> /Font")
    yield "p_xobject_itself.pdf", write_pdf(page), sensible
    outline = b"<< /Title (A) /Parent 6 0 R /Next 7 0 R /First 6 0 R >>"
    yield (
        "p_outline_loop.pdf",
        pdf(o1=b"<< /Type /Catalog /Pages 2 0 R /Outlines 6 0 R >>", o6=b"<< /First 7 0 R /Last 7 0 R >>", o7=outline),
        sensible,
    )
    yield (
        "p_outline_huge.pdf",
        pdf(
            o1=b"<< /Type /Catalog /Pages 2 0 R /Outlines 6 0 R >>",
            o6=b"<< /First 7 0 R /Last 7 0 R /Count 2000000000 >>",
            o7=b"<< /Title (" + b"a" * 2_000_000 + b") /Parent 6 0 R >>",
        ),
        sensible,
    )
    tree = b"<< /Type /StructTreeRoot /K 7 0 R >>"
    yield (
        "p_structure_loop.pdf",
        pdf(
            o1=b"<< /Type /Catalog /Pages 2 0 R /StructTreeRoot 6 0 R /MarkInfo << /Marked true >> >>",
            o6=tree,
            o7=b"<< /S /P /K [7 0 R] /P 6 0 R >>",
        ),
        sensible,
    )
    many = b" ".join([b"4 0 R"] * 20_000)
    yield (
        "p_contents_20000_times.pdf",
        pdf(
            o3=b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents [%s] "
            b"/Resources << /Font << /F1 5 0 R >> >> >>" % many
        ),
        (*sensible, "memory"),
    )
    yield "p_font_itself.pdf", pdf(o5=b"5 0 R"), sensible
    yield (
        "p_object_stream_itself.pdf",
        pdf(o6=stream_of(b"6 0 ", b"/Type /ObjStm /N 1 /First 4 /Extends 6 0 R")),
        sensible,
    )
    yield "p_box_nan.pdf", pdf(o3=objects_of()[3].replace(b"[0 0 595 842]", b"[0 0 (a) null]")), sensible
    yield "p_box_huge.pdf", pdf(o3=objects_of()[3].replace(b"[0 0 595 842]", b"[-1e30 -1e30 1e30 1e30]")), sensible
    yield "p_box_empty.pdf", pdf(o3=objects_of()[3].replace(b"[0 0 595 842]", b"[0 0 0 0]")), sensible
    yield "p_name_with_nul.pdf", pdf(o5=b"<< /Type /Font /Subtype /Type1 /BaseFont /Hel#00vetica#0A >>"), sensible


def _active_files() -> Iterator[Row]:
    launch = b"<< /S /Launch /F (calc.exe) >>"
    yield (
        "p_javascript_and_launch.pdf",
        pdf(
            o1=b"<< /Type /Catalog /Pages 2 0 R /OpenAction 6 0 R /AA << /WC 7 0 R >> >>",
            o6=b"<< /S /JavaScript /JS (app.alert\\(1\\)) >>",
            o7=launch,
        ),
        NOTED,
    )
    yield (
        "p_embedded_file.pdf",
        pdf(
            o1=b"<< /Type /Catalog /Pages 2 0 R /Names << /EmbeddedFiles << /Names [(a.exe) 6 0 R] >> >> >>",
            o6=b"<< /Type /Filespec /F (a.exe) /EF << /F 7 0 R >> >>",
            o7=stream_of(b"MZ", b"/Type /EmbeddedFile"),
        ),
        NOTED,
    )
    link = b"<< /Type /Annot /Subtype /Link /Rect [0 0 99 99] /A << /S /URI /URI (javascript:alert\\(1\\)) >> >>"
    yield (
        "p_link_javascript_uri.pdf",
        pdf(o3=objects_of()[3].replace(b"/Parent", b"/Annots [6 0 R] /Parent"), o6=link),
        (KEPT_OR_NOTED),
    )
    hostile = b"(<script>alert\\(1\\)</script>\r\nSet-Cookie: a=b)"
    yield (
        "p_metadata_hostile.pdf",
        write_pdf(
            objects_of(o6=b"<< /Title %s /Author %s /CreationDate (D:99999999999999) >>" % (hostile, hostile)),
            b"/Root 1 0 R /Info 6 0 R",
        ),
        KEPT_OR_NOTED,
    )
    markup = print_pdf(
        "<h1>Review</h1><h2>Lessons</h2><ul><li>&lt;script&gt;alert(1)&lt;/script&gt; was not asked.</li></ul>"
    )
    yield "p_words_are_markup.pdf", markup, KEPT_OR_NOTED
    yield "p_html_polyglot.pdf", pdf() + b"<html><script>alert(1)</script></html>", (*DAMAGED, "kept")
    saved = pdf()
    start = saved.rindex(b"startxref\n") + 10
    previous = int(saved[start : saved.index(b"\n", start)])
    page = b"4 0 obj\n%s\nendobj\n" % stream_of(content_of((*LINES[:2], "The name was taken out here.")))
    table = b"xref\n4 1\n%010d 00000 n \n" % len(saved)
    trailer = b"trailer\n<< /Size 6 /Root 1 0 R /Prev %d >>\nstartxref\n%d\n%%%%EOF\n" % (
        previous,
        len(saved) + len(page),
    )
    yield "p_redacted_by_incremental_save.pdf", saved + page + table + trailer, KEPT_OR_NOTED
