"""Statements: the sentences of running text, each a candidate, and the linear model that tells which are findings.

Whether a statement is a finding, and of which kind, follows from its signs (`ingest.findings.statement_signs`). Each
sign has a weight, which `benchmarks/train_statements.py` learned from labelled documents;
ingest/words/statements.json holds them.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from ingest.findings.clauses import main_clause
from ingest.findings.grammar import SentenceGrammar
from ingest.findings.statement_signs import Sign, StatementPlace, add_place_signs, own_signs
from ingest.findings.statement_words import PREFIX
from ingest.structure.chapters import Chapter
from ingest.structure.paragraphs import DocumentText, TextPiece
from kb.core.errors import BadVocabulary
from kb.core.expressions import expression
from kb.core.model import Kind
from kb.text.sentences import leaves_quotation_open, sentences

WEIGHTS = Path(__file__).parent.parent / "words" / "statements.json"
_PAIR = 2  # sentences
_TELLS_ONLY = 0.25  # a chance below which a sentence tells what happened and needs no judgement beside it
_EXPECTED = 0.5  # added to the score of a kind that the heading announces
_BOTH = 48  # words of two sentences that may be one statement
_ALONE = 7  # words from which a sentence that points at nothing is understood by itself
_EARLY = 5  # words within which a sentence points back
# What cannot be understood without the sentence before it.
_LEANS = expression(
    r"(?:only|none|neither|not\s+one)\s+(?:\w+\s+)?of\s+(?:them|these|those)\b|"
    r"(?:in\s+the\s+[\w\s]{1,20}\s+)?since\s+then\b",
    re.IGNORECASE,
)
_FRAMES = expression(  # whose judgement it is, before the judgement
    r"^(?:in\s+(?:the\s+)?(?:view|opinion|judge?ment|eyes)\s+of\s+(?:[\w’']+\s+){1,4}?|in\s+(?:our|my|(?:the\s+)?[\w]+[’']s)\s+"
    r"(?:view|opinion|judge?ment),?\s+)(?=\w)",
    re.IGNORECASE,
)
_JUDGES = expression(
    r"^the\s+(?:panel|review(?:ers?)?|review\s+team|author|investigation|inquiry)\s+(?:therefore\s+|also\s+)?"
    r"(?:found|finds|concluded|concludes|considers|considered|believes|takes\s+the\s+view)\b",
    re.IGNORECASE,
)
_GIVEN_AGAIN = expression(r"^(?:\w+ly,?\s+)?you(?:r)?\b", re.IGNORECASE)
_POINTS = expression(r"\b(?:it|they|them|she|he|him|her|this|these|those|such|its|their|his)\b", re.IGNORECASE)
_ANYONE = expression(  # "Those who ...", "It is rare that ..."; "These calls with the school ..." points back
    r"^\W*(?:those\b(?:\s+\w+)?\s+(?:who|which|that|with|in)|such\b(?:\s+\w+){0,2}?\s+as|"
    r"it\s+is\b(?:\s+\w+){0,2}?\s+(?:who|which|that))\b",
    re.IGNORECASE,
)
_JUDGES_THAT = expression(r"^(?:[\w’',]+\s+){0,7}?that\s+(?:was|is|were|had|did|does|would|could)\b", re.IGNORECASE)
_THAT_WAS = expression(r"^(?:[\w’']+,?\s+){0,3}?(?:that|this)\s+(?:was|is|were|had|did)\b", re.IGNORECASE)
_EXISTS = expression(r"^there\s+(?:was|were|is|are|had\s+been)\b", re.IGNORECASE)
_PEOPLE = expression(r"\b(?:they|them)\b", re.IGNORECASE)
LOG_ENTRY = expression(  # of a meeting's actions: its number, who is to do what; not "3.1 Access to services was slow"
    r"^\W*(?:(?i:action)\s+\d{1,3}(?:[/.]\d{1,3})*|\d{1,3}[/.]\d{1,3})[:.)]?\s+(?:[A-Z][\w’'&.-]*\s+){1,4}to\s+"
    r"(?!(?:[\w-]+\s+){1,2}(?:is|are|was|were|has|have|had|remains?|remained)\b)[a-z]+\b"
)
_PARAGRAPH_LABEL = expression(
    r"(?!(?:Done|Completed?|Closed|Agreed|Noted|Achieved|Ongoing|Overdue|Yes|No|None|Not|In|On|Under|Nearly|Nothing|Partly|Fully|Still|Green|Amber|Red|Thank|Welcome)\b)"
    r"[A-Z][\w’'-]*(?: (?!(?:done|completed?|closed|agreed|finished|started|begun)\b)[\w’'-]+){0,4}\."
)
_VERBS = """send write ask bring draft invite find circulate contact confirm arrange share provide report check chase
    update raise present prepare review discuss follow meet speak take add produce collate link liaise hold seek set
    attend email forward complete agree consider look publish submit feed amend revise identify explore convene nominate
    give tell advise organise lead get make put join sign upload remind clarify work develop design pilot audit
    commission schedule book progress finalise escalate respond reply obtain establish ring call email visit""".split()
_WHO = (  # a body that is to act, and no verb before "to"
    r"(?:the\s+)?(?:(?!(?:(?!(?i:designated|named)\b)[A-Za-z]+ed|needs?|is|are|was|were|has|have|had|able|due|going|"
    r"plans?|hopes?|wants?|continues?|asks?|requests?|recommends?|proposes?|urges?|invites?|expects?|reminds?|tells?|"
    r"enough|how|what|when|where|whether|who|which|that|likely|apologies|thanks|response|referrals?|relation|according)\b)[A-Za-z][\w’'&/.-]*,?\s+){1,6}?"
)
WHO_IS_TO = expression(  # in minutes: "PW to invite tenders by 1 July", "Legal adviser and police to draft terms"
    rf"^\W*(?:(?i:action)\s*[:–-]\s*)?{_WHO}to\s+(?:also\s+|then\s+)?(?:{'|'.join(_VERBS)})\b"
)
WHO_TO_ACT = expression(  # where things are asked: "The Trust to see that wounds heal", not "Letters go to schools"
    r"^\W*(?!(?:(?!\bto\b).)*\b(?:went|goes?|gone|c[ao]mes?|sent|now|will|can|may|led|leads?|gave|gives?|given|got|gets?|met|meets?|access|"
    rf"in|on|with|since|up|back|beg[au]n|rose|fell|kept|it|they|we|this)\b){_WHO}to\s+(?:also\s+|then\s+)?"
    r"(?!(?:the|an?|all|each|every|any|both|his|her|their|its|our|my|your|this|that|these|those|which|whom|(?!b?ring\b)\w+ing)\b)[a-z]{2,}\b"
)
WHO_WILL = expression(  # in minutes: "Tess Orme will bring an audit in October", "PW agreed to circulate it"
    r"^\W*(?:(?i:action)\s*[:–-]\s*)?(?:The\s+)?(?!(?:It|He|She|They|There|This|That|These|Those|We|You|If|When|What|Who)\b)"
    r"(?:[A-Z][\w’'&/.-]*,?\s+){1,4}(?:will|undertook\s+to|agreed\s+to|offered\s+to|is\s+to|are\s+to)\s+"
    rf"(?:also\s+|then\s+)?(?:{'|'.join(_VERBS)})\b"
)
_STATE = 8  # words of the sentence that says how far an entry of a log has come
_ENDED = expression(r"\?[”\"’]?\s*$")
_TOLD = 3  # signs that a reason gives


@dataclass(frozen=True, slots=True)
class StatementWeights:
    """What each sign is worth: for being a finding at all, and for each kind of finding.

    A statement is a finding whose chance reaches `bar`; one that reaches only `near` is offered to the keeper.
    """

    finding: Mapping[str, float]
    kinds: Mapping[str, Mapping[str, float]]
    bar: float = 0.5
    near: float = 0.3
    statements: int = 0  # labelled ones behind the weights


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence, or a few that need each other, with its signs."""

    piece: TextPiece
    signs: tuple[Sign, ...]


@dataclass(frozen=True, slots=True)
class Reckoning:
    """How likely a statement is a finding, its likeliest kind, and the signs that speak most for it."""

    chance: float
    kind: Kind
    signs: tuple[Sign, ...]

    @property
    def why(self) -> str:
        """The reason in words."""
        told = "; ".join(f'{sign.name}: "{sign.words}"' if sign.words else sign.name for sign in self.signs)
        return f"told in prose (chance {self.chance:.2f}): {told}" if told else f"prose (chance {self.chance:.2f})"


def statements_of(
    pieces: Sequence[TextPiece], place: StatementPlace, reader: DocumentText, grammar: SentenceGrammar, before: int = 0
) -> list[Statement]:
    """Return the statements of one paragraph, or of the items of one list, with the signs of each."""
    parted = [one for piece in pieces for one in parted_piece(piece, reader)]
    own = [own_signs(one.text, grammar) for one in parted]
    label = bool(paragraph_label(parted)) and place.chapter is Chapter.PROGRESS  # what follows it says first
    places = [
        replace(place, number=before + max(at - label, 0), of=before + len(parted), labelled=label)
        for at in range(len(parted))
    ]
    return [Statement(one, signs) for one, signs in zip(parted, add_place_signs(own, places), strict=True)]


def of_one_kind(statements: Sequence[Statement]) -> tuple[Sign, ...]:
    """Return the signs of the surest of some statements that make one finding together, else none.

    They do where all are findings of one kind, and two sentences also where one is nearly a finding.
    """
    weights = weights_of()
    told = [reckon(one.signs, weights) for one in statements]
    held = [one for one in told if one.chance >= weights.bar]
    apart = len(held) < len(told) and (len(told) > _PAIR or min(one.chance for one in told) < _TELLS_ONLY)
    if not held or len({one.kind for one in held}) > 1 or apart:
        return ()
    if len(held) == len(told) > _PAIR and not any(map(_leans_back, statements[1:], statements)):
        return ()  # each is understood alone
    return max(zip(told, statements, strict=True), key=lambda pair: pair[0].chance)[1].signs


def _leans_back(one: Statement, before: Statement) -> bool:
    """Return whether a sentence is brief, speaks early of the one before it or judges it."""
    text = one.piece.text
    if len(text.split()) < _ALONE or _JUDGES_THAT.match(text):
        return True
    return _is_judged_with(text, before.piece.text) and not _ANYONE.match(text)


def parted_piece(piece: TextPiece, reader: DocumentText) -> list[TextPiece]:
    """Return the sentences of a piece as pieces of their own; one that crosses a page keeps its stretches apart."""
    raw = "\n".join(reader.document.text[start:end] for start, end in piece.stretches)
    found = list(sentences(raw))
    found = _join_fragments(raw, found)
    if len(found) < 2:
        return [piece]
    parted = [reader.cut(piece, _at(piece, start), _at(piece, end - 1) + 1) for start, end in found]
    return [one for one in parted if one is not None]


def paragraph_label(parted: Sequence[TextPiece]) -> str:
    """Return the few words with a full stop that name what the sentences of a paragraph are about: "Landlords. ..."."""
    if len(parted) < _PAIR or not _PARAGRAPH_LABEL.fullmatch(parted[0].text):
        return ""
    words = parted[0].text.lower().rstrip(".").split()
    return "" if main_clause(" ".join(words)).tense not in ("no verb", "") else parted[0].text


def parted_at_questions(piece: TextPiece, reader: DocumentText) -> list[TextPiece]:
    """Return a paragraph's questions as pieces of their own, each with what leads to it, then what is left."""
    made: list[list[TextPiece]] = [[]]
    for one in parted_piece(piece, reader):
        made[-1].append(one)
        if one.text.endswith("?"):
            made.append([])
    return [reader.join(run) for run in made if run]


def _join_fragments(raw: str, found: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Join a sentence to the one before it where neither stands by itself: "Only one of them had ...".

    A quotation is not parted, and an entry of a log of actions is not parted from how far it has come.
    Two short sentences that are all of their paragraph, of which the second points back, are one statement too.
    """
    made: list[tuple[int, int]] = []
    restates = len(found) > 1 and "recommend" in raw[found[0][0] : found[0][1]].lower()
    for place, (start, end) in enumerate(found):
        words = raw[start:end]
        pair = len(found) == 2 and place == 1 and not restates and _is_judged_with(words, raw[slice(*found[0])])
        before = raw[made[-1][0] : made[-1][1]] if made else ""
        state = bool(LOG_ENTRY.match(before)) and len(words.split()) <= _STATE
        leans = bool(_LEANS.match(words) or pair) or leaves_quotation_open(before) or state
        if (
            made
            and leans
            and len(raw[made[-1][0] : end].split()) <= _BOTH
            and not _ENDED.search(raw[made[-1][0] : start])
        ):
            made[-1] = (made[-1][0], end)
        else:
            made.append((start, end))
    return made


def _is_judged_with(words: str, before: str) -> bool:
    """Return whether a sentence needs the one before it.

    It does where it speaks early of what stands there (the words that say whose view it is do not count), where it
    says that something was there or not and so names nobody whom its "they" could mean, or where it is the review's
    judgement of what is only told there.
    """
    frame = _FRAMES.match(words)
    if _GIVEN_AGAIN.match(before):
        return False  # what a report found, and then what the one who answers has done
    judges = bool(_JUDGES.match(words)) and not _JUDGES.match(before)
    judges = judges or (frame is not None and bool(_THAT_WAS.match(words[frame.end() :])))
    early = " ".join(words[frame.end() if frame else 0 :].split()[:_EARLY])
    return judges or bool(_POINTS.search(early) or (_EXISTS.match(words) and _PEOPLE.search(words)))


def _at(piece: TextPiece, offset: int) -> int:
    """Return where the letter at `offset` of a piece's joined stretches stands in the document."""
    for start, end in piece.stretches:
        if offset < end - start:
            return start + offset
        offset -= end - start + 1
    return piece.stretches[-1][1]


def reckon(
    signs: Sequence[Sign], weights: StatementWeights, expected: Collection[Kind] = (), barred: Collection[Kind] = ()
) -> Reckoning:
    """Weigh a statement's signs; kinds `expected` where it stands weigh a little more, and it is of none `barred`."""
    worth = {sign.name: sign.amount for sign in signs} | {"always": 1.0}
    chance = 1 / (1 + math.exp(-max(min(_sum(worth, weights.finding), 30.0), -30.0)))
    scores = {
        kind: _sum(worth, own) + _EXPECTED * (kind in expected)
        for kind, own in weights.kinds.items()
        if kind not in barred
    }
    kind = max(scores, key=scores.__getitem__)
    own = weights.kinds[kind]
    ranked = sorted(
        (sign for sign in signs if not sign.name.startswith(PREFIX)),
        key=lambda sign: -sign.amount * (weights.finding.get(sign.name, 0.0) + 0.7 * own.get(sign.name, 0.0)),
    )
    told = [sign for sign in ranked[:_TOLD] if weights.finding.get(sign.name, 0.0) + own.get(sign.name, 0.0) > 0]
    return Reckoning(chance, Kind(kind), tuple(told))


def _sum(worth: Mapping[str, float], weights: Mapping[str, float]) -> float:
    return sum(weights.get(name, 0.0) * amount for name, amount in worth.items())


@cache
def weights_of(path: Path = WEIGHTS) -> StatementWeights:
    """Read the weights. Raises BadVocabulary with what is wrong with the file."""
    try:
        table = json.loads(path.read_text(encoding="utf-8"))
        return StatementWeights(**table)
    except (OSError, json.JSONDecodeError, TypeError) as error:
        raise BadVocabulary(
            f"{path}: these weights cannot be read: {error}. Make them again with benchmarks/train_statements.py."
        ) from error
