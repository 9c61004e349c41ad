"""What sort of publication a document is, as far as its sections must be read differently for it.

A genre is coarser than a document's type and is always recognised from its words: the same heading means other things
in an inspector's letter, in a review and in a paper for a committee.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.structure.paragraphs import TextPiece
from ingest.words import wordlist
from kb.core.document import Role
from kb.core.expressions import expression
from kb.text.phrases import Phrases, words_of

GENRES = ("inspection", "pfd", "ombudsman", "minutes", "committee", "service", "briefing", "response", "review", "")

_HEAD = 450  # words of the beginning that say most
_SIGNS = Phrases(wordlist("genres"))
_WEIGHT = {
    "inspection": 1.6,
    "pfd": 3.0,
    "ombudsman": 0.8,
    "committee": 1.5,
    "service": 0.9,
    "briefing": 1.3,
    "response": 1.1,
    "review": 1.0,
}
_ENOUGH = 1.0
_TITLES = 6  # pieces among which a title stands
_TITLE_WORDS = 24
_TITLED = 1.5  # what a title's words weigh beside their place in the text
_FORMS = 3  # signs of its form by which minutes are recognised
_MINUTES_TITLE = expression(
    r"^\W*+(?:draft\s+|final\s+|confirmed\s+|approved\s+|unconfirmed\s+)?(?:minutes?|notes?|record)\s+(?:of|from)\s+(?:the\s+|a\s+|an\s+)?"
    r"(?:[\w’'&-]+\s+){0,8}?(?:meeting|board|committee|panel|(?:sub-?)?group|partnership|conference|council|cabinet|executive|forum|network)\b|"
    r"^\W*+(?:[\w’'&-]+\s+){0,8}(?:meeting\s+)?minutes\W*$|^\W*MINUTES\b|^\W*minute\s+of\s+(?:the|a)\b|"
    r"(?:^|[–—:,-]\s*)(?:minutes|notes)(?:\s+and\s+actions)?(?:\s+of\s+(?:the\s+)?meeting)?\s*[,:–—-]?\s*(?:\w+day,?\s+)?\d{1,2}(?:st|nd|rd|th)?\s+[A-Z][a-z]+",
    re.IGNORECASE,
)
_FORM = {
    "present": expression(
        r"^\W*+(?:\d+(?:[./]\d+)*[.)]?\s+)?(?:members?\s+|officers?\s+|also\s+)?(?:present|in\s+attendance|attendees|attendance|those\s+present|sederunt)\b\s*(?:[:–-]|$)",
        re.IGNORECASE,
    ),
    "apologies": expression(
        r"^\W*+(?:\d+(?:[./]\d+)*[.)]?\s+)?(?:welcome[\w\s,]{0,30}\band\s+)?apologies\b(?!\s+to\b)", re.IGNORECASE
    ),
    "items": expression(r"^\W*(?:agenda\s+)?item\s+\d{1,2}\s*[.:–-]\s", re.IGNORECASE),
    "interests": expression(
        r"^\W*+(?:\d+(?:[./]\d+)*[.)]?\s+)?declarations?\s+of\s+(?:\w+\s+)?interests?\b", re.IGNORECASE
    ),
    "last": expression(
        r"^\W*+(?:\d+(?:[./]\d+)*[.)]?\s+)?(?:(?:the\s+)?minutes\s+of\s+(?:the\s+)?(?:last|previous|meeting\s+held|\d{1,2}\b)|(?:previous|last)\s+minutes?|matters\s+arising|actions?\s+from\s+(?:the\s+)?(?:last|previous)|action\s+log)\b",
        re.IGNORECASE,
    ),
    "resolved": expression(
        r"^\W*+(?:it\s+was\s+)?(?:RESOLVED|AGREED|Resolved\s*(?::|that)|Agreed\s*:|ACTION\s*:|DECISION\s*:)"
    ),
    "next": expression(
        r"^\W*+(?:\d+(?:[./]\d+)*[.)]?\s+)?(?:date\s+(?:and\s+time\s+)?of\s+(?:the\s+)?next\s+meeting|any\s+other\s+business|aob)\b",
        re.IGNORECASE,
    ),
    "chaired": expression(
        r"^\W*+(?:the\s+)?chair(?:man|person)?\s+(?:welcomed|opened|thanked|closed)\b|^\W*chair\s*:", re.IGNORECASE
    ),
}
_ABSENT = expression(r"(?<=\s)Apologies(?:\s+for\s+absence)?\s*:")  # in the paragraph of those who were there

_LETTER_BEGINS = expression(r"(?:^|\d{4})\W*dear\s+(?!me\b|friends\b)[\w .’'-]{2,50},?\W*$", re.IGNORECASE)
_LETTER_ENDS = expression(  # also where it runs into the paragraph before it
    r"(?:^|[.!?])\W*(?:yours\s+(?:sincerely|faithfully|truly)|(?:with\s+)?(?:kind|best|warm)(?:est)?\s+(?:regards|wishes))\b",
    re.IGNORECASE,
)
_ANSWERS = expression(
    r"\b(?:reply|response|respond(?:ing)?|answer|further)\s+(?:\w+ly\s+)?to\s+(?:your|the\s+(?:regulation|coroner|concerns|matters|report|review|board))\b|"
    r"\bour\s+(?:answers?|repl(?:y|ies)|responses?)\b|"
    r"\bthank\s+you\s+for\s+(?:your\s+(?:letter|report)|sending|sharing|letting\s+us\s+(?:see|read|have)|the\s+(?:report|review|opportunity))\b|"
    r"\bgrateful\s+(?:to\s+you\s+)?for\s+(?:the|your)\s+(?:report|review)\b|\byour\s+(?:regulation|report|concerns)\b|"
    r"\bregulation\s+28\b|\bprevent(?:ion\s+of)?\s+future\s+deaths\b",
    re.IGNORECASE,
)
_TITLED_ANSWER = expression(
    r"^\W*+(?:[^.!?]{3,60}[:–—-]\s*)?(?:our\s+|formal\s+|joint\s+|letter\s+of\s+)*(?:response|reply|answer)\s+(?:to|of|from|by)\b",
    re.IGNORECASE,
)
_OF_A_CORONER = expression(r"\bregulation\s+28\b|\bfuture\s+deaths\b|\bcoroner|\binquest\b", re.IGNORECASE)
_CORONERS_OWN = expression(  # headings of the form in which a coroner reports
    r"^\W*(?:\d\W+)?(?:coroner[’']s\s+legal\s+powers?|the\s+matters\s+of\s+concern\s+are|matters\s+of\s+concern\W*$)",
    re.IGNORECASE,
)
_GREETING_WITHIN, _ANSWER_WITHIN = 30, 12  # pieces
_INSPECTS = expression(
    r"\b(?:inspect(?:ors?|ions?|ed)|ofsted|framework\s+and\s+evaluation\s+schedule)\b", re.IGNORECASE
)
_THEMATIC = expression(r"\bthematic\s+(?:inspection|review|report|survey|study)\b", re.IGNORECASE)
_TITLED_INSPECTION = expression(  # "Report of a joint inspection", and no "Action plan after the inspection"
    r"^(?!.*\b(?:actions?|plans?|response|respon(?:d|ds|se)|reply|progress|following|after|since|update|briefing|minutes|meeting|review)\b).*"
    r"(?:\breports?\s+(?:of|on)\s+(?:a|an|the)\s+(?:[\w-]+\s+){0,5}?inspection\b|\binspection\s+(?:reports?|of|outcome|findings|letter)\b|"
    r"\b(?:joint|full|core|themed|thematic|announced|unannounced|integrated|monitoring|safeguarding|child\s+protection|effectiveness|"
    r"fostering|adoption|probation|prison|police|custody|care\s+home|services?)\s+inspections?\b|\binspections?\W*$)",
    re.IGNORECASE,
)
_INSPECTION_TITLED = 4.0  # what such a title weighs, where the text speaks of inspecting too
_OFTEN, _SPARSE = 6, 5000  # times; letters of a document among which it is said once
_RECOMMENDS = expression(
    r"^\W*+(?:[\dIVX]+[.)]?\s+)?(?:(?:our|the|key|final|summary\s+of|lessons?|learning|conclusions?|findings)\s+(?:and\s+)?)*"
    r"recommendations?\W*$|^\W*+(?:[\d.]+\s+)?what\s+(?:we|i)\s+recommend\W*$",
    re.IGNORECASE,
)
_REVIEWS = expression(
    r"\b(?:the|this|our)\s+(?:independent\s+|present\s+)?(?:review(?:ers?)?|panel|investigation|investigators?|inquiry|"
    r"report[’']s\s+author|author)\b",
    re.IGNORECASE,
)
_BRIEFS = expression(
    r"^\W*+(?:(?i:learning|lessons|what\s+we\s+(?:have\s+)?learned)(?i:\s+from)\s+(?:(?i:the\s+(?:death|life|lives|case|story)\s+of\s+))?"
    r"[A-Z])|(?i:\b(?:thematic|practice|practitioner|learning|staff|team|case|review|safeguarding)\s+briefing\b)|"
    r"(?i:\bwhat\s+(?:\w+\s+){0,3}reviews?\s+(?:[\w’'-]+\s+){0,6}?(?:tells?|told|teach(?:es)?|taught|shows?|showed)\s+us\b)|(?i:\blearning\s+on\s+a\s+page\b)|(?i:\bbriefing\s+for\s+(?:\w+\s+)?(?:teams?|staff|practitioners|professionals|managers|schools|workers)\b)"
)
_SPEAKS, _TWICE = 3, 2  # times


def genre_of(pieces: Sequence[TextPiece]) -> str:
    """Return the genre of a document from its first words and its form, or "" where they do not say.

    A letter that answers a report is recognised by its form, and so are a meeting's minutes, since what minutes are
    called is said of other things too: "the concerns were resolved", "minutes of the call". Words of a title weigh more
    than those of the text below it. What nothing at the beginning tells is a review where it speaks as one throughout
    and has a chapter of recommendations.
    """
    if _is_answer(pieces):
        return "response"
    words: list[str] = []
    for piece in pieces:
        words += words_of(piece.text)
        if len(words) > _HEAD:
            break
    scores: dict[str, float] = {}
    seen: set[str] = set()
    for hit in _SIGNS.find(words[:_HEAD]):
        early = 2.0 if hit.start < _HEAD // 4 else 1.0
        again = 0.3 if hit.phrase in seen else 1.0
        seen.add(hit.phrase)
        scores[hit.label] = scores.get(hit.label, 0.0) + early * again * _WEIGHT[hit.label]
    for label, weight in _of_titles(pieces).items():
        scores[label] = scores.get(label, 0.0) + weight
    scores["minutes"] = _minutes(pieces)
    scores["inspection"] = scores.get("inspection", 0.0) + _inspection_titled(pieces)
    best = max(scores, key=lambda genre: (scores[genre], -GENRES.index(genre)), default="")
    if best and scores[best] >= _ENOUGH:
        return "review" if best == "inspection" and is_thematic_inspection(pieces) else best
    return "briefing" if _teaches(pieces) else "review" if _reviews(pieces) else ""


def _inspection_titled(pieces: Sequence[TextPiece]) -> float:
    """Return the weight of a title that calls the document an inspection's report, where its text inspects too; or 0.

    Words of plans stand in each such report ("a joint action plan will be asked for"), and answer nothing there.
    """
    short = [piece.text for piece in pieces[:_TITLES] if piece.length <= _TITLE_WORDS]
    if not any(_TITLED_INSPECTION.match(text) for text in short):
        return 0.0
    return _INSPECTION_TITLED if sum(len(_INSPECTS.findall(piece.text)) for piece in pieces) > _TWICE else 0.0


def is_thematic_inspection(pieces: Sequence[TextPiece]) -> bool:
    """Return whether inspectors tell in prose of a subject at many places, as a review does, and write no letter."""
    titled = any(piece.length <= _TITLE_WORDS and _THEMATIC.search(piece.text) for piece in pieces[:_TITLES])
    return titled and not any(_LETTER_BEGINS.search(piece.text) for piece in pieces[:_GREETING_WITHIN])


def is_title_of_minutes(text: str) -> bool:
    """Return whether a line is a title of minutes: "Minutes", "Notes of the panel's meeting"."""
    return len(text.split()) <= _TITLE_WORDS and bool(_MINUTES_TITLE.match(text))


def is_of_inspectors(text: str) -> bool:
    """Return whether a document speaks of inspecting throughout: its judgements have rules of their own."""
    return len(_INSPECTS.findall(text)) >= max(_OFTEN, len(text) / _SPARSE)


def _reviews(pieces: Sequence[TextPiece]) -> bool:
    """Return whether a document that does not say what it is speaks as a review and closes with recommendations."""
    if not any(piece.length <= _TITLE_WORDS and _RECOMMENDS.match(piece.text) for piece in pieces):
        return False
    text = "\n".join(piece.text for piece in pieces)
    return len(_REVIEWS.findall(text)) >= _SPEAKS and not is_of_inspectors(text)


def _is_answer(pieces: Sequence[TextPiece]) -> bool:
    """Return whether a document is a letter that answers a report: a greeting, what it answers, and a close.

    What is titled as a response to a coroner is one without being a letter.
    """
    if any(_answers_coroner(piece.text) for piece in pieces[:_TITLES] if piece.length <= _TITLE_WORDS):
        return not any(_CORONERS_OWN.match(piece.text) for piece in pieces)
    at = next((place for place, piece in enumerate(pieces[:_GREETING_WITHIN]) if _LETTER_BEGINS.search(piece.text)), -1)
    if at < 0 or not any(_LETTER_ENDS.search(piece.text) for piece in pieces[at:]):
        return False
    titled = any(_TITLED_ANSWER.match(piece.text) for piece in pieces[:at] if piece.length <= _TITLE_WORDS)
    return titled or any(_ANSWERS.search(piece.text) for piece in pieces[at + 1 : at + 1 + _ANSWER_WITHIN])


def _answers_coroner(title: str) -> bool:
    return bool(_TITLED_ANSWER.match(title) and _OF_A_CORONER.search(title))


def _teaches(pieces: Sequence[TextPiece]) -> bool:
    """Return whether one of the first lines is the title of a briefing: "Learning from Ada", "A briefing for teams"."""
    return any(piece.length <= _TITLE_WORDS and _BRIEFS.search(piece.text) for piece in pieces[:_TITLES])


def _of_titles(pieces: Sequence[TextPiece]) -> dict[str, float]:
    """Return the weight of each genre (from 0) that the first lines which may be a title speak for."""
    weights: dict[str, float] = {}
    for piece in pieces[:_TITLES]:
        if piece.length > _TITLE_WORDS or not (piece.role in (Role.TITLE, Role.HEADING) or piece is pieces[0]):
            continue
        for label in {hit.label for hit in _SIGNS.find(words_of(piece.text))}:
            weights[label] = max(weights.get(label, 0.0), _TITLED * _WEIGHT[label])
    return weights


def _minutes(pieces: Sequence[TextPiece]) -> float:
    """Return the weight of the form of minutes (0, or 1.5 a sign): who was there or not, items, what was resolved."""
    titled = any(is_title_of_minutes(piece.text) for piece in pieces[:_TITLES])
    form = {name for piece in pieces for name, pattern in _FORM.items() if pattern.match(piece.text)}
    if "present" in form and any(_ABSENT.search(piece.text) for piece in pieces if _FORM["present"].match(piece.text)):
        form.add("apologies")
    there = "present" in form or "apologies" in form
    if not there or len(form) + titled < _FORMS:
        return 0.0
    return 1.5 * (len(form) + 2 * titled)
