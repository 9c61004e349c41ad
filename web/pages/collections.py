"""The basket in a reader's own browser, and collections with one link to read and one link to edit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from urllib.parse import quote

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from kb.core.access import Permission
from kb.core.errors import NotHeld
from kb.core.model import Collection, CollectionItem, FindingInContext, Use
from kb.exports import Findings, Pack
from kb.exports.case_pack import PACK_FINDINGS, READABLE_WORDS
from kb.text import formatting
from kb.text.plain_line import plain_line
from web import clock, exports, urls
from web import cookie as web_cookie
from web.access import needs
from web.collection_changes import LONGEST_TITLE, change_collection, record_use, values_of
from web.components import case
from web.components.cards import Card, card
from web.components.case import CaseView
from web.forms import FormData, local_address, read_form, stamp
from web.page import Pages, render_page
from web.request import PageRequest, ask
from web.urls import Link

pages = Pages()
router = pages.router


@dataclass(frozen=True, slots=True)
class LastCollection:
    """The collection that was saved last in this browser."""

    name: str
    findings: int
    read: str
    edit: str


@dataclass(frozen=True, slots=True)
class DeletePage:
    """The question whether a collection is to be deleted."""

    title: str
    name: str
    findings: int
    edit: str


SAVED = {  # what the form on the editing page did, and how the page says so
    "yes": "You have saved the collection.",
    "add": "You have saved the collection and added the findings you chose.",
    "used": "You have recorded the session.",
    "unused": "You have removed the session.",
}


@dataclass(frozen=True, slots=True)
class BasketPage:
    """What is picked in this browser."""

    title: str
    cards: tuple[Card, ...]
    error: str = ""
    compare: str = ""
    packs: tuple[Link, ...] = ()  # what is picked as a case pack, in each form that can hold one
    exports: tuple[Link, ...] = ()  # its findings in all other forms
    last: LastCollection | None = None
    deleted: bool = False
    notice: str = ""  # what became of the last pick, or of a collection that was deleted


@dataclass(frozen=True, slots=True)
class ListedItem:
    """A finding of a collection, with its note and place in the order."""

    number: int
    card: Card
    note: str


@dataclass(frozen=True, slots=True)
class SessionOfUse:
    """A session in which the collection was used."""

    date: str
    told: str
    mark: str  # by which it is removed


@dataclass(frozen=True, slots=True)
class CollectionPage:
    """A collection as it is read, or as it is changed where `edit` leads somewhere."""

    title: str
    name: str
    introduction: str
    items: tuple[ListedItem, ...]
    gone: int  # gathered findings that are no longer held
    questions: tuple[str, ...]
    cases: tuple[CaseView, ...]  # the reviews of these findings, each in its own words
    uses: tuple[SessionOfUse, ...]
    search: str
    changed: str
    read: str
    edit: str
    saved: bool
    said: str  # what was done by the form that led here; "" without one
    more: int  # findings in the basket that could be added
    packs: tuple[Link, ...]  # as a case pack
    exports: tuple[Link, ...]  # the findings in all other forms
    delete: str
    all_slides: Link | None  # where the slides would leave something out
    today: str
    seen: str  # mark of what the form shows


@pages.page("/basket", "basket.html")
def basket_page(ask: PageRequest) -> BasketPage:
    """Show what is picked."""
    return _basket(ask)


def _basket(ask: PageRequest, error: str = "") -> BasketPage:
    held = ask.library.holdings(ask.basket)
    slugs = list(dict.fromkeys(one.review.slug for one in held))
    return BasketPage(
        title="Your collection",
        cards=tuple(card(one, ask.library.vocabulary) for one in held),
        error=error,
        compare=urls.compare_reviews(slugs[:4]) if len(slugs) > 1 else "",
        packs=exports.download_links("/basket", Pack) if held else (),
        exports=_others("/basket") if held else (),
        last=_last(ask),
        deleted=ask.get("deleted") == "yes",
        notice=_basket_notice(ask),
    )


def _last(ask: PageRequest) -> LastCollection | None:
    """Return the collection that this browser saved last, if it still exists."""
    try:
        held = ask.library.collection(ask.saved) if ask.saved else None
    except NotHeld:
        return None
    if held is None or not held.edit_key:
        return None
    return LastCollection(held.title, len(held.items), _read(held.key), _edit(held.edit_key))


@router.post("/basket")
@needs(Permission.GATHER)
async def pick(request: Request) -> Response:
    """Add to the basket, take from it, or empty it; then go back."""
    form = await read_form(request)
    cookie = request.cookies.get(web_cookie.COOKIE, "")
    held, chosen, do = web_cookie.read(cookie), form.all("finding"), form.get("do")
    kept = {"take": web_cookie.take(held, chosen), "empty": (), "forget": held}.get(do, web_cookie.add(held, chosen))
    response = RedirectResponse(_after_pick(form, chosen, held, kept, known=bool(cookie)), 303)
    web_cookie.keep(
        response, kept, "" if do == "forget" else web_cookie.saved_key(cookie), secure=request.url.scheme == "https"
    )
    return response


def _after_pick(
    form: FormData, chosen: tuple[str, ...], held: tuple[str, ...], kept: tuple[str, ...], *, known: bool
) -> str:
    """Return where a pick leads: back, or to what says that it was not kept; a first one is looked after once more."""
    back = _back(form, chosen)
    if form.get("do") in ("take", "empty", "forget"):
        return back
    left = len({*held, *web_cookie.read(".".join(chosen[: web_cookie.MOST_PICKED]))} - set(kept))
    if left:
        return urls.with_params("/basket", [("left", str(left))])
    return back if known or not kept else urls.with_params("/basket/kept", [("back", back)])


@router.get("/basket/kept", include_in_schema=False)
def first_pick(request: Request) -> Response:
    """Go back after a first pick, or say that the browser did not keep it."""
    if request.cookies.get(web_cookie.COOKIE, ""):
        return RedirectResponse(local_address(request.query_params.get("back", ""), "/basket"), 303)
    return RedirectResponse("/basket?refused=yes", 303)


def _basket_notice(ask: PageRequest) -> str:
    """Return what became of the last pick where it was not kept, or of a collection that was deleted; or ""."""
    left = ask.get("left")
    if left.isascii() and left.isdigit() and int(left[:4]) > 0:
        added = formatting.count_phrase(int(left[:4]), "finding was", "findings were")
        most = web_cookie.MOST_PICKED
        return f"You can choose up to {most} findings. {added} not added. Remove some or save them first."
    if ask.get("refused") == "yes" and not ask.basket:
        return "Your browser did not save your choice. Allow cookies for this website, then add the finding again."
    return "You have deleted the collection." if ask.get("deleted") == "yes" else ""


def _back(form: FormData, chosen: tuple[str, ...]) -> str:
    """Return where the reader was, at the finding that was picked."""
    address = local_address(form.get("back"), "/basket")
    known = web_cookie.read(".".join(chosen))
    return f"{address}#f-{known[0]}" if len(known) == 1 and "#" not in address else address


@router.post("/collections")
@needs(Permission.GATHER)
async def new_collection(request: Request) -> Response:
    """Keep the basket as a collection; lead to where it can be changed."""
    form, question = await read_form(request), ask(request)
    name = plain_line(form.get("title"))[:LONGEST_TITLE]
    if not name or not question.basket:
        error = (
            "Enter a title for the collection." if question.basket else "Choose at least one finding before you save."
        )
        page = await run_in_threadpool(_basket, question, error)
        return render_page(request, "basket.html", replace(page, title=f"Error: {page.title}"), 400)
    items = [CollectionItem(one) for one in question.basket]
    made = await run_in_threadpool(question.library.new_collection, name, items)
    response = RedirectResponse(_edit(made.edit_key), 303)
    web_cookie.keep(response, (), made.edit_key, secure=request.url.scheme == "https")
    return response


def _read(key: str) -> str:
    return f"/collections/{quote(key, safe='')}"


def _edit(key: str) -> str:
    return f"/collections/{quote(key, safe='')}/edit"


@pages.page("/collections/{key}", "collection.html")
def collection_page(ask: PageRequest) -> CollectionPage:
    """Show a collection to read; an editing key reads too, without showing itself."""
    return laid_out(ask, replace(ask.library.collection(ask.path["key"]), edit_key=""))


@pages.page("/collections/{key}/edit", "collection_edit.html")
def edit_page(ask: PageRequest) -> CollectionPage:
    """Show a collection to change."""
    return laid_out(ask, _own(ask), saved=ask.get("saved") in SAVED, said=SAVED.get(ask.get("saved"), ""))


@pages.page("/collections/{key}/delete", "collection_delete.html")
def delete_page(ask: PageRequest) -> DeletePage:
    """Ask for confirmation before deleting a collection; nothing changes here."""
    held = _own(ask)
    return DeletePage(f"Delete “{held.title}”?", held.title, len(held.items), _edit(held.edit_key))


def _delete(key: str) -> str:
    return f"/collections/{quote(key, safe='')}/delete"


def _own(ask: PageRequest) -> Collection:
    held = ask.library.collection(ask.path["key"])
    if not held.edit_key:
        raise NotHeld("You cannot change a collection from this link. Use the link for editing.")
    return held


@router.post("/collections/{key}/edit")
@needs(Permission.GATHER)
async def change(request: Request) -> Response:
    """Save what was changed."""
    question, form = ask(request), await read_form(request)
    return await run_in_threadpool(_change, request, question, form)


def _change(request: Request, question: PageRequest, form: FormData) -> Response:
    held = _own(question)
    secure = request.url.scheme == "https"
    if form.get("do") == "delete":
        if form.get("sure") != "yes":
            return RedirectResponse(_delete(held.edit_key), 303)
        question.library.delete_collection(held.edit_key)
        response = RedirectResponse("/basket?deleted=yes", 303)
        last = "" if question.saved == held.edit_key else question.saved
        web_cookie.keep(response, question.basket, last, secure=secure)
        return response
    added = question.basket if form.get("do") == "add" else ()
    done = form.get("do")
    recording = done in ("used", "unused")
    question.library.change_collection(
        held.edit_key, lambda now: record_use(now, form) if recording else change_collection(now, form, added)
    )
    response = RedirectResponse(f"{_edit(held.edit_key)}?saved={done if done in SAVED else 'yes'}", 303)
    web_cookie.keep(response, () if added else question.basket, held.edit_key, secure=secure)
    return response


def _others(path: str) -> tuple[Link, ...]:
    """Return links to the findings in the forms that cannot hold a case pack."""
    packs = exports.download_links(path, Pack)
    return tuple(one for one in exports.download_links(path, Findings) if one not in packs)


def laid_out(ask: PageRequest, held: Collection, *, saved: bool = False, said: str = "") -> CollectionPage:
    """Lay out a collection."""
    found = {one.finding.id: one for one in ask.library.holdings([item.finding for item in held.items])}
    items = [(item, found[item.finding]) for item in held.items if item.finding in found]
    return CollectionPage(
        title=f"Edit: {held.title}" if held.edit_key else held.title,
        name=held.title,
        introduction=held.introduction,
        items=tuple(
            ListedItem(number, card(holding, ask.library.vocabulary), item.note)
            for number, (item, holding) in enumerate(items, 1)
        ),
        gone=len(held.items) - len(items),
        questions=held.questions,
        cases=_cases(ask, held, [holding for _, holding in items]),
        uses=tuple(map(_session, held.uses)),
        search=f"/search?{held.search}" if held.search else "",
        changed=formatting.format_date(held.changed[:10]),
        read=_read(held.key),
        edit=_edit(held.edit_key) if held.edit_key else "",
        saved=saved,
        said=said,
        more=len(set(ask.basket) - {item.finding for item in held.items}),
        packs=exports.download_links(_read(held.key), Pack) if items else (),
        exports=_others(_read(held.key)) if items else (),
        delete=_delete(held.edit_key) if held.edit_key else "",
        all_slides=_all_slides(held.key, [holding for _, holding in items]),
        today=clock.today(),
        seen=stamp(*values_of(held)),
    )


def _session(one: Use) -> SessionOfUse:
    return SessionOfUse(formatting.format_date(one.date), one.told, stamp(one.date, one.told))


def _cases(ask: PageRequest, held: Collection, holdings: Sequence[FindingInContext]) -> tuple[CaseView, ...]:
    """Tell the case of each review; sessions with this very collection are in its own record."""
    reviews = dict.fromkeys(one.review.slug for one in holdings)
    used = ask.library.session_uses(reviews)
    return tuple(
        case.with_uses(
            case.show_cases(ask.library.cases(slug), ask.library.vocabulary),
            [pair for pair in used[slug] if pair[0] != held.key],
        )
        for slug in reviews
    )


def _all_slides(key: str, holdings: Sequence[FindingInContext]) -> Link | None:
    long = any(len(one.finding.text.split()) > READABLE_WORDS for one in holdings)
    if len(holdings) <= PACK_FINDINGS and not long:
        return None
    return Link("all slides, with full quotations", f"{_read(key)}.pptx?all=yes")
