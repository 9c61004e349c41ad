"""What a paper says to its readers is no finding: what follows, how it is ordered, what a room is told."""

from __future__ import annotations

import pytest

from ingest.findings.announcements import speaks_to_readers
from tests.ingest.reading import findings


@pytest.mark.parametrize(
    "sentence",
    [
        "Three recommendations dealt with the hand-over between wards.",
        "The six findings below were shared with the crew and with his widow.",
        "The panel makes four recommendations to the harbour board.",
        "This report sets out seven learning points for the fire service.",
        "We shall come back to these findings in the spring.",
        "We have taken the recommendations in the order in which they were made.",
        "The Board will turn these findings into an action plan and will meet in May.",
        "This webinar looks at a fire on a ward.",
        "Please step out whenever you wish.",
        "The harbour board accepts the report and has agreed the following steps for its crews.",
        "The five recommendations below were tried on two crews, who accepted them and will report.",
        "The panel makes the following recommendations. Progress will be reported to the harbour board each quarter.",
        "Delivery of the plan will be monitored by the crew's own committee.",
        "The crew asks the harbour board to consider the following.",
        "The harbour board has accepted the report. It offers the following.",
        "We shall report next May upon the recommendations of this review.",
        "The panel makes three recommendations, on which the harbour board has said that it will report to the public.",
        "They were not, and the rule is plain.",
        "She did not, and the shift ended.",
    ],
)
def test_what_is_said_to_readers_is_no_finding(sentence: str) -> None:
    assert speaks_to_readers(sentence)
    assert findings(f"# Safeguarding review of Pia\n\n## Analysis\n\n{sentence}\n") == ()


@pytest.mark.parametrize(
    "sentence",
    [
        "Three recommendations dealt with hand-over and none has been carried out.",
        "The panel makes four recommendations that the harbour board has heard before.",
        "We will turn these findings into an action plan by May.",
        "The ward will return to the old rota.",
        "Who on your ward would have rung her daughter?",
        "What would you do if the crew said no?",
        "Nobody asked who would ring her daughter.",
        "The panel makes the following recommendations. No crew had a list.",
        "Progress will not be reported until the crews are full.",
        "They did not ask who lived in the house.",
        "The crew will report every missed call to the harbour board.",
        "The harbour board has not accepted the report.",
        "The harbour master will report on recommendations 2 and 3 in May.",
        "The panel made two recommendations on which nobody was asked to report.",
    ],
)
def test_what_says_more_is_not_only_said_to_readers(sentence: str) -> None:
    assert not speaks_to_readers(sentence)


@pytest.mark.parametrize(
    "sentence",
    ["The panel makes two recommendations to the harbour board.", "The board has agreed the following changes."],
)
def test_what_is_said_before_a_list_is_none_of_it(sentence: str) -> None:
    page = f"# Safeguarding review of Pia\n\n## Recommendations\n\n{sentence}\n\n1. Every crew should carry a list.\n"
    assert [one.text for one in findings(page)] == ["Every crew should carry a list."]
