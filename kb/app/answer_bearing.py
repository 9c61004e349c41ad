"""Whether an answer on a theme bears on the question itself, or on its theme alone: "stabbing in a prison".

An answer whose findings do not have what the question is told by, in words, in other forms, by the vocabulary or by
sense, is an answer to another question, and a reader takes it for one to theirs. So it is not given.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from kb.app.answer_on_theme import ThemeAnswer
from kb.app.finding_order import FindingOrder
from kb.app.question_core import HANGS_BELOW, without_parts
from kb.vocabulary import Vocabulary
from search.plan.compile import plan
from search.port import Query
from search.understanding.framing import wanting
from search.understanding.implied_themes import theme_words
from search.understanding.part_coverage import FoundText, held_parts
from search.understanding.thesaurus import thesaurus
from search.understanding.unheld_names import field_names

_OF_THEME = 0.3  # chance that a part alone speaks of the theme, from which what is on the theme has it by sense


def parts_not_borne_out(
    answer: ThemeAnswer, question: str, theme: Collection[str], vocabulary: Vocabulary, order: FindingOrder
) -> tuple[str, ...]:
    """Return the parts of a question that no finding of its answer has and without which it means something else.

    None where nobody knows how near two wordings are, and where only its sense as a whole tells of the theme.
    """
    found = [
        FoundText(f"{one.finding.last_heading} {one.finding.text}") for part in answer.parts for one in part.findings
    ]
    parts = plan(Query(question, size=0), thesaurus(vocabulary)).parts
    held = frozenset().union(*(held_parts(parts, {}, one) for one in found))
    names = {one.printed: one for one in field_names(question, vocabulary)}
    words = theme_words(vocabulary).values

    def is_of_theme(part: str) -> bool:
        if part in names:
            return bool(names[part].part_of.intersection(theme))  # a scheme or practice is only one thing within it
        chances = order.theme_chances(part)
        return _shows(parts[part], words, theme) or any(chances.get(slug, 0.0) >= _OF_THEME for slug in theme)

    without = [part for part in parts if part not in held and not wanting(part, ())]
    order.encode_at_once(part for part in without if part not in names and not _shows(parts[part], words, theme))
    lost = [part for part in without if not is_of_theme(part)]
    rest = without_parts(question, lost)
    kept = order.likeness(question, rest) if lost and rest else None
    return tuple(lost) if kept is not None and kept < HANGS_BELOW else ()


def _shows(ways: Sequence[tuple[str, ...]], words: Mapping[str, Mapping[str, float]], theme: Collection[str]) -> bool:
    """Return whether each word of a part, as it is typed, is a word of the theme."""
    return bool(ways) and all(any(slug in words.get(word, {}) for slug in theme) for word in ways[0])
