"""A list of threads (lessons through time), and one thread as a timeline and as a list."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass

from kb.core.recurrence_values import FIRST_STEP_REASON, Thread, ThreadStage, ThreadStep
from kb.exports import Threads
from kb.exports.citations import publication_time
from kb.exports.follow_up import STAGES
from kb.text import formatting
from kb.text.masking import mask
from kb.vocabulary import labels
from kb.vocabulary.labels import when
from web import echo_verdicts, exports, urls
from web.components import cards
from web.components.cards import STAGE_TONES, Badge, Card, card
from web.components.charts import Timeline, timeline
from web.components.list_controls import Menu, Paging, every_area, every_theme, every_year, list_page, menu
from web.echo_verdicts import Judgements
from web.page import Pages, Redirect
from web.pages.came_back import CONFIDENCE
from web.request import PageRequest
from web.urls import Link

pages = Pages()
router = pages.router

THREADS_PER_PAGE = 20
FINDINGS_COMPARED = 40  # findings that a thread can hold besides the one it grows from, and some more
UNDATED_STAGE = "Also said"


@dataclass(frozen=True, slots=True)
class ThreadEnd:
    """The first or the last step of a thread, in short."""

    stage: str
    when: str
    review: str
    words: str


@dataclass(frozen=True, slots=True)
class ListedThread:
    """A thread in the list."""

    id: str
    link: Link
    summary: str
    years: str
    areas: tuple[str, ...]
    signs: tuple[Badge, ...]
    ends: tuple[ThreadEnd, ...]


@dataclass(frozen=True, slots=True)
class ThreadsPage:
    """Threads, those that came back after an action first."""

    title: str
    count: int
    threads: tuple[ListedThread, ...]
    menus: tuple[Menu, ...]
    chips: tuple[Link, ...]  # what is chosen, each leading to the list without it
    narrowed: bool
    paging: Paging


@dataclass(frozen=True, slots=True)
class StepTold:
    """A step in words."""

    number: int
    stage: str
    tone: str
    year: str
    card: Card
    why: str
    status: str
    likened: bool  # tied by likeness to the first finding of the thread, so that a person can judge it
    link: str  # how sure the tie is: "checked by a person", or "" where nobody has said


@dataclass(frozen=True, slots=True)
class ThreadPage:
    """One lesson through the years."""

    title: str
    id: str
    summary: str
    timeline: Timeline | None
    steps: tuple[StepTold, ...]
    themes: tuple[Link, ...]
    areas: tuple[str, ...]
    judged: Judgements  # what people said of the finding that the thread grows from
    back: str  # an address that leads here also when the thread has changed
    compare: str
    findings: tuple[str, ...]
    exports: tuple[Link, ...]


@pages.page("/threads", "threads.html")
def threads_page(ask: PageRequest) -> ThreadsPage:
    """List the threads, narrowed by theme and area."""
    theme, area = ask.get("theme"), ask.get("area")
    since = ask.number("since", 0, 0, 9999)
    every = ask.library.threads(theme or None, area or None, since or None, back=ask.get("back") == "yes", ends=True)
    page = list_page(every, ask.page, THREADS_PER_PAGE)
    kept = [(key, value) for key, value in ask.params if key in ("theme", "area", "since", "back") and value]
    menus = _menus(ask, theme, area, since)
    return ThreadsPage(
        title="Lessons over time",
        count=len(every),
        threads=tuple(map(_listed_thread, page.shown)),
        menus=menus,
        chips=_chips(menus, kept),
        narrowed=bool(kept),
        paging=page.paging(lambda n: urls.at_page("/threads", kept, n)),
    )


def _chips(menus: tuple[Menu, ...], kept: list[tuple[str, str]]) -> tuple[Link, ...]:
    return tuple(
        Link(f"{menu.label}: {one.text}", urls.with_params("/threads", [pair for pair in kept if pair[0] != menu.name]))
        for menu in menus
        for one in menu.options
        if one.chosen and one.value
    )


def _menus(ask: PageRequest, theme: str, area: str, since: int) -> tuple[Menu, ...]:
    return (
        menu("theme", "Theme", every_theme(ask.library.vocabulary), theme),
        menu("area", "Area", every_area(ask.library), area),
        menu("since", "First said since", every_year(ask.library), str(since or "")),
        menu("back", "Lessons", [("yes", "Found again after action was taken")], ask.get("back"), "All"),
    )


def _listed_thread(thread: Thread) -> ListedThread:
    signs = [Badge("Found again after action was taken", "orange")] if thread.came_back else []
    signs += [CONFIDENCE[thread.confidence]]
    return ListedThread(
        thread.id,
        Link(mask(thread.title), urls.thread(thread.id)),
        mask(thread.summary),
        formatting.years(thread.first, thread.last),
        thread.areas,
        tuple(signs),
        tuple(_end(step) for step in dict.fromkeys((thread.steps[0], _last(thread)))),
    )


def _last(thread: Thread) -> ThreadStep:
    """Return the last step that has a date, or else the last."""
    dated = [step for step in thread.steps if when(step.holding)]
    return dated[-1] if dated else thread.steps[-1]


def _end(step: ThreadStep) -> ThreadEnd:
    return ThreadEnd(
        _stage(step),
        when(step.holding)[:4] or "no stated year",
        cards.readable_title(step.holding.review.title),
        formatting.shorten(mask(step.holding.finding.text), 160),
    )


@dataclass(frozen=True, slots=True)
class NoThreadPage:
    """A finding that is in no thread, and where to go from it."""

    title: str
    card: Card
    themes: tuple[Link, ...]  # lessons over time on its themes
    near: int  # findings elsewhere that are like it
    judged: Judgements


@pages.page("/threads/from", "no_thread.html")
def thread_from_page(ask: PageRequest) -> NoThreadPage:
    """Redirect to the thread of a finding, or say that there is none."""
    held = ask.library.finding(ask.get("finding"))
    wanted = held.finding.id
    if thread := ask.library.thread_of(wanted):
        raise Redirect(urls.thread(thread))
    vocabulary = ask.library.vocabulary
    themes = [found for slug in held.finding.themes if (found := vocabulary.theme(slug)) and not found.weak]
    return NoThreadPage(
        "This lesson is not linked to others yet",
        card(held, vocabulary),
        tuple(Link(one.label, urls.with_params("/threads", [("theme", one.slug)])) for one in themes),
        len(ask.library.echoes(wanted)),
        echo_verdicts.judgements_of(ask, wanted),
    )


@pages.page("/threads/{thread}", "thread.html")
def thread_page(ask: PageRequest) -> ThreadPage:
    """Show one thread."""
    return show_thread(ask, ask.library.thread(ask.path["thread"]))


def show_thread(ask: PageRequest, thread: Thread) -> ThreadPage:
    """Lay out a thread."""
    vocabulary = ask.library.vocabulary
    start = thread.start.holding.finding.id
    likened = {echo.echo for echo, _ in ask.library.echoes(start, FINDINGS_COMPARED)}
    last = _elsewhere(thread)
    return ThreadPage(
        title=mask(thread.title),
        id=thread.id,
        summary=mask(thread.summary),
        timeline=timeline(thread),
        steps=tuple(_step(ask, number, step, likened) for number, step in enumerate(thread.steps, 1)),
        themes=tuple(cards.theme_link(slug, vocabulary) for slug in thread.themes[:6]),
        areas=thread.areas,
        judged=echo_verdicts.judgements_of(ask, start),
        back=f"{urls.with_params('/threads/from', [('finding', start)])}#steps",
        compare=urls.compare_findings(thread.steps[0].holding.finding.id, last) if last else "",
        findings=tuple(step.holding.finding.id for step in thread.steps),
        exports=exports.download_links(urls.thread(thread.id), Threads),
    )


def _elsewhere(thread: Thread) -> str:
    """Return the id of the last step that stands in another review than the first, or ""."""
    first = thread.steps[0].holding.review.slug
    others = [step.holding.finding.id for step in thread.steps if step.holding.review.slug != first]
    return others[-1] if others else ""


def _stage(step: ThreadStep) -> str:
    """Return what a step is; without a date nothing is said of before and after."""
    if step.stage is ThreadStage.SAID and not when(step.holding):
        return UNDATED_STAGE
    return STAGES[step.stage]


def _step(ask: PageRequest, number: int, step: ThreadStep, likened: Set[str]) -> StepTold:
    return StepTold(
        number=number,
        stage=_stage(step),
        tone="grey" if not when(step.holding) else STAGE_TONES[step.stage],
        year=publication_time(step.holding) or "no date",
        card=card(step.holding, ask.library.vocabulary),
        why="" if step.why == FIRST_STEP_REASON else step.why,
        status=labels.status_label(step.status, ask.library.vocabulary) if step.status else "",
        likened=step.holding.finding.id in likened,
        link="checked by a person" if step.accepted else "",
    )
