"""Lay out the follow-up of a recommendation, with care and only in terms that the documents support."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from kb.core.expressions import expression
from kb.core.model import Echo, FindingInContext, Review, Status
from kb.core.recurrence_values import FollowUp, ThreadStage
from kb.exports.citations import beside
from kb.exports.payloads import Event, ExportHead
from kb.text.formatting import count_phrase, join_words
from kb.text.masking import mask
from kb.text.quoting import quoted_words
from kb.text.who_must_act import who_must_act
from kb.vocabulary import Vocabulary
from kb.vocabulary.labels import name, source_noun, status_label

UNPROVEN = "Response recorded, with no evidence of completion"
NONE = "No action recorded in this library"
STAGES = {
    ThreadStage.SAID: "Said",
    ThreadStage.RECOMMENDED: "Recommended",
    ThreadStage.ANSWERED: "Response, no action reported",
    ThreadStage.ACTED: "Action recorded",
    ThreadStage.GOOD_PRACTICE: "Good practice",
    ThreadStage.FOUND_AGAIN: "Found again",
}
_PARTNERSHIP = expression(r"\b(?:partnership|board)\b", re.IGNORECASE)
CARE = (
    "This shows what the documents in this library say. “No action recorded” does not mean that no action was taken. "
    "A later finding is a possible match, not yet checked. It does not show that an action failed."
)


def status(row: FollowUp, vocabulary: Vocabulary) -> str:
    """Return how far the answers say that they came."""
    if not row.answers:
        return NONE
    if row.status is Status.NO_RESPONSE:
        return UNPROVEN
    told = status_label(row.status, vocabulary)
    return f"{told}, {row.part_complete}" if row.part_complete else told


def reported_status(row: FollowUp, vocabulary: Vocabulary) -> str:
    """Return how far the answers say that they came, and by whose account."""
    told = status(row, vocabulary)
    return f"{told}, {account(row.recommendation.review)}" if row.answers and told != UNPROVEN else told


def account(review: Review) -> str:
    """Return by whose account an action came so far: no document here has been checked by anybody else."""
    who = review.partnership or review.publisher
    return f"by the {'partnership' if _PARTNERSHIP.search(who) else 'publisher'}’s own account"


def event_status(event: Event, vocabulary: Vocabulary) -> str:
    """Return how far the actions in a row of a history say that they came; "" for what is neither asked nor done."""
    if event.status is not None:
        return status_label(event.status, vocabulary)
    if event.stage is ThreadStage.RECOMMENDED:
        return UNPROVEN if event.actions else NONE
    return "Not stated" if event.stage in (ThreadStage.ANSWERED, ThreadStage.ACTED) else ""


def summary(rows: Iterable[FollowUp], vocabulary: Vocabulary) -> str:
    """Return in a sentence or two how many were answered, how far they came, and how many have a possible echo."""
    told = list(rows)
    answered = [row for row in told if row.answers]
    states: dict[str, int] = {}
    for row in answered:
        state = UNPROVEN if row.status is Status.NO_RESPONSE else status_label(row.status, vocabulary)
        states[state] = states.get(state, 0) + 1
    parts = [f"{number} {state[0].lower()}{state[1:]}" for state, number in states.items()]
    states_told = f" ({join_words(parts)})" if parts else ""
    later = sum(bool(row.later) for row in told)
    asked = count_phrase(len(told), "recommendation")
    noun = source_noun((held.review for row in told for _, held in row.later), vocabulary)
    echoes = (
        f"{later} may be found again in later {noun}s."
        if later
        else "No later finding in this library is linked to them."
    )
    return f"An action or response is recorded in this library for {len(answered)} of {asked}{states_told}. {echoes}"


@dataclass(frozen=True, slots=True)
class FollowUpEntry:
    """An action or a later finding, as a paper shows it. `near` says how it stands to the recommendation."""

    near: str
    name: str
    words: str
    citation: str
    address: str
    status: str
    why: str


@dataclass(frozen=True, slots=True)
class RecommendationEntry:
    """A recommendation with all that is known of it."""

    name: str
    lead_in: str
    words: str
    citation: str
    address: str
    owner: str
    due: str
    status: str
    actions: tuple[FollowUpEntry, ...]
    later: tuple[FollowUpEntry, ...]

    @property
    def short_text(self) -> str:
        """Its name and words, the name once where the words begin with it."""
        begun = self.words.casefold().startswith(self.name.casefold())
        return self.words if begun else f"{self.name}: {self.words}"


def entries(rows: Iterable[FollowUp], head: ExportHead) -> tuple[RecommendationEntry, ...]:
    """Return the recommendations ready to set in a paper, without contact details."""
    return tuple(_entry(row, head) for row in rows)


def holdings(rows: Iterable[FollowUp]) -> tuple[FindingInContext, ...]:
    """Return every finding that a follow-up quotes."""
    return tuple(
        held
        for row in rows
        for held in (row.recommendation, *(a for _, a in row.answers), *(later for _, later in row.later))
    )


def _entry(row: FollowUp, head: ExportHead) -> RecommendationEntry:
    found = row.recommendation.finding
    said = quoted_words(found)
    return RecommendationEntry(
        name=name(row.recommendation, head.vocabulary),
        lead_in=said.lead,
        words=said.words,
        citation=beside(row.recommendation),
        address=head.address(found.id),
        owner=mask(row.owner or who_must_act(said.words)) or "Not stated",
        due=mask(row.due) or "Not stated",
        status=reported_status(row, head.vocabulary),
        actions=tuple(_follow_up_entry("Action or response", held, answer.why, head) for answer, held in row.answers),
        later=tuple(_follow_up_entry(_how_near(echo), held, echo.why, head) for echo, held in row.later),
    )


def _follow_up_entry(near: str, held: FindingInContext, why: str, head: ExportHead) -> FollowUpEntry:
    found = held.finding
    return FollowUpEntry(
        near,
        name(held, head.vocabulary),
        quoted_words(found).words,
        beside(held),
        head.address(found.id),
        status_label(found.status, head.vocabulary) if found.status else "",
        mask(why),
    )


def _how_near(echo: Echo) -> str:
    return "Found again, nearly word for word" if echo.verbatim else "Possible match, not yet checked"
