"""What a question leads to beside its findings: what it is about, narrower searches and a history.

Doors turn these values into links; the words are read here once, so that every door has the same.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from ingest.findings.agencies import Agencies
from kb.app.explained_terms import explained_terms, types_not_held
from kb.app.review_cases import asked_age, notice_subjects
from kb.core.expressions import expression
from kb.core.model import FindingInContext, Kind, Review
from kb.text.phrases import words_of
from kb.text.stemming import stem
from kb.text.tokens import STOP_WORDS, stems, tokens
from kb.vocabulary import Vocabulary
from kb.vocabulary.glossary import GlossaryEntry
from kb.vocabulary.values import Theme
from search.facets import YEARS
from search.plan.compile import plan
from search.port import Query
from search.understanding import mentions
from search.understanding.framing import FRAMING
from search.understanding.intents import GENTLE_CASES, asks_for_a_page, without_intents
from search.understanding.mentions import Spot
from search.understanding.named_reviews import recommendation_number
from search.understanding.part_coverage import telling_words
from search.understanding.purposes import HARD_TO_READ, without_purpose
from search.understanding.question import UnderstoodQuestion
from search.understanding.thesaurus import thesaurus
from search.understanding.years import YearSpan, named_years

MOST_AREAS = 2  # that narrower searches speak of
MOST_OF_A_WORD = 2  # themes whose labels one word may be of

_AUDIENCE = expression(r"\bfor (?P<whom>[^,;:.?]+)$", re.IGNORECASE)  # "a session on neglect for housing officers"
_FIGURES = expression(r"\b(?:data|figures|numbers|statistics|stats|charts?|graphs?)\b", re.IGNORECASE)
_GENTLY = expression(
    r"\b(?:(?:not|nothing|without|no|less|(?:isn|aren)['’]?t) (?:too |very |overly |any |the |graphic )*"
    rf"(?:{HARD_TO_READ}|detail\w*)"
    rf"|gentle enough|(?:gentle|mild|sensitive|softer) version|{GENTLE_CASES})",
    re.IGNORECASE,
)

_SAYINGS = 2  # ways to say a part of a question that must show a theme it does not name

_ASKED_AT_THE_END = frozenset({"elsewhere", "anywhere", "already", "earlier", "previously"})  # "… elsewhere?"

Years = tuple[int | None, int | None]


@dataclass(frozen=True, slots=True)
class QuestionSubject:
    """What a question is about, as far as a page can be asked for it; "" and None where it says nothing."""

    typed: str
    words: str  # without what says that a page is wanted
    theme: str
    label: str
    area: str
    age: str
    years: Years
    reviews: tuple[str, ...]
    praise: bool
    number: str  # of the recommendation that it names
    without: str  # of training cases: a hard subject that cases may mention and are not to describe
    also: tuple[tuple[str, str], ...] = ()  # slug and label of each further theme that it names
    agencies: tuple[tuple[str, str], ...] = ()  # slug and label of those for whom it says that it is
    figures: bool = False  # whether it wants numbers
    near: tuple[tuple[str, str], ...] = ()  # the same of themes whose label has one of its other words

    @property
    def about(self) -> str:
        """Return the subject as a reader sees it."""
        return self.label if self.theme else f"“{self.words}”"


@dataclass(frozen=True, slots=True)
class NarrowerSearch:
    """The other words of a question with the areas and years that it names as filters; `years` None where not by them.

    The words of `query` are the topic alone.
    """

    query: Query
    areas: tuple[str, ...]
    years: Years | None


@dataclass(frozen=True, slots=True)
class HistoryTopic:
    """What a history can be asked for: the words of the topic or else the theme, and an area or ""."""

    words: str
    theme: str
    area: str


@dataclass(frozen=True, slots=True)
class NextSteps:
    """What a question leads to beside its findings."""

    intents: tuple[str, ...]
    subject: QuestionSubject
    theme: tuple[str, ...]  # slugs of the theme that it names or means; none where of none or of several
    terms: tuple[GlossaryEntry, ...]  # short forms in it, explained
    types_not_held: tuple[str, ...]  # labels of the types of review that these stand for and no source here is of
    narrower: tuple[NarrowerSearch, ...]
    history: HistoryTopic | None


def next_steps(
    query: Query, understood: UnderstoodQuestion, reviews: Sequence[Review], vocabulary: Vocabulary
) -> NextSteps:
    """Return the next steps of the search for `query`, which was `understood` so."""
    span = named_years(query.text)
    areas = understood.areas[:MOST_AREAS]
    in_text = mentions.areas(query.text, (one.value for one in areas))  # those that are no filter of it already
    terms = explained_terms(understood.typed, vocabulary.acronyms)
    return NextSteps(
        understood.intents,
        subject_of(understood, vocabulary),
        question_theme(understood, vocabulary),
        terms,
        types_not_held(terms, reviews, vocabulary),
        tuple(_narrower_searches(query, *_not_asked(understood, in_text, span), reviews, vocabulary)),
        _history_topic(query, tuple(one.value for one in areas), in_text, span, vocabulary),
    )


def reviews_with_number(number: str, found: Iterable[FindingInContext]) -> tuple[str, ...]:
    """Return the reviews of findings that are the recommendation of this number, or stand below it, each once."""
    numbered = (
        held.review.slug
        for held in found
        if number in map(recommendation_number, (held.finding.label, *held.finding.heading))
    )
    return tuple(dict.fromkeys(numbered))


def subject_of(understood: UnderstoodQuestion, vocabulary: Vocabulary) -> QuestionSubject:
    """Return what a question is about beside what says that a page is wanted."""
    typed = understood.typed
    rest = _GENTLY.sub(" ", without_intents(without_purpose(typed)))
    for one in understood.asked:
        rest = rest.replace(one.typed, " ")
    figures = bool(understood.intents) and bool(_FIGURES.search(rest))
    groups = understood.themes
    if figures:  # they are to come with the material, and are no theme of it
        rest = _without_figures(rest)
        groups = mentions.themes(_without_figures(understood.query.text), vocabulary)
    named = [slug for group in groups for slug in group]
    shown = thesaurus(vocabulary).names.themes_in(rest)
    about = () if asks_for_a_page(typed) else (*(slug for slug in shown if slug in named), *named, *shown)
    theme = vocabulary.theme(next(iter(about), ""))
    also = (vocabulary.theme(group[0]) for group in groups if theme and theme.slug not in group)
    span = named_years(rest)
    areas = mentions.areas(rest, (spot.value for spot in understood.areas))
    return QuestionSubject(
        typed=typed,
        words=_subject_words(mentions.without(rest, (*areas, *(span.spots if span else ())))),
        theme=theme.slug if theme else "",
        label=theme.label if theme else "",
        area=understood.areas[0].value if understood.areas else "",
        age=asked_age(rest),
        years=understood.years,
        reviews=understood.reviews,
        praise=Kind.GOOD_PRACTICE.value in understood.kinds
        or any(one.value == Kind.GOOD_PRACTICE.value for one in understood.asked),
        number=recommendation_number(typed),
        without=_gentle_choice(theme.slug, vocabulary) if theme and _GENTLY.search(typed) else "",
        also=tuple((one.slug, one.label) for one in also if one),
        agencies=_audience(typed, vocabulary),
        figures=figures,
        near=tuple(_named_by_a_word(rest, (*named, *shown), vocabulary)) if understood.intents else (),
    )


def _named_by_a_word(rest: str, named: Sequence[str], vocabulary: Vocabulary) -> Iterator[tuple[str, str]]:
    """Yield slug and label of the themes whose label has a word that names none by itself, as “housing” does not.

    A word of many labels, as “abuse”, says too little, and so does one of a theme that is named.
    """
    known = {word for slug in named if (theme := vocabulary.theme(slug)) for word in _label_stems(theme)}
    for stemmed in dict.fromkeys(stem(one.word) for one in tokens(rest) if one.word not in STOP_WORDS):
        of = [one for one in vocabulary.themes.values() if stemmed in stems(one.label) and not one.weak]
        if stemmed not in known and len(of) <= MOST_OF_A_WORD:
            yield from ((one.slug, one.label) for one in of)


def _label_stems(theme: Theme) -> Iterator[str]:
    for name in (theme.label, *theme.also_called):
        yield from stems(name)


def _without_figures(text: str) -> str:
    return " ".join(_FIGURES.sub(" ", text).split())


def _audience(typed: str, vocabulary: Vocabulary) -> tuple[tuple[str, str], ...]:
    """Return slug and label of the agencies for whose staff a question says that something is, at its end."""
    said = _AUDIENCE.search(typed)
    named = _agencies(vocabulary).of(said["whom"], words_of(said["whom"]), (), Kind.LESSON) if said else ()
    return tuple((one.slug, vocabulary.agencies[one.slug].label) for one in named)


@lru_cache(maxsize=4)
def _agencies(vocabulary: Vocabulary) -> Agencies:
    return Agencies(vocabulary)


def question_theme(understood: UnderstoodQuestion, vocabulary: Vocabulary) -> tuple[str, ...]:
    """Return the theme that a question names or whose words it has; none where it has none or several.

    A theme that is named or shown must be that of the most telling words: else a word by chance, or one of two matters,
    would say what the question is about.
    """
    if understood.read_as:
        return (understood.read_as,)
    named, meant = understood.themes, understood.meant
    text, names = understood.query.text, thesaurus(vocabulary).names
    shown = names.themes_in(text)
    if len(named) > 1:  # where a phrase shows one of them, and another is named by a word alone, it is on that one
        one = len(shown) == 1 and not understood.combined and any(shown[0] in group for group in named)
        return tuple(shown) if one else ()
    if named and shown and not set(named[0]) & set(shown[:1]):
        named = (tuple(shown[:1]),)  # more words of the question show it: "families move borough"
    if not named and not meant and not shown:
        return _theme_of_sayings(text, vocabulary)
    if not named and (meant or len(shown) != 1):
        return meant[:1]
    themes = named[0] if named else tuple(shown)
    telling = telling_words(text)
    return themes if any(names.is_of(theme, telling) for theme in themes) else _theme_of_sayings(text, vocabulary)


def _theme_of_sayings(text: str, vocabulary: Vocabulary) -> tuple[str, ...]:
    """Return the theme that most of the ways in which reviews say a question's words show, where two of them do."""
    known = thesaurus(vocabulary)
    sayings = plan(Query(text, size=0), known).also if text else ()
    shown = Counter(slug for saying in sayings for slug in known.names.themes_in(saying)[:1])
    first = [slug for slug, many in shown.most_common(2) if many >= _SAYINGS and many == max(shown.values())]
    return tuple(first) if len(first) == 1 else ()


def _subject_words(words: str) -> str:
    """Return words without those at the front that only frame a question, and those at the end that tell nothing."""
    held = tokens(words)
    while held and (held[0].word in STOP_WORDS or stem(held[0].word) in FRAMING):
        held = held[1:]
    while held and (held[-1].word in STOP_WORDS or held[-1].word in _ASKED_AT_THE_END):
        held = held[:-1]
    return words[held[0].start : held[-1].end] if held else ""


def _gentle_choice(theme: str, vocabulary: Vocabulary) -> str:
    """Return what leaves out cases that describe a theme's hard subject and keeps those that only mention it."""
    return next((one for one in notice_subjects(vocabulary) if one != theme and one.startswith(theme)), "")


def _not_asked(
    understood: UnderstoodQuestion, areas: tuple[Spot, ...], span: YearSpan | None
) -> tuple[tuple[Spot, ...], YearSpan | None]:
    """Return the areas and years that are not filters of the search already."""
    filters = {one.facet for one in understood.asked}
    return () if "area" in filters else areas, None if YEARS in filters else span


def _narrower_searches(
    query: Query, areas: tuple[Spot, ...], span: YearSpan | None, reviews: Iterable[Review], vocabulary: Vocabulary
) -> Iterator[NarrowerSearch]:
    """Yield the searches by area, by years and by both, of those that are named and by which a review fits."""
    by_area = areas if not query.filters.get("area") else ()
    by_year = span if span and query.years == (None, None) and not query.filters.get("year") else None
    years = (span.first, span.last) if span else (None, None)
    names = tuple(spot.value for spot in by_area)
    within = replace(query, filters={**query.filters, "area": names})
    fitting = {one.area for one in reviews if _is_between(one.year, *years)} if by_year else set()
    if by_area:
        yield NarrowerSearch(_on_topic(within, by_area, vocabulary), names, None)
    if by_year and fitting:
        yield NarrowerSearch(_on_topic(replace(query, years=years), by_year.spots, vocabulary), (), years)
    if by_year and fitting & set(names):
        narrowed = replace(within, years=years)
        yield NarrowerSearch(_on_topic(narrowed, (*by_area, *by_year.spots), vocabulary), names, years)


def _is_between(year: int | None, first: int | None, last: int | None) -> bool:
    return year is not None and (first or year) <= year <= (last or year)


def _on_topic(query: Query, spots: Iterable[Spot], vocabulary: Vocabulary) -> Query:
    """Return the first page of a query with the words of its topic alone, without these names."""
    return replace(query, text=mentions.topic(mentions.without(query.text, spots), vocabulary), page=1)


def _history_topic(
    query: Query,
    areas: tuple[str, ...],
    in_text: tuple[Spot, ...],
    span: YearSpan | None,
    vocabulary: Vocabulary,
) -> HistoryTopic | None:
    """Return the topic of a theme that is named with an area, or asked after as something that came back."""
    named = mentions.themes(query.text, vocabulary)
    if not named or not (areas or mentions.asks_again(query.text)):
        return None
    spots = (*in_text, *(span.spots if span else ()))
    words = mentions.topic(mentions.without(query.text, spots), vocabulary)
    return HistoryTopic(words, named[0][0], areas[0] if areas else "")
