"""Before you recommend: a draft beside what was said before. Nothing of a draft is kept or logged."""

from __future__ import annotations

import re
import tempfile
from pathlib import Path

from ingest.themes import tag
from kb.desk.adding import Adding
from kb.desk.recurring import Recurring
from kb.desk.values import Checked, Said
from kb.errors import BadQuestion
from kb.model import About, Document, Finding, HeldDocument, Holding, Kind, Review, finding_id, squeezed
from kb.recurrence import STRONG, vague
from kb.settings import Settings
from kb.store import Store
from kb.vocabulary import Vocabulary

LONGEST = 400_000  # characters of a pasted draft: a long report
_MOST = 200  # findings of one draft that are looked up
_SHORTEST = 20  # characters of a paragraph that says something
_ASKS = re.compile(r"\b(?:should|must|recommend\w*|needs? to|will)\b", re.IGNORECASE)


class Checking:
    """Compares drafts with one library."""

    def __init__(
        self, settings: Settings, vocabulary: Vocabulary, store: Store, adding: Adding, recurring: Recurring
    ) -> None:
        self._settings = settings
        self._vocabulary = vocabulary
        self._store = store
        self._adding = adding
        self._recurring = recurring

    def text(self, text: str, depth: int) -> tuple[Checked, ...]:
        """Return each finding of a pasted draft with what was said before. Raises BadQuestion."""
        if not text.strip():
            raise BadQuestion("There is nothing to check: paste a draft finding, recommendation or report.")
        if len(text) > LONGEST:
            raise BadQuestion(f"The draft is longer than {LONGEST:,} characters. Check it in parts.")
        # the plain text reader is our own code over a string: nothing in it can be hostile to a parser
        from ingest.readers import read

        return self._document(read(text.encode("utf-8", "replace"), "draft.txt"), depth)

    def file(self, data: bytes, name: str, depth: int) -> tuple[Checked, ...]:
        """Return each finding of an uploaded draft with what was said before. Raises Refused."""
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder, "draft" + Path(name).suffix[:10])
            path.write_bytes(data)
            return self._document(self._adding.document(path), depth)

    def _document(self, document: Document, depth: int) -> tuple[Checked, ...]:
        found = self._adding.understand(document, About()).findings or self._paragraphs(document)
        return tuple(self._checked(finding, document, depth) for finding in found[:_MOST])

    def _paragraphs(self, document: Document) -> tuple[Finding, ...]:
        """Return every paragraph as a finding, for a draft that is only a sentence or two."""
        made: list[Finding] = []
        for match in re.finditer(r"\S.*?(?=\n\s*\n|\Z)", document.text, re.DOTALL):
            words = squeezed(match.group())
            if len(words) >= _SHORTEST or not made:
                kind = Kind.RECOMMENDATION if _ASKS.search(words) else Kind.LESSON
                key = finding_id(document.sha256, words, [one.id for one in made])
                made.append(Finding(key, kind, match.group(), words, document.span(match.span())))
        return tag(tuple(made), self._vocabulary)

    def _checked(self, finding: Finding, document: Document, depth: int) -> Checked:
        nowhere = HeldDocument("", "", document.name, document.format, "", 0, "", 0, About(), (), 0)
        state = self._recurring.now()
        echoes = state.like(Holding(finding, nowhere, Review("", "")), depth)
        held = {one.finding.id: one for one in self._store.holdings([echo.echo for echo in echoes])}
        said = tuple(Said(echo, held[echo.echo], state.answered(echo.echo)) for echo in echoes if echo.echo in held)
        near = {one.holding.review.slug for one in said if one.echo.score >= STRONG}
        asks = finding.kind in (Kind.RECOMMENDATION, Kind.ACTION)
        return Checked(finding, said, len(near), vague(finding.text) if asks else None)
