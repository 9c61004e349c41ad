"""Who stands in a case by role, as its own words name them: "Mother (Ms L)". Nobody is guessed at."""

from __future__ import annotations

from collections.abc import Iterable

from kb.core.case_values import PersonInCase
from kb.core.expressions import expression
from kb.text.number_words import one_of_numbers

# The words of a role in the singular and plural, the nearest to the case first.
_ROLES: tuple[tuple[str, str], ...] = (
    ("Mother", r"mother|mum"),
    ("Father", r"father|dad"),
    ("Parents", r"parents"),
    ("Step-parent", r"step-?(?:father|mother|dad|mum|parent)"),
    ("Partner", r"(?:new |former |ex-?)?(?:partner|boyfriend|girlfriend)(?=[\s,.;)(])(?! agenc| organi| bod)"),
    ("Husband or wife", r"husband|wife"),
    ("Children", rf"(?:{one_of_numbers(2)}|both|all|younger|older|other) children"),
    ("Brothers and sisters", r"siblings?|(?:half-?|step-?)?(?:brother|sister)s?|twins?"),
    ("Grandparents", r"(?:maternal |paternal |great-?)?grand(?:mother|father|parent|ma|dad)s?"),
    ("Aunts and uncles", r"(?:maternal |paternal )?(?:aunt|uncle)s?"),
    ("Son or daughter", r"(?:adult )?(?:son|daughter)s?"),
    ("Carer", r"(?:foster |kinship |unpaid |informal )?carers?"),
    ("Friend", r"friends?"),
    ("Neighbour", r"neighbours?"),
    ("Landlord", r"landlords?|landlady"),
)
_TITLED = r"(?:Mr|Mrs|Ms|Miss|Mx) [A-Z][\w’'-]*"
_CODED = r"(?:Child|Baby|Adult|Sibling|Mother|Father|Male|Female) [A-Z]\b"
# A name stands beside its role, set off: "their mother, Ms L" or "his father (Mr D)" or "her partner Mr D".
_NAMED = (
    rf"(?P<name>,? \(?(?:known as |called |named )?(?:{_TITLED}|{_CODED})| \([A-Z][a-z]+\)|"
    r",? (?:known as|called|named) [A-Z][a-z]+)?"
)
_FORMS = tuple((role, expression(rf"(?<![\w-])(?:{words})(?![\w-]){_NAMED}")) for role, words in _ROLES)
_BEFORE_NAME = expression(r"^[ ,(]*(?:known as |called |named )?")


def people_in(texts: Iterable[str]) -> tuple[PersonInCase, ...]:
    """Return the roles that the words of a case name, each once."""
    told = "\n".join(texts)
    found = []
    for role, form in _FORMS:
        hits = list(form.finditer(told))
        if hits:
            names = dict.fromkeys(_BEFORE_NAME.sub("", hit["name"]).strip("() ") for hit in hits if hit["name"])
            found.append(PersonInCase(role, tuple(names)))
    return tuple(found)
