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


def finding(number: str, *tags: Tag, kind: Kind = Kind.LESSON) -> Finding:
    """Return a finding with these themes."""
    return Finding(number * 16, kind, "It was so.", "It was so.", Span(((0, 10),)), tags=tags)


def test_a_lent_theme_takes_the_place_of_an_unsure_one() -> None:
    asked = finding("1", make_tag("domestic-abuse"), kind=Kind.RECOMMENDATION)
    unsure = tuple(make_tag(slug, certainty=Certainty.UNSURE) for slug in ("domestic-abuse", "neglect"))
    done = finding("2", *unsure, kind=Kind.ACTION)
    _, given = lend((asked, done), (Answer(asked.id, done.id, "they share a row"),))
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
    _, given = lend((asked, done), (Answer(asked.id, done.id, "they share a row"),))
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
