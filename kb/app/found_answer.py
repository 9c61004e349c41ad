"""Whether what was found answers a question: how much of it the best findings hold, which of its names they lack."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace

from ingest.metadata.gazetteer import is_listed
from kb.app.finding_order import FindingOrder
from kb.app.question_core import parts_it_hangs_on
from kb.app.question_parts import TELLS_AS_MUCH, part_weights
from kb.core.model import FindingInContext
from kb.text.stemming import stem
from kb.text.tokens import stems
from kb.vocabulary import Vocabulary
from search.plan.compile import plan
from search.port import Query, Results
from search.understanding.answerability import AnswerSigns, answer_signs
from search.understanding.intents import without_intents
from search.understanding.part_coverage import FoundText, Parts, held_parts
from search.understanding.question import UnderstoodQuestion
from search.understanding.thesaurus import thesaurus
from search.understanding.unheld_names import FieldName, field_names, unheld_names, with_ways, words_of_held_rows

_MUCH_ALIKE = 0.45  # nearness of texts from which a name in small letters is said in other words (kb/decisions/0161)


def found_answer_signs(
    understood: UnderstoodQuestion,
    results: Results,
    shown: Sequence[FindingInContext],
    vocabulary: Vocabulary,
    order: FindingOrder | None,
) -> AnswerSigns:
    """Return how much of a question the best of what was found holds, and how near it is in meaning.

    A theme that the question names, or that all its words mean and that is found, stands for the words.
    """
    text = understood.query.text
    text = without_intents(text) if understood.intents else text
    if results.total and not shown and not results.missing:
        return AnswerSigns()
    asked = plan(replace(understood.query, text=text, page=1), thesaurus(vocabulary))
    texts = [
        FoundText(
            f"{one.review.title} {one.review.area} {' '.join(one.finding.heading)} {one.finding.text}",
            one.finding.themes,
        )
        for one in shown
    ]
    unheld = unheld_names(text, texts, vocabulary, is_listed)
    if unheld and not (order and _is_told_otherwise(unheld, text, shown, order)):
        return AnswerSigns(names=unheld, names_by_sight=True)
    in_row = words_of_held_rows(text, texts)
    lacking = tuple(part for part in results.missing if not in_row.issuperset(stems(part)))
    names = field_names(text, vocabulary)
    parts = with_ways(asked.parts, names)
    weights = part_weights(parts)
    hanging = parts_it_hangs_on(text, parts, weights, texts, lacking, order.likeness) if order else ()
    by_sight = tuple(one for one in hanging if one not in lacking)
    if by_sight:
        return AnswerSigns(names=by_sight, names_by_sight=True)
    if not hanging and any(set(asked.meant) & set(one.themes) for one in texts):
        alone = not (_tells_most(parts, weights, texts, lacking) or _is_name_alone(parts, texts, vocabulary))
        signs = AnswerSigns(theme_alone=alone, typed=len(stems(text)))
        return replace(signs, closeness=order.closeness(text, shown)) if order and alone else signs
    words = _themes_of_words(understood, names, vocabulary)
    missing = [part for part in lacking if part in parts]
    signs = answer_signs(text, parts, missing, texts, words, weights)
    on_all = any(all(set(group) & set(one.themes) for group in understood.combined) for one in texts)
    signs = replace(signs, on_all_named=on_all and not hanging, hangs_on=hanging)
    return replace(signs, closeness=order.closeness(text, shown)) if order and signs.is_doubtful else signs


def _themes_of_words(
    understood: UnderstoodQuestion, names: Iterable[FieldName], vocabulary: Vocabulary
) -> dict[str, dict[str, float]]:
    """Return, for each stem of a theme or of a name of the field that a question names, the themes it stands for."""
    words: dict[str, dict[str, float]] = {}
    for theme in (vocabulary.themes[slug] for group in understood.themes for slug in group):
        for word in stems(" ".join((theme.label, *theme.also_called))):
            words.setdefault(word, {})[theme.slug] = 1.0
    for name in names:
        for word in stems(name.printed):
            words.setdefault(word, {}).update(dict.fromkeys(name.themes, 1.0))
    return words


def _is_told_otherwise(
    unheld: Iterable[str], text: str, shown: Sequence[FindingInContext], order: FindingOrder
) -> bool:
    """Return whether a finding says much the same as a question whose names are all in small letters.

    What is no scheme's name is said in other words as well: "bruising in non-mobile babies".
    """
    if not all(name.islower() for name in unheld) or any(map(is_listed, unheld)):
        return False
    alike = order.closeness(text, shown).of_text
    return alike is not None and alike >= _MUCH_ALIKE


def look_for_whole_names(
    signs: AnswerSigns, question: str, search: Callable[[Query], Results], vocabulary: Vocabulary
) -> AnswerSigns:
    """Return the signs where names were only looked for in the best findings: asked for in quotes, as they are typed.

    A name that stands further down is held, and so is a part of the label of a theme on which anything is found. A
    place may be held as well, but with nothing else of the question.
    """
    called = (one.part_of for one in field_names(question, vocabulary) if one.printed in signs.names)
    themes = [f"theme:{slug}" for slug in dict.fromkeys(slug for some in called for slug in sorted(some))]
    written_out = (
        saying.text for name in signs.names for saying in thesaurus(vocabulary).sayings((stem(name.casefold()),), name)
    )
    said = dict.fromkeys(name.replace('"', " ") for name in (*signs.names, *written_out))
    quoted = " OR ".join((*(f'"{name}"' for name in said), *themes))
    found = search(Query(quoted, size=1, facets=(), count_reviews=False, match="all"))
    if not found.total:
        return signs
    apart = any(map(is_listed, signs.names)) and question not in signs.names
    return replace(signs, names=(question,) if apart else (), apart=apart)


def _is_name_alone(parts: Parts, found: Iterable[FoundText], vocabulary: Vocabulary) -> bool:
    """Return whether a question is the name of a theme and no more, and a finding has the theme: "WNB"."""
    if len(parts) != 1:
        return False
    part, ways = next(iter(parts.items()))
    named = thesaurus(vocabulary).themes_of(ways[0], part)
    return any(set(named) & set(one.themes) for one in found)


def _tells_most(
    parts: Parts, weights: Mapping[str, float], found: Iterable[FoundText], missing: Collection[str]
) -> bool:
    """Return whether a finding has the most telling part of a question in words, and not by its theme alone.

    Of parts that tell much alike, one that no finding has is the most telling: "caravan fire".
    """
    most = max((weights.get(part, 1.0) for part in parts), default=0.0)
    if any(weights.get(part, 1.0) >= TELLS_AS_MUCH * most for part in parts if part in missing):
        return False
    telling = max(parts, key=lambda part: weights.get(part, 1.0), default="")
    return not telling or any(telling in held_parts({telling: parts[telling]}, {}, one) for one in found)
