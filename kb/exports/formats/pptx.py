"""PowerPoint: a case, its quotations one a slide, its questions; what only the trainer needs stands in the notes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from kb.exports import case_pack as exports_case_pack
from kb.exports.case_pack import PACK_FINDINGS, READABLE_WORDS, CaseQuotations, LaidOut, Quotation, TrainerQuestion
from kb.exports.citations import sources
from kb.exports.payloads import Exhibit, ExportHead, Findings, Pack
from kb.text.formatting import count_phrase, join_words, shorten, shorten_middle
from kb.text.masking import mask

if TYPE_CHECKING:
    from kb.exports.slides import Slides

ENDING = "pptx"
MEDIA = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
LABEL = "PowerPoint slides"
SHORT = "PowerPoint"
PLACE = 2
MADE_WHOLE = True

TYPE_SIZES = ((25, 36), (READABLE_WORDS, 32), (75, 24), (120, 18), (180, 15))  # up to so many words, in points
QUOTATION_CHARACTERS = 1100  # characters of a quotation on a slide; the notes hold all of it
SOURCE_CHARACTERS = 240  # characters of what stands before a quotation, of its source, and of its themes
FOOT_CHARACTERS = 190  # characters of the source at the foot of a quotation: two lines
TITLE_CHARACTERS = 80
_LIST_SIZE = 24  # points: the largest for abbreviations and sources
SAME_AS_TOLD = 0.8  # share of what happened from which a quotation needs no slide beside that one
_ROOM_STEP = 20  # characters by which a slide's room is made narrower to share out evenly
SLIDE_CHARACTERS = 1000  # characters of questions or sources on one slide


def findings(payload: Findings, head: ExportHead) -> tuple[bytes]:
    """Write a slide for each finding."""
    every = list(payload.holdings)
    holdings = every if payload.every else every[:PACK_FINDINGS]
    slides = _begin(head)
    slides.opening(head.title, _about(head), notes=_how_many(len(holdings), len(every)))
    _warn(slides, exports_case_pack.content_subjects(payload, holdings))
    for held in holdings:
        _quote(slides, exports_case_pack.quotation(Exhibit(held), head), head, every=payload.every)
    _list(slides, "Sources", sources(holdings, head.date))
    return (slides.to_bytes(),)


def case_pack(payload: Pack, head: ExportHead) -> tuple[bytes]:
    """Write the slides of a case pack: after the content notice each case, its quotations and its questions."""
    laid = exports_case_pack.lay_out(payload, head)
    room = len(laid.quotations) if payload.every else PACK_FINDINGS
    slides = _begin(head)
    shown = min(room, len(laid.quotations))
    slides.opening(laid.title, _about(head), notes=_trainer_notes(laid, shown))
    _warn(slides, tuple(dict.fromkeys(one for case in laid.cases for one in case.subjects)))
    for case in laid.cases:
        quotations = case.quotations[:room]
        if case.quotations and not quotations:
            break
        room -= len(quotations)
        _tell(slides, case)
        for one in quotations:
            if one.share_told < SAME_AS_TOLD:
                _quote(slides, one, head, every=payload.every)
        if case.questions:
            _ask(slides, shorten_middle(f"Discuss: {case.title}", TITLE_CHARACTERS), case.questions)
    _ask(slides, "Discuss", laid.other_questions)
    _list(slides, "Abbreviations", [f"{said}: {meaning}" for said, meaning in laid.short_forms])
    _list(slides, "Sources", laid.sources)
    return (slides.to_bytes(),)


def _begin(head: ExportHead) -> Slides:
    from kb.exports.slides import Slides  # only here: it takes as long to load as a tenth of all else at a start

    return Slides(head)


def _warn(slides: Slides, subjects: Sequence[str]) -> None:
    """Say first what the session will describe, and where support is."""
    includes = [f"They include {join_words(subjects)}."] if subjects else []
    first, *others = exports_case_pack.AUDIENCE_WARNING
    slides.text(
        "Before we start",
        [first, *includes, *others],
        notes="\n".join((*exports_case_pack.WARNING, exports_case_pack.CARE)),
    )
    slides.text("Where to get support", exports_case_pack.SUPPORT)


def _trainer_notes(laid: LaidOut, shown: int) -> str:
    """Return what only the trainer needs at the start: how much is shown, the plan, and what the themes mean."""
    themes = [f"{label}: {meaning}" for label, meaning in laid.themes]
    parts = [_how_many(shown, len(laid.quotations)), _plan()]
    parts += ["\n".join(("What the themes mean", *themes))] if themes else []
    return "\n\n".join(parts)


def _plan() -> str:
    """Return the plan of the session as lines for the trainer's notes."""
    lengths = join_words([str(length) for length in exports_case_pack.LENGTHS], "or")
    stages = (
        f"{stage.name} ({' / '.join(str(number) if number else '–' for number in stage.minutes)} min): {stage.what}"
        for stage in exports_case_pack.SESSION
    )
    return "\n".join((f"Session plan for {lengths} minutes", *stages))


def _how_many(shown: int, all_: int) -> str:
    """Say how many findings the slides show, and how to have the others."""
    if shown == all_:
        return count_phrase(all_, "finding")
    return f"{shown} of {all_:,} findings. To get all of them, download “all slides” or the Word version."


def _tell(slides: Slides, case: CaseQuotations) -> None:
    """Add the slide of a case that is told: what is said beforehand, and what happened in the review's own words."""
    if not case.told:
        return  # what a session includes has a slide of its own before all cases
    lines = [*([case.notice] if case.notice else []), f"“{case.told}”"]
    title = shorten_middle(f"What happened: {case.title}", TITLE_CHARACTERS)
    same = [one for one in case.quotations if one.share_told >= SAME_AS_TOLD]
    notes = [*(f"{label}: {words}" for label, words in case.facts), *(_notes(one, whole=False) for one in same)]
    foot = [shorten(f"From {case.told_in}", SOURCE_CHARACTERS)]
    slides.text(title, lines, foot=foot, notes="\n".join(notes))


def _quote(slides: Slides, one: Quotation, head: ExportHead, *, every: bool) -> None:
    lead = [shorten(one.lead_in, SOURCE_CHARACTERS)] if one.lead_in else []
    shown = f"“{shorten(one.words, QUOTATION_CHARACTERS) if every else shorten_quotation(one.words, one.shown_by)}”"
    slides.quotation(
        slides.unused_title([shorten(title, TITLE_CHARACTERS) for title in one.themes or (one.what,)]),
        lead,
        shown,
        _size(" ".join((*lead, shown))),
        what=one.what,
        foot=shorten(one.citation, FOOT_CHARACTERS),
        address=one.address if head.opens_elsewhere else one.published,
        notes=_notes(one, whole=shown != f"“{one.words}”"),
    )


def _ask(slides: Slides, title: str, questions: Sequence[TrainerQuestion]) -> None:
    """Add questions; where they come from stands in the notes."""
    shared = share_over_slides([one.words for one in questions], SLIDE_CHARACTERS)
    notes = "\n".join(f"{one.words} {one.origin}" for one in questions if one.origin)
    for some in shared:
        slides.text(title, some, notes=notes)


def shorten_quotation(words: str, chief: str = "") -> str:
    """Return the first sentences of a quotation, up to READABLE_WORDS words; of a longer sentence, its first words.

    A quotation that is too long begins with its chief sentence where that is known.
    """
    if len(words.split()) <= READABLE_WORDS:
        return words
    start = words.find(chief) if chief else 0
    if start > 0:
        rest = words[start:]
        return f"… {rest if len(rest.split()) <= READABLE_WORDS else shorten_quotation(rest)}"
    kept = ""
    for stop in re.finditer(r"[.!?;][”’\"')]*(?=\s|$)", words):
        if len(words[: stop.end()].split()) > READABLE_WORDS:
            break
        kept = words[: stop.end()]
    if kept:
        return f"{kept} …"
    return f"{' '.join(words.split()[:READABLE_WORDS]).rstrip(' ,;:–-')} …"


def _size(words: str) -> int:
    length = len(words.split())
    return next((size for most, size in TYPE_SIZES if length <= most), 12)


def _notes(one: Quotation, *, whole: bool) -> str:
    long = (
        f"This quotation has {one.length} words; up to {READABLE_WORDS} are easy to read on a slide."
        if one.length > READABLE_WORDS
        else ""
    )
    words = f"In full: “{one.words}”" if whole else ""
    note = f"Trainer's note: {one.note}" if one.note else ""
    themes = f"Themes: {'; '.join(one.themes)}" if one.themes else ""
    return "\n".join(part for part in (note, f"Source: {one.citation}", one.address, themes, words, long) if part)


def _list(slides: Slides, title: str, words: Iterable[str]) -> None:
    for some in share_over_slides(words, SLIDE_CHARACTERS):
        slides.text(title, some, _LIST_SIZE)


def share_over_slides(words: Iterable[str], room: int) -> list[list[str]]:
    """Share out paragraphs over as few slides as have room for them, as evenly as they go."""
    every = list(words)
    fewest = len(_fill_slides(every, room))
    narrower = (at for at in range(_ROOM_STEP, room, _ROOM_STEP) if len(_fill_slides(every, at)) == fewest)
    return _fill_slides(every, next(narrower, room))


def _fill_slides(words: Sequence[str], room: int) -> list[list[str]]:
    """Return paragraphs slide by slide, each filled before the next is begun."""
    slides: list[list[str]] = []
    for one in words:
        if not slides or sum(len(other) + 60 for other in slides[-1]) + len(one) > room:
            slides.append([])
        slides[-1].append(one)
    return slides


def _about(head: ExportHead) -> list[str]:
    return [mask(f"{label}: {words}") for label, words in head.about]


WRITERS = {Findings: findings, Pack: case_pack}
