"""What the words of a status line are worth for each status, as learned from judged lines.

Rules read the wordings that somebody thought of. Weights carry what judged lines have in common to a line that nobody
wrote a rule for. They are learned by benchmarks/train_statuses.py; reading needs the file of weights alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from ingest.words.learned import weigh_signs
from kb.core.expressions import expression
from kb.core.model import Status

WEIGHTS = Path(__file__).parent.parent / "words" / "status_weights.json"
_MONTHS = "january|february|march|april|june|july|august|september|october|november|december"
_SHARE = expression(r"\b\w+ ?(?:%|per ?cent\b)")
_WHOLE = expression(r"\b100 ?(?:%|per ?cent\b)|(?<!\d)0 ?(?:%|per ?cent\b)")
_MONTH = expression(rf"\b(?:{_MONTHS}|jan|feb|sept?|oct|nov|dec|(?<=\d )may|may(?= (?:19|20)\d\d)|(?<=\bin )may)\b")
_YEAR = expression(r"\b(?:19|20)\d\d\b")
_NUMBER = expression(r"\d[\d/.]*")
_TOKEN = expression(r"[A-Za-z']+|[?;:,.()☒☐]")
_ROW = 3  # words in a row that may say one thing
_ROOT = 5  # letters that the forms of a long word share


def status_signs(text: str) -> Iterator[str]:
    """Yield the signs of a line, each once: its words in rows of one to three, and the roots of long words."""
    line = text.lower().replace("’", "'").replace("‘", "'")
    line = _WHOLE.sub(lambda share: " ALL " if share.group()[0] == "1" else " NONE ", line)
    line = _SHARE.sub(" SHARE ", line)
    line = _MONTH.sub("MONTH", line)
    line = _NUMBER.sub("NUMBER", _YEAR.sub("YEAR", line))
    words = _TOKEN.findall(line)
    found = {f"first {words[0]}"} if words else set()
    for length in range(1, _ROW + 1):
        found.update(" ".join(words[at : at + length]) for at in range(len(words) - length + 1))
    found.update(f"{word[:_ROOT]}*" for word in words if len(word) > _ROOT)
    yield from sorted(found)


def chances(text: str) -> Mapping[Status, float]:
    """Return how likely each status is by a line's words alone; they sum to one."""
    return {Status(name): chance for name, chance in weigh_signs(WEIGHTS, tuple(status_signs(text))).items()}
