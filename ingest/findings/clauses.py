"""The main clause of a sentence: what sort of subject it has, and in what tense its verb stands.

A lesson speaks of anyone and of now ("Children who cope are easily left to go on coping."), a concern of somebody and
of then. What only frames a clause is passed over: "The panel considers that ...", "In March 2020, ...". The words are
in ingest/words/clauses.toml.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from ingest.words import wordlist
from kb.core.expressions import expression

_TOKEN = expression(r"[a-z][a-z’-]*|\d[\d.,/:]*|[,;:()“”?]")
_NUMBERED = expression(r"^\W*(?:[\d.]+\)?\s+)?")
_FRAME = expression(
    r"^(?:it (?:is|was|has been|should be|must be|may be|would (?:seem|appear)|seems|appears|does not (?:appear|seem)) "
    r"(?:[\w’ ,-]{0,60}? )?that "
    r"|(?:[\w’,.()-]+ ){0,9}?(?:finds?|found|consider(?:s|ed)?|conclude[sd]?|note[sd]?|believe[sd]?|thinks?|thought|"
    r"accept(?:s|ed)?|learned|learnt|show(?:s|n|ed)|stress(?:es|ed)|reflect(?:s|ed)|observe[sd]|heard|said|says|"
    r"told \w+|tells us|report(?:s|ed)|advise[sd]|draws? from this|teaches(?: once again)?|recognise[sd]?|"
    r"agree[sd]|suggest(?:s|ed)?|demonstrate[sd]?|highlight(?:s|ed)?|reminds? us|is(?: rather)?|was(?: rather)?|"
    r"to (?:us|me|the reader)) that )"
)
_BODY = expression(
    r"^(?:the |each |every |all )?(?:[\w’-]+ ){0,4}?(?:police|trust|council|board|hospital|school|surgery|practice|"
    r"services?|team|force|college|partnership|committee|icb|department|agency|agencies|ward|clinic|nursery|"
    r"association|charity|provider|court|officers?|nurses?|workers?|teachers?|midwi(?:fe|ves)|doctors?|gps?|"
    r"visitors?|staff|practitioners?|professionals|managers?)$"
)
_BODY_WITHIN = 6  # words of a subject among which a body stands
_OPENING = 26  # words and marks before whose end the comma after an opening stands
_ASKING = frozenset("is are does do has have can will should could would must".split())
_MODAL = {"should": "should", "must": "should", "ought": "should", "shall": "should", "will": "will", "can": "can"}
_MODAL |= {"cannot": "can", "could": "could", "may": "can", "might": "could", "would": "could"}
_BY_FIRST_WORD = {"we": "we", "i": "we", "our": "we", "my": "we", "you": "you", "your": "you", "there": "there"}
_BY_FIRST_WORD |= dict.fromkeys(("what", "how", "who", "why", "whether"), "what")
_BY_FIRST_WORD |= dict.fromkeys(("it", "this", "that", "these", "those", "such"), "this")
_PEOPLE = ("nobody", "persons")
_SUBJECT_LISTS = (  # of first words, each with the sort of subject that it opens, alone and where it ends in a body
    ("nobody", "nobody", "nobody"),
    ("persons", "he or she", "he or she"),
    ("anyone", "anyone", "any body"),
    ("numbers", "a number", "a number"),
    ("determiners", "the", "the body"),
)
_AFTER_HAVE = frozenset("to a an no the".split())
_NO_PAST_AFTER = frozenset(["the", "a", "an", "of", "by", "and", ","])
_NO_PRESENT_AFTER = frozenset("to the a an of and his her their in".split())
_NOUN_AFTER = frozenset("the of a an these those other and their his her all two three".split())
_AFTER_VERB = frozenset("a an the that to in it its what when how not nothing more them us".split())
_GENERAL_AFTER = frozenset("that who which of without with from in and at for".split())
_NO_GERUND = frozenset("nothing something everything anything housing nursing".split())

_DOERS = frozenset(
    {"we", "the", "the body", "bodies", "anyone", "any body", "a word", "a general noun", "a number", "nobody"}
)


@dataclass(frozen=True, slots=True)
class Clause:
    """The sort of a main clause's subject ("anyone", "the body", "he or she") and the tense of its verb."""

    subject: str
    tense: str


def main_clause(line: str) -> Clause:
    """Return the main clause of a sentence in small letters, single spaces and ’ for every apostrophe."""
    tokens = _without_opening(_TOKEN.findall(_without_frame(_NUMBERED.sub("", line))))
    subject: list[str] = []
    within = False  # a clause within the subject, whose verb is not the sentence's
    passed = False  # that verb, after which its participle may stand
    for place, word in enumerate(tokens):
        before, after = tokens[place - 1] if place else "", tokens[place + 1] if place + 1 < len(tokens) else ""
        tense = _tense(word, before, after)
        if tense and not place and tense != "past":
            return Clause("a question" if word in _ASKING else "an order", tense)
        if tense and not within and not (passed and tense == "past"):
            return Clause(_subject(subject), tense)
        passed = within and (bool(tense) or (before in _words("relative") and not _begins_subject(word)))
        within = (within and not passed) or (bool(place) and word in _words("relative"))
        subject.append(word)
    return Clause(_subject(subject), "no verb")


def tells_deed(text: str) -> bool:
    """Return whether the main clause of a sentence tells what a body did or has done, or what was done."""
    return _clause_of(text).subject in _DOERS and tells_past(text)


def tells_past(text: str) -> bool:
    """Return whether the main clause of a sentence tells of the past, whoever did it."""
    return _clause_of(text).tense in ("past", "has done")


def _clause_of(text: str) -> Clause:
    return main_clause(" ".join(text.lower().replace("'", "’").split()))


@cache
def _words(name: str) -> frozenset[str]:
    return frozenset(wordlist("clauses")[name])


def _begins_subject(word: str) -> bool:
    """Return whether a word after "who" or "that" begins a subject and is no verb: "a plan that nobody has read"."""
    lists = ("determiners", "persons", "nobody", "anyone", "numbers", "adverbs")
    return word in _BY_FIRST_WORD or any(word in _words(name) for name in lists)


def _without_frame(line: str) -> str:
    frame = _FRAME.match(line)
    return line[frame.end() :] if frame else line


def _without_opening(tokens: list[str]) -> list[str]:
    """Return the tokens without what stands before the main clause: "However, in March, the panel noted that ..."."""
    for _ in range(2):
        if tokens and tokens[0] in _words("adverbs"):
            tokens = tokens[2:] if tokens[1:2] == [","] else tokens[1:]
        if tokens and tokens[0] in _words("opens") and "," in tokens[1:_OPENING]:
            tokens = tokens[tokens.index(",") + 1 :]
        line = " ".join(tokens)
        rest = _without_frame(line)
        tokens = _TOKEN.findall(rest) if rest is not line else tokens
    return tokens


def _tense(word: str, before: str, after: str) -> str:
    """Return the tense of a finite verb, "" for any other word."""
    if word in ("has", "have"):
        return "present" if after in _AFTER_HAVE else "has done"
    if word in _MODAL:
        return _MODAL[word]
    if word in ("need", "needs") and after == "to":
        return "should"
    ends = len(word) > 4 and word.endswith("ed") and word not in _words("not_past")
    if word in _words("past") or (ends and before and before not in _NO_PAST_AFTER):
        return "past"
    if word in _words("present") and before and before not in _NO_PRESENT_AFTER:
        return "present"
    verbal = word.endswith("s") and not word.endswith(("ss", "’s", "us")) and after in _AFTER_VERB
    return "present" if verbal and before and before not in _NOUN_AFTER else ""


def _subject(words: list[str]) -> str:
    """Return of what sort a subject is, by its first words."""
    if not words:
        return "none"
    first = words[0]
    if first in _BY_FIRST_WORD:
        return _BY_FIRST_WORD[first]
    if first.endswith("ing") and first not in _NO_GERUND and not any(first in _words(name) for name in _PEOPLE):
        return "doing something"
    body = bool(_BODY.match(" ".join(words[:_BODY_WITHIN])))
    for name, alone, with_body in _SUBJECT_LISTS:
        if first in _words(name) or (name == "numbers" and first[0].isdigit()):
            return with_body if body else alone
    if first.endswith("’s"):
        return "somebody’s"
    if body:
        return "bodies"
    general = first.endswith("s") or (len(words) > 1 and words[1] in _GENERAL_AFTER)
    return "a general noun" if general else "a word"
