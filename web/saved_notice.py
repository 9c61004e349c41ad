"""Lead back from a form, and tell on the page that it leads to what was just saved or undone."""

from __future__ import annotations

from dataclasses import dataclass

from starlette.responses import RedirectResponse, Response

from kb.core import corrections as c
from kb.core.access import Permission
from kb.core.corrections import Correction
from kb.text import formatting
from web.components.changes import change_lines
from web.request import PageRequest

SAVED_SHOWN = 6  # changes of one form that are listed one by one


@dataclass(frozen=True, slots=True)
class SavedNotice:
    """What was just saved or undone, for the top of the page that the form leads to."""

    batch: int
    sentences: tuple[str, ...]
    undone: bool
    place: int | None  # where in its document the finding begins that it is of; None for anything else


def lead_back(back: str, batch: int) -> Response:
    """Redirect to a page that says what the change of number `batch` saved, and can undo it, or what it undid."""
    path, _, query = back.partition("#")[0].partition("?")
    kept = [one for one in query.split("&") if one and not one.startswith("saved=")]
    return RedirectResponse(f"{path}?{'&'.join([*kept, f'saved={batch}'])}#notice", 303)


def saved_notice(ask: PageRequest) -> SavedNotice | None:
    """Say what the change did whose number the address has; None where it names none."""
    batch = ask.number("saved", 0, 0, 10**9) if ask.person.may(Permission.CORRECT) else 0
    made = ask.library.correction_batch(batch) if batch else ()
    if not made:
        return None
    person = "You" if made[0].person == ask.person.name else made[0].person or "Somebody"
    told = change_lines(made[:SAVED_SHOWN], ask.library.vocabulary, words_from=ask.library)
    sentences = [f"{person} {one.what}{f': “{one.words}”' if one.words else ''}" for one in told]
    if len(made) > SAVED_SHOWN:
        sentences.append(formatting.count_phrase(len(made) - SAVED_SHOWN, "more change"))
    return SavedNotice(batch, tuple(sentences), bool(made[0].undone), _place_of(made[0]))


def _place_of(one: Correction) -> int | None:
    if one.field in (c.ADD, c.CUT):
        return int(one.value["start"])
    if isinstance(one.before, dict) and "finding" in one.before:
        return int(one.before["finding"]["span"]["stretches"][0][0])
    return None
