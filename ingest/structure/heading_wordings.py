"""What a heading announces by its ordinary words, where the vocabulary's lists do not know it.

Only what a heading says about itself counts: a subject ("Barriers", "Learning disability") announces nothing by being
bad or about learning, so that each wording must fill its heading. The wordings are in ingest/words/wordings.toml.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from pathlib import Path

from kb.core.expressions import expression
from kb.core.model import Kind
from kb.core.toml_text import parse_toml
from kb.text.phrases import words_of

_FILE = Path(__file__).parent.parent / "words" / "wordings.toml"
_NAMED_PART = expression(r"\{([a-z]+)\}")
_NUMBER = expression(r"^(?:section |part |step |chapter )?\d+(?: \d+)* ")
_POSSESSIVE = expression(r"[’']s\b")  # "What Zoe's story shows" is four words
_LONGEST = 14  # words
_PART = expression(  # of several slides with one title: "(1)", "(2 of 3)", "(cont'd)"
    r"\s*\((?:\d{1,2}(?:\s*(?:of|/)\s*\d{1,2})?|cont(?:inued|'?d)?\.?)\)\s*$", re.IGNORECASE
)


@lru_cache(maxsize=4096)
def kind_by_wording(heading: str) -> Kind | None:
    """Return the kind of findings that a heading's own words promise, or None where they are about a subject."""
    heading = _PART.sub("", heading)
    words = _NUMBER.sub("", " ".join(words_of(_POSSESSIVE.sub("s", heading))))
    if not words or len(words.split()) > _LONGEST:
        return None
    return next((kind for kind, pattern in _rules() if pattern.fullmatch(words)), None)


@cache
def _rules() -> tuple[tuple[Kind, re.Pattern[str]], ...]:
    table = parse_toml(_FILE.read_text(encoding="utf-8"))
    parts: dict[str, str] = table["parts"]
    made = []
    for rule in table["rules"]:
        patterns = (_NAMED_PART.sub(lambda part: parts[part[1]], pattern) for pattern in rule["patterns"])
        made.append((Kind(rule["kind"]), re.compile("|".join(patterns))))
    return tuple(made)
