"""How far an action is said to have come, in the words of the controlled list.

What is ticked counts before what is written, and what is written before a colour. What qualifies a word counts with it:
"not yet complete" is not complete. Where a line says several things, the least done of them is taken, and where it
says none, "unclear": nothing is called complete that is not said to be so without reserve.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from ingest.findings.reserves import first_reserve
from ingest.findings.status_lines import EDGES, mark_and_remark, without_frame
from ingest.findings.status_shares import share_done
from ingest.findings.status_weights import chances
from ingest.findings.status_words import StatusMention, states_in
from ingest.findings.ticks import TickBox, ticks_in, without_ticks
from kb.core.expressions import expression
from kb.core.model import Status
from kb.vocabulary import Vocabulary

_COLOURS = {
    "blue": Status.REPORTED_COMPLETE,
    "green": Status.IN_PROGRESS,
    "yellow": Status.IN_PROGRESS,
    "amber": Status.IN_PROGRESS,
    "orange": Status.IN_PROGRESS,
    "red": Status.NOT_MET,
    "grey": Status.UNCLEAR,
    "gray": Status.UNCLEAR,
    "white": Status.UNCLEAR,
    "purple": Status.UNCLEAR,
    "black": Status.UNCLEAR,
}
_BEGUN = frozenset(("amber", "orange", "yellow"))  # colours of what has begun
_UNFIT = frozenset(("amber", "orange", "yellow", "red"))  # colours beside which "complete" is doubted
_COLOUR = expression(
    rf"^(?:(?:rag|rated|rating|status|brag)\b[\s:–-]*)*(?P<colour>{'|'.join(_COLOURS)})\b(?:\s*(?:rag|rated|rating)\b)?|"
    rf"\((?P<inside>{'|'.join(_COLOURS)})\)|(?:[-–:|/,;.]\s*|\brag\s*:?\s*)(?P<last>{'|'.join(_COLOURS)})\s*\.?$",
    re.IGNORECASE,
)
_REACHED = (Status.REPORTED_COMPLETE, Status.COMPLETE_WITH_EVIDENCE, Status.ALREADY_IN_PLACE)
_READ, _NOTHING_READ = 0.45, 0.15  # what a status read by rules counts beside the chances that words give it
# The chance of "complete" that is asked where rules read it too, where they read nothing, and where they read less.
_AGREED, _CLEAR, _NEVER = 0.35, 0.7, 2.0
_ANSWERS = 3  # different ones that a form offers
_OFFERED = expression(r"[/|,;:.()\[\]]+|\bor\b")
_SHORT = 14  # words of a cell that need not be a sentence
_OPEN = ("unfinished", "reopened", "going", "prepared", "planned", "conditional", "evidence_due", "delayed")
_SHORT_OF_DONE: tuple[tuple[str, Status], ...] = (  # what must all be said, and what it means; the first one counts
    ("doubt reopened", Status.IN_PROGRESS),
    ("doubt denied", Status.UNCLEAR),
    ("no_response", Status.NO_RESPONSE),
    ("overdue", Status.OVERDUE),
    ("a_part unfinished partial", Status.IN_PROGRESS),
    *((f"a_part {name}", Status.PARTLY_MET) for name in ("partial", "going", "prepared", "unfinished", "not_met")),
    ("not_met prepared", Status.IN_PROGRESS),
    ("not_met", Status.NOT_MET),
    ("denied", Status.NOT_MET),
    ("doubt", Status.UNCLEAR),
    *((name, Status.IN_PROGRESS) for name in ("unfinished", "reopened", "going", "prepared")),
    ("planned", Status.NOT_STARTED),
    ("conditional", Status.NOT_STARTED),
    ("a_part a_count", Status.IN_PROGRESS),
    ("a_part", Status.PARTLY_MET),
    *((name, Status.IN_PROGRESS) for name in ("agreed", "delayed", "care", "evidence_due")),
)
_ASKED = expression(
    r"^(?:(?P<begun>started|begun|commenced)|(?P<how_far>status|progress|rag)"
    r"|complete[d]?|done|finished|met|achieved|implemented|closed|delivered|in place)"
    r"(?:\s+(?:y/n|yes/no|\(y/n\)))?\s*(?P<mark>[:?=])\s*(?P<answer>\S.*)$",
    re.IGNORECASE,
)
_REMARK = expression(r"(?:\s[–—-]\s|[;:(.,]\s?)(?P<words>\S.*)$")
_EXPLAINED = expression(r"[:;]\s")
_YES, _NO = frozenset(("yes", "y")), frozenset(("no", "n"))
_YES_OR_NO = _YES | _NO
_SPOTS = frozenset("●⬤■◉⬛▣")
_BY_BODY = expression(r"(?P<body>[A-Z][\w’'& ]{1,40}):\s*(?P<status>[^.;:,]{2,30})(?:[.;,]\s*|$)")
_BODIES = 2
_LETTERS = expression(r"[a-z]+")
_LISTED = expression(r"[-‐‑]")


class Statuses:
    """Reads statuses from a table's cell or from an action's own words."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._named = {
            _key(name): Status(slug)
            for slug, entry in vocabulary.statuses.items()
            for name in (entry.label, slug, *entry.cues)
        }
        self.of = lru_cache(maxsize=4096)(self._of)

    def of_cell(self, text: str) -> Status | None:
        """Return the status that a cell of a status column states, or None for an empty one."""
        if not text.strip():
            return None
        if self.offers(text):
            return Status.UNCLEAR
        ticks = ticks_in(text)
        told = mark_and_remark(text) if len(ticks) <= 1 else None  # beside another box it is a choice
        if told is not None:
            return self._status_of_told_mark(*told)
        return self._status_of_ticks(ticks, text) if ticks else self._status_of_words(text)

    def offers(self, text: str) -> bool:
        """Return whether a line only prints the answers of a form: "Not started   In progress   Complete"."""
        words = _key(_OFFERED.sub(" ", without_ticks(text))).split()
        offered: set[Status] = set()
        while words and len(words) <= _SHORT:
            name = next((size for size in (4, 3, 2, 1) if " ".join(words[:size]) in self._named), 0)
            if not name:
                return False
            offered.add(self._named[" ".join(words[:name])])
            words = words[name:]
        return not words and len(offered) >= _ANSWERS and not any(one.mark != "empty" for one in ticks_in(text))

    def is_named(self, text: str) -> bool:
        """Return whether a line is one of the list's own words for a status ("Not started") and nothing else."""
        return _key(text) in self._named

    def is_choice(self, text: str) -> bool:
        """Return whether a line is nothing but boxes with statuses beside them: "☐ Not started ☒ In progress"."""
        boxes = ticks_in(text)
        known = [one for one in boxes if _key(one.label) in self._named]
        return (
            len(boxes) > 1
            and len(known) == len(boxes)
            and without_ticks(text).split()[:1] == boxes[0].label.split()[:1]
        )

    def _of(self, text: str) -> Status:
        """Return the status that an action's own words state; where they state several, the least done of them."""
        ticks = [tick for tick in ticks_in(text) if tick.mark != "empty"]
        if ticks:
            return self._status_of_ticks(ticks_in(text), text)
        return _without_reserve(_weigh_mentions(_find_mentions(text, cell=False), text), text)

    def _status_of_ticks(self, ticks: tuple[TickBox, ...], text: str) -> Status:
        """Return the status beside the one box that is ticked; several or none are unclear."""
        if text.strip() in _SPOTS:
            return Status.UNCLEAR  # it speaks by its colour
        marked = [tick for tick in ticks if tick.mark == "ticked"]
        empty = any(tick.mark == "empty" for tick in ticks)
        if not marked and empty:
            marked = [tick for tick in ticks if tick.mark == "crossed"]
        if not marked:
            if empty:
                return Status.UNCLEAR
            said = self._status_of_words(without_ticks(text)) if without_ticks(text) else None
            return Status.NOT_MET if said is None or said in _REACHED else said
        if not any(tick.label for tick in ticks):
            alone = without_ticks(text)
            return (
                self._status_of_words(alone)
                if alone
                else Status.REPORTED_COMPLETE
                if len(marked) == 1
                else Status.UNCLEAR
            )
        remark = _REMARK.search(ticks[-1].label)
        if remark is not None and first_reserve(remark["words"]) is not None:
            return Status.UNCLEAR  # what is written behind the boxes says something less
        given = {self._status_of_label(tick.label) for tick in marked}
        if len(ticks) == 1 and not marked[0].label:
            return self._status_of_words(without_ticks(text))
        return given.pop() if len(given) == 1 else Status.UNCLEAR

    def _status_of_told_mark(self, mark: str, remark: str) -> Status:
        """Return what a mark before words says, unless the words say something less."""
        said = self._status_of_words(remark) if remark else Status.UNCLEAR
        if mark == "cross":
            return said if said in (Status.NOT_ACCEPTED, Status.SUPERSEDED) else Status.NOT_MET
        less = _weigh_mentions(_find_mentions(remark, cell=True), remark) not in (*_REACHED, Status.UNCLEAR)
        if said in _REACHED or less or first_reserve(remark) is not None:
            return said
        return Status.REPORTED_COMPLETE

    def _status_of_label(self, label: str) -> Status:
        word = _key(label)
        if word in _NO:
            return Status.NOT_MET
        if word in _YES:
            return Status.REPORTED_COMPLETE
        return self._status_of_words(label) if word else Status.UNCLEAR

    def _status_of_answer(self, asked: re.Match[str]) -> Status:
        """Return what an answer says: a yes to "Started?" is none to "Complete?", and to "Status:" it tells nothing."""
        answered = self._status_of_label(asked["answer"])
        if _key(asked["answer"]) in _YES_OR_NO:
            if asked["begun"]:
                return Status.IN_PROGRESS if answered is Status.REPORTED_COMPLETE else Status.NOT_STARTED
            if asked["how_far"]:
                return Status.UNCLEAR
        return answered

    def _status_of_words(self, text: str) -> Status:
        """Return what words say; a colour counts only where they say nothing, and against a "complete" beside it."""
        coloured = _COLOUR.search(text)
        shown = {word for word in _LETTERS.findall(text.lower()) if word in _COLOURS} if coloured else set()
        colour = ""
        if coloured:
            colour = next(found for found in coloured.groups() if found).lower()
            text = f"{text[: coloured.start()]} {text[coloured.end() :]}".strip(EDGES)
            if not text:
                return _COLOURS[colour]
        asked = _ASKED.match(text)
        if asked:
            answered = self._status_of_answer(asked)
            if answered is not Status.UNCLEAR or asked["mark"] != ":":
                return answered
        if self._parts_differ(text):
            return Status.PARTLY_MET
        named = self._named.get(_key(text)) or self._named_in_frame(text)
        found = _find_mentions(text, cell=len(text.split()) <= _SHORT)
        told = named or (Status.NOT_STARTED if _waits_to_begin(found) else None)
        told = told or _settle(_weigh_mentions(found, text), text, understood="doubt" in found)
        if told in _REACHED and shown & _UNFIT:
            return Status.UNCLEAR
        if told is Status.NOT_STARTED and named is None and colour in _BEGUN:
            return Status.IN_PROGRESS  # "Route agreed. Training starts in October" beside amber
        if told is Status.UNCLEAR and colour and "?" not in text:
            return _COLOURS[colour] if _COLOURS[colour] not in _REACHED else Status.UNCLEAR
        return told

    def _parts_differ(self, text: str) -> bool:
        """Return whether a cell gives each body's status, and some are complete by the list's words and others not."""
        told = [one["status"] for one in _BY_BODY.finditer(text)]
        if len(told) < _BODIES or _BY_BODY.sub("", text).strip(EDGES):
            return False
        reached = sum(self._named.get(_key(words)) in _REACHED for words in told)
        short = [_weigh_mentions(_find_mentions(words, cell=True), words) for words in told]
        return reached > 0 and any(status not in (*_REACHED, Status.UNCLEAR) for status in short)

    def _named_in_frame(self, text: str) -> Status | None:
        """Return the status of a cell that is one of the list's own words with who says so and when: "Closed 30.09.18".

        "Met in May" may tell of a meeting.
        """
        words = _key(without_frame(text))
        told = self._named.get(words) if words != "met" else None
        return None if told in _REACHED and first_reserve(text) is not None else told


def colour_alone(text: str) -> str:
    """Return the colour that a cell names and says nothing else; "" where it says more or names none."""
    found = _COLOUR.search(text)
    if found is None or text.replace(found.group(), "").strip(EDGES):
        return ""
    return next(colour for colour in found.groups() if colour).lower()


def _key(text: str) -> str:
    return " ".join(_LISTED.sub(" ", text.replace("_", " ").replace("’", "'")).lower().strip(" .:;*").split())


def _settle(read: Status, text: str, *, understood: bool) -> Status:
    """Return the status of a cell by what rules read and what its words are worth together. What is `understood` to be
    unclear counts like any status that was read.

    "Complete" is given only where both say so or words say it clearly, and nothing in the line denies it.
    """
    worth = dict(chances(text))
    reached = sum(worth.get(status, 0.0) for status in _REACHED)
    worth[read] = worth.get(read, 0.0) + (_READ if understood or read is not Status.UNCLEAR else _NOTHING_READ)
    told = max(worth, key=lambda status: worth[status])
    if told not in _REACHED:
        return told
    reserve = first_reserve(text)
    needed = _AGREED if read in _REACHED else _CLEAR if read is Status.UNCLEAR else _NEVER
    if reserve is None and reached >= needed:
        return read if read is Status.COMPLETE_WITH_EVIDENCE else told
    if reserve is not None and (read in _REACHED or read is Status.UNCLEAR):
        worth[reserve.lowers_to] = worth.get(reserve.lowers_to, 0.0) + _READ
    return max((status for status in worth if status not in _REACHED), key=lambda status: worth[status])


def _without_reserve(told: Status, text: str) -> Status:
    """Return the status of running text as it was told, or the lower one where "complete" is told with a reserve.

    What stands behind a colon or semicolon explains what was done, and is no reserve against it.
    """
    reserve = first_reserve(_EXPLAINED.split(text)[0]) if told in _REACHED else None
    return told if reserve is None else reserve.lowers_to


def _find_mentions(text: str, *, cell: bool) -> Mapping[str, StatusMention]:
    """Return the last place of each thing that a line says."""
    return {state.name: state for state in sorted(states_in(text, cell=cell), key=lambda state: state.at)}


def _weigh_mentions(found: Mapping[str, StatusMention], text: str) -> Status:
    """Weigh all that a line says of how far something came."""
    share = share_done(text)
    if share is not None and share <= 0:
        return Status.NOT_STARTED
    done = "done" in found or "evidence_seen" in found or (share is not None and share >= 1)
    part = "partial" in found or "share" in found or (share is not None and share < 1)
    if share is not None and share >= 1:
        part = False
    for name, status in (("not_accepted", Status.NOT_ACCEPTED), ("superseded", Status.SUPERSEDED)):
        if name in found:
            return status
    if done:
        return _status_of_done(found, text, part=part)
    return _short_of(found, part=part, counted=share is not None)


def _status_of_done(found: Mapping[str, StatusMention], text: str, *, part: bool) -> Status:
    """Return the status of what is called done somewhere in a line, after its reserves."""
    last = max((found[name].at for name in ("done", "evidence_seen") if name in found), default=0)
    if "reopened" in found and found["reopened"].at > last:
        return Status.IN_PROGRESS
    if "doubt" in found or "denied" in found or text.rstrip().endswith("?") or "? " in text:
        return Status.UNCLEAR
    if "not_met" in found:
        return Status.PARTLY_MET if part or found["not_met"].at > last else Status.IN_PROGRESS
    if part:
        return Status.PARTLY_MET
    if "overdue" in found and found["overdue"].at > last:
        return Status.OVERDUE
    if any(name in found for name in _OPEN) or "no_response" in found:
        return Status.IN_PROGRESS
    if "negation" in found or ("concession" in found and found["concession"].at > last):
        return Status.IN_PROGRESS  # something is held against it that was not understood
    if "evidence" in found or "evidence_seen" in found:
        return Status.COMPLETE_WITH_EVIDENCE
    if "already" in found:
        return Status.ALREADY_IN_PLACE
    return Status.REPORTED_COMPLETE


def _short_of(found: Mapping[str, StatusMention], *, part: bool, counted: bool) -> Status:
    """Return the status of what is nowhere called done."""
    said = {*found} | ({"a_part"} if part else set()) | ({"a_count"} if counted else set())
    if "already" in said and said.isdisjoint(("a_part", "not_met", *_OPEN)):
        return Status.ALREADY_IN_PLACE
    return next((status for names, status in _SHORT_OF_DONE if said.issuperset(names.split())), Status.UNCLEAR)


def _waits_to_begin(found: Mapping[str, StatusMention]) -> bool:
    """Return whether a line says first that something has not begun, and then only what it waits for."""
    planned, waits = found.get("planned"), found.get("unfinished")
    return planned is not None and waits is not None and len(found) == 2 and planned.at == 0 < waits.at
