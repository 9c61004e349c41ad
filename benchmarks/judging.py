"""Which findings answer a judged query: by short patterns of words, so that judgements outlive a better finder.

`judgements.csv` has for each query the patterns of findings that answer it (grade 2) and of those that touch it
(grade 1). A pattern is alternatives parted by ";", each a list of terms joined by "+" that must all stand
within 14 words of one sentence, or in the heading. A term is words parted by "/", any of which will do; "*"
ends the beginning of a word; a leading "-" means that none of them may stand in the sentence. The sets
"first", "second" and "third" are by one person and were looked at while everyday.toml, framing.py and the steps of
compile.py were written, so what is gained on them is an upper bound. "fourth" is by somebody else, and nothing was
changed after it was first run: its gain is what to expect of questions that nobody has seen. "fifth" and "sixth" are
by the writer of glossary.toml, just after it, so their gain is an upper bound; neither was looked at query by query.
"seventh" and "eighth" are by one person, in practitioners' words: each was first run as it is and looked at query by
query, and faults were mended by kind after that; so only what they gave at first sight is an honest figure
(benchmarks/results/fresh-questions.md). Their patterns were written after the answers had been read. "ninth" is asked
of the sample library alone, "tenth" and "eleventh" of the 67 documents; their questions and patterns were written from
the texts before any was typed. "ninth" and "tenth" were then looked at query by query, "eleventh" only as a mean.
"twelfth" is asked of the sample library in short forms, half sentences, misspelt words and names of places and cases;
it was written from its texts before a change was made, and asked once when the change was done. "thirteenth" and
"fourteenth" are asked of the sample library, "fifteenth" and "sixteenth" of the 67 documents: plain talk, typing
errors, questions in two parts, names, places, types of document. All were written before any was typed, and judged
over the texts; "thirteenth" and "fifteenth" were looked at query by query, the others asked once after the changes.
"seventeenth" and "eighteenth" are asked of the sample library (judged over all its findings), "nineteenth" and
"twentieth" of the 67 documents (patterns written from what wide searches for words found): plain language, written
before any was typed; "eighteenth" and "twentieth" were asked once, after the changes. "twenty-first" and
"twenty-second" (sample library), "twenty-third" and "twenty-fourth" (67 documents) were made in the same way:
everyday words that answers seldom have; "twenty-second" and "twenty-fourth" were asked once, after the changes.
"twenty-fifth" and "twenty-sixth" (sample library), "twenty-seventh" and "twenty-eighth" (67 documents) are in the
ordinary words of practitioners, written before any was typed; "twenty-sixth" and "twenty-eighth" were asked once.
"twenty-ninth" and "thirtieth" (sample library) are such questions too, short and long, with kinds and places, judged
over all its findings before any was typed; "thirtieth" was asked once, when nothing of the order was changed any more.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

FILE = Path(__file__).with_name("judgements.csv")
_NEAR = 14
_WORD = re.compile(r"[a-z0-9]+(?:'[a-z]+)*")
_SENTENCE = re.compile(r"(?<=[.;?!])\s+")


@dataclass(frozen=True, slots=True)
class RequiredWords:
    """Words of which one must stand in a sentence, or none may."""

    refused: bool
    words: re.Pattern[str]

    def places(self, text: str) -> list[tuple[int, int]]:
        """Return where the words stand, counted in words."""
        return [(text.count(" ", 0, m.start()), text.count(" ", 0, m.end())) for m in self.words.finditer(text)]


Pattern = tuple[tuple[RequiredWords, ...], ...]


@dataclass(frozen=True, slots=True)
class JudgedQuery:
    """A query with the patterns of what answers it and of what touches it."""

    set: str
    asked_by: str
    query: str
    answers: Pattern
    touches: Pattern

    def grade(self, text: FindingText) -> int:
        """Return 2 for a finding that answers the query, 1 for one that touches it, else 0."""
        return 2 if text.fits(self.answers) else 1 if text.fits(self.touches) else 0


@dataclass(frozen=True, slots=True)
class FindingText:
    """A finding as patterns see it."""

    heading: str
    sentences: tuple[str, ...]

    def fits(self, pattern: Pattern) -> bool:
        """Return whether any alternative fits any sentence."""
        return any(self._fits(terms, sentence) for terms in pattern for sentence in self.sentences)

    def _fits(self, terms: tuple[RequiredWords, ...], sentence: str) -> bool:
        found = []
        for term in terms:
            places = term.places(sentence)
            if term.refused:
                if places:
                    return False
            elif places:
                found.append(places)
            elif not term.words.search(self.heading):
                return False
        return bool(found) and _close(found)


def _close(found: list[list[tuple[int, int]]]) -> bool:
    """Return whether some window holds a place of each term."""
    last: dict[int, tuple[int, int]] = {}
    for start, end, which in sorted((*place, which) for which, places in enumerate(found) for place in places):
        last[which] = start, end
        if len(last) == len(found):
            width = max(place[1] for place in last.values()) - min(place[0] for place in last.values())
            if width <= _NEAR:
                return True
    return False


def text_of(heading: str, body: str) -> FindingText:
    """Return a finding's words ready for patterns."""
    return FindingText(_normalise(heading), tuple(_normalise(part) for part in _SENTENCE.split(body) if part.strip()))


def _normalise(text: str) -> str:
    return f" {' '.join(_WORD.findall(text.lower().replace('’', chr(39))))} "


def judgements(file: Path = FILE) -> tuple[JudgedQuery, ...]:
    """Return all judged queries."""
    with file.open(encoding="utf-8", newline="") as lines:
        return tuple(_judged_query(row) for row in csv.DictReader(lines))


def _judged_query(row: Mapping[str, str]) -> JudgedQuery:
    return JudgedQuery(row["set"], row["asked_by"], row["query"], _pattern(row["answers"]), _pattern(row["touches"]))


def _pattern(written: str) -> Pattern:
    return tuple(tuple(map(_term, part.split("+"))) for part in written.split(";") if part.strip())


def _term(written: str) -> RequiredWords:
    options = (
        re.sub(r"[^a-z0-9*' ]", " ", option.lower()).split() for option in written.strip().lstrip("-").split("/")
    )
    words = "|".join(" ".join(map(_word, option)) for option in options)
    return RequiredWords(written.strip().startswith("-"), re.compile(f"(?<= )(?:{words})(?= )"))


def _word(written: str) -> str:
    if written.endswith("*"):
        return re.escape(written[:-1]) + "[a-z0-9']*"
    return re.escape(written) + "(?:'s|s')?"
