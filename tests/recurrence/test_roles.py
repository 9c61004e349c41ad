"""Who must do what to whom: the doer, the others, and what a passive sentence turns about."""

from __future__ import annotations

import pytest

from kb.recurrence.roles import Parts, agency_names, parts_of, reversed_roles, without_agencies


@pytest.mark.parametrize(
    ("text", "doer", "others"),
    [
        ("The police should tell the school.", "police", {"school"}),
        ("Schools must tell police and GPs of it.", "school", {"police", "gp"}),
        ("The school was told by the police.", "police", {"school"}),
        ("The school was not told by the police.", "police", {"school"}),
        ("The school should be told by an officer or the police.", "to school", {"school", "police"}),
        ("The school was told late.", "to school", {"school"}),
        ("The hospital did not ring the midwife. The GP did.", "hospital", {"midwife"}),
        ("Police should ask police in the next force.", "police", set()),
        ("Social workers should ask the father.", "social care", {"father"}),
    ],
)
def test_the_doer_stands_before_the_verb_or_after_by(text: str, doer: str, others: set[str]) -> None:
    assert parts_of(text) == Parts(doer, frozenset(others))


@pytest.mark.parametrize(
    "text", ["Better links between police and schools", "Nobody should tell the school.", "It was late.", ""]
)
def test_where_nobody_is_named_before_the_verb_no_one_is_the_doer(text: str) -> None:
    assert parts_of(text) is None


@pytest.mark.parametrize(
    ("one", "other", "turned"),
    [
        ("Police should tell schools.", "Schools should tell the police.", True),
        ("Police should tell schools.", "The school was told by the police.", False),
        ("Police should tell schools.", "The police were told by the school.", True),
        ("Police should tell schools.", "Schools should tell GPs.", False),
        ("Police should tell schools.", "GPs should tell the police.", False),
        ("Police should tell schools.", "Lanterns.", False),
    ],
)
def test_roles_are_reversed_where_each_is_the_receiver_of_the_other(one: str, other: str, turned: bool) -> None:
    assert reversed_roles(parts_of(one), parts_of(other)) is turned
    assert reversed_roles(parts_of(other), parts_of(one)) is turned


def test_agencies_are_services_and_people_stay_who_they_are() -> None:
    assert (
        without_agencies("Officers told the mother and the Health Visitor") == "service told the mother and the service"
    )
    assert agency_names("Officers told the mother and her GP") == ["Officers", "GP"]
