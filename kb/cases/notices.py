"""Content notices for a case: a death or serious harm, to whom where that is certain, and distressing subjects.

Nothing is inferred from the nearest noun. Whom a death or harm came to is said only where the type of the review says
whom it concerns, or where every stated age agrees; otherwise it is "a person". A death is told where such a review is
only ever held after one, or where the text says it of the person the review is named after.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import lru_cache

from kb.cases.excerpt import DIED, HURT
from kb.core.case_values import ContentNotice
from kb.text.cue_words import CueToken, tokens
from kb.text.cues import CueTree
from kb.vocabulary import ReviewType, Vocabulary

ADULT_AGE = 18  # years
OPENING_CHARACTERS = 6_000  # letters at the beginning of a document that say what it is about
FIRST_CHARACTERS = 1_500  # of them, those that say it at once
_SUBJECT_FINDINGS = 2  # findings that must speak of a subject where neither title nor story does
_SUBJECT_SHARE = 8  # or one in so many findings of a long review

_CHILD = (
    r"(?:child|bab(?:y|ies)|infant|toddler|boy|girl|teenager|young (?:person|man|woman)|newborn|son|daughter|sibling|"
    r"children|twins?)"
)
_ADULT = r"(?:adult|man|woman|mother|father|resident|patient|husband|wife)"
_DIED = (
    r"(?:(?:sadly|tragically|later|then|had|suddenly|subsequently) )?"
    r"(?:died\b|was (?:found (?:dead|hanged|hanging|lifeless)|"
    r"killed|murdered|fatally|pronounced dead|stillborn)|took (?:his|her|their) own life|"
    r"could not be (?:revived|resuscitated)|drowned\b|lost (?:his|her|their) li(?:fe|ves)\b)"
)
# What befell somebody, and that they died of it, with nobody else between: "was struck by a car and died".
_AND_DIED = (
    r"(?:was|were|had|fell|became|collapsed|suffered|sustained|took)\b(?:(?!\b(?:who|whose|which|that|mother|father|mum|dad|"
    r"parent|partner|grand\w+|uncle|aunt|husband|wife|sister|brother|friend|baby)\b)[^.;]){0,90}? and "
    r"(?:sadly |tragically |later |then |subsequently )?died\b"
)
# What a review is named after: "Child T", "Mr Oake", "Otis", "Lyra and Finn".
_NAME = r"(?:(?:Child(?:ren)?|Baby|Adult|Mr|Mrs|Ms|Miss|Young Person|Person) )?[A-Z][\w’'-]*(?: [A-Z][\w’'-]+)?"
_OF_CHILD = re.compile(r"^(?:Child(?:ren)?|Baby|Young Person|Person) ")  # "Baby Linus" is called Linus in the text
_LEAST_LETTERS = 3
_SUBJECT = re.compile(
    rf"(?:\b(?i:in respect of|regarding|concerning|review (?:of|into)|death of|known as|called|about)\b[:,]? |: |– |- )"
    rf"({_NAME}(?: (?:and|&) {_NAME})?)"
)
_ONLY_NAMES = re.compile(rf"({_NAME}(?: (?:and|&) {_NAME})?)(?: \(\d{{4}}\))?(?: ?[:–-].*)?")
_GROWN = re.compile(r"\b(?:Mr|Mrs|Ms|Miss|Adult) [A-Z]")
_KNOWN_AS = re.compile(
    rf"\b(?:known (?:here |in this review )?as|referred to (?:here |in this review )?as|"
    rf"(?:will be|is|are) called|pseudonyms?:?|the subject of (?:the|this) review(?:,| is| was))[ ,]+({_NAME})"
)
_PRONOUN_DIED = re.compile(rf"^\W*(?:He|She|They) (?:{_DIED}|{_AND_DIED})")
_PRONOUN = re.compile(r"^\W*(?:He|She|They|His|Her|Their)\b")
_OTHER_NAME = re.compile(r"(?<=[a-z,] )(?:Mr|Mrs|Ms|Miss) [A-Z]")
_FIRST_NAMED = re.compile(
    rf"^\W*({_NAME})(?:, (?:aged )?[\w ]{{1,20}},)? (?:was|is|had|lived|grew|came|died|has)\b", re.MULTILINE
)
_NOT_NAMES = frozenset(
    "the this these a an it there he she they in on at after when during domestic safeguarding local serious review "
    "report executive overview child adult children adults regulation action annual learning key lessons "
    "prevention future deaths".split()
)
# Words before a death that speak of what might be, of another matter, or of somebody else.
_SUPPOSED = re.compile(
    r"\b(?:(?i:risks? of|could|might|would|if|threat\w*|fear\w*|prevent\w*|avoid\w*|potential\w*|likel\w+|never|not|"
    r"no|without|reduc\w*|any|every|each|such as|nationally|future)|may(?! 20|,? \d))\b[^.;]{0,60}$"
)
_RELATIVES = re.compile(
    r"\b(?:mother|father|mum|dad|parent|partner|grand\w+|uncle|aunt|husband|wife|sister|brother|friend|dog|cat)s?[’']?s?\b"
    r"[^.;]{0,25}$",
    re.IGNORECASE,
)
_ANY_RELATIVE = re.compile(
    r"\b(?:mother|father|mum|dad|parent|partner|grand\w+|uncle|aunt|husband|wife|sister|brother|friend|son|daughter)s?\b",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"[^.!?\n]+[.!?]?")
_LINE_END = re.compile(r"(?<!\n)\n(?!\n)")
_DENIALS = frozenset("no not never without nor neither".split())


def content_notice(
    review_type: ReviewType | None,
    title: str,
    story: str,
    opening: str,
    findings: Sequence[tuple[str, frozenset[str]]],
    ages: Iterable[float],
    vocabulary: Vocabulary,
) -> ContentNotice:
    """Return the notice of one case.

    `story` is all that tells the case, `opening` the first OPENING_CHARACTERS of its documents; `findings` are (text,
    slugs of its themes); `ages` are the ages in years that the story states of those it is about.
    """
    texts = [text for text, _ in findings]
    told = f"{title}.\n\n{story}\n\n{opening}"
    subject = subjects_named(title, f"{story}\n\n{opening}")
    died = _of_death(review_type, told, texts, subject)
    who = _whom(review_type, subject, title, tuple(ages), died and not _died_by_name(told, texts, subject))
    outcome = _outcome(review_type, died, who, told, texts)
    # Where nobody came to harm, the first lines tell of a service, and name its work in passing.
    first = f"{title}.\n\n{opening[:FIRST_CHARACTERS]}" if outcome else f"{title}."
    return ContentNotice(outcome, _hard_subjects(first, told, findings, vocabulary))


def subjects_named(title: str, story: str) -> tuple[str, ...]:
    """Return the names after which a review is called, by its title or by the first sentence of its story."""
    whole = _ONLY_NAMES.fullmatch(title)
    in_title = [whole.group(1)] if whole else [match.group(1) for match in _SUBJECT.finditer(title)]
    return (
        _names(in_title)
        or _names(match.group(1) for match in list(_KNOWN_AS.finditer(story))[:2])
        or _names(match.group(1) for match in list(_FIRST_NAMED.finditer(story))[:3])
    )


def _names(pairs: Iterable[str]) -> tuple[str, ...]:
    """Return the names in words such as "Fern and Moss", without those that name nobody."""
    names = [name for pair in pairs for name in re.split(r" (?:and|&) ", pair)]
    names += [bare for name in names if len(bare := _OF_CHILD.sub("", name)) >= _LEAST_LETTERS]
    return tuple(dict.fromkeys(name for name in names if not set(name.casefold().split()) <= _NOT_NAMES))


def _of_death(review_type: ReviewType | None, story: str, findings: Iterable[str], subject: tuple[str, ...]) -> bool:
    """Whether the case is of a death: by its type, or because the text says so of the one it is about."""
    if review_type is not None and review_type.follows == "death":
        return True
    form = _death_form(subject, review_type.concerns if review_type else "")
    for text in (story, *findings):
        if any(_states(form, sentence) for sentence in _sentences(text)) or _died_by_pronoun(text, subject):
            return True
    return False


def _died_by_pronoun(text: str, subject: tuple[str, ...]) -> bool:
    """Whether "she died" is said of the subject: in sentences that go on about it, with nobody else named between."""
    about = False
    for sentence in _sentences(text):
        if about and _PRONOUN_DIED.match(sentence):
            return True
        others = _ANY_RELATIVE.search(sentence) or _OTHER_NAME.search(sentence)
        about = any(name in sentence for name in subject) or (about and bool(_PRONOUN.match(sentence)) and not others)
    return False


@lru_cache(maxsize=500)
def _death_form(subject: tuple[str, ...], concerns: str) -> re.Pattern[str]:
    """Return the pattern of a sentence that says that one of these, or a person of the type's kind, has died."""
    person = {"children": _CHILD, "adults": _ADULT}.get(concerns, rf"(?:{_CHILD}|{_ADULT})")
    names = "|".join(map(re.escape, subject))
    who = (
        rf"(?:\b(?:{names})\b|\b(?:(?i:the|a|an|this) )(?:[\w-]+ ){{0,3}}{person})"
        if names
        else (rf"\b(?:(?i:the|a|an|this) )(?:[\w-]+ ){{0,3}}{person}")
    )
    return re.compile(
        rf"{who}(?:,[^,.]{{0,60}},)? (?:{_DIED}|{_AND_DIED})|"
        rf"\b(?:(?i:death)|killing|murder|homicide|manslaughter|suicide) of {who}|"
        rf"{who}[’']s? (?:death|suicide|murder)\b|"
        rf"\bdied aged\b|"
        rf"^\W*(?:One|Both|Two|Three|Neither)(?: of (?:them|the (?:twins|children|siblings|boys|girls)))?,? {_DIED}"
    )


def _sentences(text: str) -> list[str]:
    """Return the sentences of a text whose lines may end within one."""
    return _SENTENCE.findall(_LINE_END.sub(" ", text))


def _states(form: re.Pattern[str], sentence: str) -> bool:
    for match in form.finditer(sentence):
        before = sentence[: match.start()]
        if not _SUPPOSED.search(before) and not _RELATIVES.search(before):
            return True
    return False


def _outcome(review_type: ReviewType | None, died: bool, who: str, story: str, findings: Sequence[str]) -> str:
    """Return the death or harm in words, or "" where neither the type nor the text tells of any."""
    if died:
        return f"the death of {who}"
    if review_type is not None and review_type.follows:
        return f"serious harm to {who}"
    sentences = [one for text in (story, *findings) for one in _sentences(text)]
    if any(_states(DIED, one) for one in sentences):
        return "the death of a person"
    return f"serious harm to {who}" if any(_states(HURT, one) for one in sentences) else ""


def _died_by_name(told: str, texts: Iterable[str], subject: tuple[str, ...]) -> bool:
    """Whether the text says of somebody after whom the review is called that they died."""
    if not subject:
        return False
    form = _death_form(subject, "")
    return any(
        any(_states(form, one) and any(name in one for name in subject) for one in _sentences(text))
        or _died_by_pronoun(text, subject)
        for text in (told, *texts)
    )


def _whom(
    review_type: ReviewType | None, subject: Sequence[str], title: str, ages: tuple[float, ...], another: bool
) -> str:
    """Return whom the case is about: by its type, by the form of address of its name, or by all ages stated.

    A name and ages say nothing where `another` may have died: reviews of a homicide are also named after who killed.
    """
    concerns = review_type.concerns if review_type else ""
    if not concerns and another:
        return "a person"
    if not concerns and (_GROWN.search(title) or any(_GROWN.match(f"{name} X") for name in subject)):
        concerns = "adults"
    if not concerns and ages:
        concerns = "children" if max(ages) < ADULT_AGE else "adults" if min(ages) >= ADULT_AGE else ""
    return {"children": "a child", "adults": "an adult"}.get(concerns, "a person")


def _hard_subjects(
    first: str, told: str, findings: Sequence[tuple[str, frozenset[str]]], vocabulary: Vocabulary
) -> tuple[str, ...]:
    """Return the hard subjects of a case in the order of the vocabulary.

    One is enough in title and first lines; elsewhere two sentences or findings, or one of each, must speak of it.
    """
    matcher = _matcher(vocabulary)
    told = "\n\n".join(dict.fromkeys(one.strip() for one in _sentences(told)))  # a story stands in the opening too
    sentences = Counter(slug for slug, _ in set(_hits(matcher, told)))
    often = {slug for slug, count in sentences.items() if count >= _SUBJECT_FINDINGS} | {
        slug for slug, _ in _hits(matcher, first)
    }
    counts: dict[str, int] = {}
    for text, themes in findings:
        for slug in {slug for slug, _ in _hits(matcher, text)} & themes:
            counts[slug] = counts.get(slug, 0) + 1
    enough = max(_SUBJECT_FINDINGS, len(findings) // _SUBJECT_SHARE)
    wanted = often | {slug for slug, count in counts.items() if count >= enough or slug in sentences}
    return tuple(theme.notice for theme in vocabulary.themes.values() if theme.notice and theme.slug in wanted)


@lru_cache(maxsize=4)
def _matcher(vocabulary: Vocabulary) -> CueTree[str]:
    return CueTree((cue, theme.slug) for theme in vocabulary.themes.values() for cue in theme.notice_words)


def _hits(matcher: CueTree[str], text: str) -> list[tuple[str, int]]:
    """Return the slug and the sentence of all notice words in a text that are not denied there.

    A match inside a longer one does not count: "self-neglect" is no neglect.
    """
    words = tokens(text)
    hits = sorted(matcher.find(words), key=lambda hit: hit.first - hit.after)
    found, covered = [], set[int]()
    for hit in hits:
        places = set(range(hit.first, hit.after))
        if not places <= covered and not _is_denied(words, hit.first):
            found.append((hit.key, words[hit.first].sentence))
        covered |= places
    return found


def _is_denied(words: tuple[CueToken, ...], first: int) -> bool:
    before = words[max(first - 4, 0) : first]
    return any(word.raw.casefold() in _DENIALS for word in before if word.sentence == words[first].sentence)
