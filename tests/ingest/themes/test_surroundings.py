"""Themes that a case and a recommendation lend: when they do, with what words, and when they do not."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ingest.themes.surroundings import CaseMatter, lend, matter_of
from ingest.themes.tagger import MOST_THEMES
from kb.core.document import Span
from kb.core.model import Answer, Certainty, Evidence, Finding, Kind, Means, Metadata, Polarity, Tag
from kb.recurrence.features import FeatureExtractor
from kb.vocabulary import load
from tests.makers import make_about, make_tag

VOCABULARY = load()
HOARDED = "She hoarded papers. The squalor grew, and her self-neglect with it. Self-neglect is not a choice. " * 3
CALM = "The council wrote to the surgery and the surgery wrote back. " * 8
OWN = make_tag("domestic-abuse", "violence at home")


def about(kind: str, paper: str = "overview-report") -> Metadata:
    """Return what is known of a document of these types."""
    return make_about(review_type=kind, document_type=paper)


def finding(number: str, *tags: Tag, kind: Kind = Kind.LESSON) -> Finding:
    """Return a finding with these themes."""
    return Finding(number * 16, kind, "It was so.", "It was so.", Span(((0, 10),)), tags=tags)


@pytest.mark.parametrize(
    ("kind", "paper", "text", "theme"),
    [
        ("domestic-homicide-review", "action-plan", CALM, "domestic-abuse"),
        ("domestic-homicide-review", "overview-report", "Domestic abuse was told. " + CALM, "domestic-abuse"),
        ("domestic-homicide-review", "overview-report", "Domestic abuse was told. " + HOARDED, None),  # type misread
        ("safeguarding-adult-review", "overview-report", HOARDED, "self-neglect"),
        ("safeguarding-adult-review", "overview-report", CALM, None),
        ("safeguarding-adult-review", "overview-report", HOARDED + "He was stabbed in a knife attack. " * 9, None),
        ("safeguarding-adult-review", "service-report", HOARDED, None),  # a year's report tells of many cases
        ("domestic-homicide-review", "seven-minute-briefing", CALM, None),  # each of its lessons has its own subject
        ("safeguarding-adult-review", "learning-summary", HOARDED, None),
        ("safeguarding-adult-review", "overview-report", HOARDED + CALM * 60, None),  # said in passing
        ("inspection", "inspection-letter", HOARDED, None),
        ("unknown", "overview-report", "", None),
    ],
)
def test_a_case_is_about_what_its_type_or_most_of_its_words_of_harm_say(
    kind: str, paper: str, text: str, theme: str | None
) -> None:
    found = matter_of(about(kind, paper), text, VOCABULARY)
    assert (found.theme if found else None) == theme


def test_the_words_that_lend_a_theme_are_the_documents_own() -> None:
    found = matter_of(about("safeguarding-adult-review"), HOARDED, VOCABULARY)
    assert found is not None
    assert found.words.casefold() == "self-neglect"


def test_praise_is_not_lent_what_its_case_is_about() -> None:
    praise = (finding("1", kind=Kind.GOOD_PRACTICE), replace(finding("2"), polarity=Polarity.WORKING_WELL))
    matter = CaseMatter("domestic-abuse", "Domestic homicide review")
    assert [one.themes for one in lend(praise, (), matter)] == [(), ()]
    assert lend((finding("3"),), (), matter)[0].themes == ("domestic-abuse",)


def test_a_finding_is_lent_the_theme_of_its_case_once_and_after_its_own() -> None:
    first, second = finding("1", make_tag("recording")), finding("2", OWN)
    lent, kept = lend((first, second), (), CaseMatter("domestic-abuse", "Domestic homicide review"))
    assert lent.themes == ("recording", "domestic-abuse")
    assert lent.tags[1].evidence == (Evidence("Domestic homicide review", Means.CONTEXT, "case"),)
    assert kept.tags == (OWN,)


def test_a_lent_theme_takes_the_place_of_an_unsure_one_and_never_of_a_sure_one() -> None:
    unsure = make_tag("domestic-abuse", certainty=Certainty.UNSURE)
    full = tuple(make_tag(slug) for slug in list(VOCABULARY.themes)[:MOST_THEMES])
    matter = CaseMatter("domestic-abuse", "Domestic homicide review")
    (one,) = lend((finding("1", unsure),), (), matter)
    assert [(tag.theme, tag.certainty) for tag in one.tags] == [("domestic-abuse", Certainty.YES)]
    (other,) = lend((finding("1", *full),), (), CaseMatter("was-not-brought", "not brought"))
    assert other.tags == full


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
    _, given = lend((asked, done), (Answer(asked.id, done.id, "they share a row"),), None)
    assert given.themes == themes
    if not own and themes:
        assert given.tags[0].evidence == (Evidence("recording", Means.CONTEXT, "recommendation"),)


def test_a_lent_theme_makes_no_lesson_more_like_another() -> None:
    lent = make_tag("domestic-abuse", "Domestic homicide review", means=Means.CONTEXT)
    said = FeatureExtractor(VOCABULARY).extract(finding("1", make_tag("recording"), lent), "r")
    assert set(said.themes) == {"recording"}


def test_a_lent_theme_is_given_and_is_not_the_findings_own() -> None:
    lent = make_tag("domestic-abuse", "Domestic homicide review", means=Means.CONTEXT)
    one = finding("1", make_tag("recording"), lent, make_tag("neglect", certainty=Certainty.UNSURE))
    assert (one.themes, one.own_themes) == (("recording", "domestic-abuse"), ("recording",))
