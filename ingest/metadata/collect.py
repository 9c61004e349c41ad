"""What a document says about itself: title, publisher, area, kinds of review and document, dates; each with its place.

What is not stated stays None; nothing is guessed from how a file is called.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from ingest.metadata.area_forms import PLACE
from ingest.metadata.areas import has_welsh_name, is_of_a_career, is_pseudonym, name_of_row, places_in
from ingest.metadata.document_types import document_type
from ingest.metadata.gazetteer import full_name, listed_alone
from ingest.metadata.publication import WEAKEST, Publication, meeting, publication
from ingest.metadata.titles import CoverLine, title_of
from ingest.structure.genre import is_title_of_minutes
from ingest.structure.sections import SectionPart
from kb.core.document import Document
from kb.core.expressions import expression
from kb.core.model import Metadata, StatedValue
from kb.text.dates import DATE, date_in
from kb.text.phrases import Phrases, words_of
from kb.vocabulary import ReviewType, Vocabulary, VocabularyEntry

_OPENING = 45  # pieces from the beginning in which a document says what it is
_MOSTLY_NAME = 0.5  # of a line's letters, from which it is a name
_NAME_WORDS = 10  # words of a line that may hold a name and little more
_SENTENCE = 14  # words of a line that may name an area without telling of it
_COVER = 12  # pieces in which a place may stand by itself
_SECTION = 0.6  # of a heading's words, from which it heads a section and is no title
_PARTNERS = expression(
    r"Safeguarding|Community\s+Safety|Protection|Local\s+Area\s+Partnership|^(?:LSCB|LSCP|SCP|SCB|SAB|SSCB|SSCP|SSAB|CSP|CPC|APC)$|"
    r"Diogelu|Diogelwch|Domestic|Violence|^Partnership$"
)
_COUNCIL = expression(
    rf"(?P<kind>London\s+Borough\s+of\s+|Royal\s+Borough\s+of\s+|City\s+of\s+)?(?P<place>{PLACE})\s+(?:County|"
    rf"City|Borough|District|Metropolitan(?:\s+Borough)?|Unitary)?\s*Council\b"
)
_SERVED = expression(
    rf"(?P<place>{PLACE})[’']?s?\s+(?:(?:County|City|Borough|District)\s+Council|Council|"
    rf"[Cc]hildren[’']s\s+[Ss]ervices|Adult\s+Social\s+Care)\b"
)
_NOT_PLACE = frozenset(
    "the dear this that these their our local area joint targeted inspection of published by on behalf "
    "national safeguarding children adults and chair independent department in for from to at as when "
    "where which review report january february march april may june july august september october "
    "november december ofsted".split()
)
_INSPECTED = (
    expression(
        rf"\b(?:[Ii]nspection|[Vv]isit)\s+(?:of|to)\s+(?!the\b|services\b|progress\b)(?:(?:London|"
        rf"Royal)\s+Borough\s+of\s+)?(?P<area>{PLACE})"
    ),
    expression(rf"\bin\s+(?:the\s+)?(?:(?:London|Royal)\s+Borough\s+of\s+)?(?P<area>{PLACE})\s*\.?$"),
)
_INSPECTS = expression(
    r"^\W*(?:inspection|focused\s+visit|monitoring\s+visit|joint\s+targeted|area\s+SEND)\b", re.IGNORECASE
)
_INSPECTION_TO_COME = expression(  # of which a paper tells, and which it is not: "New inspection framework"
    r"\b(?:new|next|forthcoming|upcoming|our|any|an)\s+(?:\w+\s+)?inspection\b(?!\s+of\b)|"
    r"\binspection\s+(?:framework|regime|cycle|window|handbook|is\s+(?:due|expected))\b",
    re.IGNORECASE,
)
_TAIL = expression(
    r"\s+(?:Local\s+Area\s+Partnership|Local\s+Safeguarding.*|County\s+Council|City\s+Council|"
    r"Borough\s+Council|Metropolitan.*Council|Council|Metropolitan\s+Borough|Borough|City|County|"
    r"local\s+authority|children[’']?s?\s+services|Children[’']?s?\s+Services)\.?$"
)
_INSPECTORS = (
    ("Ofsted", expression(r"\bOfsted\b")),
    ("Care Quality Commission", expression(r"\bCare\s+Quality\s+Commission\b|\bCQC\b")),
    ("HMICFRS", expression(r"\bHMICFRS\b|\bHMIC\b|Inspectorate\s+of\s+Constabulary")),
    ("HM Inspectorate of Probation", expression(r"\bHMIP\b|\bHMI\s+Prob(?:ation)?\b|Inspectorate\s+of\s+Probation")),
)
_PUBLISHED = expression(
    rf"\b(?:published|publication\s+date|date\s+of\s+publication|date\s+published|issued|report\s+date|"
    rf"date\s+(?:of\s+(?:this\s+|the\s+)?report|(?:of\s+completion|report\s+completed|completed))|"
    rf"(?<!target\s)(?<!due\s)(?<!review\s)(?<!completion\s)(?<!start\s)(?<!end\s)date)\s*+(?:(?:on|in|:)\s*+)?(?:{DATE})",
    re.IGNORECASE,
)
_PERIOD = expression(
    rf"\b(?:period\s+(?:under\s+review|of\s+(?:the\s+)?review|covered|in\s+scope)|review\s+period|"
    rf"time\s?frame(?:\s+(?:of|for)\s+the\s+review)?|scop(?:e|ing)\s+period|timescale\s+(?:of|"
    rf"for)\s+the\s+review|"
    rf"review\s+(?:covers|covered|considers|considered|examines|examined|focuse[sd]\s+on|looks\s+at|"
    rf"looked\s+at)(?:\s+the\s+(?:period|time|events))?|covers\s+the\s+period|agreed\s+period|"
    rf"(?:in|during|over|for)\s+the\s+period)\b"
    rf"[^.]{{0,60}}?(?P<period>(?:from\s+|between\s+)?(?:{DATE.replace('?P<', '?P<a')})\s*(?:to|and|until|"
    rf"up\s+to|through\s+to|[-–])\s*(?:the\s+[^.,]{{0,40}}\s+(?:on|in)\s+)?(?:{DATE.replace('?P<', '?P<b')}))",
    re.IGNORECASE,
)
_VISITED = expression(
    rf"(?<!previous\s)\b(?:inspection|visit)\s+dates?\s*:?\s*"
    rf"(?P<period>\d{{1,2}}(?:\s+[A-Z][a-z]+)?(?:\s+\d{{4}})?\s*(?:to|and|[-–])\s*(?:{DATE}))",
    re.IGNORECASE,
)
_INTO_A_DEATH = expression(r"\breport\b.{0,20}\b(?:into|on|concerning)\s+(?:the\s+)?deaths?\b", re.IGNORECASE)
_MEETINGS = ("minutes", "committee")  # genres of papers that are dated by their meeting where nothing firmer is printed
_LICENCE = expression(r"Open\s+Government\s+Licen[cs]e(?:\s+v?(?P<version>\d(?:\.\d)?))?", re.IGNORECASE)
_HTML_DATES = ("dcterms.issued", "dcterms.created", "article:published_time", "published", "date", "dc.date")


@dataclass(frozen=True, slots=True)
class Lists:
    """The controlled lists of review types and document types, ready to be looked for."""

    review_types: _ListMatcher
    document_types: _ListMatcher


class _ListMatcher:
    """One controlled list with the words of its entries."""

    def __init__(self, entries: Mapping[str, VocabularyEntry]) -> None:
        self.order = list(entries)
        self.cues = Phrases({slug: [_normalise_cue(cue) for cue in entry.cues] for slug, entry in entries.items()})
        reporting = ((one.into_deaths_by, slug) for slug, one in entries.items() if isinstance(one, ReviewType))
        self.into_deaths_by = {words.lower(): slug for words, slug in reporting if words}
        self.by_genre = {genre: slug for slug, entry in entries.items() for genre in entry.genres}

    def slug(self, text: str) -> str:
        """Return the entry whose words the text holds, the longest first, or ""."""
        hits = self.cues.find(words_of(text))
        return max(hits, key=lambda hit: (hit.end - hit.start, -self.order.index(hit.label))).label if hits else ""


def lists_of(vocabulary: Vocabulary) -> Lists:
    """Compile the controlled lists of a vocabulary."""
    return Lists(_ListMatcher(vocabulary.review_types), _ListMatcher(vocabulary.document_types))


def describe(document: Document, parts: Sequence[SectionPart], about: Metadata, lists: Lists, genre: str) -> Metadata:
    """Return `about` with what it leaves open filled from the document, and None for what is not stated."""
    lines = list(_opening(parts))
    title = about.title or title_of(document, lines, lists.review_types.slug)
    partnership = about.partnership or _find_name(_partnership, lines, document)
    review, of_genre = lists.review_types.by_genre.get(genre, ""), lists.document_types.by_genre.get(genre, "")
    sort = about.document_type or document_type(lists.document_types, title, lines, of_genre, genre, document.format)
    is_paper = (
        genre in _MEETINGS
        or any(is_title_of_minutes(line.text) for line in lines[:2])
        or (sort is not None and lists.document_types.by_genre.get("committee") == sort.value)
    )
    return replace(
        about,
        title=title,
        partnership=partnership,
        publisher=about.publisher or _publisher(document, lines, partnership, genre),
        area=about.area or _area(document, title, partnership, lines, genre),
        review_type=about.review_type
        or _sort(lists.review_types, title, lines, review)
        or _sort_by_body(lists.review_types, title, partnership),
        document_type=sort,
        published=about.published or _find_publication_date(document, lines, is_paper=is_paper),
        period=about.period or _period(document),
        licence=about.licence or _licence(document),
    )


def _opening(parts: Sequence[SectionPart]) -> Iterator[CoverLine]:
    """Yield the first pieces of a document, headings among them, in order."""
    count = 0
    for part in parts:
        head = part.heading
        pieces = (*([head.piece] if head else []), *part.pieces)
        for piece in pieces:
            sectional = (
                head is not None
                and piece is head.piece
                and head.announced is not None
                and head.announced.share >= _SECTION
            )
            yield CoverLine(piece, _place(piece.page), part.sort not in ("contacts", "contents"), sectional)
            count += 1
            if count >= _OPENING:
                return


def _place(page: int | None) -> str:
    return "the beginning" if page is None else f"page {page}"


def _find_name(
    find: Callable[[str], Iterable[str]], lines: Sequence[CoverLine], document: Document
) -> StatedValue | None:
    """Return the name that the beginning gives, or else the one that the document names most, with its place."""
    for least in (_MOSTLY_NAME, 0.0):  # a line that is the name goes before a sentence that speaks of one
        named = [
            StatedValue(name, line.where)
            for line in lines[:30]
            for name in find(line.text)
            if len(name) >= least * len(line.text) or line.piece.length <= _NAME_WORDS
        ]
        if named:  # of a name in two languages the English one, by which other documents call the body
            return next((one for one in named if not has_welsh_name(one.value)), named[0])
    counts = Counter(find(" ".join(document.text[:60_000].split())))
    if not counts:
        return None
    name, times = counts.most_common(1)[0]
    return StatedValue(name, f"the text, {times} times") if times > 1 else None


def _partnership(text: str) -> Iterator[str]:
    for place in places_in(text):
        if _PARTNERS.search(place.body):
            yield place.called


def _trim_place(place: str) -> str:
    """Leave off words at the head of a name that belong to the sentence: "Dear", "The"."""
    words = place.split()
    while words and words[0].lower().strip("’'") in _NOT_PLACE:
        words.pop(0)
    while words and words[-1].lower() in _NOT_PLACE:
        words.pop()
    return " ".join(words)


def _publisher(
    document: Document, lines: Sequence[CoverLine], partnership: StatedValue | None, genre: str
) -> StatedValue | None:
    if genre == "inspection":
        said = " ".join(line.text for line in lines)
        names = [name for name, pattern in _INSPECTORS if pattern.search(said)]
        if names:
            return StatedValue(", ".join(names), lines[0].where)
        names = [name for name, pattern in _INSPECTORS if pattern.search(document.text)]
        return StatedValue(", ".join(names), "the text") if names else None
    if genre in ("committee", "service"):
        for line in lines[:30]:
            found = _COUNCIL.search(line.text)
            if found and _trim_place(found["place"]):
                return StatedValue(_council(found), line.where)
        return None
    return partnership


def _council(found: re.Match[str]) -> str:
    return " ".join(
        f"{found['kind'] or ''}{_trim_place(found['place'])}{found.string[found.end('place') : found.end()]}".split()
    )


def _area(
    document: Document,
    title: StatedValue | None,
    partnership: StatedValue | None,
    lines: Sequence[CoverLine],
    genre: str,
) -> StatedValue | None:
    if title is not None and (genre == "inspection" or _INSPECTS.match(title.value)):
        for pattern in _INSPECTED:
            found = pattern.search(title.value)
            place = _place_name(found["area"]) if found else ""
            if place:
                return StatedValue(place, title.where)
    if partnership is not None and (found_in := places_in(partnership.value)):
        return StatedValue(found_in[0].area, partnership.where)
    for most in (_SENTENCE, None):
        for line in lines[:30]:
            if (most is None or line.piece.length <= most) and (found_in := places_in(line.text)):
                return StatedValue(_whole_name(name_of_row(line.text, found_in), lines), line.where)
    for line in lines[:_COVER]:
        if line.is_free and (named := listed_alone(line.text)) and not is_pseudonym(named, document.text):
            return StatedValue(full_name(named), line.where)
    told = document.text
    served = Counter(
        _place_name(found["place"])
        for found in _SERVED.finditer(told, 0, 60_000)
        if not is_of_a_career(told, found.start())
    )
    served.pop("", None)
    return StatedValue(served.most_common(1)[0][0], "the text") if served else None


def _whole_name(name: str, lines: Sequence[CoverLine]) -> str:
    """Return a place's name as another of the first lines gives it whole: "Newcastle" as "Newcastle upon Tyne"."""
    whole = re.compile(rf"{re.escape(name)}[\s-](?:upon|on|under|in|next|by|le)[\s-]")
    named = (place.name for line in lines[:_COVER] for place in places_in(line.text))
    return next((one for one in named if whole.match(one)), name)


def _place_name(named: str) -> str:
    """Return the place in a council's or service's name: "Norfolk" of "Norfolk County"."""
    place = _trim_place(named)
    while (shorter := _TAIL.sub("", place)) != place:
        place = shorter
    return place


def _sort(
    listed: _ListMatcher, title: StatedValue | None, lines: Sequence[CoverLine], by_genre: str
) -> StatedValue | None:
    """Return the entry of a controlled list whose words the title or the beginning holds."""
    if by_genre in listed.order:
        return StatedValue(by_genre, lines[0].where if lines else "the text")
    said = [(title.value, title.where)] if title else []
    said += [(line.text, line.where) for line in lines[:14] if line.is_free and not line.piece.is_item]
    said = [(text, where) for text, where in said if not _INSPECTION_TO_COME.search(text)]
    return next((StatedValue(slug, where) for text, where in said if (slug := listed.slug(text))), None)


def _sort_by_body(
    listed: _ListMatcher, title: StatedValue | None, partnership: StatedValue | None
) -> StatedValue | None:
    """Return the type of a report into a death by the body behind it: such as a community safety partnership.

    Boards for children and for adults publish reports of that name too.
    """
    if title is None or partnership is None or not _INTO_A_DEATH.search(title.value):
        return None
    body = partnership.value.lower()
    found = (slug for words, slug in listed.into_deaths_by.items() if words in body)
    return next((StatedValue(slug, title.where) for slug in found), None)


def _normalise_cue(cue: str) -> str:
    return " ".join(words_of(cue))


def _find_publication_date(document: Document, lines: Sequence[CoverLine], *, is_paper: bool) -> StatedValue | None:
    found = publication([(line.text, line.piece.cell is not None or line.piece.tabled) for line in lines[:30]])
    met = meeting(line.text for line in lines[:_COVER]) if is_paper else None
    if met is not None and (found is None or found[1].weight < met[1].weight):  # its items speak of budgets and years
        found = met
    if found is not None and found[1].weight > WEAKEST:
        return _as_published(found[1], lines[found[0]].where)
    properties = {key.lower(): value for key, value in document.properties}
    for key in _HTML_DATES:
        date = date_in(properties.get(key, "")[:10])
        if date and document.format == "html":
            return StatedValue(date, "file properties")
    last = _PUBLISHED.search(document.text, max(0, len(document.text) - 4000))
    if last and last.group().lower().startswith(("publish", "publication", "date of publication", "date published")):
        return StatedValue(
            date_in(last.group()), _place(document.page_of(last.start())) if document.pages else "the end"
        )
    return _as_published(found[1], lines[found[0]].where) if found is not None else None


def _as_published(found: Publication, where: str) -> StatedValue:
    return StatedValue(found.iso, f"{where}, {found.marked}" if found.marked else where)


def _period(document: Document) -> StatedValue | None:
    found = _VISITED.search(document.text, 0, 4_000) or _PERIOD.search(document.text, 0, 60_000)
    if not found:
        return None
    place = document.page_of(found.start("period"))
    said = re.sub(r"^(?:from|between)\s+", "", " ".join(found["period"].split()), flags=re.IGNORECASE)
    return StatedValue(said, f"page {place}" if place is not None else "the text")


def _licence(document: Document) -> StatedValue | None:
    found = _LICENCE.search(document.text)
    if not found:
        return None
    version = f" v{found['version']}" if found["version"] else ""
    place = document.page_of(found.start())
    return StatedValue(f"Open Government Licence{version}", f"page {place}" if place is not None else "the text")
