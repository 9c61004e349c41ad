"""Praise and blame in prose: which way each sentence leans, and a paragraph as a whole."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ingest.findings.negation import (
    Clauses,
    clauses,
    denied_subject,
    governed_places,
    is_lessened,
    is_negated,
    kept_from,
)
from kb.core.expressions import expression
from kb.text.phrases import PhraseHit, Phrases, words_of
from kb.text.sentences import split_sentences
from kb.vocabulary import Vocabulary

_SMALL = Phrases(
    {
        "small": [
            "small number",
            "small minority",
            "very small",
            "very few",
            "a minority",
            "minority of",
            "one case",
            "isolated",
            "occasional*",
            "few cases",
            "few children",
            "a few",
            "some gap*",
            "some delay*",
            "some variab*",
            "some inconsisten*",
        ]
    }
)
_FIRST_CLAUSE = expression(
    r"^(?:(?P<case>when|where|if|once|until)|while|whilst|although|though|even though|despite|notwithstanding)\b"
    r"(?P<sub>[^,]{8,240}?(?:,\s*(?:and|or|including|such\s+as|who|which|where|whose|particularly|especially)\b"
    r"[^,]{0,160})*(?:,(?=[^,]{1,40},)[^,]{0,60})?),\s*(?P<main>.{12,})$",
    re.IGNORECASE | re.DOTALL,
)
_LATER_CLAUSE = expression(
    r"^(?P<main>.{20,}?),?\s+(?:although|though|albeit|despite|even though|whilst)\s+(?P<sub>.+)$",
    re.IGNORECASE | re.DOTALL,
)
_QUOTES = expression(r"\b(?:said|says|told|commented|stated|described|wrote)\b[^‘“]{0,30}[‘“]|^[‘“]")
_IF = expression(r"^(?P<main>.{20,}?),?\s+(?P<case>if|unless)\s+(?P<sub>.+)$", re.IGNORECASE | re.DOTALL)
_BUT = expression(r"^(?P<sub>.{12,}?),?\s+but\s+(?P<main>.+)$", re.IGNORECASE | re.DOTALL)
_HOWEVER = expression(
    r"^(?:however|nevertheless|nonetheless|yet)\b|,\s+however,|^there\s+(?:is|are|was|were),?\s+however", re.IGNORECASE
)
_TURN = 1.4  # what a sentence counts that turns against those before it
_FULL = 2.0  # a sentence leans no further
_ASIDE = 0.35  # what a clause beside the main one counts


@dataclass(frozen=True, slots=True)
class Sentiment:
    """How a text weighs: what is said for and against, and which of it stands last."""

    praise: float
    blame: float
    ends: int  # 1 where its last judging sentence praises, -1 where it blames, 0 where none judges
    sentences: int
    for_words: tuple[str, ...] = ()
    against_words: tuple[str, ...] = ()

    @property
    def judges(self) -> bool:
        """Return whether it says anything for or against at all."""
        return bool(self.praise or self.blame)


class SentimentScorer:
    """Weighs texts by the cues of praise and blame."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        good, bad = vocabulary.kinds["good_practice"].more, vocabulary.kinds["concern"].more
        self._cues = Phrases(
            {
                "+2": good.get("cues.strong", ()),
                "+1": good.get("cues.weak", ()),
                "-2": bad.get("cues.strong", ()),
                "-1": bad.get("cues.weak", ()),
                "0": (*good.get("cues.spare", ()), *bad.get("cues.spare", ())),
            }
        )
        self._withholding = Phrases({"": bad.get("cues.withholding", ())})

    def sentence(self, text: str) -> tuple[float, list[str], list[str]]:
        """Return how one sentence leans (points; above 0: praise, below: failing), and the words for and against."""
        if _QUOTES.search(text):
            return 0.0, [], []
        for pattern in (_FIRST_CLAUSE, _LATER_CLAUSE, _BUT, _IF):
            parted = pattern.match(text) if len(text) < 900 else None
            if parted:
                main, for_, against = self._lean(parted["main"])
                aside, more_for, more_against = self._lean(parted["sub"])
                if aside < 0 <= main and parted.groupdict().get("case"):
                    return main, for_ + more_for, against  # what is done when something goes wrong blames nobody
                return main + _ASIDE * aside, for_ + more_for, against + more_against
        return self._lean(text)

    def _lean(self, text: str) -> tuple[float, list[str], list[str]]:
        said_here = clauses(text)
        words = said_here.words
        for_: list[str] = []
        against: list[str] = []
        lean = 0.0
        covered = -1
        hits = self._cues.find(words)
        withheld, keeping = self._withheld(said_here, hits)
        for hit in hits:
            if hit.start < covered:
                continue
            covered = hit.end
            weight = int(hit.label)
            if weight > 0 and (is_negated(words, hit) or hit.start in withheld):
                continue
            if weight < 0 and (_is_month(words, hit) or is_lessened(said_here, hit)):
                continue
            lean += weight
            if weight:
                (for_ if weight > 0 else against).append(" ".join(words[hit.start : hit.end]))
        lean -= _FULL * len(keeping)
        return max(-_FULL, min(_FULL, lean)), for_, against + keeping

    def _withheld(self, said_here: Clauses, hits: list[PhraseHit]) -> tuple[set[int], list[str]]:
        """Return the places where praise praises nothing, and the verbs that blame by keeping something good back."""
        good = {place for hit in hits if hit.label.startswith("+") for place in range(hit.start, hit.end)}
        spared = {place for hit in hits if hit.label == "0" for place in range(hit.start, hit.end)}
        withheld: set[int] = set()
        keeping: list[str] = []
        for hit in self._withholding.find(said_here.words):
            if hit.start not in spared and not is_lessened(said_here, hit):
                withheld.update(governed_places(said_here, hit.end))
        for at, word in enumerate(said_here.words):
            kept = kept_from(said_here, at, good)
            if kept:
                keeping.append(word)
            withheld.update(kept, denied_subject(said_here, at))
        return withheld, keeping

    def weigh(self, text: str) -> Sentiment:
        """Weigh a whole text sentence by sentence."""
        praise = blame = 0.0
        ends = 0
        for_words: list[str] = []
        against_words: list[str] = []
        parts = split_sentences(text)
        for part in parts:
            lean, for_, against = self.sentence(part)
            for_words += for_
            against_words += against
            if lean > 0:
                praise += lean / _FULL
                ends = 1
            elif lean < 0:
                blame += -lean / _FULL * (0.5 if _SMALL.find(words_of(part)) else _TURN if _HOWEVER.search(part) else 1)
                ends = -1
        return Sentiment(praise, blame, ends, len(parts), tuple(for_words), tuple(against_words))


def _is_month(words: list[str], hit: PhraseHit) -> bool:
    if words[hit.start] != "may":
        return False
    around = words[max(0, hit.start - 1) : hit.start] + words[hit.end : hit.end + 1]
    return any(word.isdigit() or word in ("in", "since", "from") for word in around)
