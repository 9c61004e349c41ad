"""Findings of the library as linking needs them, read when they are asked for.

What places each finding is read at once; its words only where it changed, or is linked with what did. So a process that
has just begun can link one document more without reading the whole library.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Set

from kb.app.linkable_findings import drop_evidence
from kb.core.document import Span
from kb.core.model import DocumentSummary, Finding, FindingInContext, Kind, Review
from kb.store import FindingOutline, Store

REMEMBERED = 20_000  # findings whose words stay in memory from one linking to the next
WHOLE_SHARE = 4  # one in so many findings whose words one linking asks for, from which those of all are read at once
_NOWHERE = Span(())


class HeldFindings:
    """The findings of one library, as they were when it was last looked at."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._outlines: dict[str, FindingOutline] = {}
        self._sources: dict[str, tuple[DocumentSummary, Review]] = {}
        self._words: dict[str, FindingInContext] = {}
        self._all_read = False
        self._asked = 0  # findings whose words were read since it was last looked at

    def look(self, changed: Iterable[str] = ()) -> None:
        """Learn which findings there are now; the words of those that `changed` are read again when asked for."""
        told, self._sources = self._store.outlines()
        self._outlines = {one.id: one for one in told}
        self._all_read, self._asked = False, 0
        for one in changed:
            self._words.pop(one, None)
        for one in self._words.keys() - self._outlines.keys():
            del self._words[one]

    def read_all(self) -> None:
        """Read the words of all findings, for whoever needs most of them."""
        with self._store.everything() as (every, _):
            self._words = {
                one.holding.finding.id: drop_evidence(one.holding)
                for one in every
                if one.holding.finding.id in self._outlines
            }
        self._all_read = True

    def let_go(self) -> None:
        """Forget words, where they are many."""
        if len(self._words) > REMEMBERED:
            self._words, self._all_read = {}, False

    def __len__(self) -> int:
        return len(self._outlines)

    def __contains__(self, finding: object) -> bool:
        return finding in self._outlines

    @property
    def ids(self) -> Set[str]:
        """The ids of all findings."""
        return self._outlines.keys()

    def get(self, finding: str) -> FindingInContext | None:
        """Return a finding, None where it is not held."""
        if finding not in self._words:
            self.prepare((finding,))
        return self._words.get(finding)

    def prepare(self, findings: Collection[str]) -> None:
        """Read at once what is going to be asked for."""
        missing = [one for one in dict.fromkeys(findings) if one not in self._words and one in self._outlines]
        if not missing or self._all_read:  # what is missing then has gone since
            return
        self._asked += len(missing)
        if self._asked * WHOLE_SHARE > len(self._outlines):
            self.read_all()
        else:
            read = self._store.indexable_findings(missing)
            self._words |= {one.holding.finding.id: drop_evidence(one.holding) for one in read}

    def findings(self, ids: Iterable[str]) -> dict[str, FindingInContext]:
        """Return those of these findings that are held, by id, in this order."""
        wanted = list(ids)
        self.prepare(wanted)
        return {one: held for one in wanted if (held := self._words.get(one)) is not None}

    def case_of(self, finding: str) -> str | None:
        """Return the slug of the review with which a finding's own is counted, None where it is not held."""
        outline = self._outlines.get(finding)
        return self._sources[outline.document][1].case_slug if outline else None

    def by_review(self) -> dict[str, list[str]]:
        """Return the findings of each review, by its slug, in the order of documents and places."""
        found: defaultdict[str, list[str]] = defaultdict(list)
        for one in self._outlines.values():
            found[self._sources[one.document][1].slug].append(one.id)
        return found

    def without_words(self, kinds: Collection[Kind]) -> Iterator[FindingInContext]:
        """Give the findings of these kinds, in the order of documents and places, without their words."""
        for one in self._outlines.values():
            if one.kind in kinds:
                known = self._words.get(one.id)
                yield known or FindingInContext(
                    Finding(one.id, one.kind, "", "", _NOWHERE), *self._sources[one.document]
                )
