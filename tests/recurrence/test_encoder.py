"""The sentence encoder, where it is installed: only with the expected weights, and several texts at once as one."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from kb.recurrence import encoder as encoders
from kb.recurrence import find_encoder


def test_a_package_of_other_bytes_is_not_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "model.onnx"
    path.write_bytes(b"something else")
    monkeypatch.setattr(encoders, "weights_path", lambda: path)
    find_encoder.cache_clear()
    try:
        assert find_encoder() is None
    finally:
        find_encoder.cache_clear()


def test_texts_encoded_at_once_have_the_vectors_that_each_has_alone() -> None:
    encoder = find_encoder()
    if encoder is None:
        pytest.skip("the extra [meaning] is not installed")
    texts = ["kites", "Each social worker had too many cases.", "lanterns lent to wardens in winter"]
    at_once = encoder.encode_each(texts)
    assert all(np.allclose(encoder.encode(text), one, atol=1e-6) for text, one in zip(texts, at_once, strict=True))
    assert encoder.encode_each([]) == ()
