"""`Linker`: work out once what recurs in a library and keep it in tables, brought up to date from the outbox.

Of the findings it knows what they say as numbers, their likest and their links; their words it reads where they
changed. What it writes is what working all out anew under the same counts would give.
"""

from __future__ import annotations

import gc
import hashlib
import logging
from collections.abc import Callable, Collection, Mapping, Sequence, Set
from functools import cache, cached_property, lru_cache
from importlib import resources

from kb.app.giving_way import OTHER_VERSION, GivingWay
from kb.app.held_findings import REMEMBERED, HeldFindings
from kb.app.judged_links import JudgedLinks, by_finding, linked_ids
from kb.app.library_printings import LibraryPrintings
from kb.app.likeness_file import KeptLikeness, LikenessFile
from kb.app.meaning_cache import MeaningFile
from kb.app.neighbours import Neighbourhood, Neighbours
from kb.app.reasons import Reasons
from kb.app.reports import Progress
from kb.core.errors import LibraryUnavailable
from kb.core.model import Answer, Echo, Finding, FindingInContext, Polarity
from kb.core.recurrence_values import CameBack, CameBackFacts, Like
from kb.recurrence import REARRANGED_FINDINGS, EchoFinder, Ties, threads
from kb.recurrence.came_back import ACTING_KINDS, every_return, first_year
from kb.recurrence.stored_statistics import StoredStatistics
from kb.recurrence.terms import wording_of
from kb.recurrence.theme_table import COLUMNS
from kb.recurrence.threads import STARTING_KINDS
from kb.store import LinkedFinding, LinkingMark, Store
from kb.vocabulary import Vocabulary

LINKING = "linking lessons"
LINKS_OF_ENCODER = (
    "Similar findings were found with the sentence encoder, which is not used here. They stay as they are until the "
    "library changes."
)
UNFILED_FINDINGS = 1000  # findings that may come or go before what they say is kept in the file
WRITTEN_AT_ONCE = 2000  # findings whose lists are written in one transaction
WAIT_SECONDS = 60.0  # that a command waits for another process to end its linking
_LIKENESS_FILES = (".py", ".npz", "answers.json")  # how the names end of files by which links and answers are made
_WITH_ENCODER, _WITHOUT_ENCODER = ":meaning", ":words"  # how `linked_by` ends
_log = logging.getLogger("kb")


class Linker:
    """The one who works out what recurs, in any process."""

    def __init__(
        self,
        store: Store,
        vocabulary: Vocabulary,
        meanings: MeaningFile,
        likeness: LikenessFile,
        *,
        rearranged: int = REARRANGED_FINDINGS,
    ) -> None:
        self._store = store
        self._tables = store.linking_tables
        self._vocabulary = vocabulary
        self._rearranged = rearranged
        self._meanings = meanings
        self._likeness = likeness
        self._made_by = likeness.made_by
        self._at = -1  # the last change that is known here
        self._held = HeldFindings(store)
        self._digests: dict[str, str] = {}
        self._fresh: Collection[str] = ()  # findings that came or changed since it was last linked
        self._filed = 0  # arrangements when the file was written
        self._unfiled = UNFILED_FINDINGS  # findings that came or went since; at first the file is not known to be there
        self._tell = _linking(None)
        self._giving_way = GivingWay()

    @cached_property
    def _neighbours(self) -> Neighbours:
        """What is known of likeness: nothing before this process begins to link, as few do."""
        return Neighbours(self._vocabulary, self._meanings.meanings, self._rearranged)

    def behind(self) -> bool:
        """Return whether the tables lack changes of the library, or were made by other code or another vocabulary.

        What was made with a sentence encoder that is not here stays as it is until something changes.
        """
        number, made_by = self._store.recurrences.linked_to()
        stale = made_by != self._made_by and not lacks_encoder(made_by, self._made_by)
        return stale or number != self._store.top_of_changes()

    def keeps_links_of_encoder(self) -> bool:
        """Return whether all is linked, but with a sentence encoder that is not here."""
        return not self.behind() and self._store.recurrences.linked_to()[1] != self._made_by

    def catch_up(
        self, wait: float = WAIT_SECONDS, progress: Progress | None = None, *, without_encoder: bool = False
    ) -> None:
        """Bring the tables up to date. Raises LibraryBusy where another process is at it longer than `wait`, and
        LibraryUnavailable while another version of the program keeps links of its own.

        `without_encoder` makes anew what was made with a sentence encoder that is not here.
        """

        def is_due() -> bool:
            return self.behind() or (without_encoder and self.keeps_links_of_encoder())

        made_by = self._store.recurrences.linked_to()[1]
        is_own = made_by == self._made_by
        if self._giving_way.is_giving_way(is_own=is_own, is_others=bool(made_by) and not is_own):
            raise LibraryUnavailable(OTHER_VERSION)
        if not is_due():
            return
        with self._tables.lock(wait):
            if is_due():
                self._neighbours.tell = self._tell = _linking(progress)
                self._link()

    def _link(self) -> None:
        top, mark = self._store.top_of_changes(), self._store.recurrences.mark()
        if mark is None or mark.made_by != self._made_by or mark.number > top:
            self._tables.begin_anew()
            mark = None
        # Until all is written it is not known how far this got, so that a run after one that failed begins anew.
        at, self._at = self._at, -1
        if mark is None:
            changed, reviews = self._begin()
        else:
            if at != mark.number:
                self._recall(mark)
            changed, reviews = self._go_on(mark.number)
        self._write(top, mark, changed, reviews)
        self._tables.keep_sums(COLUMNS, self._vocabulary.service_types)
        self._fresh = ()
        if mark is None and len(self._held) > REMEMBERED:
            self._let_go()
        else:
            self._held.let_go()
            self._at = top

    def _let_go(self) -> None:
        """Forget what a large library was linked by, which indexing needs room beside: it is kept, and read again."""
        self._held, self._digests, self._filed = HeldFindings(self._store), {}, 0
        self._neighbours = Neighbours(self._vocabulary, self._meanings.meanings, self._rearranged)
        gc.collect()  # what keeps itself by a circle would stay for long

    def _begin(self) -> tuple[set[str], set[str]]:
        """Read the whole library and rank it; return the findings whose neighbourhood is known now, and all reviews."""
        self._forget()
        self._held.look()
        self._held.read_all()
        every = self._held.findings(self._held.ids)
        self._digests = {one: likeness_digest(held) for one, held in every.items()}
        self._fresh = every.keys()
        return self._neighbours.change(every, frozenset()), set(self._held.by_review())

    def _forget(self) -> None:
        """Know nothing of likeness but what findings mean."""
        self._meanings.recall()
        self._neighbours = Neighbours(self._vocabulary, self._meanings.meanings, self._rearranged)
        self._neighbours.tell = self._tell

    def _recall(self, mark: LinkingMark) -> None:
        """Know the library as it was when it was linked: what the tables and the file tell of it."""
        self._forget()
        self._held = HeldFindings(self._store)  # words may have changed in what another process linked meanwhile
        changed = frozenset(self._store.changed_since(mark.number))
        self._held.look(changed)
        self._digests = {}
        for one, linked in self._tables.known_findings():
            self._digests[one] = linked.digest
            self._neighbours.take_in(one, Neighbourhood(linked.likes, linked.echoes, linked.beside))
        statistics, finder = StoredStatistics.unpack(mark.measure), self._restore(changed)
        filed = frozenset(finder.ids()) if finder else frozenset()
        # the rows of a finding went with it: that it was there is known from those that had it among their likest
        gone = changed - self._held.ids - filed  # of those in the file it is counted when they are removed
        lost = {one for known in self._neighbours.naming(gone) for one in self._neighbours[known].likes.ids}
        unfiled = self._held.findings(self._digests.keys() - filed)
        same = {one: held for one, held in unfiled.items() if likeness_digest(held) == self._digests[one]}
        self._neighbours.resume(same, statistics, mark.changes + len(gone & lost), finder)

    def _restore(self, changed: Set[str]) -> EchoFinder | None:
        """Return what the file tells of findings that are what they were when last linked; None where it tells nothing.

        Of those that went, the ones among `changed` are still told of: they are removed, and counted, as others are.
        """
        kept = self._likeness.read()
        if kept is None:
            return None
        meanings = self._meanings.meanings
        finder = EchoFinder.restore(kept.columns, self._read, self._vocabulary, self._rearranged, meanings)
        known = self._held.ids | changed  # a file that could not be written again also tells of what went before
        stale = [one for one, told in kept.digests.items() if one not in known or self._digests.get(one, told) != told]
        finder.remove(stale)
        self._unfiled = UNFILED_FINDINGS if kept.digests.keys() - self._held.ids else len(stale)
        return finder

    def _read(self, ids: Sequence[str]) -> Mapping[str, Finding]:
        return {one: held.finding for one, held in self._held.findings(ids).items()}

    def _go_on(self, mark: int) -> tuple[set[str], set[str]]:
        """Take in what changed since; return the findings whose neighbourhood changed, and the reviews touched."""
        named = dict.fromkeys(self._store.changed_since(mark))
        self._held.look(named)
        fresh = self._held.findings([*named, *(self._held.ids - self._digests.keys() - named.keys())])
        gone = (named.keys() | self._digests.keys()) - self._held.ids
        digests = {one: likeness_digest(held) for one, held in fresh.items()}
        come = {one: fresh[one] for one, told in digests.items() if self._digests.get(one) != told}
        for one in gone:
            self._digests.pop(one, None)
        self._digests |= digests
        self._fresh = come.keys()
        reviews = {held.review.slug for held in fresh.values()} | self._miscounted_reviews()
        return self._neighbours.change(come, gone), reviews

    def _miscounted_reviews(self) -> set[str]:
        """Return the reviews that have lost findings, or won some, since they were worked out."""
        held = {slug: len(ids) for slug, ids in self._held.by_review().items()}
        counted = self._store.recurrences.counted_findings()
        return {slug for slug in held.keys() | counted.keys() if held.get(slug, 0) != counted.get(slug, 0)}

    def _write(self, top: int, mark: LinkingMark | None, changed: Collection[str], reviews: Collection[str]) -> None:
        verdicts = self._store.verdicts()
        meanings = self._meanings.meanings
        printings = LibraryPrintings(self._store, self._held, reviews, wording_of(self._vocabulary), meanings)
        links = JudgedLinks(_KnownLinks(self._neighbours, by_finding(verdicts), Reasons(self._store, self._vocabulary)))
        ties = make_ties(links, self._held, printings, verdicts)
        affected = sorted({one for one in changed if one in self._held} | {one for pair in verdicts for one in pair})
        before = self._store.recurrences.found_again(affected)
        known = [one for one in changed if one in self._held]
        if len(known) > WRITTEN_AT_ONCE:
            # what is written in parts was ranked under statistics that are kept at the end: broken off, it begins anew
            self._tables.begin_anew()
        while len(known) > WRITTEN_AT_ONCE:
            some, known = known[:WRITTEN_AT_ONCE], known[WRITTEN_AT_ONCE:]
            self._tables.write_findings({one: self._linked_finding(one) for one in some})
        acting = self._held.without_words(ACTING_KINDS)
        came_back = [(facts_of(one), first_year(one)) for one in every_return(acting, ties, self._vocabulary)]
        told = threads(self._held.without_words(STARTING_KINDS), ties, self._vocabulary)
        after = {one: self._count_reviews(one, links) for one in affected}
        statistics, changes = self._statistics(mark, changed)
        self._tables.write_rest(
            LinkingMark(top, self._made_by, changes, statistics),
            {one: self._linked_finding(one) for one in known},
            printings.reviews,
            told,
            came_back,
            [one for one in affected if before.get(one, 0) != after[one] or mark is None],
        )
        self._keep_meanings()
        self._keep_likeness(top, changed)

    def _keep_meanings(self) -> None:
        """Keep beside the library what was found out of meanings."""
        held = self._held.ids
        fresh = self._held.findings([*self._meanings.lacks(held), *self._fresh])
        self._meanings.keep(fresh.values(), held)

    def _keep_likeness(self, top: int, changed: Collection[str]) -> None:
        """Write the file where all was arranged anew, too much has changed, or something is to be forgotten."""
        self._unfiled += len(changed)
        if not self._held.ids >= set(changed):
            self._unfiled = UNFILED_FINDINGS
        if self._filed != self._neighbours.arrangements or self._unfiled >= UNFILED_FINDINGS:
            self._likeness.keep(KeptLikeness(top, self._digests, self._neighbours.columns()))
            self._filed, self._unfiled = self._neighbours.arrangements, 0

    def _statistics(self, mark: LinkingMark | None, changed: Collection[str]) -> tuple[bytes, int]:
        if mark is not None and not changed:
            return mark.measure, mark.changes
        return self._neighbours.statistics()

    def _linked_finding(self, finding: str) -> LinkedFinding:
        known = self._neighbours[finding]
        return LinkedFinding(self._digests[finding], known.likes, known.echoes, known.beside)

    def _count_reviews(self, finding: str, links: JudgedLinks) -> int:
        if finding not in self._held:
            return 0
        others = linked_ids(links.strong_echoes(finding))
        return len({self._held.case_of(one) for one in others} - {self._held.case_of(finding), None})


def _linking(progress: Progress | None) -> Callable[[int, int], None]:
    """Return what hears how many findings are compared with all others, and tells it on."""
    return (lambda done, total: progress(done, total, LINKING)) if progress else lambda _done, _total: None


class _KnownLinks:
    """What this process knows of likeness and verdicts."""

    def __init__(self, neighbours: Neighbours, verdicts: Mapping[str, Mapping[str, bool]], reasons: Reasons) -> None:
        self._neighbours = neighbours
        self._verdicts = verdicts
        self._reasons = reasons

    def likest(self, finding: str) -> Sequence[Like]:
        known = self._neighbours.get(finding)
        return known.likes.unpack() if known else ()

    def strong_links(self, finding: str) -> Sequence[Echo]:
        return self._neighbours.echoes_of(finding)

    def beside(self, finding: str) -> Sequence[str]:
        known = self._neighbours.get(finding)
        return known.beside if known else ()

    def verdicts(self, finding: str) -> Mapping[str, bool]:
        return self._verdicts.get(finding, {})

    def explain(self, finding: str, likes: Sequence[Like]) -> Sequence[Echo]:
        return self._reasons.explain(finding, likes)


def make_ties(
    links: JudgedLinks,
    held: HeldFindings,
    printings: LibraryPrintings,
    verdicts: Mapping[tuple[str, str], bool],
) -> Ties:
    """Return what threads and came back are made of."""
    answers: dict[str, list[Answer]] = {}
    for answer in printings.all_answers:
        answers.setdefault(answer.recommendation, []).append(answer)
    judged = {frozenset(pair): accepted for pair, accepted in verdicts.items()}
    return Ties(
        links.strong_echoes,
        held.get,
        answers,
        judged,
        printings.printings,
        beside=links.beside,
        prepare=held.prepare,
    )


def facts_of(told: CameBack) -> CameBackFacts:
    """Return what came back with ids in place of findings."""
    return CameBackFacts(
        told.first.finding.id if told.first else None,
        told.action.finding.id,
        told.later.finding.id,
        told.echo,
        told.gap,
        told.confidence,
    )


def likeness_digest(held: FindingInContext) -> str:
    """Return what changes with anything on which the likeness of a finding depends."""
    found = held.finding
    tags = ";".join(f"{tag.theme}={tag.certainty.value}" for tag in found.tags)
    parts = (found.id, found.kind.value, found.polarity.value, found.last_heading, str(found.span.start), tags)
    where = (held.document.id, held.review.slug, held.review.case_slug, held.review.review_type, found.text)
    said = "\x1f".join((*parts, *where)).encode("utf-8", "replace")
    return hashlib.blake2b(said, digest_size=8).hexdigest()


def linked_by(vocabulary: Vocabulary, meanings: MeaningFile) -> str:
    """Return what likeness is made by: code, words of the vocabulary, and whether there is an encoder."""
    ending = _WITHOUT_ENCODER if meanings.meanings is None else _WITH_ENCODER
    return f"{_code()}:{_words_of_likeness(vocabulary)}{ending}"


def lacks_encoder(made_by: str, own: str) -> bool:
    """Return whether what `own` tells of would differ from what was made only by a sentence encoder that it lacks."""
    return own.endswith(_WITHOUT_ENCODER) and made_by == own.removesuffix(_WITHOUT_ENCODER) + _WITH_ENCODER


@lru_cache(maxsize=4)
def _words_of_likeness(vocabulary: Vocabulary) -> str:
    """Return a digest of all in a vocabulary by which findings are compared, and lessons are named and described.

    By what words a theme is known is not among it: where that gives a finding another theme, its digest changes, and it
    is compared anew while all others stay as they are. The words for what is wanting are: they choose the sentence by
    which a thread is named.
    """
    v = vocabulary
    wanting = v.polarities[Polarity.FAILING.value]
    themes = [(one.slug, one.label, one.group, one.related, one.weak, one.replaces) for one in v.themes.values()]
    lists = (v.review_types, v.document_types, v.agencies, v.statuses, v.polarities, v.subjects, v.kinds)
    labels = [[(slug, entry.label) for slug, entry in entries.items()] for entries in lists]
    types = [(slug, listed.judges_service, listed.label) for slug, listed in v.review_types.items()]
    said = repr((themes, labels, types, wanting.cues, wanting.spare, sorted(v.acronyms.items()), v.synonyms, v.alike))
    return hashlib.sha256(said.encode("utf-8", "replace")).hexdigest()[:16]


@cache
def _code() -> str:
    """Return a digest of the code and data by which likeness and answers are worked out, and of the stemming."""
    files = sorted(resources.files("kb.recurrence").iterdir(), key=lambda one: one.name)
    data = sorted(resources.files("kb.recurrence").joinpath("data").iterdir(), key=lambda one: one.name)
    source = b"".join(one.read_bytes() for one in (*files, *data) if one.name.endswith(_LIKENESS_FILES))
    source += resources.files("kb.text").joinpath("stemming.py").read_bytes()
    return hashlib.sha256(source).hexdigest()[:16]
