"""The marks that an OpenDocument text prints before the items of a list, counted as it counts them."""

from __future__ import annotations

from dataclasses import dataclass, field

from lxml import etree

from ingest.readers.office_zip import attribute, local_name
from ingest.readers.whole_numbers import whole_number
from kb.text.number_words import number_of_item


@dataclass(frozen=True, slots=True)
class _Level:
    """How one level numbers its items; `form` is "1", "a", "A", "i", "I", or "" where it prints no number."""

    form: str
    before: str = ""
    behind: str = ""
    shown: int = 1  # how many levels its number shows: "2.1"
    start: int = 1


@dataclass(slots=True)
class ListStyle:
    """Counts the items of the lists of one style."""

    _levels: dict[int, _Level] = field(default_factory=dict)
    _counts: dict[int, int] = field(default_factory=dict)

    @classmethod
    def of(cls, style: etree._Element) -> ListStyle:
        """Read a style of lists."""
        made = cls()
        for one in style:
            if local_name(one) == "list-level-style-number":
                made._levels[whole_number(attribute(one, "level"), 1)] = _Level(
                    attribute(one, "num-format") or "",
                    attribute(one, "num-prefix") or "",
                    attribute(one, "num-suffix") or "",
                    whole_number(attribute(one, "display-levels"), 1),
                    whole_number(attribute(one, "start-value"), 1),
                )
        return made

    def begin(self, level: int) -> None:
        """Begin a list at a level."""
        for deeper in [one for one in self._counts if one >= level]:
            del self._counts[deeper]

    def mark(self, level: int, start: str | None = None) -> str:
        """Return the mark of the next item at a level, a bullet where the level has no number; it may state its own."""
        form = self._levels.get(level)
        if form is None:
            return "•"
        before = self._counts.get(level, form.start - 1)
        self._counts[level] = whole_number(start, before + 1, digits=6)
        if not form.form:
            return f"{form.before}{form.behind}".strip() or "•"
        shown = range(max(level - form.shown + 1, 1), level + 1)
        levels = {one: self._levels[one] for one in shown if one in self._levels}
        numbers = [number_of_item(self._counts.get(one, of.start), of.form) for one, of in levels.items()]
        return f"{form.before}{'.'.join(numbers)}{form.behind}".strip()
