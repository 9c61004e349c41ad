"""Cases, notices and collections: the part of `Library` for those who teach from reviews."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from kb.app.cases import Cases
from kb.app.library_contents import LibraryContents
from kb.app.review_cases import ReviewCases, notice_subjects
from kb.app.timelines import Timelines
from kb.cases.choice import choose
from kb.cases.detail import DESCRIBED
from kb.cases.people import people_in
from kb.core.case_values import Case, CasesOnTheme, ContentNotice, DatedEvent, Passage, PersonInCase
from kb.core.errors import BadQuestion
from kb.core.model import (
    Collection,
    CollectionItem,
    FindingInContext,
    Use,
)
from kb.core.settings import Settings
from kb.exports.case_pack import PACK_FINDINGS


class LibraryCases(LibraryContents):
    """Answers what reviews tell of their cases, and keeps what people gather. `Library` is made of it."""

    _cases: Cases
    _timelines: Timelines
    _review_cases: ReviewCases
    settings: Settings

    def story(self, review: str) -> Passage | None:
        """Return the passage in which a review's own documents tell its case; None if there is none."""
        held = self._store.review(review)
        return self._cases.story_of(self.documents(held.slug), held.review_type)

    def cases(self, review: str) -> tuple[Case, ...]:
        """Return the cases that a review tells, each with its findings, ages and notice; then findings of no case."""
        return self._review_cases.of(self._store.review(review).slug)

    def timeline(self, review: str) -> tuple[DatedEvent, ...]:
        """Return the events of its case that a review's documents date, in the order of time, in their own words."""
        held = self._store.review(review)
        known = self.vocabulary.review_types.get(held.review_type)
        if known is not None and not known.tells_case:
            return ()
        return self._timelines.of(self.documents(held.slug))

    def people(self, review: str) -> tuple[PersonInCase, ...]:
        """Return who stands in the cases that a review tells, by role."""
        return people_in(case.story.said for case in self.cases(review) if case.story)

    def pack_choice(self, review: str) -> tuple[FindingInContext, ...]:
        """Return the findings of a review with which a case pack of it begins."""
        return choose(self._store.findings(self._store.review(review).slug), PACK_FINDINGS)

    def content_notice(self, review: str) -> ContentNotice:
        """Return the content notice of a whole review: a death or serious harm, and hard subjects."""
        return self._review_cases.notice(self._store.review(review).slug)

    def cases_on_theme(self, theme: str, age: str = "", without: str = "", praise: bool = False) -> CasesOnTheme:
        """Return the cases on a theme, those that fit best first. Raises BadQuestion.

        `age` is one of `AGE_SPANS`; `without` one of `notice_subjects`; `praise` asks for what went well.
        """
        wanted = self.vocabulary.theme(theme)
        if wanted is None:
            raise BadQuestion(f"There is no theme {theme!r}. `kb themes list` shows them all.")
        slug = without.removesuffix(DESCRIBED)
        hard = self.vocabulary.theme(slug) if slug else None
        if without and not (hard and f"{hard.slug}{without[len(slug) :]}" in notice_subjects(self.vocabulary)):
            subjects = ", ".join(notice_subjects(self.vocabulary))
            raise BadQuestion(f"Cases can be left out for {subjects}; not for {without!r}.")
        holdings = self.findings(theme=wanted.slug)
        mentioned = slug != without
        return self._review_cases.on_theme(wanted, age, hard, holdings, mentioned=mentioned, praise=praise)

    def session_uses(self, reviews: Iterable[str]) -> Mapping[str, tuple[tuple[str, Use], ...]]:
        """Return for each review the sessions in which it was used, newest first, each with its collection's key."""
        wanted = dict.fromkeys(reviews)
        found: dict[str, list[tuple[str, Use]]] = {slug: [] for slug in wanted}
        for collection, use in self._store.uses():
            held = self._store.holdings([item.finding for item in collection.items])
            for slug in dict.fromkeys(one.review.slug for one in held if one.review.slug in wanted):
                found[slug].append((collection.key, use))
        return {slug: tuple(uses) for slug, uses in found.items()}

    def has_recorded_sessions(self) -> bool:
        """Return whether any collection was used in a session that somebody recorded."""
        return bool(self._store.uses())

    def collection(self, key: str) -> Collection:
        """Return the collection of a reading key or an editing key; only with an editing key can it be saved."""
        return self._store.collection(key)

    def new_collection(
        self,
        title: str,
        items: Iterable[CollectionItem] = (),
        introduction: str = "",
        questions: Iterable[str] = (),
        search: str = "",
    ) -> Collection:
        """Store a new collection and return it with its reading key and its editing key. Raises BadQuestion."""
        made = Collection("", title, introduction, tuple(items), tuple(questions), search)
        return self._store.new_collection(made, self.settings.collections)

    def tidy_collections(self, days: int, dry_run: bool = False) -> int:
        """Remove collections unchanged for `days` and without a noted use; return how many."""
        return self._store.tidy_collections(days, dry_run)

    def change_collection(self, edit_key: str, changed: Callable[[Collection], Collection]) -> Collection:
        """Store what `changed` makes of a collection as it is now. Raise NotHeld, and what `changed` raises."""
        return self._store.change_collection(edit_key, changed)

    def delete_collection(self, edit_key: str) -> None:
        """Remove the collection of an editing key."""
        self._store.delete_collection(edit_key)
