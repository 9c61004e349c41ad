"""The rows of a history as a paper shows them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from kb.core.model import FindingInContext, Kind, Polarity
from kb.core.recurrence_values import ThreadStage
from kb.exports.citations import beside, publication_time
from kb.exports.follow_up import NONE, STAGES, UNPROVEN, event_status
from kb.exports.payloads import Event, ExportHead
from kb.text.quoting import quoted_words
from kb.vocabulary.labels import kind_label, name, when

PLAIN = frozenset(
    {ThreadStage.RECOMMENDED, ThreadStage.ANSWERED, ThreadStage.ACTED, ThreadStage.GOOD_PRACTICE}
)  # stages that say what kind it is
IN_ORDER = "In date order, with actions under the recommendation that they answer"
LANES = ("Problems", "Recommendations", "Actions", "Good practice")
_PROBLEMS = frozenset({Kind.LESSON, Kind.CONCERN, Kind.MISSED_OPPORTUNITY})
_OTHER_LANES = {Kind.RECOMMENDATION: "Recommendations", Kind.ACTION: "Actions", Kind.EVIDENCE: "Actions"}


def findings_by_year(holdings: Iterable[FindingInContext]) -> Mapping[int, Counter[str]]:
    """Count problems, recommendations, actions and praise in each year, from the first to the last that has any."""
    counted: defaultdict[int, Counter[str]] = defaultdict(Counter)
    for one in holdings:
        year, lane = when(one)[:4], _lane_of(one)
        if year.isdigit() and lane:
            counted[int(year)][lane] += 1
    every = range(min(counted), max(counted) + 1) if counted else ()
    return {year: counted.get(year, Counter()) for year in every}


def rows_of_years(holdings: Iterable[FindingInContext]) -> tuple[tuple[str, Counter[str]], ...]:
    """Return the same as rows of a paper: years in a row that have nothing are one, “2014 to 2020”."""
    rows: list[tuple[str, Counter[str]]] = []
    empty: list[int] = []
    for year, numbers in findings_by_year(holdings).items():
        if not numbers:
            empty.append(year)
            continue
        rows += [(_span(empty), Counter())] if empty else []
        rows.append((str(year), numbers))
        empty = []
    return tuple(rows)


def _span(years: Sequence[int]) -> str:
    return str(years[0]) if len(years) == 1 else f"{years[0]} to {years[-1]}"


def _lane_of(one: FindingInContext) -> str:
    found = one.finding
    if found.kind is Kind.GOOD_PRACTICE or (found.kind in _PROBLEMS and found.polarity is Polarity.WORKING_WELL):
        return "Good practice"
    return "Problems" if found.kind in _PROBLEMS else _OTHER_LANES.get(found.kind, "")


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """One row: when, what it is and how far it came, the words, and where they stand."""

    date: str
    what: tuple[str, ...]
    words: str
    source: str


def history_entry(one: Event, head: ExportHead) -> HistoryEntry:
    """Make a row ready to be set. Contact details are left out."""
    held, status = one.holding, event_status(one, head.vocabulary)
    named = name(held, head.vocabulary)
    plain = one.stage in PLAIN and named == kind_label(held.finding.kind, head.vocabulary)
    what = [STAGES[one.stage], *([] if plain else [named])]
    what += ["Similar wording, not yet checked"] if one.near else []
    if status:
        what.append(status if status in (NONE, UNPROVEN) else f"Status: {status}")
    what += [f"Answers {name(asked, head.vocabulary)}" for asked in one.answers]
    return HistoryEntry(publication_time(held) or "no date stated", tuple(what), _words(held), beside(held))


def _words(held: FindingInContext) -> str:
    said = quoted_words(held.finding)
    return f"{said.lead} {said.words}" if said.lead and not held.finding.lead_in else said.words
