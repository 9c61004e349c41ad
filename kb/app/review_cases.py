"""Work out the cases and the content notice of each review, and remember them until the review changes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from threading import Lock
from typing import Generic, TypeVar

from kb.app.cases import Cases
from kb.cases.ages import has_age_word
from kb.cases.case import cases_of, review_notice
from kb.cases.detail import DESCRIBED, describes_subject
from kb.cases.on_theme import match_case, newest_on, speaks_of
from kb.core.case_values import AGE_SPANS, Case, CaseMatch, CasesOnTheme, ContentNotice, Story
from kb.core.errors import BadQuestion
from kb.core.model import DocumentSummary, FindingInContext, Review
from kb.store import Store
from kb.vocabulary import Theme, Vocabulary

M = TypeVar("M")

LOOKED_AT = 60  # reviews whose documents are read for how they tell their case
_KEPT = 500  # reviews whose cases are remembered
_KEPT_NOTICES = 5_000  # reviews whose notices are remembered: each is a line


@dataclass(frozen=True, slots=True)
class _ReviewContents:
    """A review with its documents that readers may see, and its findings."""

    review: Review
    documents: tuple[DocumentSummary, ...]
    findings: tuple[FindingInContext, ...]


@dataclass(frozen=True, slots=True)
class _KnownValue(Generic[M]):
    """A value made from a review, the hash of what it was made from, and the last change at which it was checked."""

    mark: int
    of: int
    value: M


class _MadeOfReviews(Generic[M]):
    """Values made from reviews, by slug; made again where the review, its documents or its findings change."""

    def __init__(self, store: Store, make: Callable[[_ReviewContents], M], most: int) -> None:
        self._store = store
        self._make = make
        self._most = most
        self._known: dict[str, _KnownValue[M]] = {}
        self._lock = Lock()

    def of(self, slug: str, contents: _ReviewContents | None = None) -> M:
        """Return the value for a review; pass `contents` where its documents and findings were read already."""
        mark, known = self._store.top(), self._known.get(slug)  # the mark before the rows
        if known is not None and known.mark == mark:
            return known.value
        contents = contents or self._contents(slug)
        of = hash(contents)
        value = known.value if known is not None and known.of == of else self._make(contents)
        with self._lock:
            if slug not in self._known and len(self._known) >= self._most:
                self._known.clear()
            self._known[slug] = _KnownValue(mark, of, value)
        return value

    def _contents(self, slug: str) -> _ReviewContents:
        documents = tuple(one for one in self._store.documents(slug) if not one.is_kept_back)
        return _ReviewContents(self._store.review(slug), documents, self._store.findings(review=slug))


class ReviewCases:
    """Cases by review, each worked out once as long as its documents and findings stay as they are."""

    def __init__(self, store: Store, vocabulary: Vocabulary, tellings: Cases) -> None:
        self._vocabulary = vocabulary
        self._tellings = tellings
        self._cases = _MadeOfReviews(store, self._make_cases, _KEPT)
        self._notices = _MadeOfReviews(store, self._make_notice, _KEPT_NOTICES)

    def of(self, slug: str) -> tuple[Case, ...]:
        """Return the cases that a review tells, each with its findings; then findings of no case."""
        return self._cases.of(slug)

    def notice(self, slug: str) -> ContentNotice:
        """Return the content notice of a whole review; its cases are not worked out for it."""
        return self._notices.of(slug)

    def _make_cases(self, held: _ReviewContents) -> tuple[Case, ...]:
        whole = self._notices.of(held.review.slug, held)
        return cases_of(held.review, self._passage(held), held.findings, whole, self._vocabulary)

    def _make_notice(self, held: _ReviewContents) -> ContentNotice:
        opening = self._tellings.opening_of(held.documents)
        return review_notice(held.review, self._passage(held), held.findings, opening, self._vocabulary)

    def _passage(self, held: _ReviewContents) -> Story | None:
        return self._tellings.story_of(held.documents, held.review.review_type)

    def on_theme(
        self,
        theme: Theme,
        age: str,
        without: Theme | None,
        holdings: Sequence[FindingInContext],
        *,
        mentioned: bool = False,
        praise: bool = False,
    ) -> CasesOnTheme:
        """Return the cases on a theme, of an age, without those that speak of a hard subject. Raises BadQuestion.

        Where it may be `mentioned`, only cases that describe it are left out; `praise` asks for what went well.
        """
        if age and age not in AGE_SPANS:
            raise BadQuestion(f"An age is one of {', '.join(AGE_SPANS)}; not {age!r}.")
        newest = newest_on(theme, holdings)
        hard = describes_subject if mentioned else speaks_of

        def leave_out(case: Case) -> bool:
            return without is not None and hard(case, without)

        found = sorted(self._matches(newest[:LOOKED_AT], theme, age, leave_out, praise), key=lambda one: one.order)
        looked_at = min(len(newest), LOOKED_AT)
        return CasesOnTheme(tuple(found), looked_at, len(newest) - looked_at)

    def _matches(
        self, slugs: Sequence[str], theme: Theme, age: str, leave_out: Callable[[Case], bool], praise: bool
    ) -> Iterator[CaseMatch]:
        for slug in slugs:
            for case in self.of(slug):
                match = match_case(case, theme, age, self._vocabulary, praise)
                if match.holdings and not leave_out(case):
                    yield match


def notice_subjects(vocabulary: Vocabulary) -> Mapping[str, str]:
    """Return the hard subjects that a case can be left out for: a theme's slug and what a notice says of it.

    With DESCRIBED after its slug only cases that describe it are left out, where the difference is known.
    """
    subjects: dict[str, str] = {}
    for theme in vocabulary.themes.values():
        if theme.notice:
            subjects[theme.slug] = theme.notice
            if theme.described_words:
                subjects[f"{theme.slug}{DESCRIBED}"] = f"{theme.notice}, if described and not only mentioned"
    return subjects


def asked_age(words: str) -> str:
    """Return the first age in `AGE_SPANS` of which a question has words ("under 5s"), "" where it has none."""
    return next((span for span in AGE_SPANS if has_age_word(words, span)), "")
