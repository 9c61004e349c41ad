"""What a thread is called, and its story in a sentence: how many sources, when said, asked for and found again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import lru_cache

from kb.core.counted_reviews import tell_counted_once
from kb.core.model import FindingInContext, Polarity
from kb.core.recurrence_values import WANTING_KINDS, ThreadStage, ThreadStep
from kb.recurrence.features import UNKNOWN_RARITY
from kb.recurrence.terms import words
from kb.recurrence.word_vectors import field_vectors
from kb.text.cue_words import cue_tokens
from kb.text.cues import CueTree
from kb.text.formatting import join_words, shorten
from kb.text.sentences import split_sentences
from kb.vocabulary import Vocabulary
from kb.vocabulary.labels import sources, when

TITLE_LETTERS = 90
FEWEST_WORDS = 4  # telling words without which a sentence is no title
_STAGES_COUNTED = {
    ThreadStage.RECOMMENDED: "recommended",
    ThreadStage.ACTED: "action recorded",
    ThreadStage.FOUND_AGAIN: "found again",
}


def _steps_of(steps: Sequence[ThreadStep], stage: ThreadStage) -> list[ThreadStep]:
    return [step for step in steps if step.stage is stage]


def years_of(steps: Sequence[ThreadStep], stage: ThreadStage) -> tuple[int, ...]:
    """Return the years in which a stage was reached."""
    dated = (when(step.holding)[:4] for step in _steps_of(steps, stage))
    return tuple(sorted({int(year) for year in dated if year.isdigit()}))


def thread_title(
    clearest: FindingInContext, steps: Sequence[ThreadStep], themes: Counter[str], vocabulary: Vocabulary
) -> str:
    """Return the telling sentence of the clearest finding, after the theme that most steps share."""
    others = [step.holding.finding.text for step in steps if step.holding.finding.id != clearest.finding.id]
    said = clearest.finding
    among = _wanting_sentences(said.text, vocabulary) if said.kind in WANTING_KINDS else []
    title = f"“{shorten(telling_sentence(said.text, others, among), TITLE_LETTERS)}”"
    shared = (
        theme.label
        for slug, count in themes.most_common()
        if count > 1 and (theme := vocabulary.theme(slug)) is not None and not theme.weak
    )
    label = next(shared, "")
    return f"{label}: {title}" if label else title


def telling_sentence(text: str, others: Sequence[str], among: Sequence[str] = ()) -> str:
    """Return the sentence of a long text that shares most with other texts: its share of rare words that they have.

    An inspector's paragraph praises first and then says what is wanting; what several say is the lesson. It is looked
    for `among` those sentences where any are given.
    """
    if len(text) <= TITLE_LETTERS:
        return text
    told = [frozenset(stem for _, stem in words(other)) for other in others]
    rarity = field_vectors().rarity

    def agreement(sentence: str) -> float:
        stems = frozenset(stem for _, stem in words(sentence))
        if len(stems) < FEWEST_WORDS:
            return 0.0
        shared = sum(rarity(stem, UNKNOWN_RARITY) * sum(stem in one for one in told) for stem in stems)
        return shared / sum(rarity(stem, UNKNOWN_RARITY) for stem in stems)

    return max(among or split_sentences(text), key=agreement, default=text)


def _wanting_sentences(text: str, vocabulary: Vocabulary) -> list[str]:
    """Return the sentences in which a word says that something is wanting; those that praise more where all do.

    "Concerns are swiftly and appropriately identified" has a word for what is wanting, and praises.
    """
    wanting: list[str] = []
    praised: list[str] = []
    for sentence in split_sentences(text):
        tokens = cue_tokens(sentence)
        failing, well = (
            sum(hit.key for hit in _cues_of(vocabulary, way).find_longest(tokens))
            for way in (Polarity.FAILING, Polarity.WORKING_WELL)
        )
        if failing:
            (wanting if failing >= well else praised).append(sentence)
    return wanting or praised


@lru_cache(maxsize=8)
def _cues_of(vocabulary: Vocabulary, way: Polarity) -> CueTree[bool]:
    """Return the words that say which way a finding points as true, and what is spared of them as false."""
    listed = vocabulary.polarities[way.value]
    return CueTree([*((cue, True) for cue in listed.cues), *((cue, False) for cue in listed.spare)])


def thread_story(steps: Sequence[ThreadStep], years: Sequence[int], checked: int, vocabulary: Vocabulary) -> str:
    """Return the story of a thread; `checked` is how many of its pairs a person accepted."""
    parts = [
        f"In {sources((step.holding.review for step in steps), vocabulary)}"
        + (f", {years[0]} to {years[-1]}" if years and years[0] != years[-1] else "")
    ]
    said = years_of(steps, ThreadStage.SAID)
    if said:
        parts.append(f"first said in {said[0]}")
    for stage, told_as in _STAGES_COUNTED.items():
        if counted := len(_steps_of(steps, stage)):
            parts.append(f"{told_as} {_times(counted)}{_in_years(years_of(steps, stage))}")
    if checked:
        parts.append(f"{checked} {'pair' if checked == 1 else 'pairs'} checked by a person")
    told = "; ".join(parts) + "."
    acted = [when(s.holding) for s in _steps_of(steps, ThreadStage.ACTED)]
    if acted and not any(
        when(s.holding) > max(acted)
        for s in steps
        if s.stage in (ThreadStage.FOUND_AGAIN, ThreadStage.SAID, ThreadStage.RECOMMENDED)
    ):
        told += " No later finding in this library is linked to the last recorded action."
    return f"{told} {tell_counted_once(step.holding.review for step in steps)}".rstrip()


def _in_years(years: Sequence[int]) -> str:
    return f" ({join_words([str(year) for year in years])})" if years else ""


def _times(count: int) -> str:
    return {1: "once", 2: "twice"}.get(count, f"{count} times")
