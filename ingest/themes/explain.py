"""Why a theme is given or not, cue by cue, and whether every theme does what its own sentences ask."""

from __future__ import annotations

from dataclasses import dataclass

from ingest.themes.score import weigh
from ingest.themes.tagger import ThemeEvidenceText, tagger_of
from kb.core.model import Certainty, Tag
from kb.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True)
class SeenCue:
    """A cue of a theme found in a text."""

    cue: str
    level: str  # "strong", "near" or "weak"
    words: str  # as they stand in the text
    weight: float  # learned for this cue, above or below what cues of its level are worth; 0 where nothing is known


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a theme was given, shown as unsure or left out: its chance, and each cue with the weight learned for it."""

    theme: str
    chance: float
    certainty: Certainty | None  # None where it is left out
    cues: tuple[SeenCue, ...]


def explain(text: str, vocabulary: Vocabulary, heading: tuple[str, ...] = (), lead_in: str = "") -> tuple[Reason, ...]:
    """Return every theme of which anything was seen in a text, the likeliest first, with what was seen."""
    tagger = tagger_of(vocabulary)
    look = tagger.look(text, heading, lead_in)
    given = {one.theme: one.certainty for one in tagger.tags(text, heading, lead_in)}
    chances = weigh(look.seen, look.words, tagger.lexicon, vocabulary.weights, tagger.sense_around(look))
    return tuple(
        Reason(theme, round(chances[theme], 3), given.get(theme), _cues(theme, look, vocabulary))
        for theme in sorted(chances, key=lambda theme: (-chances[theme], theme))
    )


def _cues(theme: str, look: ThemeEvidenceText, vocabulary: Vocabulary) -> tuple[SeenCue, ...]:
    own = vocabulary.weights.cues.get(theme, {})
    return tuple(
        SeenCue(
            one.key.cue,
            str(one.key.level),
            " ".join(word.raw for word in look.words[one.first : one.after]),
            own.get(one.key.cue, 0.0),
        )
        for one in look.seen[theme]
    )


@dataclass(frozen=True, slots=True)
class Failure:
    """A sentence of a theme's file that its theme does not treat as the file says."""

    theme: str
    sentence: str
    wanted: bool  # True for a sentence to match
    why: str


def check(vocabulary: Vocabulary) -> tuple[Failure, ...]:
    """Run every theme's own sentences; return those that fail, each with a sentence of explanation."""
    tagger = tagger_of(vocabulary)
    failures = []
    for theme in vocabulary.themes.values():
        for wanted, sentences in ((True, theme.must_match), (False, theme.must_spare)):
            for sentence in sentences:
                tags = {one.theme: one for one in tagger.tags(sentence)}
                given = theme.slug in tags and tags[theme.slug].certainty is Certainty.YES
                if given is not wanted:
                    failures.append(Failure(theme.slug, sentence, wanted, _why(tags.get(theme.slug), wanted)))
    return tuple(failures)


def _why(one: Tag | None, wanted: bool) -> str:
    """Say what was seen where something else was wanted."""
    words = ", ".join(f"“{piece.words}”" for piece in one.evidence) if one else ""
    if not wanted:
        return f"It must be spared, and is given because of {words}."
    if one is None:
        return "It must match, and none of its cues is in it, or they count for too little."
    return f"It must match, and is only unsure ({one.confidence:.2f}) because of {words}."
