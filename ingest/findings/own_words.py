"""What children and families say, in quotation marks or reported: sentences that are no finding of another kind.

Who speaks is read from the words next to a verb of speech, from a name that the document gives to a child or relative,
from whom a "he" or "she" told ("her midwife"), or from who was spoken of last. The words themselves are in
kb/vocabulary/kinds/own_words.toml.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from kb.core.expressions import expression
from kb.core.model import Kind
from kb.text.phrases import Phrases, words_of
from kb.text.sentences import leaves_quotation_open, sentences
from kb.vocabulary import Vocabulary

_LEAST = 5  # words of a sentence that says something
_LEAST_QUOTED = 4  # words of a quotation that is speech and no term
_OPEN, _CLOSE = "“", "”"
_QUOTED = expression(r"“[^“”]*(?:”|$)")
_MARK = "\x00"  # what a quotation is while its sentence is read for who says it
_NAMED = "\x01"  # what each letter is of a name that the document gives to somebody whom it is about
_NAME = r"[A-Z][a-z]{2,}(?:-[A-Z][a-z]+)?"
_NO_NAMES = frozenset(
    "The This That These Those There They She His Her Their Its When What Who How Why Where And But For After Before "
    "During While Since Once Then Later Both Each Some Many Most One Two Three All None Police Council Board Health "
    "School Children Child Adult Adults Family Families Mother Father Mum Dad Parent Parents January February March "
    "April May June July August September October November December Monday Tuesday Wednesday Thursday Friday Saturday "
    "Sunday Housing Probation Education Practitioners Professionals Staff".split()
)
_DETERMINER = (
    r"(?:(?:(?i:the|a|an|one|another|each|both|some|many|several|most|other|all|two|three|four|five|his|her|their|its|my|"
    r"our|this|that|these|those)|[A-Z\x01][\w\x01-]*(?:\s[A-Z0-9]\b)?['’]s?|(?i:the|a|an|one)\s+(?:\w+\s+)?\w+['’]s)\s+(?:of\s+(?:the|his|her|their)\s+)?)"
)
_AGED = r"(?:(?i:\w+-year-old|\d+\s+year\s+old)\s+)"
# "who had cared for him since the spring", "(15)", ", then aged 15,"
_ASIDE = r"(?:\s*\([^()]{1,40}\)|,\s[^,.;]{1,70},|\s+who(?:\s+[\w’'-]+){1,9}?)"
_BETWEEN = (
    r"(?:(?:also|later|then|had|has|have|already|once|simply|often|repeatedly|first|herself|himself|always|again)\s+)"
)
_BEGINS = (  # what may stand before a speaker: a clause's beginning, or a time at the head of the sentence
    r"(?:^|[,;:–—\x00(]\s*|\b(?:and|but|that|because|as|while|after|then|so|later|also|although|though|since|before|"
    r"until|when|where|is\s+how|however)\s+|^(?:In|On|At|By|During|From|That|When|After|Before|Once)\s[^,.;]{2,40}"
    r"(?<!\bof)(?<!\bfor)(?<!\bwith)(?<!\bto)(?<!\bby)(?<!\bfrom)(?<!\babout)(?<!\bwho)\s)"
)
_NOT_SAID = expression(
    r"\s+(?:by|nobody|no\s+one|nothing|little|to\s+(?:have|be)|as|missing)\b|\s+(?:her|him|them)self\b", re.IGNORECASE
)
_UNREAL = expression(r"\b(?:if|unless|whether|what|whatever|how|whenever|who)\s+(?:[\w’'-]+\s+){0,3}$", re.IGNORECASE)
_GENERAL = expression(r"\b(?:when|where|if)\b.*\b(?:says?|tells?|writes?|describes?|explains?|feels?)$", re.IGNORECASE)
_DUTY = expression(r"\b(?:should|must|ought|needs?\s+to|ensure)\b", re.IGNORECASE)
_CREDIT = expression(r"^\s*(?:[(–—-]|—)\s*", re.IGNORECASE)
_OWN = expression(r"\bin\s+(?P<who>her|his|their|my|[\w’'\x01]+)(?:['’]s)?\s+(?:own\s+)?words\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Speech:
    """Where somebody of the family speaks in a text, and why it is thought so."""

    start: int
    end: int
    why: str


@dataclass(frozen=True, slots=True)
class _Speakers:
    """Patterns for who speaks: any of the family, saying something, credited with it, quoted."""

    person: re.Pattern[str]
    saying: re.Pattern[str]
    credited: re.Pattern[str]
    of_quotation: tuple[re.Pattern[str], ...]


class OwnWords:
    """Finds what children and families say by one vocabulary."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        entry = vocabulary.kinds.get(Kind.OWN_WORDS.value)
        more: Mapping[str, tuple[str, ...]] = entry.more if entry else {}
        self._words = {name.removeprefix("speech."): listed for name, listed in more.items()}
        self._headings = Phrases({"speech": list(self._words.get("headings_of_speech", ()))})
        self.is_known = bool(self._words.get("speakers") and self._words.get("verbs"))
        if self.is_known:
            self._compile()

    def _compile(self) -> None:
        listed = self._words
        verbs, views = _either(listed["verbs"]), _either(listed.get("views", ()))
        speaker = _either(listed["speakers"])
        coded = rf"(?:{_either(listed.get('coded', ()))})\s+[A-Z0-9]\b"
        described = rf"(?:(?i:{_either(listed.get('described', ()))})\s+)*"
        person = rf"(?:{_DETERMINER}?{_AGED}?{described}(?i:{speaker})(?:\s+[A-Z]\b)?|{coded}|{_NAMED}+(?!['’\w]))"
        self._verb = rf"{_BETWEEN}?(?P<verb>{verbs}|(?:{views})(?=\s+that\b)|put\s+it\b)(?![\w-])"
        self._helped = re.compile(
            rf"\b(?P<who>He|She|They|he|she|they)\s+{_BETWEEN}?(?:told|tells?|said\s+to|confided\s+in|wrote\s+to)\s+"
            rf"(?:his|her|their)\s+(?:\w+\s+)?(?:{_either(listed.get('helpers', ()))})\b(?![’'])"
        )
        self._pronoun = re.compile(rf"(?:{_BEGINS})(?P<who>He|She|They|he|she|they)\s+{self._verb}")
        others = _either(listed.get("others", ()))
        self._may_speak = re.compile(rf"(?i)\b(?:{verbs}|{views}|words|put|according)\b|[“\"]")
        self._speakers = _compile_speakers(rf"(?P<who>{person})", self._verb, others)
        self._other = re.compile(rf"\b(?:{others})\b(?!['’])", re.IGNORECASE)
        self._introduced = re.compile(
            rf"\b(?P<a>{_NAME})(?=,?\s+(?:was|is|who\s+was|aged?|then|had\s+just\s+turned)?,?\s*"
            rf"(?:aged?\s+)?(?:\d{{1,2}}|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|"
            rf"sixteen|seventeen)\b(?!\s*(?:%|per|of|days|weeks|reviews|findings)))"
            rf"|\b(?P<b>{_NAME})\s*\(\d{{1,2}}\)"
            rf"|\b(?P<c>{_NAME})['’]s\s+(?:\w+\s+)?(?i:mother|mum|father|dad|parents|sister|brother|grandmother|"
            rf"grandfather|aunt|uncle|family|siblings|husband|wife|son|daughter)\b"
            rf"|\b(?:{speaker}),?\s+(?:called\s+|named\s+|known\s+as\s+|whom\s+we\s+call\s+)?(?P<d>{_NAME})\b(?!\s+[A-Z])"
        )

    def names_in(self, text: str) -> frozenset[str]:
        """Return the first names that a document gives to those whom it is about."""
        if not self.is_known:
            return frozenset()
        found = (name for hit in self._introduced.finditer(text) for name in hit.groups() if name)
        return frozenset(name for name in found if name not in _NO_NAMES)

    def is_heading(self, heading: str) -> bool:
        """Return whether a heading says that what follows is what they said."""
        return bool(self._headings.find(words_of(heading)))

    def find(self, text: str, names: frozenset[str] = frozenset(), *, headed: bool = False) -> Iterator[Speech]:
        """Yield the sentences of a paragraph in which a child or relative speaks, those in a row as one.

        `names` are those of the people whom the document is about; `headed` says that a heading announces speech.
        """
        if not self.is_known or not self._may_speak.search(text):
            return
        named = re.compile(rf"\b(?:{_either(sorted(names))})\b")
        before: list[str] = []
        open_one: Speech | None = None
        for start, end in _utterances(text):
            sentence = named.sub(lambda hit: _NAMED * len(hit[0]), text[start:end])
            why = self._why(sentence, text[start:end], before, headed=headed)
            before.append(sentence)
            if why and open_one and open_one.why == why:
                open_one = Speech(open_one.start, end, why)
                continue
            if open_one:
                yield open_one
            open_one = Speech(start, end, why) if why else None
        if open_one:
            yield open_one

    def _why(self, sentence: str, printed: str, before: list[str], *, headed: bool) -> str:
        """Return why a sentence is somebody's of the family, or "" where it is not."""
        plain, quoted = _without_quotations(sentence)
        if len(sentence.split()) < _LEAST or (plain.rstrip().endswith("?") and not quoted):
            return ""
        teller = self._teller(plain, quoted=quoted)
        if teller:
            start, end = teller
            return f"said by {_within_sentence(_without_quotations(printed)[0][start:end])}"
        if self._helped.search(plain) and not _UNREAL.search(plain[: _start(self._helped, plain)]):
            return "said to somebody who helps them"
        told = self._pronoun.search(plain)
        if told and self._is_said(plain, told) and self._spoken_of(before):
            return "said by whoever the sentence before speaks of"
        if quoted and headed and not self._other.search(plain):
            return "quoted under a heading that announces such words"
        return ""

    def _teller(self, plain: str, *, quoted: bool) -> tuple[int, int] | None:
        """Return where it stands who of the family says a sentence, or None where none does."""
        for hit in self._speakers.saying.finditer(plain):
            if self._is_said(plain, hit):
                return hit.span("who")
        forms = (self._speakers.credited, *(self._speakers.of_quotation if quoted else ()))
        credited = next(filter(None, (form.search(plain) for form in forms)), None)
        if credited:
            return credited.span("who")
        in_words = _OWN.search(plain) if quoted and not self._other.search(plain) else None
        return in_words.span("who") if in_words else None

    def _is_said(self, plain: str, hit: re.Match[str]) -> bool:
        """Return whether what was matched is really said: not denied, asked about, supposed or prescribed."""
        before, after = plain[: hit.start("who")], plain[hit.end("verb") :]
        if _NOT_SAID.match(after) or _UNREAL.search(before) or _DUTY.search(before):
            return False
        return not _GENERAL.search(plain[: hit.end("verb")]) and (_MARK in plain or len(after.split()) >= 3)

    def _spoken_of(self, before: list[str]) -> bool:
        """Return whether the last person of whom the sentences before speak is of the family."""
        for sentence in reversed(before):
            plain, _ = _without_quotations(sentence)
            one, other = self._speakers.person.search(plain), self._other.search(plain)
            if one or other:
                return one is not None and (other is None or one.start() < other.start())
        return False


def _compile_speakers(who: str, verb: str, others: str) -> _Speakers:
    nobody_else = rf"(?!\s+(?:{others})\b)"
    return _Speakers(
        re.compile(who),
        re.compile(rf"(?:{_BEGINS}){who}{_ASIDE}?\s+{verb}"),
        re.compile(rf"\b[Aa]ccording\s+to\s+{who}(?=[,\s]){nobody_else}"),
        (
            re.compile(
                rf"{_MARK},?\s*(?:(?:said|explained|recalled|wrote|added|replied|remembered)\s+|"
                rf"(?:was|is)\s+how\s+){who}(?=[\s,.;]|$){nobody_else}"
            ),
            re.compile(rf"{_MARK}\s*[(–—-]+\s*{who}(?=[,)\s]|$){nobody_else}"),
            re.compile(rf"\b[Ii]n\s+the\s+words\s+of\s+{who}(?=[,:\s]){nobody_else}"),
        ),
    )


def _utterances(text: str) -> Iterator[tuple[int, int]]:
    """Yield the sentences of a text, those within one quotation as one, with whom it is credited to after it."""
    plain = _curly(text)
    begun: int | None = None
    held: tuple[int, int] | None = None
    for start, end in sentences(text):
        begun = start if begun is None else begun
        said = plain[begun:end]
        if leaves_quotation_open(said):
            continue
        if held and _CREDIT.match(text[begun:end]) and plain[held[0] : held[1]].rstrip().endswith(_CLOSE):
            held = (held[0], end)
        else:
            if held:
                yield held
            held = (begun, end)
        begun = None
    if held:
        yield held
    if begun is not None:
        yield begun, len(text)


def _curly(text: str) -> str:
    """Return a text of the same length with its straight double quotation marks as opening and closing ones."""
    opened = False
    letters = []
    for letter in text:
        if letter == '"':
            letter = _CLOSE if opened else _OPEN
        opened = letter == _OPEN or (opened and letter != _CLOSE)
        letters.append(letter)
    return "".join(letters)


def _without_quotations(sentence: str) -> tuple[str, bool]:
    """Return a sentence with each quotation as one mark, and whether one of them is long enough to be speech."""
    curly = _curly(sentence)
    quoted = any(len(hit[0].split()) >= _LEAST_QUOTED for hit in _QUOTED.finditer(curly))
    return _QUOTED.sub(_MARK, curly), quoted


def _within_sentence(teller: str) -> str:
    """Return a speaker's name as it stands within a sentence: "his mother", but "Child R"."""
    opens = re.match(_DETERMINER, teller)
    return teller[:1].lower() + teller[1:] if opens and not re.match(r"[\w-]+['’]s", teller) else teller


def _start(pattern: re.Pattern[str], text: str) -> int:
    hit = pattern.search(text)
    return hit.start() if hit else 0


def _either(listed: Iterable[str]) -> str:
    """Return a pattern for any of these, the longest first."""
    return "|".join(re.escape(one).replace(r"\ ", r"\s+") for one in sorted(listed, key=len, reverse=True)) or r"(?!)"
