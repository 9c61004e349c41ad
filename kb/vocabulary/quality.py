"""How right themes and kinds are: what benchmarks/themes.py and prose.py measured, for the pages that show it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

PATH = Path(__file__).parent / "quality.json"
KINDS_PATH = Path(__file__).parent / "kind_quality.json"


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

    measured: str  # ISO date
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


@dataclass(frozen=True, slots=True)
class KindQuality:
    """Of the findings that the program gave one kind, how many a reader gives the same."""

    findings: int
    right: int


@dataclass(frozen=True, slots=True)
class KindsQuality:
    """How right the kinds are on marked documents from which nothing was learned."""

    measured: str  # ISO date
    documents: int
    few: int  # findings below which no share is given
    kinds: Mapping[str, KindQuality]

    @property
    def findings(self) -> int:
        """How many findings the sample has."""
        return sum(one.findings for one in self.kinds.values())

    @property
    def right(self) -> int:
        """Of how many the kind is right."""
        return sum(one.right for one in self.kinds.values())


@cache
def load_kinds() -> KindsQuality:
    """Return what was last measured of kinds."""
    said = json.loads(KINDS_PATH.read_text(encoding="utf-8"))
    kinds = {slug: KindQuality(**figures) for slug, figures in said.pop("kinds").items()}
    return KindsQuality(kinds=kinds, **said)
