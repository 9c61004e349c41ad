"""Content notices for a case: a death or serious harm, to whom where that is certain, and distressing subjects.

Nothing is inferred from the nearest noun. Whom a death or harm came to is said only where the type of the review says
whom it concerns, or where every stated age agrees; otherwise it is "a person". A death is stated where such a review is
only ever held after one, or where the text says it of the person the review is named after; harm alone only where the
text says that they live. Otherwise a review that is held after either says that it tells of one or the other.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from functools import lru_cache

from kb.cases.excerpt import DIED, HURT
from kb.cases.outcomes import says, sentences, subjects_named, tells_death, tells_death_by_name, tells_survival
from kb.core.case_values import ContentNotice
from kb.core.expressions import expression
from kb.text.cue_words import CueToken, cue_tokens
from kb.text.cues import CueTree
from kb.vocabulary import ReviewType, Vocabulary

ADULT_AGE = 18  # years
OPENING_CHARACTERS = 6_000  # letters at the beginning of a document that say what it is about
FIRST_CHARACTERS = 1_500  # of them, those that say it at once
_SUBJECT_FINDINGS = 2  # findings that must speak of a subject where neither title nor story does
_SUBJECT_SHARE = 8  # or one in so many findings of a long review

_GROWN = expression(r"\b(?:Mr|Mrs|Ms|Miss|Adult) [A-Z]")
_WHOM = {"children": "a child", "adults": "an adult"}
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
    told = f"{title}.\n\n{story}\n\n{opening}"
    texts = [sentences(text) for text in (told, *(text for text, _ in findings))]
    subject = subjects_named(title, f"{story}\n\n{opening}")
    outcome = _outcome(review_type, subject, title, tuple(ages), texts)
    # Where nobody came to harm, the first lines tell of a service, and name its work in passing.
    first = f"{title}.\n\n{opening[:FIRST_CHARACTERS]}" if outcome else f"{title}."
    return ContentNotice(outcome, _hard_subjects(first, texts[0], findings, vocabulary))


def _outcome(
    review_type: ReviewType | None,
    subject: tuple[str, ...],
    title: str,
    ages: tuple[float, ...],
    texts: Sequence[Sequence[str]],
) -> str:
    """Return the death or harm in words, or "" where neither the type nor the text tells of any.

    `texts` are the sentences of each text.
    """
    follows, concerns = (review_type.follows, review_type.concerns) if review_type else ("", "")
    died = follows == "death" or tells_death(texts, subject, concerns)
    if concerns:
        who = _WHOM[concerns]
    elif (died or follows) and not tells_death_by_name(texts, subject):
        who = "a person"  # reviews of a homicide or an attack are also named after who did it
    else:
        who = _whom(subject, title, ages)
    if died:
        return f"the death of {who}"
    if follows:
        return f"serious harm to {who}" if tells_survival(texts, subject) else f"the death of or serious harm to {who}"
    lines = [one for text in texts for one in text]
    if any(says(DIED, one) for one in lines):
        return "the death of a person"
    return f"serious harm to {who}" if any(says(HURT, one) for one in lines) else ""


def _whom(subject: Sequence[str], title: str, ages: tuple[float, ...]) -> str:
    """Return whom a case is about by the form of address of its name, or by all ages stated."""
    if _GROWN.search(title) or any(_GROWN.match(f"{name} X") for name in subject):
        return "an adult"
    if ages and max(ages) < ADULT_AGE:
        return "a child"
    return "an adult" if ages and min(ages) >= ADULT_AGE else "a person"


def _hard_subjects(
    first: str, told: Sequence[str], findings: Sequence[tuple[str, frozenset[str]]], vocabulary: Vocabulary
) -> tuple[str, ...]:
    """Return the hard subjects of a case in the order of the vocabulary.

    One is enough in title and first lines; elsewhere two sentences or findings, or one of each, must speak of it.
    """
    matcher = _matcher(vocabulary)
    once = "\n\n".join(dict.fromkeys(one.strip() for one in told))  # a story stands in the opening too
    counted = Counter(slug for slug, _ in set(_hits(matcher, once)))
    often = {slug for slug, count in counted.items() if count >= _SUBJECT_FINDINGS} | {
        slug for slug, _ in _hits(matcher, first)
    }
    worded = {theme.slug for theme in vocabulary.themes.values() if theme.notice_words}
    counts = Counter[str]()
    elsewhere: set[str] = set()  # subjects of findings whose words are not those of the story or the opening
    for text, themes in findings:
        if worded.isdisjoint(themes):  # as most are: none of its words could count
            continue
        named = {slug for slug, _ in _hits(matcher, text)} & themes
        counts.update(named)
        if text.strip() not in once:
            elsewhere |= named
    enough = max(_SUBJECT_FINDINGS, len(findings) // _SUBJECT_SHARE)
    wanted = often | {slug for slug, count in counts.items() if count >= enough} | elsewhere & counted.keys()
    return tuple(theme.notice for theme in vocabulary.themes.values() if theme.notice and theme.slug in wanted)


@lru_cache(maxsize=4)
def _matcher(vocabulary: Vocabulary) -> CueTree[str]:
    return CueTree((cue, theme.slug) for theme in vocabulary.themes.values() for cue in theme.notice_words)


def _hits(matcher: CueTree[str], text: str) -> list[tuple[str, int]]:
    """Return the slug and the sentence of all notice words in a text that are not denied there.

    A match inside a longer one does not count: "self-neglect" is no neglect.
    """
    words = cue_tokens(text)
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
