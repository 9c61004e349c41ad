"""What the sources of several findings share beside the names of bodies and schemes, and beside everyday words."""

from __future__ import annotations

from kb.core.model import FindingInContext
from kb.recurrence.shared_matter import OF_CASES, OF_SERVICES, matter_wanted, speaks_of_the_same, telling_stems
from kb.vocabulary import load
from tests.recurrence.makers import make_holding


def make_sources(*texts: str, review_type: str = "serious-case-review") -> list[FindingInContext]:
    """Return findings of as many sources."""
    return [make_holding(f"told-{number}", text, review_type=review_type) for number, text in enumerate(texts)]


def weigh(*texts: str) -> float:
    vocabulary = load()
    return OF_CASES.weigh([telling_stems(text, vocabulary) for text in texts])


def test_what_is_shared_is_counted_without_agencies_and_what_has_a_short_form() -> None:
    assert weigh("The police were late", "Police saw the MARAC", "Police in multi-agency risk") == 0
    two = weigh("The category of the plan was wrong", "Its category was neglect")
    three = ("The category of the plan was wrong", "Its category was neglect", "Nobody came")
    assert two > 1
    assert weigh(*three) == two, "two of three are most"
    assert weigh(*three, "Nothing was asked") == 0, "two of four are not"
    assert telling_stems("A MARAC heard the police on a multi-agency risk assessment conference.", load()) == {"heard"}


def test_inspections_share_rarer_words_and_nearly_all_of_them() -> None:
    vocabulary = load()
    asked = ("Leaders should improve support for children", "Leaders must improve what supports children")
    cases, services = make_sources(*asked), make_sources(*asked, review_type="inspection")
    assert matter_wanted(cases, vocabulary).is_shared(cases, vocabulary)
    assert matter_wanted(services, vocabulary) is OF_SERVICES
    assert not OF_SERVICES.is_shared(services, vocabulary)
    three = ("The category of the plan was wrong", "Its category was neglect", "Nobody named a category")
    assert OF_SERVICES.is_shared(make_sources(*three), vocabulary)
    assert OF_SERVICES.is_shared(make_sources(*three, "Nothing was asked"), vocabulary), "three of four are nearly all"
    assert not OF_SERVICES.is_shared(make_sources(*three[:2], "Nothing was asked"), vocabulary), "two of three are not"
    half = [*make_sources(*asked), make_holding("visit", asked[0], review_type="inspection")]
    assert matter_wanted(half, vocabulary) is OF_CASES, "most are cases"


def test_two_findings_of_one_source_count_as_one() -> None:
    one, other, third = make_sources("The category was wrong", "It was neglect", "The category was not neglect")
    second = make_holding("second", other.finding.text, review=one.review.slug)
    assert OF_SERVICES.is_shared([second, one, third], load())
    assert not OF_SERVICES.is_shared([one, other, third], load())


def test_a_finding_speaks_of_the_same_where_most_of_the_others_have_its_telling_word() -> None:
    one, *others = make_sources(
        "Bail ended early", "Bail was not explained", "Nobody knew of bail", "Letters were late"
    )
    assert speaks_of_the_same(one, others, load()), "two of three are most"
    assert not speaks_of_the_same(one, others[1:], load()), "one of two is not"
    everyday = make_sources(
        "Leaders should improve support for children", "Leaders must improve what supports children"
    )
    assert not speaks_of_the_same(everyday[0], everyday[1:], load()), "words of every second finding tell nothing"
