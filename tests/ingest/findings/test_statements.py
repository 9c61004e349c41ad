"""Statements of running text: parted, weighed by their signs, told apart by chapter, and linked to what they answer."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ingest.findings.compiled_vocabulary import compile_vocabulary
from ingest.findings.statement_signs import own_signs
from ingest.findings.statements import WEIGHTS, weights_of
from ingest.findings.weighed_statements import candidates, under_bar
from ingest.pipeline import reading_of
from ingest.readers import read
from ingest.structure.chapters import Chapter, chapter_named
from ingest.structure.heading_cues import HeadingCues
from kb.core.errors import BadVocabulary
from kb.core.model import Finding, Kind, Metadata, Reading
from kb.vocabulary import load

REVIEW = """# Child Safeguarding Practice Review: Petra

## About this review

The review was commissioned in March 2022 by the safeguarding partners in Holm and covers three years.

## Petra's story

Petra was born in 2015 and lived with her mother and two aunts.

In June 2020 the family moved to a flat above a shop.

## Appointments and letters

The family were known to two clinics. The paediatric clinic discharged Petra after two missed appointments and nobody \
asked why she had not been brought, although the school had twice written to say that it was worried about her. By \
contrast the school nurse drove to the flat after every missed appointment, sat down with the aunts and wrote down \
what Petra told her. When Petra came to the walk-in centre with her arm in a scarf, the opportunity to ask how it had \
happened was missed. A letter that is sent to an empty house is not a contact, and a service should not count it as one.

## Recommendations

The trust should agree how a child who is not brought is followed up.
"""


def findings(text: str, name: str = "review.md") -> tuple[Finding, ...]:
    return reading(text, name).findings


def reading(text: str, name: str = "review.md") -> Reading:
    return reading_of(read(text.encode(), name), Metadata(), load())


def kind_of(found: tuple[Finding, ...], words: str) -> Kind | None:
    return next((one.kind for one in found if words in one.text), None)


def test_sentences_under_a_topical_heading_are_findings_by_their_own_words() -> None:
    found = findings(REVIEW)
    assert kind_of(found, "The paediatric clinic discharged") is Kind.CONCERN
    assert kind_of(found, "the school nurse drove") is Kind.GOOD_PRACTICE
    assert kind_of(found, "the opportunity to ask") is Kind.MISSED_OPPORTUNITY
    assert kind_of(found, "A letter that is sent") is Kind.LESSON
    assert kind_of(found, "The trust should agree") is Kind.RECOMMENDATION


def test_story_and_method_are_no_findings() -> None:
    found = findings(REVIEW)
    for words in ("was commissioned", "was born", "moved to a flat", "known to two clinics"):
        assert kind_of(found, words) is None, words


def test_a_statement_is_one_sentence_of_its_paragraph_word_for_word() -> None:
    given = reading(REVIEW)
    one = next(one for one in given.findings if one.text.startswith("By contrast"))
    assert one.text.endswith("what Petra told her.")
    assert one.quotation == given.document.words(one.span)


def test_a_statement_says_why_it_is_one() -> None:
    one = next(one for one in findings(REVIEW) if "discharged" in one.text)
    assert one.why.startswith("told in prose (chance ")
    assert "nobody did" in one.why or "not done" in one.why or "kept apart" in one.why or "chapter" in one.why


@pytest.mark.parametrize(
    "lead",
    [
        "Each service was told that it must send a report.",
        "Her father said that the school should ring her aunt.",
        "Everybody took care to ensure that nobody was named.",
    ],
)
def test_a_full_stop_ends_a_sentence_and_announces_no_list(lead: str) -> None:
    items = "- Holm Primary School\n- Holm Police\n- Holm Trust\n"
    text = f"# Practice Review: Odd\n\n## Services involved\n\n{lead}\n\n{items}"
    assert [one.text for one in findings(text) if one.kind is not Kind.OWN_WORDS] == []


def test_a_colon_hands_over_to_the_items() -> None:
    text = (
        "# Report of the Quarry Inquiry\n\n## Chapter 6: Redress\n\n6.1. The scheme opened in May 2020.\n\n"
        "6.2. No independent person had charge of it. Accordingly, I recommend:\n\n"
        "1. The scheme should be closed once every claimant has settled.\n\n"
        "2. During the nine months that follow the company shall negotiate with any claimant who asks for it.\n"
    )
    found = findings(text)
    assert kind_of(found, "The scheme should be closed") is Kind.RECOMMENDATION
    assert kind_of(found, "During the nine months") is Kind.RECOMMENDATION


@pytest.mark.parametrize("line", ["None identified.", "There are no recommendations for the ambulance trust.", "Nil."])
def test_a_line_that_denies_itself_is_no_finding(line: str) -> None:
    assert findings(f"# Practice Review: Odd\n\n## Recommendations\n\n- {line}\n- Ensure that each plan has a date.\n")[
        0
    ].text.startswith("Ensure")


def test_a_report_of_progress_links_what_was_done_to_what_was_asked() -> None:
    text = (
        "# Holm Safeguarding Partnership: Annual Report 2024\n\n## Progress on the review about Petra\n\n"
        "### Letters\n\nThe review recommended that the trust should write to both parents. The trust introduced a "
        "new letter in May 2024 and has trained all of its staff to use it.\n\n"
        "### Clinics\n\nThe review also recommended that clinics should ring the school. Work on this has not begun, "
        "as the post is vacant.\n"
    )
    given = reading(text)
    by_id = {one.id: one for one in given.findings}
    pairs = {(by_id[a.recommendation].text[:35], by_id[a.action].text[:22]) for a in given.answers}
    assert pairs == {
        ("The review recommended that the tru", "The trust introduced a"),
        ("The review also recommended that cl", "Work on this has not b"),
    }


def test_an_update_under_a_recommendations_number_is_an_action() -> None:
    text = (
        "# Minutes of the meeting of the Holm Safeguarding Adults Board held on 3 May 2023\n\n"
        "Present: Chair, Police\n\n"
        "## Review of Mr Pike: progress against the action plan\n\n"
        "Recommendation 2 (named worker): Housing reported that every tenant now has one. Complete.\n"
    )
    assert kind_of(findings(text, "minutes.md"), "named worker") is Kind.ACTION


@pytest.mark.parametrize(
    ("heading", "chapter"),
    [
        ("4 Analysis by terms of reference", Chapter.ANALYSIS),
        ("2 Terms of reference", Chapter.TERMS),
        ("How this review was carried out", Chapter.METHOD),
        ("The children and their family", Chapter.STORY),
        ("Appendix: Glossary", Chapter.FURNITURE),
        ("What has changed since the review", Chapter.PROGRESS),
        ("Response to self-harm", None),
        ("Housing and moves", None),
    ],
)
def test_a_chapter_is_known_by_its_heading(heading: str, chapter: Chapter | None) -> None:
    assert chapter_named(heading) is chapter


@pytest.mark.parametrize(
    ("heading", "kind"),
    [
        ("What got in the way?", Kind.CONCERN),
        ("Where practice fell short", Kind.CONCERN),
        ("Take-home messages", Kind.LESSON),
        ("What people did well", Kind.GOOD_PRACTICE),
        ("Strategies for improving practice and systems", Kind.RECOMMENDATION),
        ("Points for the Board to act on", Kind.RECOMMENDATION),
    ],
)
def test_headings_in_everyday_words_announce_their_lists(heading: str, kind: Kind) -> None:
    announced = HeadingCues(load(), "review").heading(heading)
    assert announced is not None
    assert kind in announced.kinds


def test_the_weights_name_what_they_were_learned_from_and_are_read_with_care(tmp_path: Path) -> None:
    weights = weights_of()
    assert weights.statements > 500
    assert set(weights.kinds) <= {kind.value for kind in Kind}
    assert json.loads(WEIGHTS.read_text(encoding="utf-8"))["bar"] == weights.bar
    broken = tmp_path / "statements.json"
    broken.write_text("{", encoding="utf-8")
    with pytest.raises(BadVocabulary, match=r"train_statements"):
        weights_of(broken)


def test_what_stays_just_under_the_bar_is_offered_with_its_reason() -> None:
    document = read(REVIEW.encode(), "review.md")
    weights = weights_of()
    texts = [unit.text for unit in candidates(document, load())]
    assert any("known to two clinics" in text for text in texts)
    for _, told in under_bar(document, load()):
        assert weights.near <= told.chance < weights.bar
        assert told.why


def test_an_inspection_whose_genre_is_not_known_is_not_read_as_a_review() -> None:
    told = "Inspectors found that plans were not always clear. The inspection looked at twenty files of children. "
    text = "# Holm Council\n\n## Children in care\n\n" + told * 6
    assert not list(candidates(read(text.encode(), "holm.md"), load()))


@pytest.mark.parametrize(
    ("told", "judged"),
    [
        ("When the nurse called in May she spoke to his aunt.", "In the view of the panel that was not enough."),
        (
            "His college had seen that he came without lunch.",
            "The review found that tutors do not know whom they may tell.",
        ),
        (
            "The clinic and the hostel each kept a plan.",
            "There was no copy that either of them had seen of the other's.",
        ),
        ("Three wards held part of his story.", "There were no notes and no call in which they put it in one place."),
    ],
)
def test_two_sentences_are_one_finding_where_the_second_judges_the_first(told: str, judged: str) -> None:
    text = REVIEW.replace("## Recommendations", f"## The spring\n\n{told} {judged}\n\n## Recommendations")
    assert [one.text for one in findings(text) if judged in one.text] == [f"{told} {judged}"]


def test_three_judgements_that_stand_by_themselves_are_three_findings() -> None:
    told = [
        "The clinic kept no record of his calls at all.",
        "Managers at the hostel failed to read the log before his discharge.",
        "The college did not ask why he was absent.",
    ]
    text = REVIEW.replace("## Recommendations", f"## The spring\n\n{' '.join(told)}\n\n## Recommendations")
    assert [found.text for found in findings(text) if found.text in " ".join(told)] == told


def test_a_judgement_that_points_back_keeps_three_together() -> None:
    told = (
        "The clinic kept no record of his calls at all. These calls with the clinic were never passed to his doctor. "
        "The college did not ask why he was absent."
    )
    text = REVIEW.replace("## Recommendations", f"## The spring\n\n{told}\n\n## Recommendations")
    assert told in [found.text for found in findings(text)]


PROSE_UNDER = (
    "The alarm was tested in May and the test was never written down. Nobody at the home could say who held the key. "
    "The night porter, to his credit, rang the engineer four times. An alarm that is not heard is not an alarm."
)


@pytest.mark.parametrize("heading", ["Learning point two: alarms", "What was done and what was not", "Action taken"])
def test_running_text_is_told_sentence_by_sentence_whatever_its_heading_names(heading: str) -> None:
    text = REVIEW.replace("## Recommendations", f"## {heading}\n\n{PROSE_UNDER}\n\n## Recommendations")
    found = findings(text)
    assert kind_of(found, "Nobody at the home") is Kind.CONCERN
    assert kind_of(found, "night porter") is Kind.GOOD_PRACTICE
    assert not any("written down" in one.text and "engineer" in one.text for one in found)


def test_a_short_text_below_a_numbered_learning_point_stays_with_it() -> None:
    text = REVIEW.replace(
        "## Recommendations", "## Learning point 2: alarms\n\nAn alarm must be heard.\n\n## Recommendations"
    )
    assert any("Learning point 2" in one.text and "must be heard" in one.text for one in findings(text))


@pytest.mark.parametrize("ahead", ["4.11 ", "12. ", "It should be noted that ", "3.2 It would appear that "])
def test_a_paragraph_number_and_what_only_says_that_it_is_worth_saying_give_no_signs(ahead: str) -> None:
    grammar = compile_vocabulary(load(), "").grammar
    said = "the two letters lay unopened on the ward."
    assert own_signs(f"{ahead}{said}", grammar) == own_signs(said, grammar)


def test_a_number_within_a_sentence_gives_its_sign() -> None:
    grammar = compile_vocabulary(load(), "").grammar
    assert "a figure" in {sign.name for sign in own_signs("Nurses made 11 visits to the ward.", grammar)}


THEMATIC = """# Care Standards Directorate

# Left waiting: a thematic inspection of discharge from eleven hospitals

## Summary

Inspectors visited eleven hospitals in 2022. Inspectors read 80 files.

## How plans were made

Discharge planning was poor in nine of the eleven hospitals and began on the last day. In Fernholt a nurse rings
each person on the day after, which families praised. Records of who held the key were missing in six.
Nobody had asked the carers what they could do.
"""


def test_an_inspection_of_a_subject_at_many_places_is_read_by_its_sentences_and_stays_an_inspection() -> None:
    reading = reading_of(read(THEMATIC.encode(), "thematic.md"), Metadata(), load())
    assert "Nobody had asked the carers what they could do." in [one.text for one in reading.findings]
    assert all(one.text.count(". ") == 0 for one in reading.findings)
    assert reading.about.document_type is not None
    assert "inspection" in reading.about.document_type.value


def test_a_letter_that_names_a_thematic_inspection_is_read_as_a_letter() -> None:
    letter = THEMATIC.replace("## Summary", "Dear Director of Children's Services\n\n## Summary")
    whole = reading_of(read(letter.encode(), "letter.md"), Metadata(), load())
    assert "Nobody had asked the carers what they could do." not in [one.text for one in whole.findings]


@pytest.mark.parametrize(
    "title",
    ["Theme A: a child who was seen as a choice", "Theme 2. What the agencies did with what they had been told"],
)
def test_a_theme_that_heads_running_text_is_no_finding_at_whatever_length(title: str) -> None:
    text = REVIEW.replace("## Recommendations", f"## {title}\n\n{PROSE_UNDER}\n\n## Recommendations")
    assert not [one.text for one in findings(text) if one.text.startswith("Theme")]
