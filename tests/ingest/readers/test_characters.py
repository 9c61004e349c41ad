"""Letters that went through the wrong encoding, or whose names are shown, are put right where that is certain."""

from __future__ import annotations

import pytest

from ingest.readers import read
from ingest.readers.characters import singly_encoded, without_escapes

SHOWN = [
    (words, shown)
    for page in ("cp1252", "mac_roman", "cp850", "cp437")
    for words in ("the child’s café", "“seen” – £5 a week", "Ynys Môn …")
    if (shown := words.encode().decode(page, "ignore")).encode(page) == words.encode()  # each byte has a sign there
]


@pytest.mark.parametrize(("words", "shown"), SHOWN)
def test_letters_that_an_older_code_page_showed_are_put_right(words: str, shown: str) -> None:
    assert singly_encoded(shown) == words


@pytest.mark.parametrize("words", ["√ done", "¬ not", "‚quoted‘", "Æsop and Öre", "ΔT is 4"])
def test_signs_that_are_meant_are_left(words: str) -> None:
    assert singly_encoded(words) == words


@pytest.mark.parametrize(
    ("shown", "said"),
    [("child&rsquo;s", "child’s"), ("&amp;ldquo;No&amp;#8221;", "“No”"), ("A&E and R&D", "A&E and R&D")],
)
def test_names_of_letters_are_read_as_the_letters(shown: str, said: str) -> None:
    assert without_escapes(shown) == said


def test_a_name_of_a_sign_that_no_page_shows_leaves_none() -> None:
    page = "<html><body><p>The nurse&amp;#8238;s note was&amp;shy;n&amp;rsquo;t read by anyone.</p></body></html>"
    assert read(page.encode(), "page.html").text == "The nurses note wasn’t read by anyone."


@pytest.mark.parametrize("name", ["page.html", "page.md"])
def test_lost_letters_are_noted(name: str) -> None:
    text = "# What we found\n\nThe child\ufffds wishes were not asked for by anyone who came to the home.\n"
    data = text.encode() if name.endswith("md") else f"<html><body><p>{text}</p></body></html>".encode()
    assert [note.code for note in read(data, name).notes] == ["letters_lost"]


@pytest.mark.parametrize("words", ["the child’s café", "“seen” – £5 a week"])
@pytest.mark.parametrize("times", [2, 3])
def test_letters_saved_several_times_are_put_right(words: str, times: int) -> None:
    shown = words
    for _ in range(times):
        shown = "".join(
            bytes((code,)).decode("cp1252") if code not in (0x81, 0x8D, 0x8F, 0x90, 0x9D) else chr(code)
            for code in shown.encode()
        )
    assert singly_encoded(shown) == words
