"""Links to the pages that do what a question asks for beside findings, with what was typed filled in."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from kb.app.next_steps import QuestionSubject
from kb.app.open_questions import LEFT_OPEN, MOST_THEMES
from kb.core.case_values import AGE_SPANS
from kb.core.expressions import expression
from kb.core.model import Kind
from kb.text.formatting import join_words
from search.port import Query
from web import urls
from web.urls import Link

_DRAFT = expression(r"draft[^:]*:\s*(?P<draft>.+)$|[“\"](?P<quoted>[^”\"]+)[”\"]", re.IGNORECASE | re.DOTALL)
_TYPES = expression(r"\btypes?\b|\brepeated\b|\brecurring\b", re.IGNORECASE)
_QUOTATION_MARKS = expression(r"[“”\"]")
_YEARS = expression(r"\byears?\b|\btrends?\b", re.IGNORECASE)

MENTIONED = "cases that mention it and do not describe it"

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class WantedCases:
    """Cases that a page lists, as `Library.cases_on_theme` is asked for them."""

    theme: str
    age: str
    without: str
    praise: bool


@dataclass(frozen=True, slots=True)
class Offer:
    """Somewhere to go, and why, in words."""

    link: Link
    why: str
    searched: Query | None = None  # what its address searches, where it is of use only if something is found
    cases: WantedCases | None = None  # where it leads to cases on a theme


def page_offers(intents: Iterable[str], subject: QuestionSubject) -> list[Offer]:
    """Return the pages that do what a question is after, asked for its subject."""
    return [offer for intent in intents for offer in _PAGES[intent](subject)]


def _of_theme(subject: QuestionSubject, *names: str) -> list[Pair]:
    """Return the theme and these further values as parameters, those that are known."""
    first, last = subject.years
    known = {"area": subject.area, "age": subject.age, "since": str(first or ""), "until": str(last or "")}
    return [(name, value) for name, value in (("theme", subject.theme), *((n, known[n]) for n in names)) if value]


def _quiz(subject: QuestionSubject) -> Iterator[Offer]:
    if subject.reviews:
        address = f"{urls.review(subject.reviews[0])}/quiz"
        yield _to("Quiz on this source", address, (), "what went wrong or well, as questions")
    else:
        yield _cases(
            subject, "Cases with a quiz", "each asks the room to spot the missed opportunity or the good practice"
        )


def _timeline(subject: QuestionSubject) -> Iterator[Offer]:
    if subject.reviews:
        yield _to("What happened, with dates", urls.review(subject.reviews[0]), (), "dated events as published")


def _cases_of(subject: QuestionSubject) -> Iterator[Offer]:
    text = "Find cases of good practice" if subject.praise else "Find cases"
    yield from _material(subject, text, "cases for training, each with what happened and a content notice")


def _case_pack(subject: QuestionSubject) -> Iterator[Offer]:
    why = "plans for 20, 40 and 60 minutes, as Word, slides or PDF"
    yield from _material(subject, "Find cases for a case pack", why)


def _material(subject: QuestionSubject, text: str, why: str) -> Iterator[Offer]:
    """Offer cases on each theme, findings that name those whom they are for, and figures where they are wanted."""
    yield _cases(subject, text, why)
    for slug, label in subject.also:
        yield _cases(replace(subject, theme=slug, label=label, without=""), text, why)
    if not subject.theme:
        return
    for slug, label in subject.agencies:
        found = Query(filters={"theme": (subject.theme,), "agency": (slug,)})
        yield Offer(Link(f"{subject.label}: {label}", urls.search(found)), "findings that name this agency", found)
    if subject.figures:
        told = Query(filters={"theme": (subject.theme,), "kind": (Kind.EVIDENCE.value,)})
        yield Offer(Link(f"Figures on {subject.label}", urls.search(told)), "as published, each with its source", told)


def _used_before(subject: QuestionSubject) -> Iterator[Offer]:
    yield _cases(subject, "Cases and the sessions they were used in", "each case says where it was used before")


def _cases(subject: QuestionSubject, text: str, why: str) -> Offer:
    learn = [("learn", "well")] if subject.praise else []
    without = [("without", subject.without)] if subject.without else []
    about = f" on {subject.label}" if subject.theme else ""
    why = f"{MENTIONED}; {why}" if subject.without else why
    narrower = [AGE_SPANS[subject.age][0].lower()] if subject.age else []
    narrower += ["mentioned, not described"] if subject.without else []
    told = f" ({', '.join(narrower)})" if narrower else ""
    wanted = WantedCases(subject.theme, subject.age, subject.without, subject.praise) if subject.theme else None
    offer = _to(f"{text}{about}{told}", "/cases", [*_of_theme(subject, "age"), *learn, *without], why)
    return replace(offer, cases=wanted)


def _contrast(subject: QuestionSubject) -> Iterator[Offer]:
    about = f" about {subject.label}" if subject.theme else ""
    yield Offer(
        Link(f"Compare what two agencies or reviews say{about}", urls.compare_theme(_of_theme(subject))),
        "side by side, as a handout",
    )


def _compare(subject: QuestionSubject) -> Iterator[Offer]:
    if subject.theme:
        yield from _contrast(subject)
    yield Offer(Link("Compare reviews", urls.compare_reviews(subject.reviews)), "whole sources, side by side")


def _came_back(subject: QuestionSubject) -> Iterator[Offer]:
    about = f": {subject.label}" if subject.theme else ""
    yield _to(
        f"Found again after action was taken{about}",
        "/recurrence/came-back",
        _of_theme(subject, "area", "since"),
        "lesson, action, and the later finding",
    )


def _history(subject: QuestionSubject) -> Iterator[Offer]:
    about = [("q", subject.words)] if subject.words else _of_theme(subject)
    where = [("area", subject.area)] if subject.area else []
    name = f" in {subject.area}" if subject.area else ""
    yield Offer(
        Link(f"Has this come up before{name}?", urls.history([*about, *where])), "what was said, recommended and done"
    )


def _follow_up(subject: QuestionSubject) -> Iterator[Offer]:
    if not subject.reviews:
        yield from _recommendations(subject, "each with what was reported in response")
        yield _to("What happened to each review’s recommendations", "/follow-up", (), "source by source")


def _told_to_act(subject: QuestionSubject) -> Iterator[Offer]:
    yield from _recommendations(subject, "each names who was asked to act, where it says so")
    yield _to("Recommendations and who was asked to act", "/follow-up", (), "source by source")


def _elsewhere(subject: QuestionSubject) -> Iterator[Offer]:
    yield from _recommendations(subject, "made by other sources")
    yield from _check(subject)


def _recommendations(subject: QuestionSubject, why: str) -> Iterator[Offer]:
    words = " ".join(_QUOTATION_MARKS.sub(" ", subject.words).split())
    if any(letter.isalpha() for letter in words):
        found = Query(words, filters={"kind": (Kind.RECOMMENDATION.value,)})
        yield Offer(Link(f"Recommendations about “{words}”", urls.search(found)), why, found)


def _check(subject: QuestionSubject) -> Iterator[Offer]:
    drafted = _DRAFT.search(subject.typed)
    draft = (drafted["draft"] or drafted["quoted"]).strip(' “”"') if drafted else ""
    yield _to(
        "Check this draft" if draft else "Check a draft",
        "/check",
        [("draft", draft)] if draft else (),
        "who said or recommended nearly the same, and how far it came",
    )


def _table(subject: QuestionSubject) -> Iterator[Offer]:
    by_type = bool(_TYPES.search(subject.typed))
    by_year = bool(_YEARS.search(subject.typed)) or not by_type
    span = [(name, str(year)) for name, year in zip(("since", "until"), subject.years, strict=True) if year]
    by = [("each", "review_type")] if by_year and by_type else [("by", "review_type")] if by_type else []
    named = "year and type of review" if by_year and by_type else "type of review" if by_type else "year"
    if subject.theme:
        yield Offer(
            Link(f"{subject.label}, year by year", urls.history(_of_theme(subject, "area", "since"))),
            "a picture of the years, then each finding",
        )
    yield _to(f"All themes by {named}", "/recurrence", [*by, *span], "a table with the number of sources counted")


def _questions(subject: QuestionSubject) -> Iterator[Offer]:
    named = [(subject.theme, subject.label)] if subject.theme else []
    themes = list(dict.fromkeys((*named, *subject.also, *subject.near)))[:MOST_THEMES]
    about = f": {join_words([label for _, label in themes])}" if themes else ""
    yield _to(
        f"Questions for your terms of reference{about}",
        "/terms-of-reference",
        [("theme", slug) for slug, _ in themes],
        "what earlier sources asked, could not establish, or recommended with no action recorded",
    )
    if not themes:
        left, asked = Query(LEFT_OPEN), Query(filters={"kind": (Kind.QUESTION.value,)})
        could_not = Link("What earlier sources could not establish", urls.search(left))
        yield Offer(could_not, "gaps that a new review could close", left)
        yield Offer(Link("Questions that earlier sources asked", urls.search(asked)), "to reuse in your own", asked)
    yield from _check(subject)


def _to(text: str, path: str, params: Iterable[Pair], why: str) -> Offer:
    return Offer(Link(text, urls.with_params(path, params)), why)


_PAGES = {
    "quiz": _quiz,
    "timeline": _timeline,
    "contrast": _contrast,
    "compare": _compare,
    "came_back": _came_back,
    "history": _history,
    "follow_up": _follow_up,
    "check": _check,
    "case_pack": _case_pack,
    "cases": _cases_of,
    "told_to_act": _told_to_act,
    "similar": _elsewhere,
    "table": _table,
    "used_before": _used_before,
    "questions": _questions,
}
