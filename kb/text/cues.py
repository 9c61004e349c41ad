"""The language in which cues are written, and a matcher that finds thousands of them in one pass over a text.

A cue is a few words. A word in CAPITALS matches in capitals alone, "word*" matches any word that begins so, "=word"
that very form and no other, "a|b" either of two, ".." stands for up to GAP words of any kind and ".. .." for
twice as many. Which forms of a plain word match is decided by the maker of the tree: of a theme's cue its plural and
simple verb forms ("share" finds "shared"), of a kind's or a heading's the word as it is written, in searching and
comparing whatever has its stem.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import groupby
from threading import Lock
from typing import Generic, NamedTuple, TypeVar

from kb.core.expressions import expression
from kb.text.cue_words import CueToken, cue_tokens, normalise_word

GAP = 3  # the most words that ".." may stand for
REMEMBERED = 50_000  # words whose beginnings a matcher keeps in mind

_ORDINARY = expression(r"[a-zA-Z]+(?:[ -][a-zA-Z]+)*")  # as nearly all cues are; spares a closer look
_PLAIN_WORD = expression(r"=?[a-zA-Z]{2,}\*?")  # the same for one word

_K = TypeVar("_K")


@dataclass(slots=True, eq=False)
class _Node(Generic[_K]):
    plain: dict[str, _Node[_K]] = field(default_factory=dict)
    exact: dict[str, _Node[_K]] = field(default_factory=dict)  # "=word", small letters
    capitals: dict[str, _Node[_K]] = field(default_factory=dict)
    stems: dict[str, dict[str, _Node[_K]]] = field(default_factory=dict)  # first two letters -> stem -> node
    gaps: dict[int, _Node[_K]] = field(default_factory=dict)  # by the most words that may stand between
    keys: list[_K] = field(default_factory=list)
    pending: list[tuple[tuple[str, ...], _K]] = field(default_factory=list)  # cues of which no more has been grown
    only_plain: bool = True  # nothing but `plain` to look into, which is nearly always so beyond the first word
    last: bool = True  # no cue goes on from here


class CueHit(NamedTuple, Generic[_K]):
    """A cue found: its key, and the first word and the word after the last."""

    key: _K
    first: int
    after: int


class CueTree(Generic[_K]):
    """All cues as one tree. `find` costs little more than reading the text.

    At first the tree has only the first word of each cue. What follows is grown when a text has that word, since most
    processes meet few of the thousands of cues, and growing them all would be a good part of a start.
    """

    __slots__ = ("_begins", "_form", "_growing", "_root")

    def __init__(self, cues: Iterable[tuple[str, _K]], form: Callable[[str], str] = normalise_word) -> None:
        """Make the tree of these cues, each with its key; `form` gives the plain form of a cue's word."""
        self._form = form
        self._root: _Node[_K] = _Node()
        self._begins: dict[str, tuple[_Node[_K], ...]] = {}  # for each word met so far, the branches that it begins
        self._growing = Lock()
        for cue, key in cues:
            parts = _parts(cue)
            more = parts[1:]
            for node in _branches(self._root, parts[0], GAP, self._form) if parts else ():
                if more:
                    node.last = False
                    node.pending.append((tuple(more), key))
                else:
                    node.keys.append(key)

    def _grow(self, begun: _Node[_K]) -> None:
        """Grow what follows the first word of cues; no other thread looks at the branch before that is done."""
        for more, key in begun.pending:
            ends = [begun]
            for part, run in groupby(more):
                count = len(list(run))
                for _ in range(1 if part == ".." else count):
                    ends = [node for end in ends for node in _branches(end, part, count * GAP, self._form)]
            for node in ends:
                node.keys.append(key)
        begun.pending.clear()

    def find(self, words: tuple[CueToken, ...]) -> list[CueHit[_K]]:
        """Return every place where a cue stands, in the order of its first word. No cue runs over a sentence's end."""
        hits: list[CueHit[_K]] = []
        for first, word in enumerate(words):
            for node in self._beginning(word):
                if node.keys:
                    hits.extend([CueHit(key, first, first + 1) for key in node.keys])
                if not node.last:
                    self._follow(node, words, first, hits)
        return hits

    def find_nearest(self, words: tuple[CueToken, ...]) -> list[CueHit[_K]]:
        """Return what `find` does, longer ones first; a cue with a gap ends at the nearest place where it can."""
        ends: dict[tuple[int, _K], int] = {}
        for key, first, after in self.find(words):
            ends[first, key] = min(after, ends.get((first, key), after))
        hits = [CueHit(key, first, after) for (first, key), after in ends.items()]
        return sorted(hits, key=lambda hit: (hit.first, -hit.after))

    def find_longest(self, words: tuple[CueToken, ...]) -> list[CueHit[_K]]:
        """Return the hits that share no word: of those that lie in or across each other the longest of the earliest."""
        chosen: list[CueHit[_K]] = []
        for hit in sorted(self.find(words), key=lambda hit: (hit.first, -hit.after)):
            if not chosen or hit.first >= chosen[-1].after:
                chosen.append(hit)
        return chosen

    def _beginning(self, word: CueToken) -> tuple[_Node[_K], ...]:
        known = self._begins.get(word.raw)
        if known is None:
            known = tuple(_matching(self._root, word))
            with self._growing:
                for node in known:
                    self._grow(node)
                if len(self._begins) > REMEMBERED:
                    self._begins.clear()
                self._begins[word.raw] = known
        return known

    def _follow(self, begun: _Node[_K], words: tuple[CueToken, ...], first: int, hits: list[CueHit[_K]]) -> None:
        """Add the hits of every longer cue that goes on from `begun`, whose first word stands at `first`."""
        sentence, end = words[first].sentence, len(words)
        reached = [(begun, first + 1)]
        while reached:
            node, at = reached.pop()
            if at >= end or words[at].sentence != sentence:
                continue
            for following, after in _onward(node, words, at, end, sentence):
                if following.keys:
                    hits.extend([CueHit(key, first, after) for key in following.keys])
                if not following.last:
                    reached.append((following, after))


def _onward(
    node: _Node[_K], words: tuple[CueToken, ...], at: int, end: int, sentence: int
) -> Iterable[tuple[_Node[_K], int]]:
    """Return the nodes reached from `node` by the word at `at`, and the word after each."""
    if node.only_plain:
        following = node.plain.get(words[at].plain)
        return () if following is None else ((following, at + 1),)
    reached = [(following, at + 1) for following in _matching(node, words[at])]
    for room, beyond in node.gaps.items():
        for place in range(at, min(at + room + 1, end)):
            if words[place].sentence == sentence:
                reached.extend((following, place + 1) for following in _matching(beyond, words[place]))
    return reached


def _matching(node: _Node[_K], word: CueToken) -> Iterator[_Node[_K]]:
    found = node.plain.get(word.plain)
    if found is not None:
        yield found
    if node.exact:
        found = node.exact.get(word.raw.casefold())
        if found is not None:
            yield found
    if node.capitals:
        found = node.capitals.get(_singular(word.raw))
        if found is not None:
            yield found
    if node.stems:
        small = word.raw.casefold()
        for stem, following in node.stems.get(small[:2], {}).items():
            if small.startswith(stem):
                yield following


def _singular(raw: str) -> str:
    """Return "IDVA" for "IDVAs", and any other word as it stands."""
    raw = raw.removesuffix("'s").removesuffix("’s")
    return raw[:-1] if len(raw) > 2 and raw[-1] == "s" and raw[:-1].isupper() else raw


def _parts(cue: str) -> list[str]:
    """Return the words of a cue; a hyphen parts words here as it does in a text."""
    pieces = cue.replace("' ", " ").replace("’ ", " ").split()
    return [word for piece in pieces for word in ([piece] if piece == ".." else piece.replace("-", " ").split())]


def _branches(node: _Node[_K], part: str, room: int, form: Callable[[str], str]) -> list[_Node[_K]]:
    node.last = False
    if part == "..":
        node.only_plain = False
        return [node.gaps.setdefault(room, _Node())]
    return [_branch(node, one, form) for one in part.split("|") if one]


def _branch(node: _Node[_K], word: str, form: Callable[[str], str]) -> _Node[_K]:
    if word.endswith("*"):
        node.only_plain = False
        stem = word[:-1].casefold()
        return node.stems.setdefault(stem[:2], {}).setdefault(stem, _Node())
    if word.startswith("="):
        node.only_plain = False
        return node.exact.setdefault(word[1:].casefold(), _Node())
    if len(word) > 1 and _singular(word).isupper():
        node.only_plain = False
        return node.capitals.setdefault(_singular(word), _Node())
    return node.plain.setdefault(form(word), _Node())


def faults(cue: str) -> str:
    """Return what is wrong with a cue, as the end of a sentence, or "" for a good one."""
    if _ORDINARY.fullmatch(cue):
        return ""
    parts = _parts(cue)
    if not parts:
        return "is empty"
    if parts[0] == ".." or parts[-1] == "..":
        return "must begin and end with a word, since '..' stands between words"
    return next((fault for part in parts if (fault := _fault_of_part(part))), "")


def _fault_of_part(part: str) -> str:
    if part in ("~", "…", "..."):
        return f"holds '{part}': write '..' for words of any kind between two words"
    words = part.split("|") if part != ".." else []
    return next((f"holds '{part}'{fault}" for word in words if (fault := _fault_of_word(word))), "")


def _fault_of_word(word: str) -> str:
    """Return what is wrong with one word of a part, as what follows the part in a sentence, or ""."""
    if _PLAIN_WORD.fullmatch(word):
        return ""
    bare = word.removeprefix("=").removesuffix("*")
    found = cue_tokens(bare)
    if not found:
        return ", which is not a word"
    if word.endswith("*") and len(bare) < 2:
        return ": a stem needs two letters or more"
    if len(found) > 1 or found[0].raw != bare:
        return ": write its words apart and without punctuation"
    return ""
