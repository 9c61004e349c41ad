"""The field's own words as vectors, and texts with their acronyms written out."""

from __future__ import annotations

from kb.recurrence.roles import without_agencies
from kb.recurrence.word_vectors import field_vectors, written_out
from kb.vocabulary import load


def test_words_of_one_field_lie_closer_than_words_of_two() -> None:
    field, acronyms = field_vectors(), load().acronyms
    social = field.vector("Caseloads are too high for social workers.", "", acronyms)
    same = field.vector("Staff vacancies and turnover leave workers with heavy workloads.", "", acronyms)
    other = field.vector("The dental health of pupils was checked by the nurse.", "", acronyms)
    assert social @ same > social @ other + 0.1
    assert not field.vector("xylophones", "", acronyms).any()


def test_acronyms_are_written_out_and_agencies_lose_their_names() -> None:
    assert written_out("a MARAC met", {"MARAC": "risk conference"}) == "a risk conference met"
    assert without_agencies("The police told the school.") == "The service told the service."
