"""How right the themes are, as measured: what benchmarks/themes.py wrote, for the pages that show it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

PATH = Path(__file__).parent / "quality.json"


@dataclass(frozen=True, slots=True)
class ThemeQuality:
    """How right one theme is. Precision and recall are None where there are too few labels to say."""

    labels: int
    precision: float | None
    recall: float | None
    note: str = ""  # "too few labels to say", or ""


@dataclass(frozen=True, slots=True)
class ThemesQuality:
    """How right the themes are on labelled findings, and how that was measured."""

    how: str
    findings: int
    documents: int
    precision: float
    recall: float
    f1: float
    few: int  # labels under which nothing is said of a theme
    themes: Mapping[str, ThemeQuality]

    def of(self, theme: str) -> ThemeQuality:
        """Return the figures of a theme; a theme that was never measured has no labels."""
        return self.themes.get(theme, ThemeQuality(0, None, None, "too few labels to say"))


@cache
def load() -> ThemesQuality:
    """Return what was last measured."""
    said = json.loads(PATH.read_text(encoding="utf-8"))
    themes = {slug: ThemeQuality(**figures) for slug, figures in said.pop("themes").items()}
    return ThemesQuality(themes=themes, **said)
