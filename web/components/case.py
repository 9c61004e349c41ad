"""A case for a training room: what happened in the review's words, stated facts, and distressing content."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from weakref import WeakKeyDictionary

from kb.app.library import Library
from kb.cases import ages
from kb.cases.ages import ADULT_AGE, OF_ADULTS, OF_CHILDREN, ages_told
from kb.core.model import DocumentSummary, FindingInContext, Review, Use
from kb.exports import Passage
from kb.exports.case_pack import passage_place
from kb.exports.excerpt import DIED, HURT, OF_DEATH, Story, stories, story_of
from kb.text import formatting
from kb.text.masking import mask
from kb.vocabulary.labels import review_type_label
from web import urls
from web.components import cards
from web.components.cards import readable_title
from web.request import PageRequest
from web.urls import Link

# Themes of which a room should be told beforehand that a case holds them, and words of a story that speak of them.
HARD: Mapping[str, re.Pattern[str]] = {
    "suicide-self-harm": re.compile(r"\bsuicid|\bself-harm|\b(?:took|taken) (?:his|her|their) own li|\boverdose", re.I),
    "sexual-abuse": re.compile(r"\bsexual(?:ly)? (?:abus|assault|exploit|harm)|\braped?\b|\bincest", re.I),
    "physical-abuse": re.compile(r"\bphysical(?:ly)? (?:abus|assault|chastis)|\bnon-accidental injur", re.I),
    "domestic-abuse": re.compile(r"\bdomestic (?:abuse|violence)|\bcoercive", re.I),
    "exploitation-extra-familial": re.compile(r"\b(?:sexual|criminal)(?:ly)? exploit|\bcounty lines\b", re.I),
}
_CHILD = (
    r"child(?:ren)?|bab(?:y|ies)|infants?|toddlers?|boys?|girls?|sons?|daughters?|teenagers?|siblings?|brothers?|sisters?|"
    r"young (?:person|people)|newborns?|twins?"
)
_ADULT = (
    r"m[ae]n|wom[ae]n|adults?|mother|father|mum|dad|parents?|partner|husband|wife|grand\w+|uncle|aunt|residents?|"
    r"Mr|Mrs|Ms|Miss|Adult"
)
_PERSON = re.compile(rf"\b(?:(?P<child>{_CHILD})|(?P<adult>{_ADULT}))\b", re.IGNORECASE)
# What stands before words of harm that only speak of what might be or is thought of.
_SUPPOSED = re.compile(
    r"\b(?:risks?|could|(?-i:may)|might|would|should|if|(?:when|where) an? (?:child|adult|person|baby)|threat\w*|"
    r"fears?|feared|prevent\w*|potential\w*|likely|likelihood|never|avoid\w*|"
    r"reduc\w*|any|every|each|such as|nationally)\b[^.;]{0,60}$|\bnot (?:\w+ )?$",
    re.IGNORECASE,
)
_WHOM_AFTER = re.compile(r"^\s*(?:of|to|his|her|their|the|an?|in an?)\s+(?:[\w’'-]+\s+){0,3}?(?=\w)", re.IGNORECASE)
SPANS = ages.SPANS  # from which a reader chooses
_heard: WeakKeyDictionary[Library, dict[str, tuple[object, Passage | None]]] = WeakKeyDictionary()
_NEAR_CHARACTERS = 60  # letters before words of harm in which whom they speak of is looked for


@dataclass(frozen=True, slots=True)
class Case:
    """A case of a review and the findings that belong to it; without a story, those that belong to no case it tells."""

    review: Review
    story: Story | None
    holdings: tuple[FindingInContext, ...]
    number: int  # of the cases that the review tells, from 1; 0 without a story
    cases: int  # how many it tells

    @property
    def all_text(self) -> str:
        """All that the documents say in telling it."""
        return mask(self.story.said) if self.story else ""


@dataclass(frozen=True, slots=True)
class CaseView:
    """A case as a page shows it."""

    slug: str
    review: Link
    facts: str
    words: str  # of its own document; "" where none tells the case
    place: str
    missing: str  # why there are no words, as a sentence
    ages: tuple[str, ...]  # as words: "4 months", "34"
    harm: tuple[str, ...]  # what comes to whom: "a child dies"
    hard: tuple[str, ...]
    used: tuple[str, ...]  # sessions in which it was used, in words
    quiz: str
    others: tuple[CaseView, ...] = ()  # further cases of the same review, where they are shown together


def tales(
    ask: PageRequest,
    review: Review,
    holdings: Iterable[FindingInContext],
    documents: Sequence[DocumentSummary] | None = None,
) -> tuple[Case, ...]:
    """Return the cases of a review, each with its findings; then findings of no case, unless there are none.

    Who asks of many reviews hands their `documents` in, so that the library need not look each up.
    """
    held_in = ask.library.documents(review.slug) if documents is None else documents
    told = stories(_passage(ask.library, review, tuple(held_in)))
    held: dict[Story | None, list[FindingInContext]] = {one: [] for one in told}
    for one in holdings:
        held.setdefault(story_of(one, told), []).append(one)
    if not held:
        held[None] = []
    numbers = {story: number for number, story in enumerate(told, 1)}
    return tuple(
        Case(review, story, tuple(found), numbers.get(story, 0) if story else 0, len(told))
        for story, found in held.items()
    )


def _passage(library: Library, review: Review, documents: tuple[DocumentSummary, ...]) -> Passage | None:
    """Return how a review tells its cases, asked of the library once as long as its documents are the same."""
    known = _heard.setdefault(library, {})
    mark = (review.review_type, documents)
    if review.slug not in known or known[review.slug][0] != mark:
        known[review.slug] = (mark, library.story(review.slug))
    return known[review.slug][1]


def show_case(ask: PageRequest, review: Review, holdings: Sequence[FindingInContext]) -> CaseView:
    """Lay a review out with all cases that it tells; `holdings` are findings of it by which its content is known."""
    first, *others = tales(ask, review, holdings)
    return replace(laid_out(ask, first), others=tuple(laid_out(ask, one) for one in others if one.story))


def laid_out(ask: PageRequest, tale: Case) -> CaseView:
    """Lay one case out."""
    vocabulary, review, story = ask.library.vocabulary, tale.review, tale.story
    facts = (review_type_label(review.review_type, vocabulary), review.area, formatting.format_date(review.published))
    return CaseView(
        review.slug,
        Link(readable_title(review.title), urls.review(review.slug)),
        " · ".join(part for part in (*facts, review.period) if part),
        mask(story.words) if story else "",
        mask(passage_place(story, review)) if story else "",
        _missing_age(tale),
        tuple(one.words for one in ages_told(tale.all_text, review.review_type)),
        harms(tale),
        tuple(cards.theme_link(slug, vocabulary).text for slug in HARD if is_hard(tale, slug)),
        (),
        quiz_of(review, tale.number),
    )


def with_uses(case: CaseView, uses: Iterable[tuple[str, Use]]) -> CaseView:
    """Return a case with the sessions in which it was used, newest first."""
    return replace(case, used=tuple(formatting.format_date(use.date) for _, use in uses))


def quiz_of(review: Review, number: int) -> str:
    """Return the address of the quiz of a review's case; the first goes without its number."""
    return urls.with_params(f"{urls.review(review.slug)}/quiz", [("case", str(number))] if number > 1 else [])


def is_hard(tale: Case, theme: str) -> bool:
    """Whether the words or the findings of a case hold a theme of `HARD`."""
    return bool(HARD[theme].search(tale.all_text)) or any(theme in one.finding.themes for one in tale.holdings)


def _missing_age(tale: Case) -> str:
    if tale.story:
        return ""
    if tale.cases:
        return (
            f"This review tells {formatting.count_phrase(tale.cases, 'case')} of its own; these findings stand "
            "outside of "
            f"{'it' if tale.cases == 1 else 'them'}."
        )
    return "No document of this review tells the case in short."


def harms(tale: Case) -> tuple[str, ...]:
    """Return what comes to whom in a case, deaths first: "a child dies", "an adult is seriously hurt"."""
    whom = _whom(tale)
    found = {
        one for text in (tale.all_text, *(held.finding.text for held in tale.holdings)) for one in _harms(text, whom)
    }
    return tuple(f"{who} {what}" for what in ("dies", "is seriously hurt") for who in _PEOPLE if (who, what) in found)


_PEOPLE = ("a child", "an adult", "somebody")


def _whom(tale: Case) -> str:
    """Return whom words of harm mean in a case that names nobody beside them."""
    if tale.review.review_type in OF_CHILDREN:
        return "a child"
    if tale.review.review_type in OF_ADULTS:
        return "an adult"
    told = ages_told(tale.all_text)
    if not told:
        return "somebody"
    return "a child" if any(one.low < ADULT_AGE for one in told) else "an adult"


@lru_cache(maxsize=20_000)
def _harms(text: str, whom: str) -> frozenset[tuple[str, str]]:
    return frozenset(_each_harm(text, whom))


def _each_harm(text: str, whom: str) -> Iterator[tuple[str, str]]:
    for what, forms in (("dies", (DIED, OF_DEATH)), ("is seriously hurt", (HURT,))):
        for form in forms:
            for match in form.finditer(text):
                before = re.split(r"[.;!?\n]", text[max(match.start() - _NEAR_CHARACTERS, 0) : match.start()])[-1]
                if not _SUPPOSED.search(before):
                    yield _who(before, text[match.end() : match.end() + _NEAR_CHARACTERS], whom), what


def _who(before: str, after: str, whom: str) -> str:
    """Return of whom words of harm speak: of whom they go on to speak, or who was named last before them."""
    lead = _WHOM_AFTER.match(after)
    person = _PERSON.search(" ".join(after.split()[:5])) if lead else None
    if person is None:
        person = next(reversed(list(_PERSON.finditer(before))), None)
    if person is None:
        return whom
    return "a child" if person["child"] else "an adult"
