"""Alternatives to a search: other readings of it, and searches that find something where it does not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from kb.app.answer_question import AnsweredQuestion
from kb.app.combined_themes import every, groups
from kb.app.library import Library
from kb.core.expressions import expression
from kb.text import formatting
from search.port import Query
from search.query import url
from search.query.url import QueryChip
from web import urls
from web.search.filters import Instead, chip_words
from web.search.state import SearchState
from web.urls import Link

MOST_ALTERNATIVES = 6  # searches that are tried, and themes named, where nothing was found
_QUOTES = expression('["“”]')


@dataclass(frozen=True, slots=True)
class TickedThemes:
    """Two readings of several ticked themes: what is shown, and the other one."""

    shown: str
    other: Instead


@dataclass(frozen=True, slots=True)
class Respelt:
    """The words that were searched in place of misspelt ones, and the search for what was typed."""

    text: str
    typed: Link


@dataclass(frozen=True, slots=True)
class OtherSearches:
    """All that is offered in place of a search, or as another reading of it; each is empty where it is of no use."""

    respelt: Respelt | None
    did_you_mean: Link | None
    ticked: TickedThemes | None
    instead: tuple[Instead, ...]
    themes: tuple[Link, ...]  # to look at where nothing was found
    texts: Link | None  # documents whose text has the words, whether or not they have findings
    notices: tuple[str, ...]


def other_searches(
    search: SearchState, library: Library, answered: AnsweredQuestion, chosen: Sequence[QueryChip]
) -> OtherSearches:
    """Return the other searches to offer, some without one of the `chosen` values.

    The index of findings is asked once at most, the full texts once.
    """
    corrected, may_ask = answered.understood.corrected, answered.may_ask
    nothing = not answered.results.total and not answered.error
    reversed_years = _reversed_years(search.query)
    ticked = _read_ticked_themes(search, library) if may_ask and (search.together or not nothing) else None
    return OtherSearches(
        respelt=Respelt(corrected, Link(search.text, replace(search, spelling=False).href())) if corrected else None,
        did_you_mean=None if corrected else _spelling_link(search, answered),
        ticked=ticked,
        instead=_instead(search, library, ticked, chosen, may_ask=may_ask) if nothing else (),
        themes=_similar_themes(search.query, library) if nothing else (),
        texts=_in_full_texts(search.text, library),
        notices=reversed_years,
    )


def _in_full_texts(words: str, library: Library) -> Link | None:
    if not words.strip():
        return None
    many = formatting.count_phrase(library.count_texts(words), "document")
    return Link(f"In full texts: {many}", urls.full_texts(words))


def _reversed_years(query: Query) -> tuple[str, ...]:
    """Return a sentence where the years of a question are the wrong way round."""
    first, last = query.years
    if not first or not last or first <= last:
        return ()
    return (f"The “from” year, {first}, is after the “to” year, {last}. Change one of them.",)


def _instead(
    search: SearchState, library: Library, ticked: TickedThemes | None, chosen: Sequence[QueryChip], *, may_ask: bool
) -> tuple[Instead, ...]:
    """Return searches near this one that find something, the nearest first, each with its count.

    The index is asked once, if it still may be; not for themes asked for together, whose other reading is `ticked`.
    """
    if ticked or not may_ask:
        return (ticked.other,) if ticked and ticked.other.findings else ()
    query = search.query
    tries: list[tuple[str, Query]] = []
    if _reversed_years(query):
        last, first = query.years
        tries.append((f"From {formatting.years(first, last)}", replace(query, years=(first, last), page=1)))
    if search.together or search.short:
        tries.append(("On either theme" if search.together else "Quotations of any length", replace(query, page=1)))
    if chosen:
        tries.append(("Your search without any filters", url.without_filters(query)))
    if len(chosen) > 1:
        tries += [(f"Without {chip.facet_label.lower()}: {chip_words(chip)}", chip.without) for chip in chosen]
    plain = _QUOTES.sub(" ", query.text)
    if plain != query.text:
        tries.append(("Your words in any order", replace(query, text=plain, page=1)))
    if query.text and query.match != "any":
        tries.append(("Any of your words", replace(query, text=plain, match="any", page=1)))
    tried = tries[:MOST_ALTERNATIVES]
    counts = library.count_each([other for _, other in tried])
    return tuple(
        Instead(text, urls.search(other), count) for (text, other), count in zip(tried, counts, strict=True) if count
    )


def _read_ticked_themes(search: SearchState, library: Library) -> TickedThemes | None:
    """Say how several ticked themes were combined, and offer the other way."""
    query = replace(search.query, page=1)
    many = len(query.filters.get("theme", ()))
    if many < 2:
        return None
    both, either = ("both themes", "either theme") if many == 2 else ("all of these themes", "any of these themes")
    ticked = groups(query, library.vocabulary)
    if search.together:
        return TickedThemes(
            f"These findings are on {both}.",
            Instead(
                f"Findings on {either}",
                replace(search, query=query, together=()).href(),
                library.count_each([query])[0],
            ),
        )
    other = replace(search, query=query, together=ticked).href()
    (count,) = library.count_each([every(query, ticked)])
    return TickedThemes(f"These findings are on {either}.", Instead(f"Only findings on {both}", other, count))


def _similar_themes(query: Query, library: Library) -> tuple[Link, ...]:
    """Return themes whose names or other names share a word with what was asked."""
    asked = {word for word in query.text.casefold().split() if len(word) > 3}
    found = [
        theme
        for theme in library.vocabulary.themes.values()
        if asked & {w for called in (theme.label, *theme.also_called) for w in called.casefold().split()}
    ]
    return tuple(Link(theme.label, urls.theme(theme.slug)) for theme in found[:MOST_ALTERNATIVES])


def _spelling_link(search: SearchState, answered: AnsweredQuestion) -> Link | None:
    """Return the question with words put right that may be misspelt, to be looked at only by who wants it."""
    if search.together or search.searched_signs.quoted is not None:
        return None
    text = answered.understood.suggestion
    return Link(text, replace(search, spelling=True).href(replace(search.query, text=text, page=1))) if text else None
