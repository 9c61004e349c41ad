"""The reasons for which two documents are of one review; the first that speaks decides.

To add one, write a function that takes a `DocumentPair` and gives a `Belonging` or None, and enter it in RULES.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable

from kb.core.expressions import expression
from kb.core.model import Metadata
from kb.store.case_names import is_code, is_whole_name, shared_names
from kb.store.case_signs import FEWEST, content_stems, content_words, metadata_value
from kb.store.document_pairs import COVER, Belonging, DocumentPair, title_agrees
from kb.store.names_met import tells_of_several
from kb.text.title_names import NO_NAME

SAME_REPORT = 4.0  # weight from which recommendations by themselves join
MOST = 0.6  # share of the shorter list that must be the same
ISSUES = 2  # years between two issues of one report
YEARS_OF_CODE = 3  # "Child T" is given anew
_YEARS_BETWEEN = 6  # a plan may be followed that long after its report
_YEARLY = frozenset({"committee-report", "service-report"})  # which may tell of several reviews
_ALIKE = 0.6  # what it weighs that two documents name the same people and nobody else
_OF_A_REVIEW = expression(
    r"\b(?:reviews?|recommendations?|what\s+(?:your|the|our)\s+\w+\s+(?:has|have)\s+done)\b", re.IGNORECASE
)
_LINE = expression(r"[^.\n]+")  # what a text tells at once
_TOLD = 2  # words of a recommendation that a line of a paper shares, and recommendations that it tells of at least
_ANSWERED = 0.5  # share of a review's recommendations that a paper tells of, from which it belongs to it


def _by_recommendations(pair: DocumentPair) -> Belonging | None:
    """Return what joins two documents that recommend mostly the same, almost word for word."""
    if pair.places is False or pair.verbatim < max(FEWEST, MOST * pair.size):
        return None
    if not (pair.shared or pair.places or pair.verbatim >= 2 * FEWEST):
        return None
    longest = max(len(pair.new.recommendations), len(pair.other.recommendations))
    again = pair.are_reports and pair.verbatim >= MOST * longest
    if again and not pair.shared and not title_agrees(pair.new.about, pair.other.about):
        return pair.propose()
    return pair.join(SAME_REPORT + bool(pair.shared) + pair.verbatim / pair.size, again=again)


def _by_title(pair: DocumentPair) -> Belonging | None:
    """Return what joins a paper with the review of the same place that its title calls by its matter: "the pond".

    It joins where the paper also answers what the review asked for, and is else proposed.
    """
    years = pair.years or 0.0
    if pair.shared or not pair.places or pair.new.is_report == pair.other.is_report or years > YEARS_OF_CODE:
        return None
    report, paper = pair.report.about, pair.paper.about
    matter = _matter(report)
    shared = sorted(matter & _matter(paper))
    if not shared or not _OF_A_REVIEW.search(f"{metadata_value(paper, 'title')}\n{pair.paper.text[:COVER]}"):
        return None
    said = f"the titles of both speak of {' and '.join(shared)}, both are of {metadata_value(report, 'area')}"
    if answered := _count_answers(pair):
        return pair.join(1.5 + len(shared) / len(matter) - years / 100, f"{said}, {answered}")
    return pair.propose(0.5 + len(shared) / 10, said) if len(shared) > 1 else None


def _by_name(pair: DocumentPair) -> Belonging | None:
    """Return what joins, or may join, two documents that call their case by the same name."""
    if not pair.shared:
        return None
    years, codes = pair.years, all(map(is_code, pair.shared))
    if pair.are_reports:
        likely = years is not None and years <= ISSUES
        return pair.propose() if likely or not pair.is_contrary else None
    if (pair.is_contrary and not _names_review(pair)) or _names_others(pair) or _is_of_several(pair):
        return pair.propose()
    if years is not None and years > (YEARS_OF_CODE if codes else _YEARS_BETWEEN):
        return pair.propose()
    if pair.places or (pair.places is None and any(map(is_whole_name, pair.shared))):
        alike = _ALIKE * (len(pair.shared) == len(pair.new.names) == len(pair.other.names))
        return pair.join(2.0 + alike + (pair.restated / pair.size if pair.size else 0.0))
    if pair.places is None and (answered := _count_answers(pair)):
        return pair.join(2.0, f"{pair.reasons}, {answered}")
    return pair.propose()


RULES: tuple[Callable[[DocumentPair], Belonging | None], ...] = (_by_recommendations, _by_title, _by_name)


def _matter(about: Metadata) -> frozenset[str]:
    """Return the words of a title that name its matter, and neither a place nor what reviews and papers are called."""
    places = {
        word for name in ("area", "partnership", "publisher") for word in content_words(metadata_value(about, name))
    }
    return frozenset(word for word in content_words(metadata_value(about, "title")) - places if word not in NO_NAME)


def _count_answers(pair: DocumentPair) -> str:
    """Say of how many recommendations the other document tells in words that no other of them has; "" for too few."""
    new, other = pair.new, pair.other
    report, paper = (new, other) if len(new.recommendations) > len(other.recommendations) else (other, new)
    counts = Counter(word for one in report.recommendations for word in one)
    own = [frozenset(word for word in one if counts[word] == 1) for one in report.recommendations]
    told = [content_stems(line) for line in _LINE.findall(paper.text)]
    answered = sum(any(len(one & line) >= _TOLD for line in told) for one in own)
    if answered < max(_TOLD, _ANSWERED * len(own)):
        return ""
    return f"it reports on {answered} of {len(own)} recommendations"


def _names_review(pair: DocumentPair) -> bool:
    """Return whether one is a plan, an answer or a chapter that says it is about the review of the other's case.

    A plan that is titled with the name is of that review, whatever of its table was read as recommended; so are slides
    that name that one case alone, whatever they ask of those who watch them.
    """
    kind, title = (metadata_value(pair.paper.about, name).lower() for name in ("document_type", "title"))
    titled = any(name in title for name in pair.shared if not is_code(name))
    alone = len(pair.paper.names) == 1
    return (kind in ("addendum", "service-report") and alone) or (
        titled and (kind == "action-plan" or (kind == "presentation" and alone))
    )


def _names_others(pair: DocumentPair) -> bool:
    """Return whether a paper names other cases besides, as an annual report does that tells of three reviews.

    Not where its title names the one case alone; and brothers and sisters are named in the report as well.
    """
    paper, report = pair.paper, pair.report
    if not report.is_report and metadata_value(report.about, "document_type") in _YEARLY:
        paper, report = report, paper  # two papers, of which the yearly one may tell of several cases
    title = metadata_value(paper.about, "title").lower()
    if any(name in title for name in pair.shared):
        return False
    told = report.text.lower()
    if metadata_value(paper.about, "document_type") in _YEARLY and tells_of_several(paper.text, report.names):
        return True
    return any(name not in told for name in paper.names)


def _is_of_several(pair: DocumentPair) -> bool:
    """Return whether a report's title also names somebody of whom the paper never speaks: "Ned", "Ned and Fay"."""
    paper, report = pair.paper, pair.report
    title, told = metadata_value(report.about, "title").lower(), paper.text.lower()
    others = (re.escape(name) for name in report.names if name not in told and not shared_names({name}, paper.names))
    return any(re.search(rf"(?:,|\band|&)\s+{name}\b|\b{name}\s*(?:,|and\b|&)", title) for name in others)
