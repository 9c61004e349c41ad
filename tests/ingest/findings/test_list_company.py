"""Items of a list of which most are findings keep each other company."""

from __future__ import annotations

import pytest

from ingest.findings import list_company
from ingest.findings.list_company import in_company, with_company_signs
from ingest.findings.statement_signs import Sign
from ingest.findings.statements import StatementWeights
from tests.ingest.reading import findings

SURE, NEAR, FAR = 3.0, 0.0, -3.0  # chances of .95, .5 and .05


@pytest.fixture(autouse=True)
def _weights(monkeypatch: pytest.MonkeyPatch) -> None:
    plain = StatementWeights({"sure": 1.0}, {"concern": {}}, bar=0.65, near=0.45)
    monkeypatch.setattr(list_company, "weights_of", lambda: plain)


def company_of(*amounts: float) -> list[bool]:
    """Return which of some items are in company that weigh so much each."""
    return list(in_company([(Sign("sure", amount),) for amount in amounts]))


def test_an_item_near_the_bar_is_in_company_among_findings() -> None:
    assert company_of(SURE, NEAR, SURE) == [False, True, False]


def test_an_item_far_from_the_bar_is_not() -> None:
    assert company_of(SURE, FAR, SURE) == [False, False, False]


def test_a_list_of_which_most_is_no_finding_gives_no_company() -> None:
    assert company_of(SURE, NEAR, FAR, FAR) == [False, False, False, False]


def test_items_of_a_story_are_no_findings() -> None:
    told = ["In May the family moved to Tolbeck.", "In June his aunt came to stay.", "In July he went to a new school."]
    opening = "# Child safeguarding practice review: Ivo\n\n## Background\n\nIvo was three.\n\n## Moves\n\n"
    assert findings(opening + "".join(f"- {item}\n" for item in told), "md") == ()


def test_each_item_is_told_how_many_of_the_others_praise_or_blame() -> None:
    praise, blame, plain = (Sign("praise", 1.0),), (Sign("words of blame", 0.4),), (Sign("a figure", 1.0),)
    first, second, third = with_company_signs([praise, blame, plain])
    assert first == (*praise, Sign("other items blame", 0.5))
    assert second == (*blame, Sign("other items praise", 0.5))
    assert set(third) == {*plain, Sign("other items praise", 0.5), Sign("other items blame", 0.5)}


def test_an_only_item_has_no_others() -> None:
    assert with_company_signs([(Sign("praise", 1.0),)]) == ((Sign("praise", 1.0),),)
