"""Try a vocabulary on a sentence or on a library's findings, and check each theme against its own examples."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass

from ingest.themes.cue_matches import CueMatcher
from ingest.themes.tagger import tag
from kb.core.document import Span
from kb.core.finding_ids import fingerprint
from kb.core.model import Finding, FindingInContext, Kind, Means
from kb.text.cue_words import cue_tokens
from kb.vocabulary import Vocabulary

LEAST_EXAMPLES = 3  # sentences to match, and as many to spare: fewer do not show where a theme ends
SHOWN_EXAMPLES = 20  # findings shown of those that gain a theme, or lose it


@dataclass(frozen=True, slots=True)
class ThemeDifference:
    """How many findings would gain a theme and lose it, with the first of them."""

    theme: str
    label: str
    gained: int
    lost: int
    gaining: tuple[FindingInContext, ...]
    losing: tuple[FindingInContext, ...]


@dataclass(frozen=True, slots=True)
class FailedExample:
    """An example in a theme's file that the tagger does not treat as the file says."""

    theme: str
    sentence: str
    should: str  # "match" or "spare"


def try_sentence(text: str, vocabulary: Vocabulary, heading: str = "") -> Finding:
    """Return a sentence as a lesson with the themes that fire on it, and their evidence."""
    path = (heading,) if heading else ()
    finding = Finding(fingerprint(text), Kind.LESSON, text, text, Span(((0, max(len(text), 1)),)), path)
    (tagged,) = tag((finding,), vocabulary)
    return tagged


def missing_parts(vocabulary: Vocabulary) -> Iterator[str]:
    """Yield a sentence for each thing that a supplied theme must have and a theme of one's own may lack."""
    for theme in vocabulary.themes.values():
        for name, examples in (("must_match", theme.must_match), ("must_spare", theme.must_spare)):
            if len(examples) < LEAST_EXAMPLES:
                yield f"{theme.slug}: {len(examples)} of at least {LEAST_EXAMPLES} sentences under {name}."
        if not theme.definition.endswith("."):
            yield f"{theme.slug}: its definition does not end with a full stop."
        if not theme.related:
            yield f"{theme.slug}: no related theme."


def failed_examples(vocabulary: Vocabulary, themes: Collection[str] | None = None) -> Iterator[FailedExample]:
    """Yield every sentence that a theme, of all or of these, must match and does not, or must spare and does not."""
    for theme in vocabulary.themes.values():
        if themes is not None and theme.slug not in themes:
            continue
        for sentence in theme.must_match:
            if theme.slug not in {one.theme for one in try_sentence(sentence, vocabulary).tags}:
                yield FailedExample(theme.slug, sentence, "match")
        for sentence in theme.must_spare:
            if theme.slug in try_sentence(sentence, vocabulary).themes:
                yield FailedExample(theme.slug, sentence, "spare")


def differences(
    held: Iterable[FindingInContext],
    now: Vocabulary,
    then: Vocabulary,
    changed: Collection[str],
    refusals: Callable[[str], frozenset[str]],
) -> tuple[ThemeDifference, ...]:
    """Return for each theme which findings would gain or lose it by another vocabulary, in which some themes changed.

    What people decided stays: a theme that they gave is not lost, and one that they refused (`refusals` names the
    findings) is not gained. A finding in which no cue of a changed theme is seen cannot differ, and is passed over.
    """
    matchers = [_matcher(vocabulary, changed) for vocabulary in (now, then)]
    gaining: dict[str, list[FindingInContext]] = defaultdict(list)
    losing: dict[str, list[FindingInContext]] = defaultdict(list)
    for one in held:
        if not any(_is_seen(matcher, one.finding) for matcher in matchers):
            continue
        before, after = (set(tag((one.finding,), vocabulary)[0].themes) for vocabulary in (now, then))
        given = {mark.theme for mark in one.finding.tags if any(e.means is Means.PERSON for e in mark.evidence)}
        for theme in after - before - given:
            gaining[theme].append(one)
        for theme in before - after - given:
            losing[theme].append(one)
    gaining = {theme: _leave_out(found, refusals(theme)) for theme, found in gaining.items()}
    order = {theme: place for place, theme in enumerate((*then.themes, *now.themes))}
    themes = sorted({*changed, *gaining, *losing}, key=lambda theme: (theme not in changed, order.get(theme, 0)))
    return tuple(
        ThemeDifference(
            theme,
            (then.themes.get(theme) or now.themes[theme]).label,
            len(gaining.get(theme, ())),
            len(losing.get(theme, ())),
            tuple(gaining.get(theme, ())[:SHOWN_EXAMPLES]),
            tuple(losing.get(theme, ())[:SHOWN_EXAMPLES]),
        )
        for theme in themes
    )


def _matcher(vocabulary: Vocabulary, themes: Collection[str]) -> CueMatcher:
    return CueMatcher({slug: vocabulary.themes[slug] for slug in themes if slug in vocabulary.themes})


def _is_seen(matcher: CueMatcher, finding: Finding) -> bool:
    texts = (finding.text, finding.lead_in, *finding.heading[-1:])
    joined = f"{finding.lead_in} {finding.text}" if finding.lead_in else ""
    return any(matcher.sightings(cue_tokens(text)) for text in (*texts, joined) if text)


def _leave_out(found: Iterable[FindingInContext], refused: frozenset[str]) -> list[FindingInContext]:
    return [one for one in found if one.finding.id not in refused]
