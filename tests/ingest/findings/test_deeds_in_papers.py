"""What a paper that answers a review tells as done, by itself: under a label, a number, "Not done", told first."""

from __future__ import annotations

import pytest

from kb.core.model import Finding, Kind, Status
from tests.ingest.reading import findings, reading

PAPER = """# Hollins Mere, fourteen months later

A note for the Wexbury Safeguarding Adults Board, 2 May 2024

In March the Board accepted the five recommendations. This note says where each of them stands.

{told}

The county is preparing a strategy on loneliness.
"""


def find_words(words: str, told: str) -> list[Finding]:
    return [one for one in findings(PAPER.format(told=told), "md") if words in one.text]


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ("Wardens. A card was printed in June and hangs by each door.", "A card was printed"),
        ("1. The keys were copied for the night team.\n\n2. A rota was drawn up.", "The keys were copied"),
        ("Doctors. There are nine. The practices have swapped their lists of frail patients.", "The practices have"),
    ],
)
def test_a_deed_under_a_label_is_an_action(told: str, words: str) -> None:
    assert [one.kind for one in find_words(words, told)] == [Kind.ACTION]


def test_a_label_leads_to_what_stands_behind_it() -> None:
    (card,) = find_words("A card was printed", "Wardens. A card was printed in June and hangs by each door.")
    assert card.lead_in == "Wardens."


def test_what_happens_elsewhere_and_who_wrote_it_is_no_action() -> None:
    told = "Neighbouring Thornsea opened a day centre. I visited six of the homes in a week."
    assert not [one for one in find_words("", told) if "Thornsea" in one.text or "visited" in one.text]


@pytest.mark.parametrize(
    "told",
    ["What the review asked for: a rota, a key and a card.", "We accept that the key should have been copied at once."],
)
def test_what_is_given_again_or_agreed_with_is_no_action(told: str) -> None:
    assert Kind.ACTION not in [one.kind for one in find_words(told, told)]


def test_what_stands_below_not_done_is_an_action_that_is_not_complete() -> None:
    deck = "# Hollins Mere: one year on\n\n## Done so far\n\n- Keys copied\n\n## Not done\n\n{}\n"
    told = deck.format("- Night sitters – no agency wants the work\n\n- Alarm tests: nobody to do them")
    undone = [one for one in findings(told, "md") if "agency wants" in one.text or "Alarm tests" in one.text]
    assert [one.kind for one in undone] == [Kind.ACTION] * 2
    assert not [one for one in undone if one.status is None or one.status.is_reached]


@pytest.mark.parametrize("heading", ["Not done", "What is not yet finished", "Slide 4: On hold"])
def test_nothing_below_not_done_is_complete_whatever_its_words_say(heading: str) -> None:
    deck = (
        "# Hollins Mere: one year on\n\n## Done so far\n\n- The rota was completed in March\n\n"
        f"## {heading}\n\n- The night line was set up in May\n\n- Training: completed in June\n"
    )
    told = {one.text: one.status for one in findings(deck, "md") if one.kind is Kind.ACTION}
    assert not [
        said for said, status in told.items() if status is not None and status.is_reached and "rota" not in said
    ]
    assert len(told) > 1


@pytest.mark.parametrize(
    ("said", "status"),
    [
        ("The advice line was switched off in March.", Status.UNCLEAR),
        ("The lunch club was closed.", Status.UNCLEAR),
        ("The action was closed.", Status.REPORTED_COMPLETE),
        ("Thirty calls out of 90 were made in the year.", Status.PARTLY_MET),
        ("12 flats out of forty were inspected.", Status.PARTLY_MET),
        ("The findings of one audit of 2023 were shared with all teams.", Status.REPORTED_COMPLETE),
        ("All forty flats were inspected.", Status.REPORTED_COMPLETE),
        ("The force will not be adopting a second form.", Status.NOT_ACCEPTED),
        ("The post could not be filled.", Status.NOT_MET),
        ("No one at the surgery had taken this forward.", Status.NOT_MET),
    ],
)
def test_the_words_of_an_action_say_how_far_it_came(said: str, status: Status) -> None:
    row = f"## Action plan\n\n| Action | Owner |\n|---|---|\n| {said} | Trust |\n"
    assert [one.status for one in findings(row, "md")] == [status]


def test_a_measure_of_one_sentence_in_a_yearly_report_stays_a_figure() -> None:
    told = "Nurses were present in 84 per cent of the meetings that were held on falls in the year."
    report = f"# Wexbury Safeguarding Adults Board annual report 2023-24\n\n## Falls\n\n{told}\n"
    assert [one.kind for one in findings(report, "md")] == [Kind.EVIDENCE]


MINUTES = """# Minutes of the Learning Group of the Wexbury Board held on 3 May 2024

Present: Ida Frayne (chair), Tom Ruck

Apologies: none

## 1. Hollins Mere

Action: the Board should ask the county for a second nurse.

Sitters: the agency has sent four. Action: TR closed.

## 2. Next meeting

2 June
"""


def test_one_action_of_minutes_does_not_answer_the_one_before() -> None:
    assert not [link for link in reading(MINUTES, "md").answers if link.certain]


def test_a_table_of_names_and_values_gives_the_kind_that_it_names() -> None:
    told = """<html><body><h1>Review of Enid</h1><h2>Lessons</h2><table>
    <tr><th>Recommendation</th><td>The Council should ring each tenant who lives alone.</td></tr>
    <tr><th>Owner</th><td>Housing</td></tr><tr><th>By when</th><td>May 2024</td></tr></table></body></html>"""
    assert [one.kind for one in findings(told, "html")] == [Kind.RECOMMENDATION]


def test_items_below_a_title_row_keep_their_numbers() -> None:
    rows = "".join(
        f"<tr><td>{number}</td><td>{asked}</td></tr>"
        for number, asked in (
            ("1", "Wardens should carry a card with the number of the nurse."),
            ("2", "The surgery should ring back before it closes."),
        )
    )
    told = f"<html><body><h1>Review</h1><table><tr><td colspan=2>Recommendations</td></tr>{rows}</table></body></html>"
    assert [one.label for one in findings(told, "html")] == ["1", "2"]


def test_an_action_of_one_word_is_read_beside_its_owner() -> None:
    rows = "| Rehearsal | Trust | In progress |\n| Ongoing | Trust | Amber |\n"
    plan = f"## Action plan\n\n| Action | Owner | Status |\n|---|---|---|\n{rows}"
    assert [one.text for one in findings(plan, "md")] == ["Rehearsal"]


def test_a_letter_and_a_number_without_a_stop_are_a_label() -> None:
    told = "# Review of Enid\n\n## Recommendations\n\nR4 The Council should ring each tenant.\n"
    assert [(one.label, one.kind) for one in findings(told, "md")] == [("R4", Kind.RECOMMENDATION)]
