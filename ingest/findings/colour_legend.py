"""What the colours of a plan's cells mean, by the plan's own legend: green is "complete" here and "on track" there."""

from __future__ import annotations

import re

from kb.core.expressions import expression

_COLOUR = r"red|amber|yellow|green|blue"
_IS = r"(?:[=:–—]|(?<=\s)-|-(?!(?-i:[a-z]))|means|is|indicates|denotes)"  # "red-flag" explains no colour
_MEANS = expression(
    rf"\b(?P<colour>{_COLOUR})\b\s*{_IS}[^\S\n]*(?P<words>[^;,|\n.=]{{3,60}}?)(?=\s*(?:[;,|\n.]|$|\b(?:{_COLOUR})\b\s*{_IS}))",
    re.IGNORECASE,
)
_PICTURED = {  # circles, squares and hearts that bear their colour
    **dict.fromkeys("🟢🟩💚", "green"),
    **dict.fromkeys("🟡🟨💛", "yellow"),
    **dict.fromkeys("🟠🟧🧡", "amber"),
    **dict.fromkeys("🔴🟥❤", "red"),
    **dict.fromkeys("🔵🟦💙", "blue"),
}
_SIGN = expression(rf"([{''.join(_PICTURED)}])\ufe0f?[^\S\n]*(?P<means>{_IS})?")
_BY_COMMAS = expression(  # "Key: green, complete; amber, in progress; red, not started"
    rf"(?P<colour>\b(?:{_COLOUR})),[^\S\n]+(?P<words>(?!(?:{_COLOUR})\b)[^;,|\n.=]{{3,60}}?)(?=\s*(?:[;|\n.)]|$))",
    re.IGNORECASE,
)
_FEWEST = 2  # colours that a legend explains; one alone may be a sentence in passing
_KEY = expression(r"^\W*(?:(?:colour|rag)\s+)?(?:key|code|legend|rating)s?\W+|^\W*rag\s*:\s*", re.IGNORECASE)
_SAID_TO_MEAN = expression(r"=|\b(?:means|indicates|denotes)\b", re.IGNORECASE)
_LETTERED = expression(r"\b[RAGBY]\s*(?:[=:–]|(?<=\s)-)\s*[A-Za-z]")  # "B = complete, G = on track"
_LINE, _BRIEF_LINE = 12, 4  # words of a part of a legend: one that says so, and one that may be a report
_LEAD = 4  # words before the first colour of a legend: "What the colours say:"
UNKNOWN = "?"


def legend_of(text: str) -> dict[str, str]:
    """Return what a document says that its colours mean, by colour; empty where it has no legend.

    A colour that is explained in two different ways is UNKNOWN: there are two legends, and nothing says which counts.
    """
    text = "\n".join(map(_with_signs, spell_colours(text).split("\n")))
    told: dict[str, set[str]] = {}
    for found in _MEANS.finditer(text):
        told.setdefault(found["colour"].lower(), set()).add(" ".join(found["words"].lower().split()))
    if len(told) < _FEWEST:
        return {}
    return {colour: next(iter(words)) if len(words) == 1 else UNKNOWN for colour, words in told.items()}


def spell_colours(text: str) -> str:
    """Return a text with the names of the colours that its signs bear: "🟢 complete" is "green = complete"."""
    if text.isascii():
        return text
    return _SIGN.sub(lambda sign: f"{_PICTURED[sign[1]]} = ", text)


def _with_signs(line: str) -> str:
    """Return a line that calls itself a key with "=" where it pairs colours and meanings by commas."""
    if not _KEY.match(line):
        return line
    spelled, pairs = _BY_COMMAS.subn(r"\g<colour> = \g<words>", line)
    return spelled if pairs >= _FEWEST else line


def explains_letters(text: str) -> bool:
    """Return whether a text says what colours mean, by their letters ("B = awaiting funds") or by their names."""
    return len(_LETTERED.findall(text)) >= _FEWEST or bool(legend_of(text))


def pictured_colour(text: str) -> str:
    """Return the colour of a cell that is nothing but a sign that bears it, "" for any other."""
    sign = _SIGN.fullmatch(text.strip())
    return _PICTURED[sign[1]] if sign else ""


def explains_colours(text: str) -> bool:
    """Return whether a line is a legend, or a part of one: "Key: green = complete", "amber: in progress".

    A sentence that only cites a legend ("Staff should know that red means stop and amber means wait") is none, and
    "Green – leaflet sent to all schools" reports.
    """
    if len(_LETTERED.findall(text)) >= _FEWEST and _KEY.sub("", text)[1:2] in (" ", "=", ":", "–", "-"):
        return True
    text = _with_signs(spell_colours(text))
    said = _KEY.sub("", text)
    longest = _LINE if said != text or _SAID_TO_MEAN.search(said) else _BRIEF_LINE
    return (len(said.split()) <= longest and bool(_MEANS.match(said))) or _is_whole_legend(text)


def _is_whole_legend(text: str) -> bool:
    first = _MEANS.search(text)
    if first is None or not legend_of(text):
        return False
    lead = text[: first.start()].rstrip()
    headed = len(lead.split()) <= _LEAD and lead[-1:] in ("", ":", ".", "(", "[", "–", "-")
    return headed or text.count("=") >= _FEWEST
