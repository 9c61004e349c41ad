"""Single findings that were withdrawn, as the list beside the rows tells of them: done again where rows lack it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from kb.core.corrections import WITHDRAW, Amendment, Correction
from kb.core.finding_ids import fingerprint
from kb.core.model import Finding, squeeze
from kb.store.ledger import Withdrawal
from kb.store.withdrawals import Takedown, latest_takedowns, next_act


def words_key(quotation: str) -> str:
    """Return a digest of a finding's words, by which it is known again under another id."""
    return fingerprint(squeeze(quotation))


def withdrawal_of(one: Correction) -> Withdrawal:
    """Return the withdrawal that a correction makes, without what the finding says."""
    quotation = one.before["finding"]["quotation"] if one.before else ""
    return Withdrawal(one.document, "", words_key(quotation) if quotation else "", "", one.at, one.reason)


def with_changes(acts: Iterable[Takedown], changed: Iterable[Correction]) -> list[Takedown]:
    """Return a list of acts with those on single findings that were withdrawn, or are so no longer."""
    listed = list(acts)
    for one in changed:
        if one.field != WITHDRAW:
            continue
        gone = None if one.undone else withdrawal_of(one)
        last = latest_takedowns(listed).get(one.subject)
        if last is None or (last.gone is None) != (gone is None):
            listed.append(next_act(listed, one.document, one.undone or one.at, gone, one.subject))
    return listed


def find_lacking(
    acts: Iterable[Takedown], holding: Sequence[Correction], shown: Sequence[Finding]
) -> Iterator[tuple[Amendment, str]]:
    """Give the withdrawals that are listed and that a document's rows lack, each with its reason.

    `holding` are the withdrawals that hold, `shown` the document's findings. A finding that has another id in older
    rows is known by its words; one that is not there has nothing to withdraw.
    """
    known = {one.subject for one in holding}
    by_words = {words_key(one.quotation): one.id for one in shown}
    ids = {one.id for one in shown}
    for act in acts:
        if act.gone is None or act.finding in known:
            continue
        finding = act.finding if act.finding in ids else by_words.get(act.gone.text_key, "")
        if finding and finding not in known:
            known.add(finding)
            yield Amendment(finding, WITHDRAW, True), act.gone.reason


def find_outdated(last: Mapping[str, Takedown], holding: Iterable[Correction]) -> Iterator[Correction]:
    """Give the withdrawals of older rows that were taken back since."""
    for one in holding:
        act = last.get(one.subject)
        if act is not None and act.gone is None and one.at <= act.at:
            yield one


def find_unlisted(last: Mapping[str, Takedown], holding: Iterable[Correction]) -> Iterator[Correction]:
    """Give the withdrawals that hold and that the list does not tell of."""
    for one in holding:
        act = last.get(one.subject)
        if act is None or (act.gone is None and one.at > act.at):
            yield one
