"""A theme is meant where all words speak of it alone, none far more of another, and where no others are shown."""

from __future__ import annotations

import pytest

from kb.vocabulary import load
from search.plan.compile import plan
from search.port import Query
from search.understanding.thesaurus import thesaurus

THESAURUS = thesaurus(load())


@pytest.mark.parametrize(
    ("question", "meant"),
    [
        ("supervision of staff", ("supervision-oversight",)),
        ("supervision of staff working with trauma", ()),
        ("professional curiosity about men", ()),
        ("thresholds for older people", ()),
        ("private fostering", ("family-network-carers",)),
        ("lack of refuge places", ("service-access",)),
        ("fire risk", ()),
        ("domestic abuse and housing moves", ()),
        ("too many social workers", ("key-worker-continuity",)),
        ("school attendance", ("education-attendance",)),
    ],
)
def test_a_theme_is_meant_where_every_word_is_surely_of_it(question: str, meant: tuple[str, ...]) -> None:
    assert plan(Query(question), THESAURUS).meant == meant


def test_a_word_is_surely_of_the_themes_of_which_it_says_half_as_much_as_of_one() -> None:
    names = THESAURUS.names
    assert "adversity-trauma" in names.surely_of("trauma")
    assert "supervision-oversight" in names.values["trauma"]
    assert "supervision-oversight" not in names.surely_of("trauma")
    assert names.surely_of("zyzzyva") == frozenset()
