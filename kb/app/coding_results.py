"""What a coding round shows: agreement of the coders for each theme and for kind, and how right the machine is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations

from kb.app.agreement import AgreementMeasure, cohen_kappa, krippendorff_alpha
from kb.core.coding_values import MACHINE, Code, CodedFinding, CodingRound

KIND = ""  # stands in the place of a theme where kinds are compared


@dataclass(frozen=True, slots=True)
class PairAgreement:
    """Cohen's kappa of two coders; one of them may be the machine."""

    one: str
    other: str
    kappa: AgreementMeasure


@dataclass(frozen=True, slots=True)
class ThemeAgreement:
    """How far coders agree on a theme, or on the kind where `theme` is ""."""

    theme: str
    given: int  # findings to which some person gave it, or any kind
    alpha: AgreementMeasure  # of the people
    alpha_with_machine: AgreementMeasure
    pairs: tuple[PairAgreement, ...]


@dataclass(frozen=True, slots=True)
class MachinePrecision:
    """How right the machine was on a theme, or on all together where `theme` is "", by what people decided."""

    theme: str
    right: int
    wrong: int
    missed: int

    @property
    def precision(self) -> float | None:
        """Return the share, 0 to 1, of right ones among those given; None where it gave none."""
        return self.right / (self.right + self.wrong) if self.right + self.wrong else None

    @property
    def recall(self) -> float | None:
        """Return the share, 0 to 1, of those that people give; None where they give none."""
        return self.right / (self.right + self.missed) if self.right + self.missed else None


@dataclass(frozen=True, slots=True)
class RoundResults:
    """A round with what it shows."""

    round: CodingRound
    complete: int  # findings coded by all coders
    disputed: int  # of these, those on which they differ and that nobody has settled
    kind: ThemeAgreement
    themes: tuple[ThemeAgreement, ...]  # those that a person or the machine gave, the most given first
    right_kinds: int  # of the machine, of `checked_kinds`
    checked_kinds: int
    machine: MachinePrecision
    machine_themes: tuple[MachinePrecision, ...]
    outdated: int = 0  # findings of which something is left out, since it was said of other words

    @property
    def tells_recall(self) -> bool:
        """Return whether the sample can show what the machine misses: not where its findings were chosen by a theme."""
        return not self.round.sample.theme


def round_results(made: CodingRound, items: Iterable[CodedFinding]) -> RoundResults:
    """Return what a round shows so far."""
    items = tuple(items)
    complete = tuple(one for one in items if one.is_complete(made.coders))
    by_machine = [one.machine for one in complete if one.machine]
    named = [code.themes for one in items for code in one.codes.values()]
    themes = sorted(frozenset().union(*named, *(code.themes for code in by_machine)))
    agreements = [_agreement(theme, made.coders, items) for theme in themes]
    precisions = tuple(_precision(theme, complete) for theme in themes)
    checked = [one for one in complete if one.kind and one.machine]
    return RoundResults(
        round=made,
        complete=len(complete),
        disputed=sum(one.is_disputed for one in complete),
        kind=_agreement(KIND, made.coders, items),
        themes=tuple(sorted(agreements, key=lambda one: (-one.given, one.theme))),
        right_kinds=sum(one.machine is not None and one.machine.kind == one.kind for one in checked),
        checked_kinds=len(checked),
        machine=MachinePrecision(
            KIND,
            sum(one.right for one in precisions),
            sum(one.wrong for one in precisions),
            sum(one.missed for one in precisions),
        ),
        machine_themes=precisions,
        outdated=sum(bool(one.outdated) for one in items),
    )


def _agreement(theme: str, coders: tuple[str, ...], items: tuple[CodedFinding, ...]) -> ThemeAgreement:
    columns = {one: [_value(item.codes.get(one), theme) for item in items] for one in coders}
    machine = [_value(item.machine if item.codes else None, theme) for item in items]
    voices = {**columns, MACHINE: machine}
    return ThemeAgreement(
        theme,
        sum(any(theme == KIND or theme in code.themes for code in item.codes.values()) for item in items),
        krippendorff_alpha(list(zip(*columns.values(), strict=True))),
        krippendorff_alpha(list(zip(*voices.values(), strict=True))),
        tuple(
            PairAgreement(one, other, cohen_kappa(list(zip(voices[one], voices[other], strict=True))))
            for one, other in combinations(voices, 2)
        ),
    )


def _value(code: Code | None, theme: str) -> str | None:
    """Return what a code says: its kind, or whether it gives a theme. None where there is no code."""
    if code is None:
        return None
    return code.kind if theme == KIND else str(theme in code.themes)


def _precision(theme: str, complete: Iterable[CodedFinding]) -> MachinePrecision:
    right = wrong = missed = 0
    for one in complete:
        if one.machine is None or theme in one.open_themes:  # nobody can say
            continue
        given, true = theme in one.machine.themes, theme in one.themes
        right += given and true
        wrong += given and not true
        missed += true and not given
    return MachinePrecision(theme, right, wrong, missed)
