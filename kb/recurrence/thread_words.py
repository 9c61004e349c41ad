"""What a thread is called, and its story in a sentence: how many sources, when said, asked for and found again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from kb.core.counted_reviews import tell_counted_once
from kb.core.model import FindingInContext
from kb.core.recurrence_values import ThreadStage, ThreadStep
from kb.text.formatting import join_words, shorten
from kb.vocabulary import Vocabulary
from kb.vocabulary.labels import sources, when

_STAGES_COUNTED = {
    ThreadStage.RECOMMENDED: "recommended",
    ThreadStage.ACTED: "action recorded",
    ThreadStage.FOUND_AGAIN: "found again",
}


def years_of(steps: Sequence[ThreadStep], stage: ThreadStage) -> tuple[int, ...]:
    """Return the years in which a stage was reached."""
    dated = (when(step.holding)[:4] for step in steps if step.stage is stage)
    return tuple(sorted({int(year) for year in dated if year.isdigit()}))


def title_of(start: FindingInContext, themes: Counter[str], vocabulary: Vocabulary) -> str:
    """Return the words of the clearest finding, after the theme that most steps share."""
    words = f"“{shorten(start.finding.text, 90)}”"
    shared = (
        theme.label
        for slug, count in themes.most_common()
        if count > 1 and (theme := vocabulary.theme(slug)) is not None and not theme.weak
    )
    label = next(shared, "")
    return f"{label}: {words}" if label else words


def summary_of(steps: Sequence[ThreadStep], years: Sequence[int], checked: int, vocabulary: Vocabulary) -> str:
    """Return the story of a thread; `checked` is how many of its pairs a person accepted."""
    counted = Counter(step.stage for step in steps)
    parts = [
        f"In {sources((step.holding.review for step in steps), vocabulary)}"
        + (f", {years[0]} to {years[-1]}" if years and years[0] != years[-1] else "")
    ]
    said = years_of(steps, ThreadStage.SAID)
    if said:
        parts.append(f"first said in {said[0]}")
    for stage, words in _STAGES_COUNTED.items():
        if counted[stage]:
            parts.append(f"{words} {_times(counted[stage])}{_in_years(years_of(steps, stage))}")
    if checked:
        parts.append(f"{checked} {'pair' if checked == 1 else 'pairs'} checked by a person")
    told = "; ".join(parts) + "."
    acted = [when(s.holding) for s in steps if s.stage is ThreadStage.ACTED]
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
