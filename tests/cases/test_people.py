from __future__ import annotations

from kb.cases.people import people_in
from kb.core.case_values import PersonInCase


def test_people_stand_by_role_with_their_published_names() -> None:
    told = "Ash lived with their mother, Ms B, and her new partner Mr D. Ash’s father (Male F) saw them monthly."
    assert people_in([told]) == (
        PersonInCase("Mother", ("Ms B",)),
        PersonInCase("Father", ("Male F",)),
        PersonInCase("Partner", ("Mr D",)),
    )


def test_partner_agencies_are_no_partner() -> None:
    assert people_in(["Two partner agencies met. The partnership wrote to partner organisations."]) == ()


def test_a_name_that_is_not_set_beside_a_role_is_not_given_to_it() -> None:
    assert people_in(["The grandmother told Ms B that she would call."]) == (PersonInCase("Grandparents"),)
