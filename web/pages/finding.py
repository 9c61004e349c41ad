"""One finding: its words and source, the evidence for its themes, its answers, and its echoes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NoReturn

from kb.core.errors import NotHeld
from kb.core.model import CASE, SENSE, Answer, Certainty, Echo, Finding, FindingInContext, Kind, Means, Tag
from kb.core.recurrence_values import STRONG_LIKENESS
from kb.exports import Findings
from kb.text import citations, formatting
from kb.text.citations import Citation
from kb.text.masking import mask
from kb.vocabulary import Vocabulary, labels
from web import clock, echo_verdicts, exports, urls
from web.components import cards, changes
from web.components.cards import Badge, Card, card, readable_title
from web.components.changes import ChangeLine
from web.components.snippets import Snippet, pieces
from web.echo_verdicts import Judgements
from web.page import Pages, Redirect
from web.pages.documents import newer_version
from web.request import PageRequest
from web.saved_notice import SavedNotice, saved_notice
from web.urls import Link

pages = Pages()
router = pages.router

TABLES = ("csv", "xlsx", "jsonl")  # of no use for one finding

SHOWN_ECHOES = 12


@dataclass(frozen=True, slots=True)
class ThemeEvidence:
    """A theme of the finding, and the words that showed it."""

    theme: Link
    words: tuple[str, ...]
    how: str  # how it was found, in words
    unsure: bool


@dataclass(frozen=True, slots=True)
class AnswerCard:
    """An answer, and the reason for the link."""

    card: Card
    why: str
    certain: bool


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """A finding of another review that says nearly the same."""

    card: Card
    why: str
    when: str  # "3 years later"
    verbatim: bool


@dataclass(frozen=True, slots=True)
class EchoGroups:
    """Echoes grouped by time: earlier, later, same year or undated; and those that are only related."""

    before: tuple[Elsewhere, ...]
    after: tuple[Elsewhere, ...]
    beside: tuple[Elsewhere, ...]
    near: tuple[Elsewhere, ...]

    @property
    def count(self) -> int:
        """How many possible echoes there are."""
        return len(self.before) + len(self.after) + len(self.beside)


@dataclass(frozen=True, slots=True)
class FindingPage:
    """Everything that is known about one finding."""

    title: str
    id: str
    href: str
    name: str
    headline: str
    whole: bool  # whether the headline is all its words, which then stand once
    kind: Link
    heading: tuple[str, ...]
    lead_in: str
    quotation: Snippet
    why: str
    signs: tuple[Badge, ...]
    review: Link
    area: str
    review_type: str
    published: str
    document: Link
    place: Link
    agencies: tuple[str, ...]
    must_act: tuple[str, ...]
    owner: str
    due: str
    themes: tuple[ThemeEvidence, ...]
    answers: tuple[AnswerCard, ...]
    answers_heading: str
    echoed: EchoGroups
    elsewhere: str
    judged: Judgements
    compare: str
    thread: str
    citation: Citation
    address: str  # with its host, where the library knows by what name it is called
    exports: tuple[Link, ...]
    checked: bool  # whether a person has checked what was read of its document
    history: tuple[ChangeLine, ...]
    saved: SavedNotice | None  # what was just undone here
    newer: Link | None  # the version that replaces its document
    previous: Link | None
    next: Link | None


@pages.page("/findings/{finding:id}", "finding.html")
def short_address(ask: PageRequest) -> NoReturn:
    """Lead from a finding's id to its page."""
    raise Redirect(urls.finding(ask.library.finding(ask.path["finding"])), lasting=True)


@pages.page("/reviews/{review}/{finding:id}", "finding.html")
def finding_page(ask: PageRequest) -> FindingPage:
    """Show a finding; where it has moved to another review, lead there."""
    holding = ask.library.finding(ask.path["finding"])
    if holding.review.slug != ask.path["review"] or holding.finding.id != ask.path["finding"]:
        raise Redirect(urls.finding(holding), lasting=True)
    return show_finding(ask, holding)


def show_finding(ask: PageRequest, holding: FindingInContext) -> FindingPage:
    """Lay out a finding."""
    vocabulary, found = ask.library.vocabulary, holding.finding
    named = labels.finding_labels(holding, vocabulary)
    echoed = _echo_groups(holding, ask.library.echoes(found.id, SHOWN_ECHOES), vocabulary)
    before, after = _neighbours(ask, holding)
    headline, whole = cards.opening(holding)
    return FindingPage(
        title=f"{named.name}: {cards.title(holding)}",
        id=found.id,
        href=urls.finding(holding),
        name=named.name,
        headline=headline,
        whole=whole,
        kind=Link(
            named.kind,
            urls.filtered_search(kind=found.kind.value, review=holding.review.slug),
        ),
        heading=tuple(mask(part) for part in found.heading),
        lead_in=mask(found.lead_in),
        quotation=Snippet(pieces(found.text, [found.evidence] if found.chief_sentence and found.evidence else [])),
        why=formatting.curl_quotes(found.why),
        signs=cards.own_badges(holding, named),
        review=Link(readable_title(holding.review.title), urls.review(holding.review.slug)),
        area=holding.review.area,
        review_type=labels.review_type_label(holding.review.review_type, vocabulary),
        published=formatting.format_date(named.published),
        document=Link(
            readable_title(labels.document(holding.document, holding.review)), urls.document(holding.document.id)
        ),
        place=Link(formatting.place(found, holding.document), urls.source(holding)),
        agencies=_agencies(found, vocabulary, must_act=False),
        must_act=_agencies(found, vocabulary, must_act=True),
        owner=mask(found.owner),
        due=mask(found.due),
        themes=tuple(_theme_evidence(tag, vocabulary) for tag in found.tags),
        answers=tuple(_answer_card(pair, vocabulary) for pair in ask.library.answers(found.id)),
        answers_heading=_answers_heading(found),
        echoed=echoed,
        elsewhere=_elsewhere(echoed, ask.library.found_again([found.id]).get(found.id, 0)),
        judged=echo_verdicts.judgements_of(ask, found.id),
        compare=_compare(holding, echoed),
        thread=_thread(ask, found),
        citation=citations.finding(holding, clock.today()),
        address=f"{ask.root if ask.library.settings.allowed_hosts else ''}{urls.finding(holding)}",
        exports=exports.download_links(f"/findings/{found.id}", Findings, without=TABLES),
        checked=bool(holding.document.checked),
        history=changes.change_lines(ask.library.corrections_of(found.id), vocabulary),
        saved=saved_notice(ask),
        newer=newer_version(ask, holding.document),
        previous=before,
        next=after,
    )


def _agencies(found: Finding, vocabulary: Vocabulary, *, must_act: bool) -> tuple[str, ...]:
    slugs = dict.fromkeys(agency.slug for agency in found.agencies if agency.must_act is must_act)
    return tuple(labels.agency_label(slug, vocabulary) for slug in slugs)


def _theme_evidence(tag: Tag, vocabulary: Vocabulary) -> ThemeEvidence:
    every = tuple(dict.fromkeys(mask(evidence.words) for evidence in tag.evidence if evidence.words))
    said = tuple(one for one in every if not any(one != other and one in other for other in every))
    return ThemeEvidence(cards.theme_link(tag.theme, vocabulary), said, _how(tag), tag.certainty is Certainty.UNSURE)


def _how(tag: Tag) -> str:
    means = {evidence.means for evidence in tag.evidence}
    if Means.PERSON in means:
        return "a person decided"
    if Means.CUE in means:
        return "words in the heading" if all(e.where == "heading" for e in tag.evidence) else "words in the finding"
    if Means.CONTEXT in means:
        if all(e.where == "heading" for e in tag.evidence):
            return "words in the heading"
        if any(e.where == CASE for e in tag.evidence):
            if tag.certainty is Certainty.YES:
                return "the whole case is about it, and the words of this finding bear that out"
            return "inferred: the whole case is about it; this finding does not say it itself"
        if all(e.where == SENSE for e in tag.evidence):
            if tag.certainty is Certainty.YES:
                return "words that stand in findings on this theme"
            return "inferred from its words as a whole, which are like those of findings on this theme"
        return "words in the recommendation that it answers"
    return "similar to other findings on this theme"


def _answers_heading(found: Finding) -> str:
    return "What this answers" if found.kind is Kind.ACTION else "Actions and responses recorded"


def _answer_card(pair: tuple[Answer, FindingInContext], vocabulary: Vocabulary) -> AnswerCard:
    answer, other = pair
    return AnswerCard(card(other, vocabulary), answer.why, answer.certain)


def _echo_groups(
    holding: FindingInContext, echoes: Sequence[tuple[Echo, FindingInContext]], vocabulary: Vocabulary
) -> EchoGroups:
    own = labels.when(holding)[:4]
    sorted_: dict[str, list[Elsewhere]] = {"before": [], "after": [], "beside": [], "near": []}
    for echo, other in echoes:
        year = labels.when(other)[:4]
        where = _side(own, year) if echo.score >= STRONG_LIKENESS else "near"
        when = formatting.gap(int(own), int(year)) if own.isdigit() and year.isdigit() else ""
        sorted_[where].append(Elsewhere(card(other, vocabulary), echo.why, when, echo.verbatim))
    return EchoGroups(**{where: tuple(found) for where, found in sorted_.items()})


def _side(own: str, other: str) -> str:
    if not own.isdigit() or not other.isdigit() or own == other:
        return "beside"
    return "before" if other < own else "after"


def _elsewhere(echoed: EchoGroups, reviews: int) -> str:
    """Say in how many reviews something similar was found, and when."""
    if not echoed.count:
        return "No other finding in this library says nearly the same."
    when = [
        f"{len(some)} {word}"
        for some, word in (
            (echoed.before, "earlier"),
            (echoed.after, "later"),
            (echoed.beside, "in the same year or with no date"),
        )
        if some
    ]
    many = formatting.count_phrase(max(reviews, 1), "other source")
    say = "says" if reviews < 2 else "say"
    shown = f"The closest {echoed.count} are" if echoed.count > 1 else "The closest one is"
    return f"{many} {say} something similar. {shown} below: {formatting.join_words(when)}."


def _thread(ask: PageRequest, found: Finding) -> str:
    """Return the way to the lesson over time that goes through a finding, "" where none does."""
    goes = ask.library.is_in_thread(found.id)
    return urls.with_params("/threads/from", [("finding", found.id)]) if goes else ""


def _compare(holding: FindingInContext, echoed: EchoGroups) -> str:
    others = [one.card.review.href.rsplit("/", 1)[1] for one in (*echoed.after, *echoed.before, *echoed.beside)]
    if not others:
        return ""
    slugs = list(dict.fromkeys([holding.review.slug, *others]))[:4]
    return urls.compare_reviews(slugs)


def _neighbours(ask: PageRequest, holding: FindingInContext) -> tuple[Link | None, Link | None]:
    beside = ask.library.findings(document=holding.document.id)
    ids = [one.finding.id for one in beside]
    if holding.finding.id not in ids:
        raise NotHeld("This finding is no longer in its document.")
    at = ids.index(holding.finding.id)
    return (
        _neighbour(beside[at - 1], ask.library.vocabulary) if at else None,
        _neighbour(beside[at + 1], ask.library.vocabulary) if at + 1 < len(ids) else None,
    )


def _neighbour(holding: FindingInContext, vocabulary: Vocabulary) -> Link:
    return Link(labels.name(holding, vocabulary), urls.finding(holding))
