"""The sense of texts beside an encoder: nearness and words add up, a file keeps it, without one there is none."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from ingest.themes import encoded_sense
from ingest.themes.encoded_sense import EncodedSense, chances_by_text, round_to_bytes
from ingest.themes.surroundings import tag_document
from kb.core.document import Span
from kb.core.model import Certainty, Finding, Kind, Metadata
from kb.text.cue_words import cue_tokens
from kb.vocabulary import load

VOCABULARY = load()
TEXT = "The children had no water in the bare room."
PLAIN = Finding("1" * 16, Kind.LESSON, TEXT, TEXT, Span(((0, len(TEXT)),)))
NEAR, FAR = [1.0, 0.0], [0.0, 1.0]
SENSE = EncodedSense(
    ("neglect", "recording"),
    np.array([-2.0, -2.0], np.float32),
    np.array([NEAR], np.float32),
    np.array([[4.0, 0.0]], np.float32),
    {"lantern": 0},
    np.array([[0.0, 3.0]], np.float32),
)


def encode(findings: Iterable[tuple[str, str]]) -> np.ndarray:
    """Return vectors of which those of texts about water are near what SENSE knows."""
    return np.array([NEAR if "water" in text else FAR for text, _ in findings], np.float32)


def test_a_text_has_the_themes_of_texts_near_it_and_of_its_words() -> None:
    texts = ["There was no water.", "A lantern stood there.", "It was so."]
    near, lantern, nothing = SENSE.chances(encode((one, "") for one in texts), [cue_tokens(one) for one in texts])
    assert near["neglect"] > 0.8 > nothing["neglect"]
    assert lantern["recording"] > 0.7 > nothing["recording"]


def test_a_file_keeps_what_was_learned(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "sense.npz"
    SENSE.keep(path)
    monkeypatch.setattr(encoded_sense, "ENCODED_PATH", path)
    kept = encoded_sense.encoded_sense.__wrapped__()
    assert (kept.slugs, kept.words) == (SENSE.slugs, SENSE.words)
    assert np.allclose(kept.texts, round_to_bytes(SENSE.texts))
    assert np.allclose(kept.says, SENSE.says)


def test_without_an_encoder_there_is_none_and_a_document_is_read_by_words() -> None:
    assert chances_by_text([PLAIN], [cue_tokens("It was so.")], VOCABULARY) is None


def test_a_document_s_findings_are_read_beside_an_encoder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(encoded_sense, "encoded_sense", lambda: SENSE)
    (found,) = tag_document((PLAIN,), (), Metadata(), replace(VOCABULARY, encode=encode))
    (far,) = tag_document(
        (PLAIN,), (), Metadata(), replace(VOCABULARY, encode=lambda some: encode(("it", "") for _ in some))
    )
    chance = {
        name: max((t.confidence for t in one.tags if t.theme == "neglect"), default=0)
        for name, one in (("near", found), ("far", far))
    }
    assert chance["near"] > chance["far"]
    assert all(tag.evidence for tag in found.tags if tag.certainty is Certainty.YES)


def test_what_is_shipped_knows_only_themes_that_are_there() -> None:
    assert set(encoded_sense.encoded_sense().slugs) <= set(VOCABULARY.themes)
