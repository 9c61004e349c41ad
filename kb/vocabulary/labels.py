"""What a finding, its kind and its state are called, in the words of the vocabulary."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from kb.core.counted_reviews import count_once
from kb.core.expressions import expression
from kb.core.inferred_actions import is_inferred
from kb.core.model import (
    CASE,
    SENSE,
    Certainty,
    DocumentSummary,
    Finding,
    FindingInContext,
    Kind,
    Polarity,
    Review,
    Status,
    Tag,
)
from kb.text.dates import last_date_in
from kb.text.formatting import count_phrase, join_words
from kb.text.masking import mask
from kb.vocabulary import Vocabulary

_A_WORD = expression(r"(?![ivx]+\b)[^\W\d_]{2,}")

_PARTED = expression(r",| and | or ")

REVIEW = "review"


def parts_of_name(name: str) -> tuple[str, ...]:
    """Return what commas, "and" and "or" part in a name: "Suicide" and "self-harm" of "Suicide and self-harm"."""
    return tuple(part.strip() for part in _PARTED.split(name) if part.strip())


@dataclass(frozen=True, slots=True)
class FindingLabels:
    """What a finding is called, in all that a list of findings shows of it; "" where there is nothing to say."""

    name: str  # its printed label where that says more than a number, else its kind
    kind: str
    polarity: Polarity  # which way it points: by its words, or else by its kind
    direction: str  # the same in words
    status: str
    published: str  # ISO date of its document, or else of its review
    themes: tuple[str, ...]  # of each of its themes


def finding_labels(holding: FindingInContext, vocabulary: Vocabulary) -> FindingLabels:
    """Return what a finding is called."""
    found = holding.finding
    kind = vocabulary.kinds.get(found.kind.value)
    by_kind = found.polarity is Polarity.NEUTRAL and kind is not None and kind.polarity
    polarity = Polarity(kind.polarity) if kind and by_kind else found.polarity
    return FindingLabels(
        name(holding, vocabulary),
        finding_kind_label(found, vocabulary),
        polarity,
        polarity_label(polarity, vocabulary),
        status_label(found.status, vocabulary) if found.status is not None else "",
        publication_date(holding),
        theme_labels(found, vocabulary),
    )


def name(holding: FindingInContext, vocabulary: Vocabulary) -> str:
    """Return what a finding is, by its printed label where that says more than a number."""
    finding = holding.finding
    kind = finding_kind_label(finding, vocabulary)
    if not finding.label:
        return kind
    says_more = bool(_A_WORD.search(finding.label.strip(")(. ")[1:]))  # "Rec. 2", and no "4a", "2(b)" or "2(iii)"
    return mask(finding.label) if says_more else f"{kind} {finding.label}"


def publication_date(holding: FindingInContext) -> str:
    """Return when the document was published, or else its review, as ISO or ""."""
    stated = holding.document.about.published
    return stated.value if stated else holding.review.published


def when(holding: FindingInContext) -> str:
    """Return the date to which a finding belongs, as ISO or "": when it was published, or else when the time ended that
    its document says it covers. It orders findings in time; only `publication_date` is shown as a date of publication.
    """
    period = holding.document.about.period
    return publication_date(holding) or (last_date_in(period.value) if period else "")


def document(held: DocumentSummary, review: Review) -> str:
    """Return what a document is called: its title, else its review's, and only without either its file's name."""
    stated = held.about.title.value if held.about.title else ""
    return mask(stated or review.title or held.name)


def kind_label(kind: Kind, vocabulary: Vocabulary) -> str:
    """Return a kind's label."""
    entry = vocabulary.kinds.get(kind.value)
    return entry.label if entry else _spoken_slug(kind.value)


def finding_kind_label(finding: Finding, vocabulary: Vocabulary) -> str:
    """Return the label of a finding's kind, and that it is inferred where only its review makes it an action."""
    label = kind_label(finding.kind, vocabulary)
    return f"{label} (inferred)" if is_inferred(finding) else label


def kinds_label(kind: Kind, vocabulary: Vocabulary) -> str:
    """Return a kind's label for several."""
    entry = vocabulary.kinds.get(kind.value)
    return (entry.plural or entry.label) if entry else kind_label(kind, vocabulary)


def status_label(status: Status, vocabulary: Vocabulary) -> str:
    """Return how far an action is said to have come."""
    entry = vocabulary.statuses.get(status.value)
    return entry.label if entry else _spoken_slug(status.value)


def status_in_line(status: Status, vocabulary: Vocabulary) -> str:
    """Return how far an action is said to have come, as it stands after a number within a sentence."""
    if status is Status.NO_RESPONSE:
        return "without evidence of completion"
    return status_label(status, vocabulary).casefold()


def polarity_label(polarity: Polarity, vocabulary: Vocabulary) -> str:
    """Return which way a finding points, or "" where it points nowhere."""
    if polarity is Polarity.NEUTRAL:
        return ""
    entry = vocabulary.polarities.get(polarity.value)
    return entry.label if entry else _spoken_slug(polarity.value)


def theme_label(slug: str, vocabulary: Vocabulary) -> str:
    """Return a theme's label, also by a name it had before."""
    theme = vocabulary.theme(slug)
    return theme.label if theme else slug


def theme_labels(finding: Finding, vocabulary: Vocabulary) -> tuple[str, ...]:
    """Return the labels of a finding's themes, each that only surrounds it with where it is from."""
    given = (tag for tag in finding.tags if tag.certainty is Certainty.YES)
    return tuple(_given_label(tag, vocabulary) for tag in given)


# `Evidence.where` -> what lends a theme; else its recommendation does
_LENT_BY = {"heading": "heading", CASE: "case", SENSE: "words as a whole"}


def _given_label(tag: Tag, vocabulary: Vocabulary) -> str:
    """Return a theme's label and what lends it, also where weak words of the finding bear out what its case lends."""
    label = theme_label(tag.theme, vocabulary)
    where = tag.evidence[0].where if tag.evidence else ""
    if not tag.is_lent and where != CASE:
        return label
    return f"{label} (from its {_LENT_BY.get(where, 'recommendation')})"


def agency_label(slug: str, vocabulary: Vocabulary) -> str:
    """Return an agency's label."""
    entry = vocabulary.agencies.get(slug)
    return entry.label if entry else slug


def review_type_label(slug: str, vocabulary: Vocabulary) -> str:
    """Return a review type's label, or "" where none is stated."""
    entry = vocabulary.review_types.get(slug)
    return entry.label if entry else slug


def sources(reviews: Iterable[Review], vocabulary: Vocabulary) -> str:
    """Return "3 reviews", "1 inspection", "3 reviews and 1 inspection": an inspection is never called a review."""
    counts = Counter(noun_of(review, vocabulary) for review in count_once(reviews))
    order = (REVIEW, *(listed.noun for listed in vocabulary.review_types.values()))
    parts = [count_phrase(counts[noun], noun) for noun in dict.fromkeys(order) if counts[noun]]
    return join_words(parts) or count_phrase(0, REVIEW)


def source_noun(reviews: Iterable[Review], vocabulary: Vocabulary) -> str:
    """Return "review" where all of them are reviews, and "source" where inspections or reports are among them."""
    return "source" if any(noun_of(review, vocabulary) != REVIEW for review in reviews) else REVIEW


def noun_of(review: Review, vocabulary: Vocabulary) -> str:
    """Return what a source of this type is called: "review", "inspection", "report"."""
    listed = vocabulary.review_types.get(review.review_type)
    return listed.noun if listed else REVIEW


def _spoken_slug(slug: str) -> str:
    return slug.replace("_", " ").capitalize()
