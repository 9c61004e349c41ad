from __future__ import annotations

import pytest

from kb.text.case_titles import known_title


@pytest.mark.parametrize(
    ("title", "known"),
    [
        ("Learning summary: Theo", "Theo"),
        ("Amara: a six-step briefing", "Amara"),
        ("Child A: overview report", "Child A"),
        ("Serious Case Review: Child K", "Child K"),
        ("Domestic Homicide Review into Rowan", "Rowan"),
        ("Safeguarding Adults Review – Mr T", "Mr T"),
        ("Ada and Noor: local child safeguarding practice review", "Ada and Noor"),
        ("Family C Local Child Safeguarding Practice Review Addendum", "Family C"),
        ("Children P and Q: executive summary", "Children P and Q"),
    ],
)
def test_a_title_is_known_by_the_case_that_it_names(title: str, known: str) -> None:
    assert known_title(title) == known


@pytest.mark.parametrize(
    "title",
    [
        "Practitioner briefing: self-neglect and the closed door",
        "Joint inspection: children living with neglect in Ashmarton",
        "Annual report: Safeguarding Partnership",
        "Learning summary: Domestic Abuse",
        "Stonemarch annual report 2018–19",
        "Review of services",
        "Theo",
    ],
)
def test_a_title_that_names_no_case_stays(title: str) -> None:
    assert known_title(title) == title
