"""What findings mean: their vectors, which are remembered, which are kept, and what forbids a link."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from kb.app.meaning_cache import MeaningFile
from kb.core.model import FindingInContext, Kind, Polarity
from kb.recurrence import STRONG_LIKENESS, EchoFinder, Meanings, find_encoder
from kb.recurrence.formulas import is_formula
from kb.recurrence.meanings import LatelyEncoded
from kb.recurrence.roles import parts_of, reversed_roles
from kb.vocabulary import load
from tests.recurrence.makers import make_holding

CASELOADS = "Each social worker had too many cases to visit families often."


def score(one: FindingInContext, other: FindingInContext, encoder: Meanings | None = None) -> float:
    echoes = EchoFinder(load(), meanings=encoder)
    echoes.add([one, other])
    return next((like.score for like in echoes.rank(one.finding.id, 5) if like.id == other.finding.id), 0.0)


@pytest.mark.parametrize(
    ("one", "other", "turned"),
    [
        ("Schools should tell GPs of bruises.", "GPs should tell schools of bruises.", True),
        ("The ward did not ring the landlord.", "The landlord did not ring the ward.", True),
        ("Schools should tell GPs of bruises.", "Schools should tell GPs of burns.", False),
        ("Schools should tell GPs of bruises.", "Nurseries should tell GPs of bruises.", False),
        ("GPs should be told by schools of bruises.", "Schools should tell GPs of bruises.", False),
        ("Bruises were seen.", "GPs should tell schools of bruises.", False),
    ],
)
def test_it_is_known_where_doer_and_receiver_change_places(one: str, other: str, turned: bool) -> None:
    assert reversed_roles(parts_of(one), parts_of(other)) is turned
    assert reversed_roles(parts_of(other), parts_of(one)) is turned


@pytest.mark.parametrize(
    "text",
    [
        "The council should prepare a written statement of proposed action.",
        "The partnership accepts these recommendations in full.",
        "All names have been altered to protect the identity of the family.",
    ],
)
def test_standing_sentences_are_known(text: str) -> None:
    assert is_formula(text)


def test_what_a_review_says_of_practice_is_no_formula() -> None:
    assert not is_formula("Plans were not reviewed after the mother moved, and no one told the school.")
    assert not is_formula("Care plans should be reviewed and shared with the family.")


def test_standing_sentences_are_not_linked_however_like() -> None:
    text = "The council should prepare a written statement of proposed action."
    assert score(make_holding("a", text), make_holding("b", text)) < STRONG_LIKENESS


def test_praise_is_not_linked_with_what_is_wanting() -> None:
    bad = make_holding("a", "Core groups were well attended by schools and health.", themes=("cp-plans-core-groups",))
    same = make_holding("b", bad.finding.text, themes=("cp-plans-core-groups",))
    good = make_holding("b", bad.finding.text, themes=("cp-plans-core-groups",), kind=Kind.GOOD_PRACTICE)
    lesson = replace(same, finding=replace(same.finding, polarity=Polarity.WORKING_WELL))
    assert score(bad, same) >= STRONG_LIKENESS
    assert score(bad, good) < STRONG_LIKENESS
    assert score(bad, lesson) < STRONG_LIKENESS


class SpellingEncoder:
    """Stands for the encoder: a vector by the letters of a text, and a count of what it was asked."""

    size = 256

    def __init__(self) -> None:
        self.asked = 0

    def encode(self, text: str) -> np.ndarray[Any, np.dtype[np.float32]]:
        self.asked += 1
        return np.array([text.lower().count(chr(97 + n)) for n in range(26)] + [0] * 230, np.float32)

    def centre(self, text: Any) -> np.ndarray[Any, np.dtype[np.float32]]:
        return np.asarray(text / np.linalg.norm(text), np.float32)

    def encode_whitened(self, text: Any, heading: Any) -> np.ndarray[Any, np.dtype[np.float32]]:
        vector = text if heading is None else text + heading
        return np.asarray(vector / np.linalg.norm(vector), np.float32)


def test_each_finding_is_encoded_once_and_kept_beside_the_library(tmp_path: Path) -> None:
    encoder = SpellingEncoder()
    known = Meanings(encoder, {})  # type: ignore[arg-type]  # stands for the encoder
    first = known.vector("Staff changed", "Lessons")
    assert known.vector("Staff changed", "Lessons") is first
    assert encoder.asked == 2
    MeaningFile(tmp_path / "m.npz", known, "v").keep([make_holding("a", "Staff changed", heading=("Lessons",))])
    again = Meanings(encoder, {})  # type: ignore[arg-type]
    MeaningFile(tmp_path / "m.npz", again, "v").recall()
    assert np.array_equal(again.vector("Staff changed", "Lessons"), first)
    assert encoder.asked == 2
    other = Meanings(encoder, {})  # type: ignore[arg-type]
    MeaningFile(tmp_path / "m.npz", other, "another vocabulary").recall()
    assert len(other) == 0


def test_the_held_findings_nearest_to_a_question_are_told_also_after_the_file_was_read(tmp_path: Path) -> None:
    held = [make_holding("a", "aaab"), make_holding("b", "abbb"), make_holding("c", "zzzz")]
    known = Meanings(SpellingEncoder(), {})  # type: ignore[arg-type]
    for one in held:
        known.vector(one.finding.text, one.finding.last_heading)
    file = MeaningFile(tmp_path / "m.npz", known, "v")
    file.keep(held)
    read = Meanings(SpellingEncoder(), {})  # type: ignore[arg-type]
    MeaningFile(tmp_path / "m.npz", read, "v").recall()
    first, second, far = (one.finding.id for one in held)
    for meant in (known, read):
        question = meant.question_text("a")
        assert meant.find_nearest(question, 5, 0.1) == (first, second)
        assert meant.find_nearest(question, 1, 0.1) == (first,)
        assert meant.find_nearest(question, 5, -1.0) == (first, second, far)
        assert meant.find_nearest(question, 5, 0.9) == (first,)
    assert read.holds(first, "aaab", "")
    assert not read.holds(first, "aaab", "Lessons")
    assert not read.holds(second, "aaab", "")
    assert not read.holds("unknown", "aaab", "")
    file.keep(held[1:])
    assert known.find_nearest(known.question_text("a"), 5, 0.1) == (second,)
    MeaningFile(tmp_path / "m.npz", read, "v").recall()
    assert read.find_nearest(read.question_text("a"), 5, 0.1) == (second,)


@pytest.mark.parametrize("with_encoder", [True, False])
def test_of_what_is_gone_no_vector_stays_in_the_file(tmp_path: Path, with_encoder: bool) -> None:
    """A setting without the encoder adds nothing to the file, and takes out what was withdrawn meanwhile."""
    held = [make_holding("a", "aaab"), make_holding("b", "abbb")]
    known = Meanings(SpellingEncoder(), {})  # type: ignore[arg-type]
    for one in held:
        known.vector(one.finding.text, one.finding.last_heading)
    path = tmp_path / "m.npz"
    MeaningFile(path, known, "v").keep(held)
    before = path.read_bytes()
    file = MeaningFile(path, known if with_encoder else None, "v")
    file.keep([held[0], make_holding("new", "aabb")])
    read = Meanings(SpellingEncoder(), {})  # type: ignore[arg-type]
    MeaningFile(path, read, "v").recall()
    assert read.known_vector("aaab", "") is not None
    assert read.known_text("aaab", "") is not None
    assert read.known_vector("abbb", "") is None
    assert read.known_text("abbb", "") is None
    assert read.find_nearest(read.question_text("b"), 5, -1.0) == ("a",)
    assert path.read_bytes() != before


def test_without_the_encoder_a_file_of_what_is_held_stays_as_it_is(tmp_path: Path) -> None:
    held = [make_holding("a", "aaab")]
    known = Meanings(SpellingEncoder(), {})  # type: ignore[arg-type]
    known.vector("aaab", "")
    path = tmp_path / "m.npz"
    MeaningFile(path, known, "v").keep(held)
    before = path.stat()
    MeaningFile(path, None, "v").keep([*held, make_holding("new", "aabb")])
    assert path.stat() == before
    MeaningFile(tmp_path / "none.npz", None, "v").keep(held)
    assert not (tmp_path / "none.npz").exists()
    path.write_bytes(b"PK\x03\x04 broken")
    MeaningFile(path, None, "v").keep(held)
    assert path.read_bytes() == b"PK\x03\x04 broken"


def test_a_damaged_file_of_meanings_is_passed_over(tmp_path: Path) -> None:
    path = tmp_path / "m.npz"
    path.write_bytes(b"PK\x03\x04 broken")
    known = Meanings(SpellingEncoder(), {})  # type: ignore[arg-type]
    MeaningFile(path, known, "v").recall()
    assert len(known) == 0


def test_nothing_of_a_draft_is_remembered() -> None:
    encoder = SpellingEncoder()
    known = Meanings(encoder, {})  # type: ignore[arg-type]
    known.vector("A draft", "Its heading", learn=False)
    assert len(known) == 0
    assert known._headings == {}
    known.vector("A draft", "", learn=False)
    assert encoder.asked == 3


def test_what_was_encoded_for_its_themes_is_not_encoded_again_for_its_like() -> None:
    encoder = SpellingEncoder()
    known = Meanings(encoder, {"HV": "health visitor"})  # type: ignore[arg-type]
    first = known.sense_vectors([("The HV left", "Lessons"), ("Staff changed", "")])
    assert first.shape == (2, 26 + 230)
    known.vector("Staff changed", "")
    known.vector("The HV left", "")
    assert encoder.asked == 2
    assert np.array_equal(known.sense_vectors([("The HV left", ""), ("Staff changed", "")]), first)
    assert encoder.asked == 2


def test_only_the_texts_that_were_encoded_last_are_remembered() -> None:
    encoder = SpellingEncoder()
    lately = LatelyEncoded(most=2)
    for text in ("one", "two", "three", "two"):
        lately.vector(text, encoder.encode, keep=True)
    assert encoder.asked == 3
    lately.vector("one", encoder.encode, keep=True)
    assert encoder.asked == 4


def test_where_meaning_differs_shared_words_do_not_link() -> None:
    """With an encoder by letters: the same words link, while likeness by theme alone no longer does."""
    one = make_holding("a", CASELOADS, themes=("key-worker-continuity",))
    same = make_holding("b", CASELOADS, themes=("key-worker-continuity",))
    known = Meanings(SpellingEncoder(), {})  # type: ignore[arg-type]
    assert score(one, same, known) >= STRONG_LIKENESS
    other = make_holding("b", "Zzz", themes=("key-worker-continuity",))
    assert score(one, other, known) < STRONG_LIKENESS


def test_the_encoder_knows_a_lesson_told_in_other_words() -> None:
    encoder = find_encoder()
    if encoder is None:
        pytest.skip("the extra [meaning] is not installed")
    known = Meanings(encoder, load().acronyms)
    wanted = known.vector(CASELOADS, "").astype(np.float32)
    told = "Caseloads were so high that social workers could seldom see families."
    same = known.vector(told, "").astype(np.float32)
    other = known.vector("The hospital lost the baby's blood test.", "").astype(np.float32)
    assert wanted @ same > wanted @ other + 0.2


def test_judged_pairs_are_half_unseen_and_half_or_more_near_misses() -> None:
    path = Path(__file__).resolve().parents[2] / "benchmarks/labels/likeness.jsonl"
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    assert len(rows) >= 200
    assert 2 * sum(row["set"] not in ("seen", "compared") for row in rows) >= len(rows)
    assert sum(not row["same"] for row in rows) >= len(rows) / 2
