"""Praise and blame in prose: which way each sentence leans, and a paragraph as a whole."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ingest.phrases import Hit, Phrases, words_of
from ingest.sentences import said
from kb.vocabulary import Vocabulary

_NEGATORS = frozenset(
    "not no nor never without cannot lack lacks lacking lacked absence insufficient insufficiently "
    "inconsistent inconsistently limited less fewer hardly rarely seldom little variable ineffective "
    "failure fail failed yet".split()
)
_REACH = 4  # words over which a negation reaches forward
_LESSENING = frozenset(
    "reduced reduces reducing reduce reduction fallen falling fell decreased decreasing declined declining eased "
    "easing fewer less prevent prevents prevented "
    "preventing avoid avoids avoided avoiding address addressed addresses addressing tackle tackles "
    "tackled tackling overcome resolved minimise minimises minimised cleared eliminated mitigate mitigated "
    "mitigating".split()
)
_LESSENED = (
    "delay",
    "backlog",
    "turnover",
    "wait",
    "drift",
    "gap",
    "vacanc",
    "caseload",
    "shortage",
    "barrier",
    "reliance",
    "locum",
    "instability",
    "risk",
    "shortfall",
    "duplicat",
    "weakness",
    "concern",
    "pressure",
    "anxi",
    "isolat",
)
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
        ]
    }
)
_FIRST_CLAUSE = re.compile(
    r"^(?:while|whilst|although|though|even though|despite|notwithstanding|when|where|if|once|"
    r"until)\b(?P<sub>[^,]{8,240}?(?:,(?=[^,]{1,40},)[^,]{0,60})?),\s*(?P<main>.{12,})$",
    re.IGNORECASE | re.DOTALL,
)
_LATER_CLAUSE = re.compile(
    r"^(?P<main>.{20,}?),?\s+(?:although|though|albeit|despite|even though|whilst)\s+(?P<sub>.+)$",
    re.IGNORECASE | re.DOTALL,
)
_QUOTES = re.compile(r"\b(?:said|says|told|commented|stated|described|wrote)\b[^‘“]{0,30}[‘“]|^[‘“]")
_BUT = re.compile(r"^(?P<sub>.{12,}?),?\s+but\s+(?P<main>.+)$", re.IGNORECASE | re.DOTALL)
_HOWEVER = re.compile(
    r"^(?:however|nevertheless|nonetheless|yet)\b|,\s+however,|^there\s+(?:is|are|was|were),?\s+however", re.IGNORECASE
)
_TURN = 1.4  # what a sentence counts that turns against those before it
_FULL = 2.0  # a sentence leans no further
_ASIDE = 0.35  # what a clause beside the main one counts


@dataclass(frozen=True, slots=True)
class Judged:
    """How a text weighs: what is said for and against, and which of it stands last."""

    praise: float
    blame: float
    ends: int  # 1 where its last judging sentence praises, -1 where it blames, 0 where none judges
    sentences: int
    for_words: tuple[str, ...] = ()
    against_words: tuple[str, ...] = ()

    @property
    def judges(self) -> bool:
        """Whether it says anything for or against at all."""
        return bool(self.praise or self.blame)


class Scales:
    """Weighs texts by the cues of praise and blame."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        good, bad = vocabulary.kinds["good_practice"].more, vocabulary.kinds["concern"].more
        self._cues = Phrases(
            {
                "+2": good.get("cues.strong", ()),
                "+1": good.get("cues.weak", ()),
                "-2": bad.get("cues.strong", ()),
                "-1": bad.get("cues.weak", ()),
            }
        )

    def sentence(self, text: str) -> tuple[float, list[str], list[str]]:
        """Return how one sentence leans (above 0: praise), with the words that speak for and against."""
        if _QUOTES.search(text):
            return 0.0, [], []
        for pattern in (_FIRST_CLAUSE, _LATER_CLAUSE, _BUT):
            parted = pattern.match(text) if len(text) < 900 else None
            if parted:
                main, for_, against = self._lean(words_of(parted["main"]))
                aside, more_for, more_against = self._lean(words_of(parted["sub"]))
                return main + _ASIDE * aside, for_ + more_for, against + more_against
        return self._lean(words_of(text))

    def _lean(self, words: list[str]) -> tuple[float, list[str], list[str]]:
        for_: list[str] = []
        against: list[str] = []
        lean = 0.0
        covered = -1
        for hit in self._cues.find(words):
            if hit.start < covered:
                continue
            covered = hit.end
            weight = int(hit.label)
            printed = " ".join(words[hit.start : hit.end])
            if weight > 0 and _negated(words, hit):
                continue
            if weight < 0 and (_is_month(words, hit) or _lessened(words, hit)):
                continue
            lean += weight
            (for_ if weight > 0 else against).append(printed)
        return max(-_FULL, min(_FULL, lean)), for_, against

    def weigh(self, text: str) -> Judged:
        """Weigh a whole text sentence by sentence."""
        praise = blame = 0.0
        ends = 0
        for_words: list[str] = []
        against_words: list[str] = []
        parts = said(text)
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
        return Judged(praise, blame, ends, len(parts), tuple(for_words), tuple(against_words))


def _negated(words: list[str], hit: Hit) -> bool:
    return any(word in _NEGATORS for word in words[max(0, hit.start - _REACH) : hit.start])


def _is_month(words: list[str], hit: Hit) -> bool:
    if words[hit.start] != "may":
        return False
    around = words[max(0, hit.start - 1) : hit.start] + words[hit.end : hit.end + 1]
    return any(word.isdigit() or word in ("in", "since", "from") for word in around)


def _lessened(words: list[str], hit: Hit) -> bool:
    """Whether a weakness is said to have become less: "turnover has reduced", "prevents drift"."""
    if words[hit.end - 1] in ("no", "without", "not") and any(
        word.startswith(_LESSENED) for word in words[hit.end : hit.end + 2]
    ):
        return words[hit.end - 1] != "not"
    if not any(word.startswith(_LESSENED) for word in words[hit.start : hit.end]):
        return words[hit.start] in ("less", "fewer", "limits") and any(
            word.startswith(_LESSENED) for word in words[hit.end : hit.end + 3]
        )
    return any(word in _LESSENING for word in words[max(0, hit.start - 3) : hit.start] + words[hit.end : hit.end + 3])
