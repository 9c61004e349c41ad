"""What a heading or a list's opening sentence announces: a kind of finding, or something that holds no findings."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache

from ingest.structure.heading_wordings import kind_by_wording
from ingest.structure.practice_headings import names_practice
from ingest.words import wordlist
from kb.core.expressions import expression
from kb.core.model import Kind
from kb.text.number_words import one_of_numbers
from kb.text.phrases import PhraseHit, Phrases, words_of
from kb.vocabulary import Vocabulary

# A heading with one of these opens a box of its own beside the running text.
_BOX = expression(
    r"^(?:case|practice)\s+stud(?:y|ies)\b|^case\s+example|^good\s+practice\s+example|^places and spaces", re.IGNORECASE
)
_ASKED_BEFORE = expression(
    r"\bquestions?\s+(?:asked|raised|put|answered)\b|"
    r"\bquestions?\s+(?:to|for|from)\s+(?:the\s+|his\s+|her\s+)?(?:famil(?:y|ies)|mother|father|parents|witness(?:es)?|jury|inquest|court|panel)\b|"
    r"\bactions?\s+of\s+(?:the|his|her)\s+(?:\w+\s+)?(?:father|mother|family|parents|perpetrator|offender|husband|wife|partner|uncle|brother|sister)\b|"
    r"\bactions?\s+of\s+(?:mrs?|ms|miss|adult|child)\b|"
    r"\brecommendations?\s+made\s+(?:by\s+)?(?:[\w’'-]+\s+){1,4}?in\s+(?:19|20)\d\d\b|"
    r"\bstrength\s+of\s+(?:the\s+|his\s+|her\s+)?(?:medications?|drugs?|doses?|tablets?|evidence|feeling)\b|"
    r"\bactions?\s+(?:by|of)\s+(?:the\s+)?[\w’'-]+\s+(?:at|on|in)\s+the\s+(?:flat|house|home|scene|night|day|address|station)\b|"
    r"\bactions?\s+(?:on|during|at)\s+the\s+(?:night|day|morning|evening|afternoon|weekend|scene|time)\s+(?:of|before|after)\b|"
    r"\bactions?\s+(?:was\s+|were\s+)?(?:taken\s+|brought\s+)?against\s+"
    r"(?!(?:(?!for\b)[\w’'-]+\s+){0,4}?(?:recommendations?|findings?|plans?|learning|lessons|objectives|priorit(?:y|ies)|targets?|timescales?|"
    r"milestones|standards|themes|improvements?|outcomes)\b)",
    re.IGNORECASE,
)
_IN_A_LIFE = expression(  # what somebody lived with is told there, and nothing of practice
    r"\b(?i:barriers?|difficulties|challenges|problems|obstacles|issues|worries|risks|pressures|losses)\s+(?:that\s+|which\s+)?"
    r"(?:(?:the\s+|his\s+|her\s+|their\s+)?(?:child(?:ren)?|baby|adult|m(?:other|um)|father|dad|parents?|family|couple|siblings?|"
    r"young\s+(?:person|people|man|woman)|he|she|they)|(?:(?:Mrs?|Ms|Miss|Child|Baby)\s+)?"
    r"(?!We\b|Practi|Profess|Agenc|Staff|Worker|Service|Partner|Team|Polic|School|Nurse|Midwi|Teacher|Doctor|Officer|"
    r"Manager|Leader|Clinician|Provider|Hospital|Council|Board|Organisation|Commissioner|Everyone|[A-Z]{2})[A-Z][a-z]*)"
    r"\s+(?:had\s+|has\s+)?(?:faced?|had|met|experienced|encountered|lived\s+with)\b"
)
_OF_A_SUBJECT = expression(  # where "learning" is part of a name
    r"\bconcerns?\s+(?=(?:hub|reports?|referrals?|forms?|notices?|calls?|notifications?)\b)|\blearning\s+(?=disabilit|difficult|support|mentor|environment)|\blessons?\s+(?=(?:at|missed|in\s+(?:school|class|maths|english))\b)|\b(barriers?)\s+to\s+(?:(?:good|best|better|effective|safe)\s+)?(?=\w+\s*$)",
    re.IGNORECASE,
)
_TOLD_OF = expression(  # what became of them: "Recommendations one and four are finished: ..."
    r"^(?:recommendations?|actions?)\b.*\b(?:is|are|was|were|has|have)\s+(?:(?:now|all|both|been|not|yet|still|nearly|almost)\s+)*"
    r"(?:finished|completed?|done|closed|met|implemented|achieved|under\s+way|in\s+progress|on\s+track|overdue|outstanding|green|amber|red)\W*$",
    re.IGNORECASE,
)
_NOT_WELL = expression(  # "What is not yet working well"
    r"^\W*(?:what|where|things|areas|parts)\s+(?:[\w’']+\s+){0,4}?(?:not|never|no\s+longer|hardly)\s+(?:\w+\s+){0,2}?"
    r"(?:work\w*|go\w*|done|doing)\s+(?:so\s+|as\s+|very\s+)?(?:well|right|better|smoothly)\b",
    re.IGNORECASE,
)
_TOLD_BY_REVIEW = expression(  # "What the review told us": faults and praise as well as lessons
    r"^\W*what\s+(?:the|this|our)\s+(?:\w+\s+)?(?:review(?:er)?s?|reports?|inquiry|enquiry|panel|authors?|inspect\w+)\s+"
    r"(?:told|tells|showed|shows|said|says)\b",
    re.IGNORECASE,
)
_RECOMMENDS = expression(  # "The review panel recommends that:" says who speaks, and announces what is asked
    r"^(?:the|this|our|we|i)\b.*\b(?:recommends?|has\s+recommended|have\s+recommended)(?:\s+(?:that|to|the\s+following))?\s*[:–—-]\s*$",
    re.IGNORECASE,
)
_ASKED_OF_MEETING = expression(  # in a paper for a meeting: what it is to resolve, and no recommendation of a review
    r"^\W*(?:it\s+is\s+recommended\s+that\s+)?(?:the\s+)?(?:[\w’'&-]+\s+){0,6}?(?:committee|cabinet|members|board|executive|council|panel|"
    r"meeting|group|partnership)\s+(?:is|are)\s+(?:respectfully\s+)?(?:recommended|asked|invited|requested)(?:\s+to)?\s*[:–—-]?\s*$",
    re.IGNORECASE,
)
_ANSWERED_TERM = expression(rf"\bterms?\s+of\s+reference\s+\(?(?:\d|{one_of_numbers()})", re.IGNORECASE)
_FINDING = expression(
    r"\bfind(?:ings?)?\b|\bfound\b|\bs(?:ee|aw)\b|\bnoticed?\b|\bdiscovered\b"
)  # under such a heading may stand findings of any kind
_FINDS = expression(r"\b(?:found|findings|highlighted|identified the following)\b")
_FILLER = frozenset(
    "the a an of in on for from to and or our your their its this that these those key main some any all "
    "by with about as at is are was were be been it what which who how we i they there did do does s "
    "general each into between since local area areas section part chapter page following further other".split()
)
_CARD_NUMBER = expression(r"^\W*(?:slide|panel|box|frame|minute)\s+\d{1,2}\s*[.:)–—-]+\s*(?=\w)", re.IGNORECASE)
_OF_A_FORM = expression(r"^\W*Q\s?\d{0,2}\s*[.:)–—-]+\s*(?=\w)")  # "Q1. What did not work?"
_SET_APART = expression(r"\b(?:\w ){4,}\w\b")  # "R e c o m m e n d a t i o n s"
_NUMBERING = expression(
    r"^\s*(?:(?:section|part|chapter|step|panel)\s+)?[(\[]?(?:\d{1,3}(?:\.\d{1,3})*|[a-z]|"
    r"[ivx]{1,4})[.):\]]+\s*|^\s*\d{1,2}(?:\.\d{1,3})*\s*(?=[A-Z])",
    re.IGNORECASE,
)
FOUND = (Kind.LESSON, Kind.GOOD_PRACTICE, Kind.CONCERN)  # what "Findings" of a review may be
_OF_PAPERS = ("inspection", "committee", "service", "ombudsman")  # where "Findings" heads judgements of every kind
_OF_MEETINGS = ("committee", "minutes", "service")
# Words that head a part of a report whatever follows them: "Background to the review", "Introduction: the family".
_OPENING_WORDS = frozenset(
    "introduction background context conclusion concluding summary overview contents glossary methodology "
    "scope chronology timeline appendix appendices annex disclaimer references foreword resources analysis "
    "findings contact contacts acknowledgement".split()
)
_NO_PRACTICE = ("contacts", "glossary", "background", "contents", "terms_of_reference", "how_to_use", "boilerplate")
_WHO = ("who was", "who is", "who are")  # begin a heading over a person's story: "Who was Mr T?"
_PLAIN = ("recommendation", "lesson", "missed")  # words that can hardly head anything else
_LARGE = 0.55  # share of a heading's words from which a known phrase says more than the wording of the whole
_LONGEST = 24  # words of a heading that can announce something


@dataclass(frozen=True, slots=True)
class Announcement:
    """What words announce. `kinds` are in the order of their weight; `sort` is a kind's slug or another sort."""

    sort: str
    kinds: tuple[Kind, ...] = ()
    words: str = ""  # that announce it, as printed in the vocabulary
    box: bool = False
    share: float = 1.0  # of the heading's words that say so
    learned: bool = False  # by the likeness of its words to those of other headings, and no list or wording

    @property
    def holds_findings(self) -> bool:
        """Return whether findings are to be expected under it."""
        return bool(self.kinds) or self.sort in ("narrative", "responses")


def without_card_number(heading: str) -> str:
    """Return a heading without the number of its slide, panel or minute: "Minute 3: The skin"."""
    return _CARD_NUMBER.sub("", heading)


def without_subject(heading: str) -> str:
    """Return a heading without words that are part of a name there: "learning disability", "concern hub"."""
    return _OF_A_SUBJECT.sub(r"\1", heading)


def is_of_the_case(heading: str) -> bool:
    """Return whether a heading speaks of what people of the case did, asked or lived with, whatever it promises."""
    return bool(_ASKED_BEFORE.search(heading) or _IN_A_LIFE.search(heading))


class HeadingCues:
    """Reads headings and lead-ins by the vocabulary's words."""

    def __init__(self, vocabulary: Vocabulary, genre: str = "") -> None:
        table: dict[str, list[str]] = {f"sort:{sort}": list(phrases) for sort, phrases in wordlist("sections").items()}
        leads: dict[str, list[str]] = {}
        self._mixed: set[str] = set()
        self.genre = genre
        self.labelled = {
            label: Kind(slug) for slug, entry in vocabulary.kinds.items() for label in entry.heading_labels
        }  # the kind that a heading's word before its number announces
        for slug, entry in vocabulary.kinds.items():
            # An inspector's "Performance management" names what is judged, and not where figures are told.
            headings = [] if (slug, genre) == (Kind.EVIDENCE.value, "inspection") else list(entry.headings)
            headings += entry.more.get("headings_in_inspections", ()) if genre == "inspection" else ()
            headings += entry.more.get("headings_in_reviews", ()) if genre not in _OF_PAPERS else ()
            headings += entry.more.get("headings_mixed", ())
            self._mixed.update(entry.more.get("headings_mixed", ()))
            table[f"kind:{slug}"] = headings
            leads[f"kind:{slug}"] = list(entry.more.get("lead_ins", ()))
        self._headings = Phrases(table)
        self._leads = Phrases(leads)
        self._order = {label: place for place, label in enumerate(dict.fromkeys(_order(vocabulary, genre)))}
        self.heading = lru_cache(maxsize=4096)(self._heading)

    def _heading(self, text: str) -> Announcement | None:
        """Return what a heading announces, or None where its words say nothing."""
        text = _OF_A_FORM.sub("", _SET_APART.sub(lambda found: found[0].replace(" ", ""), text))
        if _ANSWERED_TERM.search(text):
            return Announcement("narrative", (), "term of reference")
        if self.genre in _OF_MEETINGS and _ASKED_OF_MEETING.match(text):
            return Announcement("boilerplate", (), "is asked")
        if _RECOMMENDS.match(text):
            return Announcement(Kind.RECOMMENDATION.value, (Kind.RECOMMENDATION,), " ".join(words_of(text)))
        if is_of_the_case(text) or _TOLD_OF.match(text):
            return None
        if _NOT_WELL.match(text):
            return Announcement(Kind.CONCERN.value, (Kind.CONCERN,), " ".join(words_of(text)))
        text = without_subject(without_card_number(text))
        words = words_of(_BOX.sub("", _NUMBERING.sub("", text, count=1)).replace("(s)", ""))
        if not words or len(words) > _LONGEST:
            return None
        hits = [hit for hit in self._headings.find(words) if _fills(hit, words)]
        told = self._best_hit(hits, words, box=bool(_BOX.match(text)))
        if told is not None and told.sort in _NO_PRACTICE and names_practice(text):
            told = None
        in_passing = told is None or told.share < _LARGE or (told.sort == "background" and words[0] == "what")
        worded = kind_by_wording(text) if in_passing else None
        if worded is not None:
            kinds = FOUND if worded is Kind.LESSON and _TOLD_BY_REVIEW.match(text) else (worded,)
            return Announcement(worded.value, kinds, " ".join(words))
        return told

    def heads(self, line: str) -> bool:
        """Return whether a short line is nothing but the name of a section: "What happened", "Recommendations"."""
        announced = self.heading(line) if line[:1].isupper() and len(line.split()) <= 8 else None
        return announced is not None and announced.share == 1.0

    def lead_in(self, sentence: str) -> Announcement | None:
        """Return what a sentence before a list announces, or None: what it calls "the following" before all else."""
        words = words_of(sentence)
        told = self._followed_by(words) or self._best_hit(self._leads.find(words), words)
        if told is not None and told.kinds == (Kind.LESSON,) and _FINDS.search(told.words):
            return replace(told, kinds=FOUND)
        return told

    def _followed_by(self, words: list[str]) -> Announcement | None:
        """Return what is called "the following", as in "accepts the learning and adopts the following strategies"."""
        if "following" not in words:
            return None
        behind = words[len(words) - words[::-1].index("following") :]
        return self._best_hit(self._leads.find(behind), behind) or self.heading(" ".join(behind))

    def _best_hit(self, hits: list[PhraseHit], words: list[str], *, box: bool = False) -> Announcement | None:
        if not hits:
            return None
        ranked = sorted(
            hits, key=lambda hit: (-_content(words_of(hit.phrase)), self._order.get(hit.label, 99), hit.start)
        )
        first = ranked[0]
        apart = [hit for hit in ranked if hit is first or hit.start >= first.end or hit.end <= first.start]
        kinds = tuple(dict.fromkeys(Kind(hit.label[5:]) for hit in apart if hit.label.startswith("kind:")))
        what, _, name = first.label.partition(":")
        if what == "sort" and name not in ("responses", "narrative"):
            kinds = ()
        if kinds == (Kind.LESSON,) and _FINDING.search(first.phrase):
            kinds = FOUND
        elif kinds == (Kind.LESSON,) and first.phrase in self._mixed:
            kinds = (Kind.LESSON, Kind.RECOMMENDATION)
        whole = _content(words)
        share = _content(words[first.start : first.end]) / whole if whole else 1.0
        told = kinds if what == "kind" or name == "responses" else ()
        return Announcement(name, told, " ".join(words[first.start : first.end]), box, share)


def _order(vocabulary: Vocabulary, genre: str) -> list[str]:
    """Where two announcements are equally long, the earlier of these wins."""
    first = ["sort:contents", "sort:how_to_use", "sort:terms_of_reference", "sort:responses"]
    if genre in ("inspection", "committee", "service"):
        first.append("sort:narrative")
    asks = ["kind:recommendation"] if genre == "inspection" else []
    kinds = sorted(vocabulary.kinds.values(), key=lambda kind: (kind.rank, kind.slug))
    return [
        *first,
        *asks,
        *(f"kind:{kind.slug}" for kind in kinds),
        "sort:narrative",
    ]


def _fills(hit: PhraseHit, words: list[str]) -> bool:
    """Return whether the phrase is what the heading is about, and not a word in passing."""
    said = _content(words[hit.start : hit.end])
    whole = _content(words)
    if hit.start == 0 and (hit.end == len(words) or hit.phrase in _WHO):
        return True
    if (
        said == 1
        and hit.end - hit.start < 3
        and hit.label.startswith("sort:")
        and hit.phrase.split()[-1].rstrip("*") not in _OPENING_WORDS
    ):
        return False
    if whole == 0 or (said >= 2 and (hit.end - hit.start) * 2 >= len(words)):
        return True
    share = said / whole
    if hit.start == 0:
        return share >= (0.2 if said >= 2 or hit.phrase.startswith(_PLAIN) else 0.3)
    return share >= (0.3 if said >= 2 else 0.34 if hit.end == len(words) else 0.5)


def _content(words: list[str]) -> int:
    return sum(word not in _FILLER for word in words)
