"""What the style sheets inside a web page leave out of sight, as a browser would before anybody presses anything.

Style sheets in files of their own are never fetched. Rules for paper and for certain widths are passed over, and of
selectors those are understood that name a tag, classes and ids of one element.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from kb.core.expressions import expression

_COMMENT = expression(r"/\*.*?(?:\*/|$)", re.S)
_RULE = expression(r"([^{}]*)\{([^{}]*)\}")
_UNSEEN = expression(r"(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse))\b", re.I)
_SEEN = expression(r"(?:^|;)\s*(?:display\s*:\s*(?!none)|visibility\s*:\s*visible)\w", re.I)
_ONE_ELEMENT = expression(r"\w*(?:[.#][\w-]+)+$")
_NAMED = expression(r"[.#][\w-]+")
_BETWEEN = expression(r"[\s>+~]+")  # the elements of which a selector speaks
_WORD = expression(r"[\w-]+")


@dataclass(frozen=True, slots=True)
class StyleSheets:
    """What the sheets of one page hide: each selector as a tag, or "", and the names that an element must have."""

    hiding: frozenset[tuple[str, frozenset[str]]]

    @classmethod
    def of(cls, root: etree._Element) -> StyleSheets:
        """Return what the sheets in this page hide and nothing shows again: no rule of theirs, and no script in it."""
        sheet = "\n".join(style.text or "" for style in root.iter("style") if _is_for_screens(style))
        rules = [(made, says) for made, says in _rules(sheet)]
        shown = {name for made, says in rules if _SEEN.search(says) for one in made for name in _last_names(one)}
        scripts = {word for script in _scripts(root) for word in _WORD.findall(script)}
        hiding = set()
        for made, says in rules:
            for one in made if _UNSEEN.search(says) else ():
                names = frozenset(_NAMED.findall(one))
                opened = any(name in shown or name[1:] in scripts for name in names)
                if _ONE_ELEMENT.fullmatch(one) and not opened:
                    hiding.add((one[: min(map(one.index, names))].casefold(), names))
        return cls(frozenset(hiding))

    def hide(self, element: etree._Element) -> bool:
        """Return whether a browser would leave out this element, and all in it, when it opens the page."""
        if not self.hiding:
            return False
        own = {f".{name}" for name in (element.get("class") or "").split()} | {f"#{element.get('id') or ''}"}
        return any(tag in ("", element.tag) and names <= own for tag, names in self.hiding)


def _is_for_screens(style: etree._Element) -> bool:
    media = (style.get("media") or "all").casefold().split(",")
    return any(one.strip() in ("all", "screen", "only screen") for one in media)


def _rules(sheet: str) -> Iterator[tuple[list[str], str]]:
    """Yield the selectors and the declarations of each rule that stands in no block of another, such as @media."""
    for made, says in _RULE.findall(_outermost(_COMMENT.sub("", sheet))):
        yield [one.strip() for one in made.split(";")[-1].split(",")], says


def _outermost(sheet: str) -> str:
    """Return a sheet without its blocks that hold other blocks."""
    kept, begins, depth, nested = [], 0, 0, False
    for at, letter in enumerate(sheet):
        if letter == "{":
            nested, depth = nested or depth > 0, depth + 1
        elif letter == "}" and depth:
            depth -= 1
            if not depth:
                kept += [] if nested else [sheet[begins : at + 1]]
                begins, nested = at + 1, False
    return "".join(kept)


def _last_names(selector: str) -> list[str]:
    """Return the classes and ids of the element that a selector speaks of, whatever must stand around it."""
    return _NAMED.findall(_BETWEEN.split(selector)[-1])


def _scripts(root: etree._Element) -> Iterator[str]:
    """Yield what the scripts in a page say, and what its buttons and links do when they are pressed."""
    yield from (script.text or "" for script in root.iter("script"))
    yield from (press for element in root.iter() if (press := element.get("onclick")))
