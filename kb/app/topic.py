"""`Topic`: what somebody asks about, the findings that say it in its words, and similar ones in other words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import NamedTuple, Protocol

from kb.app.known_values import refuse_unknown_theme
from kb.core.errors import BadQuestion
from kb.core.model import Answer, FindingInContext, Kind
from kb.recurrence import FAIR_LIKENESS
from kb.text.stemming import stem
from kb.text.tokens import STOP_WORDS, words
from kb.vocabulary import Vocabulary
from kb.vocabulary.labels import theme_label, when
from search.port import Query, Results
from search.understanding import mentions
from search.understanding.framing import FRAMING

LONGEST = 200  # characters of words that are looked for
MOST_FINDINGS = 400  # findings that words are looked for in
MOST_NEAR = 250  # findings on two of their themes that are looked at: of more, those with most of the words
FINDINGS_COMPARED = 60  # findings that say it, for which others like them are looked up
FIRST_YEAR, LAST_YEAR = 1900, 2200
_LEFT_OUT = frozenset({Kind.QUESTION, Kind.OWN_WORDS})


@dataclass(frozen=True, slots=True)
class Topic:
    """What somebody asks about: at least a theme or words."""

    theme: str = ""
    words: str = ""
    area: str = ""
    since: int = 0

    @property
    def has_question(self) -> bool:
        """Return whether anything is asked about."""
        return bool(self.theme or self.words)

    def params(self) -> tuple[tuple[str, str], ...]:
        """Return the parameters of its address."""
        pairs = (("theme", self.theme), ("area", self.area), ("since", str(self.since or "")), ("q", self.words))
        return tuple((name, value) for name, value in pairs if value)

    def in_words(self, vocabulary: Vocabulary) -> str:
        """Return what it is about, in words."""
        theme = f"“{theme_label(self.theme, vocabulary)}”" if self.theme else ""
        words = f"“{self.words}”" if self.words else ""
        return words or theme


class TopicFindings(NamedTuple):
    """Findings on a topic in order of time, and how many more there are that were not looked at."""

    findings: tuple[FindingInContext, ...]
    left_out: int = 0


class FindingSource(Protocol):
    """What a library answers of findings, as far as topics and their histories ask."""

    @property
    def vocabulary(self) -> Vocabulary:
        """The words of the field."""

    def search(self, query: Query) -> Results:
        """Answer a question from the index."""

    def findings(self, *, theme: str) -> tuple[FindingInContext, ...]:
        """Return all findings on a theme."""

    def words_with_themes(self, themes: Iterable[str], least: int, area: str) -> Mapping[str, str]:
        """Return by id what the findings with at least so many of these themes say, in one area or all ("").

        That is the last heading, what leads into the finding, and its text.
        """

    def kinds_with_themes(self, themes: Sequence[str]) -> frozenset[Kind]:
        """Return the kinds of the findings that have all of these themes."""

    def holdings(self, ids: Sequence[str]) -> tuple[FindingInContext, ...]:
        """Return these findings in this order."""

    def findings_like(self, ids: Iterable[str], least: float) -> tuple[FindingInContext, ...]:
        """Return the findings of which these are echoes, none below the likeness `least`."""

    def answers_of_each(self, ids: Sequence[str]) -> Mapping[str, tuple[tuple[Answer, FindingInContext], ...]]:
        """Return the answers in which each of these findings takes part, each with the finding at its other end."""

    def all_printings(self, ids: Sequence[str]) -> Mapping[str, tuple[FindingInContext, ...]]:
        """Return the other printings of each of these recommendations that has any."""

    def linked_pairs(self, ids: Sequence[str]) -> frozenset[frozenset[str]]:
        """Return the pairs of these findings that are linked as the same lesson."""


def topic_of(vocabulary: Vocabulary, words: str = "", theme: str = "", area: str = "", since: int = 0) -> Topic:
    """Return what is asked after; a theme that is not known asks nothing.

    Words that name one theme ask after it too: else a search for them would miss what says the same in other words.
    """
    words, known = " ".join(words.split())[:LONGEST], vocabulary.theme(theme)
    named = () if known or not words else mentions.themes(words, vocabulary)
    only = named[0][0] if len(named) == 1 and len(named[0]) == 1 else ""
    return Topic(known.slug if known else only, words, area, since)


def stated_topic(vocabulary: Vocabulary, words: str = "", theme: str = "", area: str = "", since: int = 0) -> Topic:
    """Return what is asked after, where an answer without a finding would be read as "nobody said this".

    Raises NotHeld for a theme that is not known, BadQuestion where neither a theme nor words are named and for a year
    that is none.
    """
    refuse_unknown_theme(vocabulary, theme)
    if since and not FIRST_YEAR <= since <= LAST_YEAR:
        raise BadQuestion(f"The year must be between {FIRST_YEAR} and {LAST_YEAR}.")
    topic = topic_of(vocabulary, words, theme, area, since)
    if not topic.has_question:
        raise BadQuestion("Name words or a theme.")
    return topic


def findings_on(library: FindingSource, topic: Topic) -> TopicFindings:
    """Return the findings on a topic.

    One that is tagged without certainty is not on a theme, nor an action to which its recommendation lends it.
    """
    found = _with_words(library, topic) if topic.words else TopicFindings(library.findings(theme=topic.theme))
    fits = (held for held in found.findings if _fits(held, topic))
    return TopicFindings(tuple(sorted(fits, key=in_time)), found.left_out)


def nearby(library: FindingSource, topic: Topic, said: Sequence[FindingInContext]) -> TopicFindings:
    """Return what is on the same topic in other words than those of `said`, the findings that `findings_on` gives.

    Two ways lead there. A finding is so like one of `said` that a person may call it the same lesson, and says a part
    of the words or is on a theme that they name. Or it says a part of the words, and shares two themes with the topic:
    those that the words name, of which it has one, and those of most of `said`.
    """
    if not topic.words:
        return TopicFindings(())
    named = {slug for group in mentions.themes(topic.words, library.vocabulary) for slug in group}
    asked = set(_telling(mentions.topic(topic.words, library.vocabulary)))
    counts = Counter(slug for held in said for slug in held.finding.own_themes)
    usual = {slug for slug, count in counts.items() if len(said) > 1 and 2 * count >= len(said)}
    known = {held.finding.id for held in said}
    close = library.findings_like([held.finding.id for held in said[:FINDINGS_COMPARED]], FAIR_LIKENESS)
    alike = {held.finding.id for held in close}

    # of thousands on two themes few say it: the words of all are read, the findings themselves of those alone
    words_of = library.words_with_themes(named | usual, 2, topic.area)
    parts = {
        one: len(asked.intersection(map(stem, set(words(told))))) for one, told in words_of.items() if one not in known
    }
    every = sorted((one for one, part in parts.items() if part), key=lambda one: -parts[one])
    saying = dict.fromkeys(every[:MOST_NEAR])

    def is_near(held: FindingInContext) -> bool:
        own = set(held.finding.own_themes)
        if held.finding.id in saying and len(own & (named | usual)) > 1 and (not named or own & named):
            return True
        return held.finding.id in alike and bool(
            own & named or asked.intersection(map(stem, words(_whole_words(held))))
        )

    both = {held.finding.id: held for held in (*library.holdings(list(saying)), *close)}
    others = (held for held in both.values() if held.finding.id not in known and _fits(held, topic))
    return TopicFindings(tuple(sorted(filter(is_near, others), key=in_time)), len(every) - len(saying))


def _fits(held: FindingInContext, topic: Topic) -> bool:
    return (
        held.finding.kind not in _LEFT_OUT
        and (not topic.theme or topic.theme in held.finding.own_themes)
        and (not topic.area or held.review.area == topic.area)
        and (not topic.since or when(held)[:4] >= str(topic.since))
    )


def _with_words(library: FindingSource, topic: Topic) -> TopicFindings:
    """Return what a search for the words finds; without a theme beside them, first what has all of them."""
    filters = {"theme": (topic.theme,), "area": (topic.area,)}
    asked = Query(
        topic.words,
        {name: value for name, value in filters.items() if value[0]},
        size=MOST_FINDINGS,
        facets=(),
        count_reviews=False,
    )
    exact = None if topic.theme else library.search(replace(asked, match="all"))
    results = exact if exact is not None and exact.hits else library.search(asked)
    found = library.holdings([hit.id for hit in results.hits])
    asked_after = _telling(mentions.topic(topic.words, library.vocabulary))
    holding = tuple(held for held in found if _holds(held, asked_after))
    return TopicFindings(holding, results.total - len(results.hits))


def _telling(text: str) -> list[str]:
    """Return the stems of the words that say what is asked after, in their order."""
    spoken = words(text)
    telling = [stem(word) for word in spoken if word not in STOP_WORDS and stem(word) not in FRAMING]
    return telling or list(map(stem, spoken))


def _holds(held: FindingInContext, asked: list[str]) -> bool:
    """Tell whether a finding says all that is asked, or most of it with two words of it side by side ("core group").

    To "schools are not told of domestic abuse" whoever speaks of domestic abuse alone has not said it.
    """
    spoken, wanted = words(_whole_words(held)), set(asked)
    said = wanted.intersection(map(stem, set(spoken)))
    if said == wanted:
        return True
    return 2 * len(said) > len(wanted) and not set(pairwise(asked)).isdisjoint(pairwise(map(stem, spoken)))


def _whole_words(held: FindingInContext) -> str:
    return f"{held.finding.last_heading} {held.finding.lead_in} {held.finding.text}"


def in_time(held: FindingInContext) -> tuple[str, str, str, int]:
    """Sort by date, then by place in the document; undated ones come last."""
    return when(held) or "9", held.review.slug, held.document.id, held.finding.span.start
