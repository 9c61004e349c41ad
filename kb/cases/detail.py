"""Whether a case describes suicide or sexual abuse, or only mentions it. Where it is unsure, it describes."""

from __future__ import annotations

import re
from functools import lru_cache

from kb.core.case_values import Case
from kb.core.expressions import expression
from kb.text.cue_words import cue_tokens
from kb.text.cues import CueTree
from kb.text.sentences import split_sentences
from kb.vocabulary import Theme

DESCRIBED = ":described"  # after a theme's slug: leave out cases that describe it, keep those that mention it
# What is feared, asked about, said or guarded against is mentioned.
_MENTIONED = expression(
    r"\b(?:risks?|thoughts?|ideation|history of|concern(?:s|ed)?|disclos\w+|alleg\w+|threat\w*|prevent\w*|training|"
    r"policy|support|awareness|strategy|assess\w*|ask(?:ed|ing)?|talk\w*|questions?|signs?|possib\w+|suspected|fear\w*|victims?|"
    r"survivors?|experience of|indicators?|guidance|protocol|pathway|referr\w+|records?)\b",
    re.IGNORECASE,
)


def describes_subject(case: Case, theme: Theme) -> bool:
    """Return whether a case tells of a hard subject in more than a mention."""
    texts = [case.review.title, case.story.said if case.story else "", *(one.finding.text for one in case.holdings)]
    return any(_is_described(sentence, theme) for text in texts for sentence in split_sentences(text))


def _is_described(sentence: str, theme: Theme) -> bool:
    words = cue_tokens(sentence)
    if not any(True for _ in _tree(theme.notice_words).find(words)):
        return False
    return any(True for _ in _tree(theme.described_words).find(words)) or not _MENTIONED.search(sentence)


@lru_cache(maxsize=20)
def _tree(words: tuple[str, ...]) -> CueTree[str]:
    return CueTree((cue, cue) for cue in words)
