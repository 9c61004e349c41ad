"""The marks that Word prints before the paragraphs of a list, counted as Word counts them."""

from __future__ import annotations

from dataclasses import dataclass, field

from lxml import etree

from ingest.readers.office_zip import attribute, child, children
from ingest.readers.whole_numbers import whole_number
from kb.core.expressions import expression
from kb.text.number_words import NUMBER_WORDS, ORDINAL_WORDS, number_of_item

_PLACE = expression(r"%(\d)")
_MOST_IN_WORDS = 12
_IN_WORDS = {"cardinalText": [*NUMBER_WORDS], "ordinalText": ["", *ORDINAL_WORDS]}
_LETTERED = {"lowerLetter": "a", "upperLetter": "A", "lowerRoman": "i", "upperRoman": "I"}
_ENDINGS = {1: "st", 2: "nd", 3: "rd"}
_FRAMES = {  # how a number stands in the forms that print more than it
    "decimalZero": "{:02}",
    "decimalEnclosedParen": "({})",
    "decimalEnclosedFullstop": "{}.",
    "numberInDash": "- {} -",
}


@dataclass(frozen=True, slots=True)
class _Level:
    form: str
    text: str
    start: int
    begins_anew: int = -1  # after which level, counted from 1; 0 for none, -1 for each that stands above
    plain: bool = False  # numbers of the levels above are printed as figures, whatever their own form


@dataclass(slots=True)
class ListNumbering:
    """Counts lists. `mark` must be called once for each paragraph, in order."""

    _lists: dict[str, str] = field(default_factory=dict)  # of each list its pattern
    _levels: dict[tuple[str, int], _Level] = field(default_factory=dict)  # by pattern
    _starts: dict[tuple[str, int], int] = field(default_factory=dict)  # by list: counting anew
    _own: dict[tuple[str, int], _Level] = field(default_factory=dict)  # by list: levels written anew
    _counts: dict[tuple[str, int], int] = field(default_factory=dict)
    _begun: set[str] = field(default_factory=set)

    @classmethod
    def of(cls, root: etree._Element | None) -> ListNumbering:
        """Read the numbering part of a document."""
        made = cls()
        for pattern in children(root, "abstractNum"):
            name = attribute(pattern, "abstractNumId") or ""
            for level in children(pattern, "lvl"):
                made._levels[name, _number(attribute(level, "ilvl"))] = _level(level)
        styled = _by_style(root)
        for one in children(root, "num"):
            name = attribute(one, "numId") or ""
            pattern_name = attribute(child(one, "abstractNumId"), "val") or ""
            made._lists[name] = styled.get(pattern_name, pattern_name)
            for override in children(one, "lvlOverride"):
                depth = _number(attribute(override, "ilvl"))
                start = attribute(child(override, "startOverride"), "val")
                if start is not None:
                    made._starts[name, depth] = _number(start)
                anew = child(override, "lvl")
                if anew is not None:
                    made._own[name, depth] = _level(anew)
        return made

    def mark(self, name: str, depth: int) -> str | None:
        """Return the mark of the next paragraph of this list at this depth, or None where it prints none."""
        pattern = self._lists.get(name)
        level = self._own.get((name, depth)) or self._levels.get((pattern or "", depth))
        if pattern is None or level is None:
            return None
        if name not in self._begun:
            self._begun.add(name)
            for (of, at), start in self._starts.items():
                if of == name:
                    self._counts[pattern, at] = start - 1
        count = self._counts.get((pattern, depth), level.start - 1) + 1
        self._counts[pattern, depth] = count
        for key in [k for k in self._counts if k[0] == pattern and self._begins_anew(k, depth)]:
            del self._counts[key]
        if level.form == "bullet":
            return "•" if not level.text or not level.text.isprintable() else level.text
        if level.form == "none":
            return None
        said = _PLACE.sub(lambda m: self._place(name, pattern, int(m.group(1)) - 1, plain=level.plain), level.text)
        return said.strip() or None

    def _begins_anew(self, place: tuple[str, int], depth: int) -> bool:
        """Return whether a level's count begins anew after a paragraph at `depth`."""
        level = self._levels.get(place)
        after = level.begins_anew if level is not None else -1
        return place[1] > depth and (after < 0 or depth < after)

    def _place(self, name: str, pattern: str, depth: int, *, plain: bool) -> str:
        level = self._own.get((name, depth)) or self._levels.get((pattern, depth))
        if level is None:
            return ""
        return _format_number(self._counts.get((pattern, depth), level.start), "decimal" if plain else level.form)


def _by_style(root: etree._Element | None) -> dict[str, str]:
    """Return of each pattern that only names a list style the pattern that the style has."""
    patterns = list(children(root, "abstractNum"))
    owners = {
        style: attribute(pattern, "abstractNumId") or ""
        for pattern in patterns
        if (style := attribute(child(pattern, "styleLink"), "val"))
    }
    links = ((attribute(one, "abstractNumId") or "", attribute(child(one, "numStyleLink"), "val")) for one in patterns)
    return {name: owners[style] for name, style in links if style in owners}


def _level(element: etree._Element) -> _Level:
    form = _form_of(element)
    text = attribute(child(element, "lvlText"), "val") or ""
    legal = child(element, "isLgl")
    plain = legal is not None and attribute(legal, "val") not in ("0", "false", "off")
    start, anew = (attribute(child(element, name), "val") for name in ("start", "lvlRestart"))
    return _Level(form, text, _number(start, 1), _number(anew, -1), plain)


def _form_of(level: etree._Element) -> str:
    """Return how a level prints its numbers: by the format's name, or by the digits of its first number ("001")."""
    stated = child(level, "numFmt")
    if stated is None:  # a form that older programs do not know stands beside one that they do
        stated = child(level, "AlternateContent", "Choice", "numFmt")
    form = attribute(stated, "val") or "decimal"
    first = (attribute(stated, "format") or "").split(",")[0].strip()
    return first if form == "custom" and first.isdigit() else "decimal" if form == "custom" else form


def _format_number(number: int, form: str) -> str:
    if form in _LETTERED:
        return number_of_item(number, _LETTERED[form])
    if form in _IN_WORDS and 0 < number <= _MOST_IN_WORDS:
        return _IN_WORDS[form][number].capitalize()
    if form == "ordinal":
        return f"{number}{'th' if number % 100 in (11, 12, 13) else _ENDINGS.get(number % 10, 'th')}"
    if form.isdigit():  # as the first number of the list is printed: "001"
        return f"{number:0{len(form)}}"
    return _FRAMES.get(form, "{}").format(number)


def _number(text: str | None, otherwise: int = 0) -> int:
    size = whole_number((text or "").removeprefix("-"), None, digits=8)
    return otherwise if size is None else -size if (text or "").startswith("-") else size
