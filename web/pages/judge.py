"""A reader says whether two findings say the same, or takes it back. Then the page they came from, as it now is."""

from __future__ import annotations

from dataclasses import dataclass

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from kb.errors import BadQuestion
from kb.library import Library
from web import judging, links
from web.asking import Ask
from web.cards import Card, card
from web.forms import local, sent
from web.judging import Word
from web.twins import Pages

pages = Pages()
router = pages.router

REFUSED = (
    "Judging possible echoes is not open to readers of this library. Whoever keeps it can allow it with KB_JUDGING, or "
    "judge on the command line with “kb judge”."
)
SAID = {"same": True, "different": False}


@router.post("/judge")
async def judge(request: Request) -> Response:
    """Keep what was said, at once and for all pages, and go back."""
    form = await sent(request)
    if not judging.allowed(request):
        raise HTTPException(403, REFUSED)
    one, other, said = form.get("one"), form.get("other"), form.get("say")
    await run_in_threadpool(_keep, request.app.state.library, one, other, said)
    back = local(form.get("back"), f"/findings/{one}")
    if said == "different":  # what was there is gone from it, so the way back leads past a page that says so
        back = links.asked("/judged", [("one", one), ("other", other), ("back", back)])
    return RedirectResponse(back, 303)


@dataclass(frozen=True, slots=True)
class JudgedPage:
    """What a refusal changed, and the way to take it back."""

    title: str
    one: Card
    other: Card
    word: Word | None  # None where it was taken back
    back: str


@pages.page("/judged", "judged.html")
def judged_page(ask: Ask) -> JudgedPage:
    """Say what changed for every reader when two findings were said to be different."""
    first, second = ask.library.finding(ask.get("one")), ask.library.finding(ask.get("other"))
    verdict = ask.library.verdicts(first.finding.id).get(second.finding.id)
    vocabulary = ask.library.vocabulary
    return JudgedPage(
        "Two findings said to be different",
        card(first, vocabulary),
        card(second, vocabulary),
        judging.word(verdict) if verdict else None,
        local(ask.get("back"), links.finding(first)),
    )


def _keep(library: Library, one: str, other: str, said: str) -> None:
    if said not in SAID and said != "undo":
        raise BadQuestion("Say whether the two findings say the same: same, different or undo.")
    first, second = library.finding(one), library.finding(other)
    if first.review.slug == second.review.slug:
        raise BadQuestion("Both findings stand in the same review. Only findings of different reviews are compared.")
    if said == "undo":
        library.forget_echo(one, other)
    else:
        library.judge_echo(one, other, SAID[said])
