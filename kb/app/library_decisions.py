"""Corrections, verdicts and the record of changes: the part of `Library` that keeps what people decide."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import TypeVar

from kb.app.backup_places import tell_places
from kb.app.corrections import Correcting
from kb.app.library_contents import LibraryContents
from kb.app.proposed_reviews import proposed_review
from kb.app.reports import NearMiss, ThemeSuggestion
from kb.app.upkeep import Upkeep
from kb.core.corrections import THEME, Correction
from kb.core.model import Certainty, DocumentSummary, FindingInContext, Review, Verdict, squeeze
from kb.core.settings import Settings
from kb.store import Act, ActFilter

T = TypeVar("T")


class LibraryDecisions(LibraryContents):
    """Keeps what people say of findings, documents and links, above what the program says. `Library` is made of it."""

    settings: Settings
    correcting: Correcting
    _upkeep: Upkeep

    @contextmanager
    def changing(self) -> Iterator[None]:
        """Be the only one, on any machine of this library, who changes what people state; what was looked at within
        this is still so when it is changed. Not to be entered twice. Raises LibraryBusy.
        """
        with self._store.database.lock("changing", self.settings.database_lock_seconds):
            yield

    def make_correction(self, change: Callable[[Correcting], T]) -> T:
        """Make a correction and bring the index up to date; later readings do not overrule it.

        `library.make_correction(lambda desk: desk.drop(finding, by))` returns what the method of `Correcting` returns.
        Nobody else changes anything meanwhile, so `change` may look first at what it changes. Raises LibraryBusy.
        """
        with self.changing():
            done = change(self.correcting)
        tell_places(self.settings.data)  # a withdrawn finding is listed beside the backups too
        self._upkeep.tell_of_changes()  # it is kept even where the index cannot be updated
        return done

    def decide_theme(self, finding_id: str, theme: str, accepted: bool, by: str = "") -> None:
        """Store that a person gave or refused a finding this theme; later tagging does not overrule it."""
        self.make_correction(lambda desk: desk.decide_theme(finding_id, theme, accepted, by))

    def audit(self, wanted: ActFilter, limit: int = 100) -> tuple[Act, ...]:
        """Return the newest rows of the record of changes that are wanted."""
        return self._store.acts(limit, wanted)

    def actors(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Return everybody whom the record of changes names, and every sort of change in it."""
        return self._store.actors()

    def correction_batch(self, batch: int) -> tuple[Correction, ...]:
        """Return the corrections that were made together."""
        return self._store.correction_batch(batch)

    def last_corrections(self, limit: int) -> tuple[Correction, ...]:
        """Return the corrections made last, `limit` at most, newest first."""
        return self._store.newest_corrections(limit)

    def proposed_review(self, held: DocumentSummary) -> Review | None:
        """Return the review to which a document may belong, None where nothing is proposed or a person has decided."""
        return proposed_review(self._store, held)

    def missed_statements(self, document_id: str) -> tuple[NearMiss, ...]:
        """Return statements of a held document that came near to being findings, the likeliest first."""
        shown = {squeeze(one.finding.quotation) for one in self.findings(document=document_id)}
        shown |= set(self.correcting.withdrawn_words(document_id))
        near = self.correcting.gaps.near_misses(document_id, self.text(document_id))
        return tuple(one for one in near if squeeze(one.text) not in shown)

    def suggested_themes(
        self, document_id: str, held: Iterable[FindingInContext] | None = None
    ) -> tuple[ThemeSuggestion, ...]:
        """Return the themes that findings of a document may be about without a cue, nor a person's decision on them.

        Without `held`, of all its findings.
        """
        # imported here: showing pages needs no model
        from ingest.themes.suggest import suggest

        decided = {
            (one.subject, one.field.removeprefix(THEME))
            for one in self._store.corrections_in(document_id)
            if one.field.startswith(THEME) and not one.undone
        }
        findings = [one.finding for one in (self.findings(document=document_id) if held is None else held)]
        return tuple(
            ThemeSuggestion(finding.id, one.theme, one.chance, one.words)
            for finding in findings
            for one in suggest(finding.text, {t.theme for t in finding.tags if t.certainty is not Certainty.INFERRED})
            if (finding.id, one.theme) not in decided and one.theme in self.vocabulary.themes
        )

    def corrections_of(self, subject: str) -> tuple[Correction, ...]:
        """Return the corrections of a finding, document or review, newest first, also undone ones."""
        return self._store.corrections_of(subject)

    def corrections_in(self, document_id: str) -> tuple[Correction, ...]:
        """Return the corrections of a document and its findings in their order, also undone ones."""
        return self._store.corrections_in(document_id)

    def judge_echo(self, one: str, other: str, accepted: bool, by: str = "") -> None:
        """Store a person's verdict on whether two findings say the same."""
        self._store.finding(one)
        self._store.finding(other)
        self._store.judge_echo(one, other, accepted, by)
        self._upkeep.tell_of_changes()  # it is kept even where the index cannot be updated

    def forget_echo(self, one: str, other: str, by: str = "") -> None:
        """Remove a person's verdict on two findings, so that the machine's suggestion stands again."""
        self._store.forget_verdict(one, other, by)
        self._upkeep.tell_of_changes()  # it is kept even where the index cannot be updated

    def judged_pairs(self) -> tuple[tuple[FindingInContext, FindingInContext, bool], ...]:
        """Return every pair of held findings on which a person gave a word, and whether both say the same lesson."""
        judged = self._store.verdicts()
        held = {one.finding.id: one for one in self.holdings(sorted({id_ for pair in judged for id_ in pair}))}
        return tuple((held[a], held[b], same) for (a, b), same in sorted(judged.items()) if a in held and b in held)

    def verdicts(self, finding_id: str) -> Mapping[str, Verdict]:
        """Return people's verdicts on a finding and others, by the other's id, newest first."""
        return self._store.verdicts_of(finding_id)
