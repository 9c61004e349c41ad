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


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("The taxi firm should tell the pool when a child is not collected.",
         "The pool should tell the taxi firm when a child is not collected."),
        ("Dentists did not inform the play scheme why he had stopped coming.",
         "The play scheme did not inform dentists why he had stopped coming."),
        ("Pharmacies should tell the drug team when a client misses three doses.",
         "The drug team should promptly tell pharmacies when a client is admitted."),
        ("The escort company should notify the prison of any self-harm on the way.",
         "The prison should notify the escort company of any self-harm before the journey."),
    ],
)  # fmt: skip
def test_who_tells_whom_changes_places_also_where_neither_is_a_known_agency(one: str, other: str) -> None:
    assert reversed_roles(parts_of(one), parts_of(other))
    assert reversed_roles(parts_of(other), parts_of(one))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("The taxi firm should tell the pool when a child is not collected.",
         "A taxi firm did not warn the pool that the girl had stayed behind."),
        ("The pool should tell the taxi firm when a child is late.",
         "The taxi firm should ask the pool about late children."),
        ("The pool should tell parents when a child is late.",
         "The taxi firm should tell the pool when a child is late."),
        ("Nobody told the pool that he could not swim.", "The pool should tell parents that he cannot swim."),
    ],
)  # fmt: skip
def test_who_tells_in_one_direction_or_tells_another_changes_no_places(one: str, other: str) -> None:
    assert not reversed_roles(parts_of(one), parts_of(other))
