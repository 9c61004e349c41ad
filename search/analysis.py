"""How text becomes words: the one analysis that every engine, the query and the highlighter share.

Each token of a text stands at one position and has two forms: the *word* as written (folded), for quotes, prefixes and
suggestions, and its *stem*, for everything else. Stop words keep their positions, so that phrases can have them.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

from kb.text.stemming import english_stem

LONGEST_WORD = 64  # letters of a word; what is longer is cut, so that no text can make a monstrous term
MOST_WORDS = 20_000  # of one field; a finding of more is no finding, and engines keep positions in 16 bits

_MARKS = "\u0300-\u036f\u00ad\u200b-\u200d\u2060\ufe0f"  # combining accents, soft hyphens and zero-width joiners
_APOSTROPHES = "'\u2018\u2019\u02bc\uff07"
_REST = rf"(?:[^\W_]|[{_MARKS}])"
_TOKEN = re.compile(rf"[^\W_]{_REST}*(?:(?:[{_APOSTROPHES}](?=[^\W\d_])|(?<=\d)[.,](?=\d)){_REST}+)*")
_PLAIN = re.compile(r"[a-z0-9]+(?:(?:'(?=[a-z])|(?<=[0-9])[.,](?=[0-9]))[a-z0-9]+)*")
_DROPPED = re.compile(rf"[{_MARKS}{_APOSTROPHES},]")

_STOPPED = """
a about after all also am an and any are arent as at be because been before being between both but by can cannot could
couldnt did didnt do does doesnt doing don dont down during each find for from further get gets give go goes going gone
got had hadnt has hasnt have havent having he her here hers him his how i id if im in into is isnt it its itself ive
just lets like lot make me might more most my no nor not of off on once only or other our out over own please same say
shall she should shouldnt show so some such tell than that thats the their theirs them then there these they theyre
thing things this those through to too under until up us very want was wasnt we were werent weve what whats when where
which while who whom whose why will with wont would wouldnt you your youve
"""
STOP_WORDS = frozenset(_STOPPED.split())

_OVERRIDES = {
    # The stemmer parts what belongs together ...
    "children": "child", "childrens": "child", "men": "man", "mens": "man", "women": "woman", "womens": "woman",
    "curiosity": "curious", "disclosure": "disclos", "disclosures": "disclos", "referral": "refer",
    "referrals": "refer", "violent": "violenc", "violently": "violenc", "pregnant": "pregnanc",
    "intervene": "intervent", "intervenes": "intervent", "intervened": "intervent", "intervening": "intervent",
    "respond": "respons", "responds": "respons", "responded": "respons", "responding": "respons",
    "injured": "injuri", "injure": "injuri", "injuring": "injuri", "married": "marriag", "marry": "marriag",
    "coercive": "coerc", "coercion": "coerc", "practical": "practical", "safer": "safe", "religious": "religion",
    "racial": "race", "racism": "race", "racist": "race", "decision": "decid", "decisions": "decid",
    "compliance": "compli", "compliant": "compli", "noncompliance": "noncompli", "died": "death", "dying": "death",
    "dies": "death", "deaths": "death", "seen": "see", "known": "know", "knew": "know", "learnt": "learn",
    "brought": "bring", "told": "tell", "spoken": "speak", "spoke": "speak", "heard": "hear", "lost": "lose",
    "understood": "understand", "criticism": "critic", "hidden": "hidden", "parents": "parent",
    "absent": "absenc", "absentee": "absenc", "analysis": "analys", "analyses": "analys", "analytical": "analys",
    "analytic": "analys", "analytically": "analys", "diagnosis": "diagnos", "diagnoses": "diagnos",
    "crises": "crisi", "recurrence": "recur", "recurrent": "recur", "recurrences": "recur", "grieving": "grief",
    "grieved": "grief", "dead": "death", "loss": "lose", "losses": "lose", "choice": "choos", "choices": "choos",
    "chose": "choos", "chosen": "choos", "broken": "break", "broke": "break", "written": "write", "wrote": "write",
    "drunk": "drink", "drank": "drink", "drunken": "drink", "shaken": "shake", "shook": "shake", "fled": "flee",
    "beaten": "beat", "taught": "teach", "fought": "fight", "knife": "knive", "offence": "offend",
    "offences": "offend", "practise": "practic", "practised": "practic", "practising": "practic", "took": "take",
    "taken": "take", "teeth": "tooth", "slept": "sleep", "bitten": "bite", "sought": "seek", "program": "programm",
    "programs": "programm", "behavior": "behaviour", "behaviors": "behaviour", "behavioral": "behaviour",
    "pediatric": "paediatr", "counseling": "counsel", "counselor": "counsellor", "rung": "ring", "rang": "ring",
    "held": "hold", "met": "meet", "kept": "keep", "felt": "feel", "stuck": "stick", "hid": "hide",
    "grew": "grow", "grown": "grow", "stolen": "steal", "stole": "steal", "frequency": "frequent",
    # ... and joins what does not.
    "authority": "authority", "authorities": "authority", "reference": "reference", "references": "reference",
    "referenced": "reference", "responsible": "responsible", "responsibility": "responsible",
    "responsibilities": "responsible", "university": "university", "universities": "university",
    "universal": "universal", "relative": "relative", "relatives": "relative", "policing": "police",
    "police": "police", "policed": "police", "organ": "organ", "organs": "organ", "general": "general",
    "generally": "general", "generation": "generation", "generations": "generation",
    "traveller": "traveller", "travellers": "traveller",
    "news": "news", "ward": "ward", "wards": "ward", "warden": "warden", "wardens": "warden",
}  # fmt: skip


class SearchToken(NamedTuple):
    """A word of a text and its place in it."""

    word: str
    start: int
    end: int


def fold(word: str) -> str:
    """Return one token as it is indexed: compatible forms joined, accents and apostrophes left out, small letters."""
    if word.isascii():
        return _DROPPED.sub("", word.lower())[:LONGEST_WORD]
    parts = unicodedata.normalize("NFKD", word[: LONGEST_WORD * 4])
    bare = "".join(c for c in parts if not unicodedata.combining(c))
    return _DROPPED.sub("", unicodedata.normalize("NFC", bare.casefold()))[:LONGEST_WORD]


def tokens(text: str) -> list[SearchToken]:
    """Return the words of `text` with their offsets, for marking; in the same order as `words`."""
    found = (SearchToken(fold(m.group()), m.start(), m.end()) for m in _TOKEN.finditer(text))
    return [token for token in found if token.word][:MOST_WORDS]


def words(text: str) -> list[str]:
    """Return the words of `text` as written (folded), in order: the position of a word is its place in this list."""
    if not text.isascii():
        return [token.word for token in tokens(text)]
    found = _PLAIN.findall(text.lower())[:MOST_WORDS]
    if "'" in text or "," in text or max(map(len, found), default=0) > LONGEST_WORD:
        return [fold(word) for word in found]
    return found


def stems(text: str) -> list[str]:
    """Return the stems of `text`, in order and at the same positions as `words`."""
    return [stem(word) for word in words(text)]


@lru_cache(maxsize=200_000)
def stem(word: str) -> str:
    """Return the stem of a folded word: Snowball's English one, unless the list above knows better."""
    override = _OVERRIDES.get(word)
    if override is not None:
        return override
    # Names with figures in them ("gcp2", "1,900") are no English words.
    return english_stem(_IZE.sub(r"\1is\2", word)) if word.isalpha() else word


_IZE = re.compile(r"(....)iz(e|es|ed|er|ers|ing|ation|ations|ational)$")  # "recognize" is "recognise"
