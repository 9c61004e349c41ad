"""What is alike in a finding and many others at once is what it is pair by pair."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from benchmarks.echoes import make_findings
from kb.recurrence.corpus_statistics import CorpusStatistics
from kb.recurrence.features import FeatureExtractor, FindingFeatures
from kb.recurrence.lesson_columns import LessonColumns
from kb.recurrence.likeness_query import LikenessQuery
from kb.recurrence.roles import Parts, reversed_roles
from kb.recurrence.similarity_index import SimilarityIndex
from kb.recurrence.word_matches import WordMatches
from kb.vocabulary import load

SOME = np.array([3, 90, 4, 4, 200, 299, 0])


@pytest.fixture(scope="module")
def findings() -> list[FindingFeatures]:
    speech = FeatureExtractor(load())
    found = [speech.extract(held.finding, held.review.slug, held.document.id) for held in make_findings(300)]
    # every third names an agency, which stands among its words
    return [replace(one, agencies=one.terms[:2] if n % 3 == 0 else one.agencies) for n, one in enumerate(found)]


@pytest.fixture(scope="module")
def measure(findings: list[FindingFeatures]) -> CorpusStatistics:
    return CorpusStatistics(findings, 1 + max(int(one.terms.max()) for one in findings), load())


def test_words_and_agencies_are_as_alike_as_in_a_look_at_each_pair(
    findings: list[FindingFeatures], measure: CorpusStatistics
) -> None:
    shelf, lessons = SimilarityIndex.of(findings, measure, {}), LessonColumns.of(findings)
    for one in (findings[3], findings[4], findings[90]):
        words = WordMatches(LikenessQuery(one, measure), shelf.words, SOME)
        others = [findings[place] for place in SOME]
        assert words.like() == pytest.approx([measure.words_like(one, other) for other in others], abs=1e-6)
        told = words.agencies_alike(*lessons.agencies(SOME))
        assert told == pytest.approx([measure.agencies_alike(one, other) for other in others], abs=1e-6)
        assert words.around() == pytest.approx(np.zeros(len(SOME))), "nothing is lent"


def test_themes_are_as_alike_at_some_places_as_in_the_whole_row(
    findings: list[FindingFeatures], measure: CorpusStatistics
) -> None:
    shelf = SimilarityIndex.of(findings, measure, {})
    for one in findings[:20]:
        themes = LikenessQuery(one, measure).themes[0], LikenessQuery(one, measure).related_themes
        row = shelf.themes.overlaps(*themes) if themes[0] else np.zeros(len(findings))
        assert shelf.themes.overlaps_at(*themes, SOME) == pytest.approx(row[SOME], abs=1e-5)


def test_who_changes_places_with_whom_is_asked_of_all_at_once(findings: list[FindingFeatures]) -> None:
    told = [
        None,
        Parts("school", frozenset(("police",))),
        Parts("to police", frozenset(("school", "gp"))),
        Parts("gp", frozenset()),
        Parts("police", frozenset(("court",))),
    ]
    told += [Parts("court", frozenset(("police", "school")))]
    findings = [replace(one, parts=parts) for one, parts in zip(findings, told, strict=False)]
    lessons, places = LessonColumns.of(findings), np.arange(len(findings))
    for one in findings:
        wanted = [reversed_roles(one.parts, other.parts) for other in findings]
        assert lessons.compare(one, places).contradict.tolist() == wanted


def test_a_mark_that_two_words_have_in_common_is_no_word_in_common(findings: list[FindingFeatures]) -> None:
    words = np.arange(10, dtype=np.int32)
    one = replace(findings[0], words=words, length=10)
    others = [replace(one, words=words + (1 << 16)), replace(one, words=words[::-1]), replace(one, words=words[:0])]
    assert LessonColumns.of(others).compare(one, np.arange(3)).verbatim.tolist() == [False, True, False]
