"""What could be one finding, before it is decided whether it is one."""

from __future__ import annotations

from dataclasses import dataclass

from ingest.findings.statement_signs import Sign
from ingest.structure.heading_cues import Announcement
from ingest.structure.paragraphs import TextPiece
from kb.core.model import Kind


@dataclass(frozen=True, slots=True)
class Candidate:
    """A candidate for one finding."""

    piece: TextPiece
    label: str = ""
    lead_in: str = ""
    announced: Announcement | None = None  # by its lead-in or its own run-in label
    is_item: bool = False
    opens_list: bool = False  # ends by introducing items that are units of their own
    number: str = ""  # "recommendation 3" where it is printed so
    about: str = ""  # "recommendation 3" where the paragraph, here or before, says that it tells of that one
    signs: tuple[Sign, ...] = ()  # of a statement in running text, by which it is weighed
    in_company: bool = False  # an item of a list of findings that just misses the bar by itself
    told_as: Kind | None = None  # what it is by the paragraph from which it was parted
    state: str = ""  # the words that say how far an action came, where they are more than its own
    closing: str = ""  # the status with which they end: "Amber."

    @property
    def text(self) -> str:
        """Its words for reading."""
        return self.piece.text
