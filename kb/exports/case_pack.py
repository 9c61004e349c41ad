"""The contents of a case pack in any format: cases, questions, glossary, session plan and record."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib.resources import files

from kb.core.case_values import Case, Passage
from kb.core.expressions import expression
from kb.core.model import Finding, FindingInContext, Kind, Review, squeeze
from kb.core.toml_text import parse_toml
from kb.exports.citations import beside
from kb.exports.citations import sources as cited
from kb.exports.payloads import Exhibit, ExportHead, Findings, Pack
from kb.exports.records import stated_value
from kb.text.formatting import format_date
from kb.text.masking import mask
from kb.text.notices import notice_sentence, subjects_together
from kb.text.quoting import quoted_words
from kb.vocabulary import Vocabulary
from kb.vocabulary.labels import REVIEW, document, finding_kind_label, name, noun_of, review_type_label, theme_label

WARNING = (
    "These quotations come from published reviews and inspections. They may describe abuse, neglect, violence, suicide "
    "or death.",
    "Read them before you use them. Say at the start what the session will describe. Anyone can leave at any time, "
    "without giving a reason.",
    "Some people in the room may know these experiences from their own lives, or may have known the people.",
)
AUDIENCE_WARNING = (  # what a room reads itself; what only the trainer needs stands in the notes
    "We will read words from published reviews and inspections.",
    "You can leave at any time, without giving a reason.",
    "Some of us may know these experiences from our own lives, or may have known the people.",
)
SUPPORT = (
    "Talk to your supervisor, a colleague or your organisation's staff support service.",
    "Samaritans: call 116 123, free at any time.",
    "National Domestic Abuse Helpline (England): call 0808 2000 247, free at any time.",
    "If you are worried about a child or an adult now, follow your local procedure. If someone is in danger, call 999.",
)
CARE = (
    "Use names and pseudonyms as they are printed. Do not try to identify anyone. Give the source with every "
    "quotation. Read the words around a quotation in the report before you rely on it."
)
CONTRASTING = (
    "What do both say, even if the words differ?",
    "What does one notice that the other does not? Why might that be?",
    "Which of the two is closer to your own work, and why?",
    "What would you take from each for your next case?",
)
FIRST_WORDS = 8  # by which words that are quoted above are named
READABLE_WORDS = 40  # words that can be read from the back of a room
PACK_FINDINGS = 10  # findings that a room can take in
MOST_REUSED = 6  # questions of the documents' own
MOST_BY_THEME = 6
MOST_BY_CASE = 2  # questions that a room has time for after one case


@dataclass(frozen=True, slots=True)
class Quotation:
    """A finding as a trainer shows it."""

    id: str
    name: str  # "Recommendation 3"
    kind: str
    lead_in: str
    words: str
    citation: str
    themes: tuple[str, ...]
    note: str
    address: str
    published: str = ""  # where on the web its document was published; "" where that is not known
    shown_by: str = ""  # of several sentences the one that made it what it is
    share_told: float = 0.0  # how much of what happened it is, where that is quoted above it and has all its words

    @property
    def what(self) -> str:
        """What it is and how it is called: "Recommendation 3", "Lesson: Finding B", "Lesson"."""
        return self.name if self.name.casefold().startswith(self.kind.casefold()) else f"{self.kind}: {self.name}"

    @property
    def again(self) -> str:
        """How a paper leads to words that what happened has quoted already; "" where they have not been quoted."""
        first = " ".join(self.words.split()[:FIRST_WORDS]).rstrip(" ,;:–-")
        return f"See the words above that begin “{first} …”." if self.share_told else ""

    @property
    def length(self) -> int:
        """How many words it has."""
        return len(self.words.split())


@dataclass(frozen=True, slots=True)
class TrainerQuestion:
    """A question for the room, and where it comes from."""

    words: str
    origin: str = ""
    theme: str = ""  # the slug of the theme that asks it
    review: str = ""  # the slug of the review whose document asks it


@dataclass(frozen=True, slots=True)
class CaseQuotations:
    """The quotations from one review, and what is stated about it."""

    title: str
    heading: str  # the same as a heading: "Case: …" where it is about one
    facts: tuple[tuple[str, str], ...]
    quotations: tuple[Quotation, ...]
    told: str = ""  # in the words of its own document; "" where none tells it
    told_in: str = ""  # where those words stand
    untold: str = ""  # why there are none, and what to do, as a sentence; "" where there are
    notice: str = ""  # the content notice, as a sentence
    subjects: tuple[str, ...] = ()  # the same, each by itself
    questions: tuple[TrainerQuestion, ...] = ()  # those that this case is the first to raise


@dataclass(frozen=True, slots=True)
class SessionStage:
    """A part of the session, and its minutes in a session of 20, 40 and 60."""

    name: str
    what: str
    minutes: tuple[int, int, int]


_ASKS = expression(
    r"\b(?:should|must|shall|will|ought|needs? to|is to|are to|recommend\w*)\b|"
    r"^(?:to )?(?:ensure|review|develop|consider|provide|improve|make|include|establish|agree|strengthen|update|audit|"
    r"promote|share|use|set|give|create|work|monitor|explore|identify|undertake|introduce|seek|require|raise|continue)\b",
    re.IGNORECASE,
)
_ASKING_HEADING = expression(r"\b(?:improv|recommend|action|should|need|must|requir|priorit)", re.IGNORECASE)
LENGTHS = (20, 40, 60)
SESSION = (
    SessionStage(
        "Welcome", "Say what the session will describe, that anyone can leave, and where to get support.", (2, 4, 5)
    ),
    SessionStage("Read", "Everyone reads the quotations alone and marks one that stands out for them.", (5, 8, 10)),
    SessionStage("Talk in pairs", "What stood out for you? What do you recognise from your own work?", (3, 8, 10)),
    SessionStage(
        "Discuss", "Choose 2 or 3 of the questions. Keep to practice and do not speculate about blame.", (6, 12, 20)
    ),
    SessionStage("What gets in the way", "What gets in the way of doing this here? Who could change that?", (0, 0, 5)),
    SessionStage("One change", "Everyone writes down one thing to do differently, and says when.", (3, 5, 6)),
    SessionStage("Close", "Remind people where to get support. Fill in the record at the end of this pack.", (1, 3, 4)),
)
RECORD = (
    "Date and place",
    "Who led the session",
    "Who took part (number and roles)",
    "Which quotations and questions were used",
    "What people said about their own practice",
    "What people will do differently, and by when",
    "What gets in the way, and who you told",
    "What you will check in 3 months, and who will do it",
)


@dataclass(frozen=True, slots=True)
class LaidOut:
    """A whole pack, ready to be set as a paper or as slides."""

    title: str
    introduction: tuple[str, ...]  # paragraphs
    cases: tuple[CaseQuotations, ...]
    questions: tuple[TrainerQuestion, ...]
    themes: tuple[tuple[str, str], ...]  # label, definition
    short_forms: tuple[tuple[str, str], ...]
    sources: tuple[str, ...]
    used: tuple[str, ...] = ()

    @property
    def other_questions(self) -> tuple[TrainerQuestion, ...]:
        """The questions that stand under no case."""
        return tuple(one for one in self.questions if not any(one in case.questions for case in self.cases))

    @property
    def quotations(self) -> tuple[Quotation, ...]:
        """All quotations in their order."""
        return tuple(one for case in self.cases for one in case.quotations)


def lay_out(pack: Pack, head: ExportHead) -> LaidOut:
    """Put a pack together. Contact details are left out throughout."""
    words = head.vocabulary
    themes = _themes(pack.exhibits, words)
    questions = _questions(pack, themes, words)
    cases = _share_questions(_cases(pack, head), pack, questions)
    return LaidOut(
        mask(pack.title),
        tuple(mask(part.strip()) for part in re.split(r"\n\s*\n", pack.introduction) if part.strip()),
        cases,
        questions,
        tuple((words.themes[one].label, words.themes[one].definition) for one in themes if one in words.themes),
        _short_forms((one.words for case in cases for one in case.quotations), words),
        cited((one.holding for one in pack.exhibits), head.date),
        tuple(mask(f"{format_date(use.date)}: {use.told}" if use.told else format_date(use.date)) for use in pack.used),
    )


def _cases(pack: Pack, head: ExportHead) -> tuple[CaseQuotations, ...]:
    """Gather exhibits by review and case, in the order in which the trainer put them."""
    by_review: dict[str, dict[int, list[Exhibit]]] = {}
    for one in pack.exhibits:
        cases = pack.cases.get(one.holding.review.slug, ())
        number = _case_number(one.holding, cases)
        by_review.setdefault(one.holding.review.slug, {}).setdefault(number, []).append(one)
    gathered = []
    for slug, by_case in by_review.items():
        known = {case.number: case for case in pack.cases.get(slug, ())}
        gathered += [_case(held, known.get(number), head) for number, held in by_case.items()]
    return tuple(gathered)


def _case_number(holding: FindingInContext, cases: Sequence[Case]) -> int:
    """Return the number of the case that a finding belongs to; 0 where it belongs to none with a story."""
    return next((case.number for case in cases if case.story and case.holds(holding)), 0)


def _case(exhibits: Sequence[Exhibit], case: Case | None, head: ExportHead) -> CaseQuotations:
    review, story = exhibits[0].holding.review, case.story if case else None
    told = mask(story.short) if story else ""
    quoted = (quotation(one, head) for one in exhibits)
    return CaseQuotations(
        title=mask(review.title),
        heading=case_heading(mask(review.title), review, head.vocabulary, told=story is not None),
        facts=_facts(review, head.vocabulary),
        quotations=tuple(replace(one, share_told=_share_told(one.words, told)) for one in quoted),
        told=told,
        told_in=mask(passage_place(story, review)) if story else "",
        untold="" if story else _untold_task(review, head.vocabulary),
        notice=notice_sentence(case.notice) if case else "",
        subjects=case.notice.all_subjects if case else (),
    )


def _untold_task(review: Review, vocabulary: Vocabulary) -> str:
    """Return what a trainer writes by hand where no case is quoted; "" where the source need not tell one."""
    if noun_of(review, vocabulary) != REVIEW:
        return ""
    return f"{untold_sentence(review, vocabulary)} Summarise it in your own words from the full report:"


def _share_told(words: str, told: str) -> float:
    """Return how much of what happened a quotation is, 0 to 1; 0 where it does not stand in it whole."""
    inside, whole = squeeze(words), squeeze(told)
    return len(inside) / len(whole) if inside and inside in whole else 0.0


def _share_questions(
    cases: Sequence[CaseQuotations], pack: Pack, questions: Sequence[TrainerQuestion]
) -> tuple[CaseQuotations, ...]:
    """Give each case the questions that its own documents ask or its themes raise; each question once."""
    held = {one.holding.finding.id: one.holding for one in pack.exhibits}
    left = list(questions)
    shared = []
    for case in cases:
        own = [held[one.id] for one in case.quotations]
        themes, reviews = {slug for one in own for slug in one.finding.themes}, {one.review.slug for one in own}
        fit = [one for one in left if one.theme in themes or one.review in reviews][:MOST_BY_CASE]
        left = [one for one in left if one not in fit]
        asked = {one.words for one in fit}
        quoted = tuple(one for one in case.quotations if one.note or one.words not in asked)  # a question is asked once
        shared.append(replace(case, quotations=quoted, questions=tuple(fit)))
    return tuple(shared)


def case_heading(title: str, review: Review, vocabulary: Vocabulary, *, told: bool) -> str:
    """Return the heading over a source's findings: "Case: …" where it tells one, or is of a type that is about one."""
    return f"Case: {title}" if told or noun_of(review, vocabulary) == REVIEW else title


def untold_sentence(review: Review, vocabulary: Vocabulary) -> str:
    """Return why no case is quoted from a source: an inspection or a report need not tell any."""
    noun = noun_of(review, vocabulary)
    if noun == REVIEW:
        return "This library has no short summary of this case."
    return f"This library has no case study from this {noun}."


def passage_place(passage: Passage, review: Review) -> str:
    """Return where a passage stands: "Child A: overview report, page 2, “What happened”"."""
    noun = "slide" if passage.document.format == "pptx" else "page"
    place = f", {noun} {passage.page}" if passage.page else ""
    return f"{document(passage.document, review)}{place}, “{passage.heading.rstrip(' :.')}”"


def _facts(review: Review, vocabulary: Vocabulary) -> tuple[tuple[str, str], ...]:
    of_review = noun_of(review, vocabulary) == REVIEW
    stated = (
        ("Type of review" if of_review else "Type of source", review_type_label(review.review_type, vocabulary)),
        ("Area", review.area),
        ("Published", format_date(review.published)),
        ("Period reviewed", review.period),
    )
    return tuple((label, mask(words)) for label, words in stated if words)


def quotation(exhibit: Exhibit, head: ExportHead) -> Quotation:
    """Make a finding ready to show."""
    found, words = exhibit.holding.finding, head.vocabulary
    said = quoted_words(found)
    published = stated_value(exhibit.holding.document.about.source)
    return Quotation(
        id=found.id,
        name=name(exhibit.holding, words),
        kind=finding_kind_label(found, words),
        lead_in=said.lead or mask(_heading_as_lead(found)),
        words=said.words,
        citation=beside(exhibit.holding),
        themes=tuple(theme_label(one, words) for one in found.own_themes),
        note=mask(exhibit.note.strip()),
        address=head.address(found.id),
        published=published if published.startswith(("http://", "https://")) else "",
        shown_by=said.chief,
    )


def _heading_as_lead(found: Finding) -> str:
    """Return the heading that asks over a recommendation that is no sentence by itself: "What needs to improve".

    A heading that only names a part ("Leadership") does not say what is asked.
    """
    if found.kind is not Kind.RECOMMENDATION or not found.heading or _ASKS.search(found.text):
        return ""
    heading = next((one.rstrip(" .:") for one in reversed(found.heading) if _ASKING_HEADING.search(one)), "")
    return heading if not heading or heading.endswith(("?", "!")) else f"{heading}:"


def content_subjects(payload: Findings, holdings: Sequence[FindingInContext]) -> tuple[str, ...]:
    """Return what the cases of these findings may describe, each once."""
    if payload.notice_of is None:
        return ()
    notices = map(payload.notice_of, dict.fromkeys(one.review.slug for one in holdings))
    return subjects_together(notices)


def _themes(exhibits: Iterable[Exhibit], vocabulary: Vocabulary) -> tuple[str, ...]:
    """Return the slugs of the themes in these exhibits, most frequent first; those that stand everywhere come last."""
    counted = Counter(theme for one in exhibits for theme in one.holding.finding.themes)
    weak = {slug: (known.weak if (known := vocabulary.theme(slug)) else False) for slug in counted}
    return tuple(sorted(counted, key=lambda slug: (weak[slug], -counted[slug], slug)))


def _questions(pack: Pack, themes: tuple[str, ...], vocabulary: Vocabulary) -> tuple[TrainerQuestion, ...]:
    """Return the trainer's questions, then those that the documents ask, then some by theme; each once."""
    own = [TrainerQuestion(mask(one.strip())) for one in pack.questions if one.strip()]
    reused = [
        TrainerQuestion(mask(one.finding.text), f"Asked in {beside(one)}", review=one.review.slug)
        for one in pack.asked[:MOST_REUSED]
    ]
    by_theme = []
    for theme in filter(None, map(vocabulary.theme, themes)):
        by_theme += [TrainerQuestion(words, f"On {theme.label}", theme.slug) for words in theme.questions]
    chosen = (*own, *reused, *by_theme[:MOST_BY_THEME], *map(TrainerQuestion, _general_questions()))
    return tuple({squeeze(one.words).casefold(): one for one in reversed(chosen)}.values())[::-1]


@lru_cache(maxsize=1)
def _general_questions() -> tuple[str, ...]:
    """Return the questions that fit any theme."""
    return tuple(parse_toml(files("kb.exports").joinpath("questions.toml").read_text(encoding="utf-8"))["any"])


def _short_forms(texts: Iterable[str], vocabulary: Vocabulary) -> tuple[tuple[str, str], ...]:
    """Return the short forms of the vocabulary that stand in these texts, written out."""
    said = {word for text in texts for word in re.findall(r"\w[\w&-]*", text)}
    return tuple((short, long) for short, long in sorted(vocabulary.acronyms.items()) if short in said)
