"""Themes as the keeper changes them, and following changed vocabulary files: a part of `Library`."""

from __future__ import annotations

import logging
import time
from abc import abstractmethod

from kb.app.backup_places import tell_places
from kb.app.corrections import Correcting
from kb.app.library_contents import LibraryContents
from kb.app.reprocess import Renewing
from kb.app.retagging import Retagging
from kb.app.theme_desk import ThemeChange, ThemeDesk, ThemeTrial
from kb.core import corrections as c
from kb.core.errors import BadVocabulary
from kb.core.settings import Settings
from kb.vocabulary import Vocabulary, load, state_of

LOOK_SECONDS = 1.0  # between two looks whether vocabulary files have changed
_log = logging.getLogger("kb")


class LibraryThemes(LibraryContents):
    """Changes themes, and takes up what was changed of them. `Library` is made of it."""

    settings: Settings
    correcting: Correcting
    theme_desk: ThemeDesk
    _renewing: Renewing
    _retagging: Retagging
    _vocabulary_state: tuple[object, ...]
    _looked_at: float = 0.0

    @abstractmethod
    def _assemble(self, vocabulary: Vocabulary) -> None:
        """Make the parts of the library by this vocabulary."""

    def present_theme(self, slug: str | None) -> str:
        """Return the theme that a slug names now: another one where it was renamed or merged."""
        theme = self.vocabulary.theme(slug) if slug else None
        return theme.slug if theme else slug or ""

    def try_themes(self, change: ThemeChange) -> ThemeTrial:
        """Return what a change of themes would do to the findings held. Raises BadVocabulary."""
        return self.theme_desk.trial(change, self.each_finding())

    def change_themes(self, change: ThemeChange, by: str, reason: str = "") -> int:
        """Keep a change of themes; return the number under which it is undone. Findings get their themes afterwards,
        by the process that keeps the library up to date. Raises BadQuestion, BadVocabulary, LibraryUnavailable.
        """
        batch = self.theme_desk.keep(change, by, reason)
        self.follow_vocabulary(at_once=True)
        return batch

    def undo(self, batch: int, by: str) -> int:
        """Take back what was changed under a number; return how many changes. Raises BadQuestion, NotHeld."""
        made = self._store.correction_batch(batch)
        if made and made[0].field == c.THEME_FILE:
            self.theme_desk.undo(batch, by)
            self.follow_vocabulary(at_once=True)
            return 1
        gone = self.correcting.undo(batch, by)
        tell_places(self.settings.data)
        self._upkeep.tell_of_changes()  # it is kept even where the index cannot be updated
        return len(gone)

    def follow_vocabulary(self, *, at_once: bool = False) -> None:
        """Take up the vocabulary as its files are now, looking at them once a second. Faulty files change nothing."""
        now = time.monotonic()
        if not at_once and now < self._looked_at + LOOK_SECONDS:
            return
        self._looked_at = now
        folder = self.settings.vocabulary_folder
        state = state_of(folder)
        if state == self._vocabulary_state:
            return
        self._vocabulary_state = state
        try:
            vocabulary = load(folder)
        except BadVocabulary as error:
            _log.warning("changed vocabulary files are not taken up: %s", error)
            return
        self._assemble(vocabulary)

    def waits_for_themes(self) -> bool:
        """Return whether findings wait for their themes after a change of themes."""
        return self._retagging.waits()

    def _find_themes(self) -> None:
        self.follow_vocabulary(at_once=True)
        self._renewing.retheme(dry_run=False)
