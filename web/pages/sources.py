"""Licences and sources: who owns the words, what the library contains, and how themes are found."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from kb.core.model import Certainty, Means
from kb.text.masking import mask
from web import urls
from web.components import cards
from web.page import Pages
from web.pages.whats_new import title
from web.request import PageRequest
from web.urls import Link

pages = Pages()
router = pages.router


@dataclass(frozen=True, slots=True)
class Source:
    """One document with its publisher, its licence and where it was published."""

    link: Link
    publisher: str
    licence: str
    source: str


@dataclass(frozen=True, slots=True)
class SourcesPage:
    """Whose the words are."""

    title: str
    sources: tuple[Source, ...]


@pages.page("/sources", "sources.html")
def sources_page(ask: PageRequest) -> SourcesPage:
    """List every document with its publisher and licence."""
    listed = []
    for held in ask.library.documents():
        about = held.about
        publisher = about.publisher or about.partnership
        source = about.source.value if about.source else ""
        listed.append(
            Source(
                Link(title(ask, held), urls.document(held.id)),
                mask(publisher.value) if publisher else "",
                about.licence.value if about.licence else "",
                source if source.startswith(("http://", "https://")) else "",
            )
        )
    return SourcesPage("Licence and sources", tuple(sorted(listed, key=lambda one: one.link.text.casefold())))


@dataclass(frozen=True, slots=True)
class ThemeProvenance:
    """How one theme was found: by words, by examples, by a person; and how often the library was unsure."""

    theme: Link
    definition: str
    findings: int
    cue: int
    model: int
    person: int
    unsure: int


@dataclass(frozen=True, slots=True)
class ThemesHelpPage:
    """How themes are found, with the evidence for each method."""

    title: str
    themes: tuple[ThemeProvenance, ...]


@pages.page("/help/themes", "help_themes.html")
def themes_help(ask: PageRequest) -> ThemesHelpPage:
    """Count by what means each theme was found."""
    means: Counter[tuple[str, Means]] = Counter()
    sure: Counter[str] = Counter()
    unsure: Counter[str] = Counter()
    for held in ask.library.findings():
        for tag in held.finding.tags:
            if tag.certainty is not Certainty.YES:
                unsure[tag.theme] += 1
                continue
            sure[tag.theme] += 1
            means[tag.theme, _strongest_means({evidence.means for evidence in tag.evidence})] += 1
    vocabulary = ask.library.vocabulary
    rows = [
        ThemeProvenance(
            cards.theme_link(slug, vocabulary),
            theme.definition,
            sure[slug],
            means[slug, Means.CUE],
            means[slug, Means.MODEL],
            means[slug, Means.PERSON],
            unsure[slug],
        )
        for slug, theme in vocabulary.themes.items()
    ]
    return ThemesHelpPage(
        "How themes are found",
        tuple(sorted(rows, key=lambda row: (-row.findings, row.theme.text.casefold()))),
    )


def _strongest_means(means: set[Means]) -> Means:
    """Return what weighs most: a person's word, then words in the text, then what was learned."""
    return next((one for one in (Means.PERSON, Means.CUE) if one in means), Means.MODEL)
