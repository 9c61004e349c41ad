"""The index gives what a look at each pair would give, however it has grown."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from benchmarks.echoes import make_findings
from kb.core.model import Kind
from kb.recurrence import STRONG_LIKENESS, EchoFinder
from kb.recurrence.corpus_statistics import CorpusStatistics
from kb.recurrence.features import ASKING_KINDS, FeatureExtractor, FindingFeatures
from kb.recurrence.likeness_query import LikenessQuery
from kb.recurrence.similarity_index import (
    ASKED_ORDER_BONUS,
    FORMULA_FACTOR,
    INSPECTION_ORDER_PENALTY,
    INSPECTION_PENALTY,
    INSTRUMENT_BONUS,
    LENGTH_PENALTY,
    LONG_TEXT_PENALTY,
    LONG_TEXT_TERMS,
    STANDING_PENALTIES,
    SimilarityIndex,
)
from kb.recurrence.theme_overlap import RELATED_THEME_WEIGHT, UNSHARED_THEME_PENALTY
from kb.vocabulary import load
from tests.recurrence.makers import make_holding


def pair_by_pair(one: FindingFeatures, other: FindingFeatures, measure: CorpusStatistics) -> float:
    """The likeness of two findings as the description has it, without any column."""
    own, others, lent = measure.themes(one), measure.themes(other), measure.related_themes(one)
    shared = sum(min(own[theme], others[theme]) for theme in own.keys() & others.keys())
    near = max((RELATED_THEME_WEIGHT * min(lent[theme], others[theme]) for theme in lent.keys() & others), default=0)
    apart = sum(own.values()) + sum(others.values()) - 2 * shared
    whole = shared + UNSHARED_THEME_PENALTY * apart
    field, lessons = slice(0, 200), slice(200, None)
    a, b = one.sense.astype(np.float64), other.sense.astype(np.float64)
    like = measure.words_like(one, other)
    like += measure.weights.themes * min((shared + near) / whole if whole and own else 0, 1)
    like += measure.weights.field * float(a[field] @ b[field]) + measure.weights.lessons * float(
        a[lessons] @ b[lessons]
    )
    lengths = np.log(one.length), np.log(other.length)
    like -= LENGTH_PENALTY * abs(lengths[0] - lengths[1])
    like -= LONG_TEXT_PENALTY * max(min(lengths) - np.log(LONG_TEXT_TERMS), 0)
    like -= (INSPECTION_PENALTY + INSPECTION_ORDER_PENALTY) * (one.inspection != other.inspection)
    like += ASKED_ORDER_BONUS * ((one.kind in ASKING_KINDS) != (other.kind in ASKING_KINDS))
    if one.standing != other.standing:
        like -= max(STANDING_PENALTIES[one.standing], STANDING_PENALTIES[other.standing])
    formula = measure.is_formula(one) or measure.is_formula(other)
    like = max(like, 0) * (FORMULA_FACTOR if formula else 1)
    return float(like + INSTRUMENT_BONUS * bool(one.names & other.names))


def test_the_likest_are_the_same_as_if_all_were_looked_at_pair_by_pair() -> None:
    speech = FeatureExtractor(load())
    said = [speech.extract(held.finding, held.review.slug, held.document.id) for held in make_findings(2000)]
    kinds = ("practice", "question", "told", "need", "done")
    asks = (Kind.RECOMMENDATION, Kind.LESSON, Kind.CONCERN, Kind.ACTION)
    said = [
        replace(one, standing=kinds[n % 5], kind=asks[n // 7 % 4], inspection=n % 3 == 0) for n, one in enumerate(said)
    ]
    said[7] = replace(said[7], names=frozenset((12,)))
    said[900] = replace(said[900], names=frozenset((12,)))
    measure = CorpusStatistics(said, len(speech.lexicon), load())
    measure.common = np.concatenate([said[300].sketch, said[11].sketch])
    shelf = SimilarityIndex.of(said, measure, {})
    shelf.strike(5)
    asked = [said[n] for n in (7, 300, 601, 1999)]
    for one, row in zip(asked, shelf.scores([LikenessQuery(one, measure) for one in asked]), strict=True):
        told = [-1.0 if other.review == one.review else pair_by_pair(one, other, measure) for other in said]
        told[5] = -1.0
        assert row == pytest.approx(np.array(told), abs=2e-5)
        best = shelf.best_matches(row, 20, 0.0)
        assert best.places.tolist() == np.argsort(-row, kind="stable")[:20].tolist()
        assert best.ids == [said[place].id for place in best.places]
    assert measure.is_formula(said[300])


def test_as_many_as_equal_the_last_are_among_the_best() -> None:
    row = np.zeros(5000, np.float32)
    row[10::10] = 0.5
    row[77] = 0.9
    row[4321] = 0.7
    shelf = SimilarityIndex.of([], CorpusStatistics([], 0, load()), {})
    assert shelf.best_matches(row, 2, 0.0).places.tolist() == [77, 4321]
    assert shelf.best_matches(row, 3, 0.0).places.tolist() == [77, 4321, *range(10, 5000, 10)]
    assert not len(shelf.best_matches(row, 3, 0.95))


def test_what_comes_late_is_found_and_finds_without_a_new_arrangement() -> None:
    holdings = make_findings(600)
    echoes = EchoFinder(load(), anew=0)
    echoes.add(holdings)
    echoes.of("f0")
    twin = make_holding("twin", holdings[7].finding.text, themes=holdings[7].finding.themes, review="late")
    echoes.add([twin])
    assert echoes.of("twin")[0].echo == "f7"
    assert echoes.of("f7")[0].echo == "twin"
    assert echoes.arrangements == 1
    echoes.remove(["f7"])
    assert "f7" not in [one.echo for one in echoes.of("twin")]
    echoes.remove(["twin"])
    assert "twin" not in [one.echo for one in echoes.of("f8")]
    assert echoes.of("twin") == ()
    assert echoes.arrangements == 1


def test_a_library_that_has_grown_much_is_arranged_anew() -> None:
    holdings = make_findings(300)
    echoes = EchoFinder(load(), anew=0)
    echoes.add(holdings[:200])
    echoes.of("f0")
    echoes.add(holdings[200:])
    anew = EchoFinder(load())
    anew.add(holdings)
    assert echoes.of("f0") == anew.of("f0")
    assert echoes.arrangements == 2


def test_what_counts_for_the_order_alone_orders_and_links_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    said = make_holding("said", "Lanterns were lent to the ferry crew in winter", review="quay")
    asking = make_holding("asking", "The quay should sell its oldest rope", kind=Kind.RECOMMENDATION, review="quay")
    others = [
        make_holding("alike", "Lanterns were lent to the mill crew", review="mill"),
        make_holding("answer", "Somebody should mend a lantern", kind=Kind.RECOMMENDATION, review="weir"),
    ]
    orders, links = [], []
    for bonus in (0.0, 9.0):
        monkeypatch.setattr("kb.recurrence.similarity_index.ASKED_ORDER_BONUS", bonus)
        finder = EchoFinder(load())
        finder.add([said, asking, *others])
        likes = finder.rank("said")
        orders.append([one.id for one in likes])
        links.append(([one.id for one in likes if one.score >= STRONG_LIKENESS], finder.beside("said")))
    assert orders == [["alike", "answer"], ["answer", "alike"]]
    assert links[0] == links[1]
