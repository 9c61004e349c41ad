"""The glossary page: words and abbreviations that reviews use, in plain words."""

from __future__ import annotations

from dataclasses import dataclass

from kb.vocabulary.glossary import GlossaryEntry, glossary
from web.page import Pages
from web.request import PageRequest

pages = Pages()
router = pages.router


@dataclass(frozen=True, slots=True)
class GlossaryPage:
    """Every entry, in alphabetical order."""

    title: str
    entries: tuple[GlossaryEntry, ...]


@pages.page("/glossary", "glossary.html")
def glossary_page(ask: PageRequest) -> GlossaryPage:
    """Show every entry of the glossary."""
    return GlossaryPage("Glossary", glossary(ask.library.vocabulary.acronyms))
