"""The vectors of findings by a sentence encoder: which are known, which are held, which are nearest to a question."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from threading import Lock
from typing import Any, Self

import numpy as np
import numpy.typing as npt

from kb.recurrence.encoder import Encoder
from kb.recurrence.roles import without_agencies
from kb.recurrence.theme_sense import theme_sense
from kb.recurrence.word_vectors import Floats, Halves, written_out

CACHED_HEADINGS = 20_000  # headings whose vectors are remembered
MOST_LATELY = 8_192  # texts whose vectors are remembered after they were encoded; 1,536 bytes each
_BLOCK = 4_096  # vectors that are compared at once: half numbers are made whole for it


class Meanings:
    """The encoder's vectors of findings, each encoded once."""

    def __init__(self, encoder: Encoder, acronyms: Mapping[str, str]) -> None:
        self._encoder = encoder
        self._acronyms = acronyms
        self._headings: dict[str, Floats] = {}
        self._known: dict[int, Halves] = {}
        self._texts: dict[int, Halves] = {}  # the same findings by their text alone, as a question finds them
        self._lately = LatelyEncoded()
        self._held = HeldTexts()

    def __len__(self) -> int:
        return len(self._known)

    def vector(self, text: str, heading: str, *, learn: bool = True) -> Halves:
        """Return the vector of a finding; of a draft, which is not to be learned, nothing is remembered."""
        key = _key(text, heading)
        known = self._known.get(key)
        if known is None:
            plain = self._plain_vector(text, learn=learn)
            encoded = self._encoder.encode_whitened(plain, self._heading(heading, learn=learn) if heading else None)
            known = encoded.astype(np.float16)
            if learn:
                self._texts[key] = self._encoder.centre(plain).astype(np.float16)  # first: who is known has one
                self._known[key] = known
        return known

    def known_vector(self, text: str, heading: str) -> Halves | None:
        """Return the vector of a finding that was encoded before."""
        return self._known.get(_key(text, heading))

    def known_text(self, text: str, heading: str) -> Halves | None:
        """Return the vector by which a question finds a finding that was encoded before."""
        return self._texts.get(_key(text, heading))

    def text_vector(self, text: str, heading: str) -> Halves:
        """Return the vector of a finding by its text alone, encoded and remembered where it was not known."""
        self.vector(text, heading)
        return self._texts[_key(text, heading)]

    @property
    def held_ids(self) -> Set[str]:
        """The ids of the findings that are known to be held."""
        return self._held.keys.keys()

    def holds(self, id_: str, text: str, heading: str) -> bool:
        """Return whether a finding, as far as is known here, has these words."""
        return self._held.keys.get(id_) == _key(text, heading)

    def hold(self, fresh: Mapping[str, int], held: Set[str]) -> bool:
        """Know which findings are `held`, and the keys (`text_keys`) of those that are new; return whether that is new.

        The vectors of all other texts are forgotten.
        """
        now = HeldTexts(_still_held(self._held.keys, fresh, held))
        gone = self._known.keys() - now.keys.values()
        is_new = now.keys != self._held.keys
        self._held = now if is_new else self._held
        for key in gone:  # the vector goes first: a key with one is taken to have that of its text too
            del self._known[key]
            del self._texts[key]
        return is_new or bool(gone)

    def find_nearest(self, question: Floats, most: int, least: float) -> tuple[str, ...]:
        """Return the ids of held findings whose texts are at least so near to a question, the nearest first."""
        return self._held.find_nearest(question, self._texts, most, least)

    def whiten_question(self, text: Floats) -> Floats:
        """Return the unit vector of a question among whitened findings from its own."""
        return self._encoder.encode_whitened(text, None)

    def theme_chances(self, question: Floats) -> Mapping[str, float]:
        """Return how likely a question is on each theme by its sense, from its own vector: 0 to 1, the best first."""
        return theme_sense().chances(self.centre_question(question))

    def centre_question(self, question: Floats) -> Floats:
        """Return the unit vector of a question, from its own, less what the texts of findings share."""
        return self._encoder.centre(question)

    def question_text(self, question: str) -> Floats:
        """Return the unit vector of a question among texts; nothing of it is remembered."""
        return self._encoder.encode(written_out(question, self._acronyms))

    def sense_vectors(self, findings: Iterable[tuple[str, str]]) -> Floats:
        """Return the vectors by which a question finds findings, of each its text and last heading, a row each.

        A finding that was just read is soon compared with others: what is encoded here is remembered for a while.
        """
        made: list[Halves] = []
        for text, heading in findings:
            known = self.known_text(text, heading)
            made.append(
                self._encoder.centre(self._plain_vector(text, learn=True)).astype(np.float16)
                if known is None
                else known
            )
        return np.array(made, np.float32)

    def question_texts(self, questions: Sequence[str]) -> tuple[Floats, ...]:
        """Return the unit vectors of several short questions, or parts of one, encoded at once."""
        return self._encoder.encode_each([written_out(question, self._acronyms) for question in questions])

    def _plain_vector(self, text: str, *, learn: bool) -> Floats:
        told = without_agencies(written_out(text, self._acronyms))
        return self._lately.vector(told, self._encoder.encode, keep=learn)

    def _heading(self, heading: str, *, learn: bool) -> Floats:
        known = self._headings.get(heading)
        if known is None:
            known = self._plain_vector(heading, learn=learn)
            if learn and len(self._headings) < CACHED_HEADINGS:
                self._headings[heading] = known
        return known

    def arrays(self) -> Mapping[str, npt.NDArray[Any]]:
        """Return what is known as numbers, to be kept: no word can be read from them."""
        vectors = np.array(list(self._known.values()), np.float16) if self._known else np.zeros((0, 0), np.float16)
        texts = [self._texts[key] for key in self._known]
        return {
            "keys": np.array(list(self._known), np.uint64),
            "vectors": vectors,
            "texts": np.array(texts, np.float16) if texts else np.zeros((0, 0), np.float16),
            **self._held.arrays(),
        }

    def take(self, arrays: Mapping[str, npt.NDArray[Any]]) -> None:
        """Know what was kept."""
        vectors, texts = arrays["vectors"].astype(np.float16), arrays["texts"].astype(np.float16)
        if len(vectors) and vectors.shape[1] == self._encoder.size:
            keys = arrays["keys"].tolist()
            self._texts |= dict(zip(keys, texts, strict=True))
            self._known |= dict(zip(keys, vectors, strict=True))
            self._held = HeldTexts.of(arrays)


class LatelyEncoded:
    """The vectors of the texts that were encoded last. It keeps no word of them, and nothing of it is ever written."""

    def __init__(self, most: int = MOST_LATELY) -> None:
        self._most = most
        self._vectors: dict[int, Floats] = {}
        self._lock = Lock()

    def vector(self, text: str, encode: Callable[[str], Floats], *, keep: bool) -> Floats:
        """Return the unit vector of a text, encoded where it is none of the last, and then one of them to `keep`."""
        key = _key(text, "")
        with self._lock:
            known = self._vectors.get(key)
        if known is not None:
            return known
        made = encode(text)
        if keep:
            with self._lock:
                self._vectors[key] = made
                if len(self._vectors) > self._most:
                    del self._vectors[next(iter(self._vectors))]
        return made


class HeldTexts:
    """Which findings are held, and which of their texts are nearest to a question."""

    def __init__(self, keys: Mapping[str, int] | None = None) -> None:
        self.keys = dict(keys or {})
        self._arranged: tuple[tuple[str, ...], Halves] | None = None  # one value, since threads ask at once

    @classmethod
    def of(cls, arrays: Mapping[str, npt.NDArray[Any]]) -> Self:
        """Return what was kept as numbers and ids."""
        return cls(dict(zip(arrays["held"].tolist(), arrays["held_keys"].tolist(), strict=True)))

    def arrays(self) -> Mapping[str, npt.NDArray[Any]]:
        """Return the ids, and the keys of their texts, to be kept."""
        return {"held": np.array(list(self.keys), str), "held_keys": np.array(list(self.keys.values()), np.uint64)}

    def find_nearest(self, question: Floats, texts: Mapping[int, Halves], most: int, least: float) -> tuple[str, ...]:
        """Return the ids whose vectors among `texts` are at least so near, the nearest first."""
        if self._arranged is None:
            known = {id_: vector for id_, key in self.keys.items() if (vector := texts.get(key)) is not None}
            if not known:
                return ()
            self._arranged = tuple(known), np.array(list(known.values()), np.float16)
        ids, vectors = self._arranged
        near = np.concatenate(
            [vectors[at : at + _BLOCK].astype(np.float32) @ question for at in range(0, len(ids), _BLOCK)]
        )
        chosen = np.flatnonzero(near >= least)
        best = chosen[np.argsort(-near[chosen], kind="stable")[:most]]
        return tuple(ids[place] for place in best.tolist())


def text_keys(findings: Iterable[tuple[str, str, str]]) -> dict[str, int]:
    """Return for each id the number by which the vectors of a finding's text and last heading are kept."""
    return {id_: _key(text, heading) for id_, text, heading in findings}


def _still_held(known: Mapping[str, int], fresh: Mapping[str, int], held: Set[str]) -> dict[str, int]:
    """Return the keys of what is held: those of what is fresh are told, the others known."""
    return {id_: key for id_, key in known.items() if id_ in held and id_ not in fresh} | dict(fresh)


def without_gone(
    arrays: Mapping[str, npt.NDArray[Any]], fresh: Mapping[str, int], held: Set[str]
) -> dict[str, npt.NDArray[Any]] | None:
    """Return what `Meanings.arrays` gave without the vectors of texts that are not held, None where all are.

    `fresh` are the keys of what came or changed, `held` all ids. Needs no encoder. What was held and is not stands no
    longer among what a question may find.
    """
    known = dict(zip(arrays["held"].tolist(), arrays["held_keys"].tolist(), strict=True))
    now = _still_held(known, fresh, held)
    stays = np.isin(arrays["keys"], np.fromiter(now.values(), np.uint64, len(now)))
    if stays.all():
        return None
    still = np.array([now.get(id_) == key for id_, key in known.items()], bool)
    kept = {name: arrays[name][stays] for name in ("keys", "vectors", "texts")}
    return kept | {name: arrays[name][still] for name in ("held", "held_keys")}


def _key(text: str, heading: str) -> int:
    said = f"{text}\x1f{heading}".encode("utf-8", "replace")
    return int.from_bytes(hashlib.blake2b(said, digest_size=8).digest(), "big")
