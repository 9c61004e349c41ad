"""Findings of one document on one matter lend each other words, which count in the order of what is like them alone."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from kb.core.document import Span
from kb.core.model import FindingInContext
from kb.recurrence import EchoFinder
from kb.recurrence.corpus_statistics import WITHOUT_ENCODER
from kb.recurrence.features import HASH_SHARE, UNKNOWN_RARITY, FindingFeatures, Floats, Ints, rarity_by_hash
from kb.recurrence.lent_words import LENDERS, LENT_TERMS, lent_words
from kb.recurrence.likeness_query import LikenessQuery
from kb.recurrence.terms import term_hash
from kb.recurrence.word_columns import LENT_WORTH, OWN_WORTH
from kb.recurrence.word_vectors import field_vectors
from kb.vocabulary import load
from tests.recurrence.makers import make_holding

BRUISE = "The health visitor saw a bruise on the baby and no paediatrician examined the baby."
SCENE = "Nobody asked how the baby came by it, and the health visitor wrote that he had rolled."
SHED = "The shed had been rented to a builder who kept timber there."
ELSEWHERE = "A bruise in a baby who cannot move was not seen by a paediatrician."


def _stand(id_: str, text: str, start: int, heading: str, review: str = "one") -> FindingInContext:
    held = make_holding(id_, text, review=review, heading=(heading,))
    return replace(held, finding=replace(held.finding, span=Span(((start, start + len(text)),), (1,))))


BRUISED, TOLD = _stand("bruise", BRUISE, 0, "Spring"), _stand("scene", SCENE, 900, "Summer")
OTHERS = (_stand("there", ELSEWHERE, 0, "Babies", "two"), _stand("shed", SHED, 0, "Home", "three"))


def _finder(*held: FindingInContext) -> EchoFinder:
    finder = EchoFinder(load())
    finder.add(held)
    finder.arrange()
    return finder


@pytest.fixture(scope="module")
def together() -> EchoFinder:
    return _finder(BRUISED, TOLD, *OTHERS)


def _terms(finder: EchoFinder, numbers: Ints) -> set[str]:
    return {finder._speech.lexicon[number] for number in numbers.tolist()}


def _score(finder: EchoFinder, one: str, other: str) -> float:
    return next((like.score for like in finder.rank(one, 20, -9.0) if like.id == other), 0.0)


def test_a_finding_is_lent_the_words_that_it_lacks_by_one_far_off_under_another_heading(together: EchoFinder) -> None:
    lent = _terms(together, together._said["scene"].lent)
    assert {"bruis", "paediatrician"} <= lent
    assert not lent & _terms(together, together._said["scene"].terms)
    assert _score(together, "scene", "there") > _score(_finder(TOLD, *OTHERS), "scene", "there")
    assert _score(together, "there", "scene") > _score(_finder(TOLD, *OTHERS), "there", "scene")


def test_nothing_is_lent_by_another_document_of_the_review() -> None:
    annex = replace(BRUISED, document=replace(BRUISED.document, id="annex"))
    assert not len(_finder(annex, TOLD, *OTHERS)._said["scene"].lent)


def test_what_is_lent_makes_no_two_findings_liker_by_themselves(together: EchoFinder) -> None:
    alone = _finder(replace(BRUISED, document=replace(BRUISED.document, id="annex")), TOLD, *OTHERS)
    assert dict(together.scores("scene"))["there"] == pytest.approx(dict(alone.scores("scene"))["there"], abs=1e-3)
    assert dict(together.scores("there"))["scene"] == pytest.approx(dict(alone.scores("there"))["scene"], abs=1e-3)
    assert together.beside("scene") == _finder(BRUISED, TOLD, *OTHERS).beside("scene")


def test_a_finding_and_what_it_is_lent_are_one_vector_of_length_one(together: EchoFinder) -> None:
    assert pytest.approx(1) == OWN_WORTH**2 + LENT_WORTH**2
    shelf = together._shelves[0].index
    words = shelf.words
    for place in range(len(shelf)):
        mine, theirs = (rows.take(np.array([place])).entries for rows in (words.rows, words.lent_rows))
        own = dict(zip(words.terms[mine].tolist(), words.weights[mine].tolist(), strict=True))
        lent = dict(zip(words.lent_terms[theirs].tolist(), words.lent_weights[theirs].tolist(), strict=True))
        worth = OWN_WORTH if lent else 1.0
        there = {term: weight * worth for term, weight in own.items()} | lent
        assert not own.keys() & lent.keys()
        assert sum(weight**2 for weight in there.values()) == pytest.approx(1, abs=1e-4)
        asked = LikenessQuery(together._said[shelf.ids[place]], together._arrange())
        assert asked.cosines_in_place == pytest.approx(there, abs=1e-6)


def test_it_is_kept_in_columns_and_heard_anew_when_who_lends_goes(together: EchoFinder) -> None:
    words = {one.finding.id: one.finding for one in (BRUISED, TOLD, *OTHERS)}
    restored = EchoFinder.restore(together.columns(), lambda ids: {one: words[one] for one in ids}, load())
    for id_ in words:
        assert np.array_equal(restored._said[id_].lent, together._said[id_].lent)
        assert restored.rank(id_, 20, -9.0) == together.rank(id_, 20, -9.0)
    restored.add([TOLD])
    assert restored.take_moved() == set(), "it lends what it lent before"
    restored.remove(["bruise"])
    assert restored.take_moved() == {"scene"}
    assert not len(restored._said["scene"].lent)


def _features(number: int, terms: list[int], meant: list[float]) -> FindingFeatures:
    weights = np.ones(len(terms), np.float32)
    sense = np.zeros(260, np.float16)
    sense[: len(meant)] = np.array(meant) / np.linalg.norm(meant)
    return FindingFeatures(
        str(number), "r", "d", "", np.array(terms, np.int32), weights, {}, frozenset(), sense=sense
    )  # fmt: skip


def _even(terms: Ints) -> Floats:
    return np.ones(len(terms), np.float32)


def test_the_likest_lend_and_what_is_unlike_does_not() -> None:
    document = [_features(0, [1], [1, 0, 0]), _features(1, [2], [1, 0.1, 0]), _features(2, [3], [-1, 0, 0])]
    first, second, third = lent_words(document, WITHOUT_ENCODER, _even)
    assert (first[0].tolist(), second[0].tolist(), third[0].tolist()) == ([2], [1], [])
    many = [_features(number, [number + 1], [1, number / 10]) for number in range(8)]
    assert lent_words(many, WITHOUT_ENCODER, _even)[0][0].tolist() == list(range(2, 2 + LENDERS))


def test_no_more_than_the_most_telling_terms_are_lent() -> None:
    lender = _features(1, list(range(100, 100 + 3 * LENT_TERMS)), [1])
    terms, weights = lent_words(
        [_features(0, [1], [1]), lender], WITHOUT_ENCODER, lambda terms: terms.astype(np.float32)
    )[0]
    assert terms.tolist() == list(range(100 + 2 * LENT_TERMS, 100 + 3 * LENT_TERMS))
    assert len(weights) == LENT_TERMS
    assert lent_words([lender], WITHOUT_ENCODER, _even)[0][0].tolist() == []


def test_how_rare_a_term_is_in_the_field_is_known_by_its_hash() -> None:
    stem, rarity = next(iter(field_vectors().rarities()))
    found = rarity_by_hash(np.array([term_hash(stem), term_hash("no such stem")], np.uint64))
    assert found.tolist() == pytest.approx([rarity, UNKNOWN_RARITY], rel=HASH_SHARE)


def test_which_words_are_lent_does_not_hang_on_the_order_in_which_terms_were_met(together: EchoFinder) -> None:
    other_way = _finder(*OTHERS[::-1], TOLD, BRUISED)
    for id_ in ("bruise", "scene"):
        assert _terms(other_way, other_way._said[id_].lent) == _terms(together, together._said[id_].lent)
    hashes = np.array([term_hash(f"not known {number}") for number in range(40)], np.uint64)
    assert len(set(rarity_by_hash(hashes).tolist())) == 40
