"""Compare a draft with earlier findings. Nothing of a draft is stored or logged."""

from __future__ import annotations

import itertools
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, replace
from pathlib import Path
from threading import Lock

from ingest.themes.tagger import tag
from kb.app.add import Adding
from kb.app.draft_likeness import DraftLikeness, RankedDraft
from kb.app.recurrence import Recurring
from kb.app.reports import MENTIONED_REVIEWS, CheckedFinding, EarlierFinding
from kb.app.uploads import safe_name
from kb.app.work_places import WorkPlaces
from kb.core.counted_reviews import count_once, tell_counted_once
from kb.core.document import Document
from kb.core.errors import BadQuestion
from kb.core.expressions import expression
from kb.core.finding_ids import finding_ids
from kb.core.model import Answer, Echo, Finding, FindingInContext, Kind, Metadata, squeeze
from kb.core.recurrence_values import Like
from kb.core.settings import Settings
from kb.recurrence import STRONG_LIKENESS, asks, find_vagueness, reported_complete
from kb.recurrence.deeds import acts
from kb.store import Store
from kb.text.formatting import count_phrase, join_words, years
from kb.vocabulary import Vocabulary
from kb.vocabulary.labels import sources

LONGEST_DRAFT = 400_000  # characters of a pasted draft: a long report
LONGEST_FILE = 1_000_000  # characters of an uploaded draft: over 300 pages, and some ten seconds of processor
DRAFTS_AT_ONCE = 2  # uploaded drafts that are read: each may take a gigabyte and a minute
_LONG_DRAFT = 40_000  # characters of a pasted draft from which it counts among those that are read at once
_MOST_FINDINGS = 200  # findings of one draft that are looked up
_SHORTEST_PARAGRAPH = 20  # characters of a paragraph that says something
_SHORT_DRAFT = 12  # paragraphs of a draft of which each is compared, whatever it is
_SENTENCE_ENDS = (".", ";", "!", "?")
_CLOSING = "”’\"')]"  # what may stand after these
RELATED_LIKENESS = 0.45  # likeness from which something is shown as related to a draft
_LOOKED_UP_AT_ONCE = 25  # findings of a draft whose earlier ones are read together
_COUNTED_FINDINGS = 60  # findings like a draft of which it is counted how many say nearly the same
_ASKING_KINDS = (Kind.RECOMMENDATION, Kind.ACTION)
_EXAMPLE = "Agencies should tell each other at once when a family moves."  # any that asks for something
_SENTENCE = expression(r"(?<=[.;!?])\s+(?=[A-Z])")


@dataclass(frozen=True, slots=True)
class _Earlier:
    """Findings that some findings of a draft are like, with their other printings and what answers them, by id."""

    held: Mapping[str, FindingInContext]
    printings: Mapping[str, tuple[FindingInContext, ...]]
    answers: Mapping[str, tuple[tuple[Answer, FindingInContext], ...]]


class Checking:
    """Compares drafts with one library."""

    def __init__(
        self,
        settings: Settings,
        vocabulary: Vocabulary,
        store: Store,
        adding: Adding,
        recurring: Recurring,
        likeness: DraftLikeness,
    ) -> None:
        self._settings = settings
        self._vocabulary = vocabulary
        self._store = store
        self._adding = adding
        self._recurring = recurring
        self._likeness = likeness
        # Threads of one process share one interpreter: two drafts at once are no sooner ready, and readers wait longer.
        self._comparing = Lock()
        self._places = WorkPlaces(settings.data, "reading-draft", DRAFTS_AT_ONCE, "reading other files")

    def make_ready(self) -> None:
        """Check a draft that nobody reads, so that the first real one need not wait; nothing before a linking."""
        if self._likeness.is_filed():
            self.text(_EXAMPLE, 1)

    def text(self, text: str, depth: int) -> tuple[CheckedFinding, ...]:
        """Return each finding of a pasted draft with earlier findings. Raise BadQuestion, LibraryBusy."""
        if not text.strip():
            raise BadQuestion("Enter a draft finding, recommendation or report.")
        if len(text) > LONGEST_DRAFT:
            raise BadQuestion(f"Your draft must be {LONGEST_DRAFT:,} characters or fewer. Check it in parts.")
        # the plain text reader is our own code over a string: nothing in it can be hostile to a parser
        from ingest.readers import read

        with self._places.take() if len(text) > _LONG_DRAFT else nullcontext():
            return self._document(read(text.encode("utf-8", "replace"), "draft.txt"), depth)

    def file(self, data: bytes, name: str, depth: int) -> tuple[CheckedFinding, ...]:
        """Return each finding of an uploaded draft with earlier ones. Raise BadQuestion, FileRefused, LibraryBusy."""
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder, safe_name("draft" + Path(name).suffix[:10]))
            path.write_bytes(data)
            with self._places.take():
                document = self._adding.document(path)
                if len(document.text) > LONGEST_FILE:
                    raise BadQuestion(
                        f"The draft {safe_name(name)} holds {len(document.text):,} characters. It must have "
                        f"{LONGEST_FILE:,} or fewer. Check it in parts."
                    )
                return self._document(document, depth)

    def _document(self, document: Document, depth: int) -> tuple[CheckedFinding, ...]:
        with self._comparing:
            read = self._adding.understand(document, Metadata()).findings
            found = (self._with_paragraphs(document, read) if read else self._paragraphs(document))[:_MOST_FINDINGS]
        checked: list[CheckedFinding] = []
        for start in range(0, len(found), _LOOKED_UP_AT_ONCE):
            with self._comparing:  # between two parts of a long draft it is another's turn
                checked += self._compare(found[start : start + _LOOKED_UP_AT_ONCE], depth)
        return tuple(checked)

    def _compare(self, some: Sequence[Finding], depth: int) -> Iterator[CheckedFinding]:
        ranked = [self._likeness.rank(one, _COUNTED_FINDINGS, RELATED_LIKENESS) for one in some]
        earlier = self._look_up([one.likest for one in ranked])
        return (self._check_finding(*one, earlier, depth) for one in zip(some, ranked, strict=True))

    def _look_up(self, several: Sequence[Sequence[Like]]) -> _Earlier:
        """Return the findings that several findings of a draft are like, asked for at once."""
        ids = list(dict.fromkeys(like.id for likes in several for like in likes))
        held = {one.finding.id: one for one in self._store.holdings(ids)}
        return _Earlier(held, self._recurring.all_printings(ids), self._recurring.answers_of_each(ids))

    def _with_paragraphs(self, document: Document, read: Sequence[Finding]) -> tuple[Finding, ...]:
        """Return the findings of a draft and, where it is short, each paragraph of whole sentences that holds none.

        Whoever pastes a few paragraphs wants each of them compared; a report also tells a story and names its authors.
        """
        if len(document.blocks) > _SHORT_DRAFT:
            return tuple(read)
        taken, known = [(one.span.start, one.span.end) for one in read], {one.id for one in read}
        beside = [
            one
            for one in self._paragraphs(document)
            if one.text.rstrip(_CLOSING).endswith(_SENTENCE_ENDS)
            and one.id not in known
            and not any(start < one.span.end and one.span.start < end for start, end in taken)
        ]
        return tuple(sorted([*read, *beside], key=lambda one: one.span.start))

    def _paragraphs(self, document: Document) -> tuple[Finding, ...]:
        """Return every paragraph and list item as a finding, for a draft without headings that announce any."""
        told: list[tuple[int, int, str]] = []
        for start, end in _parts(document):
            words = squeeze(document.text[start:end])
            if len(words) >= _SHORTEST_PARAGRAPH or not told:
                told.append((start, end, words))
            if len(told) == _MOST_FINDINGS:
                break
        ids = finding_ids(document.sha256, (words for _, _, words in told))
        made = (
            Finding(
                key,
                Kind.RECOMMENDATION if asks(words) else Kind.LESSON,
                document.text[start:end],
                words,
                document.span((start, end)),
            )
            for key, (start, end, words) in zip(ids, told, strict=True)
        )
        return tag(tuple(made), self._vocabulary)

    def _check_finding(self, finding: Finding, ranked: RankedDraft, earlier: _Earlier, depth: int) -> CheckedFinding:
        asking = finding.kind in _ASKING_KINDS
        before = self._before(finding, ranked.likest, earlier)
        near = count_once(one.holding.review for one in before if one.echo.near)
        related = {one.holding.review.case_slug for one in before} - {review.case_slug for review in near}
        return CheckedFinding(
            finding,
            self._with_reasons(ranked, _select_nearest(before, depth, asking)),
            len(near),
            find_vagueness(finding.text) if asking else None,
            len(related),
            tuple(sorted(near, key=lambda review: (review.published or "9", review.slug))),
            _often([one for one in before if _recommends(one)], before, self._vocabulary),
            self._recurring.sources_on(finding.themes),
        )

    def _before(self, draft: Finding, likest: Sequence[Like], earlier: _Earlier) -> list[EarlierFinding]:
        """Return earlier findings, without reasons; a recommendation that a review prints several times is given once.

        A long finding has said nearly the same where one sentence of it has.
        """
        told: set[str] = set()
        once: list[tuple[Like, FindingInContext]] = []
        for like in likest:
            if like.id in earlier.held and like.id not in told:
                told |= {one.finding.id for one in earlier.printings.get(like.id, ())}
                once.append((like, earlier.held[like.id]))
        nearest = self._likeness.sentences(draft, [held for _, held in once])
        return [
            EarlierFinding(
                Echo(draft.id, like.id, like.score, "", like.verbatim, like.near or near),
                held,
                earlier.answers[like.id],
                sentence,
            )
            for (like, held), (sentence, near) in zip(once, nearest, strict=True)
        ]

    def _with_reasons(self, draft: RankedDraft, shown: Sequence[EarlierFinding]) -> tuple[EarlierFinding, ...]:
        """Return the earlier findings that are shown with why they are like the draft; none that has gone meanwhile."""
        likes = [Like(one.echo.echo, one.echo.score, one.echo.verbatim, one.echo.near) for one in shown]
        whys = {echo.echo: echo.why for echo in self._likeness.explain(draft, likes)}
        return tuple(
            replace(one, echo=replace(one.echo, why=whys[one.echo.echo])) for one in shown if one.echo.echo in whys
        )


def _parts(document: Document) -> Iterator[tuple[int, int]]:
    """Yield the start and end of each paragraph and list item of a draft; one of several requests is split."""
    for block in document.blocks:
        printed = document.text[block.start : block.end]
        cuts = [0, *(match.end() for match in _SENTENCE.finditer(printed)), len(printed)]
        sentences = list(itertools.pairwise(cuts))
        several = len(sentences) > 1 and all(asks(printed[start:end]) for start, end in sentences)
        for start, end in sentences if several else [(0, len(printed))]:
            yield block.start + start, block.start + start + len(printed[start:end].rstrip())


def _select_nearest(before: Sequence[EarlierFinding], depth: int, asking: bool) -> tuple[EarlierFinding, ...]:
    """Return the closest first; of equally close ones, for a draft that asks for something, what was asked before."""
    ranks = {kind: place for place, kind in enumerate(_ASKING_KINDS)} if asking else {}

    def closeness(one: EarlierFinding) -> tuple[bool, bool, float, int]:
        rank = ranks.get(one.holding.finding.kind, len(ranks))
        return not one.echo.near, one.echo.score < STRONG_LIKENESS, -round(one.echo.score, 2), rank

    return tuple(sorted(before, key=closeness)[:depth])


def _recommends(one: EarlierFinding) -> bool:
    """Return whether something like the draft was recommended there: what is only related is another recommendation."""
    return one.holding.finding.kind is Kind.RECOMMENDATION and (one.echo.near or one.echo.score >= STRONG_LIKENESS)


def _often(recommended: Sequence[EarlierFinding], before: Sequence[EarlierFinding], vocabulary: Vocabulary) -> str:
    """Say in how many reviews something similar was recommended, where and when, and how far it came.

    Also which of the reviews named are counted as one.
    """
    once = tell_counted_once(one.holding.review for one in before)
    if not recommended:
        return once
    reviews = count_once(one.holding.review for one in recommended)
    dated = [review.year for review in reviews if review.year]
    areas = sorted({review.area for review in reviews if review.area})
    where = [
        years(min(dated), max(dated)) if dated else "",
        join_words(areas) if len(areas) <= MENTIONED_REVIEWS else "",
    ]
    told = "; ".join(part for part in where if part)
    answered = [one for one in recommended if any(acts(answer) for _, answer in one.answers)]
    complete = sum(reported_complete(one.answers) for one in answered)
    return (
        f"A similar recommendation was made in {sources(reviews, vocabulary)}{f' ({told})' if told else ''}: "
        f"an action is recorded in this library for {len(answered)} of "
        f"{count_phrase(len(recommended), 'recommendation')}, "
        f"{complete} reported complete. {once}"
    ).rstrip()
