"""What was measured of the themes, as the pages show it."""

from __future__ import annotations

from datetime import date

from kb.vocabulary import load
from kb.vocabulary.quality import load as measured
from kb.vocabulary.quality import load_kinds


def test_every_theme_has_figures_or_too_few_labels_to_say() -> None:
    quality = measured()
    for slug in load().themes:
        one = quality.of(slug)
        assert (one.precision is None) == (one.labels < quality.few)
        assert (one.note == "too few labels to say") == (one.precision is None)


def test_the_figures_are_at_or_above_what_was_promised() -> None:
    quality = measured()
    assert quality.precision >= 0.85
    assert quality.recall >= 0.85
    assert all(0 <= figure <= 1 for one in quality.themes.values() for figure in (one.precision, one.recall) if figure)


def test_a_theme_that_was_never_measured_says_so() -> None:
    assert measured().of("no-such-theme").note == "too few labels to say"


def test_the_kinds_that_were_measured_are_kinds_with_a_date_and_a_sample() -> None:
    kinds = load_kinds()
    assert set(kinds.kinds) <= set(load().kinds)
    assert date.fromisoformat(kinds.measured)
    assert kinds.documents >= 10
    assert all(0 <= one.right <= one.findings for one in kinds.kinds.values())
    assert kinds.right <= kinds.findings == sum(one.findings for one in kinds.kinds.values())
