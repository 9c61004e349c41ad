"""The results of a coding round for reading: agreement with its interval, and how right the machine is."""

from __future__ import annotations

from dataclasses import dataclass

from kb.app.agreement import AgreementMeasure
from kb.app.coding_results import MachinePrecision, RoundResults, ThemeAgreement
from kb.vocabulary import Vocabulary, labels

ALL = "All themes together"


@dataclass(frozen=True, slots=True)
class AgreementRow:
    """A theme, or the kind, with what can be said of the coders' agreement on it."""

    label: str
    given: int
    alpha: str
    alpha_with_machine: str
    pairs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PrecisionRow:
    """A theme with how right the machine was on it."""

    label: str
    right: int
    wrong: int
    missed: int
    precision: str
    recall: str


@dataclass(frozen=True, slots=True)
class ResultsView:
    """A round's results in words."""

    complete: int
    disputed: int
    people: int
    agreements: tuple[AgreementRow, ...]
    precisions: tuple[PrecisionRow, ...]
    headline: str
    kinds: str
    tells_recall: bool


def results_view(results: RoundResults, vocabulary: Vocabulary, *, named: bool = True) -> ResultsView:
    """Return the results for reading; with the names of the coders where they are `named`."""
    coders = results.round.coders
    names = {one: one if named else f"coder {number}" for number, one in enumerate(coders, 1)}
    rows = [_agreement_row("Kind of finding", results.kind, names)]
    rows += [_agreement_row(labels.theme_label(one.theme, vocabulary), one, names) for one in results.themes]
    every = results.machine
    precisions = [_precision_row(ALL, every)] if results.complete else []
    precisions += [
        _precision_row(labels.theme_label(one.theme, vocabulary), one)
        for one in results.machine_themes
        if one.right + one.wrong + one.missed
    ]
    return ResultsView(
        results.complete,
        results.disputed,
        len(results.round.coders),
        tuple(rows),
        tuple(precisions),
        headline(results),
        f"{results.right_kinds} of {results.checked_kinds}",
        results.tells_recall,
    )


def headline(results: RoundResults) -> str:
    """Return in one sentence how right the themes were."""
    precision = results.machine.precision
    found = (
        "no theme was given by the program" if precision is None else f"{precision:.0%} of the themes given are right"
    )
    return f"Checked here on {results.complete} findings: {found}"


def _agreement_row(label: str, one: ThemeAgreement, names: dict[str, str]) -> AgreementRow:
    pairs = tuple(
        f"{names[pair.one]} and {names.get(pair.other, pair.other)}: {measure(pair.kappa)}" for pair in one.pairs
    )
    return AgreementRow(label, one.given, measure(one.alpha), measure(one.alpha_with_machine), pairs)


def _precision_row(label: str, one: MachinePrecision) -> PrecisionRow:
    return PrecisionRow(label, one.right, one.wrong, one.missed, _share(one.precision), _share(one.recall))


def _share(value: float | None) -> str:
    return "–" if value is None else f"{value:.0%}"


def measure(one: AgreementMeasure) -> str:
    """Return a measure with its interval, as "0.62 (0.41 to 0.78)"."""
    if one.value is None:
        return "cannot be told"
    if one.low is None or one.high is None:
        return f"{one.value:.2f} (too little used for an interval)"
    return f"{one.value:.2f} ({one.low:.2f} to {one.high:.2f})"
