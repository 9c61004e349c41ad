"""While a document is checked, a person decides whether two reviews are one case, from either of them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from kb.app.library import Library
from kb.core.settings import Settings
from tests.web import site

BRIEFING = """# 7-minute briefing: asking about fathers

Sandhaven Safeguarding Children Partnership, July 2025

## 1. Background

This briefing shares the learning from the review of Petrel, a baby who was injured in 2024.

## 3. What we learned

- Nobody asked who else lived in the home.
- The procedure for bruises was not used.

## 5. What to do

- Ask at each visit who looks after the baby.
- Use the procedure for every baby, wherever the bruise is.
- Ask the last county for its records at once.
"""
REPORT = """# Local Child Safeguarding Practice Review: Petrel

Sandhaven Safeguarding Children Partnership

Published 12 June 2025

## What happened

Petrel lived with her mother. The doctor saw Petrel with a bruise in November.

## Recommendations

1. The Partnership should make sure that every agency asks who lives in the home.
2. The health trust should train all doctors in the procedure for bruises.
3. The council should send for the records of a family that moves.
"""


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    for name, text in (("briefing.md", BRIEFING), ("report.md", REPORT)):
        (tmp_path / name).write_text(text, encoding="utf-8")
    with Library.open(Settings(data=tmp_path / "library", search="memory:")) as opened:
        for name in ("briefing.md", "report.md"):
            opened.add([tmp_path / name])
        assert len({one.review for one in opened.documents()}) == 2
        yield opened


def send(http: httpx.Client, page: str, do: str) -> str:
    """Press one of the two buttons on the page of a document; return where it leads."""
    tree = site.tree(http.get(page).text)
    (form,) = tree.xpath(f"//div[@id='same-case']//form[.//button[@value='{do}']]")
    sent = {one.get("name"): one.get("value") for one in form.xpath(".//input")} | {"do": do}
    answer = http.post(form.get("action"), data=sent)
    assert answer.status_code == 303, answer.text
    return answer.headers["location"]


@pytest.mark.parametrize("name", ["briefing.md", "report.md"])
def test_both_are_put_together_under_the_name_of_the_report_and_undone(library: Library, name: str) -> None:
    held = next(one for one in library.documents() if one.name == name)
    report = next(one for one in library.documents() if one.name == "report.md")
    here = f"/documents/{held.id}/check"
    with site.client(library) as http:
        assert "both are of Sandhaven" in http.get(here).text
        led = send(http, here, "join")
        assert led.startswith(here)
        assert {one.review for one in library.documents()} == {report.review}
        after = http.get(led)
        assert "moved" in site.tree(after.text).xpath("//*[@id='notice']")[0].text_content()
        assert "same-case" not in after.text
        batch = led.split("saved=")[1].split("#")[0]
        http.post(f"/changes/{batch}/undo", data={"back": here})
        assert len({one.review for one in library.documents()}) == 2
        assert "same-case" in http.get(here).text


@pytest.mark.parametrize("name", ["briefing.md", "report.md"])
def test_who_says_that_it_is_another_case_is_asked_on_neither_page_again(library: Library, name: str) -> None:
    held = next(one for one in library.documents() if one.name == name)
    with site.client(library) as http:
        send(http, f"/documents/{held.id}/check", "apart")
        assert all("same-case" not in http.get(f"/documents/{one.id}/check").text for one in library.documents())
    assert len({one.review for one in library.documents()}) == 2
