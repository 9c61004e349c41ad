from __future__ import annotations

import pytest

from kb.text.who_must_act import who_must_act


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("Northmoor Council should consider a single point of contact.", "Northmoor Council"),
        ("Recommendation 2: The Partnership must review its core groups.", "The Partnership"),
        ("3. Fenmere Police and Fenmere NHS Trust should agree a protocol.", "Fenmere Police and Fenmere NHS Trust"),
        ("The review recommends that the Board should audit files each year.", "The Board"),
        ("All agencies are asked to report in six months.", "All agencies"),
        (
            "1: Continuity. Children's Social Care and Health should act.",
            "Children's Social Care and Health",
        ),
        ("Child protection chairs should ask who was not invited.", "Child protection chairs"),
        ("The case conference chairs should sign the minutes.", "The case conference chairs"),
        ("The Risk Panel should meet each month.", "The Risk Panel"),
        ("Family Hubs must publish their hours.", "Family Hubs"),
        ("Induction of New Staff The Eastmere Board should write a plan.", "The Eastmere Board"),
        ("The role of relatives (Practice) The Fenmere Trust must ask them.", "The Fenmere Trust"),
        ("Records were poor. Eastmere Homes needs to share addresses.", "Eastmere Homes"),
        ("Ardale Victim Support should ring within a day.", "Ardale Victim Support"),
    ],
)
def test_the_subject_of_a_recommendation_is_who_must_act(text: str, who: str) -> None:
    assert who_must_act(text) == who


@pytest.mark.parametrize(
    "text",
    [
        "Training on neglect should be given to the voluntary sector.",
        "This should include the faith sector.",
        "To develop a protocol with housing providers.",
        "Information must reach the health visitor within a day.",
        "A pregnant woman's case should stay with the first authority.",
        "Changes of address must reach the school.",
        "Every discharge letter should name a nurse.",
        "The Board's risk register should be read twice a year.",
        "Children's plans should say who does what.",
        "Family court reports should be sent to the school.",
        "Supervision of health staff should be monthly.",
        "If a child is not brought, the clinic should be told.",
    ],
)
def test_what_is_asked_about_is_nobody_who_must_act(text: str) -> None:
    assert who_must_act(text) == ""
