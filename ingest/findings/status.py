"""How far an action is said to have come, in the words of the controlled list."""

from __future__ import annotations

import re

from ingest.text.phrases import PhraseHit, Phrases, words_of
from kb.core.model import Status
from kb.vocabulary import Vocabulary

_COLOURS = {
    "blue": Status.REPORTED_COMPLETE,
    "green": Status.IN_PROGRESS,
    "amber": Status.IN_PROGRESS,
    "red": Status.NO_EVIDENCE,
}
_IRREGULAR = (
    "begun|written|rewritten|made|put|set|taken|given|held|built|rebuilt|led|sent|told|met|run|brought|"
    "chosen|drawn|become|found|grown|kept|spent|taught|"
    "undertaken|overseen|bought|shown|spoken|left|got"
)
_BETWEEN = r"(?:(?:now|also|already|recently|since|all|both|fully|jointly|not\s+only)\s+)?"
_TENSES = (
    (
        Status.REPORTED_COMPLETE,
        re.compile(
            rf"\b(?:has|have|had)\s+{_BETWEEN}(?:been\s+)?(?:\w+ed|{_IRREGULAR})\b|\b(?:was|were)\s+(?:\w+ed|"
            rf"{_IRREGULAR})\b",
            re.IGNORECASE,
        ),
    ),
    (
        Status.IN_PROGRESS,
        re.compile(
            rf"\b(?:is|are)\s+{_BETWEEN}(?:being\s+\w+ed|(?!going\b)\w{{3,}}ing)\b|\bcontinu(?:es?|ing)\s+to\b|"
            rf"\bwill\s+continue\b|\bunder\s?way\b",
            re.IGNORECASE,
        ),
    ),
    (
        Status.PLANNED,
        re.compile(
            r"\bwill\b(?!\s+continue)|\b(?:is|are)\s+(?:planned|due|to\s+be|going\s+to)\b|\bto\s+be\s+\w+ed\b|"
            r"\bplans?\s+to\b",
            re.IGNORECASE,
        ),
    ),
)
_HYPHEN = re.compile(r"[-‐‑]")


class Statuses:
    """Reads statuses from a table's cell or from an action's own words."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        grammar = vocabulary.kinds["action"].more
        listed = {
            slug: [_HYPHEN.sub(" ", cue).lower() for cue in entry.cues] for slug, entry in vocabulary.statuses.items()
        }
        self._cell = Phrases(listed)
        self._own = Phrases(
            {
                Status.REPORTED_COMPLETE.value: grammar.get("cues.done", ()),
                Status.IN_PROGRESS.value: [
                    *grammar.get("cues.under_way", ()),
                    "will continue",
                    "continues to",
                    "remains an area of focus",
                    "ongoing",
                ],
                Status.PLANNED.value: grammar.get("cues.planned", ()),
                Status.NO_EVIDENCE.value: [
                    "has not been implemented",
                    "no progress has been",
                    "not yet been implemented",
                    "not been completed",
                    "no evidence that",
                ],
            }
        )

    def of_cell(self, text: str) -> Status | None:
        """Return the status that a cell of a status column states, or None for an empty one."""
        words = words_of(text)
        if not words:
            return None
        hits = self._cell.find(words)
        if hits:
            best = max(hits, key=_firmness)
            denied = best.start > 0 and words[best.start - 1] in ("not", "never", "no")
            return Status.NO_EVIDENCE if denied else Status(best.label)
        return next((_COLOURS[word] for word in words if word in _COLOURS), Status.UNCLEAR)

    def of(self, text: str) -> Status:
        """Return the status that an action's own words state; where they state several, the least done of them."""
        said = {hit.label for hit in self._own.find(words_of(text))}
        said |= {status.value for status, pattern in _TENSES if pattern.search(text)}
        for status in (Status.NO_EVIDENCE, Status.IN_PROGRESS, Status.REPORTED_COMPLETE, Status.PLANNED):
            if status.value in said:
                return status
        return Status.UNCLEAR


def _firmness(hit: PhraseHit) -> tuple[int, int]:
    """The longer phrase counts, and a denial before what it denies: "not completed"."""
    return hit.end - hit.start, int(hit.label == Status.NO_EVIDENCE.value)
