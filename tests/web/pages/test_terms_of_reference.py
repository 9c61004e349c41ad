"""What a new review could ask on its themes, from what earlier sources asked, left open, or saw no action on."""

from __future__ import annotations

import pytest

from kb.app.library import Library
from kb.app.open_questions import open_questions
from kb.core.errors import NotHeld
from kb.core.model import Kind
from tests.web.site import make_request
from web.pages.terms_of_reference import terms_of_reference_page

THEME = "cp-plans-core-groups"


def test_each_sort_of_question_is_what_it_says(sample: Library) -> None:
    found = open_questions(sample, [THEME])
    assert found.unanswered
    assert all(one.finding.kind is Kind.QUESTION for one in found.asked)
    for one in (*found.asked, *found.left_open, *found.unanswered):
        assert THEME in one.finding.themes
    for one in found.unanswered:
        assert one.finding.kind is Kind.RECOMMENDATION
        assert not sample.answers(one.finding.id)
    assert found.without_action <= found.recommendations


def test_what_is_on_both_themes_comes_first_and_once(sample: Library) -> None:
    both = {THEME, "agency-participation"}
    found = open_questions(sample, sorted(both)).unanswered
    shared = [len(both & set(one.finding.themes)) for one in found]
    assert shared == sorted(shared, reverse=True)
    assert len({one.finding.id for one in found}) == len(found)


def test_silence_is_told_only_of_kinds_that_are_not_held(library: Library) -> None:
    held = {one.finding.kind for one in library.findings(theme=THEME)}
    silent = open_questions(library, [THEME]).silent
    assert not held & set(silent)
    none = terms_of_reference_page(make_request(library, ("theme", "financial-slavery")))
    assert "in this library" in none.silent


def test_a_page_without_a_theme_is_its_form(library: Library) -> None:
    page = terms_of_reference_page(make_request(library))
    assert page.has_nothing
    assert page.silent == page.about == ""
    assert [one.label for one in page.menus] == ["Theme", "Second theme", "Third theme"]
    with pytest.raises(NotHeld, match="no-such-theme"):
        terms_of_reference_page(make_request(library, ("theme", "no-such-theme")))


def test_the_number_without_an_action_is_of_the_recommendations_that_were_looked_at(sample: Library) -> None:
    one = terms_of_reference_page(make_request(sample, ("theme", THEME)))
    found = open_questions(sample, [THEME])
    told = f"{found.without_action} of {found.recommendations} recommendations that we looked at"
    assert one.unanswered_told.startswith(f"{told} (the newest on this theme) ha")
    two = terms_of_reference_page(make_request(sample, ("theme", THEME), ("theme", "agency-participation")))
    assert "(the newest on each theme)" in two.unanswered_told


def test_a_theme_with_many_recommendations_hides_no_other(sample: Library) -> None:
    themes = [THEME, "information-sharing", "training-development"]
    asked = {one for one in themes if open_questions(sample, [one]).unanswered}
    shown = {theme for one in open_questions(sample, themes).unanswered for theme in one.finding.themes}
    assert asked
    assert asked <= shown
