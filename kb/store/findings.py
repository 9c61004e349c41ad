"""Findings, their tags and answers: in and out of their tables."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter

from sqlalchemy import BindParameter, ColumnElement, Connection, RowMapping, bindparam, func, or_, select

from kb.core.model import Answer, Certainty, DocumentSummary, Finding, FindingInContext, Kind, Review, Tag
from kb.store import codec
from kb.store import tables as t
from kb.store.among import is_among

_PAGE = 400  # rows that are fetched at once


@dataclass(frozen=True, slots=True)
class IndexableFinding:
    """A finding as the index needs it: its rising number, and whether it is answered."""

    number: int
    holding: FindingInContext
    answered: bool


@dataclass(frozen=True, slots=True)
class FindingOutline:
    """What places a finding, without its words: fifty thousand of these are read in a third of a second."""

    id: str
    kind: Kind
    document: str


def insert(connection: Connection, document: str, findings: Sequence[Finding], answers: Sequence[Answer]) -> None:
    """Store a document's findings in their order, with tags and answers."""
    rows = [codec.finding_row(document, place, finding) for place, finding in enumerate(findings)]
    if rows:
        connection.execute(t.findings.insert(), rows)
    put_tags(connection, findings)
    put_answers(connection, answers)


def put_tags(connection: Connection, findings: Sequence[Finding]) -> None:
    """Store the tags of findings that have none stored."""
    rows = [row for finding in findings for row in codec.tag_rows(finding)]
    if rows:
        connection.execute(t.tags.insert(), rows)


def put_answers(connection: Connection, answers: Sequence[Answer]) -> None:
    """Store answers."""
    rows = [
        {"recommendation": one.recommendation, "action": one.action, "why": one.why, "certain": one.certain}
        for one in {(one.recommendation, one.action): one for one in answers}.values()
    ]
    if rows:
        connection.execute(t.answers.insert(), rows)


def replace_all(connection: Connection, document: str, findings: Sequence[Finding], answers: Sequence[Answer]) -> None:
    """Store a new reading's findings over the old ones: a finding whose id stays keeps its number."""
    held = ids_where(connection, t.findings.c.document == document)
    kept = {finding.id for finding in findings} & held
    mine = select(t.findings.c.id).where(t.findings.c.document == document)
    inside = t.answers.c.recommendation.in_(mine) & t.answers.c.action.in_(mine)
    connection.execute(t.answers.delete().where(inside))
    connection.execute(t.tags.delete().where(t.tags.c.finding.in_(mine)))
    connection.execute(t.findings.delete().where(is_among(t.findings.c.id, held - kept)))
    rows = [codec.finding_row(document, place, finding) for place, finding in enumerate(findings)]
    _update(connection, [row for row in rows if row["id"] in kept])
    fresh = [row for row in rows if row["id"] not in kept]
    if fresh:
        _drop_leftovers(connection, {str(row["id"]) for row in fresh}, answers)
        connection.execute(t.findings.insert(), fresh)
    put_tags(connection, findings)
    put_answers(connection, answers)


def _drop_leftovers(connection: Connection, fresh: Set[str], answers: Sequence[Answer]) -> None:
    """Remove what a finding left whose row was lost by hand: it would stand in the way of the finding's coming back."""
    connection.execute(t.tags.delete().where(is_among(t.tags.c.finding, fresh)))
    for one in answers:
        if one.recommendation in fresh or one.action in fresh:
            pair = (t.answers.c.recommendation == one.recommendation) & (t.answers.c.action == one.action)
            connection.execute(t.answers.delete().where(pair))


def retag(connection: Connection, findings: Sequence[Finding]) -> None:
    """Store new tags, polarity and subjects of held findings."""
    ids = [finding.id for finding in findings]
    stood = connection.execute(
        select(t.findings.c.id, t.findings.c.document, t.findings.c.place).where(is_among(t.findings.c.id, ids))
    )
    where = {row.id: (row.document, row.place) for row in stood}
    held = [finding for finding in findings if finding.id in where]
    _update(connection, [codec.finding_row(*where[finding.id], finding) for finding in held])
    connection.execute(t.tags.delete().where(is_among(t.tags.c.finding, ids)))
    put_tags(connection, held)


def _update(connection: Connection, rows: Sequence[dict[str, object]]) -> None:
    if not rows:
        return
    columns: dict[str, BindParameter[object]] = {name: bindparam(f"new_{name}") for name in rows[0] if name != "id"}
    statement = t.findings.update().where(t.findings.c.id == bindparam("new_id")).values(columns)
    connection.execute(statement, [{f"new_{name}": value for name, value in row.items()} for row in rows])


class FindingSources:
    """The documents and reviews of findings, read once each."""

    def __init__(self) -> None:
        self.documents: dict[str, DocumentSummary] = {}
        self.reviews: dict[str, Review] = {}

    def learn(self, connection: Connection, documents: Set[str]) -> None:
        """Read those of these documents, and their reviews, that are not known yet."""
        missing = sorted(documents - self.documents.keys())
        if not missing:
            return
        chosen = select(t.documents).where(is_among(t.documents.c.id, missing))
        read = {row["id"]: codec.held_of(row) for row in connection.execute(chosen).mappings().all()}
        slugs = {one.review for one in read.values()} - self.reviews.keys()
        rows = connection.execute(select(t.reviews).where(is_among(t.reviews.c.slug, slugs))).mappings().all()
        self.reviews |= {row["slug"]: codec.review_of(row) for row in rows}
        self.documents |= read

    def place(self, finding: Finding, document: str) -> FindingInContext:
        """Return a finding with its document and review."""
        held = self.documents.get(document)
        if held is None or held.review not in self.reviews:
            raise ValueError("a row names a document or a review that no row has")
        return FindingInContext(finding, held, self.reviews[held.review])


def indexable_findings(connection: Connection, *where: ColumnElement[bool]) -> Iterator[IndexableFinding]:
    """Give findings with all that belongs to them, in the order of their documents and places."""
    sources = FindingSources()
    for rows in _pages(connection, where):
        answered = _answered_ids(connection, [row["id"] for row in rows])
        for row, held in zip(rows, _in_context(connection, rows, sources), strict=True):
            yield IndexableFinding(row["number"], held, row["id"] in answered)


def findings_in_context(
    connection: Connection, *where: ColumnElement[bool], known: FindingSources | None = None
) -> Iterator[FindingInContext]:
    """Give findings in the order of their documents and places; documents and reviews come from what is `known`."""
    sources = known or FindingSources()
    for rows in _pages(connection, where):
        yield from _in_context(connection, rows, sources)


def _in_context(
    connection: Connection, rows: Sequence[RowMapping], sources: FindingSources
) -> Iterator[FindingInContext]:
    tags = _tags(connection, [row["id"] for row in rows])
    sources.learn(connection, {row["document"] for row in rows})
    for row in rows:
        yield sources.place(codec.finding_of(row, tags.get(row["id"], ())), row["document"])


def outlines(connection: Connection) -> tuple[FindingOutline, ...]:
    """Return what places each finding, in the order of documents and places."""
    columns = select(t.findings.c.id, t.findings.c.kind, t.findings.c.document).join(t.documents)
    rows = connection.execute(columns.order_by(t.documents.c.number, t.findings.c.place))
    return tuple(FindingOutline(id_, Kind(kind), document) for id_, kind, document in rows)


def sources(connection: Connection, ids: Iterable[str]) -> dict[str, tuple[DocumentSummary, Review]]:
    """Return documents, by their ids, with their reviews."""
    known = FindingSources()
    known.learn(connection, frozenset(ids))
    return {id_: (document, known.reviews[document.review]) for id_, document in known.documents.items()}


def of_document(connection: Connection, document: str) -> tuple[Finding, ...]:
    """Return the findings of a document in their order."""
    return tuple(held.finding for held in findings_in_context(connection, t.findings.c.document == document))


def documents_of(connection: Connection, ids: Sequence[str]) -> frozenset[str]:
    """Return the documents of which these findings are."""
    held: set[str] = set()
    held |= set(connection.scalars(select(t.findings.c.document).where(is_among(t.findings.c.id, ids))))
    return frozenset(held)


def by_ids(connection: Connection, ids: Sequence[str]) -> dict[str, IndexableFinding]:
    """Return those of these findings that are held, by id."""
    found: dict[str, IndexableFinding] = {}
    read = indexable_findings(connection, is_among(t.findings.c.id, ids))
    found |= {one.holding.finding.id: one for one in read}
    return found


def in_context(
    connection: Connection, ids: Sequence[str], known: FindingSources | None = None
) -> dict[str, FindingInContext]:
    """Return those of these findings that are held, by id; documents and reviews are taken from what is `known`."""
    known = known or FindingSources()
    found: dict[str, FindingInContext] = {}
    rows = connection.execute(select(t.findings).where(is_among(t.findings.c.id, ids))).mappings().all()
    found |= {one.finding.id: one for one in _in_context(connection, rows, known)}
    return found


def present(connection: Connection, ids: Sequence[str]) -> frozenset[str]:
    """Return those of these ids that are held."""
    found: set[str] = set()
    found |= {row[0] for row in connection.execute(select(t.findings.c.id).where(is_among(t.findings.c.id, ids)))}
    return frozenset(found)


def count(connection: Connection) -> int:
    """Return how many findings there are."""
    return connection.scalar(select(func.count()).select_from(t.findings)) or 0


def ids(connection: Connection) -> frozenset[str]:
    """Return the ids of all findings."""
    return frozenset(connection.execute(select(t.findings.c.id)).scalars())


def documents_with_reason(connection: Connection, review: str, beginning: str) -> frozenset[str]:
    """Return the ids of those documents of a review that have a finding whose reason begins with these words."""
    of_review = select(t.documents.c.id).where(t.documents.c.review == review)
    asked = select(t.findings.c.document).distinct().where(t.findings.c.document.in_(of_review))
    return frozenset(connection.scalars(asked.where(t.findings.c.why.startswith(beginning, autoescape=True))))


def reviews_with_reason(connection: Connection, beginning: str) -> frozenset[str]:
    """Return the slugs of the reviews that have a finding whose reason begins with these words."""
    asked = select(t.documents.c.review).distinct().join(t.findings, t.findings.c.document == t.documents.c.id)
    return frozenset(connection.scalars(asked.where(t.findings.c.why.startswith(beginning, autoescape=True))))


def ids_where(connection: Connection, condition: ColumnElement[bool]) -> frozenset[str]:
    """Return the ids of the findings that a condition on findings or their documents chooses."""
    chosen = select(t.findings.c.id).join(t.documents).where(condition)
    return frozenset(row[0] for row in connection.execute(chosen))


def of_theme(theme: str) -> ColumnElement[bool]:
    """Return the condition that a finding has this theme with certainty."""
    sure = select(t.tags.c.finding).where(t.tags.c.theme == theme, t.tags.c.certainty == Certainty.YES.value)
    condition: ColumnElement[bool] = t.findings.c.id.in_(sure)
    return condition


def of_themes(themes: Iterable[str], least: int) -> ColumnElement[bool]:
    """Return the condition that a finding has at least so many of these themes with certainty."""
    sure = t.tags.c.theme.in_(list(themes)) & (t.tags.c.certainty == Certainty.YES.value)
    many = select(t.tags.c.finding).where(sure).group_by(t.tags.c.finding).having(func.count() >= least)
    condition: ColumnElement[bool] = t.findings.c.id.in_(many)
    return condition


def words_of_themes(connection: Connection, themes: Iterable[str], least: int, area: str) -> dict[str, str]:
    """Return by id what the findings with at least so many of these themes say, without all else that is held of them.

    That is the last heading, what leads into the finding, and its text. With an `area`, those of its reviews alone.
    """
    columns = select(t.findings.c.id, t.findings.c.heading, t.findings.c.lead_in, t.findings.c.text)
    if area:
        there = select(t.documents.c.id).join(t.reviews).where(t.reviews.c.area == area)
        columns = columns.where(t.findings.c.document.in_(there))
    rows = connection.execute(columns.where(of_themes(themes, least))).all()
    return {
        id_: f"{' '.join(codec.STRINGS.validate_json(heading)[-1:])} {lead_in} {said}"
        for id_, heading, lead_in, said in rows
    }


def kinds_of_themes(connection: Connection, themes: Sequence[str]) -> frozenset[Kind]:
    """Return the kinds of the findings that have all of these themes with certainty."""
    chosen = select(t.findings.c.kind).distinct().where(of_themes(themes, len(themes)))
    return frozenset(map(Kind, connection.scalars(chosen)))


def theme_counts(connection: Connection) -> dict[str, tuple[int, int]]:
    """Return for each theme in how many findings and in how many reviews it is given with certainty."""
    counted = (
        select(t.tags.c.theme, func.count(), func.count(t.documents.c.review.distinct()))
        .select_from(t.tags.join(t.findings, t.findings.c.id == t.tags.c.finding).join(t.documents))
        .where(t.tags.c.certainty == Certainty.YES.value)
        .group_by(t.tags.c.theme)
    )
    return {theme: (found, reviews) for theme, found, reviews in connection.execute(counted)}


def answers(connection: Connection, finding: str = "") -> tuple[Answer, ...]:
    """Return all answers, or those in which a finding takes part."""
    chosen = select(t.answers).order_by(t.answers.c.recommendation, t.answers.c.action)
    if finding:
        chosen = chosen.where(or_(t.answers.c.recommendation == finding, t.answers.c.action == finding))
    return tuple(codec.answer_of(row) for row in connection.execute(chosen).mappings())


def _answered_ids(connection: Connection, ids: Sequence[str]) -> frozenset[str]:
    chosen = select(t.answers.c.recommendation).where(is_among(t.answers.c.recommendation, ids))
    return frozenset(row[0] for row in connection.execute(chosen))


def _pages(connection: Connection, conditions: tuple[ColumnElement[bool], ...]) -> Iterator[list[RowMapping]]:
    chosen = select(t.findings).join(t.documents).where(*conditions).order_by(t.documents.c.number, t.findings.c.place)
    rows = connection.execute(chosen).mappings()
    while some := rows.fetchmany(_PAGE):
        yield list(some)


def _tags(connection: Connection, ids: Sequence[str]) -> dict[str, tuple[Tag, ...]]:
    columns = (t.tags.c.finding, t.tags.c.theme, t.tags.c.certainty, t.tags.c.confidence, t.tags.c.evidence)
    rows = connection.execute(
        select(*columns).where(is_among(t.tags.c.finding, ids)).order_by(t.tags.c.finding, t.tags.c.place)
    ).all()
    return {
        finding: tuple(codec.tag_of(*told) for _, *told in group) for finding, group in groupby(rows, key=itemgetter(0))
    }
