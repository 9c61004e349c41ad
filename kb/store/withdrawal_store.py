"""Take documents and findings down (rows, files and the list of withdrawals beside them), and let them back in."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from contextlib import nullcontext, suppress
from dataclasses import replace
from pathlib import Path

from sqlalchemy import Connection

from kb.core.corrections import REPLACES, WITHDRAW, Correction
from kb.core.errors import LibraryUnavailable, NotHeld
from kb.core.finding_ids import fingerprint
from kb.store import (
    codec,
    corrections,
    documents,
    finding_withdrawals,
    findings,
    kept_sums,
    ledger,
    linking,
    reviews,
    withdrawals,
)
from kb.store import tables as t
from kb.store.amendments import Clock, CorrectedStore, findings_of_reviews
from kb.store.database import Database
from kb.store.erasing import ErasureMark
from kb.store.ledger import Withdrawal
from kb.store.originals import Originals
from kb.store.withdrawals import Takedown


class WithdrawalStore(CorrectedStore):
    """A store that takes documents down and, where it finds an older copy of the rows, takes them down again.

    The list of withdrawals is a file beside the rows, so that it outlives them.
    """

    def __init__(self, database: Database, folder: Path, clock: Clock, originals: Path | None) -> None:
        super().__init__(database, clock)
        self.originals = Originals(originals or folder / "originals")
        self.erasure = ErasureMark(folder)
        self._takedowns = folder / withdrawals.FILE

    def withdraw(self, document_id: str, reason: str, person: str = "") -> None:
        """Take a document down: rows, words and original go, and it is refused when it comes again.

        The erasure mark stays until the index has heard of it and `scrub` has returned True.
        """
        with self.database.reading() as connection:
            self._document(connection, document_id)
        self.erasure.make()
        with self.database.writing() as connection:
            held = self._document(connection, document_id)
            key = codec.text_key(documents.text(connection, document_id).text)
            gone = Withdrawal(held.id, held.sha256, key, fingerprint(held.review), self.now(), reason)
            act = self._next_act(connection, held.id, gone)
            self._take_down(connection, act, replace(gone, at=act.at), person)
        with suppress(LibraryUnavailable):  # tried again, and reported, where the words are taken out of all files
            self.originals.drop(held.sha256)
        self._list_takedowns()

    def _take_down(self, connection: Connection, act: Takedown, gone: Withdrawal, person: str = "") -> None:
        held = documents.of_id(connection, gone.document)
        ids = findings.ids_where(connection, t.findings.c.document == gone.document)
        older = [str(one.value) for one in corrections.of_document(connection, gone.document) if one.field == REPLACES]
        ledger.withdraw(connection, gone, ids)
        corrections.forget(connection, gone.document)  # they hold words of it
        self.note(connection, "withdraw", gone.document, person, reason=gone.reason, turn=act.turn)
        if held is not None:
            linking.forget_threads_of(connection, ids)
            kept_sums.drop_sums(connection)  # they name reviews, and no row of theirs goes with a review
            documents.delete(connection, gone.document)
            touched = reviews.refresh(connection, held.review)
            ledger.send(connection, ledger.DROP, sorted(ids))
            ledger.send(connection, ledger.PUT, findings_of_reviews(connection, touched))
            self._settle_versions(connection, older)

    def _take_down_again(self) -> None:
        """Finish what a process that died began, and do again what an older copy of the rows has undone."""
        with self.database.reading() as connection:
            last = withdrawals.latest_takedowns(self._takedown_acts(connection))
            known = {one.document for one in ledger.withdrawals(connection)}
            added = {one: held.added for one in last if (held := documents.of_id(connection, one))}
        for document, act in last.items():
            if act.finding:
                continue
            if act.gone is None and document in known:
                with self.database.writing() as connection:
                    self._reinstate(connection, act)
            elif act.gone is not None and document not in known and not _is_outdated(act, added.get(document)):
                self.erasure.make()
                with self.database.writing() as connection:
                    self._take_down(connection, act, act.gone)
        if self.unheard_withdrawals():
            self.erasure.make()
        self._drop_withdrawn()  # one that cannot be removed keeps nobody out; the doctor tells of it
        self._list_takedowns()

    def unheard_withdrawals(self) -> bool:
        """Return whether the rows withdraw documents that the list of this machine lacks; another machine may have."""
        listed = {one.document for one in withdrawals.read_withdrawals(self._takedowns) if one.gone is not None}
        return any(one.document not in listed for one in self.withdrawals())

    def hear_of_withdrawals(self) -> None:
        """Remove the original files of all that is withdrawn, and enter it in the list of this machine. Raises
        LibraryUnavailable where a file cannot be removed, once all others are.
        """
        left = self._drop_withdrawn()
        self._list_takedowns()
        if left is not None:
            raise left

    def _drop_withdrawn(self) -> LibraryUnavailable | None:
        return self.originals.drop_each(gone.sha256 for gone in self.withdrawals())

    def withdraw_findings_again(self) -> None:
        """Withdraw again the findings that an older copy of the rows still shows, and add to the list what it lacks."""
        with self.database.reading() as connection:
            last = withdrawals.latest_takedowns(withdrawals.read_withdrawals(self._takedowns))
            holding = corrections.of_field(connection, WITHDRAW)
            named = {act.document for act in last.values() if act.finding and act.gone}
            held = [one for one in sorted(named) if documents.of_id(connection, one)]
        for one in finding_withdrawals.find_outdated(last, holding):
            self.undo(one.batch)
        missing = list(finding_withdrawals.find_unlisted(last, holding))
        if missing:
            self._list_findings(missing)
        for document in held:
            with self.database.writing() as connection:
                self._withdraw_listed_findings(connection, document)

    def _withdraw_listed_findings(self, connection: Connection, document: str) -> None:
        last = withdrawals.latest_takedowns(withdrawals.read_withdrawals(self._takedowns)).values()
        acts = [act for act in last if act.finding and act.document == document]
        if acts:
            holding = [one for one in corrections.of_document(connection, document) if not one.undone]
            holding = [one for one in holding if one.field == WITHDRAW]
            shown = findings.of_document(connection, document)
            for one, reason in finding_withdrawals.find_lacking(acts, holding, shown):
                self._amend(connection, document, [one], "", reason)

    def _list_findings(self, changed: Sequence[Correction]) -> None:
        acts = withdrawals.read_withdrawals(self._takedowns)
        self._write_takedowns(finding_withdrawals.with_changes(acts, changed))

    def reinstate(self, document_id: str, person: str = "", reason: str = "") -> None:
        """Allow a withdrawn document to be added again. Raises NotHeld."""
        with self.database.writing() as connection:
            act = self._next_act(connection, document_id, None)
            if not self._reinstate(connection, act, person, reason):
                raise NotHeld(f"No withdrawn document {document_id} is known here.")
            # before the commit: where the file cannot be written, nothing is reinstated
            self._list_takedowns(act, connection)

    def _reinstate(self, connection: Connection, act: Takedown, person: str = "", reason: str = "") -> bool:
        known = ledger.reinstate(connection, act.document)
        if known:
            why = {"reason": reason} if reason else {}
            self.note(connection, "reinstate", act.document, person, turn=act.turn, since=act.at, **why)
        return known

    def _next_act(self, connection: Connection, document: str, gone: Withdrawal | None) -> Takedown:
        return withdrawals.next_act(self._takedown_acts(connection), document, self.now(), gone)

    def _takedown_acts(self, connection: Connection) -> list[Takedown]:
        """Return what the list in the file and the rows themselves know of withdrawals and reinstatements."""
        acts = list(withdrawals.read_withdrawals(self._takedowns))
        noted = ledger.last_acts(connection, ("withdraw", "reinstate"))
        known = {one.document: one for one in ledger.withdrawals(connection)}
        for document, gone in known.items():
            detail = json.loads(noted[document].detail) if document in noted else {}
            acts.append(Takedown(document, gone.at, detail.get("turn", 0), gone))
        for document, note in noted.items():
            if note.act == "reinstate" and document not in known:
                detail = json.loads(note.detail)
                acts.append(Takedown(document, detail.get("since", note.at), detail.get("turn", 0)))
        return acts

    def _list_takedowns(self, act: Takedown | None = None, connection: Connection | None = None) -> None:
        """Write into the list what last happened to each document, with `act`, which is not yet committed."""
        with self.database.reading() if connection is None else nullcontext(connection) as open_connection:
            acts = self._takedown_acts(open_connection)
        self._write_takedowns([*acts, act] if act else acts)

    def _write_takedowns(self, acts: Iterable[Takedown]) -> None:
        last = tuple(withdrawals.latest_takedowns(acts).values())
        if set(last) != set(withdrawals.read_withdrawals(self._takedowns)):
            withdrawals.write(self._takedowns, sorted(last, key=lambda one: (one.order, one.document)))


def _is_outdated(act: Takedown, added: str | None) -> bool:
    """Return whether a document came after its withdrawal: lists without turns do not tell of reinstatements."""
    return act.turn == 0 and added is not None and added > act.at
