"""How right given themes are against labels, by the arithmetic of ../shared/tools/score_findings.py.

A theme is right if the label requires or allows it, wrong if it does neither, missed if it is required and not given;
core units only.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

from benchmarks.labelled import LabelledUnit
from kb.app.retrain import ThemeTally

Given = dict[int, frozenset[str]]  # number of a labelled unit -> themes given to it


def score_themes(labelled: Sequence[LabelledUnit], given: Given) -> dict[str, ThemeTally]:
    """Return the score of each theme over the core units."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for number, one in enumerate(labelled):
        if not one.core:
            continue
        for theme in given[number] | one.themes:
            if theme not in given[number]:
                counts[theme]["missed"] += 1
            else:
                counts[theme]["right" if theme in one.themes | one.also else "wrong"] += 1
    return {theme: ThemeTally(c["right"], c["wrong"], c["missed"]) for theme, c in counts.items()}


def total_score(themes: Mapping[str, ThemeTally]) -> ThemeTally:
    """Return the score over all themes together (micro)."""
    return ThemeTally(*(sum(getattr(one, name) for one in themes.values()) for name in ("right", "wrong", "missed")))


def macro(themes: Mapping[str, ThemeTally]) -> float:
    """Return the mean F1 of the themes that are required or rightly given anywhere."""
    needed = [one.f1 for one in themes.values() if one.right + one.missed]
    return sum(needed) / len(needed) if needed else 0.0


def line(name: str, themes: Mapping[str, ThemeTally]) -> str:
    """Return one line of the table."""
    one = total_score(themes)
    return f"{name:46} P {one.precision:.3f}  R {one.recall:.3f}  micro {one.f1:.3f}  macro {macro(themes):.3f}"


def misses(labelled: Sequence[LabelledUnit], given: Given) -> Iterable[str]:
    """Yield every wrong and missed theme with the words."""
    for number, one in enumerate(labelled):
        if one.core:
            for theme in sorted(given[number] - one.themes - one.also):
                yield f"+ {theme:26} {one.label:22} {one.text[:150]}"
            for theme in sorted(one.themes - given[number]):
                yield f"- {theme:26} {one.label:22} {one.text[:150]}"
