"""Which cases fit a theme and an age, and what keeps the others from fitting."""

from __future__ import annotations

from collections.abc import Sequence

from kb.cases import ages
from kb.core.case_values import TELLING, Case, CaseMatch, Standing, is_praise
from kb.core.model import FindingInContext, Kind
from kb.vocabulary import Theme, Vocabulary

_FIRST = (*TELLING, Kind.OWN_WORDS, Kind.RECOMMENDATION, Kind.GOOD_PRACTICE)


def match_case(case: Case, theme: Theme, age: str, vocabulary: Vocabulary, praise: bool = False) -> CaseMatch:
    """Return a case with its findings on a theme, without those of another age than is asked for; "" asks for any.

    The age is the case's; findings that belong to no case must state it themselves.
    """
    held = _best_first(case.holdings, theme, age)
    if praise:
        held = tuple(sorted(held, key=lambda one: not is_praise(one)))
    if not age or not held:
        return CaseMatch(case, held, praise=praise)
    held = tuple(one for one in held if not ages.otherwise(one.finding.text, age))
    if case.story is None:
        return CaseMatch(case, tuple(one for one in held if ages.of_age(one.finding.text, age)), praise=praise)
    review_type = vocabulary.review_types.get(case.review.review_type)
    concerns = review_type.concerns if review_type else ""
    standing = ages.standing(case.story.said, (one.finding.text for one in case.holdings), age, concerns)
    return CaseMatch(case, held if standing is not Standing.OTHER else (), standing, praise)


def speaks_of(case: Case, theme: Theme) -> bool:
    """Return whether the notice or the findings of a case speak of a theme that a room should know of beforehand."""
    told = bool(theme.notice) and theme.notice in case.notice.subjects
    return told or any(theme.slug in one.finding.themes for one in case.holdings)


def _best_first(holdings: Sequence[FindingInContext], theme: Theme, age: str) -> tuple[FindingInContext, ...]:
    """Return the findings on a theme by what a room learns from: before praise, of the age asked for, by kind.

    What only its recommendation or its heading lends the theme comes last.
    """
    order = {kind: at for at, kind in enumerate(_FIRST)}

    def place(one: FindingInContext) -> tuple[bool, bool, bool, int]:
        other = bool(age) and not ages.of_age(one.finding.text, age)
        lent = theme.slug not in one.finding.own_themes
        return lent, is_praise(one), other, order.get(one.finding.kind, len(order))

    return tuple(sorted((one for one in holdings if theme.slug in one.finding.themes), key=place))


def newest_on(theme: Theme, holdings: Sequence[FindingInContext]) -> tuple[str, ...]:
    """Return the slugs of the reviews with findings on a theme, newest first."""
    dates = {one.review.slug: one.review.published for one in holdings if theme.slug in one.finding.themes}
    return tuple(sorted(dates, key=lambda slug: dates[slug], reverse=True))
