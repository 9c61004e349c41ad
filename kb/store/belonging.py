"""Which documents are of one review, and why: same case by name and area, and the same recommendations.

A report, its action plan, slides, minutes, answers and the chapter of an annual report that tells what became of its
recommendations are one review, and so is an annex that a report of the same area lists by its title. Two reports are
one only where they make the same recommendations. What is likely and not sure is proposed to the keeper and never
joined.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from kb.core.expressions import expression
from kb.core.model import Metadata
from kb.store.case_names import OPENING, is_code, is_whole_name, shared_names
from kb.store.case_signs import (
    FEWEST,
    PAPER,
    UNSTATED,
    CaseSigns,
    content_stems,
    content_words,
    stated_value,
    years_between,
)
from kb.store.names_met import names_met, tells_of_several
from kb.text.title_names import NO_NAME
from kb.vocabulary import ReviewType

ReviewTypes = Mapping[str, ReviewType]  # by slug

_VERBATIM = 0.8  # share of words in common (Dice) from which two recommendations are one, whoever reprints them
_RESTATED = 0.5  # the same where the case is known to be one
_MOST = 0.6  # share of the shorter list that must be the same
_SOME = 0.34  # the same where name and area agree
_SHORT_FORM = (2, 5)  # words of the short form of a recommendation
_APART = frozenset({"inspection-letter", "thematic-analysis"})  # speak of a case, belong to none
_YEARLY = frozenset({"committee-report", "service-report"})  # which may tell of several reviews
_ALIKE = 0.6  # what it weighs that two documents name the same people and nobody else
_SAME_REPORT = 4.0  # weight from which recommendations by themselves join
_YEARS_BETWEEN = 6  # a plan may be followed that long after its report
_YEARS_OF_CODE = 3  # "Child T" is given anew
_ISSUES = 2  # years between two issues of one report
_COVER = 600  # characters from the beginning in which a paper says that it is one
_TITLES_OF_PEOPLE = ("mr", "ms", "mx")
_ANNEX = expression(
    r"^[^\w\n]*(?:annexe?|appendix)\s*(?:\d{1,2}|[A-Z])?\s*[:.–—-]\s*(.{8,200})$", re.IGNORECASE | re.MULTILINE
)
_ANNEX_TITLE = 3  # words of a title by which an annex is known: "Terms of reference" is anybody's
_OF_A_REVIEW = expression(
    r"\b(?:reviews?|recommendations?|what\s+(?:your|the|our)\s+\w+\s+(?:has|have)\s+done)\b", re.IGNORECASE
)
_LINE = expression(r"[^.\n]+")  # what a text tells at once
_TOLD = 2  # words of a recommendation that a line of a paper shares, and recommendations that it tells of at least
_ANSWERED = 0.5  # share of a review's recommendations that a paper tells of, from which it belongs to it
_ANNEX_SHARE = 0.6  # share of an annex's line that its title must be


@dataclass(frozen=True, slots=True)
class Belonging:
    """A held review to which a document belongs, or may, and why."""

    slug: str
    reasons: str
    certain: bool
    again: bool = False  # the same report in another issue or format
    also: tuple[str, ...] = ()  # reviews made of papers alone that came before their report, which are one with it


def find_review(new: CaseSigns, held: Sequence[tuple[str, CaseSigns]], types: ReviewTypes) -> Belonging | None:
    """Return the one held review to which a document belongs or may belong, given the documents of reviews by slug."""
    best: dict[str, tuple[float, Belonging]] = {}
    parted = {slug for slug, other in held if _is_another_report(new, other)}
    for slug, other in held:
        annex = _as_annex(new, other, slug)
        weighed = annex or _weigh(new, other, slug, types)
        if weighed and not annex and slug in parted and weighed[0] < _SAME_REPORT:
            weighed = 1.0, replace(weighed[1], certain=False)
        if weighed and (slug not in best or weighed[0] > best[slug][0]):
            best[slug] = weighed
    if not best:
        return None
    ranked = sorted(best.values(), key=lambda one: -one[0])
    first = ranked[0][1]
    if ranked[0][0] < _SAME_REPORT and _is_named_apart(new, [other for slug, other in held if slug == first.slug]):
        return replace(first, certain=False)
    if new.is_report and first.certain:
        reports = {slug for slug, other in held if other.is_report}
        also = [one.slug for _, one in ranked[1:] if one.certain and one.slug not in reports]
        ranked = [one for one in ranked if one[1].slug not in also]
        first = replace(first, also=tuple(sorted(also)))
    if len(ranked) > 1 and first.certain and ranked[1][1].certain and ranked[1][0] > ranked[0][0] - 0.5:
        return Belonging(first.slug, f"{first.reasons}; but another review fits as well", certain=False)
    return first


def _is_named_apart(new: CaseSigns, review: Sequence[CaseSigns]) -> bool:
    """Return whether what recommends in a review names another case: an annual report with it may name several."""
    asking = [other for other in review if new.names and other.names and other.recommendations]
    return bool(asking) and not any(
        shared_names(new.names, other.names)
        or _with_names_met(new, other, anywhere=True).names & other.names
        or _with_names_met(other, new, anywhere=True).names & new.names
        for other in asking
    )


def with_papers(held: Sequence[tuple[str, CaseSigns]], found: Belonging | None) -> list[tuple[str, CaseSigns]]:
    """Return the documents of reviews by slug, those of papers that are one with a report under its slug."""
    also = found.also if found else ()
    return [(found.slug if found and slug in also else slug, signs) for slug, signs in held]


def may_be_annex(new: Metadata, other: Metadata) -> bool:
    """Return whether one of two documents may be an annex of the other: both state the same area."""
    if any(stated_value(about, "document_type") in _APART for about in (new, other)):
        return False
    return "" != stated_value(new, "area").lower() == stated_value(other, "area").lower()


def _as_annex(new: CaseSigns, other: CaseSigns, slug: str) -> tuple[float, Belonging] | None:
    """Return what joins a report and a paper that it lists by its title as an annex of its own."""
    if not may_be_annex(new.about, other.about):
        return None
    years = years_between(new.about, other.about)
    if years is not None and years > _ISSUES:
        return None
    for report, paper in ((new, other), (other, new)):
        title = content_words(stated_value(paper.about, "title"))
        for found in _ANNEX.finditer(report.text) if len(title) >= _ANNEX_TITLE else ():
            named = content_words(found.group(1))
            if title <= named and len(title) >= _ANNEX_SHARE * len(named):
                line = " ".join(found.group().split())
                said = f"one lists the other as its annex: “{line}”, both are of {stated_value(new.about, 'area')}"
                return 4.0, Belonging(slug, said, certain=True)
    return None


def find_issue(new: CaseSigns, held: Sequence[tuple[str, CaseSigns]]) -> Belonging | None:
    """Return the held review that holds another issue or format of a document: it finds the same almost word for word.

    It is certain where the title is the same too; a title may differ because a name was taken out.
    """
    best: tuple[float, Belonging] | None = None
    for slug, other in held:
        size = max(len(new.statements), len(other.statements))
        same = _is_same(new.statements, other.statements, _VERBATIM)
        if same < FEWEST or same < _MOST * size or (best and same / size <= best[0]):
            continue
        said = f"{same} of {size} findings are the same almost word for word"
        certain = _title_agrees(new.about, other.about) and same >= _VERBATIM * size
        best = same / size, Belonging(slug, said, certain=certain, again=certain)
    return best[1] if best else None


def may_be_issue(new: Metadata, other: Metadata) -> bool:
    """Return whether two documents may be issues of one: of one area and type, and not long apart."""
    kinds = {stated_value(about, "document_type") for about in (new, other)} - UNSTATED
    areas = [content_words(stated_value(about, "area")) for about in (new, other)]
    years = years_between(new, other)
    return len(kinds) < 2 and all(areas) and areas[0] == areas[1] and (years is None or years <= _ISSUES)


def _is_another_report(new: CaseSigns, other: CaseSigns) -> bool:
    """Tell whether a held report is of another case of that name, or of a letter given anew: its papers do not join."""
    shared = shared_names(new.names, other.names)
    if new.is_report and other.is_report and new.recommendations and other.recommendations:
        size = min(len(new.recommendations), len(other.recommendations))
        return _is_same(new.recommendations, other.recommendations, _RESTATED) < max(1, _SOME * size)
    years = years_between(new.about, other.about)
    return bool(shared) and all(map(is_code, shared)) and years is not None and years > _YEARS_OF_CODE


def _weigh(new: CaseSigns, other: CaseSigns, slug: str, types: ReviewTypes) -> tuple[float, Belonging] | None:
    if not may_belong(new.about, other.about, types):
        return None
    places = _places_agree(new, other)
    if places is not False:
        one_place = bool(places)
        new, other = (
            _with_names_met(new, other, anywhere=one_place),
            _with_names_met(other, new, anywhere=one_place),
        )
    shared = shared_names(new.names, other.names)
    if places is False and not any(is_whole_name(name) for name in shared):
        return None
    if new.names and other.names and not shared:
        return None
    size = min(len(new.recommendations), len(other.recommendations))
    verbatim = _is_same(new.recommendations, other.recommendations, _VERBATIM)
    restated = _is_same(new.recommendations, other.recommendations, _RESTATED)
    reasons = [f"both are about {_spoken_kind(sorted(shared, key=len)[-1])}"] if shared else []
    place = next(
        (said for one in (other, new) for name in ("area", "partnership") if (said := stated_value(one.about, name))),
        "",
    )
    reasons += [f"both are of {place}"] if places else []
    if verbatim:
        reasons.append(f"{verbatim} of {size} recommendations are the same almost word for word")
    elif restated:
        reasons.append(f"{restated} of {size} recommendations are the same in other words")
    said = ", ".join(reasons)
    both_reports = new.is_report and other.is_report
    mostly = verbatim >= FEWEST and verbatim >= _MOST * size
    if mostly and places is not False and (shared or places or verbatim >= 2 * FEWEST):
        again = both_reports and verbatim >= _MOST * max(len(new.recommendations), len(other.recommendations))
        if again and not shared and not _title_agrees(new.about, other.about):
            return 1.0, Belonging(slug, said, certain=False)
        return _SAME_REPORT + bool(shared) + verbatim / size, Belonging(slug, said, certain=True, again=again)
    if not shared:
        return _by_title(new, other, slug) if places else None
    paper = other if new.is_report else new
    few = (
        FEWEST if stated_value(paper.about, "document_type") not in UNSTATED or PAPER.search(paper.text[:_COVER]) else 1
    )
    contrary = size >= few and restated < max(1, _SOME * size)
    years = years_between(new.about, other.about)
    if both_reports:
        likely = years is not None and years <= _ISSUES
        return (1.0, Belonging(slug, said, certain=False)) if likely or not contrary else None
    if contrary and not _names_review(new, other):
        return 1.0, Belonging(slug, said, certain=False)
    if _names_others(new, other) or _is_of_several(new, other):
        return 1.0, Belonging(slug, said, certain=False)
    near = years is None or years <= (_YEARS_OF_CODE if all(is_code(name) for name in shared) else _YEARS_BETWEEN)
    if near and (places or (places is None and any(is_whole_name(name) for name in shared))):
        alike = _ALIKE * (len(shared) == len(new.names) == len(other.names))
        return 2.0 + alike + (restated / size if size else 0.0), Belonging(slug, said, certain=True)
    if near and places is None and (answered := _count_answers(new, other)):
        return 2.0, Belonging(slug, f"{said}, {answered}", certain=True)
    return 1.0, Belonging(slug, said, certain=False)


def _by_title(new: CaseSigns, other: CaseSigns, slug: str) -> tuple[float, Belonging] | None:
    """Return what joins a paper with the review of the same place that its title calls by its matter: "the pond".

    It joins where the paper also answers what the review asked for, and is else proposed.
    """
    if new.is_report == other.is_report or (years := years_between(new.about, other.about) or 0.0) > _YEARS_OF_CODE:
        return None
    report, paper = (new, other) if new.is_report else (other, new)
    matter = _matter(report.about)
    shared = sorted(matter & _matter(paper.about))
    if not shared or not _OF_A_REVIEW.search(f"{stated_value(paper.about, 'title')}\n{paper.text[:_COVER]}"):
        return None
    said = f"the titles of both speak of {' and '.join(shared)}, both are of {stated_value(report.about, 'area')}"
    if answered := _count_answers(new, other):
        return 1.5 + len(shared) / len(matter) - years / 100, Belonging(slug, f"{said}, {answered}", certain=True)
    return (0.5 + len(shared) / 10, Belonging(slug, said, certain=False)) if len(shared) > 1 else None


def _matter(about: Metadata) -> frozenset[str]:
    """Return the words of a title that name its matter, and neither a place nor what reviews and papers are called."""
    places = {
        word for name in ("area", "partnership", "publisher") for word in content_words(stated_value(about, name))
    }
    return frozenset(word for word in content_words(stated_value(about, "title")) - places if word not in NO_NAME)


def _count_answers(new: CaseSigns, other: CaseSigns) -> str:
    """Say of how many recommendations the other document tells in words that no other of them has; "" for too few."""
    report, paper = (new, other) if len(new.recommendations) > len(other.recommendations) else (other, new)
    counts = Counter(word for one in report.recommendations for word in one)
    own = [frozenset(word for word in one if counts[word] == 1) for one in report.recommendations]
    told = [content_stems(line) for line in _LINE.findall(paper.text)]
    answered = sum(any(len(one & line) >= _TOLD for line in told) for one in own)
    if answered < max(_TOLD, _ANSWERED * len(own)):
        return ""
    return f"it tells of what {answered} of {len(own)} recommendations ask"


def _with_names_met(paper: CaseSigns, other: CaseSigns, *, anywhere: bool) -> CaseSigns:
    """Return a paper with the names by which it calls the other's review, in its title or also `anywhere` in its text.

    Where no place is stated only a person's whole name is looked for in the text. Of a report the cover is looked
    through alone: its text tells of people who have reviews of their own.
    """
    places = " ".join(stated_value(paper.about, name) for name in ("area", "partnership"))
    text = paper.text[:_COVER] if paper.is_report else paper.text
    title = stated_value(paper.about, "title")
    met = names_met(other.names, title, text if anywhere else "", places)
    whole = frozenset(name for name in other.names if not anywhere and is_whole_name(name))
    return replace(paper, names=paper.names | met | names_met(whole, title, text, places))


def may_belong(new: Metadata, other: Metadata, types: ReviewTypes) -> bool:
    """Return whether the types of two documents allow that they are of one review."""
    if any(stated_value(about, "document_type") in _APART for about in (new, other)):
        return False
    stated = {stated_value(about, "review_type") for about in (new, other)} - {""}
    joins = {slug: types[slug].joins if slug in types else "same" for slug in stated}
    return "none" not in joins.values() and sum(one == "same" for one in joins.values()) < 2


def _places_agree(one: CaseSigns, other: CaseSigns) -> bool | None:
    """Return whether two documents are of one place; None where one of them does not say.

    A place goes before the name of a board, which may be written short.
    """
    for name in ("area", "partnership"):
        first, second = content_words(stated_value(one.about, name)), content_words(stated_value(other.about, name))
        if first and second:
            return first <= second or second <= first
    for stated, silent in ((one, other), (other, one)):
        if (place := stated_value(stated.about, "area")) and re.search(
            rf"\b{re.escape(place)}\b", silent.text[:OPENING]
        ):
            return True
    return None


def _title_agrees(one: Metadata, other: Metadata) -> bool:
    return bool(stated_value(one, "title")) and content_words(stated_value(one, "title")) == content_words(
        stated_value(other, "title")
    )


def _names_review(one: CaseSigns, other: CaseSigns) -> bool:
    """Return whether one is a plan, an answer or a chapter that says it is about the review of the other's case.

    A plan that is titled with the name is of that review, whatever of its table was read as recommended.
    """
    paper = other if one.is_report else one
    kind, title = stated_value(paper.about, "document_type"), stated_value(paper.about, "title").lower()
    titled = any(name in title for name in shared_names(one.names, other.names) if not is_code(name))
    return (kind in ("addendum", "service-report") and len(paper.names) == 1) or (kind == "action-plan" and titled)


def _names_others(one: CaseSigns, other: CaseSigns) -> bool:
    """Return whether a paper names other cases besides, as an annual report does that tells of three reviews.

    Not where its title names the one case alone; and brothers and sisters are named in the report as well.
    """
    paper, report = (other, one) if one.is_report else (one, other)
    if not report.is_report and stated_value(report.about, "document_type") in _YEARLY:
        paper, report = report, paper  # two papers, of which the yearly one may tell of several cases
    title = stated_value(paper.about, "title").lower()
    if any(name in title for name in shared_names(one.names, other.names)):
        return False
    told = report.text.lower()
    if stated_value(paper.about, "document_type") in _YEARLY and tells_of_several(paper.text, report.names):
        return True
    return any(name not in told for name in paper.names)


def _is_of_several(one: CaseSigns, other: CaseSigns) -> bool:
    """Return whether a report's title also names somebody of whom the paper never speaks: "Ned", "Ned and Fay"."""
    paper, report = (other, one) if one.is_report else (one, other)
    title, told = stated_value(report.about, "title").lower(), paper.text.lower()
    others = (re.escape(name) for name in report.names if name not in told and not shared_names({name}, paper.names))
    return any(re.search(rf"(?:,|\band|&)\s+{name}\b|\b{name}\s*(?:,|and\b|&)", title) for name in others)


def _is_same(first: Sequence[frozenset[str]], second: Sequence[frozenset[str]], least: float) -> int:
    """Return how many recommendations of the shorter list the other makes as well, each counted once."""
    short, long = sorted((first, second), key=len)
    left, count = list(long), 0
    alike = _dice if least > _RESTATED else _restates
    for words in short:
        likest = max(left, key=lambda other: alike(words, other), default=None)
        if likest is not None and alike(words, likest) >= least:
            left.remove(likest)
            count += 1
    return count


def _restates(one: frozenset[str], other: frozenset[str]) -> float:
    """Return how far two recommendations are one; a plan's short form ("Full timetable") may lie in a wording."""
    short, long = sorted((one, other), key=len)
    within = len(short & long) / len(short) if _SHORT_FORM[0] <= len(short) <= _SHORT_FORM[1] else 0.0
    return max(_dice(one, other), within if within >= _VERBATIM else 0.0)


def _dice(one: frozenset[str], other: frozenset[str]) -> float:
    return 2 * len(one & other) / (len(one) + len(other)) if one and other else 0.0


def _spoken_kind(name: str) -> str:
    """Return a name as it is printed."""
    return " ".join(
        word.upper()
        if word not in _TITLES_OF_PEOPLE and (len(word) < 3 or any(map(str.isdigit, word)))
        else word.capitalize()
        for word in name.split()
    )
