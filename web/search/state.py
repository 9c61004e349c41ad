"""`SearchState`: a Query with what only pages know, such as several themes at once and short quotations."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from kb.app import combined_themes
from kb.app.answer_question import AnsweredQuestion, WantedBeside
from kb.app.combined_themes import Groups
from kb.app.library import Library
from kb.app.question_signs import QuestionSigns, read_signs
from kb.core.model import FindingInContext
from kb.text.tokens import STOP_WORDS, tokens
from search import limits
from search.facets import FACETS
from search.port import Query
from search.query import url
from web.urls import with_params

SHORT = "short"
SPELLING = "spelling"
MOST = "most"
NARROW = "narrow"
MOST_WORDS = 40  # telling words of a question in plain words; fewer than the parts that an engine takes
LOOKED_AT = 200  # of the best findings, for those that are short
NEAREST_LOOKED_AT = 60  # findings of which an answer on a theme is made
FINDINGS_PER_PART = 5  # findings of each part, where a question names several themes
SLIDES_OFFERED = 10
SHORT_QUOTATION_WORDS = 40  # words that fit on a slide and can be read aloud in one breath
KNOWN = frozenset(
    {
        "q",
        *FACETS,
        "from",
        "to",
        "sort",
        "group",
        "match",
        "synonyms",
        "size",
        "page",
        SHORT,
        SPELLING,
        NARROW,
        combined_themes.PARAM,
    }
)


@dataclass(frozen=True, slots=True)
class SearchLinks:
    """Addresses of a search in other forms: with its words taken otherwise, as files, and as feeds of the newest."""

    here: str
    as_typed: str  # without synonyms and themes
    with_synonyms: str  # "" where they are asked for already
    slides: str
    file_params: tuple[tuple[str, str], ...]  # of an address that gives all findings as a file
    atom: str
    json_feed: str


@dataclass(frozen=True, slots=True)
class SearchState:
    """A search as a page shows it. `together` holds the themes that are asked for together; none where they are not.

    `typed` is the question as it stands in the box and in the address, where other words than these are searched: its
    beginning alone, what quotations are to be about, or a word put right. `spelling` tells whether words may be.
    """

    query: Query
    together: Groups = ()
    short: bool = False
    typed: str = ""
    spelling: bool = True
    narrow: bool = True  # whether kinds that are asked for in words become filters

    @property
    def text(self) -> str:
        """The question as shown in the search box."""
        return self.typed or self.query.text

    @property
    def signs(self) -> QuestionSigns:
        """Return the signs in the words of the search box."""
        return read_signs(self.text)

    @property
    def searched_signs(self) -> QuestionSigns:
        """Return the signs in the words that are searched."""
        return read_signs(self.query.text)

    @property
    def engine(self) -> Query:
        """The query that the library answers."""
        return combined_themes.every(self.query, self.together) if self.together else self.query

    @property
    def longest_quotation(self) -> int:
        """Return how many words a short quotation may have: fewer where the question says so."""
        return min(self.signs.most_words or SHORT_QUOTATION_WORDS, SHORT_QUOTATION_WORDS)

    @property
    def is_plain(self) -> bool:
        """Return whether it is words alone, each finding for itself, the best first."""
        plain = self.query.sort == "relevance" and self.query.group == "findings" and not (self.together or self.short)
        return plain and bool(self.query.text) and self.searched_signs.is_plain

    @property
    def _wants_lesson_again(self) -> bool:
        """Return whether it is in plain words on a subject, the best findings first, of any length."""
        plain = self.signs.is_plain and not (self.together or self.short)
        return plain and not self.signs.wants_page and self.query.sort == "relevance"

    def params(self) -> tuple[tuple[str, str], ...]:
        """Return the parameters of this search, in a fixed order."""
        more = [(combined_themes.PARAM, "on")] if self.together else []
        more += [(SHORT, "on")] if self.short else []
        more += [] if self.spelling else [(SPELLING, "off")]
        more += [] if self.narrow else [(NARROW, "off")]
        return (*url.to_params(replace(self.query, text=self.text)), *more)

    def ask(self, library: Library, query: Query, beside: WantedBeside | None = None) -> AnsweredQuestion:
        """Ask the library `query`, the engine's form of this search; words are put right unless that is off."""
        plain = not self.together
        return library.ask(query, spelling=self.spelling and plain, narrow=self.narrow and plain, beside=beside)

    def answer(self, library: Library) -> AnsweredQuestion:
        """Return the answer that a page shows; the first page to words also has what stands beside its results."""
        wanted = WantedBeside(
            self.query,
            nearest=NEAREST_LOOKED_AT if self.is_plain else 0,
            combined=0 if self.together or self.short else FINDINGS_PER_PART,
            spoken=0 if self.together or self.short else self.longest_quotation,
            on_theme=self.is_plain and not self.signs.wants_page,
            again=self._wants_lesson_again,
        )
        beside = wanted if self.text and self.query.page == 1 else None
        if not self.short:
            return self.ask(library, self.engine, beside)
        best = self.ask(library, replace(self.engine, page=1, size=LOOKED_AT, group="findings"), beside)
        short = ExportLimits(words=SHORT_QUOTATION_WORDS).of(best.findings)
        first = (self.query.page - 1) * self.query.size
        results = replace(best.results, total=len(short), reviews=len({one.review.slug for one in short}))
        listed = short[first : first + self.query.size]
        return replace(best, results=results, findings=listed, looked_at=len(best.findings))

    def saying(self, text: str) -> SearchState:
        """Return this search with other words in place of those that were typed, which stay in the box."""
        return replace(self, query=replace(self.query, text=text), typed=self.text)

    def understood_as(self, answered: AnsweredQuestion) -> SearchState:
        """Return this search with the words and filters that are searched, the words that were typed in the box."""
        query = self.query if self.together else answered.understood.as_searched(self.query)
        return self if query is self.query else replace(self, query=query, typed=self.text)

    def as_searched(self) -> SearchState:
        """Return this search with the words that are searched, for a file or a feed, which has no box."""
        return replace(self, typed="", spelling=True, narrow=True)

    def href(self, query: Query | None = None, ending: str = "", most: int = 0) -> str:
        """Return the address of this search, or of another query in the same way.

        `ending` asks for another form, with `most` findings where that is not 0.
        """
        search = self
        if query is not None:
            search = replace(self, query=query, typed=self.typed if query.text == self.query.text else "")
        return with_params(f"/search{ending}", (*search.params(), *([(MOST, str(most))] if most else [])))

    def page_href(self, number: int) -> str:
        """Return the address of a page of this search, counted from 1."""
        return self.href(url.at_page(self.query, number))

    def links(self) -> SearchLinks:
        """Return the addresses of this search in other forms, each from its first page."""
        searched, first = self.as_searched(), url.at_page(self.query, 1)
        newest = replace(first, sort="newest")
        return SearchLinks(
            here=self.href(),
            as_typed=self.href(url.as_typed(self.query)),
            with_synonyms="" if self.query.synonyms else self.href(replace(first, synonyms=True)),
            slides=replace(searched, short=True).href(first, ".pptx", SLIDES_OFFERED),
            file_params=replace(searched, query=first).params(),
            atom=searched.href(newest, ".atom"),
            json_feed=searched.href(newest, ".feed.json"),
        )


def read(params: Iterable[tuple[str, str]], library: Library) -> tuple[SearchState, tuple[str, ...]]:
    """Return the state of an address, and a sentence for each parameter that is ignored."""
    given = tuple(params)
    understood = url.from_params(given, library.vocabulary)
    strange = dict.fromkeys(name for name, value in given if name not in KNOWN and value)
    notices = [
        *understood.notices,
        *(f"We do not recognise “{name[:60]}”, so we left it out." for name in strange),
    ]
    query = _without_unknown(understood.query, library, notices)
    values = dict(given)
    search = SearchState(query, short=values.get(SHORT) == "on")
    search = replace(search, spelling=values.get(SPELLING) != "off", narrow=values.get(NARROW) != "off")
    search = _about(_beginning(search, notices))
    wanted = (
        combined_themes.groups(search.query, library.vocabulary) if values.get(combined_themes.PARAM) == "on" else ()
    )
    return replace(search, together=wanted), tuple(notices)


def _beginning(search: SearchState, notices: list[str]) -> SearchState:
    """Return the search for as much of a long question as can be searched, cut after a word."""
    text = search.query.text
    start = text if len(text) <= limits.QUESTION_LENGTH else text[: limits.QUESTION_LENGTH + 1].rpartition(" ")[0]
    start = start or text[: limits.QUESTION_LENGTH]
    telling = [token.end for token in tokens(start) if token.word not in STOP_WORDS]
    begun = search.saying(start)
    if len(telling) > MOST_WORDS and begun.searched_signs.is_plain:
        begun = search.saying(start[: telling[MOST_WORDS - 1]])
    searched = begun.query.text
    if searched == text:
        return search
    notices.append(f"Your search has {len(text):,} characters. We searched the first {len(searched)}.")
    return begun


def _about(search: SearchState) -> SearchState:
    """Return the search for what short quotations are to be about: "short quotes for a slide about hope" is "hope"."""
    signs = search.searched_signs
    return search.saying(signs.quoted) if search.short and signs.is_plain and signs.quoted is not None else search


@dataclass(frozen=True, slots=True)
class ExportLimits:
    """Limits of an exported search: the number of findings, and the words of each."""

    most: int | None = None
    words: int | None = None

    def of(self, holdings: Iterable[FindingInContext]) -> tuple[FindingInContext, ...]:
        """Return the first findings that are short enough."""
        short = [one for one in holdings if self.words is None or len(one.finding.text.split()) <= self.words]
        return tuple(short[: self.most])


def export_limits(params: Iterable[tuple[str, str]]) -> ExportLimits:
    """Return the limits that the parameters `most` and `words` set; anything but a number sets none."""
    given = dict(params)
    words = SHORT_QUOTATION_WORDS if given.get(SHORT) == "on" else None
    return ExportLimits(_number(given.get(MOST, "")), _number(given.get("words", "")) or words)


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and 0 < len(text) < 6 and int(text) else None


def _without_unknown(query: Query, library: Library, notices: list[str]) -> Query:
    """Return `query` without areas, reviews, documents and years of which the library holds nothing."""
    filters = dict(query.filters)
    for name, known in _LISTS.items():
        if name in filters:
            every = known(library)
            for value in filters[name]:
                if value not in every:
                    label = FACETS[name].label.lower()
                    notices.append(f"This library has no {label} called “{value[:60]}”, so we left out that filter.")
            filters[name] = tuple(value for value in filters[name] if value in every)
    return replace(query, filters={name: values for name, values in filters.items() if values})


def _areas(library: Library) -> frozenset[str]:
    return frozenset(review.area for review in library.reviews())


def _reviews(library: Library) -> frozenset[str]:
    return frozenset(review.slug for review in library.reviews())


def _documents(library: Library) -> frozenset[str]:
    return frozenset(held.id for held in library.documents())


def _years(library: Library) -> frozenset[str]:
    dates = [review.published for review in library.reviews()]
    dates += [held.about.published.value for held in library.documents() if held.about.published]
    return frozenset(date[:4] for date in dates if date)


_LISTS: dict[str, Callable[[Library], frozenset[str]]] = {
    "area": _areas,
    "review": _reviews,
    "document": _documents,
    "year": _years,
}
