"""Whether the library tells a case of the hard matter after which a question asks, and how many findings mention it.

"Case with suicide" asks for a case, and findings that only speak of suicide prevention are none. Where no case is held,
a page says so before it lists them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Protocol

from kb.app.next_steps import NextSteps
from kb.core.case_values import CasesOnTheme
from kb.core.expressions import expression
from kb.text.tokens import stems, tokens
from kb.vocabulary import Theme, Vocabulary
from kb.vocabulary.labels import parts_of_name
from search.port import Query, Results
from search.understanding.intents import intents
from search.understanding.purposes import without_purpose
from search.understanding.question import UnderstoodQuestion

_CASE = expression(
    r"\b(?:cases?\b(?![- ](?:conferences?|work|load|note|record|file|hold|law|discuss|manage)\w*)"
    r"|(?:learning|lessons?) from (?:an?|the)\b(?! (?:reviews?|cases?|inspections?)\b)"
    r"|reviews? (?:of|on|about|involving|with|where|after|into) (?:an? )?|(?:in|from) an? (?:\w+ )?review"
    r"|(?:real )?stor(?:y|ies)|vignettes?|scenarios?)",
    re.IGNORECASE,
)
_REVIEW_ALONE = expression(  # "suicide reviews", "suicide SAR"
    r"^\W*(?:[\w’'-]+\s+){1,4}(?:reviews?|l?cspr|sar|scr|dhr|cpr)s?\W*$", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class NoCaseHeld:
    """A matter of which the library tells no case; `mentions` is the search for what speaks of it."""

    matter: str
    theme: str  # its slug
    mentioning: int  # findings that speak of it
    mentions: Query


class CaseLibrary(Protocol):
    """The part of a library that tells cases and counts findings."""

    @property
    def vocabulary(self) -> Vocabulary:
        """Return the themes."""

    def search(self, query: Query) -> Results:
        """Answer a question from the index."""

    def cases_on_theme(self, theme: str) -> CasesOnTheme:
        """Return the cases on a theme."""


def no_case_held(understood: UnderstoodQuestion, steps: NextSteps, library: CaseLibrary) -> NoCaseHeld | None:
    """Return the hard matter of which a question asks for a case, where none is held; else None.

    Only a theme of which readers are warned is a matter that a case is about or not. Where not all reviews on it were
    looked at, nobody knows.
    """
    if understood.reviews or not asks_for_case(understood.typed):
        return None
    theme = _matter(understood, steps, library.vocabulary)
    if theme is None:
        return None
    cases = library.cases_on_theme(theme.slug)
    if cases.fitting or cases.left:
        return None
    said = matter_as_typed(without_purpose(understood.typed), theme)
    # few findings have the whole name of a theme: "suicide and self-harm"
    named = said or " OR ".join(f'"{part.lower()}"' for part in parts_of_name(theme.label))
    mentions = Query(named, match="all")  # counted as its link finds them
    many = library.search(replace(mentions, size=1, facets=(), count_reviews=False)).total
    return NoCaseHeld(said or theme.label.lower(), theme.slug, many, mentions)


def asks_for_case(question: str) -> bool:
    """Return whether a question asks for a case, and not for what is said of a matter."""
    if "cases" in intents(question) or _CASE.search(question):
        return True
    return bool(_REVIEW_ALONE.match(without_purpose(question)))


def _matter(understood: UnderstoodQuestion, steps: NextSteps, vocabulary: Vocabulary) -> Theme | None:
    typed = without_purpose(understood.typed)
    said = {theme.slug: matter_as_typed(typed, theme) for theme in vocabulary.themes.values() if theme.notice}
    longest = max(said, key=lambda slug: len(said[slug]), default="")
    named = (
        longest if said.get(longest) else "",  # "maternal suicide" is of suicide, whatever else it is of
        steps.subject.theme,
        understood.read_as,
        *steps.theme,
        *(one for some in understood.themes for one in some),
    )
    known = (vocabulary.theme(slug) for slug in named if slug)
    return next((one for one in known if one and one.notice), None)


def matter_as_typed(question: str, theme: Theme) -> str:
    """Return the first words of a question that are a name of a theme, or a whole part of one; "" where none are.

    "Suicide" is a part of "Suicide and self-harm"; "child" alone is none of "exploitation of a child".
    """
    names = {tuple(stems(part)) for name in (theme.label, *theme.also_called) for part in (name, *parts_of_name(name))}
    said = tokens(question)
    for start in range(len(said)):
        for end in range(len(said), start, -1):
            if tuple(stems(question[said[start].start : said[end - 1].end])) in names:
                return " ".join(one.word for one in said[start:end])
    return ""
