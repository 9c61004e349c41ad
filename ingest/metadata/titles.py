"""A document's title by its cover: the line that names the case or subject, with the sort of review beside it.

A line that only says what sort of document it is ("Overview report") is a title where nothing better stands there.
Names of bodies, labels ("Author: …"), markings ("OFFICIAL") and lines of the page's frame are never one.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from ingest.metadata.gazetteer import is_listed
from ingest.structure.boilerplate import is_boilerplate
from ingest.structure.paragraphs import TextPiece
from kb.core.document import Document, Role
from kb.core.expressions import expression
from kb.core.model import StatedValue
from kb.text.dates import date_alone
from kb.text.phrases import Phrases

_LINES = 30  # from the beginning, among which a title is looked for
_NEAR = 3  # lines below one that names no case, in which the case is named
_HEADLINE = 3  # words of a heading that names a whole document by itself
_SHORT = 26  # words of a title
_LONG = 45  # words of a title that is set as a heading
_NAME_LINES = 6  # lines from the beginning in which a name alone may be the title
_ENOUGH = 2.2
_ALIKE = 3  # headings of one level and size, from which they head sections
_JUNK = expression(
    r"^(?:microsoft\s+word|microsoft\s+powerpoint|powerpoint\s+presentation|untitled|document\d*|slide\s*\d*|"
    r"e-publication|title|report|template|final|draft)\b"
    r"|\.(?:docx?|pdf|pptx?|indd|qxd|pub|rtf)$|\btemplate\b|\benter\s+\w+\s+name\b|^[\W\d_]*$|_",
    re.IGNORECASE,
)
_TITLED = Phrases(
    {
        "title": "report review reviews briefing inspection visit addendum learning summary letter annex "
        "homicide lessons response audit analysis strategy plan update newsletter bulletin involvement "
        "presentation inquest decision investigation guide minutes statement inquiry protocol reply tracker".split()
    }
)
# Words of a line that says no more than what sort of document this is.
_SORT_WORDS = frozenset(
    "report reports overview executive summary full final draft local serious case child children adult adults "
    "safeguarding practice domestic homicide abuse related death review reviews learning rapid thematic independent "
    "extended concise multi agency significant management mental health national joint 7 seven minute briefing action "
    "plan composite addendum annex appendix response analysis lessons the a an of and for into version redacted "
    "anonymised publication key adroddiad adolygiad ymarfer plant plentyn oedolyn oedolion estynedig terfynol crynodeb "
    "gweithredol single unified offensive weapons bulletin newsletter note slides presentation one page issue no "
    "number part volume investigation author".split()
)
_BODY_ALONE = expression(
    r"^[A-Z][\w’'&-]*\s+(?:(?:[A-Z][\w’'&-]*|&)\s+)*(?:council|board|partnership|"
    r"committee|trust|constabulary|police|commission|ofsted|service|services|lscb|lscp|scp|scb|sab|sscp|csp)"
    r"(?:,\s+(?:directorate|department|office|division|services?|adults?|children|people|communities)\b.*)?$|"
    r"^(?:local\s+)?safeguarding\s+partners\s+(?:of|for|in)\s+\S+(?:\s+\S+){0,5}$|^safer\s+[A-Z][\w’'-]+$",
    re.IGNORECASE,
)
_NO_TITLE = expression(
    r"^\W*(?:dear|yours|purpose|contents|page\s*\d|\d+\s*\|\s*page|present|apologies|in\s+attendance|agenda|to|from|cc|"
    r"our\s+ref|your\s+ref|ref|tel|e-?mail|(?:report\s+)?authors?|(?:lead\s+|independent\s+)*(?:reviewer|chair|inspector|"
    r"author)s?(?:\s+and\s+author)?(?=\s*:)|(?:report|paper)\s+(?:of|to|by|from|for)(?=\s*:)|agenda\s+item|(?:meeting|committee|board)(?:\s+date)?(?=\s*:)|"
    r"published|publication|date|dated|updated|version\s*\d|v\d|issued?\s+by|"
    r"commissioned|held\s+on|overall\s+effectiveness|keywords?|model|status|https?|www)\b|@"
    r"|^\W*(?:official|restricted|confidential|protect|private|sensitive|not\s+protectively\s+marked|draft|final|embargoed|"
    r"not\s+(?:to\s+be|for)\s+\w+|for\s+(?:publication|official\s+use))\b(?!\s+(?:report|overview|executive|case))[^:]*$",
    re.IGNORECASE,
)
_PERSON = expression(
    r"\b(?:Child(?:ren)?|Baby|Adults?|Famil(?:y|ies)|Siblings?|Infant|Mr|Mrs|Ms|Miss|Mx|Dr|Person|Patient|Subject)\s+"
    r"(?!Safeguarding|Practice|Protection|Review|Death|Case|Services?|Social|Care|And\b|In\b|Support|Mental|Health|Sexual|Abuse|Who\b|"
    r"Board|Partnership|Committee|Trust|Panel|Group|Team|Unit|Centre|Poverty|Exploitation|Homicides?|Suicides?)"
    r"[A-Z][\w’'-]*"
)
_CALLED = expression(
    r"^\W*(?:(?:report\s+)?title|subject|re|name\s+of\s+(?:the\s+)?(?:report|review))\s*:\s*(?=\S)", re.IGNORECASE
)
_ENTITLED = expression(r"^\W*(?:report\s+)?(?:title|subject)\s*:\s*(?=\S)", re.IGNORECASE)
_QUESTION = expression(r"^(?:\d+\W*)?(?:why|how|what|who|when|where)\b", re.IGNORECASE)
_REFERENCE = expression(r"\b[A-Z]{2,6}\s?-?\d{1,4}\s?[/-]\s?\d{2,4}\b")
_NAMES = expression(
    r"^[“‘'\"]?[A-Z][a-zà-ÿ’'-]+(?:(?:\s*,\s+|\s+(?:and|&)\s+|\s+)[A-Z][a-zà-ÿ’'-]*)"
    r"{0,4}[”’'\"]?$"
)
_LED_NAMES = expression(
    r"^(?:introduction|background|about|who\s+(?:was|is|were|are)|the\s+story\s+of)\s*[:–-]?\s+(?=[A-Z])", re.IGNORECASE
)
_ORDINARY = frozenset(
    "contents introduction foreword summary background preface acknowledgements glossary findings conclusion "
    "recommendations appendix learning methodology scope chronology analysis key agenda minutes report safeguarding "
    "council january february march april may june july august september october november december spring summer "
    "autumn winter good practice next steps case review what who why how when where our the this overview "
    "executive".split()
)
_CONTINUES = expression(
    r"^(?:in(?:to)?\s+(?:the\s+)?(?:respect|death|deaths|circumstances|matter|relation|case|memory)|concerning|regarding|about|"
    r"relating\s+to|following|on\s+the|for\s+the\s+(?:death|case)|of\s+the\s+death)\b",
    re.IGNORECASE,
)
_MINUTES = expression(r"^\W*(?:draft\s+|confirmed\s+)?minutes\s+of\b", re.IGNORECASE)
_MEETING_TOLD = expression(r",?\s+(?:held|which\s+took\s+place|on\s+\w*\s*\d).*$", re.IGNORECASE)
_TIMES = 3  # that a text must name a person before it is called after them


@dataclass(frozen=True, slots=True)
class CoverLine:
    """A piece near the beginning, how its place is named, and whether it may be a title at all."""

    piece: TextPiece
    where: str
    may_title: bool = True
    announces: bool = False  # a heading whose words announce what stands under it

    @property
    def text(self) -> str:
        """Its words."""
        return self.piece.text

    @property
    def is_free(self) -> bool:
        """Return whether it stands over or in no section of a known sort."""
        return self.may_title and not self.announces


def title_of(document: Document, lines: Sequence[CoverLine], review_type: Callable[[str], str]) -> StatedValue | None:
    """Return the title, or None where nothing names the document; `review_type` tells one named in a line, or ""."""
    sections = _sections(lines)
    scored = [(_score(lines, place, sections, review_type), -place) for place in range(min(len(lines), _LINES))]
    best = max(scored, default=(0.0, 0))
    if best[0] >= _ENOUGH:
        place = -best[1]
        return StatedValue(_whole_title(lines, place, review_type), lines[place].where)
    return _file_title(document) or _named_person(document, lines)


def _file_title(document: Document) -> StatedValue | None:
    given = " ".join(dict(document.properties).get("title", "").split())
    sound = 2 <= len(given.split()) <= _SHORT and not _JUNK.search(given)
    return StatedValue(given, "file properties") if sound else None


def _named_person(document: Document, lines: Sequence[CoverLine]) -> StatedValue | None:
    """Return whom the document is about: named behind a word such as "Introduction", or named most in its text."""
    for line in lines[:_LINES]:
        led = _LED_NAMES.match(line.text)
        if led and _is_names(line.text[led.end() :]):
            return StatedValue(line.text[led.end() :].rstrip(":. "), line.where)
    told = Counter(" ".join(found.group().split()) for found in _PERSON.finditer(document.text, 0, 60_000))
    (name, times), (_, second) = [*told.most_common(2), ("", 0), ("", 0)][:2]
    return StatedValue(name, f"the text, {times} times") if times >= _TIMES and times >= 2 * second else None


def _sections(lines: Sequence[CoverLine]) -> set[int]:
    """Return the places of headings that are one of many alike: they head sections, but for the first of all."""
    heads = [(at, line.piece) for at, line in enumerate(lines) if line.piece.role is Role.HEADING]
    alike = Counter((piece.level, piece.size) for _, piece in heads)
    return {at for at, piece in heads if at > 0 and alike[piece.level, piece.size] >= _ALIKE}


def _score(lines: Sequence[CoverLine], place: int, sections: set[int], review_type: Callable[[str], str]) -> float:
    """Return how much a line looks like a document's title; 0 where it is none."""
    line = lines[place]
    piece, text = line.piece, line.text
    headed = piece.role in (Role.TITLE, Role.HEADING)
    titled = bool(_TITLED.find(piece.words)) or bool(_MINUTES.match(text))
    alone = place < _NAME_LINES and _is_names(text) and (headed or " and " in text or " & " in text)
    named = _names_a_case(text) or alone
    is_lone = place == 0 and _heads_alone(lines)
    if not _may_be_title(line, place, named=named, titled=titled, is_lone=is_lone):
        return 0.0
    if place > 0 and headed and _heads_alone(lines) and _QUESTION.match(text):
        titled = False  # it asks what its section answers
    sort_alone = says_only_its_sort(text) and not named
    if sort_alone and _with_the_case(lines, place, text, review_type) != text:
        sort_alone, named = False, True
    score = 2.0 * titled + 2.0 * named - 2.0 * sort_alone + 3.0 * bool(_ENTITLED.match(text))
    if place in sections:
        return score + 0.5 * headed
    score += 1.5 * headed + 1.5 * (piece.role is Role.TITLE or (headed and piece.level == 1 and place < _NAME_LINES))
    return score + 0.5 * piece.is_bold + max(0.0, 1.0 - place / 12)


def _heads_alone(lines: Sequence[CoverLine]) -> bool:
    """Return whether a document begins with its only heading of level 1, and that says more than a section's name."""
    heads = [line.piece for line in lines if line.piece.role is Role.HEADING and line.piece.level == 1]
    first = lines[0].piece
    return first.length >= _HEADLINE and [first] == heads and not _BODY_ALONE.match(first.text)


def _may_be_title(line: CoverLine, place: int, *, named: bool, titled: bool, is_lone: bool) -> bool:
    piece, text = line.piece, line.text
    headed = piece.role in (Role.TITLE, Role.HEADING)
    # what is set as a title is one even where it announces a section: "Action plan: Wren"
    set_as_title = piece.role is Role.TITLE and not says_only_its_sort(text)
    first = place == 0 and (_names_a_case(text) or is_lone or set_as_title)
    if not first and not line.is_free:
        return False
    minutes = bool(_MINUTES.match(text))
    if piece.is_item or piece.cell is not None or date_alone(text) or (piece.length < 2 and not named):
        return False
    if piece.length > (_LONG if (headed and titled) or minutes else _SHORT):
        return False
    if text.endswith((".", "?", ";", ",")) and not headed and not minutes:
        return False
    if _NO_TITLE.search(text) or (_BODY_ALONE.match(text) and not titled):
        return False
    return not is_boilerplate(text, piece.words) or (named and headed)


def says_only_its_sort(text: str) -> bool:
    """Return whether a line says what sort of document this is and nothing else."""
    words = re.findall(r"[^\W_]+", text.lower())
    return bool(words) and all(word in _SORT_WORDS or word.isdigit() for word in words)


def _names_a_case(text: str) -> bool:
    plain = text.title() if text.isupper() else text
    return bool(
        _PERSON.search(plain)
        or _REFERENCE.search(text)
        or re.search(r"\b(?:death|life|care|story)\s+of\s+\W?[A-Z]", text)
    )


def _is_names(text: str) -> bool:
    """Return whether a line is nothing but names: "Otis", "Mark and Lloyd"."""
    words = [word.strip("“”‘’'\",.").lower() for word in text.split()]
    return bool(_NAMES.match(text)) and not _ORDINARY & set(words) and not is_listed(text)


def _whole_title(lines: Sequence[CoverLine], place: int, review_type: Callable[[str], str]) -> str:
    """Return a title with what the lines beside it add: the sort of review before a name, the case behind a sort."""
    text = _tidy_title(lines[place].text)
    if says_only_its_sort(text) and not _names_a_case(text):
        return _with_the_case(lines, place, text, review_type)
    if not review_type(text):
        beside = [at for at in (place - 1, place + 1, place + 2) if 0 <= at < len(lines) and lines[at].may_title]
        named_alone = _is_names(text) or bool(_PERSON.fullmatch(text.title() if text.isupper() else text))
        for at in beside if named_alone else [at for at in beside if at < place]:
            sort = _tidy_title(lines[at].text)
            if says_only_its_sort(sort) and review_type(sort):
                return f"{sort}: {text}" if at < place else f"{text}: {sort}"
    return text


def _with_the_case(lines: Sequence[CoverLine], place: int, text: str, review_type: Callable[[str], str]) -> str:
    """Return a line that only says its sort, with the line below it that names the case, where there is one."""
    whole = text
    for line in lines[place + 1 : place + 1 + _NEAR]:
        said = _tidy_title(line.text)
        if line.piece.length > _SHORT or line.piece.is_item or _NO_TITLE.search(said):
            continue
        if _CONTINUES.match(said):
            return f"{whole} {said}"
        if (
            _names_a_case(said)
            and review_type(whole)
            and (line.may_title or not line.announces)
            and not line.piece.is_item
        ):
            return f"{whole}: {said}"
        if says_only_its_sort(said) and line.may_title:
            whole = f"{whole}: {said}"
    return text


def _tidy_title(text: str) -> str:
    if _MINUTES.match(text):
        text = _MEETING_TOLD.sub("", text)
    return _CALLED.sub("", text).rstrip(":. ")
