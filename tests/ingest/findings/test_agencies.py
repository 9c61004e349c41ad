from __future__ import annotations

import pytest

from tests.ingest.reading import findings


def agencies_named(text: str) -> dict[str, bool]:
    return {agency.slug: agency.must_act for finding in findings(text) for agency in finding.agencies}


def test_who_must_act_is_distinguished_from_who_is_spoken_of() -> None:
    agencies = agencies_named("Recommendations\n\n- The police should tell schools when they attend a home.\n")
    assert agencies["police"] is True
    assert agencies["school-or-college"] is False


def test_the_addressee_may_stand_only_in_the_heading() -> None:
    assert agencies_named(
        "Recommendations for the Probation Service\n\n- Review how leavers are met at the gate.\n"
    ) == {"probation": True}


def test_in_a_lesson_nobody_is_told_to_act() -> None:
    assert not any(agencies_named("Lessons\n\n- Midwives and GPs did not share what they knew.\n").values())


def test_short_names_count_only_in_capitals() -> None:
    assert "gp-primary-care" in agencies_named("Lessons\n\n- The GP knew of the debts.\n")
    assert "gp-primary-care" not in agencies_named("Lessons\n\n- The gp mark on the file meant nothing.\n")


@pytest.mark.parametrize(
    "named",
    ["housing department", "Housing and Regeneration Directorate", "housing directorate", "lettings team"],
)
def test_a_councils_department_of_housing_is_the_housing_authority(named: str) -> None:
    assert "housing-authority" in agencies_named(f"Good practice\n\n- Ashmere's {named} was praised for its reply.\n")


def test_housing_that_is_no_body_is_no_agency() -> None:
    assert agencies_named("Lessons\n\n- The family's housing was damp and they had no say in it.\n") == {}


@pytest.mark.parametrize(
    ("named", "agency"),
    [
        ("The school nurse's notes were not read.", "school-nursing"),
        ("School health nurses were short of time.", "school-nursing"),
        ("School-based nurses held a list.", "school-nursing"),
        ("The health visitor's letter came late.", "health-visiting"),
        ("The school nursery was full.", "school-or-college"),
    ],
)
def test_a_name_of_several_words_counts_before_the_shorter_one_in_it(named: str, agency: str) -> None:
    assert next(iter(agencies_named(f"Lessons\n\n- {named}\n"))) == agency
