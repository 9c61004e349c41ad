"""Licences and sources: who owns the words, what the library contains, and how themes are found."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from kb.core.model import Kind, Means
from kb.text.formatting import format_date
from kb.text.masking import mask
from kb.vocabulary import Theme, Vocabulary, quality
from kb.vocabulary.labels import kinds_label
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
    """How one theme was found: by words, examples, context, a person; and how often the library was unsure."""

    theme: Link
    definition: str
    findings: int
    cue: int
    model: int
    context: int  # by the recommendation that an action answers
    person: int
    unsure: int
    labels: int  # findings of the measured sample that people gave this theme
    precision: str  # of the findings given it there, the share that people agreed with: "95%"; "" where too few
    recall: str  # of those that people gave it, the share that was found


@dataclass(frozen=True, slots=True)
class KindRow:
    """How often one type of finding was right in the measured sample."""

    name: str
    findings: int
    right: int
    precision: str  # "" where too few


@dataclass(frozen=True, slots=True)
class ThemesHelpPage:
    """How themes are found, with the evidence for each method."""

    title: str
    themes: tuple[ThemeProvenance, ...]
    measured: str  # how right the themes are altogether, and on what sample, in a sentence or two
    kinds: tuple[KindRow, ...]
    kinds_measured: str


@pages.page("/help/themes", "help_themes.html")
def themes_help(ask: PageRequest) -> ThemesHelpPage:
    """Count by what means each theme was found."""
    means = ask.library.theme_means()
    vocabulary = ask.library.vocabulary
    rows = [_provenance(theme, means.get(slug, {}), vocabulary) for slug, theme in vocabulary.themes.items()]
    return ThemesHelpPage(
        "How themes are found",
        tuple(sorted(rows, key=lambda row: (-row.findings, row.theme.text.casefold()))),
        _quality_sentence(),
        tuple(_kind_row(kind, vocabulary) for kind in Kind if kind.value in quality.load_kinds().kinds),
        _kinds_sentence(),
    )


def _kind_row(kind: Kind, vocabulary: Vocabulary) -> KindRow:
    known = quality.load_kinds()
    one = known.kinds[kind.value]
    share = one.right / one.findings if one.findings >= known.few else None
    return KindRow(kinds_label(kind, vocabulary), one.findings, one.right, _percent(share))


def _kinds_sentence() -> str:
    known = quality.load_kinds()
    return (
        f"Measured on {format_date(known.measured)} on {known.documents} invented documents, from which the program "
        f"learned nothing: of {known.findings} findings, {known.right} were passages that a reader had marked with the "
        f"same type. Where fewer than {known.few} findings have a type, no share is given."
    )


def _quality_sentence() -> str:
    known = quality.load()
    return (
        f"Measured on {format_date(known.measured)}. On {known.findings:,} findings of {known.documents} documents "
        f"that people had read and labelled, {_percent(known.precision)} of the themes given were right and "
        f"the program found {_percent(known.recall)} of the themes that it should have given. {known.how} We give no "
        f"figure for a theme with fewer than {known.few} findings in the sample."
    )


def _percent(share: float | None) -> str:
    return "" if share is None else f"{share:.0%}"


def _provenance(theme: Theme, found: Mapping[str, int], vocabulary: Vocabulary) -> ThemeProvenance:
    shown = (Means.CUE, Means.MODEL, Means.PERSON, Means.CONTEXT)
    cue, model, person, context = (found.get(one.value, 0) for one in shown)
    given = cue + model + person + context
    link = cards.theme_link(theme.slug, vocabulary)
    known = quality.load().of(theme.slug)
    return ThemeProvenance(
        theme=link,
        definition=theme.definition,
        findings=given,
        cue=cue,
        model=model,
        context=context,
        person=person,
        unsure=sum(found.values()) - given,
        labels=known.labels,
        precision=_percent(known.precision),
        recall=_percent(known.recall),
    )
