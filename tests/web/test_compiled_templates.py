"""Templates are compiled once for all processes, and anew where anything that they are made of has changed."""

from __future__ import annotations

from pathlib import Path

import pytest
from jinja2 import BaseLoader, DictLoader, Environment

from web.compiled_templates import CompiledTemplates


class CountingEnvironment(Environment):
    """Counts what it compiles."""

    compiled = 0

    def _parse(self, source: str, name: str | None, filename: str | None) -> object:  # type: ignore[override]
        self.compiled += 1
        return super()._parse(source, name, filename)


def environment(folder: Path, rules: Path, text: str = "Hello {{ who }}") -> CountingEnvironment:
    loader: BaseLoader = DictLoader({"a.html": text})
    return CountingEnvironment(loader=loader, bytecode_cache=CompiledTemplates(folder, rules))


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    path = tmp_path / "rules.py"
    path.write_text("autoescape = True", encoding="utf-8")
    return path


def test_another_process_need_not_compile(tmp_path: Path, rules: Path) -> None:
    first, second = environment(tmp_path / "kept", rules), environment(tmp_path / "kept", rules)
    assert [one.get_template("a.html").render(who="you") for one in (first, second)] == ["Hello you"] * 2
    assert (first.compiled, second.compiled) == (1, 0)


def test_another_text_and_other_rules_are_compiled_anew(tmp_path: Path, rules: Path) -> None:
    environment(tmp_path / "kept", rules).get_template("a.html")
    changed = environment(tmp_path / "kept", rules, "Goodbye {{ who }}")
    assert changed.get_template("a.html").render(who="you") == "Goodbye you"
    rules.write_text("autoescape = False", encoding="utf-8")
    other = environment(tmp_path / "kept", rules)
    other.get_template("a.html")
    assert (changed.compiled, other.compiled) == (1, 1)


def test_without_a_folder_templates_are_compiled_all_the_same(tmp_path: Path, rules: Path) -> None:
    (tmp_path / "kept").write_text("a file stands in its place", encoding="utf-8")
    assert environment(tmp_path / "kept", rules).get_template("a.html").render(who="you") == "Hello you"


def test_what_is_damaged_is_compiled_anew(tmp_path: Path, rules: Path) -> None:
    environment(tmp_path / "kept", rules).get_template("a.html")
    for path in (tmp_path / "kept").iterdir():
        path.write_bytes(path.read_bytes()[:30])
    assert environment(tmp_path / "kept", rules).get_template("a.html").render(who="you") == "Hello you"
