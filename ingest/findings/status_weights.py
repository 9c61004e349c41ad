"""What the words of a status line are worth for each status, as learned from judged lines.

Rules read the wordings that somebody thought of. Weights carry what judged lines have in common to a line that nobody
wrote a rule for. They are learned by benchmarks/train_statuses.py; reading needs the file of weights alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import combinations, pairwise
from pathlib import Path

from ingest.findings.reserves import first_reserve
from ingest.findings.status_classes import class_signs
from ingest.findings.status_clauses import clauses_of, told_by_clauses
from ingest.findings.status_rules import SHORT, find_mentions, weigh_mentions
from ingest.findings.status_words import states_in
from ingest.words.learned import SignGroup, weigh_signs
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


# What each kind of sign counts; set with the lines of whole hands left out.
_WORDS, _CLASSES, _RULES, _CLAUSES = 0.7, 1.0, 0.5, 1.0


def status_signs(text: str) -> tuple[SignGroup, ...]:
    """Return the signs of a line: its words, their classes, what rules find in it, and what its clauses say."""
    read = weigh_mentions(find_mentions(text, cell=len(text.split()) <= SHORT), text)
    return (
        SignGroup(tuple(_word_signs(text)), _WORDS),
        SignGroup(tuple(class_signs(text)), _CLASSES),
        SignGroup(tuple(_rule_signs(text, read)), _RULES),
        SignGroup(tuple(_clause_signs(text, read)), _CLAUSES),
    )


def chances(text: str) -> Mapping[Status, float]:
    """Return how likely each status is by all signs of a line; they sum to one."""
    return {Status(name): chance for name, chance in weigh_signs(WEIGHTS, status_signs(text)).items()}


def _word_signs(text: str) -> Iterator[str]:
    """Yield a line's words in rows of one to three, and the roots of long words."""
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


def _rule_signs(text: str, read: Status) -> Iterator[str]:
    """Yield what rules find: each mention, pairs of them in their order, the verdict, and the reserve against it."""
    row = [one.name for one in sorted(states_in(text, cell=len(text.split()) <= SHORT), key=lambda one: one.at)]
    found = {f"[{name}]" for name in row}
    found.update(f"[{one} {other}]" for one, other in pairwise(row))
    found.update(f"[{one}+{other}]" for one, other in combinations(row, 2))
    found.update((f"[first {row[0]}]", f"[last {row[-1]}]") if row else ("[none]",))
    reserve = first_reserve(text)
    held = reserve.lowers_to if reserve else "none"
    found.update((f"[read {read}]", f"[reserve {held}]", f"[{read} {held}]"))
    yield from sorted(found)


def _clause_signs(text: str, read: Status) -> Iterator[str]:
    """Yield what the clauses say, each, in a row and together, and that beside the verdict of the rules."""
    clauses = clauses_of(text)
    told = told_by_clauses(text)
    yield from sorted({f"(says {one})" for one in clauses} | {f"(row {' '.join(clauses)})", f"(told {told})"})
    yield f"(told {told}, read {read})"
