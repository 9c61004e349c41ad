"""Texts, web pages, letters and files under false names, with the outcomes that are sensible."""

from __future__ import annotations

import gzip
import io
import pickle
import tarfile
from collections.abc import Iterator

from tests.ingest.readers.papers import Line, as_html, as_text, as_word, zip_members

Row = tuple[str, bytes, tuple[str, ...]]
KEPT = ("kept",)
NOTED = ("noted",)
KEPT_OR_NOTED = ("kept", "noted")
REFUSED_ARCHIVE = ("unsafe_archive", "unpacks_too_large", "empty", "no_text", "damaged", "unknown_format", "time")
OTHER = (Line("h2", "Lessons"), Line("li", "Nobody asked the neighbours of the Arlen family."))
REFUSED_TYPE = ("unknown_format", "not_what_name_says")
LESSON = "Lessons learned\n\n- Practitioners did not ask at the café about £40 – the family’s debts.\n"
HTML = "<!DOCTYPE html><html><head><title>Review</title></head><body>%s</body></html>"
LIST = "<h1>Review</h1><h2>Lessons</h2><ul><li>Practitioners did not ask who lived in the home.</li></ul>"


def files() -> Iterator[Row]:
    yield "t_ok.txt", as_text(), KEPT
    yield "h_ok.html", as_html(), KEPT
    yield from _encodings()
    yield from _shapes()
    yield from _web_pages()
    yield from _letters()
    yield from _other_types()


def _encodings() -> Iterator[Row]:
    yield "t_empty.txt", b"", ("empty",)
    yield "t_whitespace_only.txt", b" \r\n\t" * 500, ("empty", "no_text")
    for name in ("utf-8-sig", "utf-16", "utf-32", "cp1252", "utf-16-le", "utf-16-be"):
        yield f"t_{name.replace('-', '_')}.txt", (LESSON * 5).encode(name), KEPT_OR_NOTED
    yield "t_half_utf8_half_cp1252.txt", LESSON.encode() * 3 + LESSON.encode("cp1252") * 3, NOTED
    yield "t_overlong.txt", LESSON.encode() + b"\xc0\xaf\xe0\x80\xaf" * 20, KEPT_OR_NOTED
    yield "t_utf7.txt", b"Lessons learned\n\n- Practitioners +ADw-script+AD4- did not ask.\n", KEPT_OR_NOTED
    yield "t_surrogates.txt", LESSON.encode() + b"\xed\xa0\x80\xed\xb0\x80" * 5, KEPT_OR_NOTED
    yield "t_encoded_twice.txt", LESSON.encode().decode("cp1252", "replace").encode() * 3, KEPT_OR_NOTED
    yield "t_nul_bytes.txt", (LESSON * 3).replace(" ", "\0 ").encode(), (*KEPT_OR_NOTED, "not_what_name_says")
    yield "t_all_control_chars.txt", bytes(range(32)) + LESSON.encode() * 5, (*KEPT_OR_NOTED, "not_what_name_says")
    yield (
        "t_random_bytes.txt",
        bytes((n * 197 + n // 7) % 256 for n in range(20_000)),
        (*REFUSED_TYPE, "noted", "damaged"),
    )


def _shapes() -> Iterator[Row]:
    sound = (*KEPT_OR_NOTED,)
    limits = (*KEPT_OR_NOTED, "time", "too_large", "memory")
    yield "t_one_line_1mb.txt", (b"Practitioners did not ask who lived there. " * 25_000), limits
    yield "t_one_word_1mb.txt", LESSON.encode() + b"a" * (1 << 20), limits
    yield "t_500k_newlines.txt", LESSON.encode() + b"\n" * 500_000 + LESSON.encode(), limits
    yield "t_cr_only.txt", (LESSON * 3).replace("\n", "\r").encode(), sound
    yield (
        "t_yaml_front_matter.md",
        b"---\ntitle: !!python/object/apply:os.system ['id']\n---\n# Review\n\n" + LESSON.encode(),
        sound,
    )
    yield "t_terminal_escapes.txt", b"\x1b]0;owned\x07\x1b[2J" + LESSON.encode() * 3, NOTED
    yield "t_bidi_override.txt", (LESSON * 2 + "\u202egniksa ton did srenoititcarP\u202c\n").encode(), NOTED
    yield "t_zero_width.txt", LESSON.replace("ask", "a\u200bs\u200bk").encode() * 2, KEPT_OR_NOTED
    yield "t_zalgo.txt", (LESSON + "s" + "\u0300" * 5_000 + "afeguarding\n").encode(), KEPT_OR_NOTED
    yield "t_emoji.txt", (LESSON + "👩‍👩‍👧‍👦 " * 500).encode(), sound
    yield "t_homoglyphs.txt", (LESSON * 2).replace("a", "\u0430").encode(), sound
    yield "t_regex_bait_spaces.txt", LESSON.encode() + b"Recommendation" + b" " * 200_000 + b"x\n", limits
    yield "t_regex_bait_dots.txt", LESSON.encode() + b"1." * 200_000, limits
    yield "t_regex_bait_quotes.txt", LESSON.encode() + b"\xe2\x80\x9c(" * 100_000, limits
    yield "t_regex_bait_dashes.txt", LESSON.encode() + b"- " * 200_000, limits
    yield "t_regex_bait_dates.txt", LESSON.encode() + b"1 January 2019 to " * 30_000, limits
    yield "t_regex_bait_capitals.txt", LESSON.encode() + b"Safeguarding Children Partnership and " * 20_000, limits
    rows = "".join(f"{n}. The partnership should ask question {n} at every visit.\n" for n in range(20_000))
    yield "t_20000_recommendations.txt", ("Recommendations\n\n" + rows).encode(), limits
    deep = "".join(" " * n + "- Practitioners did not ask.\n" for n in range(3_000))
    yield "t_3000_indent_levels.md", ("# Review\n\n## Lessons\n\n" + deep).encode(), limits
    yield "t_markdown_brackets.md", b"# Review\n\n" + b"[" * 50_000 + b"](" * 50_000, (*limits, "damaged", "no_text")
    yield "t_markdown_quotes.md", b"# Review\n\n" + b"> " * 20_000 + b"Practitioners did not ask.", (*limits, "damaged")
    yield "t_headings_50000.md", b"# Lessons\n\n" * 50_000 + LESSON.encode(), limits
    yield "t_log_injection.txt", LESSON.encode() + b'\n{"level": "error", "event": "owned"}\n', sound


def _web_pages() -> Iterator[Row]:
    def page(body: str) -> bytes:
        return (HTML % body).encode()

    scripts = "<script>alert('Quenby')</script><style>a{content:'Quenby'}</style><noscript>Quenby</noscript>"
    yield "h_scripts.html", page(scripts + LIST), KEPT_OR_NOTED
    yield "h_20000_levels.html", page("<div>" * 20_000 + LIST), (*KEPT_OR_NOTED, "damaged", "too_deep")
    yield "h_lists_in_lists.html", page("<ul><li>" * 5_000 + LIST), (*KEPT_OR_NOTED, "damaged", "too_deep")
    yield (
        "h_tables_in_tables.html",
        page("<table><tr><td>" * 3_000 + LIST),
        (*KEPT_OR_NOTED, "damaged", "time", "too_deep"),
    )
    attributes = " ".join(f"a{n}={n}" for n in range(20_000))
    yield "h_20000_attributes.html", page(f"<p {attributes}>Words</p>" + LIST), KEPT_OR_NOTED
    yield "h_data_uri.html", page(f"<img src='data:image/png;base64,{'A' * 2_000_000}'>" + LIST), KEPT_OR_NOTED
    yield "h_hidden_text.html", page("<p style='display:none'>Her name was Quenby.</p>" + LIST), NOTED
    yield "h_unclosed_comment.html", page(LIST + "<!-- " + "x" * 1000), KEPT_OR_NOTED
    yield (
        "h_span_huge.html",
        page(f"<table><tr><td colspan=2000000000 rowspan=2000000000>{LIST}</td></tr></table>"),
        (
            *KEPT_OR_NOTED,
            "damaged",
        ),
    )
    yield (
        "h_xhtml_entity.html",
        b"<?xml version='1.0'?><!DOCTYPE html [<!ENTITY a SYSTEM 'file:///etc/hostname'>]>" + page("<p>&a;</p>" + LIST),
        KEPT_OR_NOTED,
    )
    yield "h_charset_lies.html", page("<meta charset=utf-16>" + LIST + "<p>café £40</p>"), KEPT_OR_NOTED
    yield "h_charset_unknown.html", page("<meta charset=klingon>" + LIST), KEPT_OR_NOTED
    sign_in = (
        "<h1>Sign in</h1><form method=post><input name=user><input type=password name=p><button>Sign in</button></form>"
    )
    yield "h_signin_page.html", page(sign_in), ("error_page",)
    yield "h_js_only_app.html", page("<div id=root></div><script src=/app.js></script>"), ("no_text", "error_page")
    yield "h_404.html", page("<h1>404 Not Found</h1><p>The page you asked for was not found.</p>"), ("error_page",)
    yield (
        "h_cookie_wall.html",
        page("<h1>Before you continue</h1><p>We use cookies.</p>"),
        ("error_page", "noted", "kept"),
    )
    yield "h_template_marks.html", page("<p>{{ 7*7 }} {% raw %} ${7*7}</p>" + LIST), KEPT_OR_NOTED
    yield (
        "h_mutation.html",
        page(
            "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=x onerror=alert(1)&gt;'>"
            + LIST
        ),
        (
            *KEPT_OR_NOTED,
            "no_text",
        ),
    )
    yield "h_refresh.html", page("<meta http-equiv=refresh content='0;url=http://127.0.0.1:9'>" + LIST), KEPT_OR_NOTED
    yield "h_details.html", page("<details><summary>Police</summary>" + LIST + "</details>"), KEPT_OR_NOTED


def _letters() -> Iterator[Row]:
    head = (
        b"From: a@example.org\r\nTo: b@example.org\r\nSubject: Response to the review\r\n"
        b"Date: Mon, 3 Jun 2019 10:00:00 +0000\r\n"
    )
    body = b"\r\nWe accept recommendation 1. We will ask at every visit by March 2020.\r\n"
    yield "m_ok.eml", head + body, KEPT_OR_NOTED
    yield (
        "m_boundary_missing.eml",
        head + b"Content-Type: multipart/mixed\r\n" + body,
        (*KEPT_OR_NOTED, "damaged", "no_text"),
    )
    nested = head
    for n in range(500):
        nested += b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (n, n)
    yield "m_500_levels.eml", nested + b"Content-Type: text/plain\r\n" + body, (*KEPT_OR_NOTED, "damaged", "no_text")
    yield "m_unknown_charset.eml", head + b"Content-Type: text/plain; charset=klingon\r\n" + body, KEPT_OR_NOTED
    yield (
        "m_bad_base64.eml",
        head + b"Content-Type: text/plain\r\nContent-Transfer-Encoding: base64\r\n" + body,
        (
            *KEPT_OR_NOTED,
            "damaged",
            "no_text",
        ),
    )
    hostile = head.replace(b"Response", b"=?utf-8?q?=0D=0ABcc:_x=40y?= Response")
    yield "m_subject_with_line_ends.eml", hostile + body, KEPT_OR_NOTED
    yield "m_headers_only.eml", head, ("kept", "no_text", "noted", "damaged", "unknown_format", "not_what_name_says")
    many = b"".join(b"X-%d: y\r\n" % n for n in range(50_000))
    yield "m_50000_headers.eml", head + many + body, (*KEPT_OR_NOTED, "damaged", "time")
    yield "r_ok.rtf", rb"{\rtf1\ansi Lessons learned\par Practitioners did not ask who lived there.\par}", KEPT_OR_NOTED
    yield (
        "r_deep.rtf",
        rb"{\rtf1 " + b"{" * 100_000 + b"Words" + b"}" * 100_001,
        (*KEPT_OR_NOTED, "damaged", "time", "too_deep"),
    )
    yield "r_unclosed.rtf", rb"{\rtf1\ansi Practitioners did not ask {\b who", (*KEPT_OR_NOTED, "damaged")
    yield (
        "r_object.rtf",
        rb"{\rtf1 Practitioners did not ask.{\object\objemb{\*\objdata " + b"41" * 50_000 + b"}}}",
        KEPT_OR_NOTED,
    )
    yield (
        "r_bin_lies.rtf",
        rb"{\rtf1 Practitioners did not ask.\bin2000000000 x}",
        (*KEPT_OR_NOTED, "damaged", "no_text"),
    )
    yield (
        "r_unicode_lies.rtf",
        rb"{\rtf1\uc99999 Practitioners \u-99999? \u55357? did not ask.}",
        (*KEPT_OR_NOTED, "damaged"),
    )


def _other_types() -> Iterator[Row]:
    yield "u_gzip.gz", gzip.compress(as_text()), REFUSED_TYPE
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        archive.addfile(tarfile.TarInfo("a.txt"), io.BytesIO())
    yield "u_tar.tar", out.getvalue(), REFUSED_TYPE
    yield "u_python_pickle.txt", pickle.dumps({"a": list(range(900))}), (*REFUSED_TYPE, "noted", "no_text")
    yield "u_elf.pdf", b"\x7fELF" + bytes(3000), REFUSED_TYPE
    yield "u_png.pdf", b"\x89PNG\r\n\x1a\n" + bytes(3000), REFUSED_TYPE
    yield "u_jpeg.txt", b"\xff\xd8\xff\xe0" + bytes(range(256)) * 20, REFUSED_TYPE
    yield "u_exe.docx", b"MZ" + bytes(3000), REFUSED_TYPE
    yield "u_sqlite.txt", b"SQLite format 3\x00" + bytes(3000), REFUSED_TYPE
    yield "u_json.txt", b'{"a": ["Practitioners did not ask who lived there."]}', KEPT_OR_NOTED
    yield "u_html_named_pdf.pdf", (HTML % LIST).encode(), ("not_what_name_says", "error_page")
    yield "u_docx_named_pdf.pdf", as_word(), ("not_what_name_says",)
    yield "u_pdf_named_txt.txt", b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\n", ("not_what_name_says",)
    yield "u_upper.TXT", as_text(), KEPT_OR_NOTED
    yield "u_double.pdf.txt", as_text(), KEPT_OR_NOTED
    yield "u_no_extension", as_text(), (*KEPT_OR_NOTED, "unknown_format")


def archives() -> Iterator[Row]:
    """Yield zip archives, which are opened before their documents are read."""
    yield "u_zip_of_papers.zip", zip_members({"a.txt": as_text(), "b/c.html": as_html()}), KEPT_OR_NOTED
    inner = zip_members({"a.txt": as_text(OTHER)})
    for _ in range(6):
        inner = zip_members({"a.zip": inner})
    yield "u_zip_in_zip.zip", inner, REFUSED_ARCHIVE
    yield "u_zip_traversal.zip", zip_members({"../../evil.txt": as_text(OTHER)}), REFUSED_ARCHIVE
    yield "u_zip_bomb.zip", zip_members({f"{n}.txt": b" " * (40 << 20) for n in range(10)}), REFUSED_ARCHIVE
    yield "u_zip_empty.zip", zip_members({}), REFUSED_ARCHIVE


def names() -> Iterator[Row]:
    """Yield sound texts under names that are not."""
    for number, name in enumerate(
        (
            "<script>alert(1)<\u2044script>.txt",
            "'; DROP TABLE documents; --.txt",
            "{{7*7}}.txt",
            "-rf.txt",
            "..txt",
            "line\nend.txt",
            "\u202etxt.exe.txt",
            "a" * 240 + ".txt",
            " lead and trail .txt",
            "=cmd|'calc'!A1.txt",
            "%00%2e%2e%2f.txt",
            "\x1b[31mred.txt",
            "CON.txt",
            "caf\u0065\u0301.txt",
        )
    ):
        yield name, as_text() + f"\nName {number}.\n".encode(), KEPT_OR_NOTED
