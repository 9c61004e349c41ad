"""What one finding says as numbers: runs of words, standing, the weight of themes, how rare terms are."""

from __future__ import annotations

import zlib
from dataclasses import replace

import numpy as np
import pytest

from kb.core.model import Kind, Polarity
from kb.recurrence.features import (
    HASH_SHARE,
    UNKNOWN_RARITY,
    UNSURE_THEME_WEIGHT,
    FeatureExtractor,
    TermNumbers,
    rarity_by_hash,
    standing_of,
)
from kb.recurrence.terms import term_hash
from kb.recurrence.word_vectors import field_vectors
from kb.recurrence.wordpieces import numbers_of
from kb.vocabulary import load
from tests.recurrence.makers import make_holding


@pytest.fixture(scope="module")
def extractor() -> FeatureExtractor:
    return FeatureExtractor(load())


def sketch(extractor: FeatureExtractor, count: int) -> list[int]:
    words = [f"word{n}" for n in range(count)]
    told: list[int] = extractor.extract(make_holding("a", " ".join(words)).finding, "r").sketch.tolist()
    return told


def test_a_sketch_is_of_every_run_of_five_words_and_a_short_text_has_none(extractor: FeatureExtractor) -> None:
    assert sketch(extractor, 9) == []
    runs = [zlib.crc32(" ".join(f"word{n}" for n in range(start, start + 5)).encode()) for start in range(6)]
    assert sketch(extractor, 10) == np.array(sorted(runs), np.uint32).view(np.int32).tolist()
    assert len(sketch(extractor, 60)) == 8


@pytest.mark.parametrize(
    ("kind", "polarity", "standing"),
    [
        (Kind.GOOD_PRACTICE, None, "practice"),
        (Kind.LESSON, Polarity.WORKING_WELL, "practice"),
        (Kind.CONCERN, Polarity.WORKING_WELL, "need"),
        (Kind.LESSON, Polarity.FAILING, "need"),
        (Kind.EVIDENCE, None, "done"),
        (Kind.QUESTION, None, "question"),
        (Kind.OWN_WORDS, None, "told"),
    ],
)
def test_a_finding_says_what_is_needed_unless_its_kind_tells_otherwise(
    kind: Kind, polarity: Polarity | None, standing: str
) -> None:
    finding = make_holding("a", "Nobody asked.", kind=kind).finding
    told = finding if polarity is None else replace(finding, polarity=polarity)
    assert standing_of(told) == standing


def test_a_theme_of_which_the_tagger_is_unsure_counts_less(extractor: FeatureExtractor) -> None:
    held = make_holding("a", "Nobody asked.", themes=("neglect",), unsure=("missing-episodes",))
    themes = extractor.extract(held.finding, "r").themes
    assert themes["missing-episodes"] == pytest.approx(UNSURE_THEME_WEIGHT * themes["neglect"])


def test_a_draft_teaches_no_term_and_what_is_not_known_counts_as_strange() -> None:
    extractor = FeatureExtractor(load())
    held = extractor.extract(make_holding("a", "Lanterns were lent.").finding, "r")
    known = len(extractor.lexicon)
    draft = extractor.extract(make_holding("b", "Lanterns were mended.").finding, "", learn=False)
    assert len(extractor.lexicon) == known
    assert len(draft.terms) == len(held.terms) - 1
    assert len(draft.strange) == 1


def test_a_number_once_given_stays_though_only_its_hash_was_kept() -> None:
    first = TermNumbers()
    numbers = [first.learn(term) for term in ("lantern", "kite", "lantern")]
    assert numbers == [0, 1, 0]
    kept = TermNumbers(first.hashes())
    assert (kept.number("kite"), kept.number("anchor"), kept.learn("anchor"), len(kept)) == (1, None, 2, 3)
    assert kept[1] == "kite"
    assert kept.hashes_of(np.array([2, 0], np.int32)).tolist() == [term_hash("anchor"), term_hash("lantern")]


def test_terms_are_as_rare_as_in_the_field_and_of_equally_rare_ones_the_same_comes_first_everywhere() -> None:
    stem, rarity = next(field_vectors().rarities())
    hashes = np.array([term_hash(stem), term_hash("qwxyz"), term_hash("zyxwq")], np.uint64)
    known, one, other = rarity_by_hash(hashes).tolist()
    assert rarity <= known <= rarity * (1 + HASH_SHARE) + 1e-5
    assert UNKNOWN_RARITY <= min(one, other) <= max(one, other) <= UNKNOWN_RARITY * (1 + HASH_SHARE) + 1e-5
    assert (one < other) == (hashes[1] < hashes[2])
    assert one != other


def test_signs_written_without_spaces_are_words_of_their_own() -> None:
    apart = numbers_of("a \u4e00 \u9fff b", 20)
    assert numbers_of("a\u4e00\u9fffb", 20) == apart
    assert len(numbers_of("a\u4dffb", 20)) < len(apart)  # a hexagram is no ideograph


def test_terms_are_numbered_in_the_order_of_their_letters_and_not_of_a_set() -> None:
    speech = FeatureExtractor(load())
    told = "Zealous midwives told dad, CAMHS and the health visitor that a bruise was seen at home"
    numbers = speech.extract(make_holding("a", told).finding, "r").terms.tolist()
    terms = [speech.lexicon[number] for number in numbers]
    assert terms == sorted(terms)
    assert len(terms) > 8
