"""By what name practitioners know a review: the case that its title names, without the sort of paper."""

from __future__ import annotations

import re

from kb.core.expressions import expression

_NAME = r"[A-ZÀ-ÖØ-Þ][\wà-öø-ÿ’'-]*"
_PAPER = (
    r"(?:(?:(?:the|a|an|our|review|report|final|full|draft|overview|executive|learning|lessons?|serious|case|local|child|children[’']?s?|"
    r"adults?|safeguarding|practice|domestic|homicide|abuse|related|death|offensive|weapons|mental|health|thematic|rapid|"
    r"joint|multi|agency|six|seven|7|6|five|minute|step|stage|one|page|summary|public|published|independent|extended|"
    r"management|partnership|action|progress|annual|and|of|for|from|on|with|in|l?cspr|scr|sar|dhr|dardr|cpr|apr|susr)[\s-]+)*"
    r"(?:report|review|summary|briefing|plan|addendum|update|slides?|bulletin|newsletter|learning|lessons|response|poster))"
)
_BEFORE = expression(
    rf"^{_PAPER}(?:\s*[:–—]\s+|\s+-\s+|\s+(?:of|into|about|for|on|concerning|regarding)\s+)(?P<case>.+)$", re.IGNORECASE
)
# a case is called by a few names: a title of a thousand parts is not tried from each of them to its end
_AFTER = expression(
    rf"^(?P<case>.{{1,160}}?)(?:\s*[:–—,]\s+|\s+-\s+){_PAPER}(?:\s+\(?(?:19|20)\d\d\)?)?$", re.IGNORECASE
)
_CODED = r"(?:(?:Child(?:ren)?|Baby|Adult|Family|Mr|Mrs|Ms|Miss|Young Person|Person)\s+)"
_CASE = expression(rf"{_CODED}?{_NAME}(?:(?:\s*,\s*|\s+(?:and|&)\s+|\s+){_NAME}){{0,3}}")
_CODED_BEFORE = expression(rf"^(?P<case>{_CODED}[A-Z]{{1,2}}\d?)\s+(?i:{_PAPER})$")
_NO_CASE = frozenset(
    """
    the a an and this that our your family case child children adult baby background introduction review report summary
    scope method process purpose context history events learning practice safeguarding partnership board council neglect
    abuse domestic violence services service national local terms reference recommendations findings themes key what who
    how why key agencies agency team people person young mother father parents carers
    """.split()
)


def known_title(title: str) -> str:
    """Return the case that a title names beside the sort of paper: "Theo" of "Learning summary: Theo"."""
    plain = " ".join(title.split())
    for form in (_AFTER, _BEFORE, _CODED_BEFORE):
        found = form.match(plain)
        case = found["case"].strip(" .:–—-") if found else ""
        if case and _CASE.fullmatch(case) and _names_somebody(case):
            return case
    return title


def _names_somebody(case: str) -> bool:
    """Return whether some word of a name is no word of the field."""
    words = [word.strip("’'").casefold() for word in re.split(r"[\s,&]+", case) if word]
    coded = re.fullmatch(rf"{_CODED}[A-Z]{{1,2}}\d?(?:(?:\s*,\s*|\s+(?:and|&)\s+)[A-Z]\d?)*", case)
    return bool(coded) or not any(word in _NO_CASE for word in words if word != "and")
