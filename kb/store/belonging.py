"""Which documents are of one review, and why: same case by name and area, and the same recommendations.

A report, its action plan, slides, minutes, answers and the chapter of an annual report that tells what became of its
recommendations are one review, and so is an annex that a report of the same area lists by its title. Two reports are
one only where they make the same recommendations. What is likely and not sure is proposed to the keeper and never
joined.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from kb.core.expressions import expression
from kb.core.model import Metadata
from kb.store.belonging_rules import ISSUES, MOST, RULES, SAME_REPORT, YEARS_OF_CODE
from kb.store.case_names import is_code, shared_names
from kb.store.case_signs import FEWEST, UNSTATED, CaseSigns, content_words, metadata_value, years_between
from kb.store.document_pairs import (
    RESTATED,
    SOME,
    VERBATIM,
    Belonging,
    compare_documents,
    count_same,
    title_agrees,
    with_names_met,
)
from kb.vocabulary import ReviewType

ReviewTypes = Mapping[str, ReviewType]  # by slug

_APART = frozenset({"inspection-letter", "thematic-analysis"})  # speak of a case, belong to none
_ANNEX = expression(
    r"^[^\w\n]*(?:annexe?|appendix)\s*(?:\d{1,2}|[A-Z])?\s*[:.–—-]\s*(.{8,200})$", re.IGNORECASE | re.MULTILINE
)
_ANNEX_TITLE = 3  # words of a title by which an annex is known: "Terms of reference" is anybody's
_ANNEX_SHARE = 0.6  # share of an annex's line that its title must be


def find_review(new: CaseSigns, held: Sequence[tuple[str, CaseSigns]], types: ReviewTypes) -> Belonging | None:
    """Return the one held review to which a document belongs or may belong, given the documents of reviews by slug."""
    best: dict[str, Belonging] = {}
    parted = {slug for slug, other in held if _is_another_report(new, other)}
    for slug, other in held:
        found = _as_annex(new, other, slug) or _by_rules(new, other, slug, types)
        if found and slug in parted and found.weight < SAME_REPORT:
            found = replace(found, certain=False, weight=1.0)
        if found and (slug not in best or found.weight > best[slug].weight):
            best[slug] = found
    ranked = sorted(best.values(), key=lambda one: -one.weight)
    if not ranked or not ranked[0].certain:
        return ranked[0] if ranked else None
    named_apart = _is_named_apart(new, [other for slug, other in held if slug == ranked[0].slug])
    if ranked[0].weight < SAME_REPORT and named_apart:
        return replace(ranked[0], certain=False)
    return _without_rival(_with_own_papers(new, held, ranked))


def _by_rules(new: CaseSigns, other: CaseSigns, slug: str, types: ReviewTypes) -> Belonging | None:
    pair = compare_documents(slug, new, other) if may_belong(new.about, other.about, types) else None
    return next((found for rule in RULES if (found := rule(pair))), None) if pair else None


def _with_own_papers(new: CaseSigns, held: Sequence[tuple[str, CaseSigns]], ranked: list[Belonging]) -> list[Belonging]:
    """Return the reviews that fit a report, those made of its papers alone within the first of them."""
    if not new.is_report:
        return ranked
    reports = {slug for slug, other in held if other.is_report}
    also = {one.slug for one in ranked[1:] if one.certain and one.slug not in reports}
    first = replace(ranked[0], also=tuple(sorted(also)))
    return [first, *(one for one in ranked[1:] if one.slug not in also)]


def _without_rival(ranked: list[Belonging]) -> Belonging:
    """Return the first review that fits, sure only where no other one fits about as well."""
    first = ranked[0]
    if len(ranked) > 1 and ranked[1].certain and ranked[1].weight > first.weight - 0.5:
        return Belonging(first.slug, f"{first.reasons}; but another review fits as well", certain=False)
    return first


def _is_named_apart(new: CaseSigns, review: Sequence[CaseSigns]) -> bool:
    """Return whether what recommends in a review names another case: an annual report with it may name several."""
    asking = [other for other in review if new.names and other.names and other.recommendations]
    return bool(asking) and not any(
        shared_names(new.names, other.names)
        or with_names_met(new, other, anywhere=True).names & other.names
        or with_names_met(other, new, anywhere=True).names & new.names
        for other in asking
    )


def may_be_annex(new: Metadata, other: Metadata) -> bool:
    """Return whether one of two documents may be an annex of the other: both state the same area."""
    if any(metadata_value(about, "document_type") in _APART for about in (new, other)):
        return False
    return "" != metadata_value(new, "area").lower() == metadata_value(other, "area").lower()


def _as_annex(new: CaseSigns, other: CaseSigns, slug: str) -> Belonging | None:
    """Return what joins a report and a paper that it lists by its title as an annex of its own."""
    if not may_be_annex(new.about, other.about):
        return None
    years = years_between(new.about, other.about)
    if years is not None and years > ISSUES:
        return None
    for report, paper in ((new, other), (other, new)):
        title = content_words(metadata_value(paper.about, "title"))
        for found in _ANNEX.finditer(report.text) if len(title) >= _ANNEX_TITLE else ():
            named = content_words(found.group(1))
            if title <= named and len(title) >= _ANNEX_SHARE * len(named):
                line = " ".join(found.group().split())
                said = f"one lists the other as its annex: “{line}”, both are of {metadata_value(new.about, 'area')}"
                return Belonging(slug, said, certain=True, weight=SAME_REPORT)
    return None


def find_issue(new: CaseSigns, held: Sequence[tuple[str, CaseSigns]]) -> Belonging | None:
    """Return the held review that holds another issue or format of a document: it finds the same almost word for word.

    It is certain where the title is the same too; a title may differ because a name was taken out.
    """
    best: tuple[float, Belonging] | None = None
    for slug, other in held:
        size = max(len(new.statements), len(other.statements))
        same = count_same(new.statements, other.statements, VERBATIM)
        if same < FEWEST or same < MOST * size or (best and same / size <= best[0]):
            continue
        said = f"{same} of {size} findings are the same almost word for word"
        certain = title_agrees(new.about, other.about) and same >= VERBATIM * size
        best = same / size, Belonging(slug, said, certain=certain, again=certain)
    return best[1] if best else None


def may_be_issue(new: Metadata, other: Metadata) -> bool:
    """Return whether two documents may be issues of one: of one area and type, and not long apart."""
    kinds = {metadata_value(about, "document_type") for about in (new, other)} - UNSTATED
    areas = [content_words(metadata_value(about, "area")) for about in (new, other)]
    years = years_between(new, other)
    return len(kinds) < 2 and all(areas) and areas[0] == areas[1] and (years is None or years <= ISSUES)


def _is_another_report(new: CaseSigns, other: CaseSigns) -> bool:
    """Tell whether a held report is of another case of that name, or of a letter given anew: its papers do not join."""
    shared = shared_names(new.names, other.names)
    if new.is_report and other.is_report and new.recommendations and other.recommendations:
        size = min(len(new.recommendations), len(other.recommendations))
        return count_same(new.recommendations, other.recommendations, RESTATED) < max(1, SOME * size)
    years = years_between(new.about, other.about)
    return bool(shared) and all(map(is_code, shared)) and years is not None and years > YEARS_OF_CODE


def may_belong(new: Metadata, other: Metadata, types: ReviewTypes) -> bool:
    """Return whether the types of two documents allow that they are of one review."""
    if any(metadata_value(about, "document_type") in _APART for about in (new, other)):
        return False
    stated = {metadata_value(about, "review_type") for about in (new, other)} - {""}
    joins = {slug: types[slug].joins if slug in types else "same" for slug in stated}
    return "none" not in joins.values() and sum(one == "same" for one in joins.values()) < 2
