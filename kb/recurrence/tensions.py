"""Do an earlier action and a later lesson pull the same way? Only words that say otherwise are answered with.

Four things are looked for, each in the words of the two findings alone:

- the earlier one chose between two things ("emotional harm rather than neglect", "neglect would be more appropriate"),
  and the later one speaks of the thing set aside, or of the use of the one chosen;
- the earlier one did less of something of which the later one finds too little, or more of what it finds too much of;
- the later one says that something like the earlier action was the cause of what it found;
- the later one finds fault with an instrument by name that the earlier one brought in, or asks for it to be changed.

That a lesson came back although something was done is not a pull in another direction and is never answered with.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from kb.core.model import Finding, Kind, Polarity
from kb.core.recurrence_values import WANTING_OR_ASKING_KINDS
from kb.recurrence.instruments import instruments
from kb.recurrence.terms import STOPS, normalise_word, stem

_WORD = re.compile(r"[A-Za-z]+(?:['\u2019-][A-Za-z]+)*")
_EVERYDAY = frozenset(
    stem(word)
    for word in """
    child children young people family families agency agencies service services staff work worker workers working
    plan plans meeting meetings use used using new year years time support social area local partner partners team
    teams care issue matter factor good better quality process system approach safeguard multi-agency protection
    protective case cases record records recorded
    """.split()
)
_ACTED = frozenset((Kind.ACTION, Kind.EVIDENCE, Kind.GOOD_PRACTICE))
_FAULTS = frozenset((Kind.CONCERN, Kind.MISSED_OPPORTUNITY))
_REACH = 7  # words beside a cue that it speaks of

_CLAUSE_END = re.compile(
    r"[.;:!?]|,\s|\s[\u2013\u2014-]\s|\b(?:because|although|while|whereas|so that|which|when|where)\b"
)
_RATHER = re.compile(
    r",?\s*(?:\brather than\b|\binstead of\b|\bin place of\b|\band not\b|, not\b|\bin preference to\b)", re.I
)
_TO = re.compile(r"\b(?:from|away from)\s+(?P<aside>[^.;:,]{3,60}?)\s+to(?:wards)?\s+(?P<chosen>[^.;:,]{3,60})", re.I)
_AVOID = re.compile(
    r"\b(?:avoid(?:ed|ing|s)?|no longer use[ds]?|stop(?:ped|s)? using|discourag(?:e|ed|ing|es)|reluctan(?:t|"
    r"ce) to(?: use| name)?|"
    r"mov(?:e|ed|ing) away from|not to use)\b",
    re.I,
)
_APT = re.compile(
    r"(?P<chosen>[^.;:,]{3,60}?)\s+(?:would be|is|was|were|are|as)\s+(?:a |the )?(?:much )?"
    r"(?:more appropriate|more suitable|better|preferable|preferred|the right|more accurate)\b",
    re.I,
)
_USE = re.compile(r"\b(?:use of|using|used?|choice of|recording of|recorded as|reliance on)\s+(?:the\s+)?", re.I)
_STILL = re.compile(r"\b(?:still|continue[ds]?|persist\w*|remain\w*|not yet|despite|carr(?:y|ied) on)\b", re.I)
_OVERLOOKED = re.compile(
    r"\b(?:overlook\w*|miss(?:ed|ing)|not (?:seen|recogni[sz]ed|named|recorded|considered|identified)|"
    r"under-?us\w+|lost|"
    r"hidden|obscured|unnamed|unseen|should (?:be|have been))\b",
    re.I,
)

_PASSIVE = re.compile(r"\b(?:is|are|was|were|been|being)\s+(?:\w+\s+)?$", re.I)
_LESS_DONE = re.compile(
    r"\b(?:stop(?:ped|s)?|end(?:ed|s|ing)|ceas\w+|clos(?:ed|es|ing|ure of)|reduc\w+|remov\w+|withdr\w+|discontinu\w+|"
    r"decommission\w*|cut(?:s|ting)?|fewer|shorten\w*|limit(?:ed|s|ing)?|restrict\w*|relax\w*|abolish\w*|"
    r"dispens\w+ with)\b",
    re.I,
)
_MORE_WANTED = re.compile(
    r"\b(?:lack of|loss of|absence of|without|need for|not enough|too few|too little|insufficient|no longer|restor\w+|"
    r"reinstat\w+|bring back|longer|more frequent|shortage of|lost)\b",
    re.I,
)
_MORE_DONE = re.compile(
    r"\b(?:introduc\w+|increas\w+|expand\w*|extend\w*|requir\w+|mandator\w+|add(?:ed|s|ing|ition\w*)|more|additional|"
    r"rolled out|launch\w*|bring in|brought in)\b",
    re.I,
)
_LESS_WANTED = re.compile(
    r"\b(?:too many|too much|over-?relian\w+ on|excessive|burden\w*(?: of)?|overwhelmed by|duplicat\w+(?: of)?|"
    r"unnecessary|deterred by|put off by|weighed down by|too (?:long|often|frequent)|should (?:stop|not use|end|"
    r"reduce))\b",
    re.I,
)
_CAUSE_AFTER = re.compile(
    r"\b(?:because(?: of)?|as a (?:result|consequence) of|due to|owing to|caused by|brought about by)\b", re.I
)
_CAUSE_BEFORE = re.compile(
    r"\b(?:led to|resulted in|meant that|had the effect|made it harder|discouraged|contributed to|"
    r"left (?:\w+ )?without)\b",
    re.I,
)
_DENIED = re.compile(
    r"\b(?:no|not|nor|never|without|lack\w*|absen\w+|fail\w*|nobody|none|too few|"
    r"limited|insufficient|inconsisten\w+|weak\w*|poor\w*|n['\u2019]t)\b",
    re.I,
)
_FAULT = re.compile(
    r"\b(?:but|however|although|did not|does not|do not|had not|has not|was not|only|nobody|too (?:narrow|late|"
    r"slow|long|short)|"
    r"unclear|confus\w+|made (?:it )?(?:harder|worse)|disrupt\w*)\b",
    re.I,
)
_BODY = re.compile(r"\b(?:partnership|group|board|forum|network|hub|panel|conference|academy)s?$", re.I)
_CHANGE = re.compile(
    r"\b(?:review|rewrite|replace|revise|withdraw|suspend|rethink|reconsider)(?: of)?(?: the| its)?\s*$", re.I
)


@dataclass(frozen=True, slots=True)
class Tension:
    """The words of an earlier and of a later finding that made them look opposed."""

    earlier: str
    later: str


def find_tension(earlier: Finding, later: Finding) -> Tension | None:
    """Return the words by which a later finding may point in another direction than an earlier one, or None."""
    praised = later.polarity is Polarity.WORKING_WELL and later.kind not in _FAULTS
    if later.kind not in WANTING_OR_ASKING_KINDS or praised:
        return None
    acted = (_chosen_otherwise, _less_and_more, _as_the_cause, _fault_with_instrument)
    ways = acted if earlier.kind in _ACTED else (_preferred_otherwise,)
    return next((found for way in ways if (found := way(earlier.text, later.text))), None)


def _chosen_otherwise(earlier: str, later: str) -> Tension | None:
    """The earlier one chose; the later one speaks of what was set aside, or of the use of what was chosen."""
    again = [aside for _, aside, _ in _choices(later)]
    for chosen, aside, said in _choices(earlier):
        if any(aside & other for other in again):  # both set the same thing aside: they agree
            continue
        for found in _speaks_of(aside - chosen, later):
            return Tension(said, _squeeze(found))
        for found in _uses(chosen - aside, later) if not aside else ():
            return Tension(said, _squeeze(found))
    return None


def _preferred_otherwise(earlier: str, later: str) -> Tension | None:
    """A review that only observed can still say what is better; "X rather than Y" may be what it found wrong."""
    for match in _APT.finditer(earlier):
        chosen, _, said = _preference(match)
        for found in _uses(chosen, later):
            return Tension(said, _squeeze(found))
    return None


def _choices(text: str) -> Iterator[tuple[frozenset[str], frozenset[str], str]]:
    """Give what a text chose, what it set aside, and the words that say so."""
    for match in _RATHER.finditer(text):
        before, after = _clause_before(text, match.start()), _clause_after(text, match.end())
        yield _content(before), _content(after), _squeeze(match.group() + after)
    for match in _TO.finditer(text):
        yield _content(match["chosen"]), _content(match["aside"]), match.group()
    for match in _AVOID.finditer(text):
        after = _clause_after(text, match.end())
        yield frozenset(), _content(after), _squeeze(match.group() + after)
    yield from (_preference(match) for match in _APT.finditer(text))


def _preference(match: re.Match[str]) -> tuple[frozenset[str], frozenset[str], str]:
    words = " ".join(match["chosen"].split()[-3:])
    return _content(words), frozenset(), f"{words}{match.group()[len(match['chosen']) :]}"


def _speaks_of(things: frozenset[str], text: str) -> Iterator[str]:
    """Give where a text wants or misses a thing, or speaks of its use; not where it says that it is still done."""
    for cue in (*_USE.finditer(text), *_OVERLOOKED.finditer(text)):
        start = max(0, cue.start() - 40)
        around = _clause_before(text, cue.start())[-60:] + cue.group() + _clause_after(text, cue.end())
        if _content(around) & things and not _STILL.search(text[start : cue.end()]):
            yield around.strip()


def _uses(things: frozenset[str], text: str) -> Iterator[str]:
    """Give where a text speaks of the use of a thing."""
    for cue in _USE.finditer(text):
        after = " ".join(text[cue.end() :].split()[:3])
        if _content(after) & things and not _STILL.search(text[max(0, cue.start() - 40) : cue.end()]):
            yield cue.group() + after


def _less_and_more(earlier: str, later: str) -> Tension | None:
    for did, wants in ((_LESS_DONE, _MORE_WANTED), (_MORE_DONE, _LESS_WANTED)):
        for done in did.finditer(earlier):
            of = _object(earlier, done)
            for wanted in wants.finditer(later):
                what = _object(later, wanted)
                if _content(of) & _content(what):
                    return Tension(_squeeze(of), _squeeze(what))
    return None


def _object(text: str, cue: re.Match[str]) -> str:
    """Return what a cue speaks of, with the cue: the words after it, and those before it where it is a passive."""
    before = _clause_before(text, cue.start())
    return (before if _PASSIVE.search(before) else "") + cue.group() + _clause_after(text, cue.end())


def _as_the_cause(earlier: str, later: str) -> Tension | None:
    """The later one names as a cause what the earlier one did; the absence of an action is no fault of the action."""
    did = _content(earlier)
    for cue in _CAUSE_AFTER.finditer(later):
        cause = re.split(r"[.;!?]", later[cue.end() :], maxsplit=1)[0]
        if len(_content(cause) & did) >= 2 and not _DENIED.search(cause):
            return Tension(_shared_stretch(earlier, cause), (cue.group() + cause).strip())
    for cue in _CAUSE_BEFORE.finditer(later):
        cause = re.split(r"[.;!?]", later[: cue.start()])[-1]
        if len(_content(cause) & did) >= 2 and not _DENIED.search(cause):
            return Tension(_shared_stretch(earlier, cause), (cause + cue.group()).strip())
    return None


def _fault_with_instrument(earlier: str, later: str) -> Tension | None:
    before, after = instruments(earlier), instruments(later)
    for key in before.keys() & after.keys():
        name = after[key]
        if _BODY.search(name):  # what a body did, another finding need not be about
            continue
        for match in re.finditer(re.escape(name), later):
            changed = _CHANGE.search(later[: match.start()])
            if changed:
                return Tension(before[key], f"{changed.group().strip()} {name}")
        rest = later[later.find(name) + len(name) :]
        fault = _FAULT.search(rest)
        if fault:
            return Tension(before[key], f"{name} \u2026 {fault.group()}{_clause_after(rest, fault.end())}")
    return None


def _content(text: str) -> frozenset[str]:
    stems = (stem(normalise_word(word)) for word in _WORD.findall(text))
    return frozenset(s for s in stems if len(s) > 2 and s not in STOPS and s not in _EVERYDAY)


def _clause_after(text: str, at: int) -> str:
    clause = _CLAUSE_END.split(text[at:].lstrip(), maxsplit=1)[0]
    return " " + " ".join(clause.split()[:_REACH]) if clause.strip() else ""


def _clause_before(text: str, at: int) -> str:
    clause = _CLAUSE_END.split(text[:at].rstrip(" ,"))[-1]
    return " ".join(clause.split()[-_REACH:]) + " "


def _squeeze(text: str) -> str:
    return " ".join(text.strip(" ,").split())


def _shared_stretch(text: str, other: str) -> str:
    """Return the stretch of a text from the first to the last word that it shares with another."""
    wanted = _content(other)
    hits = [m for m in _WORD.finditer(text) if stem(normalise_word(m.group())) in wanted]
    words = text[hits[0].start() : hits[-1].end()].split()
    return " ".join(words) if len(words) <= 12 else " ".join(words[:12]) + " \u2026"
