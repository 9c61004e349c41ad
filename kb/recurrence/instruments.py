"""Named instruments: the protocols, models, panels and tools that reviews call by name.

"Priority Housing Protocol" in two reviews is the same thing even where all other words differ. A name is a run of
capitalised words that ends in, or holds, a word for an instrument.
"""

from __future__ import annotations

from kb.core.expressions import expression
from kb.recurrence.terms import normalise_word
from kb.text.stemming import english_stem

_SORTS = frozenset(
    english_stem(word)
    for word in """
    protocol protocols model strategy framework pathway policy tool toolkit guidance procedure procedures
    charter profile scheme forum network hub panel programme agreement passport memorandum checklist standard
    standards arrangements system systems academy register template conference
    """.split()
)
_COMMON = frozenset(
    english_stem(word)
    for word in """
    child children adult adults protection core case conference conferences social care service services
    council county borough district board plan plans need health local authority safeguarding review practice
    group groups partnership police family families multi agency the a of and for in to joint risk assessment
    executive sub working guidance initial strategy
    """.split()
)
_REST = r"[\w'\u2019-]{1,60}"  # of a word: no word is longer, and a row of letters is not read again from each of them
_NAME = expression(rf"(?:[A-Z]{_REST})(?:\s+(?:of|and|for|the|to|[A-Z]{_REST}|&)){{1,6}}")
# "Introduction of the …", "Under the …": a word with a capital only because a sentence or a bullet begins with it
_BEFORE = expression(r"^(?:[A-Z][a-z]+\s+(?:of\s+the|of|for\s+the|the|to\s+the)|The)\s+(?=[A-Z])")
_AFTER = expression(
    r"(?<!\s)(?:\s+(?:of|and|for|the|to|&))+$"
)  # the little words with which a run of capitals goes on and ends
_INNER = expression(r"[A-Za-z]+")
_LITTLE = frozenset(("of", "and", "for", "the", "to"))


def instruments(text: str) -> dict[frozenset[str], str]:
    """Return the named instruments of a text: what tells each apart (stems), and the name as printed.

    A name counts where, beside the word for its sort, it holds a word that is not every review's own ("Priority",
    "Graded", "Encompass"); so that "Child Protection Conference" is no instrument and "Operation Encompass" would need
    a sort word. Two names are the same where their telling stems are.
    """
    found: dict[frozenset[str], str] = {}
    for match in _NAME.finditer(text):
        name = _AFTER.sub("", _BEFORE.sub("", match.group().strip()))
        stems = [
            english_stem(_housing(normalise_word(word))) for word in _INNER.findall(name) if word.lower() not in _LITTLE
        ]
        telling = frozenset(s for s in stems if s not in _SORTS and s not in _COMMON)
        if telling and any(s in _SORTS for s in stems) and len(stems) > 1:
            found.setdefault(telling, name)
    return found


def _housing(word: str) -> str:
    # "Rehousing" and "Housing" name the same arrangements; the stemmer does not know the prefix.
    return word.removeprefix("re") if word.startswith("rehous") else word
