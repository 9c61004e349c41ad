"""Agreement of coders, against worked examples that were published with the formulas."""

from __future__ import annotations

import pytest

from kb.app.agreement import cohen_kappa, krippendorff_alpha


def columns(*rows: str) -> list[list[str | None]]:
    """One list a unit from one row a coder; "." is a missing value."""
    return [
        [None if value == "." else value for value in unit] for unit in zip(*(row.split() for row in rows), strict=True)
    ]


def from_counts(counts: list[list[int]]) -> list[tuple[str, str]]:
    """Pairs of two coders' values from a table of how often each pair was given."""
    return [
        (str(one), str(other))
        for one, row in enumerate(counts)
        for other, count in enumerate(row)
        for _ in range(count)
    ]


def test_kappa_of_the_example_of_fleiss_cohen_and_everitt() -> None:
    # "Large sample standard errors of kappa and weighted kappa", Psychological Bulletin 72, 1969, table 1
    pairs = from_counts([[106, 10, 4], [22, 28, 10], [2, 12, 6]])
    assert cohen_kappa(pairs).value == pytest.approx(0.429, abs=0.0005)


def test_alpha_of_krippendorff_s_two_observers_and_two_values() -> None:
    # "Computing Krippendorff's Alpha-Reliability", 2011, part A
    units = columns("0 1 0 0 0 0 0 0 1 0", "1 1 1 0 0 1 0 0 0 0")
    assert krippendorff_alpha(units).value == pytest.approx(0.095, abs=0.0005)


def test_alpha_of_krippendorff_s_two_observers_and_five_values() -> None:
    # the same, part B
    units = columns("a a b b d c c c e d d a", "b a b b b c c c e d d d")
    assert krippendorff_alpha(units).value == pytest.approx(0.692, abs=0.0005)


def test_alpha_of_krippendorff_s_four_observers_with_missing_values() -> None:
    # the same, part C
    units = columns(
        "1 2 3 3 2 1 4 1 2 . . .",
        "1 2 3 3 2 2 4 1 2 5 . 3",
        ". 3 3 3 2 3 4 2 2 5 1 .",
        "1 2 3 3 2 4 4 1 2 5 1 .",
    )
    measure = krippendorff_alpha(units)
    assert measure.value == pytest.approx(0.743, abs=0.0005)
    assert measure.units == 11  # of the twelfth only one observer said something


def test_kappa_passes_over_units_that_one_coder_left_out() -> None:
    pairs = from_counts([[20, 5], [10, 15]])
    assert cohen_kappa(pairs).value == pytest.approx(0.4)
    assert cohen_kappa([*pairs, ("0", None), (None, "1")]) == cohen_kappa(pairs)


def test_where_one_value_alone_was_used_nothing_can_be_told() -> None:
    assert cohen_kappa([("no", "no")] * 30).value is None
    assert krippendorff_alpha([("no", "no", "no")] * 30).value is None
    assert krippendorff_alpha([]).units == 0


def test_the_interval_holds_the_value_and_narrows_with_more_units() -> None:
    few, many = (cohen_kappa(from_counts([[8 * n, 2 * n], [2 * n, 8 * n]])) for n in (1, 20))
    widths = []
    for one in (few, many):
        assert one.value is not None
        assert one.low is not None
        assert one.high is not None
        assert one.low <= one.value <= one.high
        widths.append(one.high - one.low)
    assert widths[1] < widths[0] / 2
    # by the large-sample formula for this table the standard error is 0.8 / sqrt(400) = 0.04
    assert widths[1] == pytest.approx(2 * 1.96 * 0.04, abs=0.03)


def test_disagreement_beyond_chance_is_below_zero() -> None:
    measure = cohen_kappa(from_counts([[0, 10], [10, 0]]))
    assert measure.value == pytest.approx(-1)
