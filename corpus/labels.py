"""The labels that stand inside the sources: `{{head | words}}`.

The head says what a careful reader makes of the words, the words are what the document prints:

    {{r3 recommendation #core-groups: cp-plans-core-groups agency-participation + recording | Recommendation 3 …}}
    {{a3 action ->r3 status=in_progress: agency-participation | The procedures are being rewritten.}}
    {{context | The family moved in 2016.}}

In the head, before the colon: a name (needed only where something refers to it), a class (core unless said otherwise),
the kinds, best first, parted by "/", `->` and the recommendations that an action answers, `#` and a group of findings
that say the same in different reviews, `status=` and how far an action has come. After the colon: the themes that the
words must carry, and after "+" those that they may carry.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass

KINDS = frozenset(
    ["lesson", "recommendation", "action", "good_practice", "concern", "missed_opportunity", "evidence", "question"]
)
CLASSES = frozenset(["core", "optional", "context", "noise"])

_LABEL = re.compile(r"\{\{([^|{}]*)\|\s*(.*?)\s*\}\}", re.DOTALL)
_TAG = re.compile(r"<[^>]+>")
_MARKDOWN = re.compile(r"\*\*|(?<!\w)[*_](?=\w)|(?<=[\w.,;:!?)])[*_](?!\w)")
_LINE_START = re.compile(r"^[ \t]*(?:>[ \t]*|[-*•][ \t]+)", re.MULTILINE)


class BadLabel(ValueError):
    """A label that cannot be read; the sentence says which and why."""


@dataclass(frozen=True, slots=True)
class LabelledStretch:
    """Some words of a document and what a careful reader makes of them."""

    name: str
    text: str
    sort: str  # core, optional, context, noise
    kinds: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()
    themes_ok: tuple[str, ...] = ()
    answers: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    status: str = ""


def split(source: str) -> tuple[str, tuple[LabelledStretch, ...]]:
    """Return the source without its labels, and the units that the labels describe, in order."""
    units: list[LabelledStretch] = []

    def take(match: re.Match[str]) -> str:
        units.append(_unit(match[1], match[2], len(units) + 1))
        return match[2]

    plain = _LABEL.sub(take, source)
    if "{{" in plain or "}}" in plain:
        at = min(found for found in (plain.find("{{"), plain.find("}}")) if found >= 0)
        raise BadLabel(f"a label is not closed or not well formed near {plain[at : at + 60]!r}")
    names = [unit.name for unit in units]
    if twice := {name for name in names if names.count(name) > 1}:
        raise BadLabel(f"names used twice: {sorted(twice)}")
    return plain, tuple(units)


def plain_words(marked: str) -> str:
    """Return words without HTML tags, Markdown marks or line breaks."""
    text = html.unescape(_TAG.sub(" ", marked))
    return " ".join(_MARKDOWN.sub("", _LINE_START.sub("", text)).split())


def _unit(head: str, words: str, turn: int) -> LabelledStretch:
    before, _, after = head.partition(":")
    themes, _, also = after.partition("+")
    name, sort, status = f"u{turn}", "core", ""
    kinds: tuple[str, ...] = ()
    answers: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    for place, token in enumerate(before.split()):
        if token in CLASSES:
            sort = token
        elif set(token.split("/")) <= KINDS:
            kinds = tuple(token.split("/"))
        elif token.startswith("->"):
            answers = tuple(token[2:].split(","))
        elif token.startswith("#"):
            groups = (*groups, token[1:])
        elif token.startswith("status="):
            status = token[7:]
        elif place == 0:
            name = token
        else:
            raise BadLabel(f"{token!r} in the label {head!r} means nothing")
    if sort in ("core", "optional") and not kinds:
        raise BadLabel(f"the label {head!r} names no kind")
    return LabelledStretch(
        name, plain_words(words), sort, kinds, tuple(themes.split()), tuple(also.split()), answers, groups, status
    )
