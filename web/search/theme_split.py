"""Findings on every theme that a question names, shown before what has only some of its words."""

from __future__ import annotations

from dataclasses import dataclass, replace

from kb.app.answer_question import AnsweredQuestion
from kb.text import formatting
from search.port import Results
from web import urls
from web.components.cards import Card
from web.search.alternatives import Instead
from web.search.result_cards import ResultCards
from web.search.state import FINDINGS_PER_PART, SearchState
from web.search.summaries import heading_of_combined, summary_of


@dataclass(frozen=True, slots=True)
class ThemeGroup:
    """Some of the findings on several themes: how many, over what they stretch, the first of them, and the rest."""

    name: str
    count: int
    summary: str
    cards: tuple[Card, ...]
    href: str


@dataclass(frozen=True, slots=True)
class ThemeSplit:
    """Findings on every theme that a question names, those beside them, and how many are on either."""

    heading: str  # of the page: it leads with what is on every theme, not with all that has some of the words
    name: str
    parts: tuple[ThemeGroup, ...]
    either: Instead
    rest: str
    stretch: str  # over what the rest stretches


def theme_split(way: SearchState, answered: AnsweredQuestion, cards: ResultCards) -> ThemeSplit | None:
    """Return what is found on every theme that a question names, None where it is not to lead.

    Nothing stands above a finding that has all the words in one sentence: it leads, or there is no such part.
    """
    found = answered.combined
    if found is None:
        return None
    groups = found.groups
    labels = [cards.theme_label(group[0]) for group in groups]
    rarest = cards.theme_label(found.rarest[0])
    name, either = ("About both", "Either theme") if len(groups) == 2 else ("About all of them", "Any of these themes")
    parts = [_part(name, found.every, replace(way, together=groups).href(), cards)]
    if found.every.total < FINDINGS_PER_PART and found.beside.total:
        mentioned = formatting.join_words([f"“{label}”" for label in labels if label != rarest])
        name = f"“{rarest}”, from reviews that also mention {mentioned}"
        parts.append(_part(name, found.beside, urls.search(found.beside_query), cards))
    return ThemeSplit(
        heading_of_combined(way, found),
        formatting.join_words([f"“{label}”" for label in labels]),
        tuple(parts),
        Instead(either, urls.search(found.either_query), found.either),
        formatting.count_phrase(answered.results.total, "finding"),
        summary_of(answered.results),
    )


def _part(name: str, found: Results, href: str, cards: ResultCards) -> ThemeGroup:
    return ThemeGroup(name, found.total, summary_of(found), cards.first_of(found, FINDINGS_PER_PART), href)
