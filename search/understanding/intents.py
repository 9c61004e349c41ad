"""What a person is after beside findings, as far as the words say so: a quiz, a timeline, a comparison, a draft."""

from __future__ import annotations

import re

_INTENTS = tuple(
    (intent, re.compile(rf"\b(?:{signs})\b", re.IGNORECASE))
    for intent, signs in (
        ("quiz", r"quiz(?:zes)?|spot the missed|test (?:yourself|my team|the team|staff)"),
        ("timeline", r"time-?\s?lines?|chronology of|sequence of events|what happened when"),
        ("contrast", r"contrast(?:s|ed|ing)?|side by side|same theme"),
        ("compare", r"compar(?:e|es|ed|ing|isons?)|versus|vs"),
        ("came_back", r"(?:came|come|comes|coming) back|found again|despite (?:the )?actions?"),
        ("history", r"come up before|came up before|happened before|been said before|keeps? (?:on )?happening"
         r"|over time|recur(?:s|red|ring)?|history of"),
        ("follow_up", r"follow(?:ed)?[- ]up|implemented|completed?|what became of|evidence of completion|status of"),
        ("check", r"(?:check|test|compare) (?:my|our|a|the|this) draft|draft (?:recommendations?|report|review|sar)"),
        ("case_pack", r"case packs?|training packs?|pack (?:on|about|for)|session (?:on|about|for)|handouts?"),
        ("cases", r"(?:short |real )?cases (?:on|about|of|with|where)|case (?:stud(?:y|ies)|with|where)"
         r"|a case|three cases|case examples?"),
        ("told_to_act", r"who (?:was|were|is|has been) (?:told|asked|to)|who (?:should|must|has to)|owner of"),
    )
)  # fmt: skip


def intents(text: str) -> tuple[str, ...]:
    """Return what the person is after, as far as the words say so."""
    return tuple(intent for intent, signs in _INTENTS if signs.search(text))


def without_intents(text: str) -> str:
    """Return a question without the words that say what the person is after."""
    for _, signs in _INTENTS:
        text = signs.sub(" ", text)
    return " ".join(text.split())
