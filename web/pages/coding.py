"""Coding rounds by browser: make one, code findings one by one, settle what coders disagree on, see what came of it."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, replace

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from kb.app.coding import MOST_FINDINGS, outdated_words, sample_words
from kb.app.library import Library
from kb.core.access import AT_THE_MACHINE, Permission, Person
from kb.core.coding_values import Code, CodingRound, RoundSample
from kb.core.errors import BadQuestion
from kb.core.model import FindingInContext, Kind
from kb.vocabulary import Vocabulary, labels
from web.access import needs, person_of
from web.components.cards import readable_title
from web.components.changes import format_moment
from web.components.round_results import ResultsView, results_view
from web.forms import FormData, read_form, whole_number
from web.page import Pages, Redirect, render_page
from web.request import PageRequest, ask

pages = Pages()
router = pages.router

ROUNDS = "/desk/rounds"
USUAL_SIZE = 60
Choices = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class RoundLine:
    """A round in the list, as the person who asks may see it."""

    number: int
    title: str
    sample: str
    when: str
    closed: bool
    size: int
    own: int | None  # findings that the person has coded; None where they do not code in it
    progress: tuple[tuple[str, int], ...]  # of each coder; () for who may not see it


@dataclass(frozen=True, slots=True)
class RoundsPage:
    """The rounds, and for a keeper a form for a new one."""

    title: str
    lines: tuple[RoundLine, ...]
    may_make: bool
    may_see: bool
    error: str
    themes: Choices
    kinds: Choices
    documents: Choices
    coders: tuple[str, ...]
    values: dict[str, str]
    most: int


@dataclass(frozen=True, slots=True)
class ThemeChoices:
    """The themes of one group, each with its definition and whether it is chosen."""

    label: str
    themes: tuple[tuple[str, str, str, bool], ...]


@dataclass(frozen=True, slots=True)
class CodePage:
    """A finding with a form for its kind and themes, and nothing that anybody said of it."""

    title: str
    round: str
    action: str
    finding: str
    words: str
    heading: str
    document: str
    done: int
    size: int
    last: str  # where the finding coded before can be changed; "" where there is none
    kinds: tuple[tuple[str, str, str, bool], ...]
    groups: tuple[ThemeChoices, ...]
    is_outdated: bool  # the person coded it before it had these words
    is_dropped: bool  # somebody took it out after the round was made
    said: tuple[tuple[str, str, str], ...]  # who, kind, themes: only where somebody settles
    error: str


@dataclass(frozen=True, slots=True)
class RoundPage:
    """What a round shows."""

    title: str
    number: int
    sample: str
    closed: str
    progress: tuple[tuple[str, int], ...]
    results: ResultsView
    outdated: str  # a sentence on codes that are left out; "" where none are
    changed_since: int  # findings that the labels leave out, since they have had other words since the round was closed
    may_close: bool
    may_settle: bool


# the list, and a new round


@pages.page(ROUNDS, "coding_rounds.html", needs=Permission.CODE)
def rounds_page(ask: PageRequest) -> RoundsPage:
    """List the rounds that the person may see."""
    return list_rounds(ask.library, ask.person, {"size": str(USUAL_SIZE), "seed": "1"})


def list_rounds(library: Library, person: Person, values: dict[str, str], error: str = "") -> RoundsPage:
    """List the rounds, with what was wrong with a new one."""
    vocabulary, sees = library.vocabulary, person.may(Permission.SETTLE)
    held = library.coding.rounds() if sees else library.coding.rounds_of(person.name)
    titles = {review.slug: review for review in library.reviews()}
    makes = person.may(Permission.ROUNDS)
    named = [(one.id, readable_title(labels.document(one, titles[one.review]))) for one in library.documents()]
    return RoundsPage(
        title=f"{'Error: ' if error else ''}Coding rounds",
        lines=tuple(_line(one, person, vocabulary) for one in held),
        may_make=makes,
        may_see=sees,
        error=error,
        themes=(("", "Any"), *((slug, one.label) for slug, one in vocabulary.themes.items())),
        kinds=(("", "Any"), *((slug, one.label) for slug, one in vocabulary.kinds.items())),
        documents=(("", "Any"), *(named if makes else ())),
        coders=_possible_coders(library) if makes else (),
        values=values,
        most=MOST_FINDINGS,
    )


def _line(one: CodingRound, person: Person, vocabulary: Vocabulary) -> RoundLine:
    own = one.done.get(person.name, 0) if person.name in one.coders else None
    progress = tuple((coder, one.done.get(coder, 0)) for coder in one.coders)
    return RoundLine(
        one.number,
        one.title,
        sample_words(one.sample, vocabulary),
        format_moment(one.at),
        bool(one.closed),
        one.size,
        own,
        progress if person.may(Permission.SETTLE) else (),
    )


def _possible_coders(library: Library) -> tuple[str, ...]:
    held = library.accounts.listing()
    able = tuple(one.name for one in held if not one.closed and Person("", one.role).may(Permission.CODE))
    return able if held else (AT_THE_MACHINE.name,)


@router.post(ROUNDS)
@needs(Permission.ROUNDS)
async def make_round(request: Request) -> Response:
    """Make a round, or say what was wrong."""
    form, library, person = await read_form(request), ask(request).library, person_of(request)
    try:
        made = await run_in_threadpool(
            library.coding.make, form.get("title"), _sample(form), form.all("coder"), person.name
        )
    except BadQuestion as error:
        value = await run_in_threadpool(list_rounds, library, person, dict(form.fields), str(error))
        return render_page(request, "coding_rounds.html", value, 400)
    return RedirectResponse(f"{ROUNDS}#round-{made.number}", 303)


def _sample(form: FormData) -> RoundSample:
    return RoundSample(
        form.get("theme"),
        form.get("document"),
        form.get("kind"),
        _number(form, "since"),
        _number(form, "until"),
        _number(form, "size"),
        form.get("seed").strip()[:40] or "1",
    )


def _number(form: FormData, name: str) -> int:
    said = form.get(name).strip()
    number = whole_number(said or "0")
    if number is None:
        raise BadQuestion(f"“{said[:20]}” is not a whole number.")
    return number


# one round


@pages.page(ROUNDS + "/{number:whole}", "coding_round.html", needs=Permission.SETTLE)
def round_page(ask: PageRequest) -> RoundPage:
    """Show how far the coders agree and how right the machine is."""
    number, library = int(ask.path["number"]), ask.library
    results = library.coding.results(number, ask.person.name)
    made = results.round
    return RoundPage(
        title=made.title,
        number=number,
        sample=sample_words(made.sample, library.vocabulary),
        closed=format_moment(made.closed) if made.closed else "",
        progress=tuple((one, made.done.get(one, 0)) for one in made.coders),
        results=results_view(results, library.vocabulary),
        outdated=outdated_words(results),
        changed_since=library.coding.changed_since_closing(number),
        may_close=ask.person.may(Permission.ROUNDS) and not made.closed,
        may_settle=ask.person.name not in made.coders,
    )


@router.post(ROUNDS + "/{number:whole}")
@needs(Permission.ROUNDS)
async def close_round(request: Request) -> Response:
    """Close a round."""
    number, library = int(request.path_params["number"]), ask(request).library
    form = await read_form(request)
    if form.get("do") != "close":
        raise BadQuestion("Choose what to do with the round.")
    await run_in_threadpool(library.coding.close, number, person_of(request).name)
    return RedirectResponse(f"{ROUNDS}/{number}", 303)


@router.get(ROUNDS + "/{number:whole}/labels.jsonl")
@needs(Permission.SETTLE)
def download_labels(request: Request) -> Response:
    """Give what was decided in a closed round as lines of JSON, as `kb retrain` reads them."""
    number = int(request.path_params["number"])
    rows = ask(request).library.coding.labels(number)
    body = "".join(json.dumps(one, ensure_ascii=False) + "\n" for one in rows)
    headers = {"Content-Disposition": f'attachment; filename="round-{number}-labels.jsonl"'}
    return Response(body.encode("utf-8", "replace"), media_type="application/x-ndjson", headers=headers)


# coding and settling


@pages.page(ROUNDS + "/{number:whole}/code", "code_finding.html", needs=Permission.CODE)
def code_page(ask: PageRequest) -> CodePage:
    """Show the next finding to code, or the one named, which the person coded before."""
    number, coder, library = int(ask.path["number"]), ask.person.name, ask.library
    if chosen := ask.get("finding"):
        return _code_page(library, number, coder, chosen)
    following = library.coding.next_finding(number, coder)
    if following is None:
        raise Redirect(f"{ROUNDS}#round-{number}")
    page, last = _code_page(library, number, coder, following[0]), ask.get("last")
    return replace(page, last=f"{page.action}?finding={last}") if last.isalnum() else page


def _code_page(library: Library, number: int, coder: str, finding: str, code: Code | None = None) -> CodePage:
    """Return the form for a finding with `code`, or with what the coder said of it before."""
    to_code = library.coding.coded_finding(number, coder, finding)
    made = library.coding.round(number)
    form = _form(made, finding, to_code.finding, code or to_code.code, library.vocabulary)
    done = made.done.get(coder, 0)
    return replace(form, done=done, is_outdated=to_code.is_outdated, is_dropped=to_code.is_dropped)


def _form(
    made: CodingRound, finding: str, held: FindingInContext, code: Code | None, vocabulary: Vocabulary
) -> CodePage:
    """Return the form for a finding of a round, before whoever fills it in is known."""
    return CodePage(
        title="Code a finding",
        round=made.title,
        action=f"{ROUNDS}/{made.number}/code",
        finding=finding,
        words=held.finding.text,
        heading=" › ".join(held.finding.heading),
        document=readable_title(labels.document(held.document, held.review)),
        done=0,
        size=made.size,
        last="",
        kinds=_kind_choices(vocabulary, code),
        groups=_theme_choices(vocabulary, code),
        is_outdated=False,
        is_dropped=False,
        said=(),
        error="",
    )


@router.post(ROUNDS + "/{number:whole}/code")
@needs(Permission.CODE)
async def code_finding(request: Request) -> Response:
    """Keep what a coder says, and go on to the next finding; or say what was wrong."""
    form, library, coder = await read_form(request), ask(request).library, person_of(request).name
    number, finding, code = int(request.path_params["number"]), form.get("finding"), _code(form)

    def form_again() -> CodePage:
        return _code_page(library, number, coder, finding, code)

    onward = f"{ROUNDS}/{number}/code?last={finding}"
    return await _keep(request, lambda: library.coding.code(number, finding, code, coder), code, form_again, onward)


@pages.page(ROUNDS + "/{number:whole}/settle", "code_finding.html", needs=Permission.SETTLE)
def settle_page(ask: PageRequest) -> CodePage:
    """Show the next finding on which the coders differ, with what each said."""
    number = int(ask.path["number"])
    return _settle_page(ask.library, number, ask.person.name, ask.get("finding"), None)


def _settle_page(library: Library, number: int, person: str, finding: str, code: Code | None) -> CodePage:
    disputes = library.coding.disputes(number, person)
    ordered = sorted(disputes, key=lambda one: one.finding != finding)
    found = ((one, library.coding.drawn_finding(one.finding)) for one in ordered)
    one, held = next(((one, held) for one, held in found if held), (None, None))  # withdrawn ones hold up no others
    if one is None or held is None:
        raise Redirect(f"{ROUNDS}/{number}")
    words = library.vocabulary
    said = tuple(
        (
            who,
            labels.kind_label(Kind(said_code.kind), words),
            ", ".join(labels.theme_label(theme, words) for theme in sorted(said_code.themes)),
        )
        for who, said_code in sorted(one.codes.items())
    )
    made = library.coding.round(number)
    return replace(
        _form(made, one.finding, held, code, words),
        title="Settle a finding",
        action=f"{ROUNDS}/{number}/settle",
        done=made.size - len(disputes),
        said=said,
    )


@router.post(ROUNDS + "/{number:whole}/settle")
@needs(Permission.SETTLE)
async def settle_finding(request: Request) -> Response:
    """Keep what a third person decides, and go on to the next disagreement; or say what was wrong."""
    form, library, by = await read_form(request), ask(request).library, person_of(request).name
    number, finding, code = int(request.path_params["number"]), form.get("finding"), _code(form)

    def form_again() -> CodePage:
        return _settle_page(library, number, by, finding, code)

    onward = f"{ROUNDS}/{number}/settle"
    return await _keep(request, lambda: library.coding.settle(number, finding, code, by), code, form_again, onward)


async def _keep(
    request: Request, keep: Callable[[], None], code: Code, form_again: Callable[[], CodePage], onward: str
) -> Response:
    """Keep a code, or show its form again where no kind was chosen."""
    if not code.kind:
        page = await run_in_threadpool(form_again)
        fault = replace(page, title=f"Error: {page.title}", error="Choose what kind of finding it is.")
        return render_page(request, "code_finding.html", fault, 400)
    await run_in_threadpool(keep)
    return RedirectResponse(onward, 303)


def _code(form: FormData) -> Code:
    return Code(form.get("kind"), frozenset(form.all("theme")))


def _kind_choices(vocabulary: Vocabulary, code: Code | None) -> tuple[tuple[str, str, str, bool], ...]:
    chosen = code.kind if code else ""
    return tuple((slug, one.label, one.definition, slug == chosen) for slug, one in vocabulary.kinds.items())


def _theme_choices(vocabulary: Vocabulary, code: Code | None) -> tuple[ThemeChoices, ...]:
    chosen = code.themes if code else frozenset()
    groups = []
    for slug, group in vocabulary.groups.items():
        themes = [
            (one.slug, one.label, one.definition, one.slug in chosen)
            for one in vocabulary.themes.values()
            if one.group == slug
        ]
        if themes:
            groups.append(ThemeChoices(group.label, tuple(themes)))
    return tuple(groups)
