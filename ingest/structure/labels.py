"""Labels that number what stands behind them: "Recommendation 3:", "Rec. 2", "First lesson:", "Argymhelliad 1"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from kb.core.expressions import expression
from kb.text.number_words import ORDINAL_WORDS, figures_of, one_of_numbers

_LABELLED = expression(
    r"^(?P<label>(?P<name>(?:key\s+|national\s+|local\s+|multi-?agency\s+|single\s+agency\s+|practice\s+|"
    r"overview\s+report\s+)?"
    r"(?:recommendation|lesson|learning\s+point|learning|finding|systems\s+finding|action|good\s+practice|"
    r"missed\s+opportunity|priority|concern|practice\s+point|theme|key\s+theme|key\s+practice\s+theme|"
    r"recs?\b\.?|recomm?\b\.?|argymhelliad|canfyddiad|gwers|gweithred|moladh)s?)"
    r"(?:\s*(?:no\.?\s*|number\s+|point\s+|#\s?)?(?P<number>R?\d{1,3}(?:\.\d{1,3}){0,3}(?:[/-]\d{1,2}(?![\d/-]))?[a-z]?)|"
    rf"\s+(?P<letter>(?-i:[a-z])(?=[):])|(?-i:[A-Z]|[IVX]{{2,5}})(?:\d{{1,2}})?(?:\.\d{{1,2}}){{0,2}}(?![\w’'])|{one_of_numbers()}\b))"
    r"(?P<tail>\s*\([a-z0-9]{1,3}\))?)\s*(?P<mark>[:.\-–—)]|$|(?=\s))\s*",
    re.IGNORECASE,
)
_COUNTED = expression(  # "First recommendation:", "The 2nd lesson -"
    rf"^(?P<label>(?:the\s+)?(?P<number>{'|'.join(ORDINAL_WORDS)}|\d{{1,2}}(?:st|nd|rd|th))\s+(?:key\s+)?"
    r"(?P<name>recommendation|lesson|learning\s+point|finding|action|concern|missed\s+opportunity))\s*(?:[:–—]|-(?=\s)|$)\s*",
    re.IGNORECASE,
)
_SAME_NAMES = {  # other words for a kind, by the word that the vocabulary has
    "rec": "recommendation",
    "recom": "recommendation",
    "recomm": "recommendation",
    "argymhelliad": "recommendation",
    "moladh": "recommendation",
    "canfyddiad": "finding",
    "gwer": "lesson",  # "gwers", without the s that is taken for a plural
    "gweithred": "action",
    "learning point": "learning",
}
_BY_LETTER = expression(  # "R3 – Families to be given one name", "R4 The Trust should"; no line of a register of risks
    r"(?P<label>R(?P<number>\d{1,2}))(?:\s*[:.–—-])?\s+(?!(?:Risk|Failure|Inability|Lack|Loss)\b)"
    r"(?=[A-Z].*\b(?:to\s+[a-z]|should\b|must\b))"
)
_SET_APART = expression(  # by bold letters alone, and asks: "Recommendation B Make the ...", no "B The clinic ended"
    r"(?i:recommendation|action)\s+(?:[B-HJ-Z]|A(?!\s+(?:&|and)\b))\s+(?:(?!Since|After|In|By|At|On|For|With|When|While|From)"
    r"[A-Z][a-z]+(?<!ed)\s+(?:the|an?|all|every|each|that|how|what)\b|[A-Z][^.]*\b(?:should|must)\b)"
)
_TELLS_OF = expression(  # a label that is the subject of its sentence: "Recommendation 1 asked us to ..."
    r"(?:asked|asks|called|calls|wanted|urged|invited|told|proposed|said)\s+(?:us|for|that|the|each|all|every|[a-z]+\s+to)\b"
)


@dataclass(frozen=True, slots=True)
class Label:
    """A printed label such as "Recommendation 3:", and where the words after it begin."""

    printed: str
    kind: str  # "recommendation", "lesson", "finding", ...
    number: str
    ends: int


def label_of(text: str) -> Label | None:
    """Return the label with which a text begins, or None."""
    found = _LABELLED.match(text)
    if not found and (counted := _COUNTED.match(text)):
        number = ORDINAL_WORDS.get(counted["number"].lower()) or re.sub(r"\D", "", counted["number"])
        name = " ".join(counted["name"].lower().split())
        return Label(counted["label"], _SAME_NAMES.get(name, name), str(number), counted.end())
    if not found:
        short = _BY_LETTER.match(text)
        return Label(short["label"], "recommendation", short["number"], short.end()) if short else None
    number = (found["number"] or found["letter"]).lower()
    if found["mark"] == "" and not number[0].isdigit() and found.end() < len(text) and not _SET_APART.match(text):
        return None  # "Learning A level ...", "Lesson one should ..."
    if found["mark"] == "" and _TELLS_OF.match(text, found.end()):
        return None
    name = re.sub(r"s\.?$", "", found["name"].lower().replace("-", " ").split()[-1])
    if "learning" in found["name"].lower():
        name = "learning"
    if "practice" in found["name"].lower() and name == "practice":
        name = "good practice"
    name = _SAME_NAMES.get(name.rstrip("."), name)
    return Label(found["label"], name, figures_of(number.removeprefix("r")), found.end())
