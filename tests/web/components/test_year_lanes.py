from __future__ import annotations

from dataclasses import replace
from typing import Any

from kb.core.model import FindingInContext, Kind, Polarity
from kb.exports.history import LANES
from tests.exports.scenes import ASKED, DONE, GOOD, LESSON
from web.components.year_lanes import year_lanes


def of_year(held: FindingInContext, year: str, **others: Any) -> FindingInContext:
    """The finding as a document of another year would hold it."""
    about = replace(held.document.about, published=None)
    finding = replace(held.finding, **others)
    return FindingInContext(finding, replace(held.document, about=about), replace(held.review, published=year))


def test_problems_recommendations_actions_and_praise_stand_apart_on_one_scale() -> None:
    praise = of_year(LESSON, "2019", polarity=Polarity.WORKING_WELL)
    held = [
        *(of_year(LESSON, "2016", polarity=Polarity.FAILING) for _ in range(4)),
        of_year(ASKED, "2016"),
        of_year(DONE, "2018"),
        of_year(GOOD, "2019"),
        praise,
    ]
    picture = year_lanes(held)
    assert picture is not None
    told = {lane.name: [bar.number for bar in lane.bars] for lane in picture.lanes}
    assert told == {"Problems": [4], "Recommendations": [1], "Actions": [1], "Good practice": [2]}
    heights = {bar.number: bar.height for lane in picture.lanes for bar in lane.bars}
    assert heights[4] == 2 * heights[2] == 4 * heights[1]
    assert [tick.year for tick in picture.ticks] == [2016, 2017, 2018, 2019]
    assert "Problems: 4 in 2016." in picture.words
    assert tuple(told) == LANES


def test_one_year_makes_no_picture() -> None:
    assert year_lanes([of_year(LESSON, "2016"), of_year(ASKED, "2016", kind=Kind.RECOMMENDATION)]) is None
