"""How the follow-up of a recommendation is told: with care, and only as the documents say."""

from __future__ import annotations

from collections.abc import Iterable

from kb.model import Echo, Status
from kb.naming import status_label
from kb.phrasing import counted, listed
from kb.recurring import FollowUp
from kb.vocabulary import Vocabulary

NONE = "No action recorded in this library"
CARE = (
    "What follows is what the documents in this library say. “No action recorded” does not mean that none was taken, "
    "and a later finding is a possible echo for a person to judge; it does not show that an action failed."
)


def owner(row: FollowUp) -> str:
    """Return who must act, as printed with the recommendation or else with its first answer that says so."""
    return row.recommendation.finding.owner or next((a.finding.owner for _, a in row.answers if a.finding.owner), "")


def due(row: FollowUp) -> str:
    """Return by when, as printed with the recommendation or else with its first answer that says so."""
    return row.recommendation.finding.due or next((a.finding.due for _, a in row.answers if a.finding.due), "")


def status(row: FollowUp, vocabulary: Vocabulary) -> str:
    """Return how far the answers say that they came."""
    if not row.answers:
        return NONE
    if row.status is Status.NO_EVIDENCE:
        return "Answered, without evidence of completion"
    return status_label(row.status, vocabulary)


def summary(rows: Iterable[FollowUp], vocabulary: Vocabulary) -> str:
    """Return in a sentence or two how many were answered, how far they came, and how many have a possible echo."""
    told = list(rows)
    answered = [row for row in told if row.answers]
    states: dict[str, int] = {}
    for row in answered:
        states[status(row, vocabulary)] = states.get(status(row, vocabulary), 0) + 1
    parts = [f"{number} {state[0].lower()}{state[1:]}" for state, number in states.items()]
    first = f"{len(answered)} of {counted(len(told), 'recommendation')} have an action recorded in this library"
    later = sum(bool(row.later) for row in told)
    return f"{first}{f' ({listed(parts)})' if parts else ''}. {later} have a possible echo in a later review."


def how_near(echo: Echo) -> str:
    """Return what is said before a later finding."""
    return "Found again, nearly word for word" if echo.verbatim else "Possible echo"
