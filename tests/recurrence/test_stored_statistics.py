"""A finder made of kept columns says what the one that kept them says, and takes in what comes as that one does."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
import pytest

from kb.core.model import FindingInContext
from kb.recurrence import EchoFinder
from kb.recurrence.stored_statistics import StoredStatistics
from kb.vocabulary import load
from tests.recurrence.makers import make_holding

WHO = (
    "The midwife,The school,The landlord,A probation officer,The mosque,A court guardian,The pharmacist,"
    "The paediatrician,The nursery,A youth worker,The hospital,A foster carer"
).split(",")
SAID = (
    "{} did not hear that the family had moved between temporary flats again",
    "{} weighed the baby and wrote nothing about the weight loss",
    "{} was told about the burnt hand and took it for an accident at home",
)
COMES = "The dentist did not hear that the family had moved between temporary flats again"
ASKS = "The housing officer should hear when the family has moved between temporary flats"


@lru_cache(maxsize=1)
def holdings() -> dict[str, FindingInContext]:
    made = [
        make_holding(f"f{n}", said.format(who), review=f"review-{n}", themes=("housing-moves",) if n % 3 == 0 else ())
        for n, (said, who) in enumerate((said, who) for said in SAID for who in WHO)
    ]
    return {one.finding.id: one for one in made}


@pytest.fixture
def finder() -> EchoFinder:
    made = EchoFinder(load(), 0)
    made.add(holdings().values())
    return made


def restore(finder: EchoFinder, read: list[str] | None = None) -> EchoFinder:
    def words(ids: Sequence[str]) -> dict[str, object]:
        if read is not None:
            read.extend(ids)
        return {one: holdings()[one].finding for one in ids if one in holdings()}

    return EchoFinder.restore(finder.columns(), words, load(), 0)  # type: ignore[arg-type]


def test_reasons_are_given_as_before_and_words_are_read_of_what_is_explained(finder: EchoFinder) -> None:
    told = finder.of("f0", 3)
    assert "shared words: midwife" in told[0].why
    read: list[str] = []
    again = restore(finder, read)
    assert again.of("f0", 3) == told
    assert set(read) == {"f0", *(echo.echo for echo in told)}
    assert again.ids() == finder.ids()


def test_what_comes_is_ranked_as_by_the_finder_that_kept_the_columns(finder: EchoFinder) -> None:
    again = restore(finder)
    for one in (finder, again):
        one.add([make_holding("new", COMES, review="review-new")])
    assert again.rank("new") == finder.rank("new")
    assert again.rank("new")[0].id in {f"f{n}" for n in range(12)}
    assert again.rank("f0") == finder.rank("f0")
    read: list[str] = []
    third = restore(finder, read)
    third.add([make_holding("late", ASKS, review="review-late")])
    third.of("late", 2)
    assert "late" not in read, "its words came with it"


def test_near_newcomers_are_found_by_whoever_may_have_them_among_its_likest(finder: EchoFinder) -> None:
    finder.rank("f0")
    finder.add([make_holding("new", COMES, review="review-new")])
    like = next(like.score for like in finder.rank("f0", 40) if like.id == "new")
    assert like > 0.1
    floors = {**dict.fromkeys(holdings(), 9.0), "f0": like - 0.001}
    assert finder.near_newcomers(["new"], floors) - {"new"} == {"f0"}
    assert finder.near_newcomers(["new"], {**floors, "f0": like + 0.1}) <= {"new"}
    assert finder.near_newcomers(["new"], {}) >= {"f0", "f1"}, "who has few likest yet has room for it"


def test_the_likest_newcomers_are_told_best_first_and_none_that_is_not_asked_for(finder: EchoFinder) -> None:
    finder.rank("f0")
    new = [make_holding("new", COMES, review="review-new"), make_holding("asks", ASKS, review="review-asks")]
    finder.add([*new, make_holding("other", COMES + " and again", review="review-other")])
    ranked = {like.id: like for like in finder.rank("f0", 20)}
    told = finder.rank_newcomers("f0", {"new", "asks"}, 20, 0.0)
    assert [one.id for one in told] == ["new", "asks"]
    assert list(told) == [ranked["new"], ranked["asks"]]
    assert [one.id for one in finder.rank_newcomers("f0", {"new", "asks"}, 1, 0.0)] == ["new"]
    assert finder.rank_newcomers("f0", {"new", "asks"}, 20, 9.0) == ()


def test_before_anything_comes_there_are_no_newcomers(finder: EchoFinder) -> None:
    finder.rank("f0")
    assert finder.rank_newcomers("f0", {"f1"}, 20, 0.0) == ()


def test_statistics_are_kept_under_hashes_and_gone_on_from(finder: EchoFinder) -> None:
    kept = StoredStatistics.unpack(finder.statistics())
    assert kept.count == len(holdings())
    assert finder.is_under(kept)
    assert kept.rarity(["dentist"])[0] == pytest.approx(kept.idf.max())
    assert 0 < kept.rarity(["move"])[0] < kept.rarity(["midwif"])[0]
    other = EchoFinder(load(), 0)
    other.add(holdings().values())
    other.remove(["f1"])
    assert not other.is_under(kept)
    other.resume(kept, 0)
    assert other.is_under(kept)
    assert np.array_equal(StoredStatistics.unpack(other.statistics()).idf, kept.idf)


def test_a_draft_is_ranked_and_then_explained_as_both_at_once(finder: EchoFinder) -> None:
    asked = make_holding("draft", ASKS).finding
    draft = finder.read_draft(asked)
    likes = finder.rank_draft(draft, 4, 0.2)
    assert len(likes) == 4
    assert finder.explain_draft(draft, likes) == finder.like(asked, "", 4, 0.2)
    assert [echo.echo for echo in finder.explain_draft(draft, likes[2:])] == [like.id for like in likes[2:]]
