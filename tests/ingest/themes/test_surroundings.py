"""Themes that a recommendation lends to the action that answers it: when, with what words, and when not."""

from __future__ import annotations

import pytest

from ingest.themes.surroundings import lend
from ingest.themes.tagger import MOST_THEMES
from kb.core.document import Span
from kb.core.model import Answer, Certainty, Evidence, Finding, Kind, Means, Tag
from kb.recurrence.features import FeatureExtractor
from kb.vocabulary import load
from tests.makers import make_tag

VOCABULARY = load()
LONG = "What each of the four services that met the fathers of these children did in those two years, and why"


def finding(number: str, *tags: Tag, kind: Kind = Kind.LESSON, heading: tuple[str, ...] = ()) -> Finding:
    """Return a finding with these themes under these headings."""
    return Finding(number * 16, kind, "It was so.", "It was so.", Span(((0, 10),)), heading, tags=tags)


def test_a_lent_theme_takes_the_place_of_an_unsure_one() -> None:
    asked = finding("1", make_tag("domestic-abuse"), kind=Kind.RECOMMENDATION)
    unsure = tuple(make_tag(slug, certainty=Certainty.UNSURE) for slug in ("domestic-abuse", "neglect"))
    done = finding("2", *unsure, kind=Kind.ACTION)
    _, given = lend((asked, done), (Answer(asked.id, done.id, "they share a row"),), VOCABULARY)
    assert [(tag.theme, tag.certainty) for tag in given.tags] == [
        ("domestic-abuse", Certainty.YES),
        ("neglect", Certainty.UNSURE),
    ]
    assert len(given.themes) <= MOST_THEMES


@pytest.mark.parametrize(
    ("kind", "own", "themes"),
    [
        (Kind.ACTION, (), ("recording", "housing-moves")),
        (Kind.ACTION, ("neglect",), ("neglect", "recording", "housing-moves")),
        (Kind.ACTION, ("neglect", "early-help"), ("neglect", "early-help")),  # it says enough itself
        (Kind.EVIDENCE, (), ()),
    ],
)
def test_an_action_that_says_little_is_about_what_was_recommended(
    kind: Kind, own: tuple[str, ...], themes: tuple[str, ...]
) -> None:
    advice = (make_tag(slug, slug) for slug in ("recording", "housing-moves", "early-help"))
    asked = finding("1", *advice, kind=Kind.RECOMMENDATION)
    done = finding("2", *map(make_tag, own), kind=kind)
    _, given = lend((asked, done), (Answer(asked.id, done.id, "they share a row"),), VOCABULARY)
    assert given.themes == themes
    if not own and themes:
        assert given.tags[0].evidence == (Evidence("recording", Means.CONTEXT, "recommendation"),)


def test_a_lent_theme_makes_no_lesson_more_like_another() -> None:
    lent = make_tag("domestic-abuse", "violence at home", means=Means.CONTEXT)
    said = FeatureExtractor(VOCABULARY).extract(finding("1", make_tag("recording"), lent), "r")
    assert set(said.themes) == {"recording"}


def test_a_lent_theme_is_given_and_is_not_the_findings_own() -> None:
    lent = make_tag("domestic-abuse", "violence at home", means=Means.CONTEXT)
    one = finding("1", make_tag("recording"), lent, make_tag("neglect", certainty=Certainty.UNSURE))
    assert (one.themes, one.own_themes) == (("recording", "domestic-abuse"), ("recording",))


@pytest.mark.parametrize(
    ("heading", "own", "lent"),
    [
        ("Working with fathers", ("fathers-hidden-men", "", ""), True),
        ("Working with fathers", ("neglect", "", ""), False),  # nothing under it bears its heading out
        ("Working with fathers", ("",), False),  # nor where it stands alone
        ("Term 3: Crossing the county border", ("cross-boundary-transfer", "neglect", ""), True),
        ("Recommendation 3: Fathers are asked to meetings", ("fathers-hidden-men", "", ""), False),
        (
            LONG,
            ("fathers-hidden-men", ""),
            False,
        ),
        ("Learning from cases", ("learning-embedding", "", ""), False),  # it says what stands under it
        ("What we found", ("fathers-hidden-men", "", ""), False),
    ],
)
def test_a_topical_heading_lends_its_theme_where_others_under_it_bear_it_out(
    heading: str, own: tuple[str, ...], lent: bool
) -> None:
    path = ("The review", heading)
    group = [finding(str(n), *([make_tag(one)] if one else []), heading=path) for n, one in enumerate(own, 1)]
    elsewhere = finding("9", heading=("The review", "Another chapter"))
    *given, other = lend((*group, elsewhere), (), VOCABULARY)
    assert other.tags == ()
    assert bool(given[-1].themes) is lent
    assert given[-1].own_themes == ()
    if lent:
        assert {one.means for tag in given[-1].tags for one in tag.evidence} == {Means.CONTEXT}
        assert {one.where for tag in given[-1].tags for one in tag.evidence} == {"heading"}


def test_a_title_over_all_findings_lends_nothing() -> None:
    title = ("The fathers of Ash Lane",)
    group = [finding("1", make_tag("fathers-hidden-men"), heading=title), finding("2", heading=title)]
    *_, under, _ = lend((*group, finding("3", heading=(*title, "Working together"))), (), VOCABULARY)
    assert under.tags == ()
