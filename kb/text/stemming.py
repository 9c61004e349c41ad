"""English stems, safe between threads: a stemmer keeps the word that it works on, so each thread has one of its own.

Snowball's English stemmer, with a list of words that it parts or joins wrongly for this field.
"""

from __future__ import annotations

from functools import lru_cache
from threading import local

import snowballstemmer

from kb.core.expressions import expression
from kb.text.american_spelling import other_spellings

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
    "defense": "defenc", "offense": "offend", "offenses": "offend", "pediatric": "paediatr",
    "counseling": "counsel", "counselor": "counsellor", "rung": "ring", "rang": "ring",
    "held": "hold", "met": "meet", "kept": "keep", "felt": "feel", "stuck": "stick", "hid": "hide",
    "grew": "grow", "grown": "grow", "stolen": "steal", "stole": "steal", "frequency": "frequent",
    # ... leaves several of what is written in initials without a vowel ...
    "gps": "gp", "dhrs": "dhr", "scrs": "scr", "csprs": "cspr", "lcsprs": "lcspr", "lscbs": "lscb", "ccgs": "ccg",
    "mdts": "mdt", "dsls": "dsl", "cpps": "cpp", "fgcs": "fgc", "ssps": "ssp", "sws": "sw", "pcts": "pct",
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

_IZE = expression(r"(....)iz(e|es|ed|er|ers|ing|ation|ations|ational)$")  # "recognize" is "recognise"


class _English(local):
    """A stemmer for each thread."""

    def __init__(self) -> None:
        """Make a stemmer; a thread does this when it first stems a word."""
        self.stemmer = snowballstemmer.stemmer("english")


_ENGLISH = _English()


@lru_cache(maxsize=100_000)
def english_stem(word: str) -> str:
    """Return Snowball's English stem of a word in small letters, whatever other threads stem meanwhile."""
    return str(_ENGLISH.stemmer.stemWord(word))


def _stem_otherwise() -> dict[str, str]:
    """Return the stems of other spellings, each with the stem of the word that they spell."""
    pairs = other_spellings().items()
    stemmed = ((english_stem(other), _OVERRIDES.get(word, english_stem(word))) for other, word in pairs)
    return {other: right for other, right in stemmed if other != right}


_OTHERWISE = _stem_otherwise()


@lru_cache(maxsize=200_000)
def stem(word: str) -> str:
    """Return the stem of a folded word: Snowball's English one, unless the list above knows better."""
    override = _OVERRIDES.get(word)
    if override is not None:
        return override
    if not word.isalpha():  # names with figures in them ("gcp2", "1,900") are no English words
        return word
    found = english_stem(_IZE.sub(r"\1is\2", word))
    return _OTHERWISE.get(found, found)
