"""TOML that people wrote, with what editors and mistakes do to it."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import BaseModel, ValidationError

from kb.core.toml_text import BadToml, first_fault, parse_toml, read_toml

LINE = 'title = "Ash"\n'


@pytest.mark.parametrize("data", [LINE.encode(), LINE.encode("utf-8-sig"), LINE.replace("\n", "\r\n").encode()])
def test_what_editors_make_of_a_file_is_read(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "a.toml").write_bytes(data)
    assert read_toml(tmp_path / "a.toml") == {"title": "Ash"}


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("a = ", "is not TOML: Invalid value"),
        ("a = 1\na = 2", "is not TOML: Cannot overwrite"),
        ("a = " + "[" * 50_000, "too deep"),
        ("a = " + "[" * 50_000 + "]" * 50_000, "too deep"),
        ("a = " + "9" * 5_000, "is not TOML"),
        ("a = 2021-02-30", "is not TOML"),
        ("title = “Ash”", "is not TOML: Invalid value"),
    ],
)
def test_what_is_wrong_is_one_sentence(text: str, sentence: str) -> None:
    with pytest.raises(BadToml, match=sentence):
        parse_toml(text)


@pytest.mark.parametrize("encoding", ["utf-16", "cp1252"])
def test_another_encoding_is_reported(tmp_path: Path, encoding: str) -> None:
    (tmp_path / "a.toml").write_bytes('title = "Mâ"\n'.encode(encoding))
    with pytest.raises(BadToml, match="save it as UTF-8"):
        read_toml(tmp_path / "a.toml")


def test_the_first_fault_of_a_table_names_its_field() -> None:
    class CountedRow(BaseModel):
        count: int

    class CountedRows(BaseModel):
        row: tuple[CountedRow, ...]

    with pytest.raises(ValidationError) as refused:
        CountedRows.model_validate({"row": [{"count": 1}, {"count": "many"}]})
    assert first_fault(refused.value).startswith("row.1.count: ")
