"""What a unit does: asks, reports something done, teaches, asks a question, gives a figure, praises or blames."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from ingest.findings.sentiment import Sentiment, SentimentScorer
from ingest.words import wordlist
from kb.core.expressions import expression
from kb.core.model import Kind
from kb.text.phrases import PhraseHit, Phrases, words_of
from kb.vocabulary import Vocabulary

# After an order's verb stands what it acts on; after the same word as a noun stands one of these.
_AFTER_NOUN = frozenset(
    "of was is were are has had have between by from streams stream keeping undertaken force place places "
    "plan plans with needs and group groups meeting meetings visiting visitor visitors workers worker "
    "placement setting file files sheet data process processes framework arrangements officer officers".split()
)
_NOUN_TOO = frozenset(
    "review support work focus record plan audit test map use share access challenge train set place need "
    "report process request check care challenge increase look take follow give talk be do see know".split()
)
_LESSON_SHAPE = expression(
    r"^(?:the\s+)?(?:need|needs|importance|value|significance|benefits?)\s+(?:for|of|to)\b|^(?:better|closer|"
    r"greater|earlier|more|improved|clearer|stronger|wider|fuller|increased)\s+\w+"
    r"|^(?:ensuring|understanding|recogni[sz]ing|considering|using|being|having|keeping|making|listening|"
    r"hearing|seeing)\b",
    re.IGNORECASE,
)
_FIGURES = expression(
    r"\b\d+(?:\.\d+)?\s?%|\bper\s+cent\b|\b\d+\s+(?:out\s+)?of\s+(?:the\s+)?\d+\b"
    r"|\b(?:one|two|three|four|five|nine)\s+in\s+(?:two|three|four|five|six|ten|every)\b|\b(?:half|a\s+third|"
    r"two\s+thirds|a\s+quarter|three\s+quarters)\s+of\b",
    re.IGNORECASE,
)
_PRACTICE = expression(
    r"\b(?:nurses?|midwi(?:fe|ves)|visitors?|workers?|officers?|teams?|agenc(?:y|ies)|professionals?|"
    r"practitioners?|staff|services?|police|schools?|trust|partnership|board|council|gps?|hospital|"
    r"assessments?|plans?|"
    r"referrals?|meetings?|conference|information[\s-]sharing|supervision|oversight|records?|record(?:ed|ing)|"
    r"practice|visits?|asked|told|shared|processes|procedures?)\b",
    re.IGNORECASE,
)
_RECOMMENDS = Phrases({"": wordlist("sayings")["recommends"]})
_COMMENDS = Phrases({"": wordlist("sayings")["commends"]})
_SAYS_LESSON = Phrases({"": wordlist("sayings")["says_lesson"]})


_QUOTES_QUESTION = expression(  # says what is to be asked, in its words: 'ask at each visit, "Who is new?"'
    r"(?!\W*(?:who|what|when|where|which|why|how|do|does|did|is|are|was|were|have|has|had|can|could|would|should|will)\b)"
    r"\w[^“\"‘]*\s[“\"‘][^“\"]*\?[”\"’]\s*$",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class SentenceTraits:
    """What the words of one unit do. Each list holds the words that show it."""

    text: str
    words: list[str]
    asks: tuple[str, ...]  # firmly: "is recommended to", "should ensure", an order
    should: tuple[str, ...]  # loosely: "should", "need to"
    done: tuple[str, ...]
    under_way: tuple[str, ...]
    planned: tuple[str, ...]
    teaches: tuple[str, ...]
    missed: tuple[str, ...]
    measures: tuple[str, ...]
    is_question: bool
    is_order: bool
    scales: SentimentScorer

    @cached_property
    def sentiment(self) -> Sentiment:
        """How it weighs."""
        return self.scales.weigh(self.text)

    @property
    def acts(self) -> tuple[str, ...]:
        """The words that report an action done, under way or planned."""
        return self.done or self.under_way or self.planned

    @property
    def asks_at_all(self) -> bool:
        """Whether it asks for anything: firmly, loosely or as an order."""
        return bool(self.asks or self.should or self.is_order)

    @cached_property
    def recommends(self) -> tuple[str, ...]:
        """The words that call it a recommendation."""
        return self._phrases_found(_RECOMMENDS)

    @cached_property
    def commends(self) -> tuple[str, ...]:
        """The words that call it good practice."""
        return self._phrases_found(_COMMENDS)

    @cached_property
    def says_lesson(self) -> tuple[str, ...]:
        """The words that call it a lesson."""
        return self._phrases_found(_SAYS_LESSON)

    @property
    def kinds(self) -> frozenset[Kind]:
        """The kinds of finding that the words alone speak for; the heading has a say elsewhere."""
        judged = self.sentiment
        speaks = {
            Kind.QUESTION: self.is_question,
            Kind.RECOMMENDATION: bool(self.asks or self.recommends) or self.is_order,
            Kind.ACTION: bool(self.acts) and not self.asks,
            Kind.LESSON: bool(self.teaches or self.says_lesson) or self.lesson_shaped,
            Kind.MISSED_OPPORTUNITY: bool(self.missed),
            Kind.EVIDENCE: bool(self.measures) or self.figures,
            Kind.GOOD_PRACTICE: bool(self.commends) or judged.praise > judged.blame,
            Kind.CONCERN: judged.blame > judged.praise,
        }
        return frozenset(kind for kind, said in speaks.items() if said)

    def _phrases_found(self, phrases: Phrases) -> tuple[str, ...]:
        return tuple(" ".join(self.words[hit.start : hit.end]) for hit in phrases.find(self.words))

    @property
    def of_practice(self) -> bool:
        """Return whether it speaks of those who serve families and of what they do."""
        return bool(_PRACTICE.search(self.text))

    @property
    def lesson_shaped(self) -> bool:
        """Return whether it is shaped as a lesson without a verb: "The need for ...", "Better ..."."""
        return bool(_LESSON_SHAPE.match(self.text))

    @property
    def figures(self) -> bool:
        """Return whether it gives a share or a count of several."""
        return bool(self.figures_given)

    @cached_property
    def figures_given(self) -> tuple[str, ...]:
        """The shares and counts that it gives."""
        return tuple(found[0] for found in _FIGURES.finditer(self.text))


class SentenceGrammar:
    """Reads the moods of texts by the vocabulary's cues."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        kinds = vocabulary.kinds
        asks, acts = kinds["recommendation"].more, kinds["action"].more
        self.scales = SentimentScorer(vocabulary)
        self._cues = Phrases(
            {
                "asks": asks.get("cues.strong", ()),
                "should": asks.get("cues.weak", ()),
                "done": acts.get("cues.done", ()),
                "under_way": acts.get("cues.under_way", ()),
                "planned": acts.get("cues.planned", ()),
                "teaches": kinds["lesson"].cues,
                "missed": kinds["missed_opportunity"].cues,
                "measures": kinds["evidence"].cues,
            }
        )
        self._orders = frozenset(asks.get("cues.imperative", ()))

    def read(self, text: str, words: list[str] | None = None) -> SentenceTraits:
        """Return the moods of a text."""
        words = words_of(text) if words is None else words
        said: dict[str, list[str]] = {}
        for hit in self._cues.find(words):
            if not _negated_missed(hit, words):
                said.setdefault(hit.label, []).append(" ".join(words[hit.start : hit.end]))
        order = self._is_order(text, words)
        return SentenceTraits(
            text=text,
            words=words,
            asks=tuple(said.get("asks", ())),
            should=tuple(said.get("should", ())),
            done=tuple(said.get("done", ())),
            under_way=tuple(said.get("under_way", ())),
            planned=tuple(said.get("planned", ())),
            teaches=tuple(said.get("teaches", ())),
            missed=tuple(said.get("missed", ())),
            measures=tuple(said.get("measures", ())),
            is_question=text.rstrip("”’'\" ").endswith("?") and not _QUOTES_QUESTION.match(text),
            is_order=order,
            scales=self.scales,
        )

    def _is_order(self, text: str, words: list[str]) -> bool:
        """Return whether it begins with the verb of an order: "Ensure that ...", "To review ..."."""
        at = 1 if words[:1] == ["to"] or words[:1] == ["please"] else 0
        if len(words) <= at + 1 or words[at] not in self._orders or text[:1].islower():
            return False
        verb, following = words[at], words[at + 1]
        joins = following in ("with", "and", "by", "from") and verb not in _NOUN_TOO
        if following in _AFTER_NOUN and not joins and (verb, following) != ("work", "with"):
            return False
        return not (
            verb in _NOUN_TOO and following in ("for", "in", "on", "to") and verb not in ("look", "talk", "refer")
        )


def _negated_missed(hit: PhraseHit, words: list[str]) -> bool:
    return hit.label == "missed" and any(
        word in ("no", "not", "without") for word in words[max(0, hit.start - 3) : hit.start]
    )
