"""Apply people's corrections to what was read of a document, and say where a new reading disagrees with one.

What is shown is always made from two things: the latest reading and the corrections that hold, in their order. So a
correction outlives every new reading, and to undo one is to make the document again without it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from kb.core import corrections as c
from kb.core.corrections import Conflict, Correction
from kb.core.document import Document, Span
from kb.core.model import (
    Answer,
    Certainty,
    Evidence,
    Finding,
    Kind,
    Means,
    Metadata,
    Polarity,
    StatedValue,
    Status,
    Tag,
)
from kb.store import codec
from kb.store.places import covers, locate_corrected, merge_stretches, share_inside
from kb.text.formatting import shorten

DECIDED = "a person decided"
_GOES = (c.DROP, c.WITHDRAW)
_OF_DOCUMENT = (c.REVIEW, c.REPLACES, c.CHECKED, c.SETTLE)
_MOST_SHOWN = 140  # characters of a finding in a sentence
_INSIDE = 0.8  # part of a finding's words that lie in what a person added, from which it is the same

Finish = Callable[[Document, Sequence[Finding]], Sequence[Finding]]
ThemeNow = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class MachineReading:
    """What the machine read of a document, as far as people may correct it."""

    about: Metadata
    findings: tuple[Finding, ...]
    answers: tuple[Answer, ...]


@dataclass(frozen=True, slots=True)
class AmendedReading:
    """A reading with the corrections that hold, the disagreements, and findings that have another id now."""

    about: Metadata
    findings: tuple[Finding, ...]
    answers: tuple[Answer, ...]
    conflicts: tuple[Conflict, ...] = ()
    redirects: Mapping[str, str] | None = None


def leave_as_made(_: Document, findings: Sequence[Finding]) -> Sequence[Finding]:
    """Return findings that people cut as they are; the application gives them themes and agencies instead."""
    return findings


def same_theme(theme: str) -> str:
    """Return the theme as it was decided; the application gives instead the one that it is called by now."""
    return theme


def amend(
    document: Document,
    read: MachineReading,
    corrections: Sequence[Correction],
    finish: Finish,
    theme_now: ThemeNow = same_theme,
) -> AmendedReading:
    """Return a reading with the corrections that hold. `finish` fills in what the words of a new cut say.

    `theme_now` gives the theme that a decided one is called by now, "" where it is no longer given.
    """
    holding = [one for one in corrections if not one.undone]
    work = _Amending(document, read, holding, theme_now)
    for one in holding:
        work.cut(one)
    work.finish(finish)
    for one in holding:
        work.state(one)
    about = _about(read.about, holding, work)
    settled = {(one.subject, str(one.value)) for one in holding if one.field == c.SETTLE}
    conflicts = tuple(one for one in work.conflicts if (one.correction.subject, one.key) not in settled)
    shown = tuple(sorted(work.shown.values(), key=lambda one: one.span.start))
    return AmendedReading(about, shown, work.answers(), conflicts, work.redirects)


class _Amending:
    def __init__(
        self, document: Document, read: MachineReading, holding: Sequence[Correction], theme_now: ThemeNow
    ) -> None:
        self._document = document
        self._theme_now = theme_now
        self._read = read
        self._machine = {one.id: one for one in read.findings}
        self._subjects = {one.subject for one in holding}
        self._last = {(one.subject, one.field): one.number for one in holding}
        self._dropped: set[str] = set()
        self._missing: set[str] = set()
        self._made: set[str] = set()
        self.shown = dict(self._machine)
        self.redirects: dict[str, str] = {}
        self.conflicts: list[Conflict] = []

    def cut(self, one: Correction) -> None:
        """Apply what changes which words are a finding; bring back a corrected finding that is no longer read."""
        if one.field in c.ABOUT or one.field in _OF_DOCUMENT or one.field.startswith(c.PAGE_WORDS):
            return
        if one.field == c.ADD:
            self._add(one)
        elif self._is_there(one):
            if one.field in _GOES:
                self._dropped.add(one.subject)
                del self.shown[one.subject]
            elif one.field == c.CUT:
                self._put(one, self.shown[one.subject], one.value)
            elif one.field == c.JOIN:
                self._join(one)
            elif one.field == c.SPLIT:
                self._split(one)

    def _is_there(self, one: Correction) -> bool:
        if one.subject in self.shown:
            return True
        if one.subject not in self._dropped | self._missing | self.redirects.keys():
            self._bring_back(one)
        return one.subject in self.shown

    def _bring_back(self, one: Correction) -> None:
        """Put back a corrected finding that the new reading does not have, in place of what it reads there."""
        packed = one.before.get("finding") if isinstance(one.before, dict) else None
        if packed is None or one.before.get("made"):
            self._missing.add(one.subject)  # another correction made it, and that one no longer holds
            return
        (finding,) = codec.FINDINGS.validate_python([packed])
        span = locate_corrected(self._document, finding.quotation, finding.span)
        if span is None:
            self._missing.add(one.subject)
            said = f"The words of a corrected finding are no longer read: “{shorten(finding.text, _MOST_SHOWN)}”"
            if one.field == c.WITHDRAW:
                said = "The words of a withdrawn finding are read otherwise now: look whether they show again"
            self._disagree(one, said, f"gone:{finding.id}")
            return
        beside = [
            other
            for other in self.shown.values()
            if other.id not in self._subjects and other.id in self._machine and covers(span, other.span)
        ]
        for other in beside:
            del self.shown[other.id]
        if one.field in _GOES:
            self._dropped.add(one.subject)
            if not beside or one.field == c.WITHDRAW:
                return
            said = f"A person said that this is no finding; it is now read as “{_texts(beside)}”"
        else:
            self.shown[finding.id] = replace(finding, span=span, quotation=self._document.words(span))
            self._made.add(finding.id)
            said = (
                f"A corrected finding is now read otherwise: “{_texts(beside)}”"
                if beside
                else (f"A corrected finding is no longer read as one: “{shorten(finding.text, _MOST_SHOWN)}”")
            )
        ids = tuple(other.id for other in beside)
        self._disagree(one, said, f"read:{one.subject}:{','.join(ids)}", ids)

    def _disagree(self, one: Correction, said: str, key: str, ids: tuple[str, ...] = ()) -> None:
        self.conflicts.append(Conflict(one, said, key, ids))

    def _put(self, one: Correction, finding: Finding, words: Mapping[str, Any]) -> bool:
        """Give a finding other words of the document; return whether they are there."""
        span = locate_corrected(self._document, words["words"], words.get("start"))
        if span is None:
            said = f"The chosen words are no longer read: “{shorten(words['words'], _MOST_SHOWN)}”"
            self._disagree(one, said, f"words:{one.number}")
            return False
        quotation = self._document.words(span)
        self.shown[finding.id] = replace(finding, span=span, quotation=quotation, text=quotation, evidence=None)
        self._made.add(finding.id)
        return True

    def _add(self, one: Correction) -> None:
        start = self._document.span((0, 1)) if self._document.text else Span(((0, 0),))
        heading = tuple(one.value.get("heading", ()))
        blank = Finding(one.subject, Kind(one.value["kind"]), "", "", start, heading, why=DECIDED)
        if self._put(one, blank, one.value):
            self._replace_inside(one)

    def _replace_inside(self, one: Correction) -> None:
        """Leave out what the machine reads by now within words that a person made a finding: it would stand twice."""
        mine = self.shown[one.subject].span
        for other in [*self.shown.values()]:
            read = other.id in self._machine and other.id not in self._subjects
            if other.id != one.subject and read and share_inside(other.span, mine) >= _INSIDE:
                del self.shown[other.id]
                self.redirects[other.id] = one.subject

    def _join(self, one: Correction) -> None:
        first = self.shown[one.subject]
        others = [self.shown[other] for other in one.value if other in self.shown and other != first.id]
        if not others:
            return
        stretches = merge_stretches([first.span, *(other.span for other in others)])
        span = self._document.span(*stretches)
        quotation = self._document.words(span)
        self.shown[first.id] = replace(first, span=span, quotation=quotation, text=quotation, evidence=None)
        self._made.add(first.id)
        for other in others:
            del self.shown[other.id]
            self.redirects[other.id] = first.id

    def _split(self, one: Correction) -> None:
        whole = self.shown[one.subject]
        for place, part in enumerate(one.value):
            key = whole.id if not place else part["id"]
            self._put(one, replace(whole, id=key, label=whole.label if not place else ""), part)

    def finish(self, finish: Finish) -> None:
        """Fill in the findings that people made, and apply to each what it is read to be."""
        made = [self.shown[one] for one in self.shown if one in self._made]
        for finding in finish(self._document, made):
            self.shown[finding.id] = finding

    def state(self, one: Correction) -> None:
        """Apply a value or a theme that a person stated."""
        finding = self.shown.get(one.subject)
        if finding is None:
            return
        if one.field.startswith(c.THEME):
            theme = self._theme_now(one.field.removeprefix(c.THEME))
            if theme:
                self.shown[one.subject] = with_theme(finding, theme, bool(one.value))
        elif one.field == c.READ_AS:
            cut = max(self._last.get((one.subject, field), 0) for field in c.OTHER_WORDS)
            if cut < one.number:  # else it was put right of other words
                self.shown[one.subject] = _as_on_picture(finding, one.value)
        elif one.field in c.VALUES:
            self.shown[one.subject] = with_value(finding, one.field, one.value)
            self._compare(one)

    def _compare(self, one: Correction) -> None:
        read = self._machine.get(one.subject)
        packed = one.before.get("finding") if isinstance(one.before, dict) else None
        if read is None or packed is None or one.before.get("made") or self._last[one.subject, one.field] != one.number:
            return
        now, before = json_value(getattr(read, one.field)), packed.get(one.field) or json_value(_default(one.field))
        if now not in (before, one.value):
            said = f"A person set the {one.field} to “{one.value}”, where “{before}” was read; now “{now}” is read"
            self._disagree(one, said, f"{one.field}:{now}")

    def answers(self) -> tuple[Answer, ...]:
        """Return the links between findings that are there, also under another id."""
        made = {}
        for one in self._read.answers:
            asked = self.redirects.get(one.recommendation, one.recommendation)
            action = self.redirects.get(one.action, one.action)
            if asked != action and self._is_linked(asked, one.recommendation) and self._is_linked(action, one.action):
                made[asked, action] = replace(one, recommendation=asked, action=action)
        return tuple(made.values())

    def _is_linked(self, now: str, read: str) -> bool:
        return now in self.shown or (read not in self._machine and read not in self._dropped)


def _about(read: Metadata, holding: Iterable[Correction], work: _Amending) -> Metadata:
    stated = read
    last = {one.field: one for one in holding if one.field in c.ABOUT}
    for field, one in last.items():
        stated = replace(stated, **{field: StatedValue(str(one.value), _who(one)) if one.value else None})
        known = getattr(read, field)
        now = known.value if known else ""
        if now not in (one.before or "", one.value or ""):
            name = field.replace("_", " ")
            read_before = one.before or "nothing"
            set_to = f"{_who(one).capitalize()} set the {name} to “{one.value}”"
            said = f"{set_to}, where “{read_before}” was read; now “{now}” is read"
            work.conflicts.append(Conflict(one, said, f"{field}:{now}"))
    return stated


def _who(one: Correction) -> str:
    return c.MANIFEST if one.person == c.MANIFEST else c.PERSON


def with_value(finding: Finding, field: str, value: Any) -> Finding:
    """Return a finding with one value as a person stated it."""
    if field == c.KIND:
        return replace(finding, kind=Kind(value), why=DECIDED, evidence=None)
    if field == c.STATUS:
        return replace(finding, status=Status(value) if value else None)
    if field == c.POLARITY:
        return replace(finding, polarity=Polarity(value))
    if field == c.OWNER:
        return replace(finding, owner=str(value or ""))
    return replace(finding, due=str(value or ""))


def _as_on_picture(finding: Finding, words: str) -> Finding:
    """Return a finding with words that text recognition misread put right; places in its text hold no longer."""
    tags = tuple(
        replace(tag, evidence=tuple(replace(one, start=None, end=None) for one in tag.evidence)) for tag in finding.tags
    )
    return replace(finding, text=words, tags=tags, evidence=None)


def with_theme(finding: Finding, theme: str, given: bool) -> Finding:
    """Return a finding with a theme that a person gave, or without one that they refused."""
    kept = tuple(tag for tag in finding.tags if tag.theme != theme)
    if given:
        kept = (*kept, Tag(theme, Certainty.YES, 1.0, (Evidence("", Means.PERSON),)))
    return replace(finding, tags=kept)


def without_people(finding: Finding) -> Finding:
    """Return a finding without the themes that only a person showed."""
    tags = tuple(tag for tag in finding.tags if {one.means for one in tag.evidence} != {Means.PERSON})
    return replace(finding, tags=tags)


def json_value(value: object) -> object:
    """Return a value of a finding as JSON holds it."""
    return getattr(value, "value", value)


def _default(field: str) -> object:
    return {c.POLARITY: Polarity.NEUTRAL, c.STATUS: None}.get(field, "")


def _texts(findings: Iterable[Finding]) -> str:
    return "”, “".join(shorten(one.text, _MOST_SHOWN) for one in findings)
