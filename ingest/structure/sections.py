"""Dividing a document into its sections: what stands under which heading, and what the heading announces."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from ingest.structure.contents_list import contents_of
from ingest.structure.heading_cues import FOUND, Announcement, HeadingCues
from ingest.structure.heading_weights import likely_kind
from ingest.structure.headings import Heading, Headings
from ingest.structure.labels import label_of
from ingest.structure.paragraphs import DocumentText, TextPiece
from ingest.structure.recommendation_headings import headings_per_recommendation, key_of, labels_above_actions
from ingest.structure.run_in_labels import RUN_IN_RANK, RunInLabels, begins_with_label
from kb.core.document import Role, Section
from kb.core.expressions import expression
from kb.core.model import Kind

_GREETING = expression(r"^dear\b(?!\s+(?:me|friends)\b)", re.IGNORECASE)
_ASKS = expression(
    r"\b(?:should|must|ought|recommend(?:s|ed)?|need(?:s|ed)?\s+to)\b|^(?:to\s+)?(?:ensure|review|develop|provide)\b",
    re.IGNORECASE,
)
_SIGN_OFF = expression(
    r"^(?:yours\s+(?:sincerely|faithfully|truly|ever)\b|(?:with\s+)?(?:my\s+|our\s+)?(?:(?:kind|best|warm)(?:est)?\s+)?(?:regards|wishes)(?:,|\W*$))",
    re.IGNORECASE,
)
_LABEL_RANK = 300
_TITLE = 0.67  # of its words, below which the first heading is thought to be the document's title
_ANSWERING = ("responses", "action")
_FREELY_HEADED = ("", "review", "briefing", "service", "response")  # genres whose headings are the writer's own
_LIST, _SAYS = 2, 4  # items under a heading that nothing knows, and words of an item that is no name


@dataclass(frozen=True, slots=True)
class SectionPart:
    """A section as the finder needs it: its headings, its pieces, and what it announces.

    `inherited` says that the announcement is not its own heading's but of one that it stands "below" or "after".
    `answers` is the label of the recommendation under which it stands in a section of responses.
    """

    headings: tuple[Heading, ...]
    pieces: tuple[TextPiece, ...]
    announced: Announcement | None = None
    inherited: str = ""
    answers: str = ""
    restated: TextPiece | None = None  # its heading with the recommendation given again, where it answers that

    @property
    def heading(self) -> Heading | None:
        """Its own heading."""
        return self.headings[-1] if self.headings else None

    @property
    def path(self) -> tuple[str, ...]:
        """Its headings from the top down, as printed."""
        return tuple(heading.text for heading in self.headings)

    @property
    def sort(self) -> str:
        """What sort of section its heading announces."""
        return self.announced.sort if self.announced else ""

    def section(self) -> Section:
        """Return the part as the library keeps it."""
        first = self.heading.piece if self.heading else self.pieces[0]
        return Section(
            self.path, tuple(block for piece in self.pieces for block in piece.blocks), self.sort, first.page
        )


def divide(
    pieces: Sequence[TextPiece], reader: DocumentText, heading_cues: HeadingCues, genre: str = ""
) -> tuple[SectionPart, ...]:
    """Return the parts of a document in reading order."""
    return tuple(_with_likely_kind(part, genre) for part in _Divider(pieces, reader, heading_cues, genre).parts())


def _with_likely_kind(part: SectionPart, genre: str) -> SectionPart:
    """Return a part with a list under a heading that nothing knows as announced by the heading's likely kind."""
    if part.heading is None or part.announced is not None or genre not in _FREELY_HEADED:
        return part
    items = [piece for piece in part.pieces if piece.is_item]
    says = sum(piece.length >= _SAYS for piece in items)
    kind = likely_kind(part.heading.piece.text) if len(items) >= _LIST and 2 * says >= len(items) else None
    if kind is Kind.QUESTION and not any(piece.text.endswith("?") for piece in items):
        return part
    return replace(part, announced=Announcement(kind.value, (kind,), part.path[-1], learned=True)) if kind else part


@dataclass
class _Open:
    """The part being filled."""

    headings: tuple[Heading, ...] = ()
    announced: Announcement | None = None
    inherited: str = ""
    answers: str = ""
    pieces: list[TextPiece] = field(default_factory=list)

    def part(self) -> SectionPart:
        return SectionPart(self.headings, tuple(self.pieces), self.announced, self.inherited, self.answers)


class _Divider:
    def __init__(
        self, pieces: Sequence[TextPiece], reader: DocumentText, heading_cues: HeadingCues, genre: str
    ) -> None:
        self._pieces = pieces
        self._reader = reader
        self._heading_cues = heading_cues
        self._labels = RunInLabels(reader, heading_cues)
        self._genre = genre
        headings = Headings(pieces, heading_cues)
        self._styled = headings.styled
        self._heads = [headings.at(place) for place in range(len(pieces))]
        self._sectioned = any(head and head.announced and head.announced.holds_findings for head in self._heads[1:])
        self._sectioned = self._sectioned or any(begins_with_label(piece) for piece in pieces[1:60])
        self._open = _Open()
        self._list: _Open | None = None  # the part with a list that a box interrupts
        self._per_recommendation = headings_per_recommendation(self._heads)
        self._answered = labels_above_actions(self._heads)
        self._signed = False
        self._letterhead: Heading | None = None  # met after a sign-off: whose letter comes next
        self._place = 0
        self._begun = False  # a heading of findings has been met
        self._bare: tuple[int, tuple[Heading, ...]] | None = (
            None  # a heading of findings with headings of its rank under it
        )

    def parts(self) -> Iterator[SectionPart]:
        contents = contents_of(self._pieces, self._heading_cues)
        for place, piece in enumerate(self._pieces):
            self._place = place
            if place in contents:
                if place == contents.start:
                    yield from self._turn(_Open((), Announcement("contents")))
                self._open.pieces.append(piece)
                continue
            if place == contents.stop and len(contents):
                yield from self._turn(_Open())
            if _GREETING.match(piece.text) and piece.length < 14:
                yield from self._begin_letter(piece)
            elif _SIGN_OFF.match(piece.text):
                self._signed = True
                yield from self._turn(_Open((), Announcement("contacts"), pieces=[piece]))
            else:
                yield from self._take(place, piece)
        yield from self._turn(_Open())

    def _take(self, place: int, piece: TextPiece) -> Iterator[SectionPart]:
        heading = self._heads[place] or self._repeated_recommendation(piece)
        if heading is not None and not (self._signed and not (heading.announced and heading.announced.holds_findings)):
            yield from self._turn(self._under(heading))
            return
        if heading is not None:
            self._letterhead = heading
        if self._ends_box(piece):
            resumed = self._list
            assert resumed is not None
            yield from self._turn(_Open(resumed.headings, resumed.announced, resumed.inherited, resumed.answers))
        for label, rest in self._labels.part(piece):
            named = self._labels.with_named(label, rest) if label and rest and self._is_of_findings() else None
            if named is not None:
                label, rest = named, None
            if label is not None:
                yield from self._turn(self._under(label))
            if rest is not None:
                self._open.pieces.append(rest)

    def _is_of_findings(self) -> bool:
        return self._open.announced is not None and bool(self._open.announced.kinds)

    def _repeated_recommendation(self, piece: TextPiece) -> Heading | None:
        """A recommendation given again in full above the answer to it heads that answer."""
        if piece.cell is not None or not (
            self._open.answers or (self._open.announced and self._open.announced.sort in _ANSWERING)
        ):
            return None
        label = label_of(piece.text)
        if label is None or label.kind != "recommendation":
            return None
        return Heading(piece, _LABEL_RANK, None, f"{label.kind} {label.number}")

    def _turn(self, following: _Open) -> Iterator[SectionPart]:
        """Close the open part and go on with another."""
        box = following.announced is not None and following.announced.box
        was_box = self._open.announced is not None and self._open.announced.box
        if box and not was_box and any(piece.is_item for piece in self._open.pieces):
            self._list = self._open
        elif not box:
            self._list = None
        if self._open.pieces or self._open.headings:
            yield self._open.part()
        self._open = following

    def _begin_letter(self, piece: TextPiece) -> Iterator[SectionPart]:
        """A letter begins, perhaps after another: what stands before its greeting are addresses."""
        if self._signed:
            head, self._signed, self._letterhead = self._letterhead, False, None
            self._open.pieces.append(piece)
            yield from self._turn(_Open((head,) if head else ()))
            return
        if not any(heading.announced for heading in self._open.headings):
            self._open.announced = Announcement("contacts")
        self._open.pieces.append(piece)
        yield from self._turn(_Open())

    def _ends_box(self, piece: TextPiece) -> bool:
        """Return whether an item goes on with the list that a box of running text interrupted."""
        inside = self._open.announced is not None and self._open.announced.box
        if not (inside and self._list and piece.is_item and self._open.pieces):
            return False
        if any(other.is_item for other in self._open.pieces) or self._open.pieces[-1].text.endswith(":"):
            return False
        return any(other.is_item and other.marker == piece.marker for other in self._list.pieces)

    def _under(self, heading: Heading) -> _Open:
        """Return the part that a heading opens, with the headings above it and what it announces."""
        heading = self._place_labelled(self._without_title_announcement(heading))
        above = self._above(heading)
        label = next(
            (other for other in reversed(self._open.headings) if other.label.startswith("recommendation")), None
        )
        if label is not None and (key_of(heading) in self._per_recommendation or key_of(label) in self._answered):
            heading = replace(heading, rank=label.rank + 1)
            above = self._above(heading)
        if self._is_below_bare(heading):
            assert self._bare is not None
            above = self._bare[1]
            heading = replace(heading, rank=heading.rank + 1)
        parent = next((h.announced for h in reversed(above) if h.announced), None)
        answers = ""
        announced, inherited = heading.announced, ""
        if announced is not None and announced.kinds[:1] == (Kind.ACTION,) and not heading.label:
            answers = next((other.label for other in reversed(above) if other.label.startswith("recommendation")), "")
        if heading.label:
            announced, answers = self._label_announces(heading, parent)
        elif announced is None or (announced.sort == "narrative" and parent is not None and parent.kinds):
            announced, inherited = self._inherit_announcement(heading, parent)
        self._begun = self._begun or bool(announced and announced.holds_findings)
        return _Open((*above, heading), announced, inherited, answers)

    def _above(self, heading: Heading) -> tuple[Heading, ...]:
        above = [other for other in self._open.headings if other.rank < heading.rank]
        if heading.rank == 200 and not self._styled and not heading.piece.is_item:
            above = [other for other in above if 60 <= other.rank < 200 and heading.announced is None]
        return tuple(other for other in above if other.piece.role is not Role.TITLE)

    def _without_title_announcement(self, heading: Heading) -> Heading:
        """A document's title announces nothing, though it may say "Learning from the review of ..."."""
        first = heading.piece is self._pieces[0] and self._sectioned
        told = heading.announced
        return replace(heading, announced=None) if first and told is not None and told.share < _TITLE else heading

    def _is_below_bare(self, heading: Heading) -> bool:
        """Return whether a heading stands right under one of its rank: "Areas for improvement", then "Leadership"."""
        if heading.label or heading.rank >= 200:
            return False
        held = self._open.announced
        if (
            heading.announced is None
            and held is not None
            and held.kinds
            and not self._open.inherited
            and not self._open.pieces
        ):
            last = self._open.headings[-1] if self._open.headings else None
            if last is not None and last.rank == heading.rank:
                self._bare = (heading.rank, self._open.headings)
        if (
            self._bare is None
            or self._bare[0] != heading.rank
            or (heading.announced and heading.announced.sort != "narrative")
        ):
            self._bare = self._bare if self._bare and heading.rank > self._bare[0] else None
            return False
        return True

    def _place_labelled(self, heading: Heading) -> Heading:
        """A heading such as "Recommendation 3" stands below the others of its level."""
        if not heading.label or heading.rank >= RUN_IN_RANK:
            return heading
        stated = heading.piece.role is Role.HEADING and heading.piece.level > 0
        return replace(heading, rank=heading.rank + 1 if stated else _LABEL_RANK)

    def _label_announces(self, heading: Heading, parent: Announcement | None) -> tuple[Announcement | None, str]:
        name, _, _ = heading.label.rpartition(" ")
        kind = self._heading_cues.labelled.get(name)
        answering = parent is not None and (parent.sort == "responses" or parent.sort == Kind.ACTION)
        if parent and name == "recommendation" and answering and key_of(heading) not in self._answered:
            return Announcement("responses", (Kind.ACTION,), parent.words), heading.label
        if kind is Kind.RECOMMENDATION and self._is_answered_here(heading):
            return Announcement("responses", (Kind.ACTION,), heading.label), heading.label
        if kind is None:
            return heading.announced or parent, ""
        return Announcement(kind.value, FOUND if name == "finding" else (kind,), heading.label), ""

    def _is_answered_here(self, heading: Heading) -> bool:
        """Return whether a bare "Recommendation 4" in an answer heads what is answered, since nothing below it asks."""
        label = label_of(heading.piece.text)
        bare = label is not None and not heading.piece.text[label.ends :].strip()
        below = self._pieces[self._place + 1] if self._place + 1 < len(self._pieces) else None
        return self._genre == "response" and bare and below is not None and not _ASKS.search(below.text)

    def _inherit_announcement(self, heading: Heading, parent: Announcement | None) -> tuple[Announcement | None, str]:
        if parent is not None:
            return parent, "below"
        before = self._open.announced
        if self._genre == "inspection" and not self._begun:
            return None, ""  # the letter's own title
        if self._genre == "inspection":
            closed = before is not None and before.sort in ("contacts", "boilerplate", "background", "contents")
            return (
                before
                if closed and before and before.sort == "contacts" and self._signed
                else Announcement("narrative")
            ), "after"
        if self._genre == "pfd" and before is not None and before.kinds[:1] == (Kind.CONCERN,):
            return before, "after"  # concerns parted by whom they are for, at whatever depth
        flat = (
            heading.rank == 200
            and not heading.opens_case
            and before is not None
            and (before.kinds or before.sort == "responses")
        )
        return (before, "after") if flat else (None, "")


def sections_of(parts: Iterable[SectionPart]) -> tuple[Section, ...]:
    """Return the parts as the library keeps them."""
    return tuple(part.section() for part in parts)
