"""Themes given to findings: each theme's own sentences, false friends, denial, evidence, what a user adds, speed."""

from __future__ import annotations

import sys
from dataclasses import replace
from functools import cache
from pathlib import Path
from types import FrameType
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.themes.cue_matches import CueMatcher
from ingest.themes.explain import check, explain
from ingest.themes.tagger import MOST_THEMES, Tagger, tag
from kb.core.document import Span
from kb.core.model import Certainty, Finding, Kind, Means
from kb.text.cue_words import cue_tokens
from kb.vocabulary import Theme, Vocabulary, load, read

VOCABULARY = load()


@cache
def tagger() -> Tagger:
    return Tagger(VOCABULARY)


def given_to(text: str, heading: tuple[str, ...] = (), lead_in: str = "") -> set[str]:
    """Return the themes given with certainty."""
    return {one.theme for one in tagger().tags(text, heading, lead_in) if one.certainty is Certainty.YES}


def seen_in(text: str) -> set[str]:
    """Return every theme of which anything at all was seen, however little."""
    return set(tagger().look(text).seen)


def finding(text: str, kind: Kind = Kind.LESSON, **more: object) -> Finding:
    """Make a finding with these words."""
    return replace(Finding("0" * 16, kind, text, text, Span(((0, max(len(text), 1)),))), **more)  # type: ignore[arg-type]


@pytest.mark.parametrize("theme", VOCABULARY.themes.values(), ids=lambda theme: theme.slug)
def test_a_theme_matches_and_spares_its_own_sentences(theme: Theme) -> None:
    for sentence in theme.must_match:
        assert theme.slug in given_to(sentence), sentence
    for sentence in theme.must_spare:
        assert theme.slug not in given_to(sentence), sentence


@pytest.mark.parametrize("theme", VOCABULARY.themes.values(), ids=lambda theme: theme.slug)
def test_no_cue_is_silenced_by_a_phrase_that_its_own_theme_spares(theme: Theme) -> None:
    lookout = CueMatcher({theme.slug: replace(theme, harm=False)})
    for cue in (*theme.cues.strong, *theme.cues.weak):
        said = " ".join(part.split("|")[0].strip("=*") for part in cue.replace(" .. ", " ").split())
        assert theme.slug in lookout.sightings(cue_tokens(said)), f"{theme.slug}: {cue} can never count"


@pytest.mark.parametrize(
    ("text", "theme"),
    [
        ("The board wishes to drive forward the changes.", "da-response-marac"),
        ("There is a clear drive from managers.", "da-response-marac"),
        ("Councils must discharge their responsibilities under the Act.", "transitions-discharge"),
        ("The report lists issues that confronted the service over the year.", "escalation-challenge"),
        ("The review was commissioned in May by the chair.", "service-access"),
        ("Partner agencies were thanked for their time.", "domestic-abuse"),
        ("Partner agencies were thanked for their time.", "fathers-hidden-men"),
        ("She spoke at the national conference on housing.", "cp-plans-core-groups"),
        ("They drove an old model of car.", "practice-model"),
        ("The team will send the letter to each school nurse.", "disability-send"),
        ("Please send minutes to the clerk.", "disability-send"),
        ("The school nurse was not told.", "education-attendance"),
        ("The clerk neglected to write the minutes.", "neglect"),
        ("His carers dash from one visit to the next.", "da-response-marac"),
        ("The team is in its infancy; its members need to move forward.", "housing-moves"),
        ("The report is due in June.", "babies-prebirth"),
        ("Residents of the borough were consulted on the new strategy.", "organisational-abuse"),
        ("Compared with last year the number of referrals rose.", "professional-curiosity"),
        ("The panel met in a room near the bridge.", "suicide-self-harm"),
        ("The review panel released its report in May.", "transitions-discharge"),
    ],
)
def test_false_friends_are_not_fooled_by(text: str, theme: str) -> None:
    assert theme not in given_to(text)


@pytest.mark.parametrize(
    ("text", "theme", "denied"),
    [
        ("There was no evidence of neglect in the home.", "neglect", True),
        ("There were no concerns about domestic abuse or neglect.", "domestic-abuse", True),
        ("There were no concerns about domestic abuse or neglect.", "neglect", True),
        ("Domestic abuse was not a factor.", "domestic-abuse", True),
        ("No disclosure of sexual abuse had been made.", "sexual-abuse", True),
        ("There is no evidence that domestic abuse was considered.", "domestic-abuse", False),
        ("Neglect was not identified at the home visit.", "neglect", False),
        ("No one asked about self-harm.", "suicide-self-harm", False),
        ("The risk of exploitation was not recognised.", "exploitation-extra-familial", False),
        ("There was no domestic abuse training for reception staff.", "domestic-abuse", False),
        ("There was no information sharing between the two hospitals.", "information-sharing", False),
        ("There was no evidence of information being shared with the school.", "information-sharing", False),
        ("Supervision was absent and there is no evidence of management oversight.", "supervision-oversight", False),
    ],
)
def test_only_harm_is_denied_and_an_absence_is_a_finding(text: str, theme: str, denied: bool) -> None:
    assert (theme in given_to(text)) is not denied


def test_capitals_tell_a_short_form_from_a_word() -> None:
    assert "disability-send" in given_to("Pupils with SEND wait too long for help.")
    assert "disability-send" not in seen_in("The clerk will send the paper.")


def test_every_tag_names_the_words_that_showed_it() -> None:
    text = "Agencies were not told that Ms A had a new partner, and nobody asked who was living in the home."
    for one in tagger().tags(text):
        assert one.evidence
        for piece in one.evidence:
            assert piece.where == "text"
            assert piece.start is not None
            assert text[piece.start : piece.end] == piece.words
        assert 0 <= one.confidence <= 1


def test_at_most_four_themes_are_given_and_the_rest_are_unsure() -> None:
    text = (
        "Domestic abuse, neglect, alcohol, homelessness, missed appointments, poor records, school exclusion, staff "
        "turnover and self-harm were all known, and information was not shared with the police or the health visitor."
    )
    tags = tagger().tags(text)
    assert sum(one.certainty is Certainty.YES for one in tags) <= MOST_THEMES
    assert any(one.certainty is Certainty.UNSURE for one in tags)
    assert [one.confidence for one in tags] == sorted((one.confidence for one in tags), reverse=True)


def test_a_text_that_says_nothing_by_itself_is_read_with_its_lead_in() -> None:
    item, lead = "the school;", "Information about the assault was not shared with:"
    assert "information-sharing" not in given_to(item)
    assert "information-sharing" in given_to(item, lead_in=lead)
    pieces = next(one for one in tagger().tags(item, lead_in=lead) if one.theme == "information-sharing").evidence
    assert all(piece.start is None or item[piece.start : piece.end] == piece.words for piece in pieces)
    assert any(piece.where == "heading" for piece in pieces)


def test_a_heading_lifts_a_weak_cue_and_is_named_as_evidence() -> None:
    text = "Managers were seldom there."
    by_itself = {one.theme: one.confidence for one in tagger().tags(text)}.get("supervision-oversight", 0.0)
    lifted = next(
        one for one in tagger().tags(text, ("Findings", "Supervision")) if one.theme == "supervision-oversight"
    )
    assert lifted.confidence > by_itself
    assert ("Supervision", "heading") in {(piece.words, piece.where) for piece in lifted.evidence}


def test_a_heading_adds_nothing_to_a_text_that_speaks_for_itself() -> None:
    text = "The midwife did not know of the earlier injury to the baby."
    assert tagger().tags(text) == tagger().tags(text, ("Housing moves",))


@pytest.mark.parametrize(
    ("text", "theme"),
    [
        ("Agencies met and talked about the family.", "multi-agency-working"),
        ("The police and partner agencies visited the home.", "multi-agency-working"),
        ("A plan to visit was made by the nurse.", "cp-plans-core-groups"),
    ],
)
def test_a_weak_theme_is_given_only_where_the_finding_is_about_it(text: str, theme: str) -> None:
    assert theme not in given_to(text)


def test_a_theme_added_by_a_user_is_given_without_any_learning(tmp_path: Path) -> None:
    (tmp_path / "themes").mkdir()
    (tmp_path / "themes" / "dangerous-dogs.toml").write_text(
        'label = "Dogs"\ngroup = "harm"\ndefinition = "Dogs."\n[cues]\nstrong = ["dangerous dog", "dog bite"]\n'
        '[check]\nmust_match = ["A dangerous dog lived in the home."]\nmust_spare = ["The hot dog stall was busy."]\n',
        encoding="utf-8",
    )
    vocabulary = read(tmp_path)
    assert check(vocabulary) == ()
    tagged = tag([finding("Nobody asked about the dangerous dog in the yard.")], vocabulary)
    assert "dangerous-dogs" in tagged[0].themes


def test_a_sentence_that_fails_is_told_with_the_reason(tmp_path: Path) -> None:
    (tmp_path / "themes").mkdir()
    (tmp_path / "themes" / "dogs.toml").write_text(
        'label = "Dogs"\ngroup = "harm"\ndefinition = "Dogs."\n[cues]\nstrong = ["dangerous dog"]\n'
        '[check]\nmust_match = ["The hound was loose."]\nmust_spare = ["A dangerous dog was there."]\n',
        encoding="utf-8",
    )
    missed, fired = check(read(tmp_path))
    assert missed.wanted
    assert "none of its cues" in missed.why
    assert not fired.wanted
    assert "dangerous dog" in fired.why


def test_explaining_names_each_cue_and_agrees_with_the_tags() -> None:
    text = "Health visitors were not told that the family had been rehoused."
    reasons = explain(text, VOCABULARY)
    given = {reason.theme for reason in reasons if reason.certainty is Certainty.YES}
    assert given == given_to(text)
    moves = next(reason for reason in reasons if reason.theme == "housing-moves")
    assert "rehoused" in {cue.words for cue in moves.cues}
    assert [reason.chance for reason in reasons] == sorted((reason.chance for reason in reasons), reverse=True)


def test_means_tell_a_cue_from_learned_weights() -> None:
    means = {piece.means for one in tagger().tags("The IDVA was not told of the assault.") for piece in one.evidence}
    assert Means.CUE in means


def test_nothing_but_tags_polarity_and_subjects_is_changed() -> None:
    before = finding("Records were poor.", label="4.2", owner="the Trust")
    (after,) = tag([before], VOCABULARY)
    assert replace(after, tags=(), polarity=before.polarity, subjects=()) == before


@settings(max_examples=60)
@given(st.text(max_size=400), st.text(max_size=60), st.text(max_size=60))
def test_no_text_is_too_strange(text: str, heading: str, lead_in: str) -> None:
    for one in tagger().tags(text, (heading,), lead_in):
        for piece in one.evidence:
            assert piece.start is None or text[piece.start : piece.end] == piece.words


@pytest.mark.parametrize("text", ["", " ", "...", "7", "\x00", "a" * 5000, "no " * 3000, "share information " * 1500])
def test_texts_at_the_edges_are_borne(text: str) -> None:
    assert isinstance(tagger().tags(text), tuple)


def test_the_work_grows_with_the_text_and_not_faster() -> None:
    unit = "The police were not told by the school, and no evidence of neglect was shared with the health visitor. "
    assert steps_for(unit * 20) < 6 * steps_for(unit * 5)


def steps_for(text: str) -> int:
    """Count the steps that the interpreter takes over a text: the same on every machine, unlike seconds."""
    steps = 0

    def count(frame: FrameType, event: str, argument: object) -> Any:
        nonlocal steps
        frame.f_trace_opcodes = True
        frame.f_trace_lines = False
        steps += event == "opcode"
        return count

    tagger().tags(text)  # words met for the first time cost more
    before = sys.gettrace()
    sys.settrace(count)
    try:
        tagger().tags(text)
    finally:
        sys.settrace(before)
    return steps


def test_a_vocabulary_without_weights_still_answers() -> None:
    bare: Vocabulary = replace(VOCABULARY, weights=type(VOCABULARY.weights)())
    assert isinstance(Tagger(bare).tags("Information was not shared."), tuple)


def test_a_printed_label_shows_no_theme() -> None:
    labelled = "Learning point 2: A bruise on a baby must be seen by a paediatrician the same day."
    assert given_to(labelled) == given_to(labelled.partition(": ")[2])


def test_a_name_that_is_a_word_too_shows_no_theme() -> None:
    assert "physical-abuse" not in seen_in("The child’s plan was agreed before Mark’s birth, and Mark was then seen.")
    assert "physical-abuse" in seen_in("Marks on the baby’s face were seen by the nurse.")


def test_a_move_between_phases_is_no_move_of_house() -> None:
    assert "housing-moves" not in given_to("Pupils wait for help when they move between phases of their education.")
    assert "housing-moves" in given_to("The family moved between hostels four times in a year.")


def test_the_parts_of_a_near_cue_must_stand_in_one_sentence() -> None:
    any_theme = next(iter(VOCABULARY.themes.values()))
    cues = replace(any_theme.cues, strong=(), weak=(), spare=(), near=(("lantern", "harbour wall|quay"),))
    matcher = CueMatcher({any_theme.slug: replace(any_theme, cues=cues, harm=False)})
    assert any_theme.slug in matcher.sightings(cue_tokens("The lantern stood on the quay."))
    assert any_theme.slug in matcher.sightings(cue_tokens("On the harbour wall stood a lantern."))
    assert matcher.sightings(cue_tokens("They lit the lantern. The quay was dark.")) == {}
    assert matcher.sightings(cue_tokens("The quay was dark! A lantern was lit.")) == {}
    far = " and more" * 6
    assert matcher.sightings(cue_tokens(f"The lantern{far} stood on the quay.")) == {}
