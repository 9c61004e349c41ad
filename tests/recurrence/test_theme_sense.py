"""Which themes a question speaks of by its sense."""

from __future__ import annotations

import numpy as np

from kb.recurrence.theme_sense import ThemeSense, surest, theme_sense
from kb.vocabulary import load

SENSE = ThemeSense(
    slugs=("kites", "lanterns"),
    axes=np.eye(3, dtype=np.float32)[:, :2],
    sayings=np.array([[1, 0], [0.9, 0.1], [0, 1]], np.float32),
    themes=np.array([0, 0, 1]),
    weights=np.array([[1, 0, 0], [0, 1, 0]], np.float32),
)


def test_the_theme_with_the_nearest_sayings_is_the_likeliest_and_all_chances_make_one() -> None:
    chances = SENSE.chances(np.array([0.2, 0.9, 0.1], np.float32))
    assert next(iter(chances)) == "lanterns"
    assert abs(sum(chances.values()) - 1) < 1e-6


def test_what_is_kept_as_bytes_tells_the_same() -> None:
    question = np.array([0.6, 0.5, 0.1], np.float32)
    kept = ThemeSense.of(SENSE.arrays())
    assert kept.slugs == SENSE.slugs
    assert abs(kept.chances(question)["kites"] - SENSE.chances(question)["kites"]) < 0.02


def test_a_vector_of_another_encoder_tells_nothing() -> None:
    assert SENSE.chances(np.zeros(7, np.float32)) == {}


def test_a_theme_is_sure_only_where_it_is_known_likely_and_ahead_of_the_next() -> None:
    chances = {"kites": 0.5, "lanterns": 0.3, "wardens": 0.2}
    assert surest(chances, chances, 0.4, 1.5) == "kites"
    assert surest(chances, chances, 0.6, 1.5) == ""
    assert surest(chances, chances, 0.4, 2.0) == ""
    assert surest(chances, ["lanterns", "wardens"], 0.25, 1.4) == "lanterns"
    assert surest({}, chances, 0.1, 1.0) == ""


def test_what_is_shipped_knows_only_themes_of_the_vocabulary() -> None:
    assert set(theme_sense().slugs) <= set(load().themes)


def test_a_theme_is_as_near_as_its_nearest_sayings_however_many_it_has() -> None:
    near = np.array([[0.9], [0.5], [0.1], [0.8], [0.2], [0.7], [0.6]], np.float32)
    themes = np.array([0, 1, 0, 0, 0, 0, 1])
    sense = ThemeSense(("moves", "neglect"), np.ones((1, 1), np.float32), near, themes, np.zeros((2, 1), np.float32))
    chances = sense.chances(np.ones(1, np.float32))
    warm = [sum(np.exp(one / 0.06) for one in some) for some in ((0.9, 0.8, 0.7, 0.2), (0.6, 0.5))]
    assert list(chances) == ["moves", "neglect"]
    assert np.allclose(list(chances.values()), np.array(warm) / sum(warm))
