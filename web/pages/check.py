"""Has this been said before? A draft beside what the library holds. What is sent is compared and forgotten."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from kb import phrasing
from kb.errors import BadQuestion, Refused
from kb.library import Checked
from kb.library import Said as Before
from kb.masking import masked
from kb.model import Kind, Status
from web import cards
from web.asking import Ask, ask
from web.cards import Card, card
from web.forms import Sent, sent
from web.links import Link
from web.twins import Pages, show

pages = Pages()
router = pages.router

DEPTH = 5


@dataclass(frozen=True, slots=True)
class Said:
    """What was said before, why it is like the draft, and what answered it."""

    card: Card
    sentence: str  # of a longer finding, the one that is most like the draft
    near: bool  # says nearly the same; else only related
    why: str
    verbatim: bool
    answers: tuple[Card, ...]
    status: str  # how far its answers together are said to have come; "" for what is no recommendation


@dataclass(frozen=True, slots=True)
class Drafted:
    """One finding of the draft."""

    kind: str
    text: str
    themes: tuple[Link, ...]
    reviews: int  # that said nearly the same
    headline: str
    often: str  # how often something like it was recommended, where and when, and how far that came
    notes: tuple[str, ...]  # what a recommendation leaves open
    asks: bool  # it is a recommendation or an action, so that what it leaves open was looked at
    said: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class CheckPage:
    """The form, and what was found."""

    title: str
    text: str = ""
    file: str = ""
    error: str = ""
    done: bool = False
    near: int = 0  # draft findings that were said before
    drafted: tuple[Drafted, ...] = ()


@pages.page("/check", "check.html")
def check_page(_: Ask) -> CheckPage:
    """Ask for a draft."""
    return CheckPage("Has this been said before?")


@router.post("/check")
async def checked_page(request: Request) -> Response:
    """Compare a draft and forget it."""
    question, form = ask(request), await sent(request)
    value = await run_in_threadpool(checked, question, form)
    response = show(request, "check.html", value, 400 if value.error else 200)
    response.headers["Cache-Control"] = "no-store"
    return response


def checked(ask: Ask, form: Sent) -> CheckPage:
    """Compare what was sent."""
    text = form.get("text")
    name = form.file.name if form.file else ""
    try:
        if form.file:
            found = ask.library.check_file(form.file.data, form.file.name, DEPTH)
        else:
            found = ask.library.check(text, DEPTH)
    except (BadQuestion, Refused) as error:
        return CheckPage("Error: Has this been said before?", text, name, str(error))
    drafted = tuple(_drafted(ask, one) for one in found)
    near = sum(bool(one.reviews) for one in drafted)
    return CheckPage("Has this been said before?", text, name, "", True, near, drafted)


def _drafted(ask: Ask, one: Checked) -> Drafted:
    vocabulary = ask.library.vocabulary
    return Drafted(
        cards.kind_label(one.finding.kind, vocabulary),
        one.finding.text,
        tuple(cards.theme_link(slug, vocabulary) for slug in one.finding.themes),
        one.reviews,
        one.headline,
        one.often,
        one.vague.notes if one.vague else (),
        one.vague is not None,
        tuple(_said(ask, before) for before in one.said),
    )


def _said(ask: Ask, before: Before) -> Said:
    vocabulary = ask.library.vocabulary
    return Said(
        card(before.holding, vocabulary),
        masked(before.sentence),
        before.echo.near,
        masked(before.echo.why),
        before.echo.verbatim,
        tuple(card(other, vocabulary) for _, other in before.answers),
        _status(ask, before),
    )


def _status(ask: Ask, before: Before) -> str:
    if before.holding.finding.kind is not Kind.RECOMMENDATION:
        return ""
    if not before.answers:
        return "No action recorded here"
    given = Counter(held.finding.status or Status.UNCLEAR for _, held in before.answers)
    labels = {status: cards.status_label(status, ask.library.vocabulary) for status in given}
    if len(before.answers) == 1:
        return "".join(labels.values())
    told = phrasing.listed([f"{number} {labels[status].casefold()}" for status, number in given.most_common()])
    return f"{phrasing.counted(len(before.answers), 'action')} recorded: {told}"
