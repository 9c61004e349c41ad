"""Agencies named in a finding: who must act, and who is spoken of."""

from __future__ import annotations

from dataclasses import dataclass

from kb.core.expressions import expression
from kb.core.model import Agency, Kind
from kb.text.phrases import Phrases, words_of
from kb.vocabulary import Vocabulary

_HYPHEN = expression(r"[-‐‑/&]")
_ACT = Phrases(
    {
        "act": [
            "should",
            "must",
            "is recommended",
            "are recommended",
            "is asked",
            "are asked",
            "needs to",
            "need to",
            "will",
            "ought to",
            "to ensure",
            "to review",
            "to develop",
            "to consider",
            "to provide",
        ]
    }
)
_ACTING = (Kind.RECOMMENDATION, Kind.ACTION)
_CAPITALS = expression(r"\b[A-Z][A-Za-z]*[A-Z][A-Za-z]*\b")


@dataclass(frozen=True, slots=True)
class _Mention:
    slug: str
    start: int
    end: int


class Agencies:
    """Finds the agencies of the controlled list by their cues; cues in capitals count only in capitals."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        plain: dict[str, list[str]] = {}
        self._capital: dict[str, str] = {}
        for slug, entry in vocabulary.agencies.items():
            for cue in entry.cues:
                if _CAPITALS.fullmatch(cue):
                    self._capital[cue] = slug
                else:
                    plain.setdefault(slug, []).extend(_forms(cue))
        self._cues = Phrases(plain)

    def of(
        self, text: str, words: list[str], path: tuple[str, ...], kind: Kind, above: tuple[str, ...] = ()
    ) -> tuple[Agency, ...]:
        """Return the agencies named in a finding, in what stands above it or in its heading, each once, in order."""
        acting = kind in _ACTING
        duty = min((hit.start for hit in _ACT.find(words)), default=len(words) + 1) if acting else -1
        named: dict[str, Agency] = {}
        for seen in self._mentions(text, words):
            must = acting and seen.start < duty <= len(words)
            self._add(named, seen, " ".join(words[seen.start : seen.end]) or seen.slug, must)
        if acting:
            for said in (*above, *reversed(path)):
                lead = words_of(said)
                for seen in self._mentions(said, lead):
                    self._add(named, seen, " ".join(lead[seen.start : seen.end]), must=True)
                if any(agency.must_act for agency in named.values()):
                    break
        return tuple(named.values())

    def _add(self, named: dict[str, Agency], seen: _Mention, words: str, must: bool) -> None:
        before = named.get(seen.slug)
        if before is None or (must and not before.must_act):
            named[seen.slug] = Agency(seen.slug, before.words if before else words, must)

    def _mentions(self, text: str, words: list[str]) -> list[_Mention]:
        seen: list[_Mention] = []
        covered = -1
        for hit in self._cues.find(words):
            if hit.start >= covered:
                seen.append(_Mention(hit.label, hit.start, hit.end))
                covered = hit.end
        if self._capital:
            for found in _CAPITALS.finditer(text):
                slug = self._capital.get(found.group())
                if slug:
                    at = len(words_of(text[: found.start()]))
                    seen.append(_Mention(slug, at, at + 1))
        return sorted(seen, key=lambda one: one.start)


def _forms(cue: str) -> list[str]:
    """Return a cue as phrases: hyphens as breaks, the plural beside the singular, and of several words "the …'s".

    Without the last, "the school nurse's notes" would be the school's.
    """
    phrase = " ".join(_HYPHEN.sub(" ", cue.lower()).split())
    if phrase.endswith("s"):
        return [phrase]
    forms = [phrase, f"{phrase[:-1]}ies" if phrase.endswith("y") else f"{phrase}s"]
    return [*forms, f"{phrase}'s"] if " " in phrase else forms
