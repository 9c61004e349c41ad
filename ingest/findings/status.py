"""How far an action is said to have come, in the words of the controlled list.

What is ticked counts before what is written, and what is written before a colour. What qualifies a word counts with it:
"not yet complete" is not complete. Where a line says several things, the least done of them is taken, and where it
says none, "unclear": nothing is called complete that is not said to be so without reserve.
"""

from __future__ import annotations

import re
from functools import lru_cache

from ingest.findings.barriers import without_barriers
from ingest.findings.reserves import first_reserve
from ingest.findings.status_clauses import told_by_clauses
from ingest.findings.status_lines import EDGES, mark_and_remark, without_frame
from ingest.findings.status_rules import REACHED, SHORT, find_mentions, waits_to_begin, weigh_mentions
from ingest.findings.status_weights import chances
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
# The chance of "complete" that is asked where rules and clauses both read it, where one reads it and the other nothing,
# where clauses or rules read something less, and where neither reads it.
_AGREED, _ALONE, _BY_RULES, _BY_CLAUSES, _NEVER = 0.35, 0.6, 0.75, 0.9, 2.0
_WEAKLY_READ = (Status.IN_PROGRESS, Status.NOT_STARTED)  # what rules read also from words said in passing
_MORE_LIKELY = 0.5  # the chance from which the kinds of "complete" together outweigh any other status
# The chance from which judged lines decide what a sentence tells that rules do not read, and the chance of "complete".
_SURE, _SURELY_REACHED = 0.6, 0.9
_THINKABLE = 0.04  # the chance below which a status is not told, even where rules and clauses agree on it
_RESERVE = 0.45  # what a reserve counts for the status that it leaves
_ANSWERS = 3  # different ones that a form offers
_OFFERED = expression(r"[/|,;:.()\[\]]+|\bor\b")
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
_STILL = expression(r"[:;][^.]*\b(?:still|not\s+yet|yet\s+to|remains?)\b", re.IGNORECASE)
_LISTED = expression(r"[-‐‑]")
_BUT_FOR = expression(  # "Complete subject to the release in May": on its way, whatever the action still promises
    r"^\W*(?:(?:now|fully|all)\s+)?(?:complete[d]?|done|finished|implemented|delivered|achieved)\s*[,(–-]?\s*(?:but\s+)?"
    r"(?:subject\s+to|pending|dependent\s+on|conditional\s+(?:up)?on)\s+\w",
    re.IGNORECASE,
)


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
        while words and len(words) <= SHORT:
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
        text = without_barriers(text)
        return _without_reserve(weigh_mentions(find_mentions(text, cell=False), text), text)

    def of_account(self, text: str) -> Status:
        """Return how far an action has come by the sentence that tells of it.

        Rules read what they know. Where they find nothing, or something short of done, what judged lines have in common
        decides if it is sure of another status; "complete" is never put in the place of what rules read.
        """
        told = self.of(text)
        if told in REACHED or any(tick.mark != "empty" for tick in ticks_in(text)):
            return told
        plain = without_barriers(text)
        worth = chances(plain)
        likeliest = max(worth, key=lambda status: worth[status])
        if worth[likeliest] < _SURE:
            return told
        if told is not Status.UNCLEAR:
            return told if likeliest in REACHED else likeliest
        if "doubt" in find_mentions(plain, cell=False):
            return told  # rules know it, and it is in doubt
        settled = _without_reserve(_settle(Status.UNCLEAR, plain, understood=False), plain)
        if settled in REACHED and sum(worth.get(status, 0.0) for status in REACHED) < _SURELY_REACHED:
            return told
        return settled if settled is likeliest else told

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
            return Status.NOT_MET if said is None or said in REACHED else said
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
        less = weigh_mentions(find_mentions(remark, cell=True), remark) not in (*REACHED, Status.UNCLEAR)
        if said in REACHED or less or first_reserve(remark) is not None:
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
            if (answered is not Status.UNCLEAR and self._states(asked["answer"])) or asked["mark"] != ":":
                return answered
        if self._parts_differ(text):
            return Status.PARTLY_MET
        if _BUT_FOR.match(text):
            return Status.IN_PROGRESS
        named = self._named.get(_key(text)) or self._named_in_frame(text)
        found = find_mentions(text, cell=len(text.split()) <= SHORT)
        told = named or (Status.NOT_STARTED if waits_to_begin(found) else None)
        told = told or _settle(weigh_mentions(found, text), text, understood="doubt" in found)
        if told in REACHED and shown & _UNFIT:
            return Status.UNCLEAR
        if told is Status.NOT_STARTED and named is None and colour in _BEGUN:
            return Status.IN_PROGRESS  # "Route agreed. Training starts in October" beside amber
        if told is Status.UNCLEAR and colour and "?" not in text:
            return _COLOURS[colour] if _COLOURS[colour] not in REACHED else Status.UNCLEAR
        return told

    def _states(self, answer: str) -> bool:
        """Return whether an answer states something by the list or by rules, unlike "Completed: register attached"."""
        if _key(answer) in _YES_OR_NO or _key(answer) in self._named or ticks_in(answer):
            return True
        return weigh_mentions(find_mentions(answer, cell=True), answer) is not Status.UNCLEAR

    def _parts_differ(self, text: str) -> bool:
        """Return whether a cell gives each body's status, and some are complete by the list's words and others not."""
        told = [one["status"] for one in _BY_BODY.finditer(text)]
        if len(told) < _BODIES or _BY_BODY.sub("", text).strip(EDGES):
            return False
        reached = sum(self._named.get(_key(words)) in REACHED for words in told)
        short = [weigh_mentions(find_mentions(words, cell=True), words) for words in told]
        return reached > 0 and any(status not in (*REACHED, Status.UNCLEAR) for status in short)

    def _named_in_frame(self, text: str) -> Status | None:
        """Return the status of a cell that is one of the list's own words with who says so and when: "Closed 30.09.18".

        "Met in May" may tell of a meeting.
        """
        words = _key(without_frame(text))
        told = self._named.get(words) if words != "met" else None
        return None if told in REACHED and first_reserve(text) is not None else told


def colour_alone(text: str) -> str:
    """Return the colour that a cell names and says nothing else; "" where it says more or names none."""
    found = _COLOUR.search(text)
    if found is None or text.replace(found.group(), "").strip(EDGES):
        return ""
    return next(colour for colour in found.groups() if colour).lower()


def _key(text: str) -> str:
    return " ".join(_LISTED.sub(" ", text.replace("_", " ").replace("’", "'")).lower().strip(" .:;*").split())


def _settle(read: Status, text: str, *, understood: bool) -> Status:
    """Return the status on which rules and clauses agree, else the likeliest by rules, clauses and words together.

    "Complete" is given only where rules or clauses say so and the chance is high (higher where one of them says
    something less), and where nothing in the line denies it.
    """
    told_together = told_by_clauses(text)
    if understood and told_together == Status.UNCLEAR:
        return Status.UNCLEAR
    clauses = Status(told_together or Status.UNCLEAR)
    agreed = read is clauses is not Status.UNCLEAR
    worth = dict(chances(text))
    agreed = agreed and worth.get(read, 0.0) >= _THINKABLE
    if agreed and read not in REACHED:
        return read
    reached = sum(worth.get(status, 0.0) for status in REACHED)
    told = max(worth, key=lambda status: worth[status])
    if not agreed and told not in REACHED and reached <= _MORE_LIKELY:
        return told
    if told is clauses is Status.ALREADY_IN_PLACE and worth[told] >= _ALONE:
        return told  # "Staff have always done so, and it continues"
    reserve = first_reserve(text)
    if reserve is None and agreed and reached >= _AGREED:
        return read
    if reserve is None and reached >= _chance_asked(read, clauses):
        return max(REACHED, key=lambda status: worth.get(status, 0.0))
    if reserve is not None:
        worth[reserve.lowers_to] = worth.get(reserve.lowers_to, 0.0) + _RESERVE
    return max((status for status in worth if status not in REACHED), key=lambda status: worth[status])


def _chance_asked(read: Status, clauses: Status) -> float:
    """Return the chance of "complete" that is asked for by what rules and clauses say of a line."""
    if read in REACHED:
        return _AGREED if clauses in REACHED else _ALONE if clauses is Status.UNCLEAR else _BY_RULES
    if clauses not in REACHED:
        return _NEVER
    return _ALONE if read is Status.UNCLEAR else _BY_CLAUSES if read in _WEAKLY_READ else _NEVER


def _without_reserve(told: Status, text: str) -> Status:
    """Return the status of running text as it was told, or the lower one where "complete" is told with a reserve.

    What stands behind a colon or semicolon explains what was done, and is no reserve against it, unless it says what
    is still to come or still as it was.
    """
    explained = text if _STILL.search(text) else _EXPLAINED.split(text)[0]
    reserve = first_reserve(explained) if told in REACHED else None
    return told if reserve is None else reserve.lowers_to
