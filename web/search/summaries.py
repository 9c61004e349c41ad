"""What stands above the results of a search: how many were found, for which words, and over what they stretch."""

from __future__ import annotations

from dataclasses import dataclass, replace

from kb.app.answer_question import AnsweredQuestion
from kb.app.combined_themes import CombinedThemes
from kb.text import formatting
from search.port import Count, Query, Results
from web.search import state
from web.search.state import SearchState

HEADING_CHARACTERS = 120  # characters of a question that stand in the heading


@dataclass(frozen=True, slots=True)
class Headline:
    """What stands first on a page of results: its title in the browser, its heading and a line on what was found."""

    title: str
    heading: str
    summary: str


def headline(way: SearchState, answered: AnsweredQuestion) -> Headline:
    """Return what stands first; of what is on every theme that is named where several are."""
    combined = answered.combined
    if answered.error:
        return Headline("Error: Not searched", "Not searched", "")
    if combined:
        heading, summary = _heading_of_combined(way, combined), ""
    else:
        heading = _heading_of_answer(way, answered)
        summary = _summary_of_short(answered) if way.short else summary_of(answered.results)
    return Headline(heading if is_asked(way.query) else "Search learning from reviews", heading, summary)


def is_asked(query: Query) -> bool:
    """Return whether a search has words, filters or years."""
    return bool(query.text or query.filters or any(query.years))


def _heading(way: SearchState, results: Results) -> str:
    query = way.query
    if way.short:
        many = formatting.count_phrase(results.total, "short quotation")
    elif query.group == "reviews":
        many = formatting.count_phrase(results.reviews, "source")
    else:
        many = formatting.count_phrase(results.total, "finding")
    many = many if results.total else "Nothing found"
    signs_alone = bool(query.text) and not any(letter.isalnum() for letter in way.text)
    if results.total and not is_asked(replace(query, text="") if signs_alone else query):
        return f"All {many}"
    if signs_alone:
        return many
    typed = way.typed if way.narrow and not way.short else ""  # "short quotations" is said already
    words = typed or query.text or (way.typed if way.narrow else "")  # what became a filter is told as it was typed
    return f"{many} for “{formatting.shorten(words, HEADING_CHARACTERS)}”" if words else many


def _heading_of_answer(way: SearchState, answered: AnsweredQuestion) -> str:
    """Return the heading; it says so first where nothing answers the question."""
    understood = answered.understood
    if not understood.unanswered or not answered.results.total:
        return _heading(way, answered.results)
    nearest = formatting.count_phrase(answered.results.total, "closest finding")
    return f"{understood.nothing} Showing the {nearest}"


def _summary_of_short(answered: AnsweredQuestion) -> str:
    """Say how far short quotations were looked for."""
    results = answered.results
    if not results.total:
        return ""
    where = f"In {formatting.count_phrase(results.reviews, 'source')}"
    matches = formatting.count_phrase(answered.looked_at, "best match", "best matches")
    return f"{where}. Each has {state.SHORT_QUOTATION_WORDS} words or fewer. They come from the {matches}"


def summary_of(results: Results) -> str:
    """Say over how many reviews, areas and years an answer stretches."""
    if not results.total:
        return ""
    parts = [formatting.count_phrase(results.reviews, "source")]
    areas = _matching_values(results.facets.get("area", ()))
    if areas:
        parts.append(formatting.count_phrase(len(areas), "area"))
    dates = sorted(int(c.value) for c in _matching_values(results.facets.get("year", ())) if c.value.isdigit())
    if dates:
        parts.append(formatting.years(dates[0], dates[-1]))
    return f"In {', '.join(parts)}"


def _matching_values(counts: tuple[Count, ...]) -> list[Count]:
    """Return the values that the matches have: a facet's counts ignore its own choices, a summary must not."""
    found = [count for count in counts if count.findings]
    return [count for count in found if count.chosen] or found


def _heading_of_combined(way: SearchState, combined: CombinedThemes) -> str:
    """Return the heading of findings on every theme that is named."""
    count, themes = combined.every.total, len(combined.groups)
    many = formatting.count_phrase(count, "finding") if count else "No finding"
    return f"{many} about {'both' if themes == 2 else 'all'}: {formatting.shorten(way.query.text, HEADING_CHARACTERS)}"
