"""What readers see is plain English: sentences that nobody would write, and our own words, stand nowhere."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from typer.main import get_command

import kb
import search
import web
from kb.cli.commands import app
from kb.core.model import Review
from kb.vocabulary import load
from kb.vocabulary.glossary import abbreviations_in, glossary, stated_entries
from kb.vocabulary.labels import source_noun, sources
from web.templates_env import environment

SENTENCES = (
    "What worries you?",
    "Such as:",
    "In here:",
    "Type your worry",
    "Two worries",
    "What is in here",
    "On a review panel: has it come up",
    "Show what came before",
    "cases for a session",
    "Find a case from each review",
    "All that is new",
    "If reading is hard",
    "nobody is to be identified",
    "on both for",
    "Both in one finding",
    "these included",
    "that also speak of",
    "All that match some of your words",
    "most telling",
    "they alone are looked for",
    "other name for the same",
    "Start a case pack",
    "These would find something",
    "Themes that may be near",
    "what can be typed",
    "Which way it points",
    "For a slide<",
    "Not a review",
    "tells a feed reader what is new",
    "year of four figures",
    "the words that show them",
    "Said elsewhere",
    "until somebody has read both",
    "alike in meaning",
    "it tells what is",
    "case that is told",
    "are told here",
    "stand outside of the cases",
    "It speaks of",
    "Take it to the room",
    "notice on hard content",
    "added by themselves",
    "picked in this browser",
    "Place in the order",
    "Take out",
    "asked once more",
    "nobody guesses at blame",
    "makes the better thing hard",
    "Each writes down",
    "Made on",
    "Near to:",
    "Came back after an action",
    "What sort of findings",
    "In which reviews",
    "came on",
    "What is known of it",
    "in a process of its own",
    "Values of one filter widen",
    "stated by whoever",
    "surely misspelt",
    "for a person to judge",
    "No action recorded here",
    "Has it come up before",
    "names for the same",
    "Besides, in the same review",
    "Either theme:",
    "nearest findings below",
    "Listed after:",
    "Not counted above:",
    "There, you order",
    "you are asked",
    "Names are pseudonyms",
    "Few findings have most",
    "No finding has the exact words",
    "Different filters narrow",
    "would find something",
    "tell a feed reader",
    "as you like",
)
JARGON = re.compile(r"\b(?:echo(?:es)?|cues?|polarit(?:y|ies)|threads?|matters?)\b", re.IGNORECASE)
BARE = re.compile(r'"text": "Show"|>\s*Show\s*<')
# Where readers meet messages. Names of columns, the API and the command line are for whoever builds on them.
MESSAGES = ("web/*.py", "web/pages/*.py", "web/components/*.py", "web/search/*.py", "search/facets.py")
EXPORTS = ("kb/exports/*.py", "kb/exports/formats/*.py", "kb/recurrence/*.py", "search/plan/*.py", "search/query/*.py")
DOORS = (
    "web/api/*.py",
    "kb/cli/*.py",
    "kb/app/*.py",
    "kb/core/*.py",
    "kb/cases/*.py",
    "kb/text/*.py",
    "ingest/*.py",
    "ingest/*/*.py",
)
OWN = frozenset(("echo:", "echo", "thread", "threads", "matter", "urn:uuid:"))
ROOT = Path(kb.__file__).parents[1]


def _messages(*patterns: str) -> Iterator[tuple[Path, str]]:
    """Give each text with a space in it, without docstrings, texts to match and addresses."""
    for pattern in patterns:
        for path in sorted(ROOT.glob(pattern)):
            for text in _texts(ast.parse(path.read_text("utf-8"))):
                if " " in text.strip() and "\\b" not in text and not text.startswith(("ALTER ", "SELECT ")):
                    yield path, text


def _texts(tree: ast.Module) -> Iterator[str]:
    silent: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            silent.add(id(node.value))
        if isinstance(node, ast.FormattedValue | ast.Raise) and isinstance(node, ast.FormattedValue):
            silent |= {id(inner) for inner in ast.walk(node.value)}
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr) and id(node) not in silent:
            silent |= {id(part) for part in node.values}
            yield "".join(str(part.value) if isinstance(part, ast.Constant) else "{}" for part in node.values)
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in silent:
            yield node.value


def _templates() -> Iterator[tuple[str, str]]:
    for folder in ("web/templates", "kb/exports/templates"):
        for path in sorted((ROOT / folder).rglob("*.html")):
            yield str(path.relative_to(ROOT)), path.read_text("utf-8")


def _shown_text(template: str) -> str:
    """Return the words of a template that a reader sees: no tags, no expressions, no comments; labels kept."""
    labels = " ".join(re.findall(r'(?:aria-label|title|alt|data-copy-label)="([^"{]+)"', template))
    texts = " ".join(re.findall(r'"(?:text|titleText)": "([^"]+)"', template))
    bare = re.sub(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}|<[^>]*>", " ", template, flags=re.DOTALL)
    return unescape(re.sub(r"\s+", " ", f"{bare} {labels} {texts}"))


@pytest.mark.parametrize(("name", "template"), list(_templates()), ids=lambda value: value if len(value) < 60 else "")
def test_templates_are_in_plain_english(name: str, template: str) -> None:
    """No sentence that was replaced, no word of ours and no button that does not say what it shows."""
    flat = re.sub(r"\s+", " ", template)
    assert [one for one in SENTENCES if one in flat] == [], name
    assert JARGON.findall(_shown_text(template)) == [], name
    assert not BARE.search(template), name


def test_messages_are_in_plain_english() -> None:
    """The same of every text that pages, exports and searches put together."""
    found = [
        (str(path.relative_to(ROOT)), one, text)
        for path, text in _messages(*MESSAGES, *EXPORTS, *DOORS)
        for one in SENTENCES
        if one in text
    ]
    assert found == []


def test_the_help_of_the_command_line_is_in_plain_english() -> None:
    """No sentence that was replaced stands in what `kb --help` and the help of its commands say."""
    texts = [text for _, text in _help(get_command(app), "kb")]
    assert len(texts) > 50
    assert [(one, text) for text in texts for one in SENTENCES if one in text] == []


def _help(command: Any, name: str) -> Iterator[tuple[str, str]]:
    """Yield what each command and each of its options says about itself."""
    yield name, command.help or ""
    yield from ((name, one.help or "") for one in command.params if getattr(one, "help", None))
    for inner, other in getattr(command, "commands", {}).items():
        yield from _help(other, f"{name} {inner}")


def test_pages_speak_no_jargon() -> None:
    """A text of a page with two words or more holds none of our own words."""
    found = [
        (str(path.relative_to(ROOT)), text)
        for path, text in _messages(*MESSAGES)
        if JARGON.search(re.sub("“kb [^”]*”", "", text))
        and text not in OWN
        and not re.search(r"no matter|subject-matter", text)
    ]
    assert found == []


def test_the_lists_would_find_what_they_name() -> None:
    """The check itself sees a replaced sentence and a word of ours, and lets attributes and expressions pass."""
    assert JARGON.findall(_shown_text('<p class="app-echo">A possible echo {{ page.thread }}</p>')) == ["echo"]
    assert JARGON.findall(_shown_text('<article class="app-echo"><a href="/threads">Lessons</a></article>')) == []
    assert list(_texts(ast.parse('"""Echo."""\nX = f"Such as: {thread} here"\n'))) == ["Such as: {} here"]


def test_counts_name_what_they_count() -> None:
    """An inspection and a report are never called reviews, and one is never plural."""
    words, review = load(), Review("one", "One", "serious-case-review")
    inspection, report = Review("two", "Two", "inspection"), Review("three", "Three", "none")
    assert sources([review], words) == "1 review"
    assert sources([review, inspection, report], words) == "1 review, 1 inspection and 1 report"
    assert source_noun([review], words) == "review"
    assert source_noun([review, report], words) == "source"


def test_the_glossary_writes_abbreviations_out() -> None:
    """Every entry says something, names keep their capitals, and only what a text does not write out is listed."""
    assert all(entry.full or entry.meaning for entry in stated_entries())
    shown = {entry.term: entry for entry in glossary({"CQC": "care quality commission", "XYZ": "an invented form"})}
    assert shown["CQC"].full == "Care Quality Commission"
    assert shown["XYZ"].full == "an invented form"
    text = "An ICPC was held. The initial child protection conference heard from MARAC and the XY team; MARAC met."
    assert abbreviations_in(text, {"XY": "extra yard", "ICPC": ""}) == (
        ("MARAC", "multi-agency risk assessment conference"),
        ("XY", "extra yard"),
    )
    assert abbreviations_in("No short forms: MARACs-like, preXY.", {"XY": "extra yard"}) == ()


def test_every_template_compiles() -> None:
    """Each template is one that the environment can read."""
    for path in sorted((ROOT / "web/templates").rglob("*.html")):
        environment().get_template(str(path.relative_to(ROOT / "web/templates")))


def test_packages_are_those_of_this_tree() -> None:
    """The texts that are read are those of the packages that are imported."""
    assert {Path(one.__file__ or "").parents[1] for one in (kb, web, search)} == {ROOT}
