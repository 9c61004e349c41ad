"""Every error that a user can meet, as one small tree.

    KbError
    ├── FileRefused        a file that cannot be kept (reason is a sentence, code is stable)
    ├── NotHeld            nothing by that name or number is in this library
    │   └── DocumentWithdrawn   it was, and has been taken down
    ├── BadQuestion        a search, filter or option that cannot be answered as asked
    ├── BadVocabulary      a theme, kind or acronym file that does not say what it must
    ├── BadManifest        a manifest.toml that does not say what it must
    ├── SignInRefused      a name and password that do not sign in
    ├── LibraryBusy        another process is writing; try again
    └── LibraryUnavailable the library, or something that it needs, is damaged, missing or cannot be opened

Crafts raise these, the application layer lets them pass, doors turn them into a sentence, a status or an exit code.
"""

from __future__ import annotations


class KbError(Exception):
    """A fault with a sentence that a user can act on."""


class FileRefused(KbError):
    """A file that cannot be kept. `code` is stable for machines; `str(error)` says what is wrong and what to do."""

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(sentence)
        self.code = code


class NotHeld(KbError):
    """Nothing of that name or number is in this library."""


class DocumentWithdrawn(NotHeld):
    """The document was in this library and has been taken down."""


class BadQuestion(KbError):
    """A search, filter or option that cannot be answered as asked."""


class BadVocabulary(KbError):
    """A theme, kind or acronym file with wrong or missing content."""


class BadManifest(KbError):
    """A manifest with wrong or missing content."""


class FetchRefused(KbError):
    """An address that may not be asked, or whose answer cannot be taken; the sentence says why."""


class SignInRefused(KbError):
    """A name and password, or an account elsewhere, that do not sign in; the sentence does not say which was wrong."""


class LibraryBusy(KbError):
    """Another process is writing to the library; trying again later will work."""


class LibraryUnavailable(KbError):
    """The library is damaged or cannot be opened."""
