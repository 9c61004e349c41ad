"""Read submitted forms, within limits; never redirect to another site."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request

from kb.core.errors import BadQuestion

MOST_FIELDS = 1000
MOST_FIELD = 1024 * 1024  # bytes of one field
STALE = (
    "This was changed while the page was open, so nothing was saved. Look at it as it is now, and save again. What you "
    "entered is still on the page before this one."
)
MOST_DIGITS = 9  # of a whole number: every database holds these


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that was sent."""

    name: str
    data: bytes


@dataclass(frozen=True, slots=True)
class FormData:
    """The fields of a form in their order, and a file where there was one."""

    fields: tuple[tuple[str, str], ...]
    file: Upload | None = None

    def get(self, name: str, otherwise: str = "") -> str:
        """Return the last value of a field."""
        return dict(self.fields).get(name, otherwise)

    def all(self, name: str) -> tuple[str, ...]:
        """Return every value of a field, in order."""
        return tuple(value for key, value in self.fields if key == name)


def whole_number(text: str) -> int | None:
    """Return the whole number written in a text; None where there is none, or one too long for a database."""
    plain = text.strip()
    return int(plain) if plain.isascii() and plain.isdigit() and len(plain) <= MOST_DIGITS else None


def stamp(*shown: object) -> str:
    """Return a mark of the values that a form shows: it differs once one of them has changed."""
    return hashlib.sha256(repr(shown).encode("utf-8", "replace")).hexdigest()[:16]


def refuse_stale(form: FormData, *now: object) -> None:
    """Refuse a form whose values have changed since it was opened: saving it would undo that. Raises BadQuestion."""
    seen = form.get("seen")
    if seen and seen != stamp(*now):
        raise BadQuestion(STALE)


async def read_form(request: Request) -> FormData:
    """Read a form. Raises a 400 for what is no form or too much of one."""
    kind = request.headers.get("content-type", "")
    if not kind.startswith(("application/x-www-form-urlencoded", "multipart/form-data")):
        raise HTTPException(400, "This page accepts only forms. Go back and use the form on the page.")
    async with request.form(max_files=1, max_fields=MOST_FIELDS, max_part_size=MOST_FIELD) as form:
        fields, file = [], None
        for name, value in form.multi_items():
            if isinstance(value, UploadFile):
                data = await value.read()
                file = Upload(value.filename or "", data) if data else None
            else:
                fields.append((name, value.replace("\x00", "")))
    return FormData(tuple(fields), file)


def local_address(address: str, otherwise: str) -> str:
    """Return `address` where it is surely on this site, else `otherwise`.

    A browser takes two slashes, a backslash or a control character for the way to another site, or guesses.
    """
    plain = address.isprintable() and address.startswith("/") and not address.startswith(("//", "/\\"))
    return address if plain and "\\" not in address and len(address) < 4000 else otherwise
