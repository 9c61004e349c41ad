"""Compare a draft with the library: has this been said before? The draft is not stored."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from anyio import CapacityLimiter, fail_after, to_thread
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from kb.app.library import CheckedFinding
from kb.app.library import EarlierFinding as Before
from kb.app.open_questions import questions_for_draft
from kb.core.access import Permission
from kb.core.errors import BadQuestion, FileRefused, LibraryBusy, NotHeld
from kb.core.model import Kind, Status
from kb.exports import CheckedDraft, DraftEntry, DraftMatch, endings, formats
from kb.exports.checked_draft import NEAR, RELATED
from kb.text import formatting
from kb.text.masking import mask
from kb.vocabulary import labels
from web import exports
from web.access import needs
from web.components import cards
from web.components.cards import Card, card
from web.forms import FormData, read_form
from web.page import Pages, render_page
from web.request import PageRequest, ask
from web.urls import Link

pages = Pages()
router = pages.router

Value = TypeVar("Value")

EARLIER_FINDINGS = 5
_AT_ONCE = 4  # drafts; further ones wait without a thread, of which readers' pages need one each
_TURNS, _THREADS = CapacityLimiter(_AT_ONCE), CapacityLimiter(_AT_ONCE)
TURN_SECONDS = 60.0  # that a draft waits for its turn


@dataclass(frozen=True, slots=True)
class EarlierSaying:
    """An earlier finding, why it is like the draft, and what answered it."""

    card: Card
    sentence: str  # of a longer finding, the one that is most like the draft
    near: bool  # says nearly the same; else only related
    why: str
    verbatim: bool
    answers: tuple[Card, ...]
    status: str  # how far its answers together are said to have come; "" for what is no recommendation


@dataclass(frozen=True, slots=True)
class DraftFinding:
    """One finding of the draft."""

    kind: str
    text: str
    themes: tuple[Link, ...]
    reviews: int  # that said nearly the same
    headline: str
    often: str  # how often something like it was recommended, where and when, and how far that came
    notes: tuple[str, ...]  # what a recommendation leaves open
    asks: bool  # it is a recommendation or an action, so that what it leaves open was looked at
    said: tuple[EarlierSaying, ...]


@dataclass(frozen=True, slots=True)
class CheckPage:
    """The form, and what was found."""

    title: str
    text: str = ""
    file: str = ""
    error: str = ""
    done: bool = False
    near: int = 0  # draft findings that were said before
    drafted: tuple[DraftFinding, ...] = ()
    asked: tuple[Card, ...] = ()  # questions that earlier reviews on the draft's themes asked or left open
    again: str = ""  # the draft's words, which the page sends back to have them checked into a file
    files: tuple[tuple[str, str], ...] = ()  # in which it can be had: what it is called, and where it is made


@pages.page("/check", "check.html")
def check_page(ask: PageRequest) -> CheckPage:
    """Show the form for a draft; words that a search was asked with stand in it, to be checked or changed."""
    return CheckPage("Has this been said before?", ask.get("draft"))


@router.post("/check")
@needs(Permission.GATHER)
async def checked_page(request: Request) -> Response:
    """Compare a draft and forget it."""
    question, form = ask(request), await read_form(request)
    value = await take_turn(check_draft, question, form)
    response = render_page(request, "check.html", value, 400 if value.error else 200)
    response.headers["Cache-Control"] = "no-store"
    return response


async def take_turn(compare: Callable[..., Value], *given: object, wait: float = TURN_SECONDS) -> Value:
    """Compare a draft in a thread when its turn has come. Raises LibraryBusy where that is not within `wait` seconds.

    Without this end, a person behind forty others would wait for minutes without an answer.
    """
    mine = object()
    try:
        with fail_after(wait):
            await _TURNS.acquire_on_behalf_of(mine)
    except TimeoutError as error:
        raise LibraryBusy("Many drafts are being compared just now. Try again in 30 seconds.") from error
    try:
        return await to_thread.run_sync(compare, *given, limiter=_THREADS)
    finally:
        _TURNS.release_on_behalf_of(mine)


def check_draft(ask: PageRequest, form: FormData) -> CheckPage:
    """Compare what was sent."""
    text = form.get("text")
    name = form.file.name if form.file else ""
    try:
        if form.file:
            found = ask.library.check_file(form.file.data, form.file.name, EARLIER_FINDINGS)
        else:
            found = ask.library.check(text, EARLIER_FINDINGS)
    except (BadQuestion, FileRefused) as error:
        return CheckPage("Error: Has this been said before?", text, name, str(error))
    drafted = tuple(_draft_finding(ask, one) for one in found)
    near = sum(bool(one.reviews) for one in drafted)
    asked = questions_for_draft(ask.library, [one.finding for one in found])
    return CheckPage(
        title="Has this been said before?",
        text=text,
        file=name,
        error="",
        done=True,
        near=near,
        drafted=drafted,
        asked=tuple(card(held, ask.library.vocabulary) for held in asked),
        again=text or "\n\n".join(one.finding.text for one in found),
        files=tuple((formats()[ending].short, f"/check.{ending}") for ending in endings(CheckedDraft)),
    )


@router.post("/check.{ending:ending}")
@needs(Permission.GATHER)
async def checked_file(request: Request) -> Response:
    """Compare a draft, send what was found as a file, and forget both."""
    question, form = ask(request), await read_form(request)
    head = exports.export_head(question, "Has this been said before?")
    payload = await take_turn(checked_draft, question, form.get("text"))
    ending = request.path_params["ending"]
    if ending not in endings(CheckedDraft):
        raise NotHeld(f"A checked draft cannot be had as {ending}.")
    return await run_in_threadpool(exports.send, question, payload, ending, head, {"Cache-Control": "no-store"})


def checked_draft(ask: PageRequest, text: str) -> CheckedDraft:
    """Return what was found of a draft, to be written. Raises BadQuestion."""
    found = ask.library.check(text, EARLIER_FINDINGS)
    entries = tuple(
        DraftEntry(
            labels.kind_label(one.finding.kind, ask.library.vocabulary),
            one.finding.text,
            one.headline,
            one.often,
            one.vague.notes if one.vague else (),
            tuple(
                DraftMatch(
                    NEAR if before.echo.near else RELATED,
                    before.holding,
                    before.sentence,
                    before.echo.why,
                    _status(ask, before),
                )
                for before in one.said
            ),
        )
        for one in found
    )
    return CheckedDraft(entries, questions_for_draft(ask.library, [one.finding for one in found]))


def _draft_finding(ask: PageRequest, one: CheckedFinding) -> DraftFinding:
    vocabulary = ask.library.vocabulary
    return DraftFinding(
        kind=labels.kind_label(one.finding.kind, vocabulary),
        text=one.finding.text,
        themes=tuple(cards.theme_link(slug, vocabulary) for slug in one.finding.themes),
        reviews=one.reviews,
        headline=one.headline,
        often=one.often,
        notes=one.vague.notes if one.vague else (),
        asks=one.vague is not None,
        said=tuple(_earlier_saying(ask, before) for before in one.said),
    )


def _earlier_saying(ask: PageRequest, before: Before) -> EarlierSaying:
    vocabulary = ask.library.vocabulary
    return EarlierSaying(
        card(before.holding, vocabulary),
        mask(before.sentence),
        before.echo.near,
        mask(before.echo.why),
        before.echo.verbatim,
        tuple(card(other, vocabulary) for _, other in before.answers),
        _status(ask, before),
    )


def _status(ask: PageRequest, before: Before) -> str:
    if before.holding.finding.kind is not Kind.RECOMMENDATION:
        return ""
    if not before.answers:
        return "No action recorded in this library"
    given = Counter(held.finding.status or Status.UNCLEAR for _, held in before.answers)
    called = {status: labels.status_label(status, ask.library.vocabulary) for status in given}
    if len(before.answers) == 1:
        return "".join(called.values())
    told = formatting.join_words([f"{number} {called[status].casefold()}" for status, number in given.most_common()])
    return f"{len(before.answers):,} actions or responses recorded: {told}"
