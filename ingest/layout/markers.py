"""The marks that begin a list item: bullets, numbers and letters as they are printed."""

from __future__ import annotations

import re
from dataclasses import dataclass

from kb.core.expressions import expression

# Wingdings and Symbol bullets arrive as private-use characters; U+2212 and U+F02D stand for dashes of nested lists.
BULLETS = (
    "•‣⁃∙●○◦▪▫■□◼◾◻▶►▸➢➤➔→✓✔✦❖⬛·*\u2212\x7f"
    "\uf02d\uf0b7\uf0a7\uf0a8\uf0d8\uf0fc\uf076\uf06f\uf0e0\uf06c\uf06e\uf071\uf09f"
)
_DASHES = "-–—‐‑"
_BULLET = expression(rf"(?:\(cid:127\)|[{re.escape(BULLETS)}\ue000-\uf8ff]+)(?=\s|\S)")
_BOXES = expression(r"[☐☒☑□■❏❑◻◼](?=\s*\w)")
_SECOND_BULLET = expression(rf"[{re.escape(BULLETS)}>](?=\s+\S)")
_SPACED_BULLET = expression(rf"(?:[{_DASHES}>]|[o](?=\s+[A-Z0-9“‘\"']))(?=\s+\S)")
_ROMAN = r"x{0,2}(?:ix|iv|v?i{1,3}|v)|x{1,2}"
_BRACKETED = expression(rf"\((?:\d{{1,3}}|[A-Za-z]|{_ROMAN})\)(?=\s*\S)")
_NUMBERED = expression(r"\d{1,3}(?:\.\d{1,3}){0,3}(?:[.):](?=\s+\S)|\)(?=\S)|\.(?=[A-Z“‘\"]))")
_DOTTED = expression(r"\d{1,3}(?:\.\d{1,3}){1,3}(?=\s+[A-Z“‘\"'(\[])")
_LETTERED = expression(rf"(?:[a-z]|{_ROMAN}|[A-Z](?=\)))[.)](?=\s+\S)|[a-z]\)(?=[A-Z])")
_CODED = expression(
    r"(?:[A-Z]{1,2}\d{1,2}(?:\.\d{1,2})?[.:)]|(?:19|20)\d\d/\d{1,3}[.:)])(?=\s+[A-Z“‘\"'])"
)  # "A1.", "2023/04:"
_BARE = expression(
    r"\s*(\d{1,2})\s+(?=[A-Z])(?!(?i:minutes?|steps?|points?|days?|weeks?|months?|years?)\b)(?!\w+ \d{4}$)"
)
_SPACE = expression(r"\s*")
_ALONE = expression(r"\(?(?:\d{1,3}(?:\.\d{1,3}){1,3}\.?|\d{1,3}[.)]|[a-z]\))$")


@dataclass(frozen=True, slots=True)
class Marker:
    """A printed marker and where the item's own words begin. `sort` is equal for markers of one list."""

    text: str
    begins: int
    sort: str
    number: int = 0  # of a plain number such as "3."; 0 otherwise


def marker_of(line: str) -> Marker | None:
    """Return the marker with which `line` begins, or None. A bullet followed by a letter, number or bullet is one."""
    lead = len(line) - len(line.lstrip())
    words = line[lead:]
    if len(_BOXES.findall(words)) > 1:
        return None  # boxes to be ticked
    bullet = _BULLET.match(words) or _SPACED_BULLET.match(words)
    if bullet and _rest(words, bullet.end()) and not _is_prose(words, bullet):
        after = _past_space(words, bullet.end())
        rest = words[after:]
        inner = _enumerator(rest) or _SECOND_BULLET.match(rest)
        end = after + inner.end() if inner else bullet.end()
        return Marker(words[:end], lead + _past_space(words, end), words[0] if words[0] not in _DASHES else "-")
    number = _enumerator(words)
    if number is None:
        return None
    printed = number.group()
    plain = printed.strip(".():")
    return Marker(
        printed, lead + _past_space(words, number.end()), sort_of(printed), int(plain) if plain.isdigit() else 0
    )


def heading_marker(line: str) -> Marker | None:
    """Return the number with which a heading begins; it may stand there without a full stop."""
    bare = _BARE.match(line)
    if bare:
        return Marker(bare.group(1), bare.end(), "1", int(bare.group(1)))
    return marker_of(line)


def marker_alone(line: str) -> str:
    """Return the number that stands alone on its line before the paragraph that it numbers, or ""."""
    words = line.strip()
    return words if _ALONE.match(words) else ""


def bullet_alone(line: str) -> bool:
    """Return whether nothing but a bullet stands on the line, its words being set beside or below it."""
    words = line.strip()
    return words in ("o", "(cid:127)", *_DASHES) or (0 < len(words) <= 2 and all(_is_bullet(c) for c in words))


def sort_of(marker: str) -> str:
    """Return the shape of a numbering: "1.", "a)", "(i)", "1.1": markers of one list share it."""
    shape = re.sub(r"\d+", "1", marker)
    shape = re.sub(r"[A-Z]", "A", shape)
    return re.sub(r"[a-z]+", "a", shape)


def _is_bullet(character: str) -> bool:
    return character in BULLETS or "\ue000" <= character <= "\uf8ff"


def _is_prose(words: str, bullet: re.Match[str]) -> bool:
    """A star or dot glued to a word is emphasis, a footnote mark or a decimal, not a bullet."""
    glued = bullet.end() < len(words) and not words[bullet.end()].isspace()
    return glued and bullet.group() in ("*", "·", "**", "→", "\u2212")


def _rest(words: str, end: int) -> bool:
    return any(c.isalnum() for c in words[end:])


def _enumerator(words: str) -> re.Match[str] | None:
    for pattern in (_NUMBERED, _DOTTED, _BRACKETED, _LETTERED, _CODED):
        found = pattern.match(words)
        if found and _rest(words, found.end()):
            return found
    return None


def _past_space(words: str, at: int) -> int:
    match = _SPACE.match(words, at)
    return match.end() if match else at
