"""The glossary: words and abbreviations of the field in plain words, and which of them a text uses."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

from kb.core.expressions import expression
from kb.core.toml_text import parse_toml

_WORD = expression(r"(?<![\w’'-])[A-Za-z]*[A-Z][A-Za-z]*\d?(?![\w-])")


@dataclass(frozen=True, slots=True)
class GlossaryEntry:
    """A term, the same written out or shortened, and what it means; either of the two may be empty."""

    term: str
    full: str = ""
    meaning: str = ""

    @property
    def is_abbreviation(self) -> bool:
        """Return whether the term is short for what is written out."""
        return bool(self.full) and " " not in self.term


@lru_cache(maxsize=1)
def stated_entries() -> tuple[GlossaryEntry, ...]:
    """Return the entries of glossary.toml."""
    stated = parse_toml(resources.files("kb.vocabulary").joinpath("glossary.toml").read_text("utf-8"))
    return tuple(GlossaryEntry(term, one.get("full", ""), one.get("meaning", "")) for term, one in stated.items())


def glossary(acronyms: Mapping[str, str]) -> tuple[GlossaryEntry, ...]:
    """Return every entry in alphabetical order: those of glossary.toml, and acronyms that it does not have."""
    entries = {entry.term: entry for entry in stated_entries()}
    entries |= {short: GlossaryEntry(short, full) for short, full in acronyms.items() if short not in entries}
    return tuple(sorted(entries.values(), key=lambda entry: (entry.term.casefold(), entry.term)))


def abbreviations_in(text: str, acronyms: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """Return the abbreviations that a text uses and does not write out, each with its words, in their order."""
    known = {**acronyms, **{entry.term: entry.full for entry in stated_entries() if entry.is_abbreviation}}
    used = [short for short in dict.fromkeys(_WORD.findall(text)) if short in known]
    if not used:
        return ()
    lowered = text.casefold()
    return tuple((short, known[short]) for short in used if known[short].casefold() not in lowered)
