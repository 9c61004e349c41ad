"""The benchmark of likeness measures what is shipped: where an encoder is, with the weights for it."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks import likeness
from kb.core.model import FindingInContext
from kb.recurrence import EchoFinder, Meanings
from kb.recurrence.corpus_statistics import WITH_ENCODER, WITHOUT_ENCODER, LikenessWeights
from kb.vocabulary import load
from tests.recurrence.sign_encoder import SignEncoder


@pytest.mark.parametrize(
    ("meanings", "weights"),
    [(None, WITHOUT_ENCODER), (Meanings(SignEncoder(), {}), WITH_ENCODER)],  # which has encoded nothing yet
)
def test_the_report_is_made_with_the_weights_that_are_shipped(
    meanings: Meanings | None, weights: LikenessWeights, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(likeness, "holdings", _no_findings)
    monkeypatch.setattr(likeness, "SHARED", tmp_path / "not here")
    report = likeness.Report(meanings)
    assert report.shipped == weights
    echoes = EchoFinder(load(), meanings=meanings)
    echoes.add(report.made)
    assert report.sets[0].echoes.rank(report.made[0].finding.id) == echoes.rank(report.made[0].finding.id)
    assert report.sets[0].scores(report.shipped) == report.sets[0].scores(weights)


def _no_findings(_places: tuple[Path, ...]) -> tuple[FindingInContext, ...]:
    return ()
