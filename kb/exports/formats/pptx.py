"""PowerPoint: one finding a slide, in its own words with its source; the speaker's notes hold the rest."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from kb.exports import case_pack as exports_case_pack
from kb.exports.case_pack import PACK_FINDINGS, READABLE_WORDS, Quotation, TrainerQuestion
from kb.exports.citations import sources
from kb.exports.payloads import Exhibit, ExportHead, Findings, Pack
from kb.exports.slides import Slides
from kb.text.formatting import count_phrase, shorten
from kb.text.masking import mask

ENDING = "pptx"
MEDIA = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
LABEL = "PowerPoint slides"
SHORT = "PowerPoint"
PLACE = 2

TYPE_SIZES = ((25, 32), (READABLE_WORDS, 28), (75, 22), (120, 18), (180, 15))  # up to so many words, in points
QUOTATION_CHARACTERS = 1100  # characters of a quotation on a slide; the notes hold all of it
SOURCE_CHARACTERS = 240  # characters of what stands before a quotation, of its source, and of its themes
SLIDE_CHARACTERS = 800  # characters of questions or sources on one slide


def findings(matter: Findings, sheet: ExportHead) -> tuple[bytes]:
    """Write a slide for each finding."""
    every = list(matter.holdings)
    holdings = every if matter.every else every[:PACK_FINDINGS]
    slides = Slides(sheet)
    slides.opening(sheet.title, [_how_many(len(holdings), len(every)), *_about(sheet)])
    _warn(slides)
    _quote(slides, [exports_case_pack.quotation(Exhibit(held), sheet) for held in holdings], every=matter.every)
    _list(slides, "Sources", sources(holdings, sheet.date), 14)
    return (slides.to_bytes(),)


def case_pack(matter: Pack, sheet: ExportHead) -> tuple[bytes]:
    """Write the slides of a case pack."""
    laid = exports_case_pack.lay_out(matter, sheet)
    quotations = laid.quotations if matter.every else laid.quotations[:PACK_FINDINGS]
    slides = Slides(sheet)
    slides.opening(laid.title, [_how_many(len(quotations), len(laid.quotations)), *_about(sheet)])
    _warn(slides)
    _plan(slides)
    for case in laid.cases:
        lines = [case.notice] if case.notice else []
        lines += [f"“{case.told}”"] if case.told else []
        if lines:
            title = f"{'What happened' if case.told else 'Case'}: {shorten(case.title, 80)}"
            foot = [f"Published {case.told_in}"] if case.told else []
            slides.text(title, lines, _size(" ".join(lines)), foot=foot)
    _quote(slides, quotations, every=matter.every)
    _list(slides, "Questions", [_question_words(one) for one in laid.questions], 22)
    _list(
        slides,
        "Abbreviations and themes",
        [f"{said}: {meaning}" for said, meaning in (*laid.short_forms, *laid.themes)],
        18,
    )
    slides.text("Where to get support", exports_case_pack.SUPPORT)
    _list(slides, "Sources", laid.sources, 14)
    return (slides.to_bytes(),)


def _warn(slides: Slides) -> None:
    slides.text(
        "Before we start",
        exports_case_pack.WARNING,
        notes="\n".join((*exports_case_pack.SUPPORT, exports_case_pack.CARE)),
    )


def _plan(slides: Slides) -> None:
    heads = ("Part", "What happens", *(f"{length} min" for length in exports_case_pack.LENGTHS))
    rows = [(one.name, one.what, *(str(n) if n else "–" for n in one.minutes)) for one in exports_case_pack.SESSION]
    slides.table("Session plan", heads, rows, (2.2, 6, 1.2, 1.2, 1.2))


def _how_many(shown: int, all_: int) -> str:
    """Say how many findings the slides show, and how to have the others."""
    if shown == all_:
        return count_phrase(all_, "finding")
    return f"{shown} of {all_:,} findings. To get all of them, download “all slides” or the Word version."


def _quote(slides: Slides, quotations: Sequence[Quotation], *, every: bool) -> None:
    for number, one in enumerate(quotations, 1):
        lead = [shorten(one.lead_in, SOURCE_CHARACTERS)] if one.lead_in else []
        shown = f"“{shorten(one.words, QUOTATION_CHARACTERS) if every else shorten_quotation(one.words)}”"
        themes = [shorten(f"Themes: {'; '.join(one.themes)}", SOURCE_CHARACTERS)] if len(one.themes) > 1 else []
        slides.text(
            f"{shorten(one.themes[0] if one.themes else one.words, 80)} ({number} of {len(quotations)})",
            [*lead, shown],
            _size(" ".join((*lead, shown))),
            foot=[shorten(f"{one.what}. {one.citation}", SOURCE_CHARACTERS), *themes],
            notes=_notes(one, whole=shown != f"“{one.words}”"),
        )


def shorten_quotation(words: str) -> str:
    """Return the first sentences of a quotation, up to GOOD words; of a longer sentence, its first words."""
    if len(words.split()) <= READABLE_WORDS:
        return words
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
    return "\n".join(part for part in (note, f"Source: {one.citation}", one.address, words, long) if part)


def _question_words(question: TrainerQuestion) -> str:
    return f"{question.words} ({question.origin})" if question.origin else question.words


def _list(slides: Slides, title: str, words: Iterable[str], size: float) -> None:
    shared = list(_share_over_slides(words, int(SLIDE_CHARACTERS * (20 / size))))
    for number, some in enumerate(shared, 1):
        slides.text(title if len(shared) == 1 else f"{title} ({number} of {len(shared)})", some, size)


def _share_over_slides(words: Iterable[str], room: int) -> Iterator[list[str]]:
    """Share out paragraphs so that what stands on one slide has room there."""
    held: list[str] = []
    for one in words:
        if held and sum(len(other) + 60 for other in held) + len(one) > room:
            yield held
            held = []
        held.append(one)
    if held:
        yield held


def _about(sheet: ExportHead) -> list[str]:
    return [mask(f"{label}: {words}") for label, words in sheet.about]


WRITERS = {Findings: findings, Pack: case_pack}
