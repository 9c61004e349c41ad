"""A sentence encoder made of a few words, for tests of what is told by meaning, and what it tells apart."""

from __future__ import annotations

import numpy as np

from kb.recurrence.encoder import Encoder, Whitening
from kb.recurrence.word_vectors import Floats

INTERPRETERS = "Professionals should not rely on relatives to translate."
ALARMS = "Landlords should test every smoke detector."
PRESCRIBING = "Surgeries should check repeat prescriptions each quarter."
SIZE = 256  # numbers of a vector, as many as the encoder's own have
SIGNS = {"translate": 0, "book": 0, "smoke": 1, "bleepers": 1, "prescriptions": 2, "tablets": 2, "leaflet": 3}


class SignEncoder(Encoder):
    """Tells a text by the first words of SIGNS in it, each along an axis, and what has none of them along its own."""

    def __init__(self) -> None:
        """Start nothing."""
        super().__init__(lambda: None, Whitening(np.zeros(SIZE), np.eye(SIZE)))

    def encode(self, text: str) -> Floats:
        """Return a vector of length one."""
        found = [axis for word, axis in SIGNS.items() if word in text.lower()]
        vector = np.full(SIZE, 0.001, np.float32)
        for axis in found or [3]:
            vector[axis] += 1
        return np.asarray(vector / np.linalg.norm(vector), np.float32)
