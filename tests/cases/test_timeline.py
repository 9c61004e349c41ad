from __future__ import annotations

from pathlib import Path

import pytest

from kb.app.library import Library
from kb.cases.timeline import event_date
from kb.core.settings import Settings
from tests.papers import paper


@pytest.mark.parametrize(
    ("sentence", "iso", "printed"),
    [
        ("In March 2010 a child protection plan was made.", "2010-03", "March 2010"),
        ("Noor born 4 April 2018 at home with a midwife.", "2018-04-04", "4 April 2018"),
        ("Between 2009 and 2011 the police attended seven times.", "2009", "2009"),
        ("The school failed to act in May 2016 after he was hurt.", "2016-05", "May 2016"),
        ("Officers attended twice in the spring of 2014.", "2014-05", "spring of 2014"),
    ],
)
def test_a_sentence_that_dates_what_happened_is_an_event(sentence: str, iso: str, printed: str) -> None:
    found = event_date(sentence)
    assert found is not None
    assert (found.iso, sentence[found.begins : found.ends]) == (iso, printed)


@pytest.mark.parametrize(
    "sentence",
    [
        "Working Together 2018 asks agencies to share information.",
        "The Care Act 2014 sets out when a review is held.",
        "This report was published in May 2021 by the partnership.",
        "The review period runs from May 2019 to June 2020 and covers both children.",
        "She moved house again.",
        "Room 2012 was empty that week.",
        "March 2010.",
    ],
)
def test_dates_of_papers_are_no_events(sentence: str) -> None:
    assert event_date(sentence) is None


BRIEFING = """Serious case review: Child V

An invented review of Fenmere.

# What happened

Child V was born in May 2011 in Fenmere. In June 2012 the health visitor referred the family to children's social care.
Child V died on 3 August 2013 at home.

# Method

The panel met in May 2014 and read all records.

# Recommendations

1. The Board should review its procedures by March 2015.
"""


def test_a_timeline_holds_the_dated_sentences_of_the_case_in_order(tmp_path: Path) -> None:
    with Library.open(Settings(data=tmp_path / "data", search="memory:")) as library:
        library.add([paper(tmp_path, "child-v.md", BRIEFING)])
        (review,) = library.reviews()
        events = library.timeline(review.slug)
    assert review.title == "Child V"
    assert [one.date for one in events] == ["2011-05", "2012-06", "2013-08-03"]
    assert events[2].words == "Child V died on 3 August 2013 at home."
