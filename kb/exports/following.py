"""How the follow-up of a recommendation is told: with care, and only as the documents say."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from kb.exports.citations import beside
from kb.exports.values import Event, Sheet
from kb.masking import masked
from kb.model import Echo, Holding, Status
from kb.naming import name, status_label
from kb.phrasing import counted, listed
from kb.recurring import FollowUp, Stage
from kb.vocabulary import Vocabulary

UNPROVEN = "Answered, without evidence of completion"
NONE = "No action recorded in this library"
STAGES = {
    Stage.SAID: "Said",
    Stage.RECOMMENDED: "Recommended",
    Stage.ACTED: "Action recorded",
    Stage.GOOD_PRACTICE: "Good practice",
    Stage.FOUND_AGAIN: "Found again",
}
CARE = (
    "What follows is what the documents in this library say. “No action recorded” does not mean that none was taken, "
    "and a later finding is a possible echo for a person to judge; it does not show that an action failed."
)


def status(row: FollowUp, vocabulary: Vocabulary) -> str:
    """Return how far the answers say that they came."""
    if not row.answers:
        return NONE
    if row.status is Status.NO_EVIDENCE:
        return UNPROVEN
    told = status_label(row.status, vocabulary)
    return f"{told}, {row.part_complete}" if row.part_complete else told


def event_status(event: Event, vocabulary: Vocabulary) -> str:
    """Return how far the actions in a row of a history say that they came; "" for what is neither asked nor done."""
    if event.status is not None:
        return status_label(event.status, vocabulary)
    if event.stage is Stage.RECOMMENDED:
        return UNPROVEN if event.actions else NONE
    return "Not stated" if event.stage is Stage.ACTED else ""


def summary(rows: Iterable[FollowUp], vocabulary: Vocabulary) -> str:
    """Return in a sentence or two how many were answered, how far they came, and how many have a possible echo."""
    told = list(rows)
    answered = [row for row in told if row.answers]
    states: dict[str, int] = {}
    for row in answered:
        state = UNPROVEN if row.status is Status.NO_EVIDENCE else status_label(row.status, vocabulary)
        states[state] = states.get(state, 0) + 1
    parts = [f"{number} {state[0].lower()}{state[1:]}" for state, number in states.items()]
    states_told = f" ({listed(parts)})" if parts else ""
    later = sum(bool(row.later) for row in told)
    asked = counted(len(told), "recommendation")
    echoes = f"Later reviews hold a possible echo of {later}." if later else "No later review holds a possible echo."
    return f"An action is recorded in this library for {len(answered)} of {asked}{states_told}. {echoes}"


@dataclass(frozen=True, slots=True)
class Said:
    """An action or a later finding, as a paper shows it. `near` says how it stands to the recommendation."""

    near: str
    name: str
    words: str
    citation: str
    address: str
    status: str
    why: str


@dataclass(frozen=True, slots=True)
class Entry:
    """A recommendation with all that is known of it."""

    name: str
    lead_in: str
    words: str
    citation: str
    address: str
    owner: str
    due: str
    status: str
    actions: tuple[Said, ...]
    later: tuple[Said, ...]

    @property
    def brief(self) -> str:
        """Its name and words, the name once where the words begin with it."""
        begun = self.words.casefold().startswith(self.name.casefold())
        return self.words if begun else f"{self.name}: {self.words}"


def entries(rows: Iterable[FollowUp], sheet: Sheet) -> tuple[Entry, ...]:
    """Return the recommendations ready to set in a paper, without contact details."""
    return tuple(_entry(row, sheet) for row in rows)


def holdings(rows: Iterable[FollowUp]) -> tuple[Holding, ...]:
    """Return every finding that a follow-up quotes."""
    return tuple(
        held
        for row in rows
        for held in (row.recommendation, *(a for _, a in row.answers), *(later for _, later in row.later))
    )


def _entry(row: FollowUp, sheet: Sheet) -> Entry:
    found = row.recommendation.finding
    return Entry(
        name(row.recommendation, sheet.vocabulary),
        masked(found.lead_in),
        masked(found.text),
        beside(row.recommendation),
        sheet.address(found.id),
        masked(row.owner) or "Not stated",
        masked(row.due) or "Not stated",
        status(row, sheet.vocabulary),
        tuple(_said("Action recorded", held, answer.why, sheet) for answer, held in row.answers),
        tuple(_said(_how_near(echo), held, echo.why, sheet) for echo, held in row.later),
    )


def _said(near: str, held: Holding, why: str, sheet: Sheet) -> Said:
    found = held.finding
    return Said(
        near,
        name(held, sheet.vocabulary),
        masked(found.text),
        beside(held),
        sheet.address(found.id),
        status_label(found.status, sheet.vocabulary) if found.status else "",
        masked(why),
    )


def _how_near(echo: Echo) -> str:
    return "Found again, nearly word for word" if echo.verbatim else "Possible echo"
