"""Links to the pages that do what a question asks for beside findings, with what was typed filled in."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from kb.app.open_questions import LEFT_OPEN
from kb.app.review_cases import asked_age, notice_subjects
from kb.core.model import Kind
from kb.text.stemming import stem
from kb.text.tokens import STOP_WORDS, tokens
from kb.vocabulary import Vocabulary
from search.port import Query
from search.understanding import mentions
from search.understanding.framing import FRAMING
from search.understanding.intents import asks_for_a_page, without_intents
from search.understanding.question import UnderstoodQuestion
from search.understanding.thesaurus import thesaurus
from search.understanding.years import named_years
from web import urls
from web.components.cards import theme_link
from web.urls import Link

_DRAFT = re.compile(r"draft[^:]*:\s*(?P<draft>.+)$|[“\"](?P<quoted>[^”\"]+)[”\"]", re.IGNORECASE | re.DOTALL)
_GENTLY = re.compile(r"\b(?:not|nothing|without|no|less) (?:too )?(?:graphic|distressing|detail\w*)", re.IGNORECASE)
_TYPES = re.compile(r"\btypes?\b|\brepeated\b|\brecurring\b", re.IGNORECASE)
_YEARS = re.compile(r"\byears?\b|\btrends?\b", re.IGNORECASE)

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Offer:
    """Somewhere to go, and why, in words."""

    link: Link
    why: str


@dataclass(frozen=True, slots=True)
class _Matter:
    """What a question is about, as far as a page can be asked for it."""

    typed: str
    words: str  # without what says that a page is wanted
    theme: str
    label: str
    area: str
    age: str
    years: tuple[int | None, int | None]
    reviews: tuple[str, ...]
    praise: bool
    without: str  # of training cases: a hard subject that cases may mention and are not to describe

    @property
    def about(self) -> str:
        """Return what is filled in, as a reader sees it."""
        return self.label if self.theme else f"“{self.words}”"

    def of_theme(self, *names: str) -> list[Pair]:
        """Return the theme and these further values as parameters, those that are known."""
        first, last = self.years
        known = {"area": self.area, "age": self.age, "since": str(first or ""), "until": str(last or "")}
        return [(name, value) for name, value in (("theme", self.theme), *((n, known[n]) for n in names)) if value]


def page_offers(understood: UnderstoodQuestion, vocabulary: Vocabulary) -> tuple[Offer, ...]:
    """Return the pages that a question asks for, each address once."""
    if not understood.intents:
        return ()
    matter = _matter(understood, vocabulary)
    found = [offer for intent in understood.intents for offer in _PAGES[intent](matter)]
    return tuple({one.link.href: one for one in reversed(found)}.values())[::-1]


def _matter(understood: UnderstoodQuestion, vocabulary: Vocabulary) -> _Matter:
    typed = understood.typed
    rest = without_intents(typed)
    for one in understood.asked:
        rest = rest.replace(one.typed, " ")
    named = [slug for group in understood.themes for slug in group]
    shown = thesaurus(vocabulary).names.themes_in(rest)
    about = () if asks_for_a_page(typed) else (*(slug for slug in shown if slug in named), *named, *shown)
    theme = next(iter(about), "")
    span = named_years(rest)
    areas = mentions.areas(rest, (spot.value for spot in understood.areas))
    return _Matter(
        typed,
        _subject(mentions.without(rest, (*areas, *(span.spots if span else ())))),
        theme,
        theme_link(theme, vocabulary).text if theme else "",
        understood.areas[0].value if understood.areas else "",
        asked_age(rest),
        understood.years,
        understood.reviews,
        Kind.GOOD_PRACTICE.value in understood.kinds
        or any(one.value == Kind.GOOD_PRACTICE.value for one in understood.asked),
        _gentle_choice(theme, vocabulary) if _GENTLY.search(typed) else "",
    )


def _subject(words: str) -> str:
    """Return words without those at the front that only frame a question, and those at the end that tell nothing."""
    held = tokens(words)
    while held and (held[0].word in STOP_WORDS or stem(held[0].word) in FRAMING):
        held = held[1:]
    while held and held[-1].word in STOP_WORDS:
        held = held[:-1]
    return words[held[0].start : held[-1].end] if held else ""


def _gentle_choice(theme: str, vocabulary: Vocabulary) -> str:
    """Return what leaves out cases that describe a theme's hard subject and keeps those that only mention it."""
    described = (one for one in notice_subjects(vocabulary) if one != theme and one.startswith(theme))
    return next(described, "") if theme else ""


def _quiz(matter: _Matter) -> Iterator[Offer]:
    if matter.reviews:
        yield _to(
            "Quiz on this review", f"{urls.review(matter.reviews[0])}/quiz", (), "its missed opportunities as questions"
        )
    else:
        yield _cases(matter, "Cases with a quiz", "each asks the room to spot the missed opportunity")


def _timeline(matter: _Matter) -> Iterator[Offer]:
    if matter.reviews:
        yield _to(
            "What happened in this review, with dates", urls.review(matter.reviews[0]), (), "dated events as published"
        )


def _cases_of(matter: _Matter) -> Iterator[Offer]:
    yield _cases(matter, "Find cases", "cases for training, each with what happened and a content notice")


def _case_pack(matter: _Matter) -> Iterator[Offer]:
    yield _cases(matter, "Find cases for a case pack", "plans for 20, 40 and 60 minutes, as Word, slides or PDF")


def _used_before(matter: _Matter) -> Iterator[Offer]:
    yield _cases(matter, "Cases and the sessions they were used in", "each case says where it was used before")


def _cases(matter: _Matter, text: str, why: str) -> Offer:
    learn = [("learn", "well")] if matter.praise else []
    without = [("without", matter.without)] if matter.without else []
    about = f" on {matter.label}" if matter.theme else ""
    return _to(f"{text}{about}", "/cases", [*matter.of_theme("age"), *learn, *without], why)


def _contrast(matter: _Matter) -> Iterator[Offer]:
    about = f" about {matter.label}" if matter.theme else ""
    yield Offer(
        Link(f"Compare what two agencies or reviews say{about}", urls.compare_theme(matter.of_theme())),
        "side by side, as a handout",
    )


def _compare(matter: _Matter) -> Iterator[Offer]:
    if matter.theme:
        yield from _contrast(matter)
    yield Offer(Link("Compare reviews", urls.compare_reviews(matter.reviews)), "whole reviews, side by side")


def _came_back(matter: _Matter) -> Iterator[Offer]:
    about = f": {matter.label}" if matter.theme else ""
    yield _to(
        f"Found again after action was taken{about}",
        "/recurrence/came-back",
        matter.of_theme("area", "since"),
        "lesson, action, and the later finding",
    )


def _history(matter: _Matter) -> Iterator[Offer]:
    about = [("q", matter.words)] if matter.words else matter.of_theme()
    where = [("area", matter.area)] if matter.area else []
    name = f" in {matter.area}" if matter.area else ""
    yield Offer(
        Link(f"Has this come up before{name}?", urls.history([*about, *where])), "what was said, recommended and done"
    )


def _follow_up(matter: _Matter) -> Iterator[Offer]:
    if not matter.reviews:
        yield from _recommendations(matter, "each with what was reported as done")
        yield _to("What happened to each review’s recommendations", "/follow-up", (), "review by review")


def _told_to_act(matter: _Matter) -> Iterator[Offer]:
    yield from _recommendations(matter, "each names who was asked to act, where it says so")
    yield _to("Recommendations and who was asked to act", "/follow-up", (), "review by review")


def _elsewhere(matter: _Matter) -> Iterator[Offer]:
    yield from _recommendations(matter, "made by other reviews")
    yield from _check(matter)


def _recommendations(matter: _Matter, why: str) -> Iterator[Offer]:
    if any(letter.isalpha() for letter in matter.words):
        found = Query(matter.words, filters={"kind": (Kind.RECOMMENDATION.value,)})
        yield Offer(Link(f"Recommendations about “{matter.words}”", urls.search(found)), why)


def _check(matter: _Matter) -> Iterator[Offer]:
    drafted = _DRAFT.search(matter.typed)
    draft = (drafted["draft"] or drafted["quoted"]).strip(' “”"') if drafted else ""
    yield _to(
        "Check this draft" if draft else "Check a draft",
        "/check",
        [("draft", draft)] if draft else (),
        "who said or recommended nearly the same, and how far it came",
    )


def _table(matter: _Matter) -> Iterator[Offer]:
    by_type = bool(_TYPES.search(matter.typed))
    by_year = bool(_YEARS.search(matter.typed)) or not by_type
    span = [(name, str(year)) for name, year in zip(("since", "until"), matter.years, strict=True) if year]
    by = [("each", "review_type")] if by_year and by_type else [("by", "review_type")] if by_type else []
    named = "year and type of review" if by_year and by_type else "type of review" if by_type else "year"
    if matter.theme:
        yield Offer(
            Link(f"{matter.label}, year by year", urls.history(matter.of_theme("area", "since"))),
            "a picture of the years, then each finding",
        )
    yield _to(f"All themes by {named}", "/recurrence", [*by, *span], "a table with the number of reviews counted")


def _questions(matter: _Matter) -> Iterator[Offer]:
    themes = {"theme": (matter.theme,)} if matter.theme else {}
    about = f" about {matter.label}" if matter.theme else ""
    yield Offer(
        Link(f"What earlier reviews could not establish{about}", urls.search(Query(LEFT_OPEN, filters=themes))),
        "gaps that a new review could close",
    )
    asked = Query(filters={"kind": (Kind.QUESTION.value,), **themes})
    yield Offer(Link(f"Questions that earlier reviews asked{about}", urls.search(asked)), "to reuse in your own")
    yield from _check(matter)


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
