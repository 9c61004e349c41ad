"""A reader records whether two findings say the same, or takes the verdict back.

It changes the library for every reader, so a page asks first; afterwards a page says what changed and can undo it.
"""

from __future__ import annotations

from dataclasses import dataclass

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from kb.app.library import Library
from kb.core.access import Permission
from kb.core.errors import BadQuestion
from kb.core.model import FindingInContext, Verdict
from web import echo_verdicts, urls
from web.access import needs, person_of
from web.components.cards import Card, card
from web.echo_verdicts import VerdictWord
from web.forms import local_address, read_form
from web.page import Pages, render_page
from web.request import PageRequest, ask

pages = Pages()
router = pages.router

TITLES = {
    "same": "Are these two findings the same lesson?",
    "different": "Are these two findings different lessons?",
    "undo": "Do you want to undo the decision about these two findings?",
}
SAID = {"same": True, "different": False}


@dataclass(frozen=True, slots=True)
class JudgePage:
    """The question before a judgement is kept."""

    title: str
    one: Card
    other: Card
    say: str
    back: str


@router.get("/judge")
@needs(Permission.JUDGE)
def judge_page(request: Request) -> Response:
    """Ask for confirmation of a verdict; nothing changes yet."""
    question = ask(request)
    said = question.get("say")
    first, second = _pair(question.library, question.get("one"), question.get("other"), said)
    vocabulary = question.library.vocabulary
    back = local_address(question.get("back"), urls.finding(first))
    value = JudgePage(TITLES[said], card(first, vocabulary), card(second, vocabulary), said, back)
    return render_page(request, "judge.html", value)


@router.post("/judge")
@needs(Permission.JUDGE)
async def judge(request: Request) -> Response:
    """Keep what was said, at once and for all pages, where the page that asks was answered; else show that page."""
    form = await read_form(request)
    one, other, said = form.get("one"), form.get("other"), form.get("say")
    back = local_address(form.get("back"), f"/findings/{one}")
    named = [("one", one), ("other", other)]
    if form.get("sure") != "yes":
        await run_in_threadpool(_pair, request.app.state.library, one, other, said)
        return RedirectResponse(urls.with_params("/judge", [*named, ("say", said), ("back", back)]), 303)
    await run_in_threadpool(_keep, request.app.state.library, one, other, said, person_of(request).name)
    # the way back leads past a page that says what changed and can undo it
    return RedirectResponse(back if said == "undo" else urls.with_params("/judged", [*named, ("back", back)]), 303)


@dataclass(frozen=True, slots=True)
class JudgedPage:
    """What a verdict changed, and the link that undoes it."""

    title: str
    one: Card
    other: Card
    word: VerdictWord | None  # None where it was taken back
    back: str


@pages.page("/judged", "judged.html")
def judged_page(ask: PageRequest) -> JudgedPage:
    """Say what changed for every reader when two findings were said to be the same or different."""
    first, second = ask.library.finding(ask.get("one")), ask.library.finding(ask.get("other"))
    verdict = ask.library.verdicts(first.finding.id).get(second.finding.id)
    vocabulary = ask.library.vocabulary
    return JudgedPage(
        _judged_title(verdict),
        card(first, vocabulary),
        card(second, vocabulary),
        echo_verdicts.word(verdict) if verdict else None,
        local_address(ask.get("back"), urls.finding(first)),
    )


def _judged_title(verdict: Verdict | None) -> str:
    """Say what holds of two findings now."""
    if verdict is None:
        return "These two findings are not marked"
    return f"You marked two findings as {'the same lesson' if verdict.accepted else 'different'}"


def _pair(library: Library, one: str, other: str, said: str) -> tuple[FindingInContext, FindingInContext]:
    """Return the two findings; raise BadQuestion where they cannot be judged so."""
    if said not in TITLES:
        raise BadQuestion("Choose same, different or undo.")
    first, second = library.finding(one), library.finding(other)
    if first.review.slug == second.review.slug:
        raise BadQuestion("Both findings are in the same review. Choose findings from different reviews.")
    return first, second


def _keep(library: Library, one: str, other: str, said: str, by: str) -> None:
    _pair(library, one, other, said)
    if said == "undo":
        library.forget_echo(one, other, by)
    else:
        library.judge_echo(one, other, SAID[said], by)
