"""One record of a finding, a case and a history: what the API, JSON Lines, `--json` and feeds give of each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import quote

from kb.core.case_values import Case, CaseMatch
from kb.core.model import FindingInContext, StatedValue
from kb.exports.payloads import Event, History
from kb.text.masking import mask
from kb.text.notices import notice_sentence
from kb.vocabulary import Vocabulary, labels


@dataclass(frozen=True, slots=True)
class EvidenceRecord:
    """The words that showed a theme, by what means, and in which part of the finding."""

    words: str
    means: str
    where: str


@dataclass(frozen=True, slots=True)
class TagRecord:
    """A theme of a finding, how sure that is, and by which words."""

    theme: str
    label: str
    certainty: str
    confidence: float
    evidence: tuple[EvidenceRecord, ...]


@dataclass(frozen=True, slots=True)
class AgencyRecord:
    """An agency that a finding names, and whether the finding asks it to act."""

    slug: str
    label: str
    must_act: bool


@dataclass(frozen=True, slots=True)
class FindingRecord:
    """One finding. Its id stays the same while its words do; `url` is its lasting address on this site.

    These names are a promise: fields are added, never renamed or taken away.
    """

    id: str
    url: str
    kind: str
    label: str
    text: str
    quotation: str
    lead_in: str
    heading: tuple[str, ...]
    pages: tuple[int, ...]
    review: str
    review_title: str
    document: str
    document_name: str
    document_title: str
    document_type: str
    area: str
    publisher: str
    licence: str
    review_type: str
    published: str
    themes: tuple[TagRecord, ...]
    agencies: tuple[AgencyRecord, ...]
    polarity: str
    subjects: tuple[str, ...]
    status: str
    owner: str
    due: str
    why: str
    shown_by: str


def finding_path(held: FindingInContext) -> str:
    """Return the lasting address of a finding within the site, beginning with a slash."""
    return f"/reviews/{quote(held.review.slug, safe='')}/{quote(held.finding.id, safe='')}"


def stated_value(value: StatedValue | None) -> str:
    """Return a stated value, or ""."""
    return value.value if value else ""


def finding_record(held: FindingInContext, vocabulary: Vocabulary, hide: Callable[[str], str] = mask) -> FindingRecord:
    """Return the record of a finding, `hide` applied to words of documents: by default contact details are masked."""
    one, about = held.finding, held.document.about
    return FindingRecord(
        id=one.id,
        url=finding_path(held),
        kind=one.kind.value,
        label=hide(one.label),
        text=hide(one.text),
        quotation=hide(one.quotation),
        lead_in=hide(one.lead_in),
        heading=tuple(hide(part) for part in one.heading),
        pages=one.span.pages,
        review=held.review.slug,
        review_title=hide(held.review.title),
        document=held.document.id,
        document_name=held.document.name,
        document_title=hide(stated_value(about.title) or held.review.title),
        document_type=stated_value(about.document_type),
        area=held.review.area,
        publisher=stated_value(about.publisher) or held.review.publisher,
        licence=stated_value(about.licence),
        review_type=held.review.review_type,
        published=labels.publication_date(held),
        themes=tuple(_tags(held, vocabulary, hide)),
        agencies=tuple(
            AgencyRecord(agency.slug, labels.agency_label(agency.slug, vocabulary), agency.must_act)
            for agency in one.agencies
        ),
        polarity=one.polarity.value,
        subjects=tuple(subject.value for subject in one.subjects),
        status=one.status.value if one.status else "",
        owner=hide(one.owner),
        due=hide(one.due),
        why=one.why,
        shown_by=hide(one.evidence_words),
    )


def _tags(held: FindingInContext, vocabulary: Vocabulary, hide: Callable[[str], str]) -> list[TagRecord]:
    found = []
    for tag in held.finding.tags:
        evidence = tuple(EvidenceRecord(hide(shown.words), shown.means.value, shown.where) for shown in tag.evidence)
        label = labels.theme_label(tag.theme, vocabulary)
        found.append(TagRecord(tag.theme, label, tag.certainty.value, tag.confidence, evidence))
    return found


@dataclass(frozen=True, slots=True)
class CaseRecord:
    """A case in words of its review's own document, with the heading and page under which they stand.

    Findings that belong to no case with a story have no words, no document and the number 0.
    """

    review: str
    number: int
    notice: str  # the content notice; "" where none is needed
    words: str
    heading: str
    page: int | None
    document: str
    ages: tuple[str, ...]
    findings: tuple[str, ...]


def case_record(one: Case) -> CaseRecord:
    """Return a case for programs."""
    story = one.story
    return CaseRecord(
        review=one.review.slug,
        number=one.number,
        notice=notice_sentence(one.notice),
        words=mask(story.words) if story else "",
        heading=mask(story.heading) if story else "",
        page=story.page if story else None,
        document=story.document.id if story else "",
        ages=one.ages,
        findings=tuple(held.finding.id for held in one.holdings),
    )


@dataclass(frozen=True, slots=True)
class CaseMatchRecord:
    """A case, its findings on a theme, those that a room learns most from first, and what keeps it from fitting."""

    case: CaseRecord
    findings: tuple[FindingRecord, ...]
    fits: bool
    lacks: tuple[str, ...]


def case_match_record(match: CaseMatch, vocabulary: Vocabulary) -> CaseMatchRecord:
    """Return a case on a theme for programs."""
    return CaseMatchRecord(
        case_record(match.case),
        tuple(finding_record(held, vocabulary) for held in match.holdings),
        not match.lacks,
        tuple(one.value for one in match.lacks),
    )


@dataclass(frozen=True, slots=True)
class EventRecord:
    """A row of a history. `date` is as exact as the document states it."""

    date: str
    covers_to: str  # end of the time that its document covers, where no publication is stated
    stage: str  # said, recommended, answered, acted, good_practice or found_again
    status: str
    answers: tuple[str, ...]  # ids of the recommendations that an action answers
    actions: int  # how many answer a recommendation
    near: bool  # on the matter in other words than were asked for
    finding: FindingRecord


@dataclass(frozen=True, slots=True)
class HistoryRecord:
    """What was said on a matter, in order of time, and in a few sentences what became of it."""

    said: str
    events: tuple[EventRecord, ...]


def history_record(found: History, vocabulary: Vocabulary) -> HistoryRecord:
    """Return a history for programs."""
    return HistoryRecord(mask(found.said), tuple(_event(one, vocabulary) for one in found.events))


def _event(one: Event, vocabulary: Vocabulary) -> EventRecord:
    date = labels.publication_date(one.holding)
    return EventRecord(
        date,
        "" if date else labels.when(one.holding),
        one.stage.value,
        one.status.value if one.status else "",
        tuple(held.finding.id for held in one.answers),
        one.actions,
        one.near,
        finding_record(one.holding, vocabulary),
    )
