"""Readers are not handed a file that carries words its pages do not show, unless the keeper allows it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

import httpx
import pytest

from kb.app.library import Library
from kb.core.settings import Settings
from tests.papers import CHILD_Z, child_z, paper
from tests.web import site

HIDDEN = f"<h1>Learning review: Child Y</h1><p hidden>The name is Quill.</p>{CHILD_Z}"


@contextmanager
def serve(folder: Path, originals: Literal["clean", "all", "none"]) -> Iterator[tuple[httpx.Client, dict[str, str]]]:
    with Library.open(Settings(data=folder / "library", originals=originals)) as library:
        child_z(folder / "in")
        paper(folder / "in", "hidden.html", HIDDEN)
        library.add([folder / "in"])
        ids = {held.name: held.id for held in library.documents()}
        with site.client(library) as client:
            yield client, ids


@pytest.mark.parametrize(("originals", "clean", "hidden"), [("clean", 200, 404), ("all", 200, 200), ("none", 404, 404)])
def test_which_originals_are_offered(
    tmp_path: Path, originals: Literal["clean", "all", "none"], clean: int, hidden: int
) -> None:
    with serve(tmp_path, originals) as (client, ids):
        for name, status in (("child-z.md", clean), ("hidden.html", hidden)):
            address = f"/documents/{ids[name]}"
            assert client.get(f"{address}/original").status_code == status, name
            page = client.get(address).text
            assert (f"{address}/original" in page) is (status == 200)
            assert ("not offer" in page) is (status == 404)


def test_the_answer_says_why(tmp_path: Path) -> None:
    with serve(tmp_path, "clean") as (client, ids):
        answer = client.get(f"/documents/{ids['hidden.html']}/original")
        assert "carries words that its pages do not show" in answer.text
        assert "Quill" not in answer.text
