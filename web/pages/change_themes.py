"""Themes as the keeper changes them: a list, a form for each, and what a change would do before it is kept."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from kb.app.library import Library
from kb.app.theme_desk import ThemeChange, ThemeDesk, ThemeDraft
from kb.app.try_themes import ThemeDifference
from kb.core import corrections as c
from kb.core.access import Permission
from kb.core.errors import BadQuestion, BadVocabulary
from kb.core.model import FindingInContext
from kb.text import formatting
from kb.text.masking import mask
from web import urls
from web.access import needs, person_of
from web.components import changes
from web.components.changes import ChangeLine
from web.forms import STALE, FormData, read_form, refuse_stale, stamp
from web.page import Pages, Redirect, render_page
from web.request import PageRequest, ask
from web.saved_notice import SavedNotice, saved_notice
from web.urls import Link

pages = Pages()
router = pages.router

ADDRESS = "/desk/themes"
SHOWN_CHANGES = 20
_LINES = ("also_called", "strong", "weak", "near", "spare", "must_match", "must_spare")
_KEPT = ("label", "group", "definition", "into", "reason", *_LINES, "everywhere", "harm", "take", "seen")
_READING = ("related", "questions", "notice", "notice_words", "described_words")  # sent empty, they are removed

Choices = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class ChangeableTheme:
    """A theme in the list, with how many findings it has."""

    link: Link
    group: str
    findings: int
    reviews: int


@dataclass(frozen=True, slots=True)
class ShownDifference:
    """A theme that findings would gain or lose, with the first of them."""

    label: str
    gained: int
    lost: int
    gaining: tuple[Link, ...]
    losing: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class ThemePreview:
    """What a change would do, and the form that keeps it."""

    sentence: str
    differences: tuple[ShownDifference, ...]
    failed: tuple[str, ...]  # example sentences that the changed theme would tag wrongly
    do: str
    fields: Choices  # of the form that keeps it


@dataclass(frozen=True, slots=True)
class ThemesDeskPage:
    """The themes in use, those retired, a form for a new one, and the last changes."""

    title: str
    action: str
    themes: tuple[ChangeableTheme, ...]
    retired: Choices  # label, and what replaces it
    draft: ThemeDraft
    groups: Choices
    preview: ThemePreview | None
    error: str
    waiting: bool  # whether findings wait to be tagged anew
    saved: SavedNotice | None
    history: tuple[ChangeLine, ...]


@dataclass(frozen=True, slots=True)
class ChangeThemePage:
    """The form of one theme, and what a change would do."""

    title: str
    action: str
    theme: Link
    label: str
    draft: ThemeDraft
    groups: Choices
    others: Choices  # themes that it may be merged into
    wordings: tuple[str, ...]  # that may be taken to a new theme
    sentences: tuple[str, ...]
    preview: ThemePreview | None
    error: str
    waiting: bool
    saved: SavedNotice | None
    history: tuple[ChangeLine, ...]
    seen: str  # mark of what the theme is now


@pages.page(ADDRESS, "change_themes.html", needs=Permission.THEMES)
def themes_desk_page(ask: PageRequest) -> ThemesDeskPage:
    """List the themes."""
    return list_themes(ask)


def list_themes(
    ask: PageRequest, draft: ThemeDraft | None = None, preview: ThemePreview | None = None, error: str = ""
) -> ThemesDeskPage:
    """List the themes, with what was sent for a new one."""
    library, vocabulary = ask.library, ask.library.vocabulary
    counts = library.theme_counts()
    made = [one for one in library.last_corrections(SHOWN_CHANGES * 10) if one.field == c.THEME_FILE]
    rows = tuple(
        ChangeableTheme(Link(theme.label, urls.change_theme(slug)), vocabulary.groups[theme.group].label, *counts[slug])
        for slug, theme in vocabulary.themes.items()
    )
    return ThemesDeskPage(
        title=f"{'Error: ' if error else ''}Change themes",
        action=ADDRESS,
        themes=rows,
        retired=tuple((one.label, _successor(library, slug)) for slug, one in vocabulary.retired.items()),
        draft=draft or ThemeDraft("", "", ""),
        groups=_groups(library),
        preview=preview,
        error=error,
        waiting=library.waits_for_themes(),
        saved=saved_notice(ask),
        history=changes.change_lines(made, vocabulary)[:SHOWN_CHANGES],
    )


def _successor(library: Library, slug: str) -> str:
    now = library.vocabulary.theme(slug)
    return now.label if now else ""


def _groups(library: Library) -> Choices:
    return tuple((slug, entry.label) for slug, entry in library.vocabulary.groups.items())


@pages.page(f"{ADDRESS}/{{theme}}", "change_theme.html", needs=Permission.THEMES)
def change_theme_page(ask: PageRequest) -> ChangeThemePage:
    """Show the form of a theme; an older name of it leads to the present one."""
    slug = ask.library.present_theme(ask.path["theme"])
    if slug != ask.path["theme"]:
        raise Redirect(urls.change_theme(slug), lasting=True)
    return theme_form(ask, slug)


def theme_form(
    ask: PageRequest,
    slug: str,
    draft: ThemeDraft | None = None,
    preview: ThemePreview | None = None,
    error: str = "",
) -> ChangeThemePage:
    """Show the form of a theme, with what was sent."""
    library, vocabulary = ask.library, ask.library.vocabulary
    held = library.theme_desk.theme(slug)
    whole = ThemeDraft.of(held)
    made = library.corrections_of(f"{c.THEME}{slug}")
    return ChangeThemePage(
        title=f"{'Error: ' if error else ''}Change the theme: {held.label}",
        action=urls.change_theme(slug),
        theme=Link(held.label, urls.theme(slug)),
        label=held.label,
        draft=draft or replace(whole, related=tuple(vocabulary.themes[one].label for one in held.related)),
        groups=_groups(library),
        others=(
            ("", "Choose a theme"),
            *sorted(
                ((other, theme.label) for other, theme in vocabulary.themes.items() if other != slug),
                key=lambda one: one[1],
            ),
        ),
        wordings=(*whole.strong, *whole.weak, *whole.near),
        sentences=whole.must_match,
        preview=preview,
        error=error,
        waiting=library.waits_for_themes(),
        saved=saved_notice(ask),
        history=changes.change_lines(made, vocabulary, of_one=True),
        seen=stamp(whole),
    )


@router.post(ADDRESS)
@needs(Permission.THEMES)
async def add_theme(request: Request) -> Response:
    """Show what a new theme would do, or keep it."""
    form, question = await read_form(request), ask(request)
    draft = draft_of(form)

    def answer(preview: ThemePreview | None, error: str) -> ThemesDeskPage:
        return list_themes(question, draft, preview, error)

    return await _answer(request, form, "change_themes.html", lambda desk: desk.add(draft), answer)


@router.post(f"{ADDRESS}/{{theme}}")
@needs(Permission.THEMES)
async def change_theme(request: Request) -> Response:
    """Show what a change of a theme would do, or keep it."""
    form, question = await read_form(request), ask(request)
    slug = question.path["theme"]
    draft = draft_of(form) if form.get("do") == "edit" else None

    def answer(preview: ThemePreview | None, error: str) -> ChangeThemePage:
        return theme_form(question, slug, None if error == STALE else draft, preview, error)

    return await _answer(request, form, "change_theme.html", lambda desk: change_of(desk, slug, form), answer)


async def _answer(
    request: Request,
    form: FormData,
    template: str,
    make: Callable[[ThemeDesk], ThemeChange],
    answer: Callable[[ThemePreview | None, str], ThemesDeskPage | ChangeThemePage],
) -> Response:
    library, by = ask(request).library, person_of(request).name

    def keep() -> tuple[ThemeChange, int]:
        with library.changing():
            change = make(library.theme_desk)
            return change, library.change_themes(change, by, form.get("reason").strip()[:300])

    try:
        if form.get("sure") == "yes":
            change, batch = await run_in_threadpool(keep)
            to = ADDRESS if change.act == "retire" else urls.change_theme(change.theme)
            return RedirectResponse(f"{to}?saved={batch}", 303)
        change = await run_in_threadpool(lambda: make(library.theme_desk))
        preview = await run_in_threadpool(preview_of, library, change, form)
    except (BadQuestion, BadVocabulary) as error:
        sent = str(error)
        return render_page(request, template, await run_in_threadpool(lambda: answer(None, sent)), 400)
    return render_page(request, template, await run_in_threadpool(lambda: answer(preview, "")))


def change_of(desk: ThemeDesk, slug: str, form: FormData) -> ThemeChange:
    """Return the change of a theme that a form asks for. Raises BadQuestion, NotHeld."""
    do = form.get("do")
    refuse_stale(form, ThemeDraft.of(desk.theme(slug)))
    if do == "edit":
        return desk.edit(slug, draft_of(form))
    if do == "merge":
        if not form.get("into"):
            raise BadQuestion("Choose the theme to merge it into.")
        return desk.merge(slug, form.get("into"))
    if do == "split":
        return desk.split(slug, draft_of(form), form.all("take"))
    if do == "retire":
        return desk.retire(slug)
    raise BadQuestion("Choose what to change.")


def draft_of(form: FormData) -> ThemeDraft:
    """Return what a form says of a theme; of the boxes each line is one."""
    lines = {name: _lines(form.get(name)) for name in _LINES}
    return ThemeDraft(
        form.get("label"),
        form.get("group"),
        form.get("definition"),
        **lines,
        everywhere=form.get("everywhere") == "yes",
        harm=form.get("harm") == "yes",
        **{name: _lines(form.get(name)) for name in _READING if name != "notice" and form.all(name)},
        notice=form.get("notice") if form.all("notice") else None,
    )


def _lines(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(line for one in text.splitlines() if (line := " ".join(one.split()))))


def preview_of(library: Library, change: ThemeChange, form: FormData) -> ThemePreview:
    """Return what a change would do."""
    trial = library.try_themes(change)
    names = {"match": "would no longer be given it", "spare": "would be given it"}
    return ThemePreview(
        change.sentence,
        tuple(_show_difference(one) for one in trial.differences),
        tuple(f"“{one.sentence}” {names[one.should]}" for one in trial.failed),
        form.get("do"),
        tuple((name, value) for name, value in form.fields if name in _READING or (name in _KEPT and value)),
    )


def _show_difference(one: ThemeDifference) -> ShownDifference:
    gaining, losing = (tuple(map(_example, found)) for found in (one.gaining, one.losing))
    return ShownDifference(one.label, one.gained, one.lost, gaining, losing)


def _example(held: FindingInContext) -> Link:
    return Link(formatting.shorten(mask(held.finding.text), 160), urls.finding(held))
