"""What the forms of a collection change in it: its words, its order, and the record of sessions where it was used."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from kb.core.errors import BadQuestion
from kb.core.model import Collection, CollectionItem, Use
from kb.text.plain_line import plain_line
from web import cookie as web_cookie
from web.forms import FormData, refuse_stale, stamp

LONGEST_TITLE, LONGEST_TEXT, LONGEST_NOTE, MOST_QUESTIONS, MOST_USES = 200, 5000, 2000, 50, 50


def record_use(held: Collection, form: FormData) -> Collection:
    """Return a collection with one session more in its record, or one less. Raises BadQuestion without a date."""
    if form.get("do") == "unused":
        marks = [stamp(one.date, one.told) for one in held.uses]
        gone = form.get("session")
        at = marks.index(gone) if gone in marks else len(marks)  # of two that say the same, one stays
        return replace(held, uses=held.uses[:at] + held.uses[at + 1 :])
    try:
        day = date.fromisoformat(form.get("date").strip()).isoformat()
    except ValueError as error:
        raise BadQuestion("Enter the date of the session, for example 2026-03-14. Go back and try again.") from error
    use = Use(day, form.get("told").strip()[:LONGEST_NOTE])
    return replace(held, uses=tuple(sorted((use, *held.uses), key=lambda one: one.date, reverse=True))[:MOST_USES])


def change_collection(held: Collection, form: FormData, added: tuple[str, ...] = ()) -> Collection:
    """Return a collection as a form states it: words, order by number, notes, and what is left out or added.

    Raises BadQuestion without a title, and where somebody saved the collection while the form was open.
    """
    refuse_stale(form, *values_of(held))
    title = plain_line(form.get("title"))[:LONGEST_TITLE]
    if not title:
        raise BadQuestion("Enter a title for the collection. Go back and try again.")
    out = set(form.all("out"))
    kept = [item for item in held.items if item.finding not in out]
    kept.sort(key=lambda item: _place(form.get(f"place-{item.finding}"), held.items.index(item) + 1))
    items = [CollectionItem(i.finding, form.get(f"note-{i.finding}", i.note).strip()[:LONGEST_NOTE]) for i in kept]
    known = {item.finding for item in items}
    items += [CollectionItem(one) for one in added if one not in known]
    lines = [line.strip()[:LONGEST_NOTE] for line in form.get("questions").splitlines() if line.strip()]
    return replace(
        held,
        title=title,
        introduction=form.get("introduction").strip()[:LONGEST_TEXT],
        items=tuple(items[: web_cookie.MOST_PICKED]),
        questions=tuple(lines[:MOST_QUESTIONS]),
    )


def values_of(held: Collection) -> tuple[object, ...]:
    """Return what the form of a collection overwrites as a whole."""
    items = tuple((one.finding, one.note) for one in held.items)
    return held.title, held.introduction, items, held.questions


def _place(text: str, otherwise: int) -> float:
    """Return a place in the order; what is moved to a taken place is put before what was there."""
    text = text.strip()
    if not text.isascii() or not text.isdigit() or len(text) > 6 or int(text) == otherwise:
        return float(otherwise)
    return int(text) - 0.5 if int(text) < otherwise else int(text) + 0.5
