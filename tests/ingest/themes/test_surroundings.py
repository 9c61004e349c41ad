"""What stands around a finding: which signs it gives, what it lends, with what words, and what is inferred."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ingest.themes.case_theme import case_theme
from ingest.themes.score import Around
from ingest.themes.surroundings import surroundings_of, tag_document
from ingest.themes.tagger import MOST_THEMES, tagger_of
from kb.core.document import Span
from kb.core.model import (
    CASE,
    SENSE,
    Answer,
    Certainty,
    Evidence,
    Finding,
    Kind,
    Means,
    Metadata,
    StatedValue,
    Tag,
)
from kb.recurrence.features import FeatureExtractor
from kb.vocabulary import Weights, load
from tests.makers import make_tag

VOCABULARY = load()
UNKNOWN = Metadata()
LONG = "What each of the four services that met the fathers of these children did in those two years, and why"
SAYS = {
    "fathers-hidden-men": "No father was invited and the new partner was not assessed.",
    "neglect": "Neglect was plain in the home conditions.",
    "learning-embedding": "The learning was embedded by a 7-minute briefing.",
    "cross-boundary-transfer": "There was no transfer-in conference by the receiving authority.",
    "": "It was so.",
}


def finding(number: str, *tags: Tag, text: str = "It was so.", heading: tuple[str, ...] = ()) -> Finding:
    """Return a finding with these words under these headings."""
    return Finding(number * 16, Kind.LESSON, text, text, Span(((0, len(text)),)), heading, tags=tags)


def around(*findings: Finding, answers: tuple[Answer, ...] = (), about: Metadata = UNKNOWN) -> tuple[Around, ...]:
    """Return what stands around findings of one document."""
    tagger = tagger_of(VOCABULARY)
    looks = [tagger.look(one.text, one.heading, one.lead_in) for one in findings]
    return surroundings_of(findings, looks, answers, about, VOCABULARY, {})


def about(title: str = "", review_type: str = "") -> Metadata:
    """Return what is known of a document of this title and type."""
    return Metadata(
        title=StatedValue(title, "page 1") if title else None,
        review_type=StatedValue(review_type, "page 1") if review_type else None,
    )


def test_what_an_action_answers_lends_it_the_themes_that_were_firmly_said() -> None:
    asked = finding("1", text="The Trust should make sure that each midwife has safeguarding supervision.")
    done = finding("2", text="A prompt will be built into the system.")
    _, stands = around(asked, done, answers=(Answer(asked.id, done.id, "they share a row"),))
    assert stands.signs["supervision-oversight"]["answered"] == 1.0
    assert stands.lent["supervision-oversight"].where == "recommendation"
    assert "supervision" in stands.lent["supervision-oversight"].words
    alone = around(asked, done)[1]
    assert "answered" not in alone.signs.get("supervision-oversight", {})


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
        ("Working with fathers", ("neglect", "", ""), True),  # it names a topic; what bears it out is another sign
        ("Term 3: Crossing the county border", ("cross-boundary-transfer", "neglect", ""), True),
        ("Recommendation 3: Fathers are asked to meetings", ("fathers-hidden-men", "", ""), False),
        (LONG, ("fathers-hidden-men", ""), False),
        ("Learning from cases", ("learning-embedding", "", ""), False),  # it says what stands under it
        ("What we found", ("fathers-hidden-men", "", ""), False),
    ],
)
def test_a_topical_heading_names_its_theme(heading: str, own: tuple[str, ...], lent: bool) -> None:
    path = ("The review", heading)
    group = [finding(str(n), text=SAYS[one], heading=path) for n, one in enumerate(own, 1)]
    elsewhere = finding("9", heading=("The review", "Another chapter"))
    *given, other = around(*group, elsewhere)
    assert any(evidence.where == "heading" for evidence in given[-1].lent.values()) is lent
    assert not any("heading" in signs for signs in other.signs.values())


def test_others_under_a_heading_bear_it_out() -> None:
    path = ("The review", "Working with fathers")
    elsewhere = finding("9", heading=("The review", "Another chapter"))
    shares = []
    for said in ("fathers-hidden-men", "neglect"):
        group = (finding("1", text=SAYS[said], heading=path), finding("2", heading=path))
        shares.append(around(*group, elsewhere)[1].signs["fathers-hidden-men"]["heading_borne_out"])
    assert shares == [1.0, 0.0]


def test_a_title_over_all_findings_is_no_heading() -> None:
    title = ("The fathers of Ash Lane",)
    group = [finding("1", text=SAYS["fathers-hidden-men"], heading=title), finding("2", heading=title)]
    *_, under, _ = around(*group, finding("3", heading=(*title, "Working together")))
    assert "heading" not in under.signs["fathers-hidden-men"]


def test_a_theme_that_a_quarter_of_a_document_shows_is_lent_to_the_rest() -> None:
    few = around(*(finding(str(n), text=SAYS["neglect" if n < 1 else ""]) for n in range(8)))[-1]
    many = around(*(finding(str(n), text=SAYS["neglect" if n < 3 else ""]) for n in range(8)))[-1]
    assert "neglect" not in few.lent
    assert many.lent["neglect"].where == CASE
    assert many.signs["neglect"]["document"] > few.signs["neglect"]["document"]


def test_every_finding_of_a_domestic_homicide_review_is_about_domestic_abuse_by_inference() -> None:
    plain = (finding("1", text="Nobody asked her again."), finding("2", text="Nobody asked her what she wanted."))
    for told, inferred in ((about(review_type="domestic-homicide-review"), True), (about(), False)):
        found = tag_document(plain, (), told, VOCABULARY)
        for one in found:
            tags = {tag.theme: tag for tag in one.tags}
            assert ("domestic-abuse" in one.given_themes) is inferred
            assert "domestic-abuse" not in one.themes
            assert "domestic-abuse" not in one.own_themes
            if inferred:
                assert tags["domestic-abuse"].certainty is Certainty.INFERRED
                assert {shown.where for shown in tags["domestic-abuse"].evidence} == {CASE}


STORY = "He kept a hoard of papers.\nThe self-neglect had grown for years.\nThe hoarding went on.\nNobody was told.\n"


def test_the_harm_that_a_whole_text_tells_is_its_case() -> None:
    case = case_theme(STORY, VOCABULARY)
    assert case is not None
    assert (case.theme, case.share) == ("self-neglect", 0.75)
    assert case.words in STORY
    assert case_theme("Nobody was told.\n" * 5, VOCABULARY) is None
    both = STORY + "He was bruised by her.\nHe had a broken rib from a blow.\nPhysical abuse was not named.\n"
    assert case_theme(both, VOCABULARY) is None


def test_a_case_is_told_in_the_story_and_lent_to_the_findings_below_it() -> None:
    plain = (finding("1", text="The form has no such box."), finding("2", text="It was so."))
    looks = [tagger_of(VOCABULARY).look(one.text, one.heading, one.lead_in) for one in plain]
    stands = surroundings_of(plain, looks, (), about(), VOCABULARY, {}, case_theme(STORY, VOCABULARY))
    assert all(one.lent["self-neglect"].where == CASE and one.signs["self-neglect"]["case"] == 1.0 for one in stands)


@pytest.mark.parametrize(("told", "given"), [("", False), (STORY, True)])
def test_what_a_finding_only_hints_at_is_given_where_the_whole_text_tells_it(told: str, given: bool) -> None:
    plain = (finding("1", text="The door was kept shut."), finding("2", text="It was so."))
    first, _ = tag_document(plain, (), about(), VOCABULARY, told)
    assert ("self-neglect" in first.themes) is given


@pytest.mark.parametrize(
    ("text", "certainty"), [("It was so.", Certainty.INFERRED), ("The window was green.", Certainty.YES)]
)
def test_a_case_s_theme_is_given_where_the_words_bear_it_out_and_else_inferred(text: str, certainty: Certainty) -> None:
    tagger = tagger_of(VOCABULARY)
    signs = {"case": 1.0, "document": 1.0, "title": 9.0, "sense": 1.0, "sense_root": 1.0, "heading": 9.0}
    carried = {"self-neglect": ((4, 10),)} if certainty is Certainty.YES else {}
    lent = Around({"self-neglect": signs}, {"self-neglect": Evidence("hoard", Means.CONTEXT, CASE)}, carried)
    tag = next(tag for tag in tagger.judge(tagger.look(text), lent) if tag.theme == "self-neglect")
    assert (tag.certainty, tag.is_lent) == (certainty, True)


def test_what_a_finding_says_itself_is_never_inferred() -> None:
    told = about("Domestic homicide review: neglect", "domestic-homicide-review")
    said = "Nobody asked her about the domestic abuse, and coercive control was not understood."
    (one,) = tag_document((finding("1", text=said),), (), told, VOCABULARY)
    tag = next(tag for tag in one.tags if tag.theme == "domestic-abuse")
    assert (tag.certainty, tag.is_lent) == (Certainty.YES, False)


def test_no_more_themes_than_the_most_are_given_or_inferred_and_none_that_is_lent_is_unsure() -> None:
    texts = (*SAYS.values(), "He was not heard.", "Two forms were lost.", "Nobody rang the school.")
    plain = tuple(finding(str(n), text=text, heading=("Review", "Fathers")) for n, text in enumerate(texts))
    for one in tag_document(plain, (), about("Neglect in Ash Lane", "domestic-homicide-review"), VOCABULARY):
        assert len(one.given_themes) <= MOST_THEMES
        assert all(tag.certainty is not Certainty.UNSURE for tag in one.tags if tag.is_lent)


def test_a_theme_by_sense_alone_is_inferred_with_the_words_that_weigh_most() -> None:
    lent = Around({"neglect": {"sense": 1.0, "sense_root": 1.0, "heading": 9.0}}, {"neglect": SENSED})
    tagger = tagger_of(VOCABULARY)
    (tag,) = tagger.judge(tagger.look("It was so."), lent)
    assert (tag.theme, tag.certainty, tag.evidence) == ("neglect", Certainty.INFERRED, (SENSED,))


SENSED = Evidence("bare, cold", Means.CONTEXT, SENSE)


def test_a_theme_by_sense_is_given_with_the_words_that_carry_it() -> None:
    signs = {"sense": 1.0, "sense_root": 1.0, "heading": 9.0}
    lent = Around({"neglect": signs}, {"neglect": SENSED}, {"neglect": ((4, 8), (18, 22))})
    (tag,) = tagger_of(VOCABULARY).judge(tagger_of(VOCABULARY).look("Its even edge was grey."), lent)
    assert (tag.certainty, tag.is_lent) == (Certainty.YES, True)
    assert [(one.words, one.start, one.end) for one in tag.evidence] == [("even", 4, 8), ("grey", 18, 22)]


@pytest.mark.parametrize(("in_document", "given"), [(True, True), (False, False)])
def test_of_a_finding_in_a_document_the_likeliest_theme_is_given_from_a_lower_bound(
    in_document: bool, given: bool
) -> None:
    tagger = tagger_of(replace(VOCABULARY, weights=Weights({"always": -0.5}, yes=0.6, places=(0.3, 0.6))))
    look = tagger.look("Neglect was plain.")
    tags = tagger.judge(look, Around({}, {}, in_document=in_document))
    assert ("neglect" in [tag.theme for tag in tags if tag.certainty is Certainty.YES]) is given


def test_of_two_themes_of_one_chance_only_the_first_has_the_lower_bound() -> None:
    tagger = tagger_of(replace(VOCABULARY, weights=Weights({"always": -0.5}, yes=0.6, places=(0.3, 0.6))))
    look = tagger.look("Neglect and domestic abuse were plain.")
    tags = tagger.judge(look, Around({}, {}, in_document=True))
    assert [tag.certainty for tag in tags] == [Certainty.YES, Certainty.UNSURE]


@pytest.mark.parametrize("lent", [CASE, SENSE])
def test_an_inferred_theme_takes_no_place_of_one_that_the_words_show(lent: str) -> None:
    tagger = tagger_of(VOCABULARY)
    known = "Domestic abuse, neglect, alcohol and homelessness were all known"
    text = f"{known}, and information was not shared with the police."
    by_itself = tagger.judge(tagger.look(text), Around({}, {}))
    shown = [tag.theme for tag in by_itself if tag.certainty is Certainty.YES]
    assert len(shown) == MOST_THEMES
    signs = {"child-deaths": {"sense": 99.0, "sense_root": 99.0}} if lent == SENSE else {"bereavement": {"case": 99.0}}
    theme = next(theme for theme in VOCABULARY.themes if theme not in tagger.look(text).seen)
    around_it = Around({theme: next(iter(signs.values()))}, {theme: Evidence("", Means.CONTEXT, lent)})
    tags = tagger.judge(tagger.look(text), around_it)
    assert [tag.theme for tag in tags if tag.certainty is Certainty.YES] == shown
    assert theme not in [tag.theme for tag in tags]
