from __future__ import annotations

import pytest

from kb.core.model import Kind, Status
from tests.ingest.reading import findings, reading


def table(*rows: str) -> str:
    width = rows[0].count("|") - 1
    return "\n".join(["## Action plan", "", rows[0], "|" + "---|" * width, *rows[1:]]) + "\n"


def test_a_row_gives_its_recommendation_and_its_action_linked() -> None:
    given = reading(
        table(
            "| Recommendation | Action | Owner | Due | Status |",
            "| Review the form. | The form was rewritten. | Trust | May 2020 | Complete |",
        ),
        "md",
    )
    asked, done = given.findings
    assert (asked.kind, done.kind) == (Kind.RECOMMENDATION, Kind.ACTION)
    assert (done.owner, done.due, done.status) == ("Trust", "May 2020", Status.REPORTED_COMPLETE)
    assert [(answer.recommendation, answer.action, answer.why) for answer in given.answers] == [
        (asked.id, done.id, "both are in one row of a table")
    ]


@pytest.mark.parametrize("header", ["What the review asked for", "What we were asked to do", "The panel recommended"])
def test_what_was_asked_heads_a_column_in_ordinary_words(header: str) -> None:
    rows = (f"| {header} | What has been done |", "| Every child is seen alone. | A room was found in May. |")
    assert [one.kind for one in findings(table(*rows), "md")] == [Kind.RECOMMENDATION, Kind.ACTION]


def test_what_a_review_found_is_not_what_it_asked_for() -> None:
    rows = ("| What the review found | What has been done |", "| No child was seen alone. | A room was found in May. |")
    assert Kind.RECOMMENDATION not in [one.kind for one in findings(table(*rows), "md")]


def test_further_actions_below_a_recommendation_answer_it_too() -> None:
    rows = (
        "| Recommendation | Action |",
        "| Review the form. | Rewrite the old form. |",
        "| | Try the form on two wards. |",
    )
    given = reading(table(*rows), "md")
    assert len({answer.recommendation for answer in given.answers}) == 1
    assert len(given.answers) == 2


def test_columns_may_be_named_by_what_they_announce() -> None:
    found = findings(
        table("| What worked well | Areas of concern |", "| Nurses rang daily. | Nobody asked about debts. |"), "md"
    )
    assert [finding.kind for finding in found] == [Kind.GOOD_PRACTICE, Kind.CONCERN]


def test_a_status_column_speaks_in_colours_and_denials() -> None:
    rows = [
        "| Action | RAG |",
        "| Open a helpline for carers. | Green |",
        "| Write a leaflet on debts. | Not completed |",
        "| Train staff on oxygen. | see note |",
    ]
    assert [f.status for f in findings(table(*rows), "md")] == [Status.IN_PROGRESS, Status.NOT_MET, Status.UNCLEAR]


def test_a_table_of_layout_is_read_as_paragraphs() -> None:
    text = (
        "## Lessons learned\n\n"
        "| Smith | Jones |\n|---|---|\n| Ask about debts at every visit. | Speak to neighbours too. |\n"
    )
    assert [f.text for f in findings(text, "md")][-2:] == [
        "Ask about debts at every visit.",
        "Speak to neighbours too.",
    ]


@pytest.mark.parametrize("done", ["Guidance written", "Guidance written.", "Form agreed."])
def test_a_header_that_its_column_breaks_is_known_and_two_words_may_say_what_was_done(done: str) -> None:
    head = "| Recommendatio n | Action | Status |\n|---|---|---|\n"
    text = f"{head}| The Board should publish guidance. | {done} | Done |\n"
    assert [(one.kind, one.status) for one in findings(text, "md")] == [
        (Kind.RECOMMENDATION, None),
        (Kind.ACTION, Status.REPORTED_COMPLETE),
    ]


def test_a_whole_word_is_joined_to_no_other_in_a_header() -> None:
    head = "| Action | Owner | Reason for RAG |\n|---|---|---|\n"
    text = f"{head}| Write guidance for all the schools | Chair | Done |\n"
    assert [one.status for one in findings(text, "md")] == [Status.UNCLEAR]


def test_two_words_that_say_nothing_was_done_are_no_action() -> None:
    head = "| Recommendation | Action | Owner |\n|---|---|---|\n"
    text = f"{head}| The Board should publish guidance. | Not started | Chair |\n"
    assert [one.kind for one in findings(text, "md")] == [Kind.RECOMMENDATION]


def test_a_column_of_states_without_words_is_noted() -> None:
    rows = "| The Board should publish guidance. | Guidance was written. | {state} |\n" * 3
    head = "| Recommendation | Action | Status |\n|---|---|---|\n"
    codes = [note.code for note in reading(head + rows.format(state=""), "md").document.notes]
    assert "states_without_words" in codes
    told = [note.code for note in reading(head + rows.format(state="Done"), "md").document.notes]
    assert "states_without_words" not in told


def test_where_things_are_now_is_a_state() -> None:
    head = "| What we will do | Who | Where we are now |\n|---|---|---|\n"
    text = f"{head}| Write a new protocol for babies | Manager | Done. |\n"
    assert [one.status for one in findings(text, "md")] == [Status.REPORTED_COMPLETE]


_BESIDE_COLOURS = {  # all but the last two written before the reader was changed; from the eleventh on none is complete
    ("Completed November 2019", "Green"): Status.REPORTED_COMPLETE,
    ("Complete – 14 March 2022", "Green"): Status.REPORTED_COMPLETE,
    ("Done (Feb 2021)", "Green"): Status.REPORTED_COMPLETE,
    ("Implemented 06/2023", "RAG: Green"): Status.REPORTED_COMPLETE,
    ("Closed 30.09.18", "Green"): Status.REPORTED_COMPLETE,
    ("Action completed, January 2020", "Blue"): Status.REPORTED_COMPLETE,
    ("Signed off May 2017", "Green"): Status.REPORTED_COMPLETE,
    ("Delivered by autumn 2021 (completed Oct 2021)", "Green"): Status.REPORTED_COMPLETE,
    ("Achieved – Q3 2019/20", "Green"): Status.REPORTED_COMPLETE,
    ("Overdue. Audit not begun because of staffing", "Red"): Status.OVERDUE,
    ("To be completed November 2027", "Green"): Status.NOT_STARTED,
    ("Due for completion November 2019", "Green"): Status.NOT_STARTED,
    ("Completion date: November 2019", "Green"): Status.NOT_STARTED,
    ("Complete by March 2020", "Green"): Status.NOT_STARTED,
    ("Target November 2019", "Green"): Status.NOT_STARTED,
    ("Completed in part, November 2019", "Green"): Status.PARTLY_MET,
    ("Ongoing, November 2019", "Green"): Status.IN_PROGRESS,
    ("Completion expected Jan 2021", "Green"): Status.IN_PROGRESS,
    ("Completed November 2019, to be repeated in 2020", "Amber"): Status.IN_PROGRESS,
    ("Completed November 2019", "Amber"): Status.UNCLEAR,
    ("Route agreed. Training starts in October", "Amber"): Status.IN_PROGRESS,
    ("Not started", "Amber"): Status.NOT_STARTED,
    ("Met November 2019", "Red"): Status.UNCLEAR,
}


def test_a_report_of_a_few_words_counts_before_the_colour_beside_it() -> None:
    rows = [
        f"| Write leaflet number {n} for carers. | {rag} | {said} |" for n, (said, rag) in enumerate(_BESIDE_COLOURS)
    ]
    found = [f.status for f in findings(table("| Action | RAG | Update |", *rows), "md")]
    assert dict(zip(_BESIDE_COLOURS, found, strict=True)) == _BESIDE_COLOURS


def test_who_published_a_plan_and_when_is_no_action_of_it() -> None:
    for line in (
        "Tarnmouth Safeguarding Children Partnership, September 2023",
        "Fellgate Safeguarding Adults Board – May 2022",
        "Northmoor Council | 14 March 2021",
    ):
        text = (
            f"# Action plan: Wren\n\n{line}\n\n| Action | Status |\n|---|---|\n| Write a leaflet for carers. | Done |\n"
        )
        assert [one.text for one in findings(text, "md")] == ["Write a leaflet for carers."]
    told = "# Actions\n\n- Referred the family to the Safeguarding Board, March 2021\n- Ask each school for its list.\n"
    assert len(findings(told, "md")) == 2


def test_the_occasion_on_a_title_slide_is_no_lesson() -> None:
    for line in (
        "Lunchtime briefing, Marram Safeguarding Children Partnership",
        "Practice seminar: Eastmarsh Safeguarding Adults Board, 3 June 2024",
    ):
        text = f"# Learning from Child Heron\n\n- {line}\n- Nobody asked the school about Heron.\n"
        assert [one.text for one in findings(text, "md")] == ["Nobody asked the school about Heron."]
    done = "# Actions\n\n- Team briefings by the Board\n- Webinar for the Northby Safeguarding Partnership\n"
    assert len(findings(done, "md")) == 2


@pytest.mark.parametrize("header", ["Reason for action", "Rationale", "Source of action", "Purpose of the action"])
def test_why_an_action_is_taken_is_no_action(header: str) -> None:
    table = f"| No | {header} | Action | Status |\n|---|---|---|---|\n"
    rows = (
        "| 1 | Wards kept three forms. | Keep one form | Complete |\n| 2 | Nobody rang. | Ring within a day | Open |\n"
    )
    told = [(one.kind.value, one.text) for one in findings(f"# Action plan: SAR Odo\n\n{table}{rows}", "md")]
    assert told == [("action", "Keep one form"), ("action", "Ring within a day")]


def test_a_header_that_asks_is_answered_by_the_tick_below_it() -> None:
    rows = ("| Action | Done? | Not begun? |", "| Audit forty visits. | ✓ | |", "| Write a leaflet on debts. | | ✓ |")
    assert [one.status for one in findings(table(*rows), "md")] == [Status.REPORTED_COMPLETE, Status.NOT_STARTED]


@pytest.mark.parametrize(
    "asks", ["<insert action here>", "[Add action]", "Choose an item.", "Click here to enter text", "XXXX", "{name}"]
)
def test_a_cell_that_still_asks_for_its_words_is_no_action(asks: str) -> None:
    rows = ("| Recommendation | Action |", f"| Review the form. | {asks} |")
    assert [one.kind for one in findings(table(*rows), "md")] == [Kind.RECOMMENDATION]


@pytest.mark.parametrize("header", ["Where are we?", "How far along", "State of play"])
def test_how_far_an_action_has_come_is_its_status(header: str) -> None:
    rows = (f"| Action | {header} |", "| Audit forty visits. | Almost complete |", "| Write to wards. | In progress |")
    assert [one.status for one in findings(table(*rows), "md")] == [Status.IN_PROGRESS, Status.IN_PROGRESS]


@pytest.mark.parametrize("head", ["The thing we promised", "Our work on it", "What we said we would do"])
def test_the_fullest_column_beside_a_status_and_an_owner_holds_the_actions(head: str) -> None:
    rows = (
        f"| Ref | {head} | Who leads | When by | Where we are | Status |",
        "| A | A list of families without an address, read by team leads | Trust | May | Weekly | On track |",
        "| B | The form for the assessment before birth asks of the father too | Council | June | In use | Complete |",
    )
    found = findings(table(*rows), "md")
    assert [(one.kind, one.owner, one.due) for one in found] == [
        (Kind.ACTION, "Trust", "May"),
        (Kind.ACTION, "Council", "June"),
    ]


@pytest.mark.parametrize(
    ("head", "row"),
    [
        ("| Version | Date | Author | Summary of changes | Status |", "| 2 | June | A Bell | {} | Complete |"),
        ("| Ref | Risk | Owner | Review date | Status |", "| 2 | {} | Police | June | Closed |"),
        ("| Date | Agency | What the file says | Status |", "| June | Police | {} | Closed |"),
    ],
)
def test_what_is_no_plan_gives_no_action_though_it_has_a_status(head: str, row: str) -> None:
    text = table(head, row.format("Agencies do not send their reports to the panel in time"))
    assert findings(text.replace("Action plan", "About this document"), "md") == ()


@pytest.mark.parametrize("notes", ["Notes", "Discussion", "Notes of discussion"])
def test_a_plan_may_have_a_column_of_notes(notes: str) -> None:
    rows = (
        f"| Action | Owner | Due | {notes} |",
        "| Rewrite the form for the two wards. | Trust | May 2020 | Nurses were asked first |",
    )
    assert [(one.kind, one.owner, one.due) for one in findings(table(*rows), "md")] == [
        (Kind.ACTION, "Trust", "May 2020")
    ]


def test_a_chronology_holds_no_actions() -> None:
    rows = (
        "| Date | Agency | Event |",
        "| May 2020 | Police | Officers were called to the house by the neighbour at night |",
        "| June 2020 | Health | The baby was weighed in clinic and was said to be well |",
    )
    assert Kind.ACTION not in {one.kind for one in findings(table(*rows).replace("Action plan", "Chronology"), "md")}


@pytest.mark.parametrize("head", ["| When | What |", "| Date | What? |"])
def test_dates_in_their_order_with_what_beside_them_are_no_plan(head: str) -> None:
    rows = ("| March 2020 | Second exclusion from school. |", "| 4 June 2020 | Found in a flat in Tarnmouth. |")
    assert not findings(table(head, *rows).replace("Action plan", "Key dates"), "md")
    assert findings(
        table("| What | When |", "| Train all staff. | March 2020 |", "| Write a leaflet. | June 2020 |"), "md"
    )


@pytest.mark.parametrize(
    ("label", "kept"), [("Full timetable", True), ("As above", False), ("Not applicable", False), ("1, 5", False)]
)
def test_a_recommendation_called_by_two_words_is_kept_beside_its_action(label: str, kept: bool) -> None:
    rows = ("| Recommendation | Action | Lead |", f"| {label} | Buy twelve places at the school | Council |")
    assert (label in [one.text for one in findings(table(*rows), "md")]) is kept


def test_numbers_in_a_column_of_recommendations_are_none_themselves() -> None:
    rows = ("| Who must respond | Recommendations | Action |", "| Police | 1, 5 | Write to all the teams. |")
    assert [one.kind for one in findings(table(*rows), "md")] == [Kind.ACTION]


def test_what_an_unknown_column_says_before_the_action_leads_to_it() -> None:
    rows = (
        "| You said | We did | Status |",
        "| Nobody rang back at night | A second nurse answers the telephone. | Done |",
        "| Mail | A clerk opens the post each morning. | Done |",
    )
    assert [(one.kind, one.lead_in) for one in findings(table(*rows), "md")] == [
        (Kind.ACTION, "Nobody rang back at night"),
        (Kind.ACTION, ""),
    ]


def test_beside_a_recommendation_no_other_column_leads_to_the_action() -> None:
    rows = (
        "| Where it was said | Recommendation | Action |",
        "| In the second chapter | Review the form. | The form was rewritten. |",
    )
    assert [one.lead_in for one in findings(table(*rows), "md")] == ["", ""]


@pytest.mark.parametrize(
    "header", ["| What we saw | So what? | Now what? |", "| What we noticed | What it means | Now what? |"]
)
def test_a_table_that_asks_what_follows_holds_no_actions(header: str) -> None:
    text = (
        "# Child practice review: Child Heron\n\n"
        + header
        + "\n|---|---|---|\n| Nobody told the school that the family had moved. | A move is a risk in itself when two "
        "areas each believe the other is in touch. | Health boards should agree a call within two days. |\n"
        "| His teacher rang each Friday, and went on ringing. | One voice that goes on asking may be what a child has. "
        "| The board should name who keeps in touch. |\n"
    )
    assert [one.kind for one in findings(text, "md")] == [
        Kind.CONCERN,
        Kind.LESSON,
        Kind.RECOMMENDATION,
        Kind.GOOD_PRACTICE,
        Kind.LESSON,
        Kind.RECOMMENDATION,
    ]


def test_what_a_review_said_is_not_what_it_asked_for() -> None:
    rows = ("| What the review said | What has been done |", "| No child was seen alone. | A room was found in May. |")
    assert Kind.RECOMMENDATION not in [one.kind for one in findings(table(*rows), "md")]


@pytest.mark.parametrize(
    ("found", "kinds"),
    [
        ("A neighbour knocked twice and was not let in.", {Kind.LESSON, Kind.CONCERN}),
        ("The ward clerk was on leave and nobody took her calls.", {Kind.LESSON, Kind.CONCERN}),
        ("Meetings were held without the landlord in three of seven cases.", {Kind.LESSON, Kind.CONCERN}),
        ("The ward clerk rang each Friday, and went on ringing.", {Kind.GOOD_PRACTICE}),
    ],
)
def test_what_was_not_done_is_no_good_practice_in_a_column_of_findings(found: str, kinds: set[Kind]) -> None:
    table = f"| No | Finding | Recommendation |\n|---|---|---|\n| 1 | {found} | Agree a call. |\n"
    assert findings(f"# Learning review: Hart\n\n{table}", "md")[0].kind in kinds


@pytest.mark.parametrize("action", ["Staff rota", "New form."])
def test_two_words_that_name_a_thing_are_an_action_where_the_row_says_how_far(action: str) -> None:
    rows = (
        "| Recommendation | Action | Update at 3.4.22 |",
        f"| Wards should ring. | {action} | Work has begun |",
    )
    found = findings(table(*rows), "md")
    assert [(one.text, one.status) for one in found[1:]] == [(action, Status.IN_PROGRESS)]


@pytest.mark.parametrize("action", ["See above", "Not applicable", "Work ongoing"])
def test_the_status_of_a_row_without_an_action_is_its_recommendations(action: str) -> None:
    rows = ("| Recommendation | Action | Status |", f"| Wards should ring carers. | {action} | Turned down |")
    assert [one.status for one in findings(table(*rows), "md")] == [Status.NOT_ACCEPTED]


@pytest.mark.parametrize("action", ["Ten files were picked.", "The form has been rewritten."])
def test_a_row_whose_state_is_empty_is_not_complete_by_its_own_words(action: str) -> None:
    rows = (
        "| Recommendation | Action | Status |",
        f"| Audit the files. | {action} | |",
        "| See. | A room. | Done |",
    )
    assert [one.status for one in findings(table(*rows), "md") if one.text == action] == [Status.UNCLEAR]
    without = ("| Recommendation | Action |", f"| Audit the files. | {action} |")
    assert [one.status for one in findings(table(*without), "md")][1:] == [Status.REPORTED_COMPLETE]


@pytest.mark.parametrize("unfilled", ["TBC", "[Select status]", "-"])
def test_a_state_that_was_not_filled_in_is_nobodys(unfilled: str) -> None:
    rows = ("| Recommendation | Action | Status |", f"| Wards should ring carers. | [Insert action] | {unfilled} |")
    assert [one.status for one in findings(table(*rows), "md")] == [None]


def test_letters_down_a_column_of_states_are_colours() -> None:
    rows = (
        "| Recommendation | Action | BRAG | Update |",
        "| Audit the files. | Ten files picked. | B | Closed |",
        "| Ring the carer. | A card by each bed. | A | Half of the wards |",
        "| Weigh each resident. | Scales bought. | R | |",
    )
    given = [one.status for one in findings(table(*rows), "md") if one.kind is Kind.ACTION]
    assert given == [Status.REPORTED_COMPLETE, Status.PARTLY_MET, Status.NOT_MET]


@pytest.mark.parametrize(
    ("key", "letters"),
    [
        ("", "AB"),
        ("Key: R = not started; B = awaiting funds", "RB"),
        ("Key: Red = overdue; Blue = not yet due", "RB"),
    ],
)
def test_letters_that_may_mean_something_else_are_not_complete(key: str, letters: str) -> None:
    rows = ("| Action | Status |", *(f"| Ring carer {letter} each day. | {letter} |" for letter in letters))
    given = findings(f"{table(*rows)}\n{key}\n", "md")
    assert [one.status for one in given if one.kind is Kind.ACTION] == [Status.UNCLEAR, Status.UNCLEAR]
