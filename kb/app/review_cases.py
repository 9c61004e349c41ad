"""The cases of each review of a library, with what a reader is told beforehand, as fresh as the store."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from threading import Lock

from kb.app.cases import Cases
from kb.cases import notices
from kb.cases.ages import has_age_word
from kb.cases.case import cases_of, review_notice
from kb.cases.detail import DESCRIBED, describes
from kb.cases.on_theme import match_case, newest_on, speaks_of
from kb.core.case_values import AGE_SPANS, Case, CaseMatch, CasesOnTheme, ContentNotice
from kb.core.errors import BadQuestion
from kb.core.model import DocumentSummary, FindingInContext, Review
from kb.store import Store
from kb.vocabulary import Theme, Vocabulary

LOOKED_AT = 60  # reviews whose documents are read for how they tell their case
_KEPT = 500  # reviews whose cases are remembered


@dataclass(frozen=True, slots=True)
class _KnownCases:
    """The cases of one review, of what they were worked out, and the last change of the library that they stand."""

    mark: int
    of: tuple[Review, tuple[DocumentSummary, ...], tuple[FindingInContext, ...]]
    notice: ContentNotice
    cases: tuple[Case, ...]


class ReviewCases:
    """Cases by review, each worked out once as long as its documents and findings stay as they are."""

    def __init__(self, store: Store, vocabulary: Vocabulary, tellings: Cases) -> None:
        self._store = store
        self._vocabulary = vocabulary
        self._tellings = tellings
        self._known: dict[str, _KnownCases] = {}
        self._lock = Lock()

    def of(self, slug: str) -> tuple[Case, ...]:
        """Return the cases that a review tells, each with its findings; then findings of no case."""
        return self._look_up(slug).cases

    def notice(self, slug: str) -> ContentNotice:
        """Return what a reader is told beforehand of a whole review."""
        return self._look_up(slug).notice

    def _look_up(self, slug: str) -> _KnownCases:
        """Return what is known of a review, worked out anew where the review, its documents or findings changed."""
        mark, known = self._store.top(), self._known.get(slug)
        if known is not None and known.mark == mark:
            return known
        review = self._store.review(slug)
        documents = tuple(one for one in self._store.documents(slug) if not one.is_kept_back)
        findings = self._store.findings(review=slug)
        of = (review, documents, findings)
        if known is not None and known.of == of:
            known = replace(known, mark=mark)
        else:
            passage = self._tellings.story_of(documents, review.review_type)
            whole = review_notice(review, passage, findings, self._opening(documents), self._vocabulary)
            known = _KnownCases(mark, of, whole, cases_of(review, passage, findings, whole, self._vocabulary))
        with self._lock:
            if len(self._known) >= _KEPT:
                self._known.clear()
            self._known[slug] = known
        return known

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
        hard = describes if mentioned else speaks_of

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

    def _opening(self, documents: Sequence[DocumentSummary]) -> str:
        """Return the first letters of the documents' text, as many as a notice is read from."""
        text = ""
        for one in documents:
            text += self._store.text(one.id).text[: notices.OPENING_CHARACTERS - len(text)] + "\n\n"
            if len(text) >= notices.OPENING_CHARACTERS:
                break
        return text[: notices.OPENING_CHARACTERS]


def notice_subjects(vocabulary: Vocabulary) -> Mapping[str, str]:
    """Return the hard subjects that a case can be left out for: a theme's slug and what a notice says of it.

    With DESCRIBED after its slug only cases that describe it are left out, where the difference can be told.
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
