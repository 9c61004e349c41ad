"""Of whom a finding speaks: child, parent, the one who causes harm, adult at risk, practitioner, organisation."""

from __future__ import annotations

from collections import defaultdict
from functools import lru_cache

from kb.core.model import Finding, Subject
from kb.text.cue_words import cue_tokens
from kb.text.cues import CueTree
from kb.vocabulary import Vocabulary

MOST_SUBJECTS = 3  # subjects of one finding
_EARLY = 12  # words; who is named here is what the sentence is about


def subjects_of(finding: Finding, vocabulary: Vocabulary) -> tuple[Subject, ...]:
    """Return the subjects of a finding, the most mentioned first; empty where its words name none."""
    words = cue_tokens(finding.text)
    spared: dict[Subject, set[int]] = defaultdict(set)
    hits = []
    for (subject, counts), first, after in _matcher(vocabulary).find(words):
        if counts:
            hits.append((subject, first, after))
        else:
            spared[subject].update(range(first, after))
    weight: dict[Subject, float] = {}
    for subject, first, after in hits:
        if not all(place in spared[subject] for place in range(first, after)):
            weight[subject] = weight.get(subject, 0.0) + (2.0 if first < _EARLY else 1.0)
    ordered = sorted(weight, key=lambda subject: -weight[subject])
    return tuple(subject for subject in ordered if weight[subject] * 4 >= weight[ordered[0]])[:MOST_SUBJECTS]


@lru_cache(maxsize=4)
def _matcher(vocabulary: Vocabulary) -> CueTree[tuple[Subject, bool]]:
    entries = [(Subject(slug), entry) for slug, entry in vocabulary.subjects.items()]
    return CueTree(
        [(cue, (subject, True)) for subject, entry in entries for cue in entry.cues]
        + [(cue, (subject, False)) for subject, entry in entries for cue in entry.spare]
    )
